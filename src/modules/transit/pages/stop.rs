//! One stop: what leaves, planned and real; by line and direction; earlier, later, the whole day.
use super::super::state::{Answer, answer_with_planner, today, use_transit};
use super::super::{keep, names, supply};
use super::alerts::AlertList;
use super::departures::DepartureList;
use super::parts::stop_address;
use super::parts::{SourceLine, Waiting, parameters};
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::task;
use crate::ui::{
    Button, ButtonLink, Icon, IconName, IntoPart, Look, Page, announce, dynamic, when,
};
use leptos::prelude::*;
use transit::answer::{Departure, Departures};
use transit::query::{self, Around};
use transit::{Day, Moment, Question, Spot};

/// How many departures at first.
const MOST: u16 = 30;

/// The page.
#[component]
pub fn StopPage() -> impl IntoView {
    supply::look();
    let given = parameters();
    let spot = Memo::new(move |_| given.with(|given| query::parse_spot(given.get("stop")?)));
    let around = RwSignal::new(Around::Now);
    let until = RwSignal::new(None::<Moment>);
    let question = Signal::derive(move || {
        let stops = vec![spot.get()?];
        let (around, until) = (around.get(), until.get());
        let most = if until.is_some() { query::MOST } else { MOST };
        Some(Question::Departures(query::Departures { stops, around, until, most }))
    });
    let answer = answer_with_planner::<Departures>(question, |found| found.source.realtime);
    let place = Memo::new(move |_| {
        answer.with(|answer| answer.here().and_then(|found| found.stops.first().cloned()))
    });
    let name = move || {
        place
            .get()
            .map(|place| place.name)
            .or_else(|| spot.get().map(|spot| spot.name))
            .unwrap_or_default()
    };
    let here = move || answer.with(|answer| matches!(answer, Answer::Here(_)));
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
            <Waiting answer=answer/>
            {when(here, move || view! { <Found answer=answer around=around until=until/> })}
            <SourceLine of=Signal::derive(move || answer.with(|answer| answer.here().map(|found| found.source.clone())))/>
        </Page>
    }
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
    answer: Signal<Answer<Departures>>,
    around: RwSignal<Around>,
    until: RwSignal<Option<Moment>>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        answer
            .with(|answer| answer.here().map(|found| found.departures.clone()).unwrap_or_default())
    });
    let next = Memo::new(move |_| answer.with(|answer| answer.here().and_then(|found| found.next)));
    let alerts = Memo::new(move |_| {
        answer.with(|answer| answer.here().map(|found| found.alerts.clone()).unwrap_or_default())
    });
    let line = RwSignal::new(None::<String>);
    let headsign = RwSignal::new(None::<String>);
    let shown = Memo::new(move |_| {
        let (line, headsign) = (line.get(), headsign.get());
        let fits = |one: &&Departure| {
            line.as_ref().is_none_or(|line| one.line.name == *line)
                && headsign.as_ref().is_none_or(|headsign| one.headsign == *headsign)
        };
        all.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let lines = Memo::new(move |_| {
        distinct(all.with(|all| all.iter().map(|one| one.line.name.clone()).collect()))
    });
    let headsigns = Memo::new(move |_| {
        let line = line.get();
        let of_line = |one: &&Departure| line.as_ref().is_none_or(|line| one.line.name == *line);
        distinct(
            all.with(|all| all.iter().filter(of_line).map(|one| one.headsign.clone()).collect()),
        )
    });
    view! {
        <AlertList of=alerts/>
        <details class="kern-accordion">
            <summary><span>{t("transit.filter")}</span><Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack">
                <Chips label="transit.filter.line" of=lines chosen=line/>
                <Chips label="transit.filter.direction" of=headsigns chosen=headsign/>
                <DayField around=around until=until/>
            </div>
        </details>
        <section class="kern-card" aria-labelledby="departures">
            <h2 id="departures">{t("transit.departures")}</h2>
            <p class="small muted">{t("transit.updates")}</p>
            {dynamic(move || {
                if !shown.with(Vec::is_empty) {
                    return ().part();
                }
                let nothing = next.get().map_or_else(
                    || text("transit.departures.none", &[]),
                    |next| text("transit.departures.next", &[("time", &names::moment(next))]),
                );
                view! { <p role="status">{nothing}</p> }.part()
            })}
            <DepartureList of=shown/>
            <Paging all=all around=around until=until/>
        </section>
    }
}

/// Each once, in the order of their first.
fn distinct(all: Vec<String>) -> Vec<String> {
    let mut each: Vec<String> = Vec::new();
    for one in all {
        if !each.contains(&one) {
            each.push(one);
        }
    }
    each
}

/// Chips of which one may be pressed.
#[component]
fn Chips(
    label: &'static str,
    of: Memo<Vec<String>>,
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="group" aria-label=t(label) class="stack stack--tight">
            <p class="kern-label" aria-hidden="true">{t(label)}</p>
            <div class="row">
                {dynamic(move || of.get().into_iter().map(|one| {
                    let (value, pressed) = (one.clone(), one.clone());
                    let press = move |_| {
                        chosen.update(|chosen| *chosen = (chosen.as_ref() != Some(&value)).then(|| value.clone()));
                    };
                    let pressed = move || chosen.with(|chosen| (chosen.as_ref() == Some(&pressed)).to_string());
                    view! { <button type="button" class="chip" aria-pressed=pressed on:click=press><bdi>{one}</bdi></button> }
                }).collect_view())}
            </div>
        </div>
    }
}

/// A whole day instead of the next hours.
#[component]
fn DayField(around: RwSignal<Around>, until: RwSignal<Option<Moment>>) -> impl IntoView {
    let choose = move |value: String| {
        let Ok(day) = value.parse::<Day>() else {
            around.set(Around::Now);
            until.set(None);
            return;
        };
        let midnight = |day: Day| names::moment_of(zms::Day::from_epoch_days(i64::from(day.0)), 0);
        around.set(Around::From(midnight(day)));
        // To the first second of the next day: a day has not always twenty-four hours.
        until.set(Some(midnight(day.plus(1)).plus(-1)));
    };
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for="whole-day">{t("transit.day")}</label>
            <p class="kern-hint" id="whole-day-hint">{t("transit.day.hint")}</p>
            <input
                id="whole-day" type="date" class="kern-form-input__input" aria-describedby="whole-day-hint"
                min=today().to_string()
                on:change:target=move |event| choose(event.target().value())
            />
        </div>
    }
}

/// Earlier, later, and back to now.
#[component]
fn Paging(
    all: Memo<Vec<Departure>>,
    around: RwSignal<Around>,
    until: RwSignal<Option<Moment>>,
) -> impl IntoView {
    let first = move || all.with(|all| all.first().map(|one| one.timing.expected()));
    let last = move || all.with(|all| all.last().map(|one| one.timing.expected()));
    let go = move |to: Around| {
        until.set(None);
        around.set(to);
        navigation::top();
    };
    let earlier = Callback::new(move |()| {
        go(Around::Before(first().unwrap_or(Moment(format::now()))));
    });
    let later = Callback::new(move |()| {
        go(last().map_or(Around::Now, |last| Around::From(last.plus(1))));
    });
    let now = Callback::new(move |()| go(Around::Now));
    view! {
        <div class="row row--spread">
            <Button label=Signal::derive(t("transit.earlier")) on_press=earlier/>
            {when(move || around.get() != Around::Now, move || view! { <Button label=Signal::derive(t("transit.fromNow")) on_press=now/> })}
            <Button label=Signal::derive(t("transit.later")) on_press=later/>
        </div>
    }
}
