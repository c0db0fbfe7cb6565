//! What is on loan, due soonest first: renew one, the chosen, or all, and what became of each.
use super::super::account;
use super::super::names;
use super::super::state::{self, use_library, zone};
use super::account::{heading, mark};
use crate::i18n::{format, plural, t, text};
use crate::task;
use crate::ui::{
    Alert, Button, IconName, IntoPart, Look, Part, Severity, dynamic, file_address, when,
};
use leptos::prelude::*;
use library::account::{self as entries, CardId, Entry, Urgency};
use library::document::Document;
use library::failure::Failure;
use library::outcome::{Action, Outcome};
use library::reminder::{self, Reminder};
use library::renew::{Obstacle, Renewable, Situation, renewable};
use library::request::Wanted;
use library::scope::Scopes;

/// One loan and what can be done with it.
#[derive(Clone, PartialEq)]
struct Loan {
    card: CardId,
    document: Document,
    urgency: Urgency,
    renewable: Renewable,
}

/// What became of a loan that was to be renewed.
#[derive(Clone, PartialEq)]
struct Renewal {
    document: Document,
    outcome: Result<Outcome, Failure>,
}

fn loans() -> Vec<Loan> {
    let state = use_library();
    let today = state::today();
    let rules = state.settings.with(|settings| settings.rules.clone());
    state.accounts.with(|all| {
        let judged = entries::due(all, &zone).into_iter().map(|entry: Entry<'_>| {
            let account = all.iter().find(|account| account.card == *entry.card);
            let scopes = account::session(state, entry.card).map(|session| session.scopes);
            let situation = Situation {
                // Without a session a sign-in comes first; what it allows is seen then.
                scopes: scopes.unwrap_or_else(Scopes::wanted),
                patron: account.and_then(|account| account.patron.as_ref()),
                fees: account.and_then(|account| account.fees.as_ref()),
                rules: &rules,
                today,
            };
            Loan {
                card: entry.card.clone(),
                document: entry.document.clone(),
                urgency: entry.urgency(today, &zone),
                renewable: renewable(entry.document, &situation, &zone),
            }
        });
        judged.collect()
    })
}

/// The loans.
#[component]
pub fn Loans() -> impl IntoView {
    let loans = Memo::new(|_| loans());
    let chosen = RwSignal::new(Vec::<String>::new());
    let results = RwSignal::new(Vec::<Renewal>::new());
    let busy = RwSignal::new(false);
    let renew = move |wanted: Vec<Loan>| {
        if busy.get_untracked() || wanted.is_empty() {
            return;
        }
        busy.set(true);
        results.set(Vec::new());
        task::begin(async move {
            let found = renewed(wanted).await;
            chosen.try_set(Vec::new());
            results.try_set(found);
            busy.try_set(false);
            let _ =
                document().get_element_by_id("renewals").map(|element| element.scroll_into_view());
        });
    };
    let possible = move || {
        loans.with(|all| {
            all.iter()
                .filter(|loan| !matches!(loan.renewable, Renewable::No(_)))
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let all = Callback::new(move |()| {
        let chosen = chosen.get_untracked();
        let wanted = untrack(possible);
        let only: Vec<Loan> =
            wanted.iter().filter(|loan| chosen.contains(&key(&loan.document))).cloned().collect();
        renew(if only.is_empty() { wanted } else { only });
    });
    let label = move || {
        let chosen = chosen.with(Vec::len);
        if chosen > 0 {
            plural("library.renew.chosen", names::number(chosen), &[])
        } else {
            plural("library.renew.all", names::number(possible().len()), &[])
        }
    };
    let one = Callback::new(move |loan: Loan| renew(vec![loan]));
    view! {
        <section class="stack stack--tight" aria-labelledby="loans">
            <h2 id="loans">{t("library.loans")}</h2>
            {when(move || loans.with(Vec::is_empty), || view! { <p role="status">{t("library.loans.none")}</p> })}
            <div id="renewals" role="status">{dynamic(move || results.with(|all| (!all.is_empty()).then(|| shown(all))))}</div>
            {when(move || !possible().is_empty(), move || view! {
                <p><Button look=Look::Primary busy label=Signal::derive(label) on_press=all/></p>
            })}
            <ul class="hits kern-card loans">
                {dynamic(move || loans.get().into_iter().map(|loan| row(loan, chosen, one, busy)).collect_view())}
            </ul>
            {when(move || loans.with(|all| !all.is_empty()), move || calendar(loans))}
        </section>
    }
}

/// By what a loan is told from others while it is on the page.
fn key(document: &Document) -> String {
    document.key().map(ToString::to_string).unwrap_or_default()
}

/// Renews, card by card.
async fn renewed(wanted: Vec<Loan>) -> Vec<Renewal> {
    let mut cards: Vec<CardId> = Vec::new();
    for loan in &wanted {
        if !cards.contains(&loan.card) {
            cards.push(loan.card.clone());
        }
    }
    let mut results = Vec::new();
    for card in cards {
        let of_card: Vec<Document> = wanted
            .iter()
            .filter(|loan| loan.card == card)
            .map(|loan| loan.document.clone())
            .collect();
        let asked = of_card.iter().map(Wanted::of).collect();
        match account::act(&card, Action::Renew, asked).await {
            Ok(outcomes) => results.extend(
                of_card
                    .into_iter()
                    .zip(outcomes)
                    .map(|(document, outcome)| Renewal { document, outcome: Ok(outcome) }),
            ),
            Err(failure) => results.extend(
                of_card
                    .into_iter()
                    .map(|document| Renewal { document, outcome: Err(failure.clone()) }),
            ),
        }
        // Whether it worked or not: what the account says now counts.
        let _ = account::refresh(&card).await;
    }
    results
}

/// What became of each.
fn shown(all: &[Renewal]) -> Part {
    let done = all.iter().filter(|one| matches!(one.outcome, Ok(Outcome::Done(_)))).count();
    let severity = if done == all.len() { Severity::Success } else { Severity::Warning };
    let title = text(
        "library.renew.result",
        &[
            ("done", &format::number(names::number(done))),
            ("all", &format::number(names::number(all.len()))),
        ],
    );
    let rows = all.iter().map(|one| {
        let old = one.document.end.map(names::when);
        let words = match &one.outcome {
            Ok(outcome @ Outcome::Done(_)) => match (old, outcome.end().map(names::when)) {
                (Some(old), Some(new)) => {
                    text("library.renew.moved", &[("old", &old), ("new", &new)])
                }
                (None, Some(new)) => text("library.due", &[("day", &new)]),
                _ => text(outcome.message_key(Action::Renew), &[]),
            },
            Ok(outcome) => match outcome.text() {
                Some(own) => text("library.renew.refused", &[("reason", own)]),
                None => text(outcome.message_key(Action::Renew), &[]),
            },
            Err(failure) => {
                [text(failure.message_key(), &[]), names::next_step(failure)].join(". ")
            }
        };
        let title = one.document.title().to_owned();
        view! { <li><bdi><strong>{title}</strong></bdi>": "<bdi>{words}</bdi></li> }
    });
    let rows = rows.collect_view();
    view! { <Alert severity title=Signal::stored(title)><ul>{rows}</ul></Alert> }.part()
}

fn row(
    loan: Loan,
    chosen: RwSignal<Vec<String>>,
    renew: Callback<Loan>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let document = &loan.document;
    let (class, due) = due_words(document, loan.urgency);
    let id = key(document);
    let reason = match &loan.renewable {
        Renewable::No(obstacle) => Some(obstacle_words(obstacle)),
        _ => None,
    };
    let open = reason.is_none();
    let renewals = document
        .renewals
        .filter(|renewals| *renewals > 0)
        .map(|renewals| plural("library.renewals", f64::from(renewals), &[]));
    let (heading, mark) = (heading(document), mark(&loan.card));
    let label = text("library.renew.choose", &[("title", document.title())]);
    let is_chosen = {
        let id = id.clone();
        move || chosen.with(|all| all.contains(&id))
    };
    let toggle = move |_| {
        chosen.update(|all| {
            if all.contains(&id) {
                all.retain(|known| *known != id);
            } else {
                all.push(id.clone());
            }
        });
    };
    let press = Callback::new(move |()| renew.run(loan.clone()));
    view! {
        <li class="loan">
            {open.then(|| view! { <input type="checkbox" class="loan__choose" aria-label=label prop:checked=is_chosen on:change=toggle/> })}
            <span class="hit__text">
                {heading}
                <span class=class>{due}</span>
                {renewals.map(|renewals| view! { <span class="muted small">{renewals}</span> })}
                {reason.map(|reason| view! { <span class="loan__reason"><bdi>{reason}</bdi></span> })}
                {mark}
            </span>
            {open.then(|| view! { <Button look=Look::Tertiary busy label=Signal::derive(t("library.renew")) on_press=press/> })}
        </li>
    }
}

/// When it is due: class of the badge and the words.
fn due_words(document: &Document, urgency: Urgency) -> (&'static str, String) {
    let day = document.end.map(names::when).unwrap_or_default();
    match urgency {
        Urgency::Over(days) => (
            "kern-badge kern-badge--danger",
            plural("library.due.over", f64::from(days), &[("day", &day)]),
        ),
        Urgency::Today | Urgency::Soon(_) => {
            ("kern-badge kern-badge--warning", text("library.due", &[("day", &day)]))
        }
        Urgency::Later => ("kern-badge", text("library.due", &[("day", &day)])),
        Urgency::Unknown => ("kern-badge", text("library.due.unknown", &[])),
    }
}

/// Why it cannot be renewed; the library's own words win.
fn obstacle_words(obstacle: &Obstacle) -> String {
    let key = obstacle.message_key();
    let number = |count: u32| plural(key, f64::from(count), &[]);
    match obstacle {
        Obstacle::Said(words) => text(key, &[("reason", words)]),
        Obstacle::Kind(Some(kind)) => {
            text("library.notRenewable.kind.named", &[("kind", &names::own(kind))])
        }
        Obstacle::Reserved(count) | Obstacle::LimitReached(count) | Obstacle::Overdue(count) => {
            number(*count)
        }
        Obstacle::TooEarly(day) => text(key, &[("day", &names::day(*day))]),
        Obstacle::Fees(Some(sum)) => {
            text("library.notRenewable.fees.sum", &[("sum", &names::money(*sum))])
        }
        _ => text(key, &[]),
    }
}

/// A calendar file with an alarm two days before each due date.
fn calendar(loans: Memo<Vec<Loan>>) -> impl IntoView {
    let address = Memo::new(move |before: Option<&String>| {
        if let Some(before) = before {
            // An address that was never given out needs no taking back.
            let _ = web_sys::Url::revoke_object_url(before);
        }
        loans.with(|all| file_address(&ics(all), "text/calendar"))
    });
    on_cleanup(move || {
        address.with_untracked(|address| {
            let _ = web_sys::Url::revoke_object_url(address);
        });
    });
    view! {
        <p><a class="kern-btn kern-btn--tertiary" href=address download="library.ics">
            <crate::ui::Icon name=IconName::Calendar/><span>{t("library.due.calendar")}</span>
        </a></p>
    }
}

fn ics(all: &[Loan]) -> String {
    let titles: Vec<String> = all
        .iter()
        .map(|loan| text("library.due.back", &[("title", loan.document.title())]))
        .collect();
    let reminders: Vec<Reminder<'_>> = all
        .iter()
        .zip(&titles)
        .map(|(loan, summary)| Reminder { card: &loan.card, document: &loan.document, summary })
        .collect();
    reminder::file(&reminders, dates::Timestamp(format::now()), &zone)
}
