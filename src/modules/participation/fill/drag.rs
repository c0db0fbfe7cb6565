//! A row of a list that follows the finger, while the others make room. Who cannot or would not drag has buttons, so the
//! handle is for pointers alone.
use crate::ui::{IntoPart, Part};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, HtmlElement};

/// So near to the edge of the window, in pixels, the page scrolls.
const EDGE: f64 = 72.0;

/// And so far with each movement.
const SCROLL: f64 = 10.0;

/// A row under way.
#[derive(Debug, Clone)]
struct Drag {
    pointer: i32,
    /// Where the row was.
    at: usize,
    /// Where it would be put now.
    to: usize,
    /// Where on the page the finger took it.
    from: f64,
    /// Top and height of all rows then.
    rows: Vec<(f64, f64)>,
}

/// The handle of a row: `at` says which row it is, `drop` hears where it was and where it was put, also if that is the
/// same.
pub fn handle(
    list: NodeRef<html::Ol>,
    at: impl Fn() -> Option<usize> + 'static,
    drop: Callback<(usize, usize)>,
) -> Part {
    let drag: StoredValue<Option<Drag>> = StoredValue::new(None);
    let rows = move || list.get_untracked().map(|list| rows_of(&list)).unwrap_or_default();
    let end = move |put: bool| {
        let Some(ended) = drag.get_value() else { return };
        drag.set_value(None);
        rows().iter().for_each(still);
        drop.run((ended.at, if put { ended.to } else { ended.at }));
    };
    let touch = move |event: PointerEvent| {
        let y = f64::from(event.page_y());
        let known = drag.get_value().filter(|drag| drag.pointer == event.pointer_id());
        match (event.type_().as_str(), known) {
            ("pointerdown", None) if event.button() == 0 => {
                let Some(at) = at() else { return };
                // No selection of text, and the focus stays.
                event.prevent_default();
                if let Some(handle) =
                    event.current_target().and_then(|it| it.dyn_into::<Element>().ok())
                {
                    // Without it a finger that leaves the handle is lost: nothing is moved then.
                    let _ = handle.set_pointer_capture(event.pointer_id());
                }
                let rows = rows();
                if let Some(row) = rows.get(at) {
                    let _ = row.class_list().add_1("rank--moved");
                }
                let size = |row: &HtmlElement| {
                    (f64::from(row.offset_top()), f64::from(row.offset_height()))
                };
                let rows = rows.iter().map(size).collect();
                let pointer = event.pointer_id();
                drag.set_value(Some(Drag { pointer, at, to: at, from: y, rows }));
            }
            ("pointermove", Some(mut now)) => {
                now.to = place(&now.rows, now.at, y - now.from);
                for (row, shift) in rows().iter().zip(shifts(&now, y - now.from)) {
                    // A row that does not move is only less to look at.
                    let _ = row.style().set_property("transform", &shift);
                }
                drag.set_value(Some(now));
                scroll(f64::from(event.client_y()));
            }
            ("pointerup", Some(_)) => end(true),
            ("pointercancel", Some(_)) => end(false),
            _ => {}
        }
    };
    let escape = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            end(false);
        }
    });
    on_cleanup(move || escape.remove());
    let handle: NodeRef<html::Span> = NodeRef::new();
    let touch = StoredValue::new_local(Some(touch));
    Effect::new(move || {
        if let (Some(handle), Some(Some(touch))) =
            (handle.get(), touch.try_update_value(Option::take))
        {
            listen(&handle, &FINGERS, move |event| {
                if let Ok(event) = event.dyn_into() {
                    touch(event);
                }
            });
        }
    });
    view! { <span class="rank__handle" aria-hidden="true" node_ref=handle>"⠿"</span> }.part()
}

/// What a finger, a pen or a mouse does, as events.
pub const FINGERS: [&str; 4] = ["pointerdown", "pointermove", "pointerup", "pointercancel"];

/// Hears several events of an element with one ear: an `on:` for each weighs more than what they do. The browser drops
/// the ear with the element.
pub fn listen(element: &Element, names: &[&str], hear: impl Fn(Event) + 'static) {
    let hear: Box<dyn Fn(Event)> = Box::new(hear);
    let ear = Closure::wrap(hear).into_js_value();
    for name in names {
        // It is a function, and every element takes those.
        let _ = element.add_event_listener_with_callback(name, ear.unchecked_ref());
    }
}

fn rows_of(list: &Element) -> Vec<HtmlElement> {
    let all = list.children();
    (0..all.length()).filter_map(|at| all.item(at)?.dyn_into().ok()).collect()
}

/// A row as it was before.
fn still(row: &HtmlElement) {
    let _ = row.style().remove_property("transform");
    let _ = row.class_list().remove_1("rank--moved");
}

/// Where a row would be put that was moved by so many pixels: after all others whose middle it has passed.
fn place(rows: &[(f64, f64)], at: usize, moved: f64) -> usize {
    let Some((top, height)) = rows.get(at) else { return at };
    let (from, to) = (top + moved, top + height + moved);
    let is_above = |(other, (top, height)): (usize, &(f64, f64))| {
        let middle = top + height / 2.0;
        if other < at { middle < from } else { other > at && middle < to }
    };
    rows.iter().enumerate().filter(|row| is_above(*row)).count()
}

/// How every row is moved: the one by as much as the finger, those in between by its height.
fn shifts(drag: &Drag, moved: f64) -> impl Iterator<Item = String> {
    let Drag { at, to, ref rows, .. } = *drag;
    let step = match (rows.first(), rows.get(1)) {
        (Some((first, _)), Some((second, _))) => {
            let gap = second - first - rows.first().map_or(0.0, |(_, height)| *height);
            rows.get(at).map_or(0.0, |(_, height)| height + gap)
        }
        _ => 0.0,
    };
    let of = move |row: usize| {
        if row == at {
            moved
        } else if row > at && row <= to {
            -step
        } else if row < at && row >= to {
            step
        } else {
            0.0
        }
    };
    (0..rows.len()).map(move |row| {
        #[allow(clippy::cast_possible_truncation, reason = "pixels; it saturates")]
        let pixels = of(row).round() as i32;
        ["translateY(", &pixels.to_string(), "px)"].concat()
    })
}

/// The page goes along when the finger comes to its edge.
fn scroll(y: f64) {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    if y < EDGE {
        window().scroll_by_with_x_and_y(0.0, -SCROLL);
    } else if y > height - EDGE {
        window().scroll_by_with_x_and_y(0.0, SCROLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const ROWS: [(f64, f64); 3] = [(0.0, 40.0), (50.0, 60.0), (120.0, 40.0)];

    #[wasm_bindgen_test]
    fn a_row_is_put_behind_what_it_has_passed() {
        assert_eq!(place(&ROWS, 0, 0.0), 0);
        assert_eq!(place(&ROWS, 0, 39.0), 0);
        assert_eq!(place(&ROWS, 0, 41.0), 1);
        assert_eq!(place(&ROWS, 0, 500.0), 2);
        assert_eq!(place(&ROWS, 2, -39.0), 2);
        assert_eq!(place(&ROWS, 2, -41.0), 1);
        assert_eq!(place(&ROWS, 2, -500.0), 0);
        assert_eq!(place(&ROWS, 7, 3.0), 7);
    }

    #[wasm_bindgen_test]
    fn the_others_make_room() {
        let drag = Drag { pointer: 1, at: 0, to: 1, from: 0.0, rows: ROWS.to_vec() };
        let all: Vec<String> = shifts(&drag, 41.4).collect();
        assert_eq!(all, ["translateY(41px)", "translateY(-50px)", "translateY(0px)"]);
    }
}
