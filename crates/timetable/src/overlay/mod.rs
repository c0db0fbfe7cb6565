//! Real time: what is different today from the timetable.
//!
//! The backend makes an [`Overlay`] from GTFS-Realtime for one packed timetable; in its small binary form the
//! phone fetches it. [`Live`] is the same with delays carried on to later stops, ready for questions.
//! What nobody reports stays unknown; it is never called "on time".

mod decode;
mod encode;
mod live;

pub use decode::OverlayError;
pub use live::{Live, LiveCall, LiveTrip};

use crate::day::{Day, Moment};
use crate::mode::Wheelchair;
use crate::timetable::{LineNumber, StopNumber, TripNumber};

/// What is different today from one timetable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlay {
    /// [`crate::Timetable::fingerprint`] of the timetable whose numbers are used here.
    pub timetable: u64,
    /// When the agency made the newest part of it (`FeedHeader.timestamp`).
    pub made_at: Moment,
    /// Trips of the timetable; each trip on a day at most once.
    pub changes: Vec<TripChange>,
    /// Trips that are not in the timetable.
    pub added: Vec<AddedTrip>,
}

/// News of a trip of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripChange {
    /// The trip; of a repeated trip the one that starts at the reported time.
    pub trip: TripNumber,
    /// Its service day.
    pub day: Day,
    /// The news.
    pub news: News,
}

/// What is reported of a trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It does not run, and people should be told (`CANCELED`).
    Cancelled,
    /// It does not run, and nobody should hear of it (`DELETED`).
    Deleted,
    /// It runs; reports of single stops, ascending by position, each at most once.
    Runs(Vec<StopNews>),
}

/// What is reported of a trip at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopNews {
    /// Position in the trip, from 0.
    pub position: u16,
    /// The report.
    pub report: Report,
    /// It stops here instead of at the planned stop (`assigned_stop_id`).
    pub stop: Option<StopNumber>,
}

/// A report of a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// Seconds later than planned, negative for earlier; what is missing follows from what comes before it.
    Times {
        /// `arrival.delay`.
        arrival: Option<i32>,
        /// `departure.delay`.
        departure: Option<i32>,
    },
    /// The vehicle does not stop here (`SKIPPED`).
    Skipped,
    /// Nothing is known from here on (`NO_DATA`).
    Nothing,
}

/// A trip that is not in the timetable (`NEW`, `ADDED`, `REPLACEMENT`, `DUPLICATED`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AddedTrip {
    /// What real time calls it.
    pub id: String,
    /// Its line, if it is known.
    pub line: Option<LineNumber>,
    /// The day from which its times count.
    pub day: Day,
    /// What the vehicle shows; empty: the name of the last stop.
    pub headsign: String,
    /// Whether a wheelchair can come along.
    pub wheelchair: Wheelchair,
    /// Its stops, at least two, in order of time.
    pub calls: Vec<AddedCall>,
}

/// A stop of an added trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddedCall {
    /// Where.
    pub stop: StopNumber,
    /// Seconds of the service day; may be negative.
    pub arrival: i32,
    /// The same.
    pub departure: i32,
    /// Whether one can get on.
    pub pickup: bool,
    /// Whether one can get off.
    pub drop_off: bool,
}
