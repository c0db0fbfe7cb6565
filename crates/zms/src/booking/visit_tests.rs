//! A visit to an existing appointment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::{Retry, Visit, VisitEffect, VisitEvent, visit};
use crate::appointment::Appointment;
use crate::error::{ErrorCode, Failure};
use crate::{AppointmentKey, Timestamp, wire};
use proptest::prelude::*;

fn appointment(status: &str) -> Appointment {
    let json =
        format!(r#"{{"processId":3,"authKey":"fb43","timestamp":"5000","status":"{status}"}}"#);
    Appointment::from_wire(wire::decode(json.as_bytes()).unwrap().value).unwrap()
}

fn key() -> AppointmentKey {
    appointment("confirmed").key
}

fn refused(code: ErrorCode) -> Failure {
    Failure::Refused(vec![code.into()])
}

#[test]
fn a_link_that_asks_for_cancelling_gets_a_question() {
    let (start, effect) = Visit::open(key(), true);
    assert_eq!(effect, VisitEffect::Load(key()));
    let (asking, effect) = visit(start, VisitEvent::Loaded(Ok(appointment("confirmed"))));
    assert!(matches!(asking, Visit::AskCancel(_)) && effect.is_none());
    let (cancelling, effect) = visit(asking, VisitEvent::ReallyCancel(Timestamp(1)));
    assert_eq!(effect, Some(VisitEffect::Cancel(key())));
    let (kept, _) = visit(cancelling.clone(), VisitEvent::Cancelled(Err(Failure::NoAnswer)));
    assert!(matches!(kept, Visit::CancelFailed(..)), "it may still stand");
    let (gone, _) = visit(cancelling, VisitEvent::Cancelled(Ok(())));
    assert!(matches!(gone, Visit::Cancelled(_)));
}

#[test]
fn a_past_appointment_is_not_cancelled() {
    let asking = Visit::AskCancel(appointment("confirmed"));
    let (after, effect) = visit(asking, VisitEvent::ReallyCancel(Timestamp(5001)));
    assert!(matches!(after, Visit::CancelFailed(..)) && effect.is_none());
}

#[test]
fn already_confirmed_is_told_from_expired() {
    let confirm = || Visit::confirm(key()).0;
    let conflict = || Err(refused(ErrorCode::ProcessNotPreconfirmedAnymore));
    let (deciding, effect) = visit(confirm(), VisitEvent::Confirmed(conflict()));
    assert_eq!(effect, Some(VisitEffect::Load(key())));
    let (already, _) = visit(deciding.clone(), VisitEvent::Loaded(Ok(appointment("confirmed"))));
    assert!(matches!(already, Visit::AlreadyConfirmed(_)));
    let not_found = Err(refused(ErrorCode::AppointmentNotFound));
    assert_eq!(visit(deciding, VisitEvent::Loaded(not_found)).0, Visit::Expired);
    let (failed, effect) = visit(confirm(), VisitEvent::Confirmed(Err(Failure::NoAnswer)));
    assert!(matches!(failed, Visit::Failed { retry: Retry::Confirm, .. }) && effect.is_none());
    let (again, effect) = visit(failed, VisitEvent::TryAgain);
    assert_eq!((again, effect), (confirm(), Some(VisitEffect::Confirm(key()))));
}

fn event() -> impl Strategy<Value = VisitEvent> {
    let answer = prop_oneof![
        prop::sample::select(vec![
            "confirmed",
            "preconfirmed",
            "reserved",
            "deleted",
            "blocked",
            "new"
        ])
        .prop_map(|status| Ok(appointment(status))),
        (0..ErrorCode::ALL.len()).prop_map(|at| Err(refused(ErrorCode::ALL[at]))),
        Just(Err(Failure::NoAnswer)),
    ];
    (answer, 0..7_u8, 0_i64..9000).prop_map(|(answer, kind, now)| match kind {
        0 => VisitEvent::Confirmed(answer),
        1 => VisitEvent::Loaded(answer),
        2 => VisitEvent::WantCancel,
        3 => VisitEvent::KeepAppointment,
        4 => VisitEvent::ReallyCancel(Timestamp(now)),
        5 => VisitEvent::Cancelled(answer.map(|_| ())),
        _ => VisitEvent::TryAgain,
    })
}

proptest! {
    /// Nothing but a clear "yes" to the question cancels, whatever happens in whatever order.
    #[test]
    fn only_the_answer_to_the_question_cancels(
        by_confirm: bool, ask: bool, events in proptest::collection::vec(event(), 0..20),
    ) {
        let mut page = if by_confirm { Visit::confirm(key()).0 } else { Visit::open(key(), ask).0 };
        for event in events {
            let asked = matches!(page, Visit::AskCancel(_));
            let yes = matches!(event, VisitEvent::ReallyCancel(_));
            let (next, effect) = visit(page, event);
            let cancels = matches!(effect, Some(VisitEffect::Cancel(_)));
            prop_assert!(!cancels || (asked && yes));
            page = next;
        }
    }
}
