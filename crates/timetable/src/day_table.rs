//! All that runs on one service day, as the search wants it: routes on which nobody overtakes.
//!
//! Made once for a day, a choice of lines and the newest real time, and kept. Trips of a pattern become one
//! route or more, such that on each of them a later trip is nowhere earlier. Trips with other stops than
//! planned, and added ones, get routes of their own.

// The hot part of making a table: every index comes from arrays that `Timetable::open` has checked, or from
// this file.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use crate::day::Day;
use crate::mode::{Modes, Wheelchair};
use crate::overlay::{AddedTrip, Live, LiveTrip};
use crate::timetable::{LineNumber, Timetable, TripNumber, boarding};
use std::collections::BTreeMap;

/// Whose trips are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice {
    /// Modes that may be used.
    pub modes: Modes,
    /// Lines that may not be used, ascending.
    pub excluded: Vec<LineNumber>,
    /// What has to be known of vehicles and stops.
    pub access: Access,
}

/// How a person gets on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Access {
    /// On foot.
    #[default]
    Any,
    /// In a wheelchair; where nobody knows, it may be tried, and the journey says so.
    Wheelchair,
    /// In a wheelchair, and only where it is known to work.
    WheelchairKnown,
}

impl Access {
    /// Whether something that says this about itself may be used.
    #[must_use]
    pub const fn allows(self, wheelchair: Wheelchair) -> bool {
        match self {
            Self::Any => true,
            Self::Wheelchair => !matches!(wheelchair, Wheelchair::No),
            Self::WheelchairKnown => matches!(wheelchair, Wheelchair::Yes),
        }
    }
}

/// Bit of a call: one can get on.
pub const ON: u8 = 1;
/// Bit of a call: one can get off.
pub const OFF: u8 = 2;
/// Trips from here on are added ones of the overlay.
pub const ADDED: u32 = 1 << 31;

/// A route of a day.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Its stops and their bits begin here.
    pub first: u32,
    /// How many stops.
    pub length: u32,
    /// Its trips are `trips[from..to]`.
    pub from: u32,
    /// See `from`.
    pub to: u32,
}

/// A trip of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteTrip {
    /// Seconds of the day.
    pub start: i32,
    /// Its arrivals begin here, in the timetable's times or, with the highest bit, in this table's.
    pub arrive: u32,
    /// Its departures.
    pub depart: u32,
    /// The trip's number, or with the highest bit that of an added one.
    pub trip: u32,
}

/// Highest bit of a row: the times are in the table, not in the timetable.
const OWN: u32 = 1 << 31;

/// All that runs on a day.
#[derive(Debug, Default)]
pub struct DayTable {
    /// The day.
    pub day: Day,
    /// All routes.
    pub routes: Vec<Route>,
    /// Their trips.
    pub trips: Vec<RouteTrip>,
    /// Stops of the routes.
    pub stops: Vec<u32>,
    /// Bits of the calls.
    pub bits: Vec<u8>,
    times: Vec<u32>,
    stop_first: Vec<u32>,
    stop_calls: Vec<StopCall>,
}

/// A route at a stop.
#[derive(Debug, Clone, Copy, Default)]
pub struct StopCall {
    /// The route.
    pub route: u32,
    /// Where in it the stop is.
    pub position: u32,
    /// First arrival and last departure there, in seconds of the day.
    pub first: i32,
    /// See `first`.
    pub last: i32,
}

/// Trips that are over by this second of their day are not in the table: for questions of the next day.
pub const TAIL: i32 = 86_400;

/// A trip before it has a route.
type Candidate = RouteTrip;

impl DayTable {
    /// Finds what runs.
    ///
    /// Of a `tail` only what is still running at second [`TAIL`], for it is another day that is asked about.
    pub fn new(timetable: &Timetable, day: Day, choice: &Choice, live: &Live, tail: bool) -> Self {
        let mut table = Self { day, ..Self::default() };
        let runs: Vec<bool> = (0..timetable.service_count())
            .map(|service| timetable.service_runs(service, day))
            .collect();
        let mut news = live.trips_of(day).iter().peekable();
        let mut candidates: Vec<Candidate> = Vec::new();
        // Trips with other stops, by what they have in common.
        let mut odd: BTreeMap<(Vec<u32>, Vec<u8>), Vec<Candidate>> = BTreeMap::new();
        for pattern in &timetable.patterns {
            let line = LineNumber(pattern.line);
            let wanted = choice.modes.contains(timetable.lines[pattern.line as usize].mode)
                && choice.excluded.binary_search(&line).is_err();
            if !wanted {
                continue;
            }
            candidates.clear();
            for number in pattern.first_trip..pattern.first_trip + pattern.count {
                let row = timetable.trips[number as usize];
                let end = row.start + timetable.times[(row.depart + pattern.length - 1) as usize];
                let wheelchair = Wheelchair::from_number(timetable.trip_flags[number as usize] & 3);
                if !runs[row.service as usize] || !choice.access.allows(wheelchair) {
                    continue;
                }
                while news.next_if(|trip| trip.trip.0 < number).is_some() {}
                let Some(trip) = news.next_if(|trip| trip.trip.0 == number) else {
                    if tail && end.cast_signed() < TAIL {
                        continue;
                    }
                    let (arrive, depart) = (row.arrive, row.depart);
                    let start = row.start.cast_signed();
                    candidates.push(RouteTrip { start, arrive, depart, trip: number });
                    continue;
                };
                if trip.cancelled || trip.deleted {
                    continue;
                }
                let candidate =
                    table.own(trip.calls.iter().map(|c| (c.arrival, c.departure)), number);
                let stops =
                    pattern.first_stop as usize..(pattern.first_stop + pattern.length) as usize;
                match changed(timetable, trip, stops, choice.access) {
                    Some(key) => odd.entry(key).or_default().push(candidate),
                    None => candidates.push(candidate),
                }
            }
            if !candidates.is_empty() {
                let stops =
                    pattern.first_stop as usize..(pattern.first_stop + pattern.length) as usize;
                let first = table.stops.len();
                table.stops.extend(&timetable.pattern_stop[stops.clone()]);
                for position in stops {
                    let bits = timetable.pattern_boarding[position];
                    let stop = timetable.pattern_stop[position];
                    let bits = bits_of(boarding::on(bits), boarding::off(bits));
                    table.bits.push(usable(timetable, stop, bits, choice.access));
                }
                table.add(timetable, first, &mut candidates);
            }
        }
        for (number, trip) in (0..).zip(live.added()) {
            if trip.day == day && chosen(timetable, trip, choice) {
                let times = trip.calls.iter().map(|call| (call.arrival, call.departure));
                let candidate = table.own(times, number | ADDED);
                let stops = trip.calls.iter().map(|call| call.stop.0).collect();
                let bits = trip.calls.iter().map(|call| {
                    let bits = bits_of(call.pickup, call.drop_off);
                    usable(timetable, call.stop.0, bits, choice.access)
                });
                odd.entry((stops, bits.collect())).or_default().push(candidate);
            }
        }
        for ((stops, bits), mut candidates) in odd {
            let first = table.stops.len();
            table.stops.extend(stops);
            table.bits.extend(bits);
            table.add(timetable, first, &mut candidates);
        }
        table.index(timetable);
        table
    }

    /// Times of its own for a trip.
    fn own(&mut self, calls: impl Iterator<Item = (i32, i32)> + Clone, trip: u32) -> Candidate {
        let start = calls.clone().next().map_or(0, |(arrival, _)| arrival);
        let arrive = self.times.len() as u32;
        self.times.extend(calls.clone().map(|(arrival, _)| (arrival - start).cast_unsigned()));
        let depart = self.times.len() as u32;
        self.times.extend(calls.map(|(_, departure)| (departure - start).cast_unsigned()));
        RouteTrip { start, arrive: arrive | OWN, depart: depart | OWN, trip }
    }

    /// Makes routes of trips that have their stops, which are the last in `stops`, in common.
    fn add(&mut self, timetable: &Timetable, first: usize, candidates: &mut [Candidate]) {
        let length = self.stops.len() - first;
        candidates.sort_by_key(|candidate| candidate.start);
        let mut lanes: Vec<Vec<Candidate>> = Vec::new();
        for candidate in candidates.iter() {
            let behind = |lane: &&mut Vec<Candidate>| {
                lane.last().is_none_or(|last| self.behind(timetable, last, candidate, length))
            };
            match lanes.iter_mut().find(behind) {
                Some(lane) => lane.push(*candidate),
                None => lanes.push(vec![*candidate]),
            }
        }
        for lane in lanes {
            let from = self.trips.len() as u32;
            self.trips.extend(&lane);
            let (first, length, to) = (first as u32, length as u32, self.trips.len() as u32);
            self.routes.push(Route { first, length, from, to });
        }
    }

    /// Whether `next` is nowhere earlier than `last`.
    fn behind(
        &self,
        timetable: &Timetable,
        last: &Candidate,
        next: &Candidate,
        length: usize,
    ) -> bool {
        if (last.arrive, last.depart) == (next.arrive, next.depart) {
            return last.start <= next.start;
        }
        (0..length).all(|at| {
            self.time(timetable, last.start, last.arrive, at)
                <= self.time(timetable, next.start, next.arrive, at)
                && self.time(timetable, last.start, last.depart, at)
                    <= self.time(timetable, next.start, next.depart, at)
        })
    }

    /// A time of a row: arrivals or departures of a trip.
    #[inline]
    pub fn time(&self, timetable: &Timetable, start: i32, row: u32, position: usize) -> i32 {
        if row & OWN == 0 {
            start + timetable.times[row as usize + position].cast_signed()
        } else {
            start + self.times[(row & !OWN) as usize + position].cast_signed()
        }
    }

    /// Times of a row, as seconds after the trip's start.
    #[inline]
    pub fn row<'t>(&'t self, timetable: &'t Timetable, row: u32, length: usize) -> &'t [u32] {
        let from = (row & !OWN) as usize;
        let times = if row & OWN == 0 { &timetable.times } else { &self.times };
        &times[from..from + length]
    }

    fn index(&mut self, timetable: &Timetable) {
        let mut first = vec![0_u32; timetable.stop_count() + 1];
        for route in &self.routes {
            for stop in &self.stops[route.first as usize..(route.first + route.length) as usize] {
                first[*stop as usize + 1] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut first {
            sum += *start;
            *start = sum;
        }
        let mut all = vec![StopCall::default(); sum as usize];
        let mut next = first.clone();
        for (number, route) in (0_u32..).zip(&self.routes) {
            let (early, late) =
                (self.trips[route.from as usize], self.trips[route.to as usize - 1]);
            for position in 0..route.length {
                let at = position as usize;
                let first = self.time(timetable, early.start, early.arrive, at);
                let last = self.time(timetable, late.start, late.depart, at);
                let stop = self.stops[route.first as usize + at] as usize;
                all[next[stop] as usize] = StopCall { route: number, position, first, last };
                next[stop] += 1;
            }
        }
        self.stop_first = first;
        self.stop_calls = all;
    }

    /// Routes that call at a stop, and where.
    #[inline]
    pub fn calls_at(&self, stop: u32) -> &[StopCall] {
        let stop = stop as usize;
        &self.stop_calls[self.stop_first[stop] as usize..self.stop_first[stop + 1] as usize]
    }
}

/// The bits of a call.
const fn bits_of(on: bool, off: bool) -> u8 {
    (if on { ON } else { 0 }) | (if off { OFF } else { 0 })
}

fn usable(timetable: &Timetable, stop: u32, bits: u8, access: Access) -> u8 {
    if access.allows(timetable.stops[stop as usize].wheelchair) { bits } else { 0 }
}

/// Whether an added trip is among those looked at. Of a trip without a line nothing is known but that it runs.
fn chosen(timetable: &Timetable, trip: &AddedTrip, choice: &Choice) -> bool {
    let mode = trip.line.map(|line| timetable.lines[line.0 as usize].mode);
    choice.access.allows(trip.wheelchair)
        && choice.modes.contains(mode.unwrap_or(crate::mode::Mode::Other))
        && trip.line.is_none_or(|line| choice.excluded.binary_search(&line).is_err())
}

/// Stops and bits of a trip that does not stop as planned.
fn changed(
    timetable: &Timetable,
    trip: &LiveTrip,
    planned: std::ops::Range<usize>,
    access: Access,
) -> Option<(Vec<u32>, Vec<u8>)> {
    let same = trip
        .calls
        .iter()
        .zip(&timetable.pattern_stop[planned])
        .all(|(call, stop)| call.stop.0 == *stop && !call.skipped);
    if same {
        return None;
    }
    let stops = trip.calls.iter().map(|call| call.stop.0).collect();
    let number = TripNumber(trip.trip.0);
    let bits = timetable.boarding_of(number).zip(&trip.calls).map(|((on, off), call)| {
        let bits = bits_of(on, off);
        if call.skipped { 0 } else { usable(timetable, call.stop.0, bits, access) }
    });
    Some((stops, bits.collect()))
}
