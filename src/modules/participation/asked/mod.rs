//! What the city asks: the list, one item of it, and what came out.
mod item;
mod list;
mod poll;
mod results;
mod tile;
mod words;

pub use item::item;
pub use list::list;
pub use results::of as results;
pub use tile::tile;

use super::source::{self, Missing};
use super::state;
use crate::city;
use crate::navigation;
use crate::offline;
use crate::task;
use crate::ui::Freshness;
use leptos::prelude::*;
use participation::{Item, Offer};
use std::cell::Cell;

/// How many bytes of forms are fetched ahead, so that a survey can be begun in a tunnel.
const AHEAD: u64 = 1_000_000;

/// What a page of this part stands on.
#[derive(Clone, Copy)]
struct Asked {
    /// All that is asked, or why there is nothing.
    items: RwSignal<Option<Result<Vec<Item>, Missing>>>,
    /// How fresh it is.
    freshness: RwSignal<Freshness>,
}

/// Asks now, and again as soon as there is a network.
fn ask() -> Asked {
    ask_with(true)
}

/// The same; the forms are fetched only by who is likely to open one.
fn ask_with(ahead: bool) -> Asked {
    let asked = Asked { items: RwSignal::new(None), freshness: RwSignal::new(Freshness::Asking) };
    let online = navigation::online();
    Effect::new(move || {
        online.track();
        task::begin(load(asked, ahead));
    });
    asked
}

async fn load(asked: Asked, ahead: bool) {
    match source::all().await {
        Ok((items, freshness)) => {
            let live = matches!(freshness, Freshness::Live(_));
            state::offer(&items);
            let _ = asked.freshness.try_set(freshness);
            let _ = asked.items.try_set(Some(Ok(items.clone())));
            if live && ahead {
                fetch_ahead(&items).await;
            }
        }
        Err(missing) => {
            // What a page shows already stays.
            if asked.items.try_with_untracked(|items| !matches!(items, Some(Ok(_)))) == Some(true) {
                let _ = asked.freshness.try_set(Freshness::Unavailable);
                let _ = asked.items.try_set(Some(Err(missing)));
            }
        }
    }
}

/// Makes what is asked something that the home page's search finds.
pub fn find() {
    thread_local! {
        static LOADING: Cell<bool> = const { Cell::new(false) };
    }
    // Asked for with every letter that somebody types.
    if !LOADING.replace(true) {
        task::begin(async {
            // Without it the next letter tries again.
            if let Ok((items, _)) = source::all().await {
                state::offer(&items);
            }
            LOADING.set(false);
        });
    }
}

/// Keeps the forms of what can be filled in now, and the drawing of the city if one of them asks for a place. What does
/// not fit is fetched when it is opened.
async fn fetch_ahead(items: &[Item]) {
    let now = words::now();
    let mut left = AHEAD;
    let mut asks_place = false;
    for item in items.iter().filter(|item| item.offer(now) == Offer::FillIn) {
        let Some(form) = &item.definition else { continue };
        let Some(rest) = left.checked_sub(form.bytes) else { continue };
        left = rest;
        // Without it the survey is fetched when it is opened.
        let form = source::form(form).await;
        // The types geopoint, geotrace and geoshape; this part has no forms engine.
        asks_place |= form.is_ok_and(|form| form.contains("\"geo"));
    }
    if asks_place {
        offline::keep(vec![city::file(source::MAP)]);
    }
}
