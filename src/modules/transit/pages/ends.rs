//! A field for one end of a journey: typed with slips, or the current place, one of my stops, an office.
use super::super::state::{answer_to, locate, use_transit};
use crate::app::modules_on;
use crate::i18n::{plural, t, text};
use crate::ui::{Icon, IconName, IntoPart, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use transit::answer::Stops;
use transit::query::FindStops;
use transit::{Position, Question, Spot};
use wasm_bindgen::JsCast;

/// How many stops are offered.
const MOST: u16 = 6;

/// One end as the person types it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// What stands in the field.
    pub words: RwSignal<String>,
    /// What was chosen.
    pub spot: RwSignal<Option<Spot>>,
    /// What would be chosen by the words alone.
    pub first: RwSignal<Option<Spot>>,
}

impl End {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(String::new()),
            spot: RwSignal::new(None),
            first: RwSignal::new(None),
        }
    }

    /// Chooses.
    pub fn set(self, spot: Spot) {
        self.words.set(name_of(&spot));
        self.spot.set(Some(spot));
    }

    /// Empties it.
    pub fn clear(self) {
        self.words.set(String::new());
        self.spot.set(None);
    }

    /// What was chosen, or what the words mean most probably.
    pub fn meant(self) -> Option<Spot> {
        self.spot.get_untracked().or_else(|| self.first.get_untracked())
    }
}

/// What a place is called; a bare position is where the person was.
pub fn name_of(spot: &Spot) -> String {
    if spot.name.is_empty() { text("transit.here", &[]) } else { spot.name.clone() }
}

/// A suggestion: the place and one more line.
type Offer = (Spot, Option<String>);

/// The field.
#[component]
pub fn EndField(
    /// Its id.
    id: &'static str,
    /// The key of its label.
    label: &'static str,
    /// What is in it.
    end: End,
    /// Whether it offers the current place.
    #[prop(optional)]
    here: bool,
) -> impl IntoView {
    let state = use_transit();
    let open = RwSignal::new(false);
    let refused = RwSignal::new(false);
    let field: NodeRef<html::Input> = NodeRef::new();
    let typed = Memo::new(move |_| end.words.with(|words| words.trim().to_owned()));
    let question = Signal::derive(move || {
        let text = typed.get();
        // Also while nothing is offered: words alone mean the best one.
        let asks = end.spot.with(Option::is_none) && text.chars().count() > 1;
        asks.then(|| Question::FindStops(FindStops { text, near: state.here.get(), most: MOST }))
    });
    let stops = answer_to::<Stops>(question);
    let offers =
        Memo::new(move |_| offers(&typed.get(), stops.with(|stops| stops.here().cloned())));
    Effect::new(move || {
        let first = offers.with(|all| all.first().map(|(spot, _)| spot.clone()));
        end.first.set(first.filter(|_| typed.with(|typed| !typed.is_empty())));
    });
    let choose = Callback::new(move |spot: Spot| {
        end.set(spot);
        open.set(false);
        // The list is gone, and with it what had the focus.
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    });
    let current = Callback::new(move |()| {
        refused.set(false);
        locate(move |found| match found {
            Ok(position) => choose.run(Spot { stop: None, name: String::new(), position }),
            Err(()) => {
                refused.try_set(true);
            }
        });
    });
    let whole: NodeRef<html::Div> = NodeRef::new();
    let leave = move |event: leptos::ev::FocusEvent| {
        // A press on an offer does not move the focus in every browser: only where it went elsewhere the list closes.
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let inside = |to: &web_sys::Node| {
            whole.with_untracked(|whole| {
                whole.as_ref().is_some_and(|whole| whole.contains(Some(to)))
            })
        };
        if to.is_some_and(|to| !inside(&to)) {
            open.set(false);
        }
    };
    let list_id = [id, "-offers"].concat();
    let count = move || offers.with(Vec::len);
    view! {
        <div class="kern-form-input end" node_ref=whole on:focusout=leave>
            <label class="kern-label" for=id>{t(label)}</label>
            <div class="end__row">
                <input
                    node_ref=field id=id type="text" class="kern-form-input__input" autocomplete="off" spellcheck="false"
                    prop:value=end.words
                    on:focus=move |_| open.set(true)
                    on:input:target=move |event| {
                        end.words.set(event.target().value());
                        end.spot.set(None);
                        open.set(true);
                    }
                    on:keydown=move |event| if event.key() == "Escape" { open.set(false) }
                    aria-describedby=list_id.clone()
                />
                {here.then(|| view! {
                    <button type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=t("transit.here.use") on:click=move |_| current.run(())>
                        <Icon name=IconName::Place/>
                    </button>
                })}
            </div>
            {when(move || refused.get(), || view! { <p class="kern-hint" role="status">{t("transit.near.refused")}</p> })}
            <p class="hidden-visually" id=list_id role="status">
                {dynamic(move || {
                    #[allow(clippy::cast_precision_loss, reason = "a handful")]
                    let words = plural("transit.offers", count() as f64, &[]);
                    (open.get() && end.spot.with(Option::is_none) && count() > 0).then_some(words)
                })}
            </p>
            {dynamic(move || {
                if !open.get() || end.spot.with(Option::is_some) {
                    return ().part();
                }
                let entry = move |(spot, detail): Offer| {
                    let title = name_of(&spot);
                    let detail = detail.filter(|detail| !detail.is_empty());
                    view! {
                        <li><button type="button" class="link-list__item" on:click=move |_| choose.run(spot.clone())>
                            <span class="link-list__text">
                                <span class="link-list__title"><bdi>{title}</bdi></span>
                                {detail.map(|detail| view! { <span class="muted small">{detail}</span> })}
                            </span>
                        </button></li>
                    }
                };
                let entries = offers.get().into_iter().map(entry).collect_view();
                view! { <ul class="link-list end__offers">{entries}</ul> }.part()
            })}
        </div>
    }
}

/// What is offered for some words: my stops and the city's places that fit, then stops by name.
fn offers(words: &str, found: Option<Stops>) -> Vec<Offer> {
    let folded = zms::search::fold(words);
    let mine = use_transit().stops.with(|all| {
        let fits =
            |spot: &&Spot| folded.is_empty() || zms::search::fold(&spot.name).contains(&folded);
        all.iter().filter(fits).cloned().collect::<Vec<_>>()
    });
    let of_modules = if folded.is_empty() {
        Vec::new()
    } else {
        modules_on().into_iter().flat_map(|module| (module.destinations)(words)).collect()
    };
    let places = of_modules.into_iter().filter_map(|place| {
        let position = Position::from_degrees(place.position.0, place.position.1)?;
        Some((Spot { stop: None, name: place.title, position }, place.detail))
    });
    let mine_note = text("transit.stops.mine", &[]);
    let mut all: Vec<Offer> =
        mine.into_iter().map(|spot| (spot, Some(mine_note.clone()))).collect();
    let stops = found.map(|found| found.stops).unwrap_or_default();
    let mut stops = stops.into_iter().map(|found| {
        let lines: Vec<String> = found.stop.lines.iter().map(|line| line.name.clone()).collect();
        let detail = super::super::names::join([found.stop.area.clone(), Some(lines.join(" · "))]);
        (found.stop.spot(), Some(detail))
    });
    let best = stops.next();
    all.extend(best);
    all.extend(places);
    all.extend(stops);
    // A stop of mine is not offered a second time.
    let mut each: Vec<Offer> = Vec::new();
    for (spot, detail) in all {
        if !each.iter().any(|(known, _)| known.is_same_place(&spot) && known.name == spot.name) {
            each.push((spot, detail));
        }
    }
    each
}
