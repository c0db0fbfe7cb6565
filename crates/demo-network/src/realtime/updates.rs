//! Trip updates.

use timetable::{Day, Moment, realtime::wire};
use wire::{
    FeedEntity, StopTimeEvent, StopTimeProperties, StopTimeUpdate, TripDescriptor, TripProperties,
    TripUpdate, stop_relationship, trip_relationship,
};

use super::{
    alerts::{DIVERTED_LINE, SKIPPED_STOP, is_diverted},
    course::{self, Fate},
};
use crate::{
    Network,
    calendar::{self, DayKind},
    lines::{Kind, LINES, Line},
    places::PLACES,
    schedule::{Call, Trip},
    stops::MAIN_STATION,
    tables,
};

/// A trip is told about from so many seconds before its start.
const BEFORE: i64 = 3600;
/// And until so many seconds after its planned end.
const AFTER: i64 = 900;
/// So far ahead (seconds) the control centre sees what is going to happen; beyond, it takes the present delay.
const FORESIGHT: i64 = 1200;
/// Extra trams run at these times of working days.
const EXTRA: [u32; 2] = [26_400, 59_400];
/// On this line, up to this stop.
const EXTRA_LINE: &str = "2";

/// Every trip update of a moment.
pub fn all(network: &Network, at: Moment) -> Vec<FeedEntity> {
    let today = calendar::day_at(at);
    let mut entities = Vec::new();
    for day in [today.plus(-1), today].into_iter().filter(|day| network.covers(*day)) {
        let now = at - calendar::start_of(day);
        for trip in &network.trips {
            let told = i64::from(trip.start()) - BEFORE..i64::from(trip.end()) + AFTER;
            if told.contains(&now) && calendar::runs(trip.service, day) {
                entities.extend(update(network, trip, day, now, at));
            }
        }
        if calendar::kind(day) == DayKind::Weekday {
            entities.extend(EXTRA.into_iter().filter_map(|start| extra(network, day, start, now)));
        }
    }
    entities
}

fn entity(day: Day, trip: &str, update: TripUpdate) -> FeedEntity {
    let id = format!("{}-{trip}", tables::date(day));
    FeedEntity { id, trip_update: Some(update), ..FeedEntity::default() }
}

fn descriptor(trip: &Trip, line: &Line, day: Day, relationship: i32) -> TripDescriptor {
    TripDescriptor {
        trip_id: Some(trip.id.clone()),
        start_date: Some(tables::date(day)),
        schedule_relationship: Some(relationship),
        route_id: Some(line.name.replace(' ', "")),
        direction_id: Some(u32::from(trip.direction)),
        start_time: None,
    }
}

fn update(network: &Network, trip: &Trip, day: Day, now: i64, at: Moment) -> Option<FeedEntity> {
    let line = trip.line()?;
    let relationship = match course::fate(network.random, trip, day) {
        Fate::Silent => return None,
        Fate::Cancelled => trip_relationship::CANCELED,
        Fate::Reported => trip_relationship::SCHEDULED,
    };
    let mut update = TripUpdate {
        trip: Some(descriptor(trip, line, day, relationship)),
        timestamp: u64::try_from(at).ok(),
        ..TripUpdate::default()
    };
    if relationship == trip_relationship::SCHEDULED {
        update.stop_time_update = stops(network, trip, line, day, now);
    }
    Some(entity(day, &trip.id, update))
}

fn stops(network: &Network, trip: &Trip, line: &Line, day: Day, now: i64) -> Vec<StopTimeUpdate> {
    let delays = course::delays(network.random, trip, day);
    let mut before: Option<i32> = None;
    let mut found = Vec::new();
    let (first, foreseen) = foreseen(trip, &delays, now);
    let start = calendar::start_of(day);
    for (at, (call, delay)) in trip.calls.iter().zip(foreseen).enumerate().skip(first) {
        let mut stop = StopTimeUpdate {
            stop_sequence: u32::try_from(at + 1).ok(),
            stop_id: network.quays.get(call.quay).map(|quay| quay.id.clone()),
            ..StopTimeUpdate::default()
        };
        if is_skipped(network, line, day, call) {
            stop.schedule_relationship = Some(stop_relationship::SKIPPED);
            found.push(stop);
            continue;
        }
        let moved = is_moved(network, trip, day, call);
        // A delay holds until the next one is told, so only changes are.
        if before == Some(delay) && !moved {
            continue;
        }
        before = Some(delay);
        // The railway's system speaks of times, the city's of delays.
        let event = |planned: u32| StopTimeEvent {
            delay: (line.kind != Kind::Train).then_some(delay),
            time: (line.kind == Kind::Train).then(|| start + i64::from(planned) + i64::from(delay)),
            ..StopTimeEvent::default()
        };
        stop.arrival = Some(event(call.arrival));
        stop.departure = Some(event(call.departure));
        if moved {
            let assigned_stop_id =
                network.spare.and_then(|quay| network.quays.get(quay)).map(|quay| quay.id.clone());
            stop.stop_id = None;
            stop.stop_time_properties =
                Some(StopTimeProperties { assigned_stop_id, ..StopTimeProperties::default() });
        }
        found.push(stop);
    }
    found
}

/// The stop at which the vehicle was last, and what the control centre expects for every stop.
fn foreseen(trip: &Trip, delays: &[i32], now: i64) -> (usize, Vec<i32>) {
    let left =
        |(call, delay): &(&Call, &i32)| i64::from(call.departure) + i64::from(**delay) <= now;
    let passed = trip.calls.iter().zip(delays).take_while(left).count();
    let here = passed.checked_sub(1).and_then(|at| delays.get(at)).copied().unwrap_or(0);
    let mut earliest = i64::MIN;
    let foreseen = trip.calls.iter().zip(delays).enumerate().map(|(at, (call, really))| {
        let mut delay = *really;
        if at >= passed {
            let ahead = (i64::from(call.arrival) - now).clamp(0, FORESIGHT);
            let change = i64::from(*really - here) * (FORESIGHT - ahead) / FORESIGHT;
            delay = here + i32::try_from(change / 10 * 10).unwrap_or(0);
            // Never before it left the last stop, and never in the past.
            let soonest = earliest.max(now) - i64::from(call.arrival);
            delay = delay.max(i32::try_from(soonest).unwrap_or(i32::MIN));
        }
        earliest = i64::from(call.departure) + i64::from(delay);
        delay
    });
    (passed.saturating_sub(1), foreseen.collect())
}

fn name_of(network: &Network, call: &Call) -> &'static str {
    let place = network.quays.get(call.quay).and_then(|quay| PLACES.get(quay.place));
    place.map_or("", |place| place.name)
}

fn is_skipped(network: &Network, line: &Line, day: Day, call: &Call) -> bool {
    line.name == DIVERTED_LINE
        && name_of(network, call) == SKIPPED_STOP
        && is_diverted(day, call.departure)
}

/// Some trains leave from another platform than planned.
fn is_moved(network: &Network, trip: &Trip, day: Day, call: &Call) -> bool {
    trip.line().is_some_and(|line| line.kind == Kind::Train)
        && name_of(network, call) == MAIN_STATION
        && network.random.of(&["platform", &trip.id, &day.to_string()]).below(4) == 0
}

/// An extra tram in the rush hour that is in no timetable: the first half of the line, from another depot.
fn extra(network: &Network, day: Day, start: u32, now: i64) -> Option<FeedEntity> {
    let line = LINES.iter().position(|line| line.name == EXTRA_LINE)?;
    let model = network.trips.iter().find(|trip| trip.line == line && trip.direction == 0)?;
    let main = model.calls.iter().position(|call| name_of(network, call) == MAIN_STATION)?;
    let calls = model.calls.get(..=main)?;
    let shift = i64::from(start) - i64::from(model.start());
    let end = shift + i64::from(calls.last()?.arrival);
    if !(i64::from(start) - BEFORE / 2..end + AFTER).contains(&now) {
        return None;
    }
    let late = i64::from(network.random.of(&["extra", &day.to_string()]).below(4)) * 30;
    let begin = calendar::start_of(day);
    let stop_time_update = (1_u32..).zip(calls).map(|(sequence, call)| {
        let event = |planned: u32| StopTimeEvent {
            time: Some(begin + shift + i64::from(planned) + late),
            scheduled_time: Some(begin + shift + i64::from(planned)),
            ..StopTimeEvent::default()
        };
        StopTimeUpdate {
            stop_sequence: Some(sequence),
            stop_id: network.quays.get(call.quay).map(|quay| quay.id.clone()),
            arrival: Some(event(call.arrival)),
            departure: Some(event(call.departure)),
            ..StopTimeUpdate::default()
        }
    });
    let id = format!("{EXTRA_LINE}-einsatz-{}", tables::time(start).replace(':', ""));
    let update = TripUpdate {
        trip: Some(TripDescriptor {
            trip_id: Some(id.clone()),
            start_date: Some(tables::date(day)),
            start_time: Some(tables::time(start)),
            schedule_relationship: Some(trip_relationship::NEW),
            route_id: Some(EXTRA_LINE.to_owned()),
            direction_id: Some(0),
        }),
        stop_time_update: stop_time_update.collect(),
        trip_properties: Some(TripProperties {
            trip_headsign: Some(MAIN_STATION.to_owned()),
            ..TripProperties::default()
        }),
        ..TripUpdate::default()
    };
    Some(entity(day, &id, update))
}
