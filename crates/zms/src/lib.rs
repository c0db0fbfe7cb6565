//! The ZMS citizen API: everything about booking an appointment that can be thought without a browser.
//!
//! ZMS is the appointment system of Munich, Berlin and others (`it-at-m/eappointment`). Its citizen API is
//! twelve routes of JSON whose types drift: numbers in strings, `[]` for an empty object, an outage that
//! looks like an empty calendar. This crate turns that into types that cannot hold nonsense, says what each
//! of its errors means for a person, and holds the booking itself as a state machine.
//!
//! | question | where |
//! |---|---|
//! | what does an answer look like? | [`wire`], decoded by [`Failure::check`](error::Failure::check) |
//! | what do I send? | [`request`] |
//! | which services, which offices, how long? | [`catalogue::Catalogue`], [`catalogue::Selection`] |
//! | when is something free? | [`calendar::Calendar`] |
//! | what does the office ask, is it filled in right? | [`contact`] |
//! | an existing appointment | [`appointment::Appointment`] |
//! | it went wrong, what now? | [`error::Failure`], [`error::NextStep`] |
//! | the booking from the first click to "confirmed" | [`booking::step`] |
//! | the link in a mail | [`link`] |
//! | proof of work instead of a captcha | [`altcha`] |
//! | type-ahead search | [`search::Index`] |
//! | a calendar file | [`ics`] |
//! | keeping any of it on the device | [`keep`] |
//!
//! Nothing here does input or output, knows the time or a time zone, or contains a word that a citizen
//! sees: those come from the caller, texts are message keys.

pub mod altcha;
pub mod appointment;
pub mod base64;
pub mod booking;
pub mod calendar;
pub mod catalogue;
pub mod contact;
pub mod error;
pub mod ics;
pub mod link;
pub mod request;
pub mod search;
pub mod wire;

mod ids;
mod sort;
mod text;

pub use dates::{Day, InvalidDay, Minutes, Timestamp, Weekday};
pub use ids::{AppointmentKey, AuthKey, InvalidId, OfficeId, ProcessId, ScopeId, ServiceId};
/// Keeping a value on the device.
pub use json::keep;
pub use sort::sort_by_key;
pub use text::plain as plain_text;
