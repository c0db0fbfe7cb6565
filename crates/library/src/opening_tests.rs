#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use proptest::prelude::*;

fn branch(days: &str) -> Branch {
    let text = format!(r#"{{"id":"z","name":"Zentralbibliothek","schedules":{days}}}"#);
    Branch::from_wire(json::decode(text.as_bytes()).unwrap().value)
}

fn at(text: &str) -> LocalTime {
    let (day, time) = text.split_once(' ').unwrap();
    LocalTime { day: day.parse().unwrap(), time: TimeOfDay::parse(time).unwrap() }
}

/// A Friday and a Saturday in Ulm, and an Open Library's Sunday.
fn weekend() -> Branch {
    branch(
        r#"[{"date":"2026-11-27","times":[{"from":"10:00","to":"19:00","status":1}]},
        {"date":"2026-11-28","times":[{"from":"10:00","to":"14:00","status":1},
          {"from":"14:00","to":"19:00","mode":"supervised","entry":"anyone","without":["advice"],"info":"Extra-Zeit"}]},
        {"date":"2026-11-29","times":[{"from":"09:00","to":"17:00","status":2,"minimumAge":16},
          {"from":"12:00","to":"13:00","status":0}]},
        {"date":"2026-11-30","closed":true,"times":[{"from":"10:00","to":"19:00","status":1}],"info":"Inventur"}]"#,
    )
}

#[test]
fn saturday_at_five() {
    let branch = weekend();
    let saturday = state(&branch, at("2026-11-28 17:00"));
    assert_eq!(saturday.message_key(), "library.opening.supervised");
    assert_eq!(saturday.open().unwrap().without, ["advice"]);
    assert!(Visitor::default().may(saturday.open().unwrap()).is_ok(), "without a card too");
    let (when, then) = next(&branch, at("2026-11-28 13:59")).unwrap();
    assert_eq!((when, then.message_key()), (at("2026-11-28 14:00"), "library.opening.supervised"));
    let until = open_until(&branch, at("2026-11-28 11:00"), &Visitor::default());
    assert_eq!(until, Some(at("2026-11-28 19:00")), "nobody has to leave at two");
}

#[test]
fn closed_in_the_middle_is_closed() {
    let branch = weekend();
    let noon = state(&branch, at("2026-11-29 12:30"));
    assert_eq!(noon.message_key(), "library.opening.temporarilyClosed");
    assert_eq!(next(&branch, at("2026-11-29 12:30")).unwrap().0, at("2026-11-29 13:00"));
    let member = Visitor { card: Card::Valid, ..Visitor::default() };
    assert_eq!(open_until(&branch, at("2026-11-29 10:00"), &member), Some(at("2026-11-29 12:00")));
    assert_eq!(open_until(&branch, at("2026-11-29 10:00"), &Visitor::default()), None);
    assert_eq!(
        next_entry(&branch, at("2026-11-29 12:00"), &member).unwrap().0,
        at("2026-11-29 13:00")
    );
    assert_eq!(next_entry(&branch, at("2026-11-29 12:00"), &Visitor::default()), None);
}

#[test]
fn who_may_enter_without_staff() {
    let branch = weekend();
    let sunday = state(&branch, at("2026-11-29 10:00"));
    let span = sunday.open().unwrap();
    let may = |card, age| Visitor { card, age, registered: None }.may(span);
    assert_eq!(may(Card::None, None), Err(Barrier::NeedsCard));
    assert_eq!(may(Card::Invalid, None), Err(Barrier::CardInvalid));
    assert_eq!(may(Card::Valid, Some(15)), Err(Barrier::TooYoung(16)));
    assert_eq!(may(Card::Valid, Some(16)), Ok(()));
    let registered = Span { entry: Entry::Registered, ..span.clone() };
    let visitor = Visitor { card: Card::Valid, registered: Some(false), age: None };
    assert_eq!(visitor.may(&registered), Err(Barrier::NotRegistered));
}

#[test]
fn closed_all_day_and_beyond_the_rows() {
    let branch = weekend();
    assert_eq!(state(&branch, at("2026-11-30 11:00")), State::Closed);
    assert_eq!(state(&branch, at("2026-12-01 11:00")), State::Unknown);
    assert_eq!(next(&branch, at("2026-11-30 11:00")), None, "the rows end first");
    assert_eq!(state(&branch, at("2026-11-27 19:00")), State::Closed, "the end is exclusive");
    assert_eq!(state(&branch, at("2026-11-26 24:00")), State::Closed, "24:00 is the next day");
}

#[test]
fn past_midnight() {
    let night = branch(
        r#"[{"date":"2026-11-27","times":[{"from":"18:00","to":"01:00"}]},{"date":"2026-11-28","times":[]}]"#,
    );
    assert!(state(&night, at("2026-11-28 00:59")).open().is_some());
    assert_eq!(state(&night, at("2026-11-28 01:00")), State::Closed);
    assert_eq!(next(&night, at("2026-11-27 18:00")).unwrap().0, at("2026-11-28 01:00"));
}

#[test]
fn odd_rows_are_no_invitation() {
    let odd = branch(
        r#"[{"date":"2026-11-27","times":[{"from":"10:00","to":"12:00","status":7},
        {"from":"x","to":"12:00"},{"from":"13:00:00","to":"14:00:00"}]},{"date":"soon"},
        {"date":"2026-11-28","times":[{"from":"10:00","to":"12:00"}]},{"date":"2026-11-28","closed":true}]"#,
    );
    assert!(matches!(state(&odd, at("2026-11-27 11:00")), State::TemporarilyClosed(_)));
    assert!(state(&odd, at("2026-11-27 13:30")).open().is_some());
    assert_eq!(
        state(&odd, at("2026-11-28 11:00")),
        State::Closed,
        "the later row corrects the earlier"
    );
}

proptest! {
    /// Between now and the next change nothing changes, and at the next change it does.
    #[test]
    fn next_is_the_next(
        spans in proptest::collection::vec((0u16..1440, 0u16..1440, 0i64..4, 0usize..4), 0..8), minute in 0u16..1440,
    ) {
        let first: Day = "2026-11-27".parse().unwrap();
        let clock = |minutes: u16| TimeOfDay::from_minutes(minutes).to_string();
        let days: Vec<String> = (0..4usize).map(|day| {
            let times: Vec<String> = spans.iter().filter(|s| s.3 == day).map(|(from, to, status, _)| {
                format!(r#"{{"from":"{}","to":"{}","status":{status}}}"#, clock(*from), clock(*to))
            }).collect();
            format!(r#"{{"date":"{}","times":[{}]}}"#, first.plus_days(i32::try_from(day).unwrap()), times.join(","))
        }).collect();
        let branch = branch(&format!("[{}]", days.join(",")));
        let now = LocalTime { day: first.plus_days(1), time: TimeOfDay::from_minutes(minute) };
        let here = state(&branch, now);
        let end = LocalTime { day: first.plus_days(4), time: TimeOfDay::MIDNIGHT };
        let change = next(&branch, now);
        let until = change.map_or(end, |(when, _)| when);
        prop_assert!(until > now);
        let mut minute = now;
        while minute < until {
            prop_assert!(here.is_same(state(&branch, minute)), "{minute:?}");
            let next = TimeOfDay::from_minutes(minute.time.minutes() + 1);
            minute = normal(LocalTime { day: minute.day, time: next });
        }
        if let Some((when, then)) = change {
            prop_assert!(!here.is_same(then) && then == state(&branch, when));
        }
    }
}
