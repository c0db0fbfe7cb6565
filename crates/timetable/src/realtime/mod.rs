//! What really runs: GTFS-Realtime protobuf becomes an [`Overlay`](crate::overlay::Overlay) for one timetable,
//! and alerts (GTFS Realtime reference, version 2.0).
//!
//! Times are matched with the timetable here, where its ids are at hand; how a delay is carried on to later stops
//! is decided by [`Live`](crate::overlay::Live). What nobody reports stays unknown. What names trips, stops or days
//! that the timetable does not have is left out and counted in [`Ignored`].
//!
//! ```no_run
//! use timetable::{Timetable, realtime::{self, Matcher}};
//! # fn example(timetable: &Timetable, bytes: &[u8]) -> Result<(), realtime::RealtimeError> {
//! let matcher = Matcher::new(timetable); // once for each timetable
//! let feed = realtime::decode(bytes)?;
//! let (overlay, ignored) = matcher.overlay(timetable, &[feed]);
//! println!("{} trips with news, {ignored}", overlay.changes.len());
//! # Ok(())
//! # }
//! ```

mod added;
mod alert;
mod calls;
mod error;
mod ignored;
mod matcher;
mod trips;
pub mod wire;

pub use alert::{Alert, Scope, Words};
pub use error::{RealtimeError, decode};
pub use ignored::{Ignored, Reason};
pub use matcher::Matcher;

#[cfg(test)]
mod tests;
