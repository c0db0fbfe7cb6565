//! The pages of buses and trains.
mod alerts;
mod board;
mod departures;
mod drawing;
mod ends;
mod journey;
mod lines;
mod now;
mod options;
mod parts;
mod plan;
mod results;
mod start;
mod stop;
mod tile;
mod trip;

pub use results::kept_finding;
pub use tile::Tile;

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

/// The page for the segments of the address after `/transit`.
pub fn page(segments: &[&str]) -> Option<Part> {
    Some(match *segments {
        [] => view! { <start::Start/> }.part(),
        ["stop"] => view! { <stop::StopPage/> }.part(),
        ["journeys"] => view! { <plan::Plan/> }.part(),
        ["journey"] => view! { <journey::JourneyPage/> }.part(),
        ["trip"] => view! { <trip::TripPage/> }.part(),
        ["lines"] => view! { <lines::LinesPage/> }.part(),
        ["line"] => view! { <lines::LinePage/> }.part(),
        ["alerts"] => view! { <alerts::AlertsPage/> }.part(),
        ["board"] => view! { <board::Board/> }.part(),
        _ => return None,
    })
}
