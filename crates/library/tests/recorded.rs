//! Recorded answers decode to what a librarian would read in them.
//!
//! The files lie beside the project; `STADTKERN_TEST_DATA` names another folder. They may come and go: what is
//! known of one is asked only if it is there, and what holds for all is asked of all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use dates::{Day, LocalTime, TimeOfDay, Timestamp};
use library::account::{Account, CardId, due, ready, waiting};
use library::document::{Document, Possible};
use library::failure::{Code, Failure, NextStep};
use library::life::Status;
use library::patron::{AccountState, Fees, Patron};
use library::renew::{Obstacle, Renewable, Rules, Situation, renewable};
use library::request::Wanted;
use library::scope::{Scope, Scopes, Session};
use library::wire::paia as wire;
use library::{Money, When};
use support::recorded;

/// An HTTP answer in a file: status, headers, body.
struct Answer {
    name: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn decode<T: json::Read>(&self) -> Result<T, Failure> {
        Failure::check::<T>(self.status, None, &self.body).map(|decoded| {
            assert_eq!(decoded.skipped, 0, "{}", self.name);
            decoded.value
        })
    }
}

fn answers() -> Vec<Answer> {
    let read = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Answer {
            name,
            status,
            headers: lines.map(header).collect(),
            body: body.as_bytes().to_vec(),
        }
    };
    recorded("paia", "http").into_iter().map(read).collect()
}

fn answer(name: &str) -> Option<Answer> {
    answers().into_iter().find(|answer| answer.name == name)
}

/// Summer in Germany, when they were recorded.
fn summer(at: Timestamp) -> LocalTime {
    let local = at.0 + 7200;
    LocalTime {
        day: Day::from_epoch_days(local.div_euclid(86_400)),
        time: TimeOfDay::from_minutes(u16::try_from(local.rem_euclid(86_400) / 60).unwrap()),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Whatever files there are: each is an error or one of the known answers, and nothing in it is lost.
#[test]
fn every_recorded_answer() {
    for answer in answers() {
        let kinds = [
            answer.decode::<wire::Login>().map(|a| library::write::to_text(&a)),
            answer.decode::<wire::Documents>().map(|a| library::write::to_text(&a)),
            answer.decode::<wire::Fees>().map(|a| library::write::to_text(&a)),
            answer.decode::<wire::Patron>().map(|a| library::write::to_text(&a)),
            answer.decode::<wire::Done>().map(|a| library::write::to_text(&a)),
        ];
        let raw: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        let raw = raw.as_object().unwrap();
        if raw.contains_key("error") {
            assert!(
                kinds.iter().all(|kind| matches!(kind, Err(Failure::Refused { .. }))),
                "{}",
                answer.name
            );
            continue;
        }
        // One of them knows every field, down to the last.
        let whole = |text: &String| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let known = kinds.iter().flatten().map(whole).any(|written| covers(&written, &answer.body));
        assert!(known, "{}: a field was lost", answer.name);
    }
}

fn covers(written: &serde_json::Value, body: &[u8]) -> bool {
    let raw: serde_json::Value = serde_json::from_slice(body).unwrap();
    raw.as_object().unwrap().iter().all(|(name, value)| written.get(name) == Some(value))
}

#[test]
fn sign_in() {
    let Some(good) = answer("login") else { return };
    let login = good.decode::<wire::Login>().unwrap();
    let session = Session::new(&login, Scopes::wanted(), Timestamp(0)).unwrap();
    assert_eq!((session.patron.expose(), session.until), ("08301001001", Some(Timestamp(3600))));
    assert!(session.scopes.has(Scope::WriteItems) && session.scopes.has(Scope::ReadAvailability));
    assert!(!session.scopes.has(Scope::ReadNotifications), "this server has no messages");
    assert!(!format!("{login:?}{session:?}").contains("AAASECRETBBB"), "a token in a log");
    let Some(bad) = answer("login_bad") else { return };
    assert_eq!(bad.status, 200);
    let failure = bad.decode::<wire::Login>().unwrap_err();
    assert_eq!(failure.next_step(), NextStep::CheckCredentials);
    assert!(matches!(failure, Failure::Refused { code: Code::AccessDenied, text: Some(_) }));
}

#[test]
fn the_patron() {
    let Some(answer) = answer("patron") else { return };
    let patron = Patron::from_wire(answer.decode().unwrap());
    assert_eq!(patron.name, "Susan Q. Nothing", "without the blank before it");
    assert_eq!((patron.state, patron.expires), (Some(AccountState::Active), None), "9999 is never");
    assert!(!patron.is_expired(day("2036-01-01"), &summer));
    assert_eq!(patron.kinds[0].as_str(), "de-830:user-type:20");
    assert!(!format!("{patron:?}").contains("Susan"), "a person in a log");
}

#[test]
fn fees() {
    let Some(answer) = answer("fees") else { return };
    let fees = Fees::from_wire(answer.decode().unwrap());
    assert_eq!(fees.total(), Money::new(740, "EUR"));
    assert_eq!(fees.fees.len(), 5);
    let sum: i64 = fees.fees.iter().map(|fee| fee.amount.unwrap().cents).sum();
    assert_eq!(sum, 740);
    let first = &fees.fees[0];
    assert_eq!(first.kind.as_deref(), Some("Vormerkgebuehr"));
    assert_eq!(first.kind_id.as_ref().unwrap().as_str(), "de-830:fee-type:2");
    assert_eq!(first.date.unwrap().day(&summer), day("2016-06-07"));
}

#[test]
fn items() {
    let Some(answer) = answer("items") else { return };
    let scopes = Scopes::parse(answer.header("x-oauth-scopes").unwrap());
    let account = Account {
        card: CardId("hers".to_owned()),
        patron: None,
        documents: Document::all(answer.decode().unwrap()),
        fees: None,
        notifications: vec![],
        at: Timestamp(0),
    };
    let accounts = [account];
    let loans = due(&accounts, &summer);
    let titles: Vec<_> = loans.iter().map(|entry| entry.document.title()).collect();
    assert_eq!(titles.len(), 2);
    assert!(
        titles[0].starts_with("Theoretische Informatik") && titles[1].starts_with("Linked Open")
    );
    assert_eq!(loans[0].document.maker(), Some("Hoffmann, Dirk W. (2009)"));
    assert_eq!((loans[0].document.renewals, loans[0].document.reminders), (Some(12), Some(1)));
    let desk = ready(&accounts, &summer);
    assert_eq!(desk.len(), 1);
    assert_eq!(desk[0].document.storage.as_deref(), Some("Test-Theke"));
    assert_eq!(desk[0].document.storage_id.as_ref().unwrap().as_str(), "de-830:desk:23");
    assert_eq!(waiting(&accounts, &summer).len(), 2);
    // The token may not change anything, although the reservation says it could be cancelled.
    let reserved = &accounts[0].documents[4];
    assert_eq!((reserved.status, reserved.can_cancel), (Some(Status::Reserved), Some(true)));
    assert_eq!(reserved.can_be_cancelled(scopes), Possible::No);
    assert_eq!(reserved.can_be_cancelled(Scopes::wanted()), Possible::Yes);
    // Why not: the server only says that it cannot be; the date and the rules say why.
    let rules = Rules { most_renewals: Some(9), ..Rules::default() };
    let today = day("2016-06-20");
    let situation = |scopes| Situation { scopes, patron: None, fees: None, rules: &rules, today };
    let why = |at: usize, scopes| renewable(loans[at].document, &situation(scopes), &summer);
    assert_eq!(why(0, Scopes::wanted()), Renewable::No(Obstacle::LimitReached(9)));
    assert_eq!(why(1, Scopes::wanted()), Renewable::No(Obstacle::LimitReached(9)));
    assert_eq!(why(1, scopes), Renewable::No(Obstacle::NotAllowed));
    for account in accounts {
        assert_eq!(json::keep::load::<Account>(&json::keep::save(&account)), Some(account));
    }
}

#[test]
fn renewed() {
    use library::outcome::{Action, outcomes};
    let Some(answer) = answer("renew_ok") else { return };
    let documents = Document::all(answer.decode().unwrap());
    let before =
        Document { end: When::parse("2016-06-20"), renewals: Some(0), ..documents[0].clone() };
    let sent = [Wanted::of(&before)];
    let found = outcomes(Action::Renew, &sent, &[before], documents, &summer);
    assert_eq!(found[0].end(), When::parse("2016-07-18"));
    assert_eq!(found[0].message_key(Action::Renew), "library.outcome.renewed");
}
