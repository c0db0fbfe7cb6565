//! What follows from what.

mod choosing;
mod deciding;

use super::{Booking, Effect, Event, Reservation, Stage};
use crate::Timestamp;
use crate::error::NextStep;

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

impl Booking {
    fn next_call(&mut self) -> u32 {
        self.call = self.call.wrapping_add(1);
        self.call
    }

    fn take_stage(&mut self) -> Stage {
        std::mem::replace(&mut self.stage, Stage::Choosing)
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
