//! An overlay with delays carried on to later stops.

use super::{AddedTrip, News, Overlay, Report, StopNews};
use crate::day::{Day, Moment};
use crate::timetable::{StopNumber, Timetable, TripNumber};

/// Real time for one timetable, ready for questions.
///
/// How delays are carried on (GTFS Realtime reference, "Trip Updates"; stop by stop in
/// `docs/timetable-format.md`): a report holds for later stops until the next one. A skipped stop changes
/// nothing about that, a report of nothing ends it. Before the first report nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Live {
    made_at: Moment,
    /// Sorted by day and trip.
    trips: Vec<LiveTrip>,
    added: Vec<AddedTrip>,
    left_out: usize,
    stamp: u64,
}

/// A trip of the timetable as it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTrip {
    /// Its service day.
    pub day: Day,
    /// The trip.
    pub trip: TripNumber,
    /// It does not run.
    pub cancelled: bool,
    /// It does not run, and nobody should hear of it.
    pub deleted: bool,
    /// All its stops; empty if it does not run.
    pub calls: Vec<LiveCall>,
}

/// A stop of a trip as it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveCall {
    /// Where it stops.
    pub stop: StopNumber,
    /// Seconds of the service day; as planned where nothing is known.
    pub arrival: i32,
    /// The same.
    pub departure: i32,
    /// Somebody reported the arrival, here or before.
    pub arrival_known: bool,
    /// Somebody reported the departure, here or before.
    pub departure_known: bool,
    /// It does not stop here.
    pub skipped: bool,
}

/// Longest delay that is believed, in seconds: a day.
const MOST: i32 = 86_400;

impl Live {
    /// Carries delays on. What names stops or trips that the timetable does not have, or delays of more than a
    /// day, is left out and counted; of an overlay for another timetable that is everything.
    #[must_use]
    pub fn new(timetable: &Timetable, overlay: &Overlay) -> Self {
        let mut live = Self { made_at: overlay.made_at, ..Self::default() };
        if overlay.timetable != timetable.fingerprint() {
            live.left_out = overlay.changes.len() + overlay.added.len();
            return live;
        }
        live.stamp = crate::file::sum(&overlay.encode());
        for change in &overlay.changes {
            let trip = LiveTrip {
                day: change.day,
                trip: change.trip,
                cancelled: change.news == News::Cancelled,
                deleted: change.news == News::Deleted,
                calls: Vec::new(),
            };
            let calls = match &change.news {
                News::Cancelled | News::Deleted => Some(Vec::new()),
                News::Runs(stops) => carry(timetable, change.trip, stops),
            };
            let known = timetable.runs(change.trip, change.day);
            match calls.filter(|_| known) {
                Some(calls) => live.trips.push(LiveTrip { calls, ..trip }),
                None => live.left_out += 1,
            }
        }
        live.trips.sort_by_key(|trip| (trip.day, trip.trip));
        let all = live.trips.len();
        live.trips.dedup_by_key(|trip| (trip.day, trip.trip));
        live.left_out += all - live.trips.len();
        for trip in &overlay.added {
            if sound(timetable, trip) {
                live.added.push(trip.clone());
            } else {
                live.left_out += 1;
            }
        }
        live
    }

    /// When the agency made it.
    #[must_use]
    pub const fn made_at(&self) -> Moment {
        self.made_at
    }

    /// How many parts were left out because they make no sense here.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// A number that changes with the content; 0 when there is none.
    pub(crate) const fn stamp(&self) -> u64 {
        self.stamp
    }

    /// What is known of a trip on a day.
    #[must_use]
    pub fn trip(&self, day: Day, trip: TripNumber) -> Option<&LiveTrip> {
        let at = self.trips.binary_search_by_key(&(day, trip), |known| (known.day, known.trip));
        at.ok().and_then(|at| self.trips.get(at))
    }

    /// Everything known of a day's trips, ascending by trip.
    pub(crate) fn trips_of(&self, day: Day) -> &[LiveTrip] {
        let first = self.trips.partition_point(|trip| trip.day < day);
        let end = self.trips.partition_point(|trip| trip.day <= day);
        self.trips.get(first..end).unwrap_or_default()
    }

    /// Everything known of trips of the timetable.
    #[must_use]
    pub fn trips(&self) -> &[LiveTrip] {
        &self.trips
    }

    /// Trips that the timetable does not have.
    #[must_use]
    pub fn added(&self) -> &[AddedTrip] {
        &self.added
    }
}

fn sound(timetable: &Timetable, trip: &AddedTrip) -> bool {
    let mut last = -MOST;
    for call in &trip.calls {
        let stop = (call.stop.0 as usize) < timetable.stop_count();
        if !stop
            || call.arrival < last
            || call.departure < call.arrival
            || call.departure > 28 * MOST
        {
            return false;
        }
        last = call.departure;
    }
    let line = trip.line.is_none_or(|line| (line.0 as usize) < timetable.line_count());
    line && trip.calls.len() >= 2 && u16::try_from(trip.calls.len()).is_ok()
}

/// All calls of a trip with the reports carried on; `None` if the reports make no sense.
fn carry(timetable: &Timetable, trip: TripNumber, stops: &[StopNews]) -> Option<Vec<LiveCall>> {
    let planned = timetable.planned_calls(trip)?;
    let mut reports = stops.iter().peekable();
    let mut delay: Option<i32> = None;
    let mut calls = Vec::with_capacity(planned.len());
    for (position, (stop, arrival, departure)) in planned.enumerate() {
        let news = reports.next_if(|news| usize::from(news.position) == position);
        let mut call = LiveCall {
            stop: StopNumber(stop),
            arrival,
            departure,
            arrival_known: false,
            departure_known: false,
            skipped: false,
        };
        let (mut here, mut there) = (delay, delay);
        match news.map(|news| news.report) {
            None => {}
            Some(Report::Times { arrival, departure }) => {
                if arrival.is_none() && departure.is_none() {
                    here = None;
                }
                here = arrival.or(here);
                there = departure.or(arrival);
                delay = there;
            }
            Some(Report::Skipped) => call.skipped = true,
            Some(Report::Nothing) => {
                (here, there, delay) = (None, None, None);
            }
        }
        let believed = |delay: i32| (-MOST..=MOST).contains(&delay);
        if !here.is_none_or(believed) || !there.is_none_or(believed) {
            return None;
        }
        if let Some(stop) = news.and_then(|news| news.stop) {
            call.stop = Some(stop).filter(|stop| (stop.0 as usize) < timetable.stop_count())?;
        }
        call.arrival += here.unwrap_or(0);
        call.departure += there.unwrap_or(0);
        (call.arrival_known, call.departure_known) = (here.is_some(), there.is_some());
        calls.push(call);
    }
    // A report out of order or beyond the last stop.
    if reports.next().is_some() {
        return None;
    }
    in_order(&mut calls);
    Some(calls)
}

/// Makes times run forwards: what is only planned gives way to what is known, and a vehicle is nowhere before
/// it left the stop before.
fn in_order(calls: &mut [LiveCall]) {
    let mut next = i32::MAX;
    for call in calls.iter_mut().rev() {
        if !call.departure_known {
            call.departure = call.departure.min(next);
        }
        if !call.arrival_known {
            call.arrival = call.arrival.min(call.departure);
        }
        next = call.arrival;
    }
    let mut last = i32::MIN;
    for call in calls {
        call.arrival = call.arrival.max(last);
        call.departure = call.departure.max(call.arrival);
        last = call.departure;
    }
}
