//! What calls at a stop, and what is called there.

use super::{StopNumber, Timetable, TripNumber, boarding};

/// A planned call of a trip at a stop, whatever the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallAt {
    /// The trip.
    pub trip: TripNumber,
    /// Where in the trip, from 0.
    pub position: usize,
    /// Arrival and departure in seconds of the service day.
    pub times: (i32, i32),
    /// Whether one can get on; never at the last stop.
    pub pickup: bool,
    /// Whether one can get off; never at the first stop.
    pub drop_off: bool,
}

impl Timetable {
    /// Every planned call at a stop, all days together, in no particular order.
    pub fn calls_at(&self, stop: StopNumber) -> impl Iterator<Item = CallAt> + '_ {
        let at = self.stop_patterns.get(stop.0).iter();
        at.filter_map(move |(pattern, position)| {
            let row = self.patterns.get(*pattern as usize)?;
            let bits = *self.pattern_boarding.get((row.first_stop + position) as usize)?;
            let last = position + 1 == row.length;
            let pickup = boarding::on(bits) && !last;
            let drop_off = boarding::off(bits) && *position > 0;
            Some((row.first_trip..row.first_trip + row.count).filter_map(move |trip| {
                let times = self.trips.get(trip as usize)?;
                let at = |from: u32| self.times.get((from + position) as usize).copied();
                let (arrival, departure) = (at(times.arrive)?, at(times.depart)?);
                let seconds = |of: u32| (times.start + of).cast_signed();
                Some(CallAt {
                    trip: TripNumber(trip),
                    position: *position as usize,
                    times: (seconds(arrival), seconds(departure)),
                    pickup,
                    drop_off,
                })
            }))
        })
        .flatten()
    }

    /// Whether one can get on and off at each stop of a trip.
    pub fn boarding_at(&self, trip: TripNumber) -> impl Iterator<Item = (bool, bool)> + '_ {
        self.boarding_of(trip)
    }
}
