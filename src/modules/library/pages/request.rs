//! Reserving or ordering: on which card, what it costs, where it is picked up. Nothing that costs is ever agreed to for
//! anybody: the first question agrees to nothing, and the library says what must be chosen.
use super::super::asking;
use super::super::names;
use super::super::state::{self, use_library};
use super::parts::{CardChoice, FailureBox, focus};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{Alert, Button, ButtonLink, IconName, IntoPart, Look, Severity, dynamic, when};
use leptos::prelude::*;
use library::availability::{CopyState, Holdings};
use library::condition::{Condition, ConditionKind, Confirm};
use library::failure::{Failure, NextStep};
use library::outcome::{Action, Outcome};
use library::request::Wanted;
use library::{Money, Uri};

/// What can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    wanted: Wanted,
    /// Whether it is fetched from the stacks, not waited for.
    order: bool,
}

/// What the copies let a person ask for: the copy that can be ordered, or to be the next for one that is lent.
pub fn offer(found: &[Holdings]) -> Option<Offer> {
    let copies = || {
        found.iter().flat_map(|holdings| holdings.copies.iter().map(move |copy| (holdings, copy)))
    };
    let orderable = copies().find(|(_, copy)| matches!(copy.state(), CopyState::Order(_)));
    if let Some((holdings, copy)) = orderable {
        let wanted = Wanted {
            item: copy.id.clone(),
            edition: Some(holdings.id.clone()),
            ..Wanted::default()
        };
        return Some(Offer { wanted, order: true });
    }
    // A link, or a day on which it is expected back, say that one can be the next; so do other readers of DAIA.
    let lent = copies().find(|(_, copy)| {
        matches!(
            copy.state(),
            CopyState::Lent { reserve: Some(_), .. } | CopyState::Lent { expected: Some(_), .. }
        )
    });
    lent.map(|(holdings, copy)| {
        let wanted = Wanted {
            item: copy.id.clone(),
            edition: Some(holdings.id.clone()),
            ..Wanted::default()
        };
        Offer { wanted, order: false }
    })
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Ready,
    Choosing(Vec<Condition>),
    Done(Option<String>),
    Refused(String),
    Failed(Failure),
}

/// The button, and what follows it.
#[component]
pub fn Request(
    /// What can be asked for.
    offer: Offer,
) -> impl IntoView {
    let state = use_library();
    let step = RwSignal::new(Step::Ready);
    let busy = RwSignal::new(false);
    let chosen = RwSignal::new(Vec::<(Uri, Vec<Uri>)>::new());
    let first = state.cards.with_untracked(|all| all.first().map(|card| card.id.clone()));
    let card = RwSignal::new(first);
    let order = offer.order;
    let send = {
        let wanted = offer.wanted;
        move |confirm: Confirm| {
            let Some(card) = card.get_untracked() else { return };
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let wanted = wanted.clone().confirming(confirm);
            task::begin(async move {
                let answer = asking::act(&card, Action::Request, vec![wanted]).await;
                let next = match answer.map(|all| all.into_iter().next()) {
                    Err(failure) => Step::Failed(failure),
                    Ok(Some(Outcome::Done(document))) => {
                        let _ = asking::refresh(&card).await;
                        Step::Done(document.end.map(names::when))
                    }
                    Ok(Some(Outcome::Choose(document))) => {
                        let all = document.conditions;
                        chosen.try_set(
                            all.iter().map(|one| (one.id.clone(), one.suggestion())).collect(),
                        );
                        Step::Choosing(all)
                    }
                    Ok(Some(outcome)) => Step::Refused(outcome.text().map_or_else(
                        || text(outcome.message_key(Action::Request), &[]),
                        str::to_owned,
                    )),
                    Ok(None) => Step::Refused(text("library.outcome.unclear", &[])),
                };
                busy.try_set(false);
                let choosing = matches!(next, Step::Choosing(_));
                step.try_set(next);
                focus(if choosing { "#choose" } else { "#request" });
            });
        }
    };
    let send = StoredValue::new(send);
    let begin = Callback::new(move |()| send.with_value(|send| send(Confirm::nothing())));
    let agree = Callback::new(move |()| {
        let confirm = chosen
            .get_untracked()
            .into_iter()
            .fold(Confirm::nothing(), |all, (id, options)| all.with(id, options));
        send.with_value(|send| send(confirm));
    });
    let label = if order { "library.request.order" } else { "library.request.reserve" };
    let back = move || {
        let here = [
            window().location().pathname().unwrap_or_default(),
            window().location().search().unwrap_or_default(),
        ]
        .concat();
        let again =
            card.get_untracked().map(|card| ["&card=", &card.0].concat()).unwrap_or_default();
        ["/library/sign-in?back=", &state::encoded(&here), &again].concat()
    };
    view! {
        <div id="request" class="stack stack--tight" tabindex="-1">
            {dynamic(move || match step.get() {
                Step::Ready => {
                    if state.cards.with(Vec::is_empty) {
                        return view! { <p><ButtonLink look=Look::Primary href=back() label=Signal::derive(t("library.request.signIn"))/></p> }.part();
                    }
                    view! {
                        <CardChoice label="library.request.card" card/>
                        <p><Button look=Look::Primary icon=IconName::Done busy label=Signal::derive(t(label)) on_press=begin/></p>
                    }
                    .part()
                }
                Step::Choosing(conditions) => view! { <Choices conditions chosen busy label agree/> }.part(),
                Step::Done(expected) => view! {
                    <Alert severity=Severity::Success title=Signal::derive(t("library.outcome.requested"))>
                        {expected.map(|day| view! { <p>{text("library.waiting.expected", &[("day", &day)])}</p> })}
                        <p><a href="/library/account">{t("library.account")}</a></p>
                    </Alert>
                }
                .part(),
                Step::Refused(words) => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("library.request.refused"))><p><bdi>{words}</bdi></p></Alert>
                }
                .part(),
                Step::Failed(failure) if failure.next_step() == NextStep::SignInAgain => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("library.signIn.over"))>
                        <p><ButtonLink href=back() label=Signal::derive(t("library.signIn"))/></p>
                    </Alert>
                }
                .part(),
                Step::Failed(failure) => {
                    let again = Callback::new(move |()| {
                        step.set(Step::Ready);
                        focus("#request");
                    });
                    view! { <FailureBox failure again/> }.part()
                }
            })}
        </div>
    }
}

/// What must be chosen and agreed to.
#[component]
fn Choices(
    conditions: Vec<Condition>,
    chosen: RwSignal<Vec<(Uri, Vec<Uri>)>>,
    busy: RwSignal<bool>,
    label: &'static str,
    agree: Callback<()>,
) -> impl IntoView {
    let all = StoredValue::new(conditions.clone());
    let confirm = move || {
        chosen
            .get()
            .into_iter()
            .fold(Confirm::nothing(), |all, (id, options)| all.with(id, options))
    };
    let complete = Memo::new(move |_| {
        let confirm = confirm();
        all.with_value(|all| confirm.open(all).next().is_none())
    });
    let cost = move || {
        let confirm = confirm();
        all.with_value(|all| confirm.cost(all)).filter(|sum: &Money| sum.cents != 0)
    };
    let groups: Vec<_> =
        conditions.iter().enumerate().map(|(place, one)| group(place, one, chosen)).collect();
    let words = move || match cost() {
        Some(sum) => text("library.request.costs", &[("sum", &names::money(sum))]),
        None => text(label, &[]),
    };
    view! {
        <div class="kern-card stack" role="group" aria-labelledby="choose">
            <p id="choose" tabindex="-1"><strong>{t("library.outcome.choose")}</strong></p>
            {groups}
            {when(move || cost().is_some(), || view! { <p>{t("library.request.costs.text")}</p> })}
            {when(move || complete.get(), move || view! { <p><Button look=Look::Primary busy label=Signal::derive(words) on_press=agree/></p> })}
        </div>
    }
}

fn group(
    place: usize,
    condition: &Condition,
    chosen: RwSignal<Vec<(Uri, Vec<Uri>)>>,
) -> impl IntoView + use<> {
    let title = match condition.kind() {
        ConditionKind::Storage => "library.request.place",
        ConditionKind::Fee => "library.request.fee",
        ConditionKind::Other => "library.request.other",
    };
    let (condition_id, multiple) = (condition.id.clone(), condition.multiple);
    let name = format!("condition-{place}");
    let options = condition.options.iter().map(|option| {
        let (kind, id) = (condition_id.clone(), option.id.clone());
        let words = match option.amount {
            Some(sum) => text("library.request.option", &[("option", &option.about), ("sum", &names::money(sum))]),
            None => option.about.clone(),
        };
        let on = {
            let (kind, id) = (kind.clone(), id.clone());
            move || chosen.with(|all| all.iter().any(|(known, ids)| *known == kind && ids.contains(&id)))
        };
        let choose = move |_| {
            chosen.update(|all| {
                let Some((_, ids)) = all.iter_mut().find(|(known, _)| *known == kind) else { return };
                if !multiple {
                    *ids = vec![id.clone()];
                } else if ids.contains(&id) {
                    ids.retain(|known| *known != id);
                } else {
                    ids.push(id.clone());
                }
            });
        };
        let input = if multiple { "checkbox" } else { "radio" };
        view! {
            <label class="choice"><input type=input name=name.clone() prop:checked=on on:change=choose/><bdi>{words}</bdi></label>
        }
    });
    let options = options.collect_view();
    view! { <fieldset class="kern-fieldset stack stack--tight"><legend>{t(title)}</legend>{options}</fieldset> }
}
