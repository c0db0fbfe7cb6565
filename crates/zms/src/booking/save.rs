//! Keeping a booking over a reload. The text holds personal data and secrets: the app encrypts it.

use super::{Booking, Effect, OldAppointment, Stage};
use crate::keep;

/// Changes whenever an old text could be read wrongly.
const VERSION: u32 = 2;

/// Why a kept booking could not be taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// Written by another version of the app.
    #[error("a booking of another version")]
    OtherVersion,
    /// No booking.
    #[error("not a booking")]
    NotABooking,
}

/// The booking as a text.
#[must_use]
pub fn save(booking: &Booking) -> String {
    let mut text = "{".to_owned();
    keep::entry(&mut text, "version", &VERSION);
    keep::entry(&mut text, "booking", booking);
    text.push('}');
    text
}

/// The booking out of a text, and what is to be done to take it up: calls that were under way are lost, so
/// their outcome has to be found out.
///
/// # Errors
/// [`RestoreError`] for another version's text or for garbage.
pub fn restore(text: &str) -> Result<(Booking, Vec<Effect>), RestoreError> {
    let tree = crate::wire::parse(text.as_bytes()).map_err(|_| RestoreError::NotABooking)?;
    match keep::field(&tree, "version") {
        Some(VERSION) => {}
        Some(_) => return Err(RestoreError::OtherVersion),
        None => return Err(RestoreError::NotABooking),
    }
    let mut booking: Booking = keep::field(&tree, "booking").ok_or(RestoreError::NotABooking)?;
    let mut effects = match std::mem::replace(&mut booking.stage, Stage::Choosing) {
        Stage::Preconfirming { reservation }
        | Stage::Confirming { reservation }
        | Stage::Checking { reservation }
        | Stage::Preconfirmed { reservation, .. } => booking.check(reservation),
        Stage::Updating { reservation } => {
            booking.stage = Stage::Contact { reservation };
            Vec::new()
        }
        Stage::Reserving { previous, .. } | Stage::Calendar { previous } => {
            booking.stage = Stage::Calendar { previous };
            vec![Effect::LoadCalendar]
        }
        stage @ Stage::SolvingCaptcha { .. } => {
            booking.stage = stage;
            vec![Effect::SolveCaptcha]
        }
        stage => {
            booking.stage = stage;
            Vec::new()
        }
    };
    if let Some(OldAppointment::Cancelling(key)) = &booking.old {
        // Cancelling twice does no harm: "not found" counts as done.
        booking.call = booking.call.wrapping_add(1);
        effects.push(Effect::CancelOld(booking.call, key.clone()));
    }
    Ok((booking, effects))
}
