//! The contract of the library with the shell. Everything but the tile comes with the part that the pages are in.
use super::pages::{PAGES, Tile};
use super::state;
use crate::i18n::text;
use crate::later;
use crate::module::{Destination, Finding, Keeps, KioskPolicy, Module, no_link};
use crate::task;
use crate::ui::{IconName, IntoPart};
use leptos::prelude::*;
use zms::search::Index;

pub(super) const SLUG: &str = "library";

/// The library.
pub const MODULE: Module = Module {
    slug: SLUG,
    title: "library.title",
    short_title: "library.short",
    icon: IconName::Library,
    own_texts: true,
    start: state::start,
    page: |segments| Some(later::page(PAGES, SLUG, segments)),
    link: no_link,
    tile: || view! { <Tile/> }.part(),
    search,
    destinations,
    kiosk: KioskPolicy::Whole,
    keeps: &[
        Keeps { what: "library.keeps.branches", days: None },
        Keeps { what: "library.keeps.records", days: None },
        Keeps { what: "library.keeps.cards", days: None },
    ],
    offline: "library.offline",
};

/// How many letters make a search worth offering.
const LETTERS: usize = 3;

/// The catalogue is not asked while somebody types on the home page: its search is offered.
fn search(words: &str) -> Vec<Finding> {
    let words = words.trim();
    if words.chars().count() < LETTERS {
        return Vec::new();
    }
    vec![Finding {
        title: text("library.search.offer", &[("words", words)]),
        detail: None,
        href: ["/library/search?q=", &state::encoded(words)].concat(),
    }]
}

/// The branches that fit some words. They are not here before somebody looks for a place; then this is called again.
fn destinations(words: &str) -> Vec<Destination> {
    let places = state::places();
    if places.with(Vec::is_empty) && words.chars().count() >= LETTERS {
        task::begin(async {
            // Without the part there are the other places.
            if later::fetch(PAGES, SLUG).await {
                drop((PAGES.call)(vec![String::new(), "places".to_owned()]).await);
            }
        });
    }
    places.with(|all| {
        let entries = all.iter().enumerate().map(|(at, (place, names))| {
            let others: Vec<&String> = names.iter().chain(&place.detail).collect();
            (at, &place.title, others)
        });
        let hits = Index::new(entries).find(words);
        hits.into_iter()
            .filter_map(|hit| all.get(hit.key).map(|(place, _)| place.clone()))
            .collect()
    })
}
