//! All accounts in a few lines: what is too late, what is ready, what is due next.
use super::super::names;
use super::super::state::{use_library, zone};
use super::account::freshness;
use crate::i18n::{format, plural, text};
use crate::ui::{AgeLine, IntoPart, Part};
use leptos::prelude::*;
use library::account::{self, Entry, Urgency};

/// What is known of all accounts, and since when; nothing as long as nothing is known.
pub fn known() -> Option<Part> {
    let state = use_library();
    let oldest = state.accounts.with(|all| all.iter().map(|account| account.at.0).min())?;
    let age = if state.troubles.with(Vec::is_empty) {
        // Nobody has asked here, so nobody may say that it cannot be asked.
        let time = format::moment(oldest, format::Style::Moment);
        view! { <p class="muted small">{text("age.live", &[("time", &time)])}</p> }.part()
    } else {
        view! { <AgeLine of=freshness()/> }.part()
    };
    Some(
        view! {
            <ul class="plain-list">{lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {age}
        }
        .part(),
    )
}

/// The lines, the most pressing first.
fn lines() -> Vec<String> {
    let state = use_library();
    let today = state.clock.get().day;
    state.accounts.with(|all| {
        let ready = account::ready(all, &zone).len();
        let due = account::due(all, &zone);
        let is_over = |entry: &&Entry<'_>| matches!(entry.urgency(today, &zone), Urgency::Over(_));
        let over = due.iter().filter(is_over).count();
        let next = due.iter().find(|entry| !is_over(entry)).and_then(|entry| entry.document.end);
        let mut lines = Vec::new();
        if over > 0 {
            lines.push(plural("library.summary.over", names::number(over), &[]));
        }
        if ready > 0 {
            lines.push(plural("library.summary.ready", names::number(ready), &[]));
        }
        let loans = plural("library.summary.loans", names::number(due.len()), &[]);
        lines.push(match next {
            Some(next) => {
                text("library.summary.next", &[("loans", &loans), ("day", &names::when(next))])
            }
            None if due.is_empty() => text("library.loans.none", &[]),
            None => loans,
        });
        lines
    })
}
