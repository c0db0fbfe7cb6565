//! The rows of the arrays.

use crate::geo::Position;
use crate::mode::{Mode, Wheelchair};

/// A stop of one file: where vehicles stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StopNumber(pub u32);
/// A place of one file: what people call one stop, often with several poles or platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PlaceNumber(pub u32);
/// A line of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LineNumber(pub u32);
/// A trip of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TripNumber(pub u32);

/// A line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineRow {
    pub(crate) id: u32,
    pub(crate) short_name: u32,
    pub(crate) long_name: u32,
    pub(crate) url: u32,
    /// One more than the number of the agency; 0 for none.
    pub(crate) agency: u32,
    /// GTFS `route_type` as published.
    pub route_type: u16,
    /// What runs on it.
    pub mode: Mode,
    /// 0xRRGGBB, if published.
    pub color: Option<u32>,
    /// 0xRRGGBB, if published.
    pub text_color: Option<u32>,
    /// Where the publisher wants it in a list, if it says so.
    pub sort_order: Option<u32>,
}

/// A stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopRow {
    pub(crate) id: u32,
    pub(crate) name: u32,
    pub(crate) code: u32,
    pub(crate) platform: u32,
    /// The place it belongs to.
    pub place: PlaceNumber,
    /// Whether a wheelchair can board here.
    pub wheelchair: Wheelchair,
    /// Hundred-thousandths of a degree.
    pub(crate) latitude: i32,
    pub(crate) longitude: i32,
}

impl StopRow {
    /// Where it is.
    #[must_use]
    pub fn position(&self) -> Position {
        Position {
            latitude: f64::from(self.latitude) / 1e5,
            longitude: f64::from(self.longitude) / 1e5,
        }
    }

    /// Metres to another stop as the crow flies.
    #[must_use]
    pub fn metres(&self, other: &Self) -> f64 {
        self.position().metres(other.position())
    }
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceRow {
    pub id: u32,
    pub name: u32,
    /// Its stops are `place_stops[first..first + count]`.
    pub first: u32,
    pub count: u32,
    /// The middle of its stops.
    pub position: Position,
    /// Departures from its stops, all trips together: how much goes on there.
    pub weight: u32,
}

/// A pattern: a line's trips that call at the same stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternRow {
    pub line: u32,
    /// 0, 1, or 2 if unknown.
    pub direction: u8,
    /// Its stops are `pattern_stop[first_stop..first_stop + length]`.
    pub first_stop: u32,
    pub length: u32,
    /// Its trips are `trips[first_trip..first_trip + count]`.
    pub first_trip: u32,
    pub count: u32,
}

/// A trip's times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TripRow {
    /// Seconds of the service day at which it starts.
    pub start: u32,
    /// Its arrivals begin here in `times`, one for each stop.
    pub arrive: u32,
    /// Its departures.
    pub depart: u32,
    pub service: u32,
}

/// Bits of getting on and off, as in the file.
pub mod boarding {
    /// Whether one can get on at all: anything but "not possible" (1).
    pub const fn on(bits: u8) -> bool {
        bits & 3 != 1
    }

    /// Whether one can get off.
    pub const fn off(bits: u8) -> bool {
        bits >> 2 & 3 != 1
    }
}
