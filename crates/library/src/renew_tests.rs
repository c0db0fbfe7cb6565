#![allow(clippy::unwrap_used)]
use super::*;
use crate::When;
use dates::{LocalTime, TimeOfDay, Timestamp};
use proptest::prelude::*;

fn utc(at: Timestamp) -> LocalTime {
    let minutes = u16::try_from(at.0.rem_euclid(86_400) / 60).unwrap();
    LocalTime {
        day: Day::from_epoch_days(at.0.div_euclid(86_400)),
        time: TimeOfDay::from_minutes(minutes),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The rules of Ulm's city library, as its page of frequent questions tells them.
fn ulm() -> Rules {
    let text = r#"{"mostRenewals":2,"feesFrom":"20.00 EUR","daysBefore":7,"kinds":[
        {"labels":["Z "],"reason":"Zeitschriften"},
        {"storages":"Fahrbibliothek","reason":{"de":"Bitte anrufen"}}]}"#;
    json::decode::<Rules>(text.as_bytes()).unwrap().value
}

fn loan(more: &str) -> Document {
    let text = format!(r#"{{"status":3,"item":"ex:1","endtime":"2026-12-01"{more}}}"#);
    Document::from_wire(json::decode(text.as_bytes()).unwrap().value)
}

fn patron(text: &str) -> Patron {
    Patron::from_wire(json::decode(text.as_bytes()).unwrap().value)
}

fn why(document: &Document, patron: Option<&Patron>, today: &str) -> Renewable {
    let rules = ulm();
    let situation = Situation {
        scopes: Scopes::wanted(),
        patron,
        fees: None,
        rules: &rules,
        today: day(today),
    };
    renewable(document, &situation, &utc)
}

#[test]
fn every_reason_has_its_sentence() {
    let no = |more: &str, today: &str| match why(&loan(more), None, today) {
        Renewable::No(obstacle) => obstacle,
        other => panic!("{more}: {other:?}"),
    };
    assert_eq!(why(&loan(""), None, "2026-11-30"), Renewable::Perhaps);
    assert_eq!(why(&loan(""), None, "2026-12-01"), Renewable::Perhaps, "due today is not overdue");
    assert_eq!(no("", "2026-12-03"), Obstacle::Overdue(2));
    assert_eq!(no("", "2026-11-23"), Obstacle::TooEarly(day("2026-11-24")));
    assert_eq!(no(r#","queue":2"#, "2026-11-30"), Obstacle::Reserved(2));
    assert_eq!(no(r#","renewals":2"#, "2026-11-30"), Obstacle::LimitReached(2));
    assert!(matches!(no(r#","label":"Z 12/3""#, "2026-11-30"), Obstacle::Kind(Some(_))));
    assert!(matches!(no(r#","storage":"Fahrbibliothek""#, "2026-11-30"), Obstacle::Kind(Some(_))));
    assert_eq!(no(r#","canrenew":false"#, "2026-11-30"), Obstacle::Unstated);
    let words = r#","canrenew":false,"error":"Bitte an der Theke fragen""#;
    assert_eq!(no(words, "2026-11-30"), Obstacle::Said("Bitte an der Theke fragen".to_owned()));
    let given_back = Document { status: None, ..loan("") };
    assert_eq!(why(&given_back, None, "2026-11-30"), Renewable::No(Obstacle::NotOnLoan));
}

#[test]
fn the_account_comes_first_and_the_servers_yes_wins() {
    let today = "2026-11-30";
    let of = |text: &str, more: &str| why(&loan(more), Some(&patron(text)), today);
    assert_eq!(of(r#"{"status":2}"#, r#","queue":1"#), Renewable::No(Obstacle::CardExpired));
    assert_eq!(of(r#"{"expires":"2026-11-29"}"#, ""), Renewable::No(Obstacle::CardExpired));
    assert_eq!(of(r#"{"status":0,"expires":"2026-11-30"}"#, ""), Renewable::Perhaps);
    assert_eq!(of(r#"{"status":3}"#, ""), Renewable::No(Obstacle::Fees(None)));
    assert_eq!(of(r#"{"status":9}"#, ""), Renewable::No(Obstacle::Blocked));
    assert_eq!(of(r#"{"status":9}"#, r#","canrenew":true,"queue":3"#), Renewable::Yes);
}

#[test]
fn many_small_fees_forbid_it_at_last() {
    let rules = ulm();
    let fees = |text: &str| Fees::from_wire(json::decode(text.as_bytes()).unwrap().value);
    let (some, much) = (fees(r#"{"amount":"19.99 EUR"}"#), fees(r#"{"amount":"20.00 EUR"}"#));
    let with = |fees| {
        let situation = Situation {
            scopes: Scopes::wanted(),
            patron: None,
            fees: Some(fees),
            rules: &rules,
            today: day("2026-11-30"),
        };
        renewable(&loan(""), &situation, &utc)
    };
    assert_eq!(with(&some), Renewable::Perhaps);
    assert_eq!(with(&much), Renewable::No(Obstacle::Fees(Money::new(2000, "EUR"))));
}

proptest! {
    /// Without the right to change anything, nothing is offered; with the server's yes, it always is.
    #[test]
    fn laws(
        queue in proptest::option::of(0u32..5), renewals in proptest::option::of(0u32..5),
        can_renew: Option<bool>, write: bool, days in -40i32..40,
    ) {
        let rules = ulm();
        let due = day("2026-12-01");
        let document = Document {
            end: Some(When::Day(due)), queue, renewals, can_renew, ..loan("")
        };
        let scopes = if write { Scopes::wanted() } else { Scopes::default() };
        let today = due.plus_days(days);
        let situation = Situation { scopes, patron: None, fees: None, rules: &rules, today };
        let found = renewable(&document, &situation, &utc);
        match can_renew {
            _ if !write => prop_assert_eq!(found, Renewable::No(Obstacle::NotAllowed)),
            Some(true) => prop_assert_eq!(found, Renewable::Yes),
            Some(false) => prop_assert_eq!(found.possible(), Possible::No),
            None => {
                let free = queue.unwrap_or(0) == 0 && renewals.unwrap_or(0) < 2 && (-7..=0).contains(&days);
                prop_assert_eq!(found == Renewable::Perhaps, free);
            }
        }
    }
}
