//! The pages of buses and trains.
mod alerts;
mod board;
mod choose;
mod departures;
mod drawing;
mod ends;
mod journey;
mod legs;
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
mod turn;
mod way;

pub use tile::Tile;

use crate::ui::{IntoPart, Part};
use leptos::prelude::*;

crate::later!(
    transit,
    /// The pages, and what other parts of the app show of them.
    pub const PAGES: (Vec<String>) -> Option<Part> = page
);

/// Something that is no page: behind an empty segment, which no address has.
pub fn asked(what: &str, words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut asked = vec![String::new(), what.to_owned()];
    asked.extend(words);
    asked
}

/// The page for the segments of the address after `/transit`.
#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn page(segments: Vec<String>) -> Option<Part> {
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
        ["", "tile"] => tile::next(),
        ["", "search", words] => {
            start::search(words.to_owned());
            return None;
        }
        ["", "way", name, position, arrive, number] => way::shown(name, position, arrive, number),
        _ => return None,
    })
}
