//! The contract of buses and trains with the shell.
use super::names;
use super::pages::{self, Tile};
use super::state::{self, ask, use_transit};
use crate::city;
use crate::module::{Finding, Keeps, KioskPolicy, Module, no_link};
use crate::ui::{IconName, IntoPart};
use leptos::prelude::*;
use std::cell::Cell;
use transit::query::{self, FindStops, When};
use transit::{Moment, Position, Question, Spot, answer};
use wasm_bindgen_futures::spawn_local;

const SLUG: &str = "transit";

/// Buses and trains.
pub const MODULE: Module = Module {
    slug: SLUG,
    title: "transit.title",
    short_title: "transit.short",
    icon: IconName::Transit,
    start: state::start,
    page: pages::page,
    link: no_link,
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

/// How many stops a search on the home page shows.
const MOST: u16 = 4;

/// Words, and what was found for them.
type Found = RwSignal<(String, Vec<Finding>)>;

thread_local! { static FOUND: Cell<Option<Found>> = const { Cell::new(None) }; }

/// Stops by name. The worker answers later; then this is called again.
fn search(words: &str) -> Vec<Finding> {
    let found = FOUND.get().unwrap_or_else(|| {
        // It must outlive the page that searches first.
        let made = Owner::new().with(|| RwSignal::new((String::new(), Vec::new())));
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
    spawn_local(async move {
        let near = use_transit().here.get_untracked();
        let question = Question::FindStops(FindStops { text: words.clone(), near, most: MOST });
        let stops = ask::<answer::Stops>(&question).await.map(|found| found.stops);
        let findings = stops.unwrap_or_default().into_iter().map(|stop| finding(&stop)).collect();
        found.set((words, findings));
    });
    Vec::new()
}

/// A stop as an entry of a list.
pub fn finding(found: &answer::FoundStop) -> Finding {
    let stop = &found.stop;
    let lines: Vec<String> = stop.lines.iter().map(|line| line.name.clone()).collect();
    let away = found.metres.map(|metres| crate::i18n::format::distance(f64::from(metres)));
    let lines = (!lines.is_empty()).then(|| lines.join(" · "));
    Finding {
        title: stop.name.clone(),
        detail: Some(names::join([away, stop.area.clone(), lines])),
        href: stop_address(&stop.spot()),
    }
}

/// The page of a stop.
pub fn stop_address(spot: &Spot) -> String {
    let question = query::Departures {
        stops: vec![spot.clone()],
        around: query::Around::Now,
        until: None,
        most: 0,
    };
    let query = question.query();
    let query = query.split("&most=").next().unwrap_or_default();
    ["/transit/stop?", query].concat()
}

/// The page that looks for a way to a place, to be there at a moment; `None` where the city has switched this
/// service off. What is found can be kept beside an appointment, by its number.
pub fn way_to(name: &str, position: (f64, f64), arrive: i64, appointment: &str) -> Option<String> {
    city::module(SLUG).filter(|module| module.on)?;
    let position = Position::from_degrees(position.0, position.1)?;
    let spot = Spot { stop: None, name: name.to_owned(), position };
    let mut journey = query::Journeys::between(spot.clone(), spot);
    journey.when = When::Arrive(Moment(arrive));
    let query = journey.query();
    // Only where to: from where is the person's to say.
    let (_, to) = query.split_once("&to=")?;
    Some(["/transit/journeys?to=", to, "&for=", appointment].concat())
}

/// The way that was kept for an appointment: a line of words and the page it is on.
pub fn kept_way(appointment: &str) -> Option<Finding> {
    let state = use_transit();
    let kept = state.journeys.with(|all| {
        all.iter().find(|kept| kept.appointment.as_deref() == Some(appointment)).cloned()
    })?;
    Some(pages::kept_finding(&kept))
}
