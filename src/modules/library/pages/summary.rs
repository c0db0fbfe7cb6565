//! All accounts in a few lines: what is too late, what is ready, what is due next.
use super::super::names;
use super::super::state::{use_library, zone};
use crate::i18n::{plural, text};
use leptos::prelude::*;
use library::account::{self, Entry, Urgency};

/// The lines, the most pressing first.
pub fn lines() -> Vec<String> {
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
