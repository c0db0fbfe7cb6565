//! The contract of the participation with the shell. The pages come in two parts: what is asked and what came of it,
//! and filling in, which brings the forms engine.
use super::pages;
use crate::i18n::text;
use crate::module::{Keeps, KioskPolicy, Module, no_link};
use crate::offline::outbox;
use crate::task;
use crate::ui::{IconName, IntoPart, dynamic};
use leptos::prelude::*;

pub(super) const SLUG: &str = "participation";

/// The participation.
pub const MODULE: Module = Module {
    slug: SLUG,
    title: "participation.title",
    short_title: "participation.short",
    icon: IconName::Participation,
    own_texts: true,
    start,
    page: |segments| Some(pages::page(segments)),
    link: no_link,
    tile: || view! { <p class="muted">{dynamic(|| text("participation.tile", &[]))}</p> }.part(),
    search: |_| Vec::new(),
    destinations: |_| Vec::new(),
    kiosk: KioskPolicy::Whole,
    keeps: &[
        Keeps { what: "participation.keeps.drafts", days: None },
        Keeps { what: "participation.keeps.answers", days: None },
    ],
    offline: "participation.offline",
};

/// Sends what an earlier visit left behind, if anything: one read, and only then the sender.
fn start() {
    task::begin(async {
        if !outbox::is_empty().await {
            // Without it the next start tries again.
            let _ = (pages::SENDER.call)(()).await;
        }
    });
}
