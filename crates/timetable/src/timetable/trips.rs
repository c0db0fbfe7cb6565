//! What a trip is.

use super::{LineNumber, StopNumber, Timetable, TripNumber, boarding};
use crate::day::Day;
use crate::mode::Wheelchair;

/// A trip of the timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip<'t> {
    /// Its line.
    pub line: LineNumber,
    /// GTFS `direction_id`, if published.
    pub direction: Option<u8>,
    /// What the vehicle shows at its first stop.
    pub headsign: &'t str,
    /// `trip_short_name`: a train's number.
    pub name: Option<&'t str>,
    /// Whether a wheelchair can come along.
    pub wheelchair: Wheelchair,
    /// Whether a bicycle can.
    pub bikes: Option<bool>,
    /// For repeated trips: about (or, if `true`, exactly) so many seconds apart.
    pub every: Option<(u32, bool)>,
    /// How many stops it has.
    pub calls: usize,
}

impl Timetable {
    /// The pattern of a trip.
    pub(crate) fn pattern_of(&self, trip: TripNumber) -> Option<usize> {
        let after = self.patterns.partition_point(|pattern| pattern.first_trip <= trip.0);
        // Patterns without trips share their beginning with the next one.
        let at = after.checked_sub(1)?;
        let pattern = self.patterns.get(at)?;
        (trip.0 < pattern.first_trip + pattern.count).then_some(at)
    }

    /// A trip; `None` if there is none of this number.
    #[must_use]
    pub fn trip(&self, number: TripNumber) -> Option<Trip<'_>> {
        let pattern = self.patterns.get(self.pattern_of(number)?)?;
        let at = number.0 as usize;
        let flags = *self.trip_flags.get(at)?;
        let every = self.frequencies.binary_search_by_key(&number.0, |(trip, ..)| *trip).ok();
        Some(Trip {
            line: LineNumber(pattern.line),
            direction: Some(pattern.direction).filter(|direction| *direction < 2),
            headsign: self.headsign(number, 0),
            name: self.trip_name.get(at).and_then(|text| self.texts.maybe(*text)),
            wheelchair: Wheelchair::from_number(flags & 3),
            bikes: match flags >> 2 {
                1 => Some(true),
                2 => Some(false),
                _ => None,
            },
            every: every
                .and_then(|at| self.frequencies.get(at))
                .map(|(_, seconds, exact)| (*seconds, *exact)),
            calls: pattern.length as usize,
        })
    }

    /// The id by which the publisher and real time call a trip (`trip_id`); empty if there is no such trip.
    #[must_use]
    pub fn trip_id(&self, number: TripNumber) -> String {
        let line =
            self.pattern_of(number).and_then(|at| self.patterns.get(at)).map_or(0, |p| p.line);
        let id = self.lines.get(line as usize).map_or(0, |line| line.id);
        self.trip_ids.get(self, number.0, self.texts.get(id))
    }

    /// What the vehicle shows when it leaves the stop at a position of a trip.
    #[must_use]
    pub fn headsign(&self, trip: TripNumber, position: usize) -> &str {
        let signs = self
            .trip_headsign
            .get(trip.0 as usize)
            .map_or(&[][..], |sign| self.headsigns.get(*sign));
        let shown = signs.iter().rev().find(|(from, _)| *from as usize <= position);
        self.texts.get(shown.or(signs.first()).map_or(0, |(_, text)| *text))
    }

    /// Whether a trip runs on a day, by the timetable.
    #[must_use]
    pub fn runs(&self, trip: TripNumber, day: Day) -> bool {
        self.trips.get(trip.0 as usize).is_some_and(|row| self.service_runs(row.service, day))
    }

    /// The days on which a trip runs.
    pub fn days_of(&self, trip: TripNumber) -> impl Iterator<Item = Day> {
        let first = self.about.first_day;
        (0..self.about.days)
            .map(move |day| first.plus(day))
            .filter(move |day| self.runs(trip, *day))
    }

    /// Stop, arrival and departure of each call of a trip, in seconds of the service day.
    pub(crate) fn planned_calls(
        &self,
        trip: TripNumber,
    ) -> Option<impl ExactSizeIterator<Item = (u32, i32, i32)> + '_> {
        let pattern = self.patterns.get(self.pattern_of(trip)?)?;
        let row = *self.trips.get(trip.0 as usize)?;
        let length = pattern.length as usize;
        let first = pattern.first_stop as usize;
        let stops = self.pattern_stop.get(first..first + length)?;
        let times = |from: u32| self.times.get(from as usize..from as usize + length);
        let (arrive, depart) = (times(row.arrive)?, times(row.depart)?);
        let at = move |seconds: &u32| (row.start + seconds).cast_signed();
        Some(stops.iter().zip(arrive).zip(depart).map(move |((stop, a), d)| (*stop, at(a), at(d))))
    }

    /// The numbers by which real time may name the stops of a trip (`stop_sequence`).
    #[must_use]
    pub fn stop_sequences(&self, trip: TripNumber) -> &[u32] {
        self.pattern_of(trip)
            .and_then(|at| self.patterns.get(at))
            .and_then(|p| {
                self.pattern_sequence.get(p.first_stop as usize..(p.first_stop + p.length) as usize)
            })
            .unwrap_or_default()
    }

    /// The planned stops of a trip, in order.
    pub fn stops_of(&self, trip: TripNumber) -> impl Iterator<Item = StopNumber> + '_ {
        self.planned_calls(trip).into_iter().flatten().map(|(stop, ..)| StopNumber(stop))
    }

    /// The planned arrival and departure of each stop of a trip, in seconds of the service day.
    pub fn times_of(&self, trip: TripNumber) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.planned_calls(trip)
            .into_iter()
            .flatten()
            .map(|(_, arrival, departure)| (arrival, departure))
    }

    /// Whether one can get on and off at each stop of a pattern.
    pub(crate) fn boarding_of(&self, trip: TripNumber) -> impl Iterator<Item = (bool, bool)> + '_ {
        let pattern = self.pattern_of(trip).and_then(|at| self.patterns.get(at));
        let bits = pattern.and_then(|p| {
            self.pattern_boarding.get(p.first_stop as usize..(p.first_stop + p.length) as usize)
        });
        bits.unwrap_or_default().iter().map(|bits| (boarding::on(*bits), boarding::off(*bits)))
    }
}
