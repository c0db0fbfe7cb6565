//! What is on loan, due soonest first: renew one, the chosen, or all.
use super::super::parts::focus;
use super::renewals::{Renewal, renewed, shown};
use super::{calendar::calendar, heading, mark};
use crate::i18n::{plural, t, text};
use crate::modules::library::state::{self, use_library, zone};
use crate::modules::library::{account, names};
use crate::task;
use crate::ui::{Button, Look, dynamic, when};
use leptos::prelude::*;
use library::account::{self as entries, CardId, Entry, Urgency};
use library::document::Document;
use library::renew::{Obstacle, Renewable, Situation, renewable};
use library::scope::Scopes;

/// One loan and what can be done with it.
#[derive(Clone, PartialEq)]
pub struct Loan {
    /// On which card.
    pub card: CardId,
    /// What is on loan.
    pub document: Document,
    urgency: Urgency,
    renewable: Renewable,
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
            // What was pressed is gone with the old list.
            focus("#renewals");
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
            <div id="renewals" class="said" role="status" tabindex="-1">{dynamic(move || results.with(|all| (!all.is_empty()).then(|| shown(all))))}</div>
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
