//! The whole way of one vehicle.
use super::super::planner::answer_to_both;
use super::super::state::{Answer, minute};
use super::super::{names, supply};
use super::alerts::AlertList;
use super::departures::opened_at;
use super::parts::stop_address;
use super::parts::{LineSign, PlannerFailed, SourceLine, Waiting, parameters, times};
use crate::i18n::{t, text};
use crate::ui::{ButtonLink, Icon, IconName, Page, dynamic, when};
use leptos::prelude::*;
use transit::answer::TripRun;
use transit::journey::Trip;
use transit::{Call, Question, Ride, Spot, Wheelchair};

/// The page.
#[component]
pub fn TripPage() -> impl IntoView {
    supply::look();
    let given = parameters();
    let question = Signal::derive(move || {
        given.with(|given| {
            let (id, day) = (given.get("trip")?.to_owned(), given.get("day")?.parse().ok()?);
            Some(Question::Trip(Trip { id, day }))
        })
    });
    let both = answer_to_both::<TripRun>(question, |run| run.source.realtime);
    let (answer, failed) = (both.answer, both.failed);
    let run = Memo::new(move |_| answer.with(|answer| answer.here().cloned()));
    let title = move || {
        run.with(|run| run.as_ref().map(|run| names::line_to(&run.ride.line, &run.ride.headsign)))
            .unwrap_or_else(|| text("transit.trip", &[]))
    };
    let alerts = Memo::new(move |_| {
        run.with(|run| run.as_ref().map(|run| run.alerts.clone()).unwrap_or_default())
    });
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || run.with(Option::is_some))>
            <Waiting answer=answer/>
            <PlannerFailed why=failed/>
            <AlertList of=alerts/>
            {dynamic(move || run.get().map(|run| {
                let at = given.with(opened_at);
                let (day, ride) = (run.ride.trip.day, run.ride);
                view! {
                    <p class="row"><LineSign line=ride.line.clone()/><span>{names::day(day)}</span></p>
                    <p class="muted">{names::wheelchair_known(ride.wheelchair)}</p>
                    <section class="kern-card" aria-label=t("transit.trip.stops")><Calls ride at/></section>
                }
            }))}
            {when(move || question.get().is_none(), || view! {
                <p>{t("transit.trouble.unknownTrip")}</p>
                <p><ButtonLink icon=IconName::Transit href="/transit" label=Signal::derive(t("transit.title"))/></p>
            })}
            <SourceLine of=Signal::derive(move || match answer.get() {
                Answer::Here(run) => Some(run.source),
                _ => None,
            })/>
        </Page>
    }
}

/// Every stop of a ride with its times; `at` is the one from which it is looked at.
#[component]
pub fn Calls(
    /// The ride.
    ride: Ride,
    /// The id of the stop from which it is looked at.
    #[prop(into)]
    at: String,
) -> impl IntoView {
    let now = minute();
    let entry = |call: &Call| {
        let current = call.stop.0 == at;
        let spot = Spot {
            stop: Some(call.stop.clone()),
            name: call.name.clone(),
            position: call.position,
        };
        let timing = call.timing();
        let notes = names::join([
            names::platform(&call.platform),
            call.on_request.then(|| text("transit.request", &[])),
            call.no_boarding.then(|| text("transit.noBoarding", &[])),
            call.no_alighting.then(|| text("transit.noAlighting", &[])),
            // The good news is a sign, or every stop would say it.
            names::wheelchair(call.wheelchair).filter(|_| call.wheelchair == Wheelchair::No),
        ]);
        let accessible = call.wheelchair == Wheelchair::Yes;
        let passed = move || timing.is_some_and(|timing| timing.expected() < now.get());
        view! {
            <li class="call" class:call--passed=passed aria-current=current.then_some("location")>
                <span class="call__time number">{timing.map(times)}</span>
                <span class="call__stop">
                    <span class="call__name">
                        <a href=stop_address(&spot)><bdi>{call.name.clone()}</bdi></a>
                        {accessible.then(|| view! {
                            <Icon name=IconName::Wheelchair/><span class="hidden-visually">{text("transit.wheelchair.yes", &[])}</span>
                        })}
                    </span>
                    {dynamic(move || passed().then(|| view! { <span class="hidden-visually">" " {text("transit.left", &[])}</span> }))}
                    {(!notes.is_empty()).then(|| view! { <span class="small muted">{notes}</span> })}
                </span>
            </li>
        }
    };
    let entries = ride.calls().map(entry).collect_view();
    let colour = ride.line.colour.map(transit::line::Colour::hex);
    view! { <ol class="calls plain-list" style:--line-colour=colour>{entries}</ol> }
}
