//! The laws, for any state and any event.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use outbox::{
    Answer, Attempt, BodyHash, Effect, Entry, EntryId, Event, LEASE, LONGEST_RETRY_AFTER,
    LONGEST_WAIT, Reason, State, next_to_send, next_wake, step, wait,
};
use proptest::prelude::*;

const NOW: std::ops::Range<i64> = 1_700_000_000..1_900_000_000;

fn attempts() -> impl Strategy<Value = Attempt> {
    ("[ab]", NOW).prop_map(|(by, since)| Attempt { by, since })
}

fn reasons() -> impl Strategy<Value = Reason> {
    prop_oneof![
        (400_u16..500).prop_map(Reason::Refused),
        Just(Reason::NotAllowed),
        Just(Reason::Conflict),
        Just(Reason::Closed),
        Just(Reason::Damaged),
    ]
}

fn states() -> impl Strategy<Value = State> {
    prop_oneof![
        (any::<u32>(), NOW, prop_oneof![Just(0), NOW]).prop_map(|(tries, next_try, not_before)| {
            State::Waiting { tries, next_try, not_before }
        }),
        (any::<u32>(), attempts()).prop_map(|(tries, attempt)| State::Sending { tries, attempt }),
        (proptest::option::of("[A-Z0-9]{4}"), NOW)
            .prop_map(|(receipt, at)| State::Sent { receipt, at }),
        (reasons(), any::<u32>(), NOW).prop_map(|(reason, tries, at)| State::NeedsAttention {
            reason,
            tries,
            at
        }),
    ]
}

fn answers() -> impl Strategy<Value = Answer> {
    (any::<u16>(), any::<bool>(), proptest::option::of(any::<i64>())).prop_map(
        |(status, html, retry_after)| Answer {
            status: status % 600,
            html,
            retry_after,
            receipt: None,
        },
    )
}

/// An event with what it borrows.
#[derive(Clone, Debug)]
enum Happening {
    Start,
    Answered(Attempt, Answer),
    Unanswered(Attempt),
    Damaged(Attempt),
    Wake,
    CheckLease,
    Retry,
}

impl Happening {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Start => Event::Start { by: "a" },
            Self::Answered(attempt, answer) => Event::Answered { attempt, answer },
            Self::Unanswered(attempt) => Event::Unanswered { attempt },
            Self::Damaged(attempt) => Event::Damaged { attempt },
            Self::Wake => Event::Wake,
            Self::CheckLease => Event::CheckLease,
            Self::Retry => Event::Retry,
        }
    }
}

fn happenings() -> impl Strategy<Value = Happening> {
    prop_oneof![
        Just(Happening::Start),
        (attempts(), answers()).prop_map(|(attempt, answer)| Happening::Answered(attempt, answer)),
        attempts().prop_map(Happening::Unanswered),
        attempts().prop_map(Happening::Damaged),
        Just(Happening::Wake),
        Just(Happening::CheckLease),
        Just(Happening::Retry),
    ]
}

fn entry(id: u32, created: i64, state: State) -> Entry {
    let id = EntryId::new(&format!("00000000-0000-4000-8000-{id:012x}")).unwrap();
    let body = BodyHash::new(&"ab".repeat(32)).unwrap();
    Entry::new(id, "/api/participation/x", "application/xml", body, 7, created)
        .unwrap()
        .with_state(state)
}

proptest! {
    /// What was written is removed only with a receipt, and a receipt is the end.
    #[test]
    fn the_body_goes_only_with_a_receipt(state in states(), happening in happenings(), now in NOW, random: u32) {
        let after = step(&state, happening.event(), now, random);
        let newly_sent = matches!(after.state, State::Sent { .. }) && !matches!(state, State::Sent { .. });
        prop_assert_eq!(after.effects.contains(&Effect::DropBody), newly_sent);
        if newly_sent {
            let stored = matches!(&happening, Happening::Answered(_, answer) if matches!(answer.status, 201 | 202) && !answer.html);
            prop_assert!(stored);
        }
        if matches!(state, State::Sent { .. }) {
            prop_assert_eq!(after.state, state);
        }
    }

    /// Sending starts only from waiting, and the state that is stored first names the sender.
    #[test]
    fn only_a_start_sends(state in states(), happening in happenings(), now in NOW, random: u32) {
        let after = step(&state, happening.event(), now, random);
        let starts = matches!((&state, &happening), (State::Waiting { .. }, Happening::Start));
        prop_assert_eq!(after.effects.contains(&Effect::Send), starts);
        if starts {
            let named = matches!(&after.state, State::Sending { attempt, .. } if attempt.by == "a" && attempt.since == now);
            prop_assert!(named);
        }
    }

    /// A wait that a step makes is between one second and five minutes, or as long as the server asked.
    #[test]
    fn the_next_try_is_within_bounds(tries: u32, now in NOW, random: u32, answer in answers()) {
        let attempt = Attempt { by: "a".into(), since: now };
        let sending = State::Sending { tries, attempt: attempt.clone() };
        let after = step(&sending, Event::Answered { attempt: &attempt, answer: &answer }, now, random).state;
        if let State::Waiting { next_try, not_before, tries: after } = after {
            let asked = answer.retry_after.unwrap_or(0).clamp(0, LONGEST_RETRY_AFTER);
            prop_assert!(next_try > now && next_try <= now + asked.max(LONGEST_WAIT));
            prop_assert!(next_try >= now + asked);
            prop_assert!(not_before == 0 || not_before == now + asked);
            prop_assert_eq!(after, tries);
        }
    }

    /// The wait itself, for any number.
    #[test]
    fn the_wait_is_within_bounds(tries: u32, random: u32) {
        prop_assert!((1..=LONGEST_WAIT).contains(&wait(tries, random)));
    }

    /// Coming online never makes it later, and never breaks the server's wish.
    #[test]
    fn waking_only_hurries_and_keeps_the_servers_wish(tries: u32, next_try in NOW, not_before in NOW, now in NOW) {
        let next_try = next_try.max(not_before);
        let after = step(&State::Waiting { tries, next_try, not_before }, Event::Wake, now, 0).state;
        let State::Waiting { next_try: after, .. } = after else { panic!("still waiting") };
        prop_assert!(after <= next_try);
        prop_assert!(after >= next_try.min(not_before).min(now + LONGEST_RETRY_AFTER).min(now));
        if (now..=now + LONGEST_RETRY_AFTER).contains(&not_before) {
            prop_assert_eq!(after, not_before);
        }
    }

    /// A dead sender is noticed; a living one is left alone.
    #[test]
    fn the_lease_ends_after_its_time(since in NOW, now in NOW) {
        let sending = State::Sending { tries: 3, attempt: Attempt { by: "a".into(), since } };
        let after = step(&sending, Event::CheckLease, now, 0).state;
        let alive = (0..=LEASE).contains(&(now - since));
        prop_assert_eq!(matches!(after, State::Sending { .. }), alive);
        if !alive {
            prop_assert_eq!(after, State::Waiting { tries: 3, next_try: now, not_before: 0 });
        }
    }

    /// A refusal that belongs to an attempt of the past changes nothing.
    #[test]
    fn a_late_refusal_means_nothing(state in states(), attempt in attempts(), answer in answers(), now in NOW) {
        let own = matches!(&state, State::Sending { attempt: current, .. } if *current == attempt);
        let stored = matches!(answer.status, 201 | 202) && !answer.html;
        prop_assume!(!own && !stored);
        prop_assert_eq!(step(&state, Event::Answered { attempt: &attempt, answer: &answer }, now, 0).state, state);
    }

    /// What is stored comes back as it was.
    #[test]
    fn storage_keeps_an_entry(state in states(), created in NOW, id: u32) {
        let entry = entry(id, created, state);
        prop_assert_eq!(Entry::from_json(&entry.to_json()).unwrap(), entry);
    }

    /// No stored text makes it fall over, and what it accepts it can write and read again.
    #[test]
    fn any_text_is_read_without_panic(text in ".{0,200}", key in "id|url|body|state|created|size|contentType", value in "null|-1|1e400|\"x\"|\\[\\]|\\{\"kind\":\"sent\"\\}|99999999999999999999") {
        let _ = Entry::from_json(&text);
        let mut stored: serde_json::Value = serde_json::from_str(&entry(1, 1, State::new()).to_json()).unwrap();
        if let Ok(value) = serde_json::from_str::<serde_json::Value>(&value) {
            stored[key.as_str()] = value;
        }
        if let Ok(read) = Entry::from_json(&stored.to_string()) {
            prop_assert_eq!(Entry::from_json(&read.to_json()).unwrap(), read);
        }
    }

    /// The sender takes the oldest that is due, and nothing while something is on its way.
    #[test]
    fn one_at_a_time_and_oldest_first(all in proptest::collection::vec((states(), NOW), 0..8), now in NOW) {
        let entries: Vec<Entry> = (0..).zip(all).map(|(id, (state, created))| entry(id, created, state)).collect();
        let busy = entries.iter().any(|entry| matches!(entry.state, State::Sending { .. }));
        if let Some(next) = next_to_send(&entries, now) {
            prop_assert!(!busy);
            let waiting = matches!(next.state, State::Waiting { .. });
            prop_assert!(waiting);
            for other in &entries {
                if let State::Waiting { next_try, .. } = other.state && next_try <= now {
                    prop_assert!(next.created() <= other.created());
                }
            }
            prop_assert_eq!(next_wake(&entries, now), Some(now));
        }
        if let Some(at) = next_wake(&entries, now) {
            prop_assert!((now..=now + LONGEST_RETRY_AFTER).contains(&at));
        } else {
            let at_rest = |entry: &Entry| matches!(entry.state, State::Sent { .. } | State::NeedsAttention { .. });
            prop_assert!(entries.iter().all(at_rest));
        }
    }
}

#[test]
fn a_state_from_a_newer_app_is_sent_again_rather_than_forgotten() {
    let text = entry(1, 5, State::new()).to_json().replace("\"waiting\"", "\"teleported\"");
    assert_eq!(Entry::from_json(&text).unwrap().state, State::new());
}

#[test]
fn an_entry_never_leaves_our_own_origin() {
    let body = BodyHash::new(&"0".repeat(64)).unwrap();
    let id = EntryId::new("f3a1c6de-0000-4000-8000-0123456789ab").unwrap();
    for url in
        ["", "api", "//evil.example/x", "https://evil.example", "/a b", "/\\evil.example", "/a#b"]
    {
        assert!(Entry::new(id.clone(), url, "text/xml", body.clone(), 1, 1).is_err(), "{url}");
    }
    assert!(
        Entry::new(id.clone(), "/api/a?b=c", "multipart/form-data; boundary=x", body.clone(), 1, 1)
            .is_ok()
    );
    assert!(Entry::new(id, "/api/a", "text/xml\r\nx: y", body, 1, 1).is_err());
    assert!(EntryId::new("F3A1C6DE-0000-4000-8000-0123456789AB").is_err());
    assert!(EntryId::new("f3a1c6de00000-4000-8000-0123456789ab").is_err());
    assert!(BodyHash::new(&"g".repeat(64)).is_err());
}

#[test]
fn nothing_on_its_way_may_be_deleted() {
    let sending = step(&State::new(), Event::Start { by: "a" }, 1, 0).state;
    assert!(!sending.may_be_deleted());
    assert!(State::new().may_be_deleted());
    assert!(State::NeedsAttention { reason: Reason::Closed, tries: 1, at: 1 }.may_be_deleted());
}

#[test]
fn the_person_may_ask_again_and_a_fault_of_ours_is_reported() {
    let attempt = Attempt { by: "a".into(), since: 1 };
    let sending = State::Sending { tries: 4, attempt: attempt.clone() };
    let refused =
        step(&sending, Event::Answered { attempt: &attempt, answer: &Answer::new(409) }, 2, 0);
    assert_eq!(refused.state, State::NeedsAttention { reason: Reason::Conflict, tries: 4, at: 2 });
    assert_eq!(refused.effects, [Effect::Tell, Effect::Report]);
    let again = step(&refused.state, Event::Retry, 9, 0).state;
    assert_eq!(again, State::Waiting { tries: 0, next_try: 9, not_before: 0 });
    let damaged = step(&sending, Event::Damaged { attempt: &attempt }, 2, 0);
    assert!(matches!(damaged.state, State::NeedsAttention { reason: Reason::Damaged, .. }));
}
