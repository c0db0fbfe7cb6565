//! A departure board for a screen: large, by itself always new, only what one can still reach on foot.
use super::super::planner::answer_to_both;
use super::super::state::{Answer, minute, today};
use super::super::{names, supply};
use super::alerts::AlertList;
use super::parts::{LineSign, Waiting, parameters};
use crate::i18n::{t, text};
use crate::navigation;
use crate::ui::{Button, IntoPart, Page, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use transit::answer::{Departure, Departures};
use transit::query::{self, Around};
use transit::source::Freshness;
use transit::{Question, Spot};

/// How many rows.
const ROWS: usize = 12;
/// How many are asked for: some are gone before one is there.
const MOST: u16 = 40;
/// The walks that can be chosen, in minutes.
const WALKS: [i64; 6] = [0, 2, 5, 8, 12, 20];

/// The page.
#[component]
pub fn Board() -> impl IntoView {
    supply::look();
    let given = parameters();
    let stops = Memo::new(move |_| {
        given.with(|given| given.all("stop").filter_map(query::parse_spot).collect::<Vec<Spot>>())
    });
    let walk = Memo::new(move |_| {
        let minutes =
            given.with(|given| given.get("walk").and_then(|walk| walk.parse::<i64>().ok()));
        minutes.unwrap_or_default().clamp(0, 60)
    });
    let question = Signal::derive(move || {
        let stops = stops.get();
        (!stops.is_empty()).then_some(Question::Departures(query::Departures {
            stops,
            around: Around::Now,
            until: None,
            most: MOST,
        }))
    });
    let answer = answer_to_both::<Departures>(question, |found| found.source.realtime).answer;
    let now = minute();
    let rows = Memo::new(move |_| {
        let earliest = now.get().plus(walk.get() * 60);
        let reached = |one: &&Departure| one.timing.expected() >= earliest;
        answer.with(|answer| {
            let all = answer.here().map(|found| found.departures.as_slice()).unwrap_or_default();
            all.iter().filter(reached).take(ROWS).cloned().collect::<Vec<_>>()
        })
    });
    let title = move || {
        let found = answer.with(|answer| {
            let stops = answer.here().map(|found| found.stops.as_slice()).unwrap_or_default();
            stops.iter().map(|stop| stop.name.clone()).collect::<Vec<_>>()
        });
        if !found.is_empty() {
            return found.join(" · ");
        }
        stops
            .with(|stops| stops.iter().map(|stop| stop.name.clone()).collect::<Vec<_>>())
            .join(" · ")
    };
    let here = move || answer.with(|answer| matches!(answer, Answer::Here(_)));
    let alerts = Memo::new(move |_| {
        answer.with(|answer| answer.here().map(|found| found.alerts.clone()).unwrap_or_default())
    });
    let fresh = move || {
        answer.with(|answer| {
            let source = &answer.here()?.source;
            Some((
                names::freshness(source, now.get()),
                matches!(source.freshness(now.get(), today()), Freshness::Live(_)),
            ))
        })
    };
    let whole: NodeRef<html::Div> = NodeRef::new();
    let fill = Callback::new(move |()| {
        // A browser that cannot leaves the page as it is.
        if let Some(whole) = whole.get_untracked() {
            let _ = whole.request_fullscreen();
        }
    });
    view! {
        <div class="board" node_ref=whole>
            <Page title=Signal::derive(title) usable=Signal::derive(here)>
                <p class="board__clock number">{dynamic(move || names::time(now.get()))}</p>
                <Waiting answer=answer/>
                {when(move || stops.with(Vec::is_empty), || view! { <p>{t("transit.board.choose")}</p> })}
                {when(move || here() && rows.with(Vec::is_empty), || view! { <p role="status">{t("transit.departures.none")}</p> })}
                <table class="board__table" role="table">
                    <thead class="hidden-visually" role="rowgroup"><tr role="row">
                        <th scope="col" role="columnheader">{t("transit.line")}</th><th scope="col" role="columnheader">{t("transit.board.to")}</th>
                        <th scope="col" role="columnheader">{t("transit.board.platform")}</th><th scope="col" role="columnheader">{t("transit.board.when")}</th>
                    </tr></thead>
                    <tbody role="rowgroup">
                        {dynamic(move || {
                            let now = now.get();
                            rows.get().into_iter().map(|one| row(one, now)).collect_view()
                        })}
                    </tbody>
                </table>
                <AlertList of=alerts/>
                {dynamic(move || fresh().map(|(words, live)| view! {
                    <p class=if live { "age age--live" } else { "age age--saved" }>{words}</p>
                }))}
                <WalkField stops=stops walk=walk/>
                <p class="board__fill"><Button label=Signal::derive(t("transit.board.fill")) on_press=fill/></p>
            </Page>
        </div>
    }
}

fn row(one: Departure, now: transit::Moment) -> impl IntoView {
    let cancelled = one.timing.is_cancelled();
    let when = if cancelled {
        text("transit.cancelled", &[])
    } else {
        names::countdown(one.timing.expected(), now)
    };
    let line = names::line(&one.line);
    // The roles stay when a narrow screen puts the cells below each other.
    view! {
        <tr role="row" class=if cancelled { "board__row board__row--cancelled" } else { "board__row" }>
            <td role="cell"><LineSign line=one.line.clone()/><span class="hidden-visually">{line}</span></td>
            <td role="cell" class="board__to"><bdi>{one.headsign}</bdi></td>
            <td role="cell">{one.platform.name().map(str::to_owned)}</td>
            <td role="cell" class="board__when number"><strong>{when}</strong> {super::parts::times(one.timing)}</td>
        </tr>
    }
}

/// How long one walks to the stop.
#[component]
fn WalkField(stops: Memo<Vec<Spot>>, walk: Memo<i64>) -> impl IntoView {
    let address = move |minutes: i64| {
        let question =
            query::Departures { stops: stops.get(), around: Around::Now, until: None, most: MOST };
        let query = question.query();
        let query = query.split("&most=").next().unwrap_or_default().to_owned();
        ["/transit/board?", &query, "&walk=", &minutes.to_string()].concat()
    };
    view! {
        <div class="row" role="group" aria-label=t("transit.board.walk")>
            <span class="muted">{t("transit.board.walk")}</span>
            {WALKS.into_iter().map(|minutes| {
                let pressed = move || (walk.get() == minutes).to_string();
                let go = move |_| navigation::replace(&address(minutes));
                view! { <button type="button" class="chip" aria-pressed=pressed on:click=go>{move || names::minutes(minutes)}</button> }
            }).collect_view()}
        </div>
    }
    .part()
}
