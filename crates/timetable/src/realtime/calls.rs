//! What an update says of the stops of a trip.

use super::{
    ignored::{Ignored, Reason},
    matcher::Matcher,
    wire::{StopTimeEvent, StopTimeUpdate, TripUpdate, stop_relationship},
};
use crate::{
    Day, StopNumber, Timetable, TripNumber,
    overlay::{Report, StopNews},
};

/// The reports of an update's stops, ascending, each once.
pub(super) fn news(
    matcher: &Matcher,
    timetable: &Timetable,
    trip: TripNumber,
    day: Day,
    update: &TripUpdate,
    ignored: &mut Ignored,
) -> Vec<StopNews> {
    let planned = Planned {
        start: timetable.day_start(day),
        stops: timetable.stops_of(trip).collect(),
        times: timetable.times_of(trip).collect(),
        sequences: timetable.stop_sequences(trip),
    };
    let mut found: Vec<StopNews> = Vec::with_capacity(update.stop_time_update.len());
    let mut next = 0;
    for stop in &update.stop_time_update {
        let Some((position, moved)) = planned.position(matcher, timetable, stop, next) else {
            ignored.note(Reason::UnknownStop, stop.stop_id.as_deref().unwrap_or("?"));
            continue;
        };
        next = position + 1;
        let Ok(short) = u16::try_from(position) else { continue };
        let assigned = stop
            .stop_time_properties
            .as_ref()
            .and_then(|properties| properties.assigned_stop_id.as_deref())
            .filter(|id| !id.is_empty());
        let assigned = assigned.and_then(|id| {
            let stop = matcher.stops.get(id).copied();
            if stop.is_none() {
                ignored.note(Reason::UnknownStop, id);
            }
            stop
        });
        let elsewhere = assigned.or(moved).filter(|stop| planned.stops.get(position) != Some(stop));
        found.push(StopNews {
            position: short,
            report: planned.report(position, stop),
            stop: elsewhere,
        });
    }
    found.sort_by_key(|news| news.position);
    let all = found.len();
    found.dedup_by_key(|news| news.position);
    for _ in found.len()..all {
        let id = update.trip.as_ref().and_then(|trip| trip.trip_id.as_deref());
        ignored.note(Reason::Twice, id.unwrap_or_default());
    }
    if let Some(delay) = update.delay {
        of_the_whole(&mut found, delay, planned.stops.len());
    }
    found
}

/// A delay of the trip as a whole holds until the first stop with times of its own.
fn of_the_whole(found: &mut Vec<StopNews>, delay: i32, stops: usize) {
    let skipped = |(at, news): &(usize, &StopNews)| {
        usize::from(news.position) == *at && news.report == Report::Skipped
    };
    let first = found.iter().enumerate().take_while(skipped).count();
    let told = found.get(first).is_some_and(|news| usize::from(news.position) == first);
    let Ok(position) = u16::try_from(first) else { return };
    if told || first >= stops {
        return;
    }
    let report = Report::Times { arrival: Some(delay), departure: Some(delay) };
    found.insert(first, StopNews { position, report, stop: None });
}

struct Planned<'t> {
    start: i64,
    stops: Vec<StopNumber>,
    times: Vec<(i32, i32)>,
    sequences: &'t [u32],
}

impl Planned<'_> {
    /// Where in the trip an update belongs, from `next` on if only the stop is named; and the stop that it names
    /// if that is another platform of the planned place.
    fn position(
        &self,
        matcher: &Matcher,
        timetable: &Timetable,
        update: &StopTimeUpdate,
        next: usize,
    ) -> Option<(usize, Option<StopNumber>)> {
        let id = update.stop_id.as_deref().filter(|id| !id.is_empty());
        let stop = id.and_then(|id| matcher.stops.get(id).copied());
        let same_place = |at: usize| {
            let place = |stop: StopNumber| timetable.stop(stop).map(|stop| stop.place);
            let planned = self.stops.get(at).copied().and_then(place);
            planned.is_some() && planned == stop.and_then(place)
        };
        let by_sequence = update
            .stop_sequence
            .and_then(|wanted| self.sequences.iter().position(|sequence| *sequence == wanted));
        if let Some(at) = by_sequence {
            return Some((at, stop.filter(|_| same_place(at))));
        }
        let stop_number = stop?;
        let planned = self.stops.iter().skip(next).position(|planned| *planned == stop_number);
        if let Some(at) = planned {
            return Some((next + at, None));
        }
        // Many feeds name the new platform without saying that it is one.
        (next..self.stops.len()).find(|at| same_place(*at)).map(|at| (at, stop))
    }

    fn report(&self, position: usize, update: &StopTimeUpdate) -> Report {
        match update.schedule_relationship.unwrap_or(stop_relationship::SCHEDULED) {
            stop_relationship::SKIPPED => Report::Skipped,
            stop_relationship::NO_DATA => Report::Nothing,
            _ => {
                let (arrival, departure) = self.times.get(position).copied().unwrap_or_default();
                Report::Times {
                    arrival: update.arrival.and_then(|event| self.delay(arrival, event)),
                    departure: update.departure.and_then(|event| self.delay(departure, event)),
                }
            }
        }
    }

    /// A time says it more exactly than a delay.
    fn delay(&self, planned: i32, event: StopTimeEvent) -> Option<i32> {
        let by_time = event.time.filter(|time| *time > 0).and_then(|time| {
            i32::try_from(time.checked_sub(self.start + i64::from(planned))?).ok()
        });
        by_time.or(event.delay)
    }
}
