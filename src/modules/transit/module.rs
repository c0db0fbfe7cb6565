//! The contract of buses and trains with the shell.
//!
//! Only what the shell needs at once is here; everything else is a part of its own, which a
//! person without stops of their own fetches when they open the service.
use super::{pages, search, state};
use crate::i18n::text;
use crate::later;
use crate::module::{Finding, Keeps, KioskPolicy, Module, no_link};
use crate::offline::{self, Store};
use crate::task;
use crate::ui::{IconName, IntoPart, Part, dynamic};
use leptos::prelude::*;
use std::cell::Cell;

/// Buses and trains.
pub const MODULE: Module = Module {
    slug: "transit",
    title: "transit.title",
    short_title: "transit.short",
    icon: IconName::Transit,
    start,
    page: |segments| Some(later::page(PAGES, segments)),
    link: no_link,
    tile,
    search: |words| later::answer(SEARCH, words.to_owned()).unwrap_or_default(),
    destinations: |_| Vec::new(),
    kiosk: KioskPolicy::ReadOnly,
    keeps: &[
        Keeps { what: "transit.keeps.timetable", days: None },
        Keeps { what: "transit.keeps.stops", days: None },
        Keeps { what: "transit.keeps.journeys", days: Some(1) },
    ],
    offline: "transit.offline",
};

crate::later!(
    transit,
    /// The pages.
    pub const PAGES: (Vec<String>) -> Option<Part> = pages::page
);

crate::later!(
    transit,
    /// The tile of a person who has stops of their own.
    pub const TILE: (()) -> Option<Part> = pages::tile
);

crate::later!(
    transit,
    /// Stops by name.
    pub const SEARCH: (String) -> Vec<Finding> = search::search
);

crate::later!(
    transit,
    /// Reads what the device keeps.
    pub const WAKE: (()) -> () = state::start
);

thread_local! {
    /// Whether the device keeps stops or journeys.
    static KEPT: Cell<Option<RwSignal<bool>>> = const { Cell::new(None) };
}

fn kept() -> RwSignal<bool> {
    KEPT.get().unwrap_or_else(|| {
        let made = RwSignal::new(false);
        KEPT.set(Some(made));
        made
    })
}

/// Begins: only a device that keeps something has to read it.
fn start() {
    let kept = kept();
    task::begin(async move {
        let listed = offline::store::list(Store::Transit).await;
        // A store that cannot be listed keeps nothing that could be shown.
        if listed.is_ok_and(|all| !all.is_empty()) && (WAKE.call)(()).await.is_ok() {
            kept.set(true);
        }
    });
}

/// What the home page says: the next departures of the first of a person's stops.
fn tile() -> Part {
    let kept = kept();
    dynamic(move || {
        if kept.get() {
            later::piece(TILE)
        } else {
            view! { <p class="muted">{text("transit.tile.none", &[])}</p> }.part()
        }
    })
    .part()
}
