//! Addresses of pages that other pages and services lead to.
use super::names;
use super::pages;
use super::state::{self, use_transit};
use crate::city;
use crate::module::Finding;
use leptos::prelude::*;
use transit::query::{self, When};
use transit::{Moment, Position, Spot, answer};

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
    city::module("transit").filter(|module| module.on)?;
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
    state::start(());
    let state = use_transit();
    let kept = state.journeys.with(|all| {
        all.iter().find(|kept| kept.appointment.as_deref() == Some(appointment)).cloned()
    })?;
    Some(pages::kept_finding(&kept))
}
