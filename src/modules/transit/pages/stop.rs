//! One stop: what leaves, planned and real; by line and direction; earlier, later, the whole day.
use super::super::planner::answer_to_both;
use super::super::state::{Answer, use_transit};
use super::super::{keep, names, supply};
use super::alerts::AlertList;
use super::choose::{Chips, DayField, Filter, Paging, distinct};
use super::departures::{DepartureList, NothingLeaves};
use super::parts::stop_address;
use super::parts::{PlannerFailed, SourceLine, Waiting, parameters};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{Button, ButtonLink, Icon, IconName, Look, Page, announce, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use transit::answer::{Departure, Departures};
use transit::query::{self, Around};
use transit::{Moment, Question, Spot};

/// How many departures at once.
const MOST: u16 = 30;
/// How many are looked through for those of one line or direction.
const MOST_FILTERED: u16 = 300;

/// The page.
#[component]
pub fn StopPage() -> impl IntoView {
    supply::look();
    let given = parameters();
    let spot = Memo::new(move |_| given.with(|given| query::parse_spot(given.get("stop")?)));
    let around = RwSignal::new(Around::Now);
    let until = RwSignal::new(None::<Moment>);
    let filter = Filter::new();
    let question = Signal::derive(move || {
        let stops = vec![spot.get()?];
        let (around, until) = (around.get(), until.get());
        let most = match (until, filter.is_set()) {
            (Some(_), _) => query::MOST,
            (None, true) => MOST_FILTERED,
            (None, false) => MOST,
        };
        Some(Question::Departures(query::Departures { stops, around, until, most }))
    });
    let both = answer_to_both::<Departures>(question, |found| found.source.realtime);
    let (answer, failed) = (both.answer, both.failed);
    // While earlier or later ones are asked for, those before stay, and the focus with them.
    let found = Memo::new(move |before: Option<&Option<Departures>>| match answer.get() {
        Answer::Here(found) => Some(found),
        Answer::Trouble(_) => None,
        Answer::Asking => before
            .cloned()
            .flatten()
            .filter(|before| spot.with(|spot| is_of(before, spot.as_ref()))),
    });
    let place = Memo::new(move |_| {
        found.with(|found| found.as_ref().and_then(|found| found.stops.first().cloned()))
    });
    let name = move || {
        place
            .get()
            .map(|place| place.name)
            .or_else(|| spot.get().map(|spot| spot.name))
            .unwrap_or_default()
    };
    let here = move || found.with(Option::is_some);
    view! {
        <Page title=Signal::derive(name) usable=Signal::derive(here)>
            {dynamic(move || place.get().map(|place| view! {
                <p class="muted row">
                    {place.area.map(|area| view! { <span>{area}</span> })}
                    <span>{names::wheelchair_known(place.wheelchair)}</span>
                </p>
            }))}
            {dynamic(move || spot.get().map(|spot| view! { <Actions spot/> }))}
            {dynamic(move || spot.get().is_none().then(|| view! { <p>{text("transit.trouble.unknownStop", &[])}</p> }))}
            {when(move || !here(), move || view! { <Waiting answer=answer/> })}
            <PlannerFailed why=failed/>
            {when(here, move || view! { <Found found=found around=around until=until filter=filter/> })}
            <SourceLine of=Signal::derive(move || found.with(|found| found.as_ref().map(|found| found.source.clone())))/>
        </Page>
    }
}

/// Whether departures are those of this stop.
fn is_of(departures: &Departures, spot: Option<&Spot>) -> bool {
    let same = |spot: &Spot| {
        departures.stops.iter().any(|stop| {
            spot.stop.as_ref() == Some(&stop.id) || spot.looks_like(&stop.name, stop.position)
        })
    };
    spot.is_some_and(same)
}

/// Keep it, travel from or to it, show it large.
#[component]
fn Actions(spot: Spot) -> impl IntoView {
    let state = use_transit();
    let known = spot.clone();
    let kept = Memo::new(move |_| keep::has_stop(state, &known));
    let label =
        move || text(if kept.get() { "transit.stop.forget" } else { "transit.stop.keep" }, &[]);
    let toggle = {
        let spot = spot.clone();
        Callback::new(move |()| {
            let spot = spot.clone();
            task::begin(async move {
                let done = keep::toggle_stop(state, spot.clone()).await;
                let key = match (done, keep::has_stop(state, &spot)) {
                    (false, _) => "transit.stop.tooMany",
                    (true, true) => "transit.stop.kept",
                    (true, false) => "transit.stop.forgotten",
                };
                announce(&text(key, &[]));
            });
        })
    };
    let value = stop_address(&spot);
    let value = value.split_once("?stop=").map(|(_, value)| value.to_owned()).unwrap_or_default();
    view! {
        <div class="row">
            <Button icon=IconName::Place label=Signal::derive(label) on_press=toggle/>
            <ButtonLink href=["/transit/journeys?from=", &value].concat() label=Signal::derive(t("transit.stop.from"))/>
            <ButtonLink href=["/transit/journeys?to=", &value].concat() label=Signal::derive(t("transit.stop.to"))/>
            <ButtonLink look=Look::Tertiary href=["/transit/board?stop=", &value].concat() label=Signal::derive(t("transit.board.open"))/>
        </div>
    }
}

#[component]
fn Found(
    found: Memo<Option<Departures>>,
    around: RwSignal<Around>,
    until: RwSignal<Option<Moment>>,
    filter: Filter,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.departures.clone()).unwrap_or_default())
    });
    let next = Memo::new(move |_| found.with(|found| found.as_ref().and_then(|found| found.next)));
    let alerts = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.alerts.clone()).unwrap_or_default())
    });
    let shown = Memo::new(move |_| {
        let most = if until.with(Option::is_some) { usize::MAX } else { usize::from(MOST) };
        all.with(|all| {
            let fitting = all.iter().filter(|one| filter.takes(one));
            // The last ones before a moment are the end of the list.
            let surplus = match around.get() {
                Around::Before(_) => fitting.clone().count().saturating_sub(most),
                _ => 0,
            };
            fitting.skip(surplus).take(most).cloned().collect::<Vec<_>>()
        })
    });
    // Also those of which nothing leaves in the next hours, as far as the timetable knows them.
    let lines = Memo::new(move |_| {
        let serving = found.with(|found| {
            let stop = found.as_ref().and_then(|found| found.stops.first());
            stop.map(|stop| stop.lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>())
        });
        let leaving =
            all.with(|all| all.iter().map(|one| one.line.name.clone()).collect::<Vec<_>>());
        distinct(serving.into_iter().flatten().chain(leaving).chain(filter.line.get()))
    });
    let headsigns = Memo::new(move |_| {
        let line = filter.line.get();
        let of_line = |one: &&Departure| line.as_ref().is_none_or(|line| one.line.name == *line);
        let leaving = all.with(|all| {
            all.iter().filter(of_line).map(|one| one.headsign.clone()).collect::<Vec<_>>()
        });
        distinct(leaving.into_iter().chain(filter.headsign.get()))
    });
    let heading: NodeRef<html::H2> = NodeRef::new();
    view! {
        <AlertList of=alerts/>
        <details class="kern-accordion">
            <summary><span>{t("transit.filter")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack">
                <Chips label="transit.filter.line" of=lines chosen=filter.line/>
                <Chips label="transit.filter.direction" of=headsigns chosen=filter.headsign/>
                <DayField around=around until=until/>
            </div>
        </details>
        <section class="kern-card" aria-labelledby="departures">
            <h2 id="departures" tabindex="-1" node_ref=heading>{t("transit.departures")}</h2>
            <p class="small muted">{t("transit.updates")}</p>
            {when(move || shown.with(Vec::is_empty), move || view! { <NothingLeaves next=next/> })}
            <DepartureList of=shown/>
            <Paging all=shown around=around until=until heading=heading/>
        </section>
    }
}
