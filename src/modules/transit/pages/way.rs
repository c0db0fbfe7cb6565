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
    let mut journey = query::Journeys::between(spot.clone(), spot);
    journey.when = When::Arrive(Moment(arrive));
    let query = journey.query();
    // Only where to: from where is the person's to say.
    let to = query.split_once("&to=").map(|(_, to)| to).unwrap_or_default();
    let href = ["/transit/journeys?to=", to, "&for=", number].concat();
    let number = number.to_owned();
    let journeys = use_transit().journeys;
    dynamic(move || {
        let kept = journeys.with(|all| {
            all.iter().find(|kept| kept.appointment.as_ref() == Some(&number)).map(kept_finding)
        });
        let label = if kept.is_some() { "transit.way.other" } else { "transit.way" };
        view! {
            {kept.map(|kept| view! { <div class="kern-card"><FindingList of=vec![kept]/></div> })}
            <p><ButtonLink icon=IconName::Transit href=href.clone() label=Signal::derive(t(label))/></p>
        }
    })
    .part()
}
