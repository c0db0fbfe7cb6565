//! Stops for the search on the home page.
use super::places::finding;
use super::state::{ask, use_transit};
use crate::module::Finding;
use crate::task;
use leptos::prelude::*;
use std::cell::Cell;
use transit::query::FindStops;
use transit::{Question, answer};

/// How many stops a search on the home page shows.
const MOST: u16 = 4;

/// Words, and what was found for them.
type Found = RwSignal<(String, Vec<Finding>)>;

thread_local! { static FOUND: Cell<Option<Found>> = const { Cell::new(None) }; }

/// Stops by name. The worker answers later; then this is called again.
#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
pub fn search(words: String) -> Vec<Finding> {
    let found = FOUND.get().unwrap_or_else(|| {
        // It must outlive the page that searches first.
        let made = task::lasting(|| RwSignal::new((String::new(), Vec::new())));
        FOUND.set(Some(made));
        made
    });
    let words = words.trim().to_owned();
    if words.chars().count() < 3 {
        return Vec::new();
    }
    if found.with(|(known, _)| *known == words) {
        return found.with(|(_, findings)| findings.clone());
    }
    task::begin(async move {
        let near = use_transit().here.get_untracked();
        let question = Question::FindStops(FindStops { text: words.clone(), near, most: MOST });
        let stops = ask::<answer::Stops>(&question).await.map(|found| found.stops);
        let findings = stops.unwrap_or_default().into_iter().map(|stop| finding(&stop)).collect();
        found.set((words, findings));
    });
    Vec::new()
}
