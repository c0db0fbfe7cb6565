//! From the form to a booked appointment, and what becomes of the old one.

use super::super::{Booking, Effect, Event, OldAppointment, Reservation, Stage};
use crate::appointment::Status;
use crate::error::{ErrorCode, Failure, NextStep};
use crate::request::Update;
use crate::{AppointmentKey, ProcessId, Timestamp};

impl Booking {
    pub(super) fn go(&mut self, event: &Event) -> Vec<Effect> {
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

    pub(super) fn updated(&mut self, call: u32, answer: Result<(), Failure>) -> Vec<Effect> {
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

    pub(super) fn preconfirmed(&mut self, call: u32, at: Timestamp) -> Vec<Effect> {
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

    pub(super) fn confirmed(&mut self, call: u32) -> Vec<Effect> {
        match self.take_stage() {
            Stage::Confirming { reservation } if call == self.call => self.booked(reservation),
            stage => {
                self.stage = stage;
                Vec::new()
            }
        }
    }

    pub(super) fn confirmed_elsewhere(&mut self, id: ProcessId) -> Vec<Effect> {
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

    pub(super) fn cancel_old(&mut self) -> Vec<Effect> {
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

    pub(super) fn old_cancelled(&mut self, call: u32, answer: Result<(), Failure>) -> Vec<Effect> {
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

    pub(super) fn booking_failed(&mut self, call: u32, failure: Failure) -> Vec<Effect> {
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

    pub(in crate::booking) fn check(&mut self, reservation: Reservation) -> Vec<Effect> {
        let key: AppointmentKey = reservation.key.clone();
        self.stage = Stage::Checking { reservation };
        vec![Effect::Check(self.next_call(), key)]
    }

    pub(super) fn check_again(&mut self) -> Vec<Effect> {
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

    pub(super) fn checked(&mut self, call: u32, answer: Result<Status, Failure>) -> Vec<Effect> {
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
