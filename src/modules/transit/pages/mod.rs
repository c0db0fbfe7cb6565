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

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

/// The page for the segments of the address after `/transit`.
#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
pub fn page(segments: Vec<String>) -> Option<Part> {
    super::state::start(());
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
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

/// The tile's content.
#[allow(clippy::unnecessary_wraps, reason = "a part is asked for pages that may not be there")]
pub fn tile((): ()) -> Option<Part> {
    Some(view! { <tile::Tile/> }.part())
}
