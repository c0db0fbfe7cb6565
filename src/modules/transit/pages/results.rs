//! What was found: one entry a journey, with a bar of its lines and walks.
use super::super::keep::KeptJourney;
use super::super::state::{Answer, answer_to, minute, use_transit};
use super::super::{names, planner};
use super::alerts::AlertList;
use super::ends::name_of;
use super::parts::{ClockChange, LineSign, PlannerFailed, SourceLine, Waiting};
use super::turn::{Heard, Turn, after, before, choose};
use crate::i18n::{plural, t, text};
use crate::module::Finding;
use crate::task;
use crate::ui::{Button, Icon, IconName, IntoPart, Part, announce, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;
use transit::answer::{Journeys, Kind};
use transit::query;
use transit::{Journey, Leg, Moment, Question, Trouble, url};

/// How much earlier a journey is asked for again than it begins, in seconds.
const EARLY: i64 = 180;

thread_local! { static EXPECTED: Cell<bool> = const { Cell::new(false) }; }

/// The form was sent: the results that come take the focus.
pub fn expect() {
    EXPECTED.set(true);
}

/// The journeys of a question.
#[component]
pub fn Results(question: query::Journeys, appointment: Option<String>) -> impl IntoView {
    let same = question.from.is_same_place(&question.to);
    let title = {
        let question = question.clone();
        move || {
            let (from, to) = (name_of(&question.from), name_of(&question.to));
            text("transit.results", &[("from", &from), ("to", &to)])
        }
    };
    let heading: NodeRef<html::H2> = NodeRef::new();
    Effect::new(move || {
        if let Some(heading) = heading.get()
            && EXPECTED.take()
        {
            request_animation_frame(move || drop(heading.focus()));
        }
    });
    view! {
        <section class="stack" aria-labelledby="results">
            <h2 id="results" tabindex="-1" node_ref=heading>{title}</h2>
            {if same {
                view! { <super::parts::TroubleBox trouble=Trouble::from(Kind::SamePlace)/> }.part()
            } else {
                view! { <List question appointment/> }.part()
            }}
        </section>
    }
}

#[component]
fn List(question: query::Journeys, appointment: Option<String>) -> impl IntoView {
    let when_asked = question.when;
    let turn = RwSignal::new(Turn::default());
    let own = {
        let question = question.clone();
        answer_to::<Journeys>(Signal::derive(move || {
            let page = turn.with(|turn| turn.own.clone());
            Some(Question::Journeys(query::Journeys { page, ..question.clone() }))
        }))
    };
    // Asked once for each page, not at every tick of the clock: planners count.
    let heard = RwSignal::new((Turn::default(), Heard::Nothing));
    let asked = question.clone();
    Effect::new(move || {
        let this = turn.get();
        if !this.is_first() && this.theirs.is_none() {
            return;
        }
        let question = query::Journeys { page: this.theirs.clone(), ..asked.clone() };
        task::begin(async move {
            let answer = match planner::ask::<Journeys>(&Question::Journeys(question)).await {
                Some(Ok(found)) => Heard::Answer(Box::new(found)),
                Some(Err(trouble)) => Heard::Failed(trouble),
                None if this.theirs.is_some() => Heard::Failed(Kind::Unreachable.into()),
                None => return,
            };
            // The page may be gone, or turned again meanwhile.
            if turn.try_with_untracked(|turn| *turn == this) == Some(true) {
                heard.try_set((this, answer));
            }
        });
    });
    // What was shown stays until there is something else, and the focus with it.
    let shown = Memo::new(move |before: Option<&Option<Journeys>>| {
        let turn = turn.get();
        let found = heard.with(|(of, heard)| {
            let heard = if *of == turn { heard } else { &Heard::Nothing };
            own.with(|own| choose(&turn, heard, own, when_asked))
        });
        let is_trouble = own.with(|own| matches!(own, Answer::Trouble(_)));
        found.or_else(|| before.cloned().flatten().filter(|_| !is_trouble))
    });
    let failed = Signal::derive(move || {
        if shown.with(Option::is_none) {
            return None;
        }
        heard.with(|(of, heard)| match heard {
            Heard::Failed(trouble) if turn.with(|turn| turn == of) => {
                planner::failure(trouble.clone())
            }
            _ => None,
        })
    });
    let journeys = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map(|shown| shown.journeys.clone()).unwrap_or_default())
    });
    let seen = use_transit().seen;
    Effect::new(move || seen.set(journeys.get()));
    let keys =
        Memo::new(move |_| journeys.with(|all| all.iter().map(Journey::key).collect::<Vec<_>>()));
    let alerts = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map(|shown| shown.alerts.clone()).unwrap_or_default())
    });
    let go = move |to: fn(&Journeys) -> Option<Turn>| {
        Callback::new(move |()| {
            if let Some(to) = shown.with_untracked(|shown| shown.as_ref().and_then(to)) {
                turn.set(to);
            }
        })
    };
    let (earlier, later) = (go(before), go(after));
    let has = move |to: fn(&Journeys) -> Option<Turn>| {
        shown.with(|shown| shown.as_ref().and_then(to).is_some())
    };
    // Who does not see that the list is another one hears it.
    let first = Memo::new(move |_| journeys.with(|all| all.first().map(Journey::departure)));
    Effect::new(move || {
        if let Some(first) = first.get()
            && turn.with_untracked(|turn| !turn.is_first())
        {
            announce(&text("transit.alert.from", &[("time", &names::moment(first))]));
        }
    });
    let within = Signal::derive(move || {
        journeys.with(|all| Some((all.first()?.departure(), all.last()?.arrival())))
    });
    let here = move || shown.with(Option::is_some);
    let now = minute();
    view! {
        {when(move || !here(), move || view! { <Waiting answer=own/> })}
        <PlannerFailed why=failed/>
        <ClockChange within=within/>
        <AlertList of=alerts/>
        {when(move || has(before), move || view! { <p><Button label=Signal::derive(t("transit.earlier")) on_press=earlier/></p> })}
        {when(move || here() && journeys.with(Vec::is_empty), || view! { <super::parts::TroubleBox trouble=Trouble::from(Kind::NoJourney)/> })}
        <ol class="journeys plain-list">
            <For each=move || keys.get() key=Clone::clone children={
                let (question, appointment) = (question.clone(), appointment.clone());
                move |key| {
                    let (question, appointment, wanted) = (question.clone(), appointment.clone(), key.clone());
                    let one = Memo::new(move |_| journeys.with(|all| all.iter().find(|one| one.key() == wanted).cloned()));
                    view! { <li>{dynamic(move || one.get().map(|one| {
                        let address = address(&question, &one, appointment.as_deref());
                        entry(&one, address, now)
                    }))}</li> }
                }
            }/>
        </ol>
        {when(move || has(after), move || view! { <p><Button label=Signal::derive(t("transit.later")) on_press=later/></p> })}
        <SourceLine of=Signal::derive(move || shown.with(|shown| shown.as_ref().map(|shown| shown.source.clone())))/>
    }
}

/// The page of one journey: its question, asked so that it is among the answers again, and which of them.
fn address(question: &query::Journeys, journey: &Journey, appointment: Option<&str>) -> String {
    let mut again = question.clone();
    again.page = None;
    // A vehicle may turn out to be early.
    let early = if journey.rides().next().is_some() { EARLY } else { 0 };
    again.when = query::When::Depart(journey.departure().plus(-early));
    let mut address =
        ["/transit/journey?", &again.query(), "&key=", &url::encoded(&journey.key())].concat();
    if let Some(appointment) = appointment {
        address.push_str("&for=");
        address.push_str(appointment);
    }
    address
}

fn entry(journey: &Journey, address: String, now: Memo<Moment>) -> Part {
    let (start, end) = (journey.departure(), journey.arrival());
    let broken = journey.is_broken();
    let spoken = summary(journey);
    let note = if broken { Some(text("transit.broken", &[])) } else { delays(journey) };
    view! {
        <a class="journey kern-card" href=address>
            <span class="hidden-visually">{spoken}</span>
            <span class="journey__head" aria-hidden="true">
                <strong class="number">{names::moment(start)} " – " {names::time(end)}</strong>
                <span class="number">{names::length(journey)}</span>
            </span>
            {bar(journey)}
            <span class="journey__foot small muted" aria-hidden="true">
                <span>{changes(journey)}</span>
                <span class="number">{dynamic(move || names::countdown(start, now.get()))}</span>
                {note.map(|note| view! { <span class=if broken { "kern-badge kern-badge--danger" } else { "kern-badge" }>
                    {broken.then(|| view! { <Icon name=IconName::Warning/> })}{note}
                </span> })}
            </span>
        </a>
    }
    .part()
}

/// How often one changes.
pub fn changes(journey: &Journey) -> String {
    if journey.rides().next().is_none() {
        return text("transit.onFoot", &[]);
    }
    match journey.changes() {
        0 => text("transit.changes.0", &[]),
        #[allow(clippy::cast_precision_loss, reason = "a handful of changes")]
        changes => plural("transit.changes", changes as f64, &[]),
    }
}

/// What is known of the first ride.
fn delays(journey: &Journey) -> Option<String> {
    names::delay(journey.rides().next()?.board.timing()?)
}

/// A journey, to be read aloud.
pub fn summary(journey: &Journey) -> String {
    let from_to = text(
        "transit.summary",
        &[("from", &names::moment(journey.departure())), ("to", &names::time(journey.arrival()))],
    );
    let legs = journey.legs().map(|leg| match leg {
        Leg::Ride(ride) => Some(names::line_to(&ride.line, &ride.headsign)),
        Leg::Walk(walk) if walk.metres > 0 => Some(names::walk(walk.metres, walk.seconds)),
        Leg::Walk(_) => None,
    });
    let broken = journey.is_broken().then(|| text("transit.broken", &[]));
    let head = [
        Some(from_to),
        broken,
        Some(names::length(journey)),
        Some(changes(journey)),
        delays(journey),
    ];
    names::join(head.into_iter().chain(legs))
}

/// A bar of lines and walks, each as long as it takes. Without words: the summary says them.
fn bar(journey: &Journey) -> Part {
    let part = |leg: &Leg| {
        let seconds = leg.end().since(leg.start()).max(60);
        let share = seconds.to_string();
        match leg {
            Leg::Ride(ride) => {
                let colour = ride.line.colour.map(transit::line::Colour::hex);
                view! { <span class="bar__ride" style:flex-grow=share style:--line-colour=colour><LineSign line=ride.line.clone()/></span> }.part()
            }
            Leg::Walk(walk) if walk.metres > 0 => {
                let metres = crate::i18n::format::distance(f64::from(walk.metres));
                view! { <span class="bar__walk" style:flex-grow=share><span class="small">{metres}</span></span> }.part()
            }
            Leg::Walk(_) => ().part(),
        }
    };
    view! { <span class="bar" aria-hidden="true">{journey.legs().map(part).collect_view()}</span> }
        .part()
}

/// A kept journey as an entry of a list.
pub fn kept_finding(kept: &KeptJourney) -> Finding {
    let journey = &kept.journey;
    let when = names::moment(journey.departure());
    let lines: Vec<String> = journey.rides().map(|ride| names::line(&ride.line)).collect();
    let lines = if lines.is_empty() { text("transit.onFoot", &[]) } else { lines.join(" → ") };
    Finding {
        title: text("transit.kept.title", &[("time", &when), ("to", &kept.to)]),
        detail: Some(names::join([
            journey.is_broken().then(|| text("transit.broken", &[])),
            Some(lines),
            Some(names::length(journey)),
            delays(journey),
        ])),
        href: ["/transit/journey?kept=", &url::encoded(&journey.key())].concat(),
    }
}
