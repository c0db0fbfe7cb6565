//! A visit to an existing appointment, by a link: look, confirm, cancel, rebook.

use crate::AppointmentKey;
use crate::Timestamp;
use crate::appointment::{Appointment, Status};
use crate::error::{ErrorCode, Failure, NextStep};

/// What the page of an appointment shows.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // one of these exists at a time
pub enum Visit {
    /// The link to confirm was opened; the server is being told.
    Confirming(AppointmentKey),
    /// The server says the appointment is not waiting to be confirmed: is it already, or is it gone?
    Deciding(AppointmentKey),
    /// The appointment is being loaded.
    Loading {
        /// Number and secret.
        key: AppointmentKey,
        /// The link asked for cancelling: show the question, never act.
        ask: bool,
    },
    /// Just confirmed.
    Confirmed(Appointment),
    /// It was confirmed before, perhaps by the first click on the same link.
    AlreadyConfirmed(Appointment),
    /// The time to confirm is over; the slot is free again.
    Expired,
    /// The appointment.
    Shown(Appointment),
    /// "Do you really want to cancel?"
    AskCancel(Appointment),
    /// It is being cancelled.
    Cancelling(Appointment),
    /// It is cancelled.
    Cancelled(Appointment),
    /// There is no such appointment (any more), or the key does not fit.
    NotFound,
    /// It could not be found out.
    Failed {
        /// Number and secret.
        key: AppointmentKey,
        /// Why.
        failure: Failure,
        /// What to try again.
        retry: Retry,
    },
    /// It could not be cancelled and still stands.
    CancelFailed(Appointment, Failure),
}

/// What failed and can be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Confirming. Safe: a second confirmation changes nothing.
    Confirm,
    /// Loading.
    Load,
}

/// What happens on that page.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
pub enum VisitEvent {
    /// Answer to [`VisitEffect::Confirm`].
    Confirmed(Result<Appointment, Failure>),
    /// Answer to [`VisitEffect::Load`].
    Loaded(Result<Appointment, Failure>),
    /// The person wants to cancel.
    WantCancel,
    /// The person does not after all.
    KeepAppointment,
    /// The person really wants to cancel.
    ReallyCancel(Timestamp),
    /// Answer to [`VisitEffect::Cancel`].
    Cancelled(Result<(), Failure>),
    /// Try again what failed.
    TryAgain,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitEffect {
    /// Confirm.
    Confirm(AppointmentKey),
    /// Ask for the appointment.
    Load(AppointmentKey),
    /// Cancel.
    Cancel(AppointmentKey),
}

impl Visit {
    /// A visit by the link to confirm.
    #[must_use]
    pub fn confirm(key: AppointmentKey) -> (Self, VisitEffect) {
        (Self::Confirming(key.clone()), VisitEffect::Confirm(key))
    }

    /// A visit by the link to look; `ask` if the link asks for cancelling.
    #[must_use]
    pub fn open(key: AppointmentKey, ask: bool) -> (Self, VisitEffect) {
        (Self::Loading { key: key.clone(), ask }, VisitEffect::Load(key))
    }
}

/// What is shown after `event`, and what is to be done. An event that does not fit changes nothing.
#[must_use]
pub fn visit(visit: Visit, event: VisitEvent) -> (Visit, Option<VisitEffect>) {
    let still = |visit| (visit, None);
    match (visit, event) {
        (Visit::Confirming(_), VisitEvent::Confirmed(Ok(appointment))) => {
            still(Visit::Confirmed(appointment))
        }
        (Visit::Confirming(key), VisitEvent::Confirmed(Err(failure))) => {
            // Gone or done: only the appointment itself tells.
            if failure.next_step() == NextStep::CheckWhetherConfirmed || is_gone(&failure) {
                (Visit::Deciding(key.clone()), Some(VisitEffect::Load(key)))
            } else {
                still(Visit::Failed { key, failure, retry: Retry::Confirm })
            }
        }
        (Visit::Deciding(key), VisitEvent::Loaded(answer)) => still(match answer {
            Ok(appointment) if appointment.status.is_booked() => {
                Visit::AlreadyConfirmed(appointment)
            }
            Ok(_) => Visit::Expired,
            Err(failure) if is_gone(&failure) => Visit::Expired,
            Err(failure) => Visit::Failed { key, failure, retry: Retry::Confirm },
        }),
        (Visit::Loading { key, ask }, VisitEvent::Loaded(answer)) => still(match answer {
            Ok(appointment) if appointment.status == Status::Deleted => {
                Visit::Cancelled(appointment)
            }
            Ok(appointment) if appointment.status.is_gone() => Visit::NotFound,
            Ok(appointment) if ask => Visit::AskCancel(appointment),
            Ok(appointment) => Visit::Shown(appointment),
            Err(failure) if is_gone(&failure) => Visit::NotFound,
            Err(failure) => Visit::Failed { key, failure, retry: Retry::Load },
        }),
        (
            Visit::Shown(appointment)
            | Visit::Confirmed(appointment)
            | Visit::AlreadyConfirmed(appointment)
            | Visit::CancelFailed(appointment, _),
            VisitEvent::WantCancel,
        ) => still(Visit::AskCancel(appointment)),
        (
            Visit::AskCancel(appointment) | Visit::CancelFailed(appointment, _),
            VisitEvent::KeepAppointment,
        ) => still(Visit::Shown(appointment)),
        (Visit::AskCancel(appointment), VisitEvent::ReallyCancel(now)) => {
            if appointment.can_be_changed(now) {
                let key = appointment.key.clone();
                (Visit::Cancelling(appointment), Some(VisitEffect::Cancel(key)))
            } else {
                let failure = Failure::Refused(vec![ErrorCode::AppointmentCanNotBeCanceled.into()]);
                still(Visit::CancelFailed(appointment, failure))
            }
        }
        (Visit::Cancelling(appointment), VisitEvent::Cancelled(answer)) => still(match answer {
            Ok(()) => Visit::Cancelled(appointment),
            Err(failure) if failure.has(ErrorCode::AppointmentNotFound) => {
                Visit::Cancelled(appointment)
            }
            Err(failure) => Visit::CancelFailed(appointment, failure),
        }),
        (Visit::Failed { key, retry: Retry::Confirm, .. }, VisitEvent::TryAgain) => {
            let (visit, effect) = Visit::confirm(key);
            (visit, Some(effect))
        }
        (Visit::Failed { key, retry: Retry::Load, .. }, VisitEvent::TryAgain) => {
            let (visit, effect) = Visit::open(key, false);
            (visit, Some(effect))
        }
        (visit, _) => still(visit),
    }
}

fn is_gone(failure: &Failure) -> bool {
    failure.next_step() == NextStep::CheckLink || failure.has(ErrorCode::PreconfirmationExpired)
}
