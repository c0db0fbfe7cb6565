//! From rides to journeys with every stop.

use super::access::Reached;
use super::journey::{Call, End, Journey, Leg, Ride, TripRef, Walk};
use super::net::Net;
use super::query::Walking;
use super::rounds::Ridden;
use super::run::Raw;
use super::transfers::on_foot;
use crate::day::{Day, Moment};
use crate::day_table::{ADDED, Access};
use crate::overlay::{AddedCall, Live, LiveTrip};
use crate::timetable::{LineNumber, StopNumber, Timetable, TripNumber};

/// What a journey is made from.
pub struct Parts<'s> {
    pub timetable: &'s Timetable,
    pub live: &'s Live,
    pub net: &'s Net,
    /// The moment from which the search counts.
    pub base: Moment,
    pub origin: &'s [Reached],
    pub destination: &'s [Reached],
    pub walking: &'s Walking,
    pub access: Access,
    pub forward: bool,
}

impl Parts<'_> {
    /// The journey of a result.
    pub fn journey(&self, raw: &Raw) -> Option<Journey> {
        let mut rides: Vec<Ride> =
            raw.rides.iter().map(|ridden| self.ride(ridden)).collect::<Option<_>>()?;
        if !self.forward {
            rides.reverse();
        }
        let walk_of = |all: &[Reached], stop: StopNumber| {
            all.iter()
                .find(|reached| reached.stop == stop.0)
                .map_or((0, 0), |r| (r.seconds, r.metres))
        };
        let (first, last) = (rides.first()?.calls.first()?, rides.last()?.calls.last()?);
        let before = walk_of(self.origin, first.stop);
        let after = walk_of(self.destination, last.stop);
        // Not simply the first ride's departure: one may stay at a place on the way before.
        let at = |seconds: i32| self.base + i64::from(seconds);
        let (departure, arrival) = if self.forward {
            (at(raw.departure), at(raw.arrival))
        } else {
            (at(-raw.arrival), at(-raw.departure))
        };
        let mut legs = Vec::with_capacity(rides.len() * 2 + 1);
        if before.0 > 0 {
            let to = End::Stop(first.stop);
            let (seconds, metres) = before;
            let there = departure + i64::from(seconds);
            legs.push(Leg::Walk(Walk { from: End::Origin, to, departure, arrival: there, metres }));
        }
        let last_walk = Walk {
            from: End::Stop(last.stop),
            to: End::Destination,
            departure: last.arrival,
            arrival,
            metres: after.1,
        };
        let transfers = u8::try_from(rides.len() - 1).unwrap_or(u8::MAX);
        let mut came: Option<Call> = None;
        for ride in rides {
            let goes = *ride.calls.first()?;
            if let Some(came) = came.filter(|came| came.stop != goes.stop) {
                legs.push(Leg::Walk(self.between(came, goes)));
            }
            came = ride.calls.last().copied();
            legs.push(Leg::Ride(ride));
        }
        if after.0 > 0 {
            legs.push(Leg::Walk(last_walk));
        }
        Some(Journey { departure, arrival, transfers, legs })
    }

    fn between(&self, came: Call, goes: Call) -> Walk {
        let mut known = (0, 0);
        self.timetable.walks.each(came.stop.0, true, |between| {
            if between.stop == goes.stop.0 {
                let seconds = on_foot(&between, self.walking, self.access, self.walking.between);
                known = (seconds.unwrap_or(0), between.metres);
            }
        });
        Walk {
            from: End::Stop(came.stop),
            to: End::Stop(goes.stop),
            departure: came.arrival,
            // The feed may promise a shorter change than the map makes likely.
            arrival: (came.arrival + i64::from(known.0)).min(goes.departure),
            metres: known.1,
        }
    }

    fn ride(&self, ridden: &Ridden) -> Option<Ride> {
        let here = self.net.here(ridden.route);
        let trip = here.trip(ridden.trip).trip;
        let trip = if trip & ADDED == 0 {
            TripRef::Planned(TripNumber(trip))
        } else {
            TripRef::Added(trip & !ADDED)
        };
        let day = here.table.day;
        let (board, alight) =
            if self.forward { (ridden.on, ridden.off) } else { (ridden.off, ridden.on) };
        let calls = self.timetable.calls(self.live, trip, day);
        let calls = calls.get(board as usize..=alight as usize)?.to_vec();
        let line = self.timetable.line_of(self.live, trip);
        Some(Ride { trip, day, line, board: board as usize, calls })
    }
}

impl Timetable {
    /// The line of a trip; of some added ones nobody knows it.
    #[must_use]
    pub fn line_of(&self, live: &Live, trip: TripRef) -> Option<LineNumber> {
        match trip {
            TripRef::Planned(trip) => self.trip(trip).map(|trip| trip.line),
            TripRef::Added(at) => live.added().get(at as usize).and_then(|trip| trip.line),
        }
    }

    /// What the vehicle of a trip shows when it leaves the stop at a position.
    #[must_use]
    pub fn shown<'t>(&'t self, live: &'t Live, trip: TripRef, position: usize) -> &'t str {
        match trip {
            TripRef::Planned(trip) => self.headsign(trip, position),
            TripRef::Added(at) => {
                let Some(trip) = live.added().get(at as usize) else { return "" };
                let last = trip.calls.last().and_then(|call| self.stop(call.stop));
                if trip.headsign.is_empty() {
                    last.map_or("", |stop| stop.name)
                } else {
                    &trip.headsign
                }
            }
        }
    }

    /// Every stop of a trip on a day, with what is known of it; empty if there is no such trip. Whether it
    /// runs on that day is another question ([`Timetable::runs`]).
    #[must_use]
    pub fn calls(&self, live: &Live, trip: TripRef, day: Day) -> Vec<Call> {
        let start = self.day_start(day);
        match trip {
            TripRef::Planned(number) => {
                let Some(planned) = self.planned_calls(number) else { return Vec::new() };
                let news = live.trip(day, number);
                let calls = planned.zip(self.boarding_of(number)).enumerate();
                calls
                    .map(|(at, (planned, can))| planned_call(start, news, at, planned, can))
                    .collect()
            }
            TripRef::Added(number) => {
                let trip = live.added().get(number as usize);
                trip.map_or(&[][..], |trip| &trip.calls)
                    .iter()
                    .map(|call| added_call(start, call))
                    .collect()
            }
        }
    }

    /// One stop of a trip on a day, and whether it is the last one.
    pub(crate) fn call(
        &self,
        live: &Live,
        trip: TripRef,
        day: Day,
        position: usize,
    ) -> Option<(Call, bool)> {
        let start = self.day_start(day);
        match trip {
            TripRef::Planned(number) => {
                let mut planned = self.planned_calls(number)?;
                let last = planned.len() == position + 1;
                let can = self.boarding_of(number).nth(position)?;
                let planned = planned.nth(position)?;
                Some((planned_call(start, live.trip(day, number), position, planned, can), last))
            }
            TripRef::Added(number) => {
                let calls = &live.added().get(number as usize)?.calls;
                Some((added_call(start, calls.get(position)?), calls.len() == position + 1))
            }
        }
    }
}

fn planned_call(
    start: Moment,
    news: Option<&LiveTrip>,
    position: usize,
    (stop, arrival, departure): (u32, i32, i32),
    (pickup, drop_off): (bool, bool),
) -> Call {
    let at = |seconds: i32| start + i64::from(seconds);
    let cancelled = news.is_some_and(|news| news.cancelled || news.deleted);
    let news = news.and_then(|news| news.calls.get(position));
    let here = news.map_or(StopNumber(stop), |news| news.stop);
    Call {
        stop: here,
        planned_stop: Some(StopNumber(stop)).filter(|planned| *planned != here),
        planned_arrival: at(arrival),
        planned_departure: at(departure),
        live_arrival: news.filter(|news| news.arrival_known).map(|news| at(news.arrival)),
        live_departure: news.filter(|news| news.departure_known).map(|news| at(news.departure)),
        arrival: at(news.map_or(arrival, |news| news.arrival)),
        departure: at(news.map_or(departure, |news| news.departure)),
        cancelled: cancelled || news.is_some_and(|news| news.skipped),
        pickup,
        drop_off,
    }
}

const fn added_call(start: Moment, call: &AddedCall) -> Call {
    let (arrival, departure) = (start + call.arrival as i64, start + call.departure as i64);
    Call {
        stop: call.stop,
        planned_stop: None,
        planned_arrival: arrival,
        planned_departure: departure,
        live_arrival: Some(arrival),
        live_departure: Some(departure),
        arrival,
        departure,
        cancelled: false,
        pickup: call.pickup,
        drop_off: call.drop_off,
    }
}
