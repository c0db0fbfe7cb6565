//! One answer, one bad afternoon: offline, a captive portal, a busy server, and at last a receipt.
//!
//! `cargo run -p outbox --example one_bad_afternoon`

use outbox::{Answer, Event, State, step};

fn main() {
    let mut state = State::new();
    let mut now = 1_795_449_600;
    let afternoon = [
        ("no network", None),
        ("the hotel's log-in page", Some(Answer { html: true, ..Answer::new(200) })),
        ("the server is busy", Some(Answer { retry_after: Some(30), ..Answer::new(429) })),
        (
            "the server has it",
            Some(Answer { receipt: Some("R-2026-0815".into()), ..Answer::new(201) }),
        ),
    ];
    for (what, answer) in afternoon {
        if let State::Waiting { next_try, .. } = state {
            now = now.max(next_try);
        }
        state = step(&state, Event::Start { by: "this tab" }, now, 0).state;
        let State::Sending { attempt, .. } = &state else { continue };
        let attempt = attempt.clone();
        let event = match &answer {
            Some(answer) => Event::Answered { attempt: &attempt, answer },
            None => Event::Unanswered { attempt: &attempt },
        };
        state = step(&state, event, now + 1, 12_345).state;
        println!("{what}: {state:?}");
    }
    assert!(matches!(state, State::Sent { .. }));
}
