//! What the home page says: what is too late, ready and due next, as the device knows it.
use super::super::module::SLUG;
use super::super::state;
use super::summary;
use crate::i18n::text;
use crate::later;
use crate::ui::{IntoPart, Part, dynamic, either};
use leptos::prelude::*;

/// The tile's content. Without a card on this device nothing is loaded.
#[component]
pub fn Tile() -> impl IntoView {
    let has_cards = state::has_cards();
    either(
        move || has_cards.get(),
        || later::piece(super::PAGES, SLUG, vec![String::new(), "tile".to_owned()]),
        || view! { <p class="muted">{dynamic(|| text("library.tile", &[]))}</p> },
    )
}

/// What is kept of the accounts, and since when.
pub fn kept() -> Part {
    state::restore();
    dynamic(|| {
        summary::known()
            .unwrap_or_else(|| view! { <p class="muted">{text("library.tile", &[])}</p> }.part())
    })
    .part()
}
