//! What follows from what.

use super::{Booking, Captcha, Effect, Event, OldAppointment, Reservation, Stage};
use crate::appointment::Status;
use crate::calendar::Slot;
use crate::error::{ErrorCode, Failure, NextStep};
use crate::request::{Reserve, Update};
use crate::{AppointmentKey, ProcessId, Timestamp};

/// Captchas refused in a row after which a person has to ask for the next one.
const PATIENCE: u8 = 3;

/// What is so after `event`, and what is to be done. An event that does not fit changes nothing.
#[must_use]
pub fn step(mut booking: Booking, event: Event) -> (Booking, Vec<Effect>) {
    let effects = match event {
        Event::Typed(contact) => {
            booking.contact = contact;
            Vec::new()
        }
        Event::Tick(now) => booking.tick(now),
        Event::Select { .. } | Event::BackToChoosing | Event::Leave => booking.choose(event),
        Event::CaptchaSolved(_)
        | Event::CaptchaFailed(_)
        | Event::CaptchaAgain
        | Event::CaptchaExpired => booking.captcha(event),
        Event::CalendarShown => {
            // A lost slot is why the calendar was asked again: that stays until another is chosen.
            booking.notice =
                booking.notice.filter(|notice| notice.next_step() == NextStep::PickAnotherSlot);
            booking.refused_captchas = 0;
            Vec::new()
        }
        Event::CalendarFailed(failure) => booking.calendar_failed(failure),
        Event::ChooseSlot(slot) => booking.choose_slot(slot),
        Event::Reserved(call, answer) => booking.reserved(call, answer),
        Event::Submit
        | Event::Book
        | Event::BackToCalendar
        | Event::BackToContact
        | Event::KeepReservation => booking.go(&event),
        Event::Updated(call, answer) => booking.updated(call, answer),
        Event::Preconfirmed(call, answer) => match answer {
            Ok(sent) => booking.preconfirmed(call, sent.at),
            Err(failure) => booking.booking_failed(call, failure),
        },
        Event::Confirmed(call, answer) => match answer {
            Ok(()) => booking.confirmed(call),
            Err(failure) => booking.booking_failed(call, failure),
        },
        Event::Checked(call, answer) => booking.checked(call, answer),
        Event::CheckAgain => booking.check_again(),
        Event::ConfirmedElsewhere(id) => booking.confirmed_elsewhere(id),
        Event::OldCancelled(call, answer) => booking.old_cancelled(call, answer),
        Event::CancelOldAgain => booking.cancel_old(),
    };
    (booking, effects)
}

fn release(reservation: Option<Reservation>) -> Vec<Effect> {
    reservation.map(|reservation| Effect::CancelQuietly(reservation.key)).into_iter().collect()
}

impl Booking {
    fn next_call(&mut self) -> u32 {
        self.call = self.call.wrapping_add(1);
        self.call
    }

    fn take_stage(&mut self) -> Stage {
        std::mem::replace(&mut self.stage, Stage::Choosing)
    }

    /// The reservation, if it may be given back: not while a call decides about it, not once it is booked.
    fn take_unbooked(&mut self) -> Result<Option<Reservation>, ()> {
        match self.take_stage() {
            // Done or waiting for the mail: a new booking may begin, this one stands.
            Stage::Choosing
            | Stage::Expired { .. }
            | Stage::Preconfirmed { .. }
            | Stage::Confirmed { .. } => Ok(None),
            Stage::SolvingCaptcha { previous, .. }
            | Stage::Calendar { previous }
            | Stage::Reserving { previous, .. } => Ok(previous),
            Stage::Contact { reservation }
            | Stage::Updating { reservation }
            | Stage::Review { reservation } => Ok(Some(reservation)),
            stage => {
                self.stage = stage;
                Err(())
            }
        }
    }

    fn choose(&mut self, event: Event) -> Vec<Effect> {
        // The old appointment is being cancelled, or that failed: nobody else would do it.
        let unfinished = matches!(
            self.old,
            Some(OldAppointment::Cancelling(_) | OldAppointment::StillThere(..))
        );
        let replaced = matches!(self.old, Some(OldAppointment::Cancelled));
        if unfinished {
            return Vec::new();
        }
        let Ok(unbooked) = self.take_unbooked() else {
            return Vec::new();
        };
        self.next_call(); // whatever is still under way is late from now on
        self.notice = None;
        if replaced || matches!(event, Event::Leave) {
            self.old = None;
        }
        let mut effects = release(unbooked);
        if let Event::Select { selection, offices, captcha } = event {
            self.selection = selection;
            self.offices = offices;
            self.refused_captchas = 0;
            match (captcha, &self.captcha) {
                (false, _) => self.captcha = Captcha::NotNeeded,
                (true, Captcha::Solved(_)) => {}
                (true, _) => self.captcha = Captcha::Needed,
            }
            effects.extend(self.go_to_calendar(None, None));
        }
        effects
    }

    /// To the calendar, by way of the captcha if one is needed.
    fn go_to_calendar(
        &mut self,
        wanted: Option<Slot>,
        previous: Option<Reservation>,
    ) -> Vec<Effect> {
        if self.captcha == Captcha::Needed {
            self.stage = Stage::SolvingCaptcha { wanted, previous };
            return if self.refused_captchas < PATIENCE {
                vec![Effect::SolveCaptcha]
            } else {
                Vec::new()
            };
        }
        if let Some(slot) = wanted {
            return self.reserve(slot, previous);
        }
        self.stage = Stage::Calendar { previous };
        vec![Effect::LoadCalendar]
    }

    fn reserve(&mut self, slot: Slot, previous: Option<Reservation>) -> Vec<Effect> {
        let request = Reserve {
            timestamp: slot.start,
            office: slot.office,
            services: self.selection.items().to_vec(),
            captcha_token: self.captcha_token().cloned(),
        };
        self.stage = Stage::Reserving { slot, previous };
        vec![Effect::Reserve(self.next_call(), request)]
    }

    fn captcha(&mut self, event: Event) -> Vec<Effect> {
        match (event, self.take_stage()) {
            (Event::CaptchaSolved(token), Stage::SolvingCaptcha { wanted, previous }) => {
                self.captcha = Captcha::Solved(token);
                self.notice = None;
                self.go_to_calendar(wanted, previous)
            }
            (Event::CaptchaFailed(failure), stage @ Stage::SolvingCaptcha { .. }) => {
                self.notice = Some(failure);
                self.refused_captchas = PATIENCE;
                self.stage = stage;
                Vec::new()
            }
            (Event::CaptchaAgain, stage @ Stage::SolvingCaptcha { .. }) => {
                self.refused_captchas = 0;
                self.notice = None;
                self.stage = stage;
                vec![Effect::SolveCaptcha]
            }
            (Event::CaptchaExpired, Stage::Calendar { previous })
                if self.captcha_token().is_some() =>
            {
                self.captcha = Captcha::Needed;
                self.go_to_calendar(None, previous)
            }
            (Event::CaptchaExpired, stage) => {
                // Nothing but calendar and reserving needs it; solve it again when one of them does.
                if self.captcha_token().is_some() {
                    self.captcha = Captcha::Needed;
                }
                self.stage = stage;
                Vec::new()
            }
            (_, stage) => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn calendar_failed(&mut self, failure: Failure) -> Vec<Effect> {
        let solve_again = failure.next_step() == NextStep::SolveCaptchaAgain;
        match self.take_stage() {
            Stage::Calendar { previous } if solve_again => {
                self.void_captcha(failure, None, previous)
            }
            stage => {
                if matches!(stage, Stage::Calendar { .. }) {
                    self.notice = Some(failure);
                }
                self.stage = stage;
                Vec::new()
            }
        }
    }

    /// The server does not take the token: expired, or the IP address changed, or one is needed after all.
    fn void_captcha(
        &mut self,
        failure: Failure,
        wanted: Option<Slot>,
        previous: Option<Reservation>,
    ) -> Vec<Effect> {
        self.captcha = Captcha::Needed;
        self.refused_captchas = self.refused_captchas.saturating_add(1);
        self.notice = Some(failure);
        self.go_to_calendar(wanted, previous)
    }

    fn choose_slot(&mut self, slot: Slot) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Calendar { previous } => {
                self.notice = None;
                self.go_to_calendar(Some(slot), previous)
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn reserved(&mut self, call: u32, answer: Result<Reservation, Failure>) -> Vec<Effect> {
        if call != self.call || !matches!(self.stage, Stage::Reserving { .. }) {
            // Too late: the person went elsewhere. Give back what nobody waits for, unless it is held.
            let held = self.reservation().map(|held| held.key.clone());
            let late = answer.ok().filter(|late| Some(&late.key) != held.as_ref());
            return release(late);
        }
        let Stage::Reserving { slot, previous } = self.take_stage() else {
            return Vec::new();
        };
        match answer {
            Ok(reservation) => {
                self.notice = None;
                self.refused_captchas = 0;
                let effects = release(previous.filter(|old| old.key != reservation.key));
                self.stage = Stage::Contact { reservation };
                effects
            }
            Err(failure) if failure.next_step() == NextStep::SolveCaptchaAgain => {
                self.void_captcha(failure, Some(slot), previous)
            }
            Err(failure) => {
                // The slot is gone or the answer is lost. A lost reservation runs out by itself.
                self.notice = Some(failure);
                self.stage = Stage::Calendar { previous };
                vec![Effect::LoadCalendar]
            }
        }
    }

    fn go(&mut self, event: &Event) -> Vec<Effect> {
        match (event, self.take_stage()) {
            (Event::Submit, Stage::Contact { reservation }) => {
                let key = reservation.key.clone();
                let update = Update { key, contact: self.contact.trimmed() };
                self.notice = None;
                self.stage = Stage::Updating { reservation };
                vec![Effect::Update(self.next_call(), update)]
            }
            (Event::Book, Stage::Review { reservation }) => {
                let key = reservation.key.clone();
                self.notice = None;
                let call = self.next_call();
                if self.old.is_some() {
                    self.stage = Stage::Confirming { reservation };
                    vec![Effect::Confirm(call, key)]
                } else {
                    self.stage = Stage::Preconfirming { reservation };
                    vec![Effect::Preconfirm(call, key)]
                }
            }
            (Event::BackToContact, Stage::Review { reservation }) => {
                self.stage = Stage::Contact { reservation };
                Vec::new()
            }
            (
                Event::BackToCalendar,
                Stage::Contact { reservation } | Stage::Review { reservation },
            ) => self.go_to_calendar(None, Some(reservation)),
            (Event::BackToCalendar, Stage::Expired { .. }) => {
                self.notice = None;
                self.go_to_calendar(None, None)
            }
            (Event::KeepReservation, Stage::Calendar { previous: Some(reservation) }) => {
                self.notice = None;
                self.stage = Stage::Contact { reservation };
                Vec::new()
            }
            (_, stage) => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn updated(&mut self, call: u32, answer: Result<(), Failure>) -> Vec<Effect> {
        if call != self.call {
            return Vec::new();
        }
        match (self.take_stage(), answer) {
            (Stage::Updating { reservation }, Ok(())) => {
                self.notice = None;
                self.stage = Stage::Review { reservation };
            }
            (Stage::Updating { reservation }, Err(failure)) => {
                self.stage = if is_gone(&failure) {
                    Stage::Expired { slot: reservation.slot }
                } else {
                    Stage::Contact { reservation }
                };
                self.notice = Some(failure);
            }
            (stage, _) => self.stage = stage,
        }
        Vec::new()
    }

    fn preconfirmed(&mut self, call: u32, at: Timestamp) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Preconfirming { reservation } if call == self.call => {
                self.notice = None;
                let until = at.plus(reservation.activation.seconds());
                self.stage = Stage::Preconfirmed { reservation, until };
            }
            stage => self.stage = stage,
        }
        Vec::new()
    }

    fn confirmed(&mut self, call: u32) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Confirming { reservation } if call == self.call => self.booked(reservation),
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn confirmed_elsewhere(&mut self, id: ProcessId) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Preconfirmed { reservation, .. } if reservation.key.process_id == id => {
                self.booked(reservation)
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    /// The new appointment stands; now, and only now, the old one goes.
    fn booked(&mut self, reservation: Reservation) -> Vec<Effect> {
        self.notice = None;
        self.stage = Stage::Confirmed { reservation };
        self.cancel_old()
    }

    fn cancel_old(&mut self) -> Vec<Effect> {
        if !matches!(self.stage, Stage::Confirmed { .. }) {
            return Vec::new();
        }
        match self.old.take() {
            Some(OldAppointment::Kept(key) | OldAppointment::StillThere(key, _)) => {
                self.old = Some(OldAppointment::Cancelling(key.clone()));
                vec![Effect::CancelOld(self.next_call(), key)]
            }
            old => {
                self.old = old;
                Vec::new()
            }
        }
    }

    fn old_cancelled(&mut self, call: u32, answer: Result<(), Failure>) -> Vec<Effect> {
        if call == self.call {
            self.old = match (self.old.take(), answer) {
                (Some(OldAppointment::Cancelling(key)), Err(failure)) => {
                    // Gone is what it should be.
                    if failure.has(ErrorCode::AppointmentNotFound) {
                        Some(OldAppointment::Cancelled)
                    } else {
                        Some(OldAppointment::StillThere(key, failure))
                    }
                }
                (Some(OldAppointment::Cancelling(_)), Ok(())) => Some(OldAppointment::Cancelled),
                (old, _) => old,
            };
        }
        Vec::new()
    }

    fn booking_failed(&mut self, call: u32, failure: Failure) -> Vec<Effect> {
        if call != self.call {
            return Vec::new();
        }
        match self.take_stage() {
            Stage::Preconfirming { reservation } | Stage::Confirming { reservation } => {
                let next = failure.next_step();
                if is_gone(&failure)
                    || next == NextStep::CheckWhetherConfirmed
                    || !failure.took_no_effect()
                {
                    // An earlier answer may have been lost on its way: only the server knows.
                    self.notice = Some(failure);
                    return self.check(reservation);
                }
                self.stage = if matches!(next, NextStep::CorrectFields | NextStep::CancelAnother) {
                    Stage::Contact { reservation }
                } else {
                    Stage::Review { reservation }
                };
                self.notice = Some(failure);
                Vec::new()
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    pub(super) fn check(&mut self, reservation: Reservation) -> Vec<Effect> {
        let key: AppointmentKey = reservation.key.clone();
        self.stage = Stage::Checking { reservation };
        vec![Effect::Check(self.next_call(), key)]
    }

    fn check_again(&mut self) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Unclear { reservation } | Stage::Preconfirmed { reservation, .. } => {
                self.check(reservation)
            }
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    fn checked(&mut self, call: u32, answer: Result<Status, Failure>) -> Vec<Effect> {
        if call != self.call {
            return Vec::new();
        }
        let reservation = match self.take_stage() {
            Stage::Checking { reservation } => reservation,
            stage => {
                self.stage = stage;
                return Vec::new();
            }
        };
        match answer {
            Ok(Status::Reserved) => self.stage = Stage::Review { reservation },
            Ok(Status::Preconfirmed) => {
                self.notice = None;
                // When the mail was sent is not known; it was within the reservation's time.
                let until = reservation.until.plus(reservation.activation.seconds());
                self.stage = Stage::Preconfirmed { reservation, until };
            }
            Ok(status) if status.is_booked() => return self.booked(reservation),
            Ok(status) if status.is_gone() => {
                self.stage = Stage::Expired { slot: reservation.slot };
            }
            Ok(_) => self.stage = Stage::Unclear { reservation },
            Err(failure) => {
                self.stage = if is_gone(&failure) {
                    Stage::Expired { slot: reservation.slot }
                } else {
                    Stage::Unclear { reservation }
                };
                self.notice = Some(failure);
            }
        }
        Vec::new()
    }

    fn tick(&mut self, now: Timestamp) -> Vec<Effect> {
        let over = |reservation: &Reservation| reservation.until <= now;
        match self.take_stage() {
            Stage::Contact { reservation }
            | Stage::Updating { reservation }
            | Stage::Review { reservation }
                if over(&reservation) =>
            {
                self.next_call();
                self.stage = Stage::Expired { slot: reservation.slot };
            }
            Stage::Calendar { previous: Some(reservation) } if over(&reservation) => {
                self.stage = Stage::Calendar { previous: None };
            }
            // It may have been confirmed meanwhile, by the link in the mail.
            Stage::Preconfirmed { reservation, until } if until <= now => {
                return self.check(reservation);
            }
            stage => self.stage = stage,
        }
        Vec::new()
    }
}

/// Whether the failure says that the reservation no longer exists.
fn is_gone(failure: &Failure) -> bool {
    [
        ErrorCode::ProcessNotReservedAnymore,
        ErrorCode::AppointmentNotFound,
        ErrorCode::AuthKeyMismatch,
        ErrorCode::PreconfirmationExpired,
        ErrorCode::ProcessInvalid,
    ]
    .into_iter()
    .any(|code| failure.has(code))
}
