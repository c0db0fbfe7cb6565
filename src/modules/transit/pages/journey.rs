//! One journey: what to do now, every leg with its stops, changes with their slack; keep, share, calendar. A kept one
//! is shown at once and refreshes itself.
use super::super::check::{Checked, Found, Wanted, checked};
use super::super::keep::{self, KeptJourney};
use super::super::state::{Answer, use_transit};
use super::super::{names, supply};
use super::alerts::AlertList;
use super::drawing::Drawing;
use super::legs::legs;
use super::now::Now;
use super::parts::{PlannerFailed, SourceLine, Waiting, parameters};
use super::results::{changes, summary};
use crate::i18n::{format, t, text};
use crate::task;
use crate::ui::{
    Alert, Button, ButtonLink, Icon, IconName, Look, Page, Severity, announce, dynamic, when,
};
use leptos::prelude::*;
use transit::source::By;
use transit::url::Parameters;
use transit::{Journey, Moment, Question, ics, query};

/// The page.
#[component]
pub fn JourneyPage() -> impl IntoView {
    supply::look();
    let state = use_transit();
    let given = parameters();
    let key = Memo::new(move |_| {
        given.with(|given| given.get("key").or_else(|| given.get("kept")).map(str::to_owned))
    });
    let kept = Memo::new(move |_| {
        let key = key.get()?;
        state.journeys.with(|all| all.iter().find(|kept| kept.journey.key() == key).cloned())
    });
    // A kept one asks its own question again, another the one of the address. One that is kept no longer stays on
    // the page.
    let question = Memo::new(move |before: Option<&Option<query::Journeys>>| {
        let asked = match kept.with(|kept| kept.as_ref().map(|kept| kept.question.clone())) {
            Some(address) => match Question::parse(&address) {
                Some(Question::Journeys(question)) => Some(question),
                _ => None,
            },
            None => given.with(query::Journeys::parse),
        };
        asked.or_else(|| before.cloned().flatten())
    });
    let wanted = Memo::new(move |_| {
        let (question, key) = (question.get()?, key.get()?);
        // Looked up once: what is newly known of it must not begin the search anew.
        let seen =
            state.seen.with_untracked(|all| all.iter().find(|one| one.key() == key).cloned());
        let kept = kept.get_untracked();
        let by = kept.as_ref().map_or(By::Device, |kept| kept.by);
        Some(Wanted { question, key, seen: kept.map(|kept| kept.journey).or(seen), by })
    });
    let (checked, failed) = checked(wanted);
    let found = Memo::new(move |_| {
        checked.with(|checked| match checked {
            Checked::Known(found) => Some((**found).clone()),
            _ => None,
        })
    });
    let shown = Memo::new(move |_| {
        let found = found.with(|found| found.as_ref().map(|found| found.journey.clone()));
        found.or_else(|| kept.get().map(|kept| kept.journey)).or_else(|| wanted.get()?.seen)
    });
    let alerts = Memo::new(move |_| {
        let found = found.with(|found| found.as_ref().map(|found| found.alerts.clone()));
        found.or_else(|| kept.get().map(|kept| kept.alerts)).unwrap_or_default()
    });
    // A kept one takes what is newly known.
    Effect::new(move || {
        let (Some(found), Some(kept)) = (found.get(), kept.get_untracked()) else { return };
        task::begin(keep::take(state, kept, found));
    });
    let title = move || {
        kept.with(|kept| kept.as_ref().map(|kept| (kept.from.clone(), kept.to.clone())))
            .or_else(|| question.with(|question| question.as_ref().map(super::plan::way)))
            .map_or_else(
                || text("transit.journey", &[]),
                |(from, to)| text("transit.results", &[("from", &from), ("to", &to)]),
            )
    };
    let gone = move || checked.with(|checked| matches!(checked, Checked::Gone));
    let nothing = move || {
        state.restored.get() && question.with(Option::is_none) && kept.with(Option::is_none)
    };
    let waiting = Signal::derive(move || {
        checked.with(|checked| match checked {
            Checked::Asking => Answer::Asking,
            Checked::Known(_) | Checked::Gone => Answer::Here(()),
            Checked::Trouble(trouble) => Answer::Trouble(trouble.clone()),
        })
    });
    let unchecked = move || checked.with(|checked| matches!(checked, Checked::Trouble(_)));
    view! {
        <Page title=Signal::derive(title) usable=Signal::derive(move || shown.with(Option::is_some))>
            {when(move || shown.with(Option::is_none) && question.with(Option::is_some), move || view! { <Waiting answer=waiting/> })}
            {when(move || gone() || nothing(), move || view! { <Gone question=question/> })}
            <PlannerFailed why=failed/>
            {when(move || !gone(), move || view! { <Now journey=shown/> })}
            {when(move || unchecked() && kept.with(Option::is_some), move || view! { <KeptAge kept=kept/> })}
            <AlertList of=alerts/>
            {dynamic(move || shown.get().map(|journey| view! { <Whole journey question=question.get() alerts=alerts found=found given/> }))}
            <SourceLine of=Signal::derive(move || found.with(|found| found.as_ref().map(|found| found.source.clone())))/>
        </Page>
    }
}

/// How old a kept journey is that could not be looked up again.
#[component]
fn KeptAge(kept: Memo<Option<KeptJourney>>) -> impl IntoView {
    dynamic(move || {
        kept.get().map(|kept| {
            view! { <p class="age age--saved"><Icon name=IconName::Offline/><span>{text("transit.fresh.saved", &[("time", &names::moment(kept.at))])}</span></p> }
        })
    })
}

/// The journey is not among the answers any more.
#[component]
fn Gone(question: Memo<Option<query::Journeys>>) -> impl IntoView {
    let address = move || {
        question.with(|question| {
            question.as_ref().map_or_else(
                || "/transit/journeys".to_owned(),
                |question| ["/transit/journeys?", &question.query()].concat(),
            )
        })
    };
    view! {
        <Alert severity=Severity::Warning title=Signal::derive(t("transit.journey.gone"))><p>{t("transit.journey.gone.text")}</p></Alert>
        {dynamic(move || view! { <p><ButtonLink icon=IconName::Search href=address() label=Signal::derive(t("transit.plan.search"))/></p> })}
    }
}

#[component]
fn Whole(
    journey: Journey,
    question: Option<query::Journeys>,
    alerts: Memo<Vec<transit::Alert>>,
    found: Memo<Option<Found>>,
    given: Memo<Parameters>,
) -> impl IntoView {
    let legs = legs(&journey);
    let head = names::join([Some(names::length(&journey)), Some(changes(&journey))]);
    view! {
        <p class="number"><strong>{names::moment(journey.departure())} " – " {names::moment(journey.arrival())}</strong> " " <span class="muted">{head}</span></p>
        <Actions journey=journey.clone() question alerts found given/>
        <ol class="legs plain-list">{legs}</ol>
        <Drawing journey/>
    }
}

/// Keep, share, calendar, other journeys.
#[component]
fn Actions(
    journey: Journey,
    question: Option<query::Journeys>,
    alerts: Memo<Vec<transit::Alert>>,
    found: Memo<Option<Found>>,
    given: Memo<Parameters>,
) -> impl IntoView {
    let state = use_transit();
    let is_kept = {
        let journey = journey.clone();
        Memo::new(move |_| {
            state.journeys.with(|all| all.iter().any(|kept| kept.journey.is_same(&journey)))
        })
    };
    let appointment = given.with_untracked(|given| given.get("for").map(str::to_owned));
    let beside = appointment.is_some();
    let beside_what = appointment.as_ref().map(|number| ["&for=", number].concat());
    let others = question.as_ref().map(|question| {
        ["/transit/journeys?", &question.query(), beside_what.as_deref().unwrap_or_default()]
            .concat()
    });
    let keep_it = question.clone().map(|question| {
        let journey = journey.clone();
        Callback::new(move |()| {
            let (from, to) = super::plan::way(&question);
            let kept = KeptJourney {
                journey: journey.clone(),
                alerts: alerts.get_untracked(),
                question: Question::Journeys(question.clone()).address(),
                from,
                to,
                appointment: appointment.clone(),
                at: Moment(format::now()),
                by: found.with_untracked(|found| {
                    found.as_ref().map_or(By::Device, |found| found.source.by)
                }),
            };
            let journey = journey.clone();
            task::begin(async move {
                if is_kept.get_untracked() {
                    keep::remove_journey(state, &journey).await;
                    announce(&text("transit.journey.forgotten", &[]));
                } else {
                    keep::add_journey(state, kept).await;
                    announce(&text("transit.journey.kept", &[]));
                }
            });
        })
    });
    let label = move || {
        text(
            match (is_kept.get(), beside) {
                (true, _) => "transit.journey.forget",
                (false, true) => "transit.journey.keep.beside",
                (false, false) => "transit.journey.keep",
            },
            &[],
        )
    };
    let origin = window().location().origin().unwrap_or_default();
    let link = question.as_ref().map(|question| {
        [
            &origin,
            "/transit/journey?",
            &question.query(),
            "&key=",
            &transit::url::encoded(&journey.key()),
        ]
        .concat()
    });
    let file = {
        let (from, to) = question.as_ref().map(super::plan::way).unwrap_or_default();
        let title = text("transit.results", &[("from", &from), ("to", &to)]);
        ics::file(
            &journey,
            &title,
            &summary(&journey),
            link.as_deref().unwrap_or(&origin),
            Moment(format::now()),
        )
    };
    let address = crate::ui::file_address(&file, "text/calendar;charset=utf-8");
    on_cleanup({
        let address = address.clone();
        move || {
            // An address that stays only takes a little memory until the page is closed.
            let _ = web_sys::Url::revoke_object_url(&address);
        }
    });
    view! {
        <div class="row">
            {keep_it.map(|press| view! { <Button look=Look::Primary icon=IconName::Done label=Signal::derive(label) on_press=press/> })}
            {link.map(|link| {
                let share = Callback::new(move |()| crate::ui::share(&link, "transit.copied"));
                view! { <Button icon=IconName::Share label=Signal::derive(t("transit.share")) on_press=share/> }
            })}
            <a class="kern-btn kern-btn--secondary" href=address download="fahrt.ics"><Icon name=IconName::Calendar/><span>{t("transit.calendar")}</span></a>
            {others.map(|others| view! { <ButtonLink look=Look::Tertiary href=others label=Signal::derive(t("transit.others"))/> })}
        </div>
    }
}
