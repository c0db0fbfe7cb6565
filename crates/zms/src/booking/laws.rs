//! The laws, under random clicks, answers, losses and clocks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::*;
use crate::appointment::Status;
use crate::calendar::Slot;
use crate::catalogue::Selection;
use crate::contact::{Contact, ContactRules};
use crate::error::{ErrorCode, Failure};
use crate::wire::CaptchaToken;
use crate::{AppointmentKey, AuthKey, Minutes, OfficeId, ProcessId, ServiceId, Timestamp};
use proptest::prelude::*;

fn key(number: u32) -> AppointmentKey {
    AppointmentKey { process_id: ProcessId(number), auth_key: AuthKey::new("fb43").unwrap() }
}

fn reservation(number: u32, until: i64) -> Reservation {
    Reservation {
        key: key(number),
        slot: Slot { start: Timestamp(9_000_000), office: OfficeId(1) },
        until: Timestamp(until),
        activation: Minutes(30),
        rules: ContactRules::default(),
    }
}

fn refused(code: ErrorCode) -> Failure {
    Failure::Refused(vec![code.into()])
}

fn failure() -> impl Strategy<Value = Failure> {
    prop_oneof![
        Just(Failure::NoAnswer),
        Just(Failure::Broken { status: 500 }),
        Just(Failure::TooMany { retry_after: Some(3) }),
        Just(Failure::Maintenance { retry_after: None }),
        Just(Failure::NotReadable { status: 200 }),
        Just(Failure::CouldNotAsk),
        (0..ErrorCode::ALL.len()).prop_map(|at| refused(ErrorCode::ALL[at])),
        Just(refused(ErrorCode::CaptchaExpired)),
        Just(refused(ErrorCode::ProcessNotPreconfirmedAnymore)),
    ]
}

fn answer<T: Clone + std::fmt::Debug + 'static>(
    good: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Result<T, Failure>> {
    prop_oneof![2 => good.prop_map(Ok), 1 => failure().prop_map(Err)]
}

/// An event; its call number is how many calls it is late, mostly 0.
fn event() -> impl Strategy<Value = Event> {
    let late = || prop_oneof![4 => Just(0_u32), 1 => 1_u32..4];
    let status = prop_oneof![
        Just(Status::Reserved),
        Just(Status::Preconfirmed),
        Just(Status::Confirmed),
        Just(Status::Deleted),
        Just(Status::Unknown),
    ];
    let clicks = prop_oneof![
        any::<bool>().prop_map(|captcha| Event::Select {
            selection: Selection::of(ServiceId(1)),
            offices: vec![OfficeId(1)],
            captcha,
        }),
        (1_i64..9)
            .prop_map(|n| Event::ChooseSlot(Slot { start: Timestamp(n), office: OfficeId(1) })),
        "[a-z]{0,3}"
            .prop_map(|name| Event::Typed(Contact { last_name: name, ..Contact::default() })),
        Just(Event::Submit),
        Just(Event::Book),
        Just(Event::BackToChoosing),
        Just(Event::BackToCalendar),
        Just(Event::KeepReservation),
        Just(Event::BackToContact),
        Just(Event::CheckAgain),
        Just(Event::CancelOldAgain),
        Just(Event::Leave),
    ];
    let answers = prop_oneof![
        Just(Event::CaptchaSolved(CaptchaToken("t".to_owned()))),
        failure().prop_map(Event::CaptchaFailed),
        Just(Event::CaptchaAgain),
        Just(Event::CaptchaExpired),
        Just(Event::CalendarShown),
        failure().prop_map(Event::CalendarFailed),
        (
            late(),
            answer((10_u32..10_000, 100_i64..4000).prop_map(|(n, until)| reservation(n, until)))
        )
            .prop_map(|(late, answer)| Event::Reserved(late, answer)),
        (late(), answer(Just(()))).prop_map(|(late, answer)| Event::Updated(late, answer)),
        (late(), answer((0_i64..4000).prop_map(|at| Preconfirmation { at: Timestamp(at) })))
            .prop_map(|(late, answer)| Event::Preconfirmed(late, answer)),
        (late(), answer(Just(()))).prop_map(|(late, answer)| Event::Confirmed(late, answer)),
        (late(), answer(status)).prop_map(|(late, answer)| Event::Checked(late, answer)),
        (late(), answer(Just(()))).prop_map(|(late, answer)| Event::OldCancelled(late, answer)),
        (0_i64..9000).prop_map(|now| Event::Tick(Timestamp(now))),
        (10_000_u32..10_003).prop_map(|number| Event::ConfirmedElsewhere(ProcessId(number))),
    ];
    prop_oneof![clicks, answers]
}

/// Turns "so many calls late" into the number of that call.
fn number(event: Event, call: u32) -> Event {
    let at = |late: u32| call.wrapping_sub(late);
    match event {
        Event::Reserved(late, answer) => Event::Reserved(at(late), answer),
        Event::Updated(late, answer) => Event::Updated(at(late), answer),
        Event::Preconfirmed(late, answer) => Event::Preconfirmed(at(late), answer),
        Event::Confirmed(late, answer) => Event::Confirmed(at(late), answer),
        Event::Checked(late, answer) => Event::Checked(at(late), answer),
        Event::OldCancelled(late, answer) => Event::OldCancelled(at(late), answer),
        other => other,
    }
}

/// A plausible next event, so that random walks get deep and do not only bounce off.
fn helpful(booking: &Booking, seed: u32) -> Event {
    let call = booking.call;
    match &booking.stage {
        Stage::Choosing => Event::Select {
            selection: Selection::of(ServiceId(1)),
            offices: vec![OfficeId(1)],
            captcha: seed.is_multiple_of(2),
        },
        Stage::SolvingCaptcha { .. } => Event::CaptchaSolved(CaptchaToken("t".to_owned())),
        Stage::Calendar { .. } => {
            Event::ChooseSlot(Slot { start: Timestamp(5), office: OfficeId(1) })
        }
        Stage::Reserving { .. } => Event::Reserved(call, Ok(reservation(10_000 + seed, 4000))),
        Stage::Contact { .. } => Event::Submit,
        Stage::Updating { .. } => Event::Updated(call, Ok(())),
        Stage::Review { .. } => Event::Book,
        Stage::Preconfirming { .. } => {
            Event::Preconfirmed(call, Ok(Preconfirmation { at: Timestamp(1) }))
        }
        Stage::Confirming { .. } => Event::Confirmed(call, Ok(())),
        Stage::Checking { .. } => Event::Checked(call, Ok(Status::Confirmed)),
        Stage::Unclear { .. } | Stage::Preconfirmed { .. } => Event::CheckAgain,
        Stage::Confirmed { .. } => Event::OldCancelled(call, Ok(())),
        Stage::Expired { .. } => Event::BackToCalendar,
    }
}

fn is_booked(stage: &Stage) -> bool {
    matches!(stage, Stage::Preconfirmed { .. } | Stage::Confirmed { .. })
}

fn check_laws(before: &Booking, event: &Event, after: &Booking, effects: &[Effect]) {
    // What was typed is never lost.
    if let Event::Typed(contact) = event {
        assert_eq!(&after.contact, contact);
    } else {
        assert_eq!(after.contact, before.contact);
    }
    // A reservation is held, given back, booked, or over.
    let given_back = |key: &AppointmentKey| effects.contains(&Effect::CancelQuietly(key.clone()));
    let held = after.reservation().map(|reservation| reservation.key.clone());
    if let Some(was) = before.reservation() {
        let over = matches!(after.stage, Stage::Expired { .. })
            || matches!(event, Event::Tick(now) if was.until <= *now);
        let kept = held.as_ref() == Some(&was.key);
        assert!(kept || given_back(&was.key) || is_booked(&before.stage) || over, "{event:?}");
        assert!(!(kept && given_back(&was.key)), "given back and still used");
        assert!(!(is_booked(&before.stage) && given_back(&was.key)), "gave back what is booked");
    }
    if let Event::Reserved(_, Ok(new)) = event {
        assert!(held.as_ref() == Some(&new.key) || given_back(&new.key), "a lost reservation");
    }
    // The old appointment goes only after the new one is confirmed.
    for effect in effects {
        if let Effect::CancelOld(_, old) = effect {
            assert_eq!(old, &key(1));
            assert!(matches!(after.stage, Stage::Confirmed { .. }));
        }
        assert_ne!(effect, &Effect::CancelQuietly(key(1)));
    }
    if let Some(OldAppointment::Cancelled | OldAppointment::Cancelling(_)) = after.old {
        assert!(matches!(after.stage, Stage::Confirmed { .. }) || after.old == before.old);
    }
    // Late answers change nothing.
    let late = match event {
        Event::Reserved(call, _)
        | Event::Updated(call, _)
        | Event::Preconfirmed(call, _)
        | Event::Confirmed(call, _)
        | Event::Checked(call, _)
        | Event::OldCancelled(call, _) => *call != before.call,
        _ => false,
    };
    if late {
        assert_eq!(before, after);
        assert!(effects.iter().all(|effect| matches!(effect, Effect::CancelQuietly(_))));
    }
    // At most one call waits for an answer.
    let calls = effects.iter().filter(|effect| {
        !matches!(effect, Effect::CancelQuietly(_) | Effect::LoadCalendar | Effect::SolveCaptcha)
    });
    assert!(calls.count() <= 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn laws(
        rebooking: bool,
        events in proptest::collection::vec((any::<bool>(), event(), any::<u16>()), 1..60),
    ) {
        let old = rebooking.then(|| OldAppointment::Kept(key(1)));
        let mut booking = Booking { old, ..Booking::default() };
        for (use_helpful, random, seed) in events {
            let event = if use_helpful {
                helpful(&booking, u32::from(seed))
            } else {
                number(random, booking.call)
            };
            let before = booking.clone();
            let (after, effects) = step(booking, event.clone());
            check_laws(&before, &event, &after, &effects);
            let now = Timestamp(i64::from(seed));
            if let (Some(left), Some(held)) = (after.seconds_left(now), after.reservation()) {
                let mail = matches!(after.stage, Stage::Preconfirmed { .. });
                prop_assert!(mail || left == held.until.seconds_left(now));
            }
            prop_assert_eq!(crate::keep::load(&crate::keep::save(&after)), Some(after.clone()));
            let (restored, _) = restore(&save(&after)).unwrap();
            prop_assert_eq!(&restored.contact, &after.contact);
            prop_assert_eq!(restored.reservation(), after.reservation());
            let checking = matches!(restored.stage, Stage::Checking { .. });
            prop_assert!(checking || !restored.is_busy());
            booking = after;
        }
    }

    /// From anywhere, clicks and good answers lead to a confirmed appointment: there is no dead end.
    #[test]
    fn no_dead_end(events in proptest::collection::vec(event(), 0..40)) {
        let mut booking = Booking::default();
        for event in events {
            let event = number(event, booking.call);
            booking = step(booking, event).0;
        }
        for seed in 0..30 {
            if matches!(booking.stage, Stage::Confirmed { .. }) {
                break;
            }
            let event = helpful(&booking, seed);
            booking = step(booking, event).0;
        }
        let confirmed = matches!(booking.stage, Stage::Confirmed { .. });
        prop_assert!(confirmed, "{:?}", booking.stage);
    }

    #[test]
    fn garbage_is_an_error(text in ".{0,80}", cut in 0_usize..4000, byte: u8) {
        prop_assert!(restore(&text).is_err());
        let mut booking = Booking::default();
        for seed in 0..u32::from(byte % 9) {
            let event = helpful(&booking, seed);
            booking = step(booking, event).0;
        }
        let mut saved = save(&booking).into_bytes();
        let at = cut % saved.len();
        saved[at] = byte;
        let _ = restore(&String::from_utf8_lossy(&saved));
        let half = String::from_utf8_lossy(&saved[..at]).into_owned();
        prop_assert!(restore(&half).is_err());
    }
}

#[test]
fn another_version_is_an_error() {
    let old = save(&Booking::default()).replace("\"version\":2", "\"version\":0");
    assert_eq!(restore(&old), Err(RestoreError::OtherVersion));
}

fn run(mut booking: Booking, events: Vec<Event>) -> (Booking, Vec<Effect>) {
    let mut effects = Vec::new();
    for event in events {
        (booking, effects) = step(booking, event);
    }
    (booking, effects)
}

fn at_contact() -> Booking {
    let mut booking = Booking::default();
    while !matches!(booking.stage, Stage::Contact { .. }) {
        let event = helpful(&booking, 1);
        booking = step(booking, event).0;
    }
    booking
}

#[test]
fn another_slot_gives_the_first_back_only_when_it_has_the_second() {
    let (booking, effects) = run(
        at_contact(),
        vec![
            Event::BackToCalendar,
            Event::ChooseSlot(Slot { start: Timestamp(7), office: OfficeId(1) }),
        ],
    );
    assert!(matches!(effects[..], [Effect::Reserve(..)]));
    let call = booking.call;
    let (lost, effects) = step(
        booking.clone(),
        Event::Reserved(call, Err(refused(ErrorCode::AppointmentNotAvailable))),
    );
    assert_eq!(effects, vec![Effect::LoadCalendar]);
    assert!(lost.reservation().is_some(), "the first one is still held");
    let (_, effects) = step(booking, Event::Reserved(call, Ok(reservation(77, 4000))));
    assert!(matches!(effects[..], [Effect::CancelQuietly(_)]));
}

#[test]
fn a_void_captcha_while_reserving_is_solved_again_and_the_slot_is_asked_for_again() {
    let mut booking = Booking::default();
    while !matches!(booking.stage, Stage::Reserving { .. }) {
        let event = helpful(&booking, 2);
        booking = step(booking, event).0;
    }
    for _ in 0..2 {
        let call = booking.call;
        let (next, effects) =
            step(booking, Event::Reserved(call, Err(refused(ErrorCode::CaptchaInvalid))));
        assert_eq!(effects, vec![Effect::SolveCaptcha]);
        let (next, effects) = step(next, Event::CaptchaSolved(CaptchaToken("new".to_owned())));
        assert!(matches!(&effects[..], [Effect::Reserve(_, request)]
            if request.captcha_token.as_ref().unwrap().expose() == "new"));
        booking = next;
    }
    let call = booking.call;
    let (_, effects) =
        step(booking, Event::Reserved(call, Err(refused(ErrorCode::CaptchaInvalid))));
    assert_eq!(effects, vec![], "not for ever");
}

#[test]
fn a_lost_answer_to_the_booking_is_found_out() {
    let (booking, _) = run(at_contact(), vec![Event::Submit]);
    let call = booking.call;
    let (booking, effects) = run(booking, vec![Event::Updated(call, Ok(())), Event::Book]);
    assert!(matches!(effects[..], [Effect::Preconfirm(..)]));
    let call = booking.call;
    let (booking, effects) = step(booking, Event::Preconfirmed(call, Err(Failure::NoAnswer)));
    assert!(matches!(effects[..], [Effect::Check(..)]));
    let call = booking.call;
    let (booking, _) = step(booking, Event::Checked(call, Ok(Status::Preconfirmed)));
    assert!(matches!(booking.stage, Stage::Preconfirmed { .. }));
}

#[test]
fn too_many_appointments_with_one_address_leads_back_to_the_form() {
    let (booking, _) = run(at_contact(), vec![Event::Submit]);
    let call = booking.call;
    let (booking, _) = run(booking, vec![Event::Updated(call, Ok(())), Event::Book]);
    let call = booking.call;
    let failure = refused(ErrorCode::TooManyAppointmentsWithSameMail);
    let (booking, _) = step(booking, Event::Preconfirmed(call, Err(failure)));
    assert!(matches!(booking.stage, Stage::Contact { .. }));
}

#[test]
fn a_mail_answered_elsewhere_ends_the_waiting_for_that_mail_only() {
    let (booking, _) = run(at_contact(), vec![Event::Submit]);
    let id = booking.reservation().unwrap().key.process_id;
    let call = booking.call;
    let (booking, _) = run(booking, vec![Event::Updated(call, Ok(()))]);
    // Before the mail was sent nobody can have answered it.
    assert_eq!(step(booking.clone(), Event::ConfirmedElsewhere(id)), (booking.clone(), vec![]));
    let (booking, _) = step(booking, Event::Book);
    let call = booking.call;
    let sent = Preconfirmation { at: Timestamp(1) };
    let (booking, _) = step(booking, Event::Preconfirmed(call, Ok(sent)));
    let other = Event::ConfirmedElsewhere(ProcessId(1));
    assert_eq!(step(booking.clone(), other), (booking.clone(), vec![]));
    let (booking, effects) = step(booking, Event::ConfirmedElsewhere(id));
    assert!(matches!(booking.stage, Stage::Confirmed { .. }));
    assert_eq!(effects, vec![], "there is no old appointment to cancel");
}
