//! The search for a street, a square, an office.
use super::Asked;
use super::ground::{by_hand, ground};
use crate::app::modules_on;
use crate::i18n::{plural, t, text};
use crate::ui::{IntoPart, Part, dynamic};
use leptos::html;
use leptos::prelude::*;
use participation::drawing::Place;

/// More nobody reads.
const MOST: usize = 6;

/// A suggestion: its name, one more line, where it is.
type Offer = (String, String, Place);

/// The field with what it offers.
pub fn search(asked: Asked) -> Part {
    let words = RwSignal::new(String::new());
    let field: NodeRef<html::Input> = NodeRef::new();
    let offers = Memo::new(move |_| words.with(|words| offers(words.trim())));
    let choose = move |(_, _, place): &Offer| {
        words.set(String::new());
        // The list is gone, and with it what had the focus.
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
        asked.lead(by_hand(*place));
    };
    let press = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            if let Some(first) = offers.with_untracked(|all| all.first().cloned()) {
                choose(&first);
            }
        }
        "Escape" => words.set(String::new()),
        _ => {}
    };
    let (id, status) = (asked.id("-search"), asked.id("-found"));
    let said = move || {
        #[allow(clippy::cast_precision_loss, reason = "a handful")]
        let count = offers.with(Vec::len) as f64;
        match words.with(|words| words.trim().chars().count()) {
            0 | 1 => String::new(),
            _ if count < 1.0 => text("participation.fill.place.found.none", &[]),
            _ => plural("participation.fill.place.found", count, &[]),
        }
    };
    let entry = move |offer: Offer| {
        let (title, detail) = (offer.0.clone(), offer.1.clone());
        view! {
            <li><button type="button" class="link-list__item" on:click=move |_| choose(&offer)>
                <span class="link-list__text">
                    <span class="link-list__title"><bdi>{title}</bdi></span>
                    <span class="muted small"><bdi>{detail}</bdi></span>
                </span>
            </button></li>
        }
    };
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for=id.clone()>{t("participation.fill.place.search")}</label>
            <input node_ref=field id=id type="search" class="kern-form-input__input" autocomplete="off" spellcheck="false"
                aria-describedby=status.clone() prop:value=words
                on:input:target=move |event| words.set(event.target().value()) on:keydown=press/>
            <p class="kern-hint" id=status role="status">{said}</p>
            {dynamic(move || {
                let all = offers.get();
                (!all.is_empty()).then(|| view! {
                    <ul class="link-list end__offers">{all.into_iter().map(entry).collect_view()}</ul>
                })
            })}
        </div>
    }
    .part()
}

/// What fits some words: names on the drawing, then places that the city's services know.
fn offers(words: &str) -> Vec<Offer> {
    if words.chars().count() < 2 {
        return Vec::new();
    }
    let drawn = ground().map(|ground| {
        let kind = |kind| text(&["participation.fill.place.kind.", kind].concat(), &[]);
        let all = ground.find(words).map(|(name, what, place)| (name, kind(what), place));
        all.take(MOST).collect::<Vec<_>>()
    });
    let mut all = drawn.unwrap_or_default();
    for known in modules_on().into_iter().flat_map(|module| (module.destinations)(words)) {
        let (latitude, longitude) = known.position;
        if let Some(place) =
            Place::from_degrees(latitude, longitude).filter(|_| all.len() < MOST + 3)
        {
            all.push((known.title, known.detail.unwrap_or_default(), place));
        }
    }
    all
}
