//! What to do now on a journey, in one sentence.
use super::super::names;
use super::super::state::use_transit;
use super::ends::name_of;
use crate::i18n::{t, text};
use crate::ui::{Alert, Button, Icon, IconName, Look, Severity, announce, dynamic};
use leptos::prelude::*;
use transit::now::Action;
use transit::{Journey, Moment};

/// The next action, following the clock.
#[component]
pub fn Now(
    /// The journey.
    journey: Memo<Option<Journey>>,
) -> impl IntoView {
    let clock = use_transit().now;
    // The sentence changes when the action does, or its minute; not with every second.
    let words = Memo::new(move |_| {
        let now = Moment(clock.get());
        journey.with(|journey| journey.as_ref().map(|journey| sentence(journey, now)))
    });
    let broken = Memo::new(move |_| {
        let now = Moment(clock.get());
        journey.with(|journey| journey.as_ref()?.broken_ahead(now).map(names::ride))
    });
    let read = Callback::new(move |()| {
        announce(
            &words
                .get_untracked()
                .map(|(title, detail)| [&title, ". ", &detail].concat())
                .unwrap_or_default(),
        );
    });
    view! {
        {dynamic(move || broken.get().map(|ride| view! {
            <Alert severity=Severity::Danger title=Signal::derive(t("transit.broken.title"))>
                <p>{text("transit.broken.text", &[("ride", &ride)])}</p>
            </Alert>
        }))}
        {dynamic(move || words.get().map(|(title, detail)| view! {
            <section class="kern-card now" aria-labelledby="now">
                <h2 id="now" class="small muted">{text("transit.action", &[])}</h2>
                <p class="now__action"><Icon name=IconName::Forward/><strong>{title}</strong></p>
                <p class="muted number">{detail}</p>
                <Button look=Look::Tertiary label=Signal::derive(t("transit.action.read")) on_press=read/>
            </section>
        }))}
    }
}

/// The action, and what belongs to it.
fn sentence(journey: &Journey, now: Moment) -> (String, String) {
    match journey.action(now) {
        Action::SetOut(at) => (
            text("transit.action.setOut", &[("time", &names::moment(at))]),
            names::spoken_countdown(at, now),
        ),
        Action::Walk(walk) => (
            text("transit.action.walk", &[("to", &name_of(&walk.to))]),
            names::join([
                Some(names::walk(walk.metres, walk.seconds)),
                Some(text("transit.action.until", &[("time", &names::time(walk.end()))])),
            ]),
        ),
        Action::Board(ride) => (
            text(
                "transit.action.board",
                &[
                    ("line", &names::line_to(&ride.line, &ride.headsign)),
                    ("stop", &ride.board.name),
                ],
            ),
            names::join([
                Some(names::spoken_countdown(ride.departure(), now)),
                ride.board.timing().and_then(names::delay),
                names::platform(&ride.board.platform),
            ]),
        ),
        Action::Ride { ride, next, stops } => (
            text("transit.action.ride", &[("stop", &ride.alight.name)]),
            names::join([
                Some(stops_left(stops)),
                Some(text("transit.action.next", &[("stop", &next.name)])),
                Some(text("transit.action.until", &[("time", &names::time(ride.arrival()))])),
            ]),
        ),
        Action::Alight(ride) => (
            text("transit.action.alight", &[("stop", &ride.alight.name)]),
            names::join([
                Some(names::spoken_countdown(ride.arrival(), now)),
                names::platform(&ride.alight.platform),
            ]),
        ),
        Action::Arrived => (text("transit.action.arrived", &[]), names::moment(journey.arrival())),
    }
}

fn stops_left(stops: usize) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a vehicle has no millions of stops")]
    crate::i18n::plural("transit.stopsLeft", stops as f64, &[])
}
