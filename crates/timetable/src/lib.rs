//! A city's timetable in one small file, and the search in it.
//!
//! No input, no output, no clock and no word that a person reads: bytes and moments come in, journeys go out.
//! The phone's worker and the backend both use it.

// Line and live, last and least: the field's own words.
#![allow(clippy::similar_names)]

mod board;
mod day;
mod day_table;
#[cfg(feature = "compile")]
pub mod feed;
pub mod file;
mod geo;
#[cfg(feature = "compile")]
pub mod gtfs;
mod id_template;
mod mode;
mod names;
pub mod overlay;
#[cfg(feature = "compile")]
pub mod pack;
#[cfg(feature = "compile")]
pub mod realtime;
pub mod search;
mod timetable;

pub use board::{Board, Departure};
pub use day::{Day, Moment};
pub use file::OpenError;
pub use geo::Position;
pub use mode::{Mode, Modes, Wheelchair};
pub use names::{Found, Names};
pub use timetable::{
    About, Between, Line, LineNumber, LineRow, Place, PlaceNumber, Stop, StopNumber, StopRow,
    Timetable, Trip, TripNumber,
};
