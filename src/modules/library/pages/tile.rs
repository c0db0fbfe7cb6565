//! What the home page says.
use crate::i18n::text;
use crate::ui::dynamic;
use leptos::prelude::*;

/// The tile's content.
#[component]
pub fn Tile() -> impl IntoView {
    view! { <p class="muted">{dynamic(|| text("library.tile", &[]))}</p> }
}
