//! What the home page says: the next departures of my first stop.
use super::super::module::SLUG;
use super::super::state::{Answer, answer_to, minute, use_transit};
use super::super::{names, supply};
use super::parts::LineSign;
use crate::i18n::text;
use crate::later;
use crate::ui::{IntoPart, Part, dynamic, either};
use leptos::prelude::*;
use transit::answer::Departures;
use transit::query::{self, Around};
use transit::{Question, Spot};

const MOST: u16 = 3;

/// The tile's content. Without a stop of mine nothing is loaded.
#[component]
pub fn Tile() -> impl IntoView {
    let has_stops = use_transit().has_stops;
    either(
        move || has_stops.get(),
        || later::piece(super::PAGES, SLUG, super::asked("tile", [])),
        || view! { <p class="muted">{dynamic(|| text("transit.tile.none", &[]))}</p> },
    )
}

/// The next departures of my first stop.
pub fn next() -> Part {
    supply::look();
    let stops = use_transit().stops;
    let first = Memo::new(move |_| stops.with(|all| all.first().cloned()));
    dynamic(move || first.get().map(|stop| view! { <Next stop/> })).part()
}

#[component]
fn Next(stop: Spot) -> impl IntoView {
    let now = minute();
    let name = stop.name.clone();
    let question = Question::Departures(query::Departures {
        stops: vec![stop],
        around: Around::Now,
        until: None,
        most: MOST,
    });
    let answer = answer_to::<Departures>(Signal::stored(Some(question)));
    view! {
        <p class="small muted"><bdi>{name}</bdi></p>
        {dynamic(move || match answer.get() {
            Answer::Asking => view! { <p class="muted">{text("loading", &[])}</p> }.part(),
            Answer::Trouble(trouble) => view! { <p class="muted">{names::trouble(&trouble)}</p> }.part(),
            Answer::Here(found) if found.departures.is_empty() => {
                view! { <p class="muted">{text("transit.departures.none", &[])}</p> }.part()
            }
            Answer::Here(found) => {
                let now = now.get();
                let entry = move |one: transit::answer::Departure| {
                    let spoken = names::spoken(&one, now);
                    let until = if one.timing.is_cancelled() {
                        text("transit.cancelled", &[])
                    } else {
                        names::countdown(one.timing.expected(), now)
                    };
                    view! {
                        <li>
                            <span class="hidden-visually">{spoken}</span>
                            <LineSign line=one.line/>
                            <span class="tile-departure__to" aria-hidden="true"><bdi>{one.headsign}</bdi></span>
                            <strong class="number" aria-hidden="true">{until}</strong>
                        </li>
                    }
                };
                let entries = found.departures.into_iter().map(entry).collect_view();
                view! { <ul class="plain-list tile-departures">{entries}</ul> }.part()
            }
        })}
    }
}
