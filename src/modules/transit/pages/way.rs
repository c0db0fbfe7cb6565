//! How to get to an appointment in time.
use super::super::state::use_transit;
use super::super::supply;
use super::results::kept_finding;
use crate::i18n::t;
use crate::ui::{ButtonLink, FindingList, IconName, IntoPart, Part, dynamic};
use leptos::prelude::*;
use transit::query::{self, When};
use transit::{Moment, Spot};

/// The way that was kept for the appointment, and a link to look for another. Its time and place as texts, because
/// this is asked for across parts of the app.
pub fn shown(name: &str, position: &str, arrive: &str, number: &str) -> Part {
    let (Ok(position), Ok(arrive)) = (position.parse(), arrive.parse()) else { return ().part() };
    supply::read_kept();
    let spot = Spot { stop: None, name: name.to_owned(), position };
    let mut journey = query::Journeys::between(spot.clone(), spot.clone());
    journey.when = When::Arrive(Moment(arrive));
    let number = number.to_owned();
    let state = use_transit();
    let journeys = state.journeys;
    dynamic(move || {
        // From where one is, else from the first stop of mine; else the person says it.
        let here =
            state.here.get().map(|position| Spot { stop: None, name: String::new(), position });
        let from = here.or_else(|| state.stops.with(|all| all.first().cloned()));
        let query = query::Journeys {
            from: from.clone().unwrap_or_else(|| spot.clone()),
            ..journey.clone()
        }
        .query();
        let query = match from {
            Some(_) => query.as_str(),
            None => query.split_once('&').map(|(_, to)| to).unwrap_or_default(),
        };
        let href = ["/transit/journeys?", query, "&for=", &number].concat();
        let kept = journeys.with(|all| {
            all.iter().find(|kept| kept.appointment.as_ref() == Some(&number)).map(kept_finding)
        });
        let label = if kept.is_some() { "transit.way.other" } else { "transit.way" };
        view! {
            {kept.map(|kept| view! { <div class="kern-card"><FindingList of=vec![kept]/></div> })}
            <p><ButtonLink icon=IconName::Transit href=href label=Signal::derive(t(label))/></p>
        }
    })
    .part()
}
