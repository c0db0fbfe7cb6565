//! Answers questions about buses and trains from the timetable on the device, in the form of `transit`.
//!
//! ```
//! use transit_worker::Desk;
//!
//! let mut desk = Desk::default();
//! assert!(desk.ask("lines", 0).contains("noTimetable"));
//! assert!(desk.open(b"no timetable").contains("garbled"));
//! ```
mod departures;
mod desk;
mod find;
mod journeys;
mod line;
mod tell;
mod trip;

pub use desk::Desk;
