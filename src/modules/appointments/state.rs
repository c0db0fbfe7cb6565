//! What the pages share: the catalogue, the guide, the booking, the calendar, my appointments.
//!
//! The booking is `zms::booking`'s state machine; here its wishes meet the network and the
//! device, and what happened comes back as events.
use super::captcha;
use super::client;
use super::guide::Guide;
use super::keep::{self, KeptAppointment};
use crate::i18n::{format, language};
use crate::offline::{self, Store};
use crate::preferences;
use crate::ui::Freshness;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use zms::appointment::Appointment;
use zms::booking::{self, Booking, Effect as Wish, Event, Preconfirmation, Reservation, Stage};
use zms::calendar::Calendar;
use zms::catalogue::{Catalogue, Selection};
use zms::error::Failure;
use zms::request::CalendarQuery;
use zms::{Day, OfficeId, ProcessId, ServiceId, Timestamp};

/// How long what was typed is kept, in seconds: a day.
const DRAFT_LASTS: i64 = 86_400;
/// How far ahead the calendar is asked, in months.
const HORIZON: i32 = 6;
/// How many services last chosen are offered again.
const MOST_RECENT: usize = 3;
const CATALOGUE: &str = "catalogue";
const DRAFT: &str = "booking";

/// The signals of this module.
#[derive(Clone, Copy)]
pub struct Appointments {
    /// Offices and services; empty until they have come.
    pub catalogue: RwSignal<Catalogue>,
    /// How fresh the catalogue is.
    pub freshness: RwSignal<Freshness>,
    /// Why the catalogue could not be had, the last time it was asked for.
    pub failure: RwSignal<Option<Failure>>,
    /// The city's guide in the person's language.
    pub guide: RwSignal<Guide>,
    /// The booking.
    pub booking: RwSignal<Booking>,
    /// Whether what the device kept of a booking has been read.
    pub restored: RwSignal<bool>,
    /// The calendar of the booking's offices and services.
    pub calendar: RwSignal<Option<Calendar>>,
    /// Whether the calendar is being asked for.
    pub asking_calendar: RwSignal<bool>,
    /// The appointments kept on this device, the next one first.
    pub kept: RwSignal<Vec<KeptAppointment>>,
    /// Now, in seconds since the epoch, moved on every second while something runs out.
    pub now: RwSignal<i64>,
}

thread_local! {
    static STATE: Cell<Option<Appointments>> = const { Cell::new(None) };
    /// How often the calendar was asked for; an answer to an earlier question is late.
    static QUESTIONS: Cell<u32> = const { Cell::new(0) };
}

/// The signals; made by [`start`] before any page.
pub fn use_appointments() -> Appointments {
    STATE.get().unwrap_or_else(make)
}

fn make() -> Appointments {
    let state = Appointments {
        catalogue: RwSignal::new(Catalogue::default()),
        freshness: RwSignal::new(Freshness::Asking),
        failure: RwSignal::new(None),
        guide: RwSignal::new(Guide::default()),
        booking: RwSignal::new(Booking::default()),
        restored: RwSignal::new(false),
        calendar: RwSignal::new(None),
        asking_calendar: RwSignal::new(false),
        kept: RwSignal::new(Vec::new()),
        now: RwSignal::new(format::now()),
    };
    STATE.set(Some(state));
    state
}

/// Begins: reads what the device has, asks for what is new. Called once, when the app is mounted.
pub fn start() {
    let state = make();
    Effect::new(move || {
        // Followed, so that the guide changes with the language.
        language();
        spawn_local(async move { state.guide.set(Guide::load().await) });
    });
    spawn_local(async move {
        keep::read(state).await;
        restore(state).await;
        state.restored.set(true);
        // A draft of an appointment that the mail's link has meanwhile confirmed.
        for kept in state.kept.get_untracked() {
            finish(kept.appointment.key.process_id);
        }
    });
    spawn_local(async move {
        load_catalogue(state).await;
    });
    tick(state);
}

/// Asks for the catalogue: what is kept first, then the network.
pub async fn load_catalogue(state: Appointments) {
    if state.catalogue.with_untracked(|all| all.services().is_empty())
        && let Ok(Some(kept)) = offline::store::get(Store::Package, CATALOGUE).await
        && let Ok(catalogue) = Catalogue::decode(kept.text.as_bytes())
    {
        state.catalogue.set(catalogue);
        state.freshness.set(Freshness::Saved(kept.at));
    }
    match client::catalogue().await {
        Ok((catalogue, text)) => {
            // Set only when it differs: a list that is drawn anew loses the focus in it.
            if state.catalogue.with_untracked(|known| *known != catalogue) {
                state.catalogue.set(catalogue);
            }
            state.failure.set(None);
            state.freshness.set(Freshness::Live(format::now()));
            // Without the copy the next start needs the network, nothing else is lost.
            let _ = offline::store::put(Store::Package, CATALOGUE, &text).await;
        }
        Err(failure) => {
            state.failure.set(Some(failure));
            if state.freshness.get_untracked() == Freshness::Asking {
                state.freshness.set(Freshness::Unavailable);
            }
        }
    }
}

/// The booking as it was when the page was closed, if it still holds something.
async fn restore(state: Appointments) {
    let Ok(Some(text)) = offline::load_secret::<String>(Store::Drafts, DRAFT).await else { return };
    let restored = booking::restore(&text.value).ok().filter(|_| text.age() < DRAFT_LASTS);
    let Some((booking, wishes)) = restored else {
        // Too old, from another version, or damaged: it would be kept for nothing.
        let _ = offline::store::remove(Store::Drafts, DRAFT).await;
        return;
    };
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
        keep_draft(&after);
        state.booking.set(after);
    }
    for wish in wishes {
        carry_out(state, wish);
    }
}

/// Keeps the booking, encrypted: it holds a name, an address and the key of a reservation.
fn keep_draft(booking: &Booking) {
    let worth_keeping = !booking.contact.is_empty() || booking.reservation().is_some();
    let text = worth_keeping.then(|| booking::save(booking));
    spawn_local(async move {
        // A device that keeps nothing still books; a reload then starts again.
        let _ = match text {
            Some(text) => offline::save_secret(Store::Drafts, DRAFT, &text).await,
            None => offline::store::remove(Store::Drafts, DRAFT).await,
        };
    });
}

fn carry_out(state: Appointments, wish: Wish) {
    spawn_local(async move {
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
    spawn_local(async move { dispatch(calendar_event(use_appointments(), day).await) });
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
        remember(service);
    }
    state.calendar.set(None);
    dispatch(Event::Select { selection, offices, captcha });
}

/// An appointment was confirmed by its link: the booking it came from is over, and what was typed
/// for it is no longer kept.
pub fn finish(id: ProcessId) {
    let state = use_appointments();
    let its_own = state.booking.with_untracked(|booking| {
        booking.reservation().is_some_and(|reservation| reservation.key.process_id == id)
    });
    if its_own {
        keep_draft(&Booking::default());
        state.booking.set(Booking::default());
    }
}

/// The services chosen last on this device, the newest first.
pub fn recent() -> Vec<ServiceId> {
    let kept = preferences::read(preferences::RECENT).unwrap_or_default();
    kept.split(',').filter_map(|id| id.parse().ok()).collect()
}

fn remember(service: ServiceId) {
    let mut all = recent();
    all.retain(|other| *other != service);
    all.insert(0, service);
    all.truncate(MOST_RECENT);
    let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
    preferences::store(preferences::RECENT, &ids.join(","));
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
