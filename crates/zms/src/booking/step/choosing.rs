//! From the choice of services to a reservation: captcha, calendar, slot.

use super::super::{Booking, Captcha, Effect, Event, OldAppointment, Reservation, Stage};
use crate::calendar::Slot;
use crate::error::{Failure, NextStep};
use crate::request::Reserve;

/// Captchas refused in a row after which a person has to ask for the next one.
const PATIENCE: u8 = 3;

fn release(reservation: Option<Reservation>) -> Vec<Effect> {
    reservation.map(|reservation| Effect::CancelQuietly(reservation.key)).into_iter().collect()
}

impl Booking {
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

    pub(super) fn choose(&mut self, event: Event) -> Vec<Effect> {
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
    pub(super) fn go_to_calendar(
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

    pub(super) fn captcha(&mut self, event: Event) -> Vec<Effect> {
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

    pub(super) fn calendar_failed(&mut self, failure: Failure) -> Vec<Effect> {
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

    pub(super) fn choose_slot(&mut self, slot: Slot) -> Vec<Effect> {
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

    pub(super) fn reserved(
        &mut self,
        call: u32,
        answer: Result<Reservation, Failure>,
    ) -> Vec<Effect> {
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
}
