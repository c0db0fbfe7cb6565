//! The days a question is about, seen in the direction of the search.
//!
//! Forwards, times are seconds after the question's moment. Backwards everything is turned round: times are
//! negative, vehicles run from their last stop to their first, one "gets on" where one gets off. So the search
//! is written once.

// Hot: routes, trips and positions come from tables made of checked arrays.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use crate::day_table::{DayTable, OFF, ON, Route, RouteTrip};
use crate::timetable::Timetable;
use std::sync::Arc;

/// Days one after the other; their routes are counted through.
#[derive(Debug, Default)]
pub struct Net {
    /// Table, seconds from the question's moment to the day's start, number of its first route.
    pub days: Vec<(Arc<DayTable>, i32, u32)>,
    /// How many routes.
    pub routes: u32,
}

/// A route of one of the days.
#[derive(Debug, Clone, Copy)]
pub struct Here<'n> {
    /// The day's table.
    pub table: &'n DayTable,
    /// Seconds from the question's moment to the day's start.
    pub shift: i32,
    /// The route.
    pub route: Route,
}

impl Net {
    /// Adds a day.
    pub fn push(&mut self, table: Arc<DayTable>, shift: i32) {
        let routes = table.routes.len() as u32;
        self.days.push((table, shift, self.routes));
        self.routes += routes;
    }

    /// The route of a number.
    #[inline]
    pub fn here(&self, number: u32) -> Here<'_> {
        let mut at = self.days.len() - 1;
        while self.days[at].2 > number {
            at -= 1;
        }
        let (table, shift, first) = &self.days[at];
        Here { table, shift: *shift, route: table.routes[(number - first) as usize] }
    }
}

/// The times of a trip in the direction of the search.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'n> {
    start: i32,
    on: &'n [u32],
    off: &'n [u32],
}

impl Rows<'_> {
    /// When one can get on.
    #[inline]
    pub fn on<const FORWARD: bool>(&self, position: usize) -> i32 {
        let moment = self.start + self.on[position].cast_signed();
        if FORWARD { moment } else { -moment }
    }

    /// When one can get off.
    #[inline]
    pub fn off<const FORWARD: bool>(&self, position: usize) -> i32 {
        let moment = self.start + self.off[position].cast_signed();
        if FORWARD { moment } else { -moment }
    }
}

impl<'n> Here<'n> {
    /// The stop at a position.
    #[inline]
    pub fn stop(&self, position: u32) -> u32 {
        self.table.stops[(self.route.first + position) as usize]
    }

    /// Whether one can get on (`true`) and off, in the direction of the search.
    #[inline]
    pub fn bits<const FORWARD: bool>(&self, position: u32) -> (bool, bool) {
        let bits = self.table.bits[(self.route.first + position) as usize];
        if FORWARD { (bits & ON != 0, bits & OFF != 0) } else { (bits & OFF != 0, bits & ON != 0) }
    }

    /// The stops of the route.
    #[inline]
    pub fn stops(&self) -> &'n [u32] {
        let first = self.route.first as usize;
        &self.table.stops[first..first + self.route.length as usize]
    }

    /// When one can get on and off a trip at each position, as seconds after its start.
    #[inline]
    pub fn rows<const FORWARD: bool>(&self, timetable: &'n Timetable, trip: u32) -> Rows<'n> {
        let trip = self.trip(trip);
        let length = self.route.length as usize;
        let start = self.shift + trip.start;
        let arrive = self.table.row(timetable, trip.arrive, length);
        let depart = self.table.row(timetable, trip.depart, length);
        if FORWARD {
            Rows { start, on: depart, off: arrive }
        } else {
            Rows { start, on: arrive, off: depart }
        }
    }

    /// Bits of all positions; see [`Here::can`].
    #[inline]
    pub fn all_bits(&self) -> &'n [u8] {
        let first = self.route.first as usize;
        &self.table.bits[first..first + self.route.length as usize]
    }

    /// Whether bits say that one can get on and off, in the direction of the search.
    #[inline]
    pub const fn can<const FORWARD: bool>(bits: u8) -> (bool, bool) {
        if FORWARD { (bits & ON != 0, bits & OFF != 0) } else { (bits & OFF != 0, bits & ON != 0) }
    }

    /// A trip of the route.
    #[inline]
    pub fn trip(&self, trip: u32) -> &'n RouteTrip {
        &self.table.trips[trip as usize]
    }

    /// When one can get on.
    #[inline]
    pub fn on<const FORWARD: bool>(&self, timetable: &Timetable, trip: u32, position: u32) -> i32 {
        let trip = self.trip(trip);
        if FORWARD {
            self.shift + self.table.time(timetable, trip.start, trip.depart, position as usize)
        } else {
            -(self.shift + self.table.time(timetable, trip.start, trip.arrive, position as usize))
        }
    }

    /// When one can get off.
    #[inline]
    pub fn off<const FORWARD: bool>(&self, timetable: &Timetable, trip: u32, position: u32) -> i32 {
        let trip = self.trip(trip);
        if FORWARD {
            self.shift + self.table.time(timetable, trip.start, trip.arrive, position as usize)
        } else {
            -(self.shift + self.table.time(timetable, trip.start, trip.depart, position as usize))
        }
    }

    /// How many trips, in the order in which they come in the search.
    #[inline]
    pub const fn count(&self) -> u32 {
        self.route.to - self.route.from
    }

    /// The trip that comes `nth` in the direction of the search.
    #[inline]
    pub const fn nth<const FORWARD: bool>(&self, nth: u32) -> u32 {
        if FORWARD { self.route.from + nth } else { self.route.to - 1 - nth }
    }

    /// The first of the trips before `end` that can be got on at `ready` or later; `end` if there is none.
    #[inline]
    pub fn first_after<const FORWARD: bool>(
        &self,
        timetable: &Timetable,
        position: u32,
        ready: i32,
        end: u32,
    ) -> u32 {
        let (mut low, mut high) = (0, end);
        while low < high {
            let middle = u32::midpoint(low, high);
            if self.on::<FORWARD>(timetable, self.nth::<FORWARD>(middle), position) < ready {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}
