//! The booking once it has begun, in a part of the app that is fetched then.
//!
//! The booking is `zms::booking`'s state machine; here its wishes meet the network and the
//! device, and what happened comes back as events.
use super::state::{self, Appointments, use_appointments};
use super::{captcha, client, draft, elsewhere, keep};
use crate::i18n::format;
use crate::task;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use zms::appointment::Appointment;
use zms::booking::{self, Booking, Effect as Wish, Event, Preconfirmation, Reservation, Stage};
use zms::catalogue::Selection;
use zms::error::Failure;
use zms::link::{self, Target};
use zms::request::CalendarQuery;
use zms::{Day, OfficeId, ProcessId, Timestamp};

/// How far ahead the calendar is asked, in months.
const HORIZON: i32 = 6;

thread_local! {
    /// How often the calendar was asked for; an answer to an earlier question is late.
    static QUESTIONS: Cell<u32> = const { Cell::new(0) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

crate::later!(
    booking,
    /// Reads what the device keeps: appointments, and a booking that was begun.
    pub const WAKE: (()) -> () = read_device
);

crate::later!(
    booking,
    /// Links of ZMS' own front end, which stand in mails and on web pages of the city: the
    /// fragment and the query.
    pub const LINK: ((String, String)) -> Option<String> = address_of_link
);

fn read_device((): ()) {
    let state = use_appointments();
    task::begin(async move {
        keep::read(state).await;
        restore(state).await;
        state.restored.set(true);
        // A draft of an appointment that the mail's link has meanwhile confirmed.
        for kept in state.kept.get_untracked() {
            finish(kept.appointment.key.process_id);
        }
    });
    run(state);
}

/// A page of the booking opens: the clock runs, and what was chosen meanwhile is taken up.
pub fn begin() {
    let state = use_appointments();
    run(state);
    if let Some(selection) = state.wish.try_update_value(Option::take).flatten() {
        select(selection);
    }
}

#[allow(clippy::needless_pass_by_value, reason = "what a part is asked for is handed over")]
fn address_of_link((fragment, query): (String, String)) -> Option<String> {
    Some(match link::parse_fragment(&fragment, &query)? {
        Target::Confirm(key) => ["/appointments/confirm#", &link::encode(&key)].concat(),
        Target::Open { key, wish } => {
            ["/appointments/open#", &link::encode_wish(&key, wish)].concat()
        }
        Target::Service { service, office, exclusive: _ } => match office {
            Some(office) => format!("/appointments/service/{service}?office={office}"),
            None => format!("/appointments/service/{service}"),
        },
    })
}

/// Takes up the booking that was begun when the page was closed, unless another one has begun meanwhile.
async fn restore(state: Appointments) {
    let Some((booking, wishes)) = draft::read().await else { return };
    if state.booking.with_untracked(|now| *now == Booking::default()) {
        state.booking.set(booking);
        for wish in wishes {
            carry_out(state, wish);
        }
        dispatch(Event::Tick(Timestamp(format::now())));
    }
}

/// Something happened: the next state, kept on the device, and what is to be done.
pub fn dispatch(event: Event) {
    let state = use_appointments();
    let before = state.booking.get_untracked();
    let (after, wishes) = booking::step(before.clone(), event);
    if after != before {
        draft::keep(&after);
        state.booking.set(after);
    }
    for wish in wishes {
        carry_out(state, wish);
    }
}

fn carry_out(state: Appointments, wish: Wish) {
    task::begin(async move {
        let now = || Timestamp(format::now());
        let event = match wish {
            Wish::SolveCaptcha => match captcha::solve().await {
                Ok(token) => Event::CaptchaSolved(token),
                Err(failure) => Event::CaptchaFailed(failure),
            },
            Wish::LoadCalendar => calendar_event(state, None).await,
            Wish::Reserve(call, request) => {
                let slot = zms::calendar::Slot { start: request.timestamp, office: request.office };
                let answer = client::reserve(&request).await.map(|answer| {
                    state.catalogue.with_untracked(|all| {
                        Reservation::new(&answer, slot, now(), all.office(slot.office))
                    })
                });
                Event::Reserved(call, answer)
            }
            Wish::Update(call, request) => {
                Event::Updated(call, client::update(&request).await.map(|_| ()))
            }
            Wish::Preconfirm(call, key) => {
                let answer = client::preconfirm(&key).await;
                Event::Preconfirmed(call, answer.map(|_| Preconfirmation { at: now() }))
            }
            Wish::Confirm(call, key) => {
                let answer = client::confirm(&key).await;
                if let Ok(appointment) = &answer {
                    keep::add(state, appointment.clone()).await;
                }
                Event::Confirmed(call, answer.map(|_| ()))
            }
            Wish::Check(call, key) => {
                Event::Checked(call, client::appointment(&key).await.map(|found| found.status))
            }
            Wish::CancelQuietly(key) => {
                // If it is lost the reservation runs out by itself.
                let _ = client::cancel(&key).await;
                return;
            }
            Wish::CancelOld(call, key) => {
                let answer = client::cancel(&key).await;
                if answer.is_ok() {
                    keep::remove(state, key.process_id).await;
                }
                Event::OldCancelled(call, answer.map(|_| ()))
            }
        };
        dispatch(event);
    });
}

/// Asks for the calendar; `open` is the day whose slots are wanted, else the first free one.
async fn load_calendar(state: Appointments, open: Option<Day>) -> Result<(), Failure> {
    let Some(today) = format::today() else { return Err(Failure::CouldNotAsk) };
    let day = open.unwrap_or(today);
    let query = state.booking.with_untracked(|booking| CalendarQuery {
        offices: booking.offices.clone(),
        services: booking.selection.items().to_vec(),
        start: today,
        end: today.plus_months(HORIZON),
        slots: Some((day, day)),
        captcha_token: booking.captcha_token().cloned(),
    });
    state.asking_calendar.set(true);
    let question = QUESTIONS.get() + 1;
    QUESTIONS.set(question);
    let answer = client::calendar(&query).await;
    // Another day was asked for meanwhile: its answer is the one that is waited for.
    if QUESTIONS.get() != question {
        return Ok(());
    }
    state.asking_calendar.set(false);
    // The booking may have moved on to other services while the answer was on its way.
    let still_wanted = state.booking.with_untracked(|booking| {
        booking.offices == query.offices && booking.selection.items() == query.services
    });
    if !still_wanted {
        return Ok(());
    }
    state.calendar.set(Some(answer?));
    Ok(())
}

async fn calendar_event(state: Appointments, open: Option<Day>) -> Event {
    match load_calendar(state, open).await {
        Ok(()) => Event::CalendarShown,
        Err(failure) => Event::CalendarFailed(failure),
    }
}

/// Shows a day of the calendar, or the first free one.
pub fn open_day(day: Option<Day>) {
    task::begin(async move { dispatch(calendar_event(use_appointments(), day).await) });
}

/// Chooses services, at all offices that offer them.
pub fn select(selection: Selection) {
    let state = use_appointments();
    let (offices, captcha) = state.catalogue.with_untracked(|all| {
        let offices: Vec<OfficeId> =
            all.offices_for(&selection).iter().map(|office| office.id).collect();
        let captcha = all.needs_captcha(&offices);
        (offices, captcha)
    });
    if offices.is_empty() {
        return;
    }
    if let Some(service) = selection.main() {
        state::remember(service);
    }
    state.calendar.set(None);
    dispatch(Event::Select { selection, offices, captcha });
}

/// An appointment was confirmed by its link, or is no longer on this device: the booking it came from is over, and what
/// was typed for it is no longer kept.
pub fn finish(id: ProcessId) {
    let state = use_appointments();
    let its_own = state.booking.with_untracked(|booking| {
        booking.reservation().is_some_and(|reservation| reservation.key.process_id == id)
    });
    if its_own {
        draft::keep(&Booking::default());
        state.booking.set(Booking::default());
    }
}

/// Begins a booking that replaces an appointment.
pub fn rebook(appointment: &Appointment) {
    // What another booking holds is given back first.
    dispatch(Event::Leave);
    let mut booking = Booking::rebook(appointment);
    // The city's system knows only the whole name; joined again it is the same.
    let whole = std::mem::take(&mut booking.contact.last_name);
    let (first, last) = whole.rsplit_once(' ').unwrap_or(("", &whole));
    first.clone_into(&mut booking.contact.first_name);
    last.clone_into(&mut booking.contact.last_name);
    let selection = booking.selection.clone();
    use_appointments().booking.set(booking);
    select(selection);
}

/// What goes on beside the pages; begun once, however often it is asked for.
fn run(state: Appointments) {
    if !RUNNING.replace(true) {
        tick(state);
        elsewhere::follow(state);
    }
}

/// The clock: once a second while something runs out.
fn tick(state: Appointments) {
    let step = move || {
        let now = format::now();
        let running =
            state.booking.with_untracked(|booking| booking.seconds_left(Timestamp(now)).is_some());
        if running {
            state.now.set(now);
            dispatch(Event::Tick(Timestamp(now)));
        }
    };
    // Without the clock a reservation ends on the server all the same, and the page hears of it then.
    let _ = set_interval_with_handle(step, Duration::from_secs(1));
}

/// The page of a stage.
pub fn address(stage: &Stage) -> &'static str {
    match stage {
        Stage::Choosing => "/appointments",
        Stage::SolvingCaptcha { .. } | Stage::Calendar { .. } | Stage::Reserving { .. } => {
            "/appointments/times"
        }
        Stage::Contact { .. } | Stage::Updating { .. } => "/appointments/contact",
        Stage::Review { .. }
        | Stage::Preconfirming { .. }
        | Stage::Confirming { .. }
        | Stage::Checking { .. }
        | Stage::Unclear { .. } => "/appointments/review",
        Stage::Preconfirmed { .. } | Stage::Confirmed { .. } => "/appointments/done",
        Stage::Expired { .. } => "/appointments/expired",
    }
}
