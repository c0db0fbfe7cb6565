//! The opened timetable: arrays, every reference in them checked.

mod about;
mod columns;
mod open;
mod places;
mod rows;
mod segments;
mod texts;
mod trip_ids;
mod trips;
mod walks;

pub use about::About;
pub use places::{Line, Place, Stop};
pub use rows::{LineNumber, LineRow, PlaceNumber, StopNumber, StopRow, TripNumber};
pub(crate) use rows::{PatternRow, boarding};
pub(crate) use segments::Segments;
pub(crate) use texts::Texts;
pub use trips::Trip;
pub use walks::Between;
pub(crate) use walks::{DETOUR, Walks, walked};

use crate::day::{Day, Moment};
use crate::geo::Position;
use trip_ids::TripIds;

/// A city's timetable, ready for questions.
///
/// Numbers of stops, lines and trips hold within one file only; what lasts are the ids.
#[derive(Debug)]
pub struct Timetable {
    pub(crate) sum: u64,
    pub(crate) texts: Texts,
    pub(crate) about: about::Numbers,
    pub(crate) lines: Vec<LineRow>,
    pub(crate) agencies: Vec<[u32; 3]>,
    pub(crate) stops: Vec<StopRow>,
    pub(crate) places: Vec<rows::PlaceRow>,
    /// Stops of the places, one place after the other.
    pub(crate) place_stops: Vec<u32>,
    /// Bits of the days, a row of bytes for each service.
    pub(crate) service_days: Vec<u8>,
    pub(crate) patterns: Vec<PatternRow>,
    pub(crate) pattern_stop: Vec<u32>,
    pub(crate) pattern_boarding: Vec<u8>,
    pub(crate) pattern_sequence: Vec<u32>,
    /// For each stop, patterns that call there and where in them.
    pub(crate) stop_patterns: columns::Lists<(u32, u32)>,
    /// Seconds after the start, one row for each profile's arrivals and, where they differ, departures.
    pub(crate) times: Vec<u32>,
    pub(crate) trips: Vec<rows::TripRow>,
    pub(crate) trip_flags: Vec<u8>,
    pub(crate) trip_headsign: Vec<u32>,
    /// Empty if no trip has a name.
    pub(crate) trip_name: Vec<u32>,
    pub(crate) trip_ids: TripIds,
    /// First entry of each headsign in `headsign_parts`, and the end.
    pub(crate) headsigns: columns::Lists<(u32, u32)>,
    /// Trips that are repeated: trip, seconds, exact.
    pub(crate) frequencies: Vec<(u32, u32, bool)>,
    pub(crate) walks: Walks,
    pub(crate) segments: Segments,
}

impl Timetable {
    /// A number that names this file: another timetable has another one.
    #[must_use]
    pub const fn fingerprint(&self) -> u64 {
        self.sum
    }

    /// Who published it, and when it is valid.
    #[must_use]
    pub fn about(&self) -> About<'_> {
        about::About::new(self)
    }

    /// How many stops there are; their numbers count from 0.
    #[must_use]
    pub const fn stop_count(&self) -> usize {
        self.stops.len()
    }

    /// How many lines there are.
    #[must_use]
    pub const fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// How many places there are.
    #[must_use]
    pub const fn place_count(&self) -> usize {
        self.places.len()
    }

    /// How many trips there are, all days together.
    #[must_use]
    pub const fn trip_count(&self) -> usize {
        self.trips.len()
    }

    /// The moment from which the times of a service day count: its noon minus twelve hours, which is midnight
    /// but for the two days on which the clocks change (GTFS reference, "Time").
    #[must_use]
    pub fn day_start(&self, day: Day) -> Moment {
        let midnight = i64::from(day.0) * 86_400;
        let noon = midnight + 43_200;
        let offsets = &self.about.offsets;
        let mut offset = offsets.first().map_or(0, |(_, seconds)| *seconds);
        for (from, seconds) in offsets {
            if *from <= noon - i64::from(*seconds) {
                offset = *seconds;
            }
        }
        midnight - i64::from(offset)
    }

    /// Seconds that the city's clocks are ahead of UTC at a moment.
    #[must_use]
    pub fn utc_offset(&self, moment: Moment) -> i32 {
        let offsets = &self.about.offsets;
        let known = offsets.iter().rev().find(|(from, _)| *from <= moment);
        known.or(offsets.first()).map_or(0, |(_, seconds)| *seconds)
    }

    /// The calendar day in the city at a moment.
    #[must_use]
    pub fn day_at(&self, moment: Moment) -> Day {
        let local = moment.saturating_add(i64::from(self.utc_offset(moment)));
        Day(i32::try_from(local.div_euclid(86_400)).unwrap_or(i32::MAX))
    }

    /// Service days on which something may run between two moments.
    pub(crate) fn days_between(&self, from: Moment, until: Moment) -> impl Iterator<Item = Day> {
        let about = &self.about;
        let first = about.first_day.0;
        let last = about.first_day.0 + about.days - 1;
        let low = self.day_at(from).0 - about.latest / 86_400 - 2;
        let high = self.day_at(until).0.saturating_add(2);
        (low.max(first)..=high.min(last)).map(Day).filter(move |day| {
            let start = self.day_start(*day);
            start + i64::from(about.earliest) <= until && from <= start + i64::from(about.latest)
        })
    }

    /// Whether a service runs on a day.
    pub(crate) fn service_runs(&self, service: u32, day: Day) -> bool {
        let Some(at) = self.about.day_index(day) else { return false };
        let byte = service as usize * self.about.day_bytes() + at / 8;
        self.service_days.get(byte).is_some_and(|bits| bits >> (at % 8) & 1 == 1)
    }

    /// How many services there are.
    pub(crate) fn service_count(&self) -> u32 {
        let rows = self.service_days.len() / self.about.day_bytes().max(1);
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    /// The place of a stop.
    #[must_use]
    pub fn position(&self, stop: StopNumber) -> Option<Position> {
        self.stops.get(stop.0 as usize).map(StopRow::position)
    }
}
