//! The first page: my stops and those around me, their departures on one page; the ways on.
use super::super::check::renew_kept;
use super::super::planner::answer_to_both;
use super::super::state::{Answer, answer_to, ask, locate, minute, use_transit};
use super::super::{keep, names, supply};
use super::departures::{DepartureList, NothingLeaves};
use super::parts::{PlannerFailed, SourceLine, TroubleBox, Waiting};
use super::parts::{finding, stop_address};
use super::results::kept_finding;
use crate::i18n::{t, text};
use crate::module::Finding;
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, FindingList, Icon, IconName, IntoPart, Look, Page, SearchField,
    Severity, dynamic, when,
};
use leptos::prelude::*;
use transit::answer::{Departures, Kind, Stops};
use transit::query::{self, Around, FindStops, StopsNear};
use transit::source::By;
use transit::{Position, Question, Spot};

/// How far around the person, in metres.
const AROUND: u32 = 800;
/// How many stops around them.
const STOPS: u16 = 6;
/// How many departures on one list.
const MOST: u16 = 12;

/// The page.
#[component]
pub fn Start() -> impl IntoView {
    supply::look();
    let state = use_transit();
    let words = RwSignal::new(String::new());
    let searching = Memo::new(move |_| words.with(|words| words.trim().chars().count() > 1));
    view! {
        <Page title=Signal::derive(t("transit.title")) usable=Signal::derive(move || state.restored.get())>
            <nav class="transit-ways" aria-label=t("transit.title")>
                <ButtonLink look=Look::Primary icon=IconName::Forward href="/transit/journeys" label=Signal::derive(t("transit.plan"))/>
                <ButtonLink icon=IconName::List href="/transit/lines" label=Signal::derive(t("transit.lines"))/>
                <ButtonLink icon=IconName::Warning href="/transit/alerts" label=Signal::derive(t("transit.alerts.short"))/>
            </nav>
            <SearchField id="stop-search" label="transit.search" words=words/>
            {when(move || searching.get(), move || view! { <FoundStops words=words/> })}
            {when(move || !searching.get(), move || view! {
                <Journeys/>
                <MyStops/>
                <NearMe/>
            })}
        </Page>
    }
}

/// How many stops a search on the home page shows.
const ON_HOME: u16 = 4;

/// Looks for stops for the search on the home page.
pub fn search(words: String) {
    let state = use_transit();
    task::begin(async move {
        let (text, near) = (words.clone(), state.here.get_untracked());
        let question = Question::FindStops(FindStops { text, near, most: ON_HOME });
        let stops = ask::<Stops>(&question).await.map(|found| found.stops).unwrap_or_default();
        state.found.set((words, stops.iter().map(finding).collect()));
    });
}

/// Stops by name.
#[component]
fn FoundStops(words: RwSignal<String>) -> impl IntoView {
    let state = use_transit();
    let question = Signal::derive(move || {
        let (text, near) = (words.get().trim().to_owned(), state.here.get());
        Some(Question::FindStops(FindStops { text, near, most: 12 }))
    });
    let answer = answer_to::<Stops>(question);
    view! {
        <section class="kern-card" aria-labelledby="found-stops">
            <h2 id="found-stops">{t("transit.stops")}</h2>
            <Waiting answer=answer/>
            {dynamic(move || match answer.get() {
                Answer::Here(found) if found.stops.is_empty() => {
                    view! { <p role="status">{text("transit.search.nothing", &[])}</p> }.part()
                }
                Answer::Here(found) => view! { <FindingList of=found.stops.iter().map(finding).collect()/> }.part(),
                _ => ().part(),
            })}
        </section>
    }
}

/// My journeys, those that are still to be made.
#[component]
fn Journeys() -> impl IntoView {
    let state = use_transit();
    let journeys = state.journeys;
    let minute = minute();
    Effect::new(move || {
        state.edition.track();
        minute.track();
        if state.restored.get() {
            task::begin(renew_kept(state));
        }
    });
    dynamic(move || {
        let now = minute.get().0;
        let ahead: Vec<Finding> = journeys.with(|all| {
            all.iter().filter(|kept| kept.journey.arrival().0 > now).map(kept_finding).collect()
        });
        (!ahead.is_empty()).then(|| {
            view! {
                <section class="kern-card" aria-labelledby="my-journeys">
                    <h2 id="my-journeys">{t("transit.journeys.mine")}</h2>
                    <FindingList of=ahead/>
                </section>
            }
        })
    })
}

/// My stops, their departures on one list.
#[component]
fn MyStops() -> impl IntoView {
    let state = use_transit();
    view! {
        <section class="stack stack--tight" aria-labelledby="my-stops">
            <h2 id="my-stops">{t("transit.stops.mine")}</h2>
            {dynamic(move || {
                let stops = state.stops.get();
                if stops.is_empty() {
                    return view! { <p class="muted">{text("transit.stops.mine.none", &[])}</p> }.part();
                }
                view! { <Together stops renew=true/> }.part()
            })}
        </section>
    }
}

/// What leaves several stops, on one list, under links to each of them.
#[component]
fn Together(
    stops: Vec<Spot>,
    /// Whether they are kept ones, which are kept anew when they were found under another id.
    #[prop(optional)]
    renew: bool,
) -> impl IntoView {
    let state = use_transit();
    let asked = stops.clone();
    let links = stops.iter().map(|stop| {
        view! { <li><a class="chip" href=stop_address(stop)><bdi>{stop.name.clone()}</bdi></a></li> }
    });
    let links = links.collect_view();
    let question = Question::Departures(query::Departures {
        stops,
        around: Around::Now,
        until: None,
        most: MOST,
    });
    let both =
        answer_to_both::<Departures>(Signal::stored(Some(question)), |found| found.source.realtime);
    let (answer, failed) = (both.answer, both.failed);
    let departures = Memo::new(move |_| {
        answer
            .with(|answer| answer.here().map(|found| found.departures.clone()).unwrap_or_default())
    });
    let called = Memo::new(move |_| {
        let found = answer
            .with(|answer| answer.here().map(|found| found.stops.clone()).unwrap_or_default());
        found.into_iter().map(|stop| (stop.id.0, stop.name)).collect::<Vec<_>>()
    });
    let next = Memo::new(move |_| answer.with(|answer| answer.here().and_then(|found| found.next)));
    let gone = Memo::new(move |_| {
        answer.with(|answer| answer.here().map(|found| lost(&asked, found)).unwrap_or_default())
    });
    if renew {
        Effect::new(move || {
            let found = answer.with(|answer| {
                // A planner names stops as it was asked.
                let found = answer.here().filter(|found| found.source.by == By::Device)?;
                Some(found.stops.iter().map(transit::StopPlace::spot).collect::<Vec<_>>())
            });
            if let Some(found) = found {
                task::begin(keep::renew_stops(state, found));
            }
        });
    }
    let here = move || answer.with(|answer| matches!(answer, Answer::Here(_)));
    view! {
        <ul class="plain-list row">{links}</ul>
        <Waiting answer=answer/>
        <PlannerFailed why=failed/>
        {dynamic(move || gone.get().into_iter().map(|(name, why)| view! {
            <p class="age age--saved"><Icon name=IconName::Warning/><span><bdi>{name}</bdi>": " {names::trouble(&why.into())}</span></p>
        }).collect_view())}
        {when(here, move || view! {
            <div class="kern-card">
                {when(move || departures.with(Vec::is_empty), move || view! { <NothingLeaves next=next/> })}
                <DepartureList of=departures stops=called/>
            </div>
        })}
        <SourceLine of=Signal::derive(move || answer.with(|answer| answer.here().map(|found| found.source.clone())))/>
    }
}

/// The stops that were asked for and of which nothing leaves any more, with the reason.
fn lost(asked: &[Spot], found: &Departures) -> Vec<(String, Kind)> {
    // A planner does not know which stops there are.
    if found.source.by == By::Planner {
        return Vec::new();
    }
    let why = |spot: &Spot| {
        let known = found.stops.iter().find(|stop| {
            spot.stop.as_ref() == Some(&stop.id) || spot.looks_like(&stop.name, stop.position)
        });
        match known {
            None => Some((spot.name.clone(), Kind::UnknownStop)),
            Some(stop) => stop.lines.is_empty().then(|| (stop.name.clone(), Kind::NotServed)),
        }
    };
    asked.iter().filter_map(why).collect()
}

/// The stops around the person, once they have said that the app may know where they are.
#[component]
fn NearMe() -> impl IntoView {
    let state = use_transit();
    let refused = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let press = Callback::new(move |()| {
        asking.set(true);
        locate(move |found| {
            asking.try_set(false);
            refused.try_set(found.is_err());
        });
    });
    view! {
        <section class="stack stack--tight" aria-labelledby="near-me">
            <h2 id="near-me">{t("transit.near")}</h2>
            {dynamic(move || state.here.get().map(|here| view! { <AroundMe here/> }))}
            {when(move || refused.get(), || view! {
                <Alert severity=Severity::Information title=Signal::derive(t("transit.near.refused"))><p>{t("transit.near.refused.text")}</p></Alert>
            })}
            <p><Button icon=IconName::Place busy=asking label=Signal::derive(t("transit.near.find")) on_press=press/></p>
        </section>
    }
}

#[component]
fn AroundMe(here: Position) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Stops, transit::Trouble>>);
    let question = Question::StopsNear(StopsNear { position: here, metres: AROUND, most: STOPS });
    task::begin(async move {
        let stops = ask::<Stops>(&question).await;
        found.try_set(Some(stops));
    });
    dynamic(move || match found.get() {
        None => view! { <crate::ui::Loading/> }.part(),
        Some(Err(trouble)) => view! { <TroubleBox trouble/> }.part(),
        Some(Ok(found)) if found.stops.is_empty() => {
            view! { <p role="status">{text("transit.near.none", &[])}</p> }.part()
        }
        Some(Ok(found)) => {
            let stops: Vec<Spot> = found.stops.iter().map(|found| found.stop.spot()).collect();
            view! { <Together stops/> }.part()
        }
    })
}
