//! A city's timetable in one small file, and the search in it.
//!
//! No input, no output, no clock and no word that a person reads: bytes and moments come in, journeys go out.
//! The phone's worker and the backend both use it.

mod day;
#[cfg(feature = "compile")]
pub mod feed;
pub mod file;
mod geo;
mod id_template;
mod mode;
mod timetable;
#[cfg(feature = "compile")]
pub mod pack;

pub use day::{Day, Moment};
pub use file::OpenError;
pub use geo::Position;
pub use timetable::{About, LineNumber, LineRow, PlaceNumber, StopNumber, StopRow, Timetable, TripNumber};
pub use mode::{Mode, Modes, Wheelchair};
