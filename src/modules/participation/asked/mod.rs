//! What the city asks: the list, one item of it, and what came out.
mod item;
mod list;
mod results;
mod words;

pub use item::item;
pub use list::list;
pub use results::of as results;

use super::fill::source::{self, Missing};
use crate::navigation;
use crate::task;
use crate::ui::Freshness;
use leptos::prelude::*;
use participation::{Item, Offer};

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
    let asked = Asked { items: RwSignal::new(None), freshness: RwSignal::new(Freshness::Asking) };
    let online = navigation::online();
    Effect::new(move || {
        online.track();
        task::begin(load(asked));
    });
    asked
}

async fn load(asked: Asked) {
    match source::all().await {
        Ok((items, freshness)) => {
            let live = matches!(freshness, Freshness::Live(_));
            let _ = asked.freshness.try_set(freshness);
            let _ = asked.items.try_set(Some(Ok(items.clone())));
            if live {
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

/// Keeps the forms of what can be filled in now. What does not fit is fetched when it is opened.
async fn fetch_ahead(items: &[Item]) {
    let now = words::now();
    let mut left = AHEAD;
    for item in items.iter().filter(|item| item.offer(now) == Offer::FillIn) {
        let Some(form) = &item.definition else { continue };
        let Some(rest) = left.checked_sub(form.bytes) else { continue };
        left = rest;
        // Without it the survey is fetched when it is opened.
        let _ = source::form(form).await;
    }
}
