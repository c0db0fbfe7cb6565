//! What became of each document that was renewed, requested or cancelled.
//!
//! Partial success is normal; an answer may name fewer documents than were sent, in any order. Whoever sent
//! five learns five results.

use crate::condition::Condition;
use crate::document::Document;
use crate::life::Status;
use crate::request::Wanted;
use crate::{When, Zone};

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Keep it longer.
    Renew,
    /// Reserve or order it.
    Request,
    /// Give a reservation or order up.
    Cancel,
}

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done; what it is now.
    Done(Document),
    /// Something must be chosen or agreed to first: costs, a pickup place.
    Choose(Document),
    /// Refused, in the server's words.
    Refused(Document),
    /// The answer does not speak of it, or speaks of it as if nothing had happened: look at the account.
    Unclear,
}

/// The results in the order in which they were sent.
#[must_use]
pub fn outcomes(
    action: Action,
    sent: &[Wanted],
    before: &[Document],
    answer: Vec<Document>,
    zone: &impl Zone,
) -> Vec<Outcome> {
    let mut answers: Vec<Option<Document>> = answer.into_iter().map(Some).collect();
    let outcome = |wanted: &Wanted| {
        let found = answers
            .iter_mut()
            .find(|answer| answer.as_ref().is_some_and(|document| wanted.is(document)));
        let Some(document) = found.and_then(Option::take) else { return Outcome::Unclear };
        let old = before.iter().find(|old| wanted.is(old));
        judge(action, old, document, zone)
    };
    sent.iter().map(outcome).collect()
}

fn judge(action: Action, old: Option<&Document>, new: Document, zone: &impl Zone) -> Outcome {
    if new.error.is_some() {
        return if new.conditions.is_empty() {
            Outcome::Refused(new)
        } else {
            Outcome::Choose(new)
        };
    }
    let done = match action {
        // A renewal without an error is one, unless the date is known to be the old one.
        Action::Renew => {
            let end = |document: &Document| document.end.map(|end| end.end(zone));
            let counted = old.is_some_and(|old| new.renewals > old.renewals);
            let moved = old.is_none_or(|old| end(&new).is_none() || end(&new) != end(old));
            new.status == Some(Status::Held) && (counted || moved)
        }
        Action::Request => {
            matches!(
                new.status,
                Some(Status::Reserved | Status::Ordered | Status::Provided | Status::Held)
            )
        }
        Action::Cancel => matches!(new.status, Some(Status::NoRelation) | None),
    };
    match new.status {
        _ if done => Outcome::Done(new),
        Some(Status::Rejected) => Outcome::Refused(new),
        _ => Outcome::Unclear,
    }
}

impl Outcome {
    /// Key of the sentence for an action.
    #[must_use]
    pub const fn message_key(&self, action: Action) -> &'static str {
        match (self, action) {
            (Self::Done(_), Action::Renew) => "library.outcome.renewed",
            (Self::Done(_), Action::Request) => "library.outcome.requested",
            (Self::Done(_), Action::Cancel) => "library.outcome.cancelled",
            (Self::Choose(_), _) => "library.outcome.choose",
            (Self::Refused(_), _) => "library.outcome.refused",
            (Self::Unclear, _) => "library.outcome.unclear",
        }
    }

    /// The new end, where it is done.
    #[must_use]
    pub const fn end(&self) -> Option<When> {
        match self {
            Self::Done(document) => document.end,
            _ => None,
        }
    }

    /// What must be chosen.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        match self {
            Self::Choose(document) => &document.conditions,
            _ => &[],
        }
    }

    /// The server's words, where it refused.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Refused(document) | Self::Choose(document) => document.error.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use dates::{Day, LocalTime, TimeOfDay, Timestamp};

    fn documents(text: &str) -> Vec<Document> {
        Document::all(json::decode(text.as_bytes()).unwrap().value)
    }

    fn utc(at: Timestamp) -> LocalTime {
        LocalTime { day: Day::from_epoch_days(at.0.div_euclid(86_400)), time: TimeOfDay::MIDNIGHT }
    }

    #[test]
    fn five_sent_five_results_whatever_the_order() {
        let before = documents(
            r#"{"doc":[{"status":3,"item":"ex:1","endtime":"2026-12-01"},
            {"status":3,"item":"ex:2","endtime":"2026-12-01"},{"status":3,"item":"ex:3","endtime":"2026-12-01"},
            {"status":3,"item":"ex:4","endtime":"2026-12-01"},{"status":3,"item":"ex:5","endtime":"2026-12-01"}]}"#,
        );
        let answer = documents(
            r#"{"doc":[{"status":3,"item":"ex:4","endtime":"2026-12-01"},
            {"status":3,"item":"ex:2","error":"reserved by another patron"},
            {"status":3,"item":"ex:9","requested":"ex:1","endtime":"2026-12-29"},
            {"status":3,"item":"ex:5","error":"costs","condition":{"http://purl.org/ontology/paia#FeeCondition":
              {"option":[{"id":"ex:fee","about":"Gebühr","amount":"1.00 EUR"}]}}}]}"#,
        );
        let sent: Vec<Wanted> = before.iter().map(Wanted::of).collect();
        let found = outcomes(Action::Renew, &sent, &before, answer, &utc);
        assert_eq!(found[0].end(), When::parse("2026-12-29"));
        assert_eq!(found[1].text(), Some("reserved by another patron"));
        assert_eq!(found[2], Outcome::Unclear, "not in the answer");
        assert_eq!(found[3], Outcome::Unclear, "the old date is no renewal");
        assert_eq!(found[4].conditions().len(), 1);
        assert_eq!(found[4].message_key(Action::Renew), "library.outcome.choose");
    }

    #[test]
    fn requested_and_cancelled() {
        let one = |action, text: &str| {
            let wanted = [Wanted::edition(crate::Uri::new("ex:e").unwrap())];
            outcomes(action, &wanted, &[], documents(text), &utc).remove(0)
        };
        let reserved =
            one(Action::Request, r#"{"doc":[{"status":1,"item":"ex:7","requested":"ex:e"}]}"#);
        assert!(matches!(reserved, Outcome::Done(_)));
        let rejected = one(Action::Request, r#"{"doc":[{"status":5,"edition":"ex:e"}]}"#);
        assert!(matches!(rejected, Outcome::Refused(_)));
        assert!(matches!(
            one(Action::Cancel, r#"{"doc":[{"status":0,"edition":"ex:e"}]}"#),
            Outcome::Done(_)
        ));
        assert_eq!(
            one(Action::Cancel, r#"{"doc":[{"status":1,"edition":"ex:e"}]}"#),
            Outcome::Unclear
        );
        assert_eq!(one(Action::Request, r#"{"doc":[]}"#), Outcome::Unclear);
    }
}
