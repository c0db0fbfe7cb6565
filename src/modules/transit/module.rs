//! The contract of buses and trains with the shell. Only what the home page needs of somebody who never used them is
//! here; the rest comes with the part that the pages are in.
use super::pages::{PAGES, Tile};
use super::state::{self, use_transit};
use crate::later;
use crate::module::{Finding, Keeps, KioskPolicy, Module};
use crate::task;
use crate::ui::{IconName, IntoPart, Part};
use leptos::prelude::*;

pub(super) const SLUG: &str = "transit";

/// Buses and trains.
pub const MODULE: Module = Module {
    slug: SLUG,
    title: "transit.title",
    short_title: "transit.short",
    icon: IconName::Transit,
    own_texts: true,
    start: state::start,
    page: |segments| Some(later::page(PAGES, SLUG, segments)),
    link: |_| Box::pin(std::future::ready(Ok(None))),
    tile: || view! { <Tile/> }.part(),
    search,
    destinations: |_| Vec::new(),
    kiosk: KioskPolicy::ReadOnly,
    keeps: &[
        Keeps { what: "transit.keeps.timetable", days: None },
        Keeps { what: "transit.keeps.stops", days: None },
        Keeps { what: "transit.keeps.journeys", days: Some(1) },
    ],
    offline: "transit.offline",
};

/// How many letters make a search worth the part that searches.
const LETTERS: usize = 3;

/// Stops by name. The worker answers later; then this is called again.
fn search(words: &str) -> Vec<Finding> {
    let found = use_transit().found;
    let words = words.trim().to_owned();
    if words.chars().count() < LETTERS {
        return Vec::new();
    }
    if found.with(|(known, _)| *known == words) {
        return found.with(|(_, findings)| findings.clone());
    }
    let asked = super::pages::asked("search", [words]);
    // Without the part nothing is found; the search of the other services goes on.
    task::begin(async move {
        if later::fetch(PAGES, SLUG).await {
            drop((PAGES.call)(asked).await);
        }
    });
    Vec::new()
}

/// How to get to a place in time for an appointment: the way that was kept for it, or the page that looks for one.
/// `position` in degrees, `arrive` in seconds since the epoch, `number` that of the appointment.
pub fn way(name: &str, position: (f64, f64), arrive: i64, number: &str) -> Part {
    if !crate::city::module(SLUG).is_some_and(|module| module.on) {
        return ().part();
    }
    let place = transit::Position::from_degrees(position.0, position.1);
    let Some(place) = place else { return ().part() };
    let words = [name.to_owned(), place.to_string(), arrive.to_string(), number.to_owned()];
    later::piece(PAGES, SLUG, super::pages::asked("way", words))
}

/// The page that looks for a way to a place, `position` in degrees; `None` where the city shows no buses and trains.
pub fn link_to(name: &str, position: (f64, f64)) -> Option<String> {
    if !crate::city::module(SLUG).is_some_and(|module| module.on) {
        return None;
    }
    let position = transit::Position::from_degrees(position.0, position.1)?;
    let spot = transit::Spot { stop: None, name: name.to_owned(), position };
    let query = transit::query::Journeys::between(spot.clone(), spot).query();
    let (_, to) = query.split_once("&to=")?;
    Some(["/transit/journeys?to=", to].concat())
}
