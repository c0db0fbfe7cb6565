//! A list of departures: kept in place while their times change, so that nobody loses their spot in it.
use super::super::names;
use super::super::state::{minute, today};
use super::parts::{ClockChange, LineSign, times};
use crate::i18n::{t, text};
use crate::ui::{Button, Icon, IconName, IntoPart, Look, announce, dynamic};
use leptos::prelude::*;
use std::collections::BTreeMap;
use transit::answer::Departure;
use transit::url::{self, Parameters};
use transit::{Day, Moment, Wheelchair};

/// How many are read aloud at once.
const ALOUD: usize = 4;

/// The departures.
#[component]
pub fn DepartureList(
    /// What leaves.
    #[prop(into)]
    of: Signal<Vec<Departure>>,
    /// Whether each says which stop it leaves: where there are several, by id and name.
    #[prop(optional, into)]
    stops: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let now = minute();
    let keys =
        Memo::new(move |_| of.with(|all| all.iter().map(Departure::key).collect::<Vec<_>>()));
    // Found by its key: a whole day has a thousand of them.
    let rows = Memo::new(move |_| of.with(|all| rows(all)));
    let within = Signal::derive(move || {
        of.with(|all| Some((all.first()?.timing.expected(), all.last()?.timing.expected())))
    });
    let read = Callback::new(move |()| {
        let at = now.get_untracked();
        let ahead = |departure: &&Departure| departure.timing.expected() >= at;
        let words: Vec<String> = of.with_untracked(|all| {
            all.iter().filter(ahead).take(ALOUD).map(|one| names::spoken(one, at)).collect()
        });
        let nothing = text("transit.departures.none", &[]);
        announce(&if words.is_empty() { nothing } else { words.join(". ") });
    });
    view! {
        <ClockChange within=within/>
        <ul class="departures plain-list">
            <For each=move || keys.get() key=Clone::clone children=move |key| {
                let one = Memo::new(move |_| rows.with(|rows| rows.get(&key).cloned()));
                let day = Memo::new(move |_| one.with(|one| one.as_ref().and_then(|(day, _)| *day)));
                view! { <li>
                    {dynamic(move || day.get().map(|day| view! { <h3 class="departures__day">{names::day(day)}</h3> }))}
                    {dynamic(move || one.get().map(|(_, one)| row(one, stops, now)))}
                </li> }
            }/>
        </ul>
        <p><Button look=Look::Tertiary icon=IconName::Information label=Signal::derive(t("transit.read")) on_press=read/></p>
    }
}

/// That nothing leaves in the time that was asked for, and when the next one does.
#[component]
pub fn NothingLeaves(
    /// The next one, where there is any.
    #[prop(into)]
    next: Signal<Option<Moment>>,
) -> impl IntoView {
    dynamic(move || {
        let nothing = next.get().map_or_else(
            || text("transit.departures.none", &[]),
            |next| text("transit.departures.next", &[("time", &names::moment(next))]),
        );
        view! { <p role="status">{nothing}</p> }
    })
}

/// The departures by their keys; the first of another day than today, or than the one before, with its day.
fn rows(all: &[Departure]) -> BTreeMap<String, (Option<Day>, Departure)> {
    let mut before = Some(today());
    let row = |one: &Departure| {
        let day = names::day_of(one.timing.expected());
        let heading = day.filter(|_| day != before);
        before = day;
        (one.key(), (heading, one.clone()))
    };
    all.iter().map(row).collect()
}

/// The page of a vehicle's whole way.
pub fn trip_address(trip: &transit::journey::Trip, stop: &str) -> String {
    let address = transit::Question::Trip(trip.clone()).address();
    ["/transit/", &address, "&at=", &url::encoded(stop)].concat()
}

/// At which stop the page of a vehicle was opened.
pub fn opened_at(parameters: &Parameters) -> String {
    parameters.get("at").unwrap_or_default().to_owned()
}

fn row(one: Departure, stops: Signal<Vec<(String, String)>>, now: Memo<Moment>) -> impl IntoView {
    let class =
        if one.timing.is_cancelled() { "departure departure--cancelled" } else { "departure" };
    let timing = one.timing;
    let said = one.clone();
    let stop = one.stop.0.clone();
    let stop_name = move || {
        let several = stops.with(|all| all.len() > 1);
        several
            .then(|| {
                stops.with(|all| {
                    all.iter().find(|(id, _)| *id == stop).map(|(_, name)| name.clone())
                })
            })
            .flatten()
    };
    let spoken_stop = stop_name.clone();
    let notes = names::join([names::platform(&one.platform), Some(names::notes(&one))]);
    let wheelchair = one.wheelchair == Wheelchair::Yes;
    let alert = !one.alerts.is_empty();
    view! {
        <a class=class href=trip_address(&one.trip, &one.stop.0)>
            <span class="hidden-visually">
                {dynamic(move || names::join([
                    Some(names::spoken(&said, now.get())),
                    spoken_stop().map(|stop| text("transit.from", &[("stop", &stop)])),
                    alert.then(|| text("transit.alert", &[])),
                ]))}
            </span>
            <LineSign line=one.line.clone()/>
            <span class="departure__to" aria-hidden="true">
                <span class="departure__headsign">
                    <bdi>{one.headsign.clone()}</bdi>
                    {alert.then(|| view! { <Icon name=IconName::Warning/> })}
                    {wheelchair.then(|| view! { <Icon name=IconName::Wheelchair/> })}
                </span>
                {dynamic(move || stop_name().map(|stop| view! { <span class="small muted"><bdi>{stop}</bdi></span> }))}
                {(!notes.is_empty()).then(|| view! { <span class="small muted">{notes}</span> })}
            </span>
            <span class="departure__when number" aria-hidden="true">
                <strong class="departure__countdown">{dynamic(move || if timing.is_cancelled() { text("transit.cancelled", &[]) } else { names::countdown(timing.expected(), now.get()) })}</strong>
                <span class="small">{times(timing)}</span>
            </span>
        </a>
    }
    .part()
}
