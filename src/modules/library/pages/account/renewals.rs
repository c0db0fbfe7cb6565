//! Renewing, and what became of each loan.
use super::loans::Loan;
use crate::i18n::{format, text};
use crate::modules::library::{asking, names};
use crate::ui::{Alert, IntoPart, Part, Severity};
use leptos::prelude::*;
use library::account::CardId;
use library::document::Document;
use library::failure::Failure;
use library::outcome::{Action, Outcome};
use library::request::Wanted;

/// What became of a loan that was to be renewed.
#[derive(Clone, PartialEq)]
pub struct Renewal {
    document: Document,
    outcome: Result<Outcome, Failure>,
}

/// Renews, card by card.
pub async fn renewed(wanted: Vec<Loan>) -> Vec<Renewal> {
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
        match asking::act(&card, Action::Renew, asked).await {
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
        let _ = asking::refresh(&card).await;
    }
    results
}

/// What became of each.
pub fn shown(all: &[Renewal]) -> Part {
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
