//! The account over several cards: what is due, what waits, what it costs.

use crate::document::Document;
use crate::life::{Change, Event, Status, change};
use crate::patron::{Fees, Notification, Patron};
use crate::{Money, When, Zone};
use dates::{Day, LocalTime, Timestamp};

/// A card on this device. Not its number: a name of the device's own, so that lists and storage need not hold
/// what opens the account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardId(pub String);

json::keep_inside! { CardId }

/// What is known of one account, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub card: CardId,
    /// The patron.
    pub patron: Option<Patron>,
    /// Loans, reservations, orders.
    pub documents: Vec<Document>,
    /// Fees; `None` if they may not be read.
    pub fees: Option<Fees>,
    /// Messages.
    pub notifications: Vec<Notification>,
    /// When it was asked for.
    pub at: Timestamp,
}

json::keep! { Account { card, patron, documents, fees, notifications, at } }

/// A document of one of the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Whose.
    pub card: &'a CardId,
    /// What.
    pub document: &'a Document,
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Too late, by so many days.
    Over(u32),
    /// Today.
    Today,
    /// Within so many days, at most [`SOON`].
    Soon(u32),
    /// Later.
    Later,
    /// Nobody says when.
    Unknown,
}

/// Days ahead that count as "soon".
pub const SOON: u32 = 3;

impl Entry<'_> {
    /// How pressing its end is: due, or to be picked up by.
    #[must_use]
    pub fn urgency(&self, today: Day, zone: &impl Zone) -> Urgency {
        let Some(end) = self.document.end else { return Urgency::Unknown };
        let days = end.day(zone).days_since(today);
        match u32::try_from(days) {
            Ok(0) => Urgency::Today,
            Ok(days) if days <= SOON => Urgency::Soon(days),
            Ok(_) => Urgency::Later,
            Err(_) => Urgency::Over(days.unsigned_abs()),
        }
    }
}

/// All loans of all cards, what is due soonest first, those without a date last.
#[must_use]
pub fn due<'a>(accounts: &'a [Account], zone: &impl Zone) -> Vec<Entry<'a>> {
    sorted(accounts, &[Status::Held], zone)
}

/// What is ready for pickup, what must be fetched soonest first. Nothing but "provided" may be called ready.
#[must_use]
pub fn ready<'a>(accounts: &'a [Account], zone: &impl Zone) -> Vec<Entry<'a>> {
    sorted(accounts, &[Status::Provided], zone)
}

/// Reservations and orders, what is expected soonest first.
#[must_use]
pub fn waiting<'a>(accounts: &'a [Account], zone: &impl Zone) -> Vec<Entry<'a>> {
    sorted(accounts, &[Status::Reserved, Status::Ordered], zone)
}

/// What was rejected, or has a state that the standard does not know: shown, so that nothing vanishes.
#[must_use]
pub fn others<'a>(accounts: &'a [Account], zone: &impl Zone) -> Vec<Entry<'a>> {
    let mut found = entries(accounts, |status| matches!(status, None | Some(Status::Rejected)));
    sort(&mut found, zone);
    found
}

fn sorted<'a>(accounts: &'a [Account], wanted: &[Status], zone: &impl Zone) -> Vec<Entry<'a>> {
    let mut found = entries(accounts, |status| status.is_some_and(|s| wanted.contains(&s)));
    sort(&mut found, zone);
    found
}

fn entries(accounts: &[Account], wanted: impl Fn(Option<Status>) -> bool) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    for account in accounts {
        let documents = account.documents.iter().filter(|document| wanted(document.status));
        found.extend(documents.map(|document| Entry { card: &account.card, document }));
    }
    found
}

fn sort(entries: &mut [Entry<'_>], zone: &impl Zone) {
    entries.sort_by_cached_key(|entry| {
        let end: Option<LocalTime> = entry.document.end.map(|end| end.end(zone));
        (end.is_none(), end, entry.document.title().to_lowercase())
    });
}

/// What is owed on all cards, by currency; `None` among them is an amount that cannot be known.
#[must_use]
pub fn owed(accounts: &[Account]) -> Vec<Option<Money>> {
    let mut sums: Vec<Option<Money>> = Vec::new();
    for fees in accounts.iter().filter_map(|account| account.fees.as_ref()) {
        let total = fees.total();
        if total.is_some_and(|total| total.cents == 0) || (total.is_none() && fees.fees.is_empty())
        {
            continue;
        }
        let same = sums.iter_mut().flatten().find_map(|sum| Some((sum.plus(total?)?, sum)));
        match same {
            Some((more, sum)) => *sum = more,
            None => sums.push(total),
        }
    }
    sums
}

/// Something that a person wants to hear about after the account was asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News<'a> {
    /// Ready for pickup since the last look.
    Ready(&'a Document),
    /// The end of a loan moved: its reminder moves too.
    Moved(&'a Document),
    /// Brought back, or gone from the account: its reminder goes too.
    Gone(&'a Document),
    /// Lent since the last look.
    Lent(&'a Document),
    /// Rejected.
    Rejected(&'a Document),
}

/// What changed between two looks at the same account.
#[must_use]
pub fn news<'a>(old: &'a [Document], new: &'a [Document], zone: &impl Zone) -> Vec<News<'a>> {
    let mut news = Vec::new();
    for document in new {
        let Some(now) = document.status else { continue };
        let before = old.iter().find(|old| old.is_same(document));
        let was = before.and_then(|before| before.status).unwrap_or(Status::NoRelation);
        let end = |end: Option<When>| end.map(|end| end.end(zone));
        match (change(was, now), now) {
            (Change::None, Status::Held)
                if end(before.and_then(|b| b.end)) != end(document.end) =>
            {
                news.push(News::Moved(document));
            }
            (Change::None, _) => {}
            (_, Status::Provided) => news.push(News::Ready(document)),
            (Change::By(Event::Lend) | Change::Unusual, Status::Held) => {
                news.push(News::Lent(document));
            }
            (_, Status::Rejected) => news.push(News::Rejected(document)),
            _ => {}
        }
    }
    let gone = |document: &&Document| !new.iter().any(|new| new.is_same(document));
    news.extend(old.iter().filter(gone).map(News::Gone));
    news
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use dates::TimeOfDay;
    use json::keep::{load, save};
    use proptest::prelude::*;

    fn utc(at: Timestamp) -> LocalTime {
        let minutes = u16::try_from(at.0.rem_euclid(86_400) / 60).unwrap();
        LocalTime {
            day: Day::from_epoch_days(at.0.div_euclid(86_400)),
            time: TimeOfDay::from_minutes(minutes),
        }
    }

    fn account(card: &str, docs: &str, fees: &str) -> Account {
        let fees = json::decode(fees.as_bytes()).ok().map(|fees| Fees::from_wire(fees.value));
        Account {
            card: CardId(card.to_owned()),
            patron: None,
            documents: Document::all(json::decode(docs.as_bytes()).unwrap().value),
            fees,
            notifications: vec![],
            at: Timestamp(0),
        }
    }

    fn family() -> [Account; 2] {
        [
            account(
                "mum",
                r#"{"doc":[{"status":3,"item":"ex:1","about":"B","endtime":"2026-12-03"},
                {"status":3,"item":"ex:2","about":"no date"},
                {"status":4,"item":"ex:3","about":"desk","endtime":"2026-12-05"},
                {"status":8,"item":"ex:4"}]}"#,
                r#"{"amount":"1.50 EUR"}"#,
            ),
            account(
                "kid",
                r#"{"doc":[{"status":3,"item":"ex:5","about":"A","endtime":"2026-12-03T23:59Z"},
                {"status":3,"item":"ex:6","about":"C","duedate":"2026-11-20"},
                {"status":1,"edition":"ex:7","queue":3}]}"#,
                r#"{"fee":[{"amount":"2.00 EUR"}]}"#,
            ),
        ]
    }

    #[test]
    fn one_list_of_everything_due_soonest_first() {
        let family = family();
        let list: Vec<_> =
            due(&family, &utc).iter().map(|e| (e.card.0.as_str(), e.document.title())).collect();
        assert_eq!(list, [("kid", "C"), ("kid", "A"), ("mum", "B"), ("mum", "no date")]);
        let today: Day = "2026-12-01".parse().unwrap();
        let urgency: Vec<_> = due(&family, &utc).iter().map(|e| e.urgency(today, &utc)).collect();
        assert_eq!(
            urgency,
            [Urgency::Over(11), Urgency::Soon(2), Urgency::Soon(2), Urgency::Unknown]
        );
        assert_eq!(ready(&family, &utc)[0].document.title(), "desk");
        assert_eq!(waiting(&family, &utc)[0].document.queue, Some(3));
        assert_eq!(others(&family, &utc).len(), 1);
        assert_eq!(owed(&family), [Money::new(350, "EUR")]);
    }

    #[test]
    fn what_one_hears_after_another_look() {
        let old = &family()[1].documents;
        let new = account(
            "kid",
            r#"{"doc":[{"status":4,"item":"ex:70","edition":"ex:7"},
            {"status":3,"item":"ex:5","about":"A","endtime":"2026-12-31"},
            {"status":3,"item":"ex:8","endtime":"2026-12-31"}]}"#,
            "{}",
        );
        let news = news(old, &new.documents, &utc);
        let docs = &new.documents;
        assert_eq!(
            news,
            [
                News::Ready(&docs[0]),
                News::Moved(&docs[1]),
                News::Lent(&docs[2]),
                News::Gone(&old[1])
            ]
        );
        assert!(super::news(old, old, &utc).is_empty());
    }

    #[test]
    fn an_account_is_kept_as_it_is() {
        for account in family() {
            assert_eq!(load::<Account>(&save(&account)), Some(account));
        }
    }

    proptest! {
        #[test]
        fn every_loan_is_in_the_list_once(ends in proptest::collection::vec(proptest::option::of(0i64..40_000), 0..20)) {
            let documents: Vec<Document> = ends.iter().map(|end| Document {
                status: Some(Status::Held),
                end: end.map(|days| When::Day(Day::from_epoch_days(days))),
                ..Document::default()
            }).collect();
            let mut account = account("x", r#"{"doc":[]}"#, "{}");
            account.documents = documents;
            let accounts = [account];
            let list = due(&accounts, &utc);
            prop_assert_eq!(list.len(), ends.len());
            let days: Vec<_> = list.iter().map(|e| e.document.end.map(|end| end.day(&utc))).collect();
            prop_assert!(days.windows(2).all(|pair| pair[1].is_none() || (pair[0].is_some() && pair[0] <= pair[1])));
        }
    }
}
