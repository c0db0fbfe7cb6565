//! A booking, from the first click to "confirmed", as a value and a pure function.
//!
//! [`step`] takes what is so and what happened, and gives what is so now and what is to be done. It knows no
//! browser and no clock: calls, time and clicks come in as [`Event`]s, wishes go out as [`Effect`]s. So every
//! order of answers, losses and clicks can be tried out in a test.
//!
//! Laws (held by property tests):
//! - what a person typed is never lost;
//! - a reservation that is not used is given back;
//! - the old appointment is cancelled only after the new one is confirmed;
//! - the answer to a call that no longer matters changes nothing.

mod event;
mod kept;
mod save;
mod state;
mod step;
mod visit;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod visit_tests;

pub use event::{Effect, Event, Preconfirmation};
pub use save::{RestoreError, restore, save};
pub use state::{Booking, Captcha, OldAppointment, Reservation, Stage};
pub use step::step;
pub use visit::{Retry, Visit, VisitEffect, VisitEvent, visit};
