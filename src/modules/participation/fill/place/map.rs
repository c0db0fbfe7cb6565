//! The map under hand: drag, pinch, tap; arrow keys, plus, minus, Enter.
use super::super::drag::{FINGERS, listen};
use super::Asked;
use super::ground::{self, Ground, ground, said};
use super::paint::{self, Paper};
use crate::i18n::{t, text};
use crate::ui::{Icon, IconName, IntoPart, Part, announce, dynamic};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::svg;
use participation::drawing::{Figure, View};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// What is drawn is as large until the page has a size.
const SIZE: (f64, f64) = (328.0, 264.0);

/// A finger that moves less than this many pixels taps.
const STILL: f64 = 8.0;

/// Pixels that an arrow key moves.
const STEP: f64 = 24.0;

/// How much nearer a press on a button leads.
const TIMES: f64 = 1.8;

/// The fingers on the map: which, and where.
#[derive(Default, Clone)]
struct Hand {
    fingers: Vec<(i32, f64, f64)>,
    /// How far they went; two fingers never tap.
    way: f64,
}

/// The map with its buttons; nothing where the city has no drawing.
pub fn map(asked: Asked) -> Part {
    dynamic(move || {
        let ground = ground().filter(|_| !ground::is_bare());
        ground.map(|ground| drawn(asked, ground))
    })
    .part()
}

fn drawn(asked: Asked, ground: Arc<Ground>) -> Part {
    let plan: NodeRef<svg::Svg> = NodeRef::new();
    let paper: StoredValue<Option<Paper>, LocalStorage> = StoredValue::new_local(None);
    let letter = StoredValue::new(14.0);
    let element = move || plan.get_untracked().map(Element::from);
    let measure = {
        let ground = ground.clone();
        move || {
            let Some(svg) = element() else { return };
            let (width, height) = (svg.client_width(), svg.client_height());
            let size = if width > 0 { (f64::from(width), f64::from(height)) } else { SIZE };
            letter.set_value(letter_of(&svg));
            let known = asked.view.get_untracked();
            if known.is_none_or(|view| (view.width, view.height) != size) {
                asked.view.set(Some(known.map_or_else(
                    || first_view(asked, &ground, size),
                    |view| view.resized(size.0, size.1),
                )));
            }
        }
    };
    {
        let (ground, measure) = (ground.clone(), measure.clone());
        Effect::new(move || {
            if let Some(svg) = plan.get() {
                paper.set_value(paint::base(&svg, &ground));
                let hand = StoredValue::new(Hand::default());
                let (touch, press) = (Arc::clone(&ground), Arc::clone(&ground));
                listen(&svg, &FINGERS, move |event| {
                    if let (Some(svg), Ok(event)) = (element(), event.dyn_into()) {
                        touched(asked, &touch, hand, &svg, &event);
                    }
                });
                listen(&svg, &["keydown"], move |event| {
                    if let Ok(event) = event.dyn_into() {
                        pressed(asked, &press, &event);
                    }
                });
                // It has a size when it stands in the page.
                request_animation_frame(measure.clone());
            }
        });
    }
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    {
        let ground = ground.clone();
        Effect::new(move || {
            let (Some(view), marks) = (asked.view.get(), asked.marks()) else { return };
            // A map that could not be drawn is no obstacle: the list and the search are beside it.
            let _ = paper.with_value(|paper| {
                paper.as_ref()?.over(&ground, &view, letter.get_value(), &marks)
            });
        });
    }
    let help = [asked.id("-help"), asked.id("-keys")];
    let described = help.join(" ");
    let [help, keys] = help;
    let name = move || text("participation.fill.place.map", &[("city", &crate::city::name())]);
    view! {
        <div class="stack stack--tight">
            <p class="kern-hint" id=help>{t(match asked.figure {
                Figure::Point => "participation.fill.place.help",
                Figure::Line | Figure::Area => "participation.fill.place.help.more",
            })}</p>
            <div class="map">
                <svg node_ref=plan class="map__plan" role="application" tabindex="0" aria-label=name aria-describedby=described></svg>
                <div class="map__buttons">
                    {zoom(asked, true)}
                    {zoom(asked, false)}
                </div>
            </div>
            <p class="kern-hint map__keys" id=keys>{t("participation.fill.place.help.keys")}</p>
        </div>
    }
    .part()
}

/// Where the marks are, else the whole city.
fn first_view(asked: Asked, ground: &Ground, (width, height): (f64, f64)) -> View {
    let view = View::fit(ground.bounds, width, height);
    let marks = untrack(|| asked.marks());
    let spot = marks.all.first().map(|mark| ground.plane.spot(mark.place));
    spot.map_or(view, |spot| {
        view.zoomed(view.scale / 12.0, width / 2.0, height / 2.0).centred(spot)
    })
}

/// How large letters are, in pixels.
fn letter_of(svg: &Element) -> f64 {
    let style = window().get_computed_style(svg).ok().flatten();
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.map(|size| js_sys::parse_float(&size)).filter(|size| size.is_finite()).unwrap_or(14.0)
}

/// A button that leads nearer or farther. What was set last stays where it is, so that one can go nearer to it without
/// dragging.
fn zoom(asked: Asked, nearer: bool) -> Part {
    let (label, icon) = if nearer {
        ("participation.fill.place.nearer", IconName::Plus)
    } else {
        ("participation.fill.place.farther", IconName::Minus)
    };
    let possible = move || {
        let (near, far) = asked.view.with(|view| view.map_or((true, true), |view| view.ways()));
        if nearer { near } else { far }
    };
    let press = move |_| {
        let Some(ground) = untrack(ground) else { return };
        let last = untrack(|| asked.marks()).all.last().map(|mark| ground.plane.spot(mark.place));
        asked.view.update(|view| {
            if let Some(view) = view {
                let held =
                    last.filter(|spot| view.seen().holds(*spot)).map(|spot| view.pixel(spot));
                let (x, y) = held.unwrap_or((view.width / 2.0, view.height / 2.0));
                *view = view.zoomed(if nearer { TIMES } else { 1.0 / TIMES }, x, y);
            }
        });
    };
    view! {
        <button type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=t(label)
            aria-disabled=move || (!possible()).then_some("true") on:click=press><Icon name=icon/></button>
    }
    .part()
}

/// What a finger, a pen or a mouse does.
fn touched(
    asked: Asked,
    ground: &Ground,
    hand: StoredValue<Hand>,
    svg: &Element,
    event: &PointerEvent,
) {
    let corner = svg.get_bounding_client_rect();
    let (x, y) =
        (f64::from(event.client_x()) - corner.x(), f64::from(event.client_y()) - corner.y());
    let id = event.pointer_id();
    let Some(view) = asked.view.get_untracked() else { return };
    let mut now = hand.get_value();
    let known = now.fingers.iter().position(|(finger, ..)| *finger == id);
    match (event.type_().as_str(), known) {
        ("pointerdown", None) if event.button() == 0 => {
            // Without it a finger that leaves the map is lost, and nothing worse.
            let _ = svg.set_pointer_capture(id);
            now.fingers.push((id, x, y));
            now.way = if now.fingers.len() > 1 { f64::INFINITY } else { 0.0 };
        }
        ("pointermove", Some(at)) => {
            let before = now.fingers.clone();
            if let Some(finger) = now.fingers.get_mut(at) {
                *finger = (id, x, y);
            }
            let moved = match (before.as_slice(), now.fingers.as_slice()) {
                ([(_, from_x, from_y)], [_]) => {
                    now.way += (x - from_x).abs() + (y - from_y).abs();
                    view.moved(x - from_x, y - from_y)
                }
                ([from, from_other, ..], [to, to_other, ..]) => {
                    pinched(view, [*from, *from_other], [*to, *to_other])
                }
                _ => view,
            };
            if now.way > STILL {
                asked.view.set(Some(moved));
            }
        }
        ("pointerup" | "pointercancel", Some(at)) => {
            now.fingers.remove(at);
            let tapped = event.type_() == "pointerup" && now.fingers.is_empty() && now.way <= STILL;
            if let Some(place) = ground.plane.place(view.spot(x, y)).filter(|_| tapped) {
                asked.set(ground::by_hand(place));
            }
        }
        _ => {}
    }
    hand.set_value(now);
}

/// What two fingers hold stays under them.
fn pinched(view: View, from: [(i32, f64, f64); 2], to: [(i32, f64, f64); 2]) -> View {
    let span = |[(_, a, b), (_, c, d)]: [(i32, f64, f64); 2]| {
        let (x, y) = (a - c, b - d);
        ((x * x + y * y).sqrt().max(1.0), a.midpoint(c), b.midpoint(d))
    };
    let ((before, from_x, from_y), (after, to_x, to_y)) = (span(from), span(to));
    view.moved(to_x - from_x, to_y - from_y).zoomed(after / before, to_x, to_y)
}

/// What a key does. The map moves under the cross-hair in its middle, and what is near is said.
fn pressed(asked: Asked, ground: &Ground, event: &KeyboardEvent) {
    let Some(view) = asked.view.get_untracked() else { return };
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let (x, y) = (view.width / 2.0, view.height / 2.0);
    let step = if event.shift_key() { STEP * 4.0 } else { STEP };
    let moved = match event.key().as_str() {
        "ArrowLeft" => view.moved(step, 0.0),
        "ArrowRight" => view.moved(-step, 0.0),
        "ArrowUp" => view.moved(0.0, step),
        "ArrowDown" => view.moved(0.0, -step),
        "+" | "=" => view.zoomed(TIMES, x, y),
        "-" => view.zoomed(1.0 / TIMES, x, y),
        "Enter" | " " => {
            event.prevent_default();
            if let Some(place) = ground.plane.place(view.middle) {
                asked.set(ground::by_hand(place));
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    asked.view.set(Some(moved));
    let here = ground.plane.place(moved.middle);
    let ground = untrack(super::ground::ground);
    if let Some(place) = here {
        announce(&said(ground.as_ref(), place));
    }
}
