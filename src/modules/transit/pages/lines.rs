//! All lines; one line with its stops by direction and its timetable of a day.
use super::super::state::{Answer, answer_to, minute, today};
use super::super::{names, supply};
use super::alerts::AlertList;
use super::departures::trip_address;
use super::parts::stop_address;
use super::parts::{ClockChange, LineSign, SourceLine, Waiting, parameters};
use crate::i18n::{t, text};
use crate::ui::{Icon, IconName, IntoPart, Page, SearchField, dynamic, when};
use leptos::prelude::*;
use transit::answer::{Direction, LineTimetable, Lines, Run};
use transit::line::LineId;
use transit::query::LineDay;
use transit::{Day, Line, Moment, Question, Spot};

/// All lines.
#[component]
pub fn LinesPage() -> impl IntoView {
    supply::look();
    let answer = answer_to::<Lines>(Signal::stored(Some(Question::Lines)));
    let words = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let words = zms::search::fold(&words.get());
        let fits = |line: &&Line| {
            let long = line.long_name.as_deref().unwrap_or_default();
            words.is_empty()
                || zms::search::fold(&[&line.name, " ", long].concat()).contains(&words)
        };
        answer.with(|answer| {
            let lines = answer
                .here()
                .map(|found| found.lines.iter().filter(fits).cloned().collect::<Vec<_>>());
            lines.unwrap_or_default()
        })
    });
    let here = move || answer.with(|answer| matches!(answer, Answer::Here(_)));
    view! {
        <Page title=Signal::derive(t("transit.lines")) usable=Signal::derive(here)>
            <Waiting answer=answer/>
            {when(here, move || view! {
                <SearchField id="line-search" label="transit.lines.search" words=words/>
                <ul class="link-list kern-card">
                    {dynamic(move || shown.get().into_iter().map(entry).collect_view())}
                </ul>
                {when(move || shown.with(Vec::is_empty), || view! { <p role="status">{t("transit.lines.none")}</p> })}
            })}
            <SourceLine of=Signal::derive(move || answer.with(|answer| answer.here().map(|found| found.source.clone())))/>
        </Page>
    }
}

/// The page of a line.
fn line_address(line: &LineId, day: Option<Day>) -> String {
    ["/transit/", &Question::Line(LineDay { line: line.clone(), day }).address()].concat()
}

fn entry(line: Line) -> impl IntoView {
    let long = line.long_name.clone().filter(|long| !long.is_empty());
    let spoken = names::line(&line);
    let address = line_address(&line.id, None);
    view! {
        <li><a href=address>
            <LineSign line=line/>
            <span class="link-list__text">
                <span class="link-list__title">{spoken}</span>
                {long.map(|long| view! { <span class="muted small"><bdi>{long}</bdi></span> })}
            </span>
            <Icon name=IconName::Forward/>
        </a></li>
    }
}

/// One line.
#[component]
pub fn LinePage() -> impl IntoView {
    supply::look();
    let given = parameters();
    let line = Memo::new(move |_| {
        given.with(|given| given.get("line").map(|line| LineId(line.to_owned())))
    });
    let day = Memo::new(move |_| given.with(|given| given.get("day")?.parse::<Day>().ok()));
    let question = Signal::derive(move || {
        Some(Question::Line(LineDay {
            line: line.get()?,
            day: Some(day.get().unwrap_or_else(today)),
        }))
    });
    let answer = answer_to::<LineTimetable>(question);
    let found = Memo::new(move |_| answer.with(|answer| answer.here().cloned()));
    let title = move || {
        found
            .with(|found| found.as_ref().map(|found| names::line(&found.line)))
            .unwrap_or_else(|| text("transit.line", &[]))
    };
    let chosen = RwSignal::new(0_usize);
    let alerts = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.alerts.clone()).unwrap_or_default())
    });
    let directions = move || {
        found.with(|found| found.as_ref().map(|found| found.directions.clone()).unwrap_or_default())
    };
    let choose_day = move |value: String| {
        if let (Some(line), Ok(day)) = (line.get_untracked(), value.parse::<Day>()) {
            crate::navigation::replace(&line_address(&line, Some(day)));
        }
    };
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || found.with(Option::is_some))>
            {dynamic(move || found.get().map(|found| view! {
                <p class="row"><LineSign line=found.line.clone()/><span class="muted"><bdi>{found.line.long_name}</bdi></span></p>
            }))}
            <AlertList of=alerts/>
            <div class="kern-form-input">
                <label class="kern-label" for="line-day">{t("transit.day")}</label>
                <input
                    id="line-day" type="date" class="kern-form-input__input"
                    prop:value=move || day.get().unwrap_or_else(today).to_string()
                    on:change:target=move |event| choose_day(event.target().value())
                />
            </div>
            <Waiting answer=answer/>
            {dynamic(move || {
                let all = directions();
                if found.with(Option::is_some) && all.is_empty() {
                    return view! { <p role="status">{text("transit.line.notToday", &[])}</p> }.part();
                }
                let chips = all.iter().enumerate().map(|(at, direction)| {
                    let pressed = move || (chosen.get() == at).to_string();
                    let words = text("transit.line.to", &[("headsign", &direction.headsign)]);
                    view! { <button type="button" class="chip" aria-pressed=pressed on:click=move |_| chosen.set(at)>{words}</button> }
                });
                view! { <div class="row" role="group" aria-label=t("transit.filter.direction")>{chips.collect_view()}</div> }.part()
            })}
            {dynamic(move || {
                let mut all = directions();
                let at = chosen.get().min(all.len().saturating_sub(1));
                (at < all.len()).then(|| view! { <OneDirection of=all.swap_remove(at)/> })
            })}
            <SourceLine of=Signal::derive(move || found.with(|found| found.as_ref().map(|found| found.source.clone())))/>
        </Page>
    }
}

/// Stops and times of one direction: the times at the stop that is chosen, hour by hour.
#[component]
fn OneDirection(of: Direction) -> impl IntoView {
    let at = RwSignal::new(0_usize);
    let stops: Vec<(String, String)> = of
        .stops
        .iter()
        .map(|stop| {
            let spot = Spot {
                stop: Some(stop.id.clone()),
                name: stop.name.clone(),
                position: stop.position,
            };
            (stop.name.clone(), stop_address(&spot))
        })
        .collect();
    let names_of_stops: Vec<String> = stops.iter().map(|(name, _)| name.clone()).collect();
    let ids: Vec<String> = of.stops.iter().map(|stop| stop.id.0.clone()).collect();
    let runs = of.runs;
    view! {
        <section class="kern-card stack" aria-labelledby="line-times">
            <h2 id="line-times">{t("transit.line.times")}</h2>
            <div class="kern-form-input">
                <label class="kern-label" for="line-stop">{t("transit.line.at")}</label>
                <select
                    id="line-stop" class="kern-form-input__select"
                    on:change:target=move |event| at.set(event.target().value().parse().unwrap_or_default())
                >
                    {names_of_stops.into_iter().enumerate().map(|(at, name)| view! {
                        <option value=at.to_string()>{name}</option>
                    }).collect_view()}
                </select>
            </div>
            {dynamic(move || {
                let chosen = at.get();
                let stop = ids.get(chosen).cloned().unwrap_or_default();
                view! { <Times runs=runs.clone() at=chosen stop/> }
            })}
        </section>
        <section class="kern-card stack" aria-labelledby="line-stops">
            <h2 id="line-stops">{t("transit.line.stops")}</h2>
            <ol class="calls plain-list">
                {stops.into_iter().map(|(name, address)| view! {
                    <li class="call"><span class="call__stop"><a href=address><bdi>{name}</bdi></a></span></li>
                }).collect_view()}
            </ol>
        </section>
    }
}

/// The times of a day at one stop, in rows of an hour each.
#[component]
fn Times(runs: Vec<Run>, at: usize, stop: String) -> impl IntoView {
    let now = minute();
    let mut rows: Vec<(String, Vec<(Run, Moment)>)> = Vec::new();
    for run in runs {
        let Some(time) = run.times.get(at).copied().flatten() else { continue };
        let hour = names::time(time);
        let hour = hour.split(':').next().unwrap_or_default().to_owned();
        // After midnight, and when clocks are set back, an hour comes a second time: rows follow the order of the day.
        let goes_on = |(last, times): &&mut (String, Vec<(Run, Moment)>)| {
            *last == hour && times.first().is_some_and(|(_, first)| time.since(*first) < 3_600)
        };
        match rows.last_mut().filter(goes_on) {
            Some((_, times)) => times.push((run, time)),
            None => rows.push((hour, vec![(run, time)])),
        }
    }
    if rows.is_empty() {
        return view! { <p role="status">{t("transit.line.notHere")}</p> }.part();
    }
    let all = || rows.iter().flat_map(|(_, times)| times.iter().map(|(_, time)| *time));
    let within = all().next().zip(all().last());
    let entry = move |(run, time): (Run, Moment)| {
        let cancelled = run.cancelled;
        let words = names::time(time);
        let passed = move || time < now.get();
        view! {
            <li><a class="timetable__time number" class:timetable__time--passed=passed href=trip_address(&run.trip, &stop)>
                {if cancelled { view! { <s>{words}</s> <span class="hidden-visually">{text("transit.cancelled", &[])}</span> }.part() } else { words.part() }}
            </a></li>
        }
    };
    let rows = rows.into_iter().map(|(hour, times)| {
        let times = times.into_iter().map(entry.clone()).collect_view();
        view! { <div class="timetable__hour"><h3 class="number">{hour}</h3><ul class="plain-list row">{times}</ul></div> }
    });
    view! { <ClockChange within=Signal::stored(within)/><div class="timetable">{rows.collect_view()}</div> }.part()
}
