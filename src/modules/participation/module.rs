//! The contract of the participation with the shell. It comes in three parts: what the home page says, the
//! pages of what is asked and what came of it, and filling in, which brings the forms engine.
use super::{pages, state};
use crate::later;
use crate::module::{Finding, Keeps, KioskPolicy, Module, no_link};
use crate::offline::outbox;
use crate::task;
use crate::ui::IconName;

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
    tile: || later::piece(pages::HOME, SLUG, vec!["tile".to_owned()]),
    search,
    destinations: |_| Vec::new(),
    kiosk: KioskPolicy::Whole,
    keeps: &[
        Keeps { what: "participation.keeps.drafts", days: None },
        Keeps { what: "participation.keeps.answers", days: None },
    ],
    offline: "participation.offline",
};

/// How many letters make a search.
const LETTERS: usize = 3;

/// What is asked and fits some words. It is not here before the home page has shown it; then this is called again.
fn search(words: &str) -> Vec<Finding> {
    if state::is_empty() && words.trim().chars().count() >= LETTERS {
        task::begin(async {
            // Without the part there are the other services.
            if later::fetch(pages::HOME, SLUG).await {
                drop((pages::HOME.call)(vec!["find".to_owned()]).await);
            }
        });
    }
    state::find(words)
}

/// Sends what an earlier visit left behind, if anything: one read, and only then the sender.
fn start() {
    state::start();
    task::begin(async {
        if !outbox::is_empty().await {
            // Without it the next start tries again.
            let _ = (pages::SENDER.call)(()).await;
        }
    });
}
