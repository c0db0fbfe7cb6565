//! Trips that the timetable does not have.

use super::{
    calls,
    ignored::{Ignored, Reason},
    matcher::Matcher,
    trips::{date, seconds},
    wire::{StopTimeEvent, StopTimeUpdate, TripUpdate, stop_relationship},
};
use crate::{
    Day, Moment, Timetable, TripNumber, Wheelchair,
    overlay::{AddedCall, AddedTrip, Report},
};

/// Pick-up or drop-off "not available".
const NOT_AVAILABLE: i32 = 1;

/// An added trip from the absolute times of its update.
pub(super) fn from_times(
    matcher: &Matcher,
    timetable: &Timetable,
    update: &TripUpdate,
    ignored: &mut Ignored,
) -> Option<AddedTrip> {
    let descriptor = update.trip.as_ref()?;
    let id = descriptor.trip_id.clone().unwrap_or_default();
    let day = descriptor.start_date.as_deref().and_then(date).or_else(|| {
        let mut times = update.stop_time_update.iter().filter_map(times_of);
        times.next().map(|(arrival, _)| timetable.day_at(arrival))
    });
    let start = day.map(|day| timetable.day_start(day));
    let mut calls: Vec<AddedCall> = Vec::new();
    for stop in &update.stop_time_update {
        if stop.schedule_relationship == Some(stop_relationship::SKIPPED) {
            continue;
        }
        let properties = stop.stop_time_properties.as_ref();
        let assigned = properties.and_then(|properties| properties.assigned_stop_id.as_deref());
        let name = assigned.or(stop.stop_id.as_deref()).unwrap_or_default();
        let Some(number) = matcher.stop(name) else {
            ignored.note(Reason::UnknownStop, name);
            continue;
        };
        let Some((arrival, departure)) = times_of(stop) else {
            ignored.note(Reason::Unreadable, name);
            continue;
        };
        let second = |moment: Moment| i32::try_from(moment.checked_sub(start?)?).ok();
        let (Some(arrival), Some(departure)) = (second(arrival), second(departure)) else {
            ignored.note(Reason::Unreadable, name);
            continue;
        };
        let earliest = calls.last().map_or(i32::MIN, |call| call.departure);
        let arrival = arrival.max(earliest);
        let may = |kind: Option<i32>| kind != Some(NOT_AVAILABLE);
        calls.push(AddedCall {
            stop: number,
            arrival,
            departure: departure.max(arrival),
            pickup: may(properties.and_then(|properties| properties.pickup_type)),
            drop_off: may(properties.and_then(|properties| properties.drop_off_type)),
        });
    }
    finished(matcher, update, id, day?, calls, ignored)
}

/// A trip of the timetable once more at another time (`DUPLICATED`).
pub(super) fn duplicate(
    matcher: &Matcher,
    timetable: &Timetable,
    update: &TripUpdate,
    ignored: &mut Ignored,
) -> Option<AddedTrip> {
    let original = update.trip.as_ref()?.trip_id.as_deref().unwrap_or_default();
    let Some(model) = matcher.trips.get(original).and_then(|trips| trips.first()).copied() else {
        ignored.note(Reason::UnknownTrip, original);
        return None;
    };
    let properties = update.trip_properties.as_ref();
    let day = properties.and_then(|properties| properties.start_date.as_deref()).and_then(date);
    let start =
        properties.and_then(|properties| properties.start_time.as_deref()).and_then(seconds);
    let (Some(day), Some(start)) = (day, start) else {
        ignored.note(Reason::Unreadable, original);
        return None;
    };
    let id = properties.and_then(|properties| properties.trip_id.clone());
    let calls = copied(matcher, timetable, model, day, start, update, ignored);
    finished(matcher, update, id.unwrap_or_else(|| original.to_owned()), day, calls, ignored)
}

/// The planned stops of the model at their new times, with what the update says of them.
fn copied(
    matcher: &Matcher,
    timetable: &Timetable,
    model: TripNumber,
    day: Day,
    start: i32,
    update: &TripUpdate,
    ignored: &mut Ignored,
) -> Vec<AddedCall> {
    let first = timetable.times_of(model).next().map_or(0, |(_, departure)| departure);
    let shift = start - first;
    let news = calls::news(matcher, timetable, model, day, update, ignored);
    let mut news = news.into_iter().peekable();
    let mut delay = 0;
    let mut calls = Vec::new();
    let planned = timetable.stops_of(model).zip(timetable.times_of(model));
    for ((at, (stop, (arrival, departure))), (pickup, drop_off)) in
        planned.enumerate().zip(timetable.boarding_of(model))
    {
        let said = news.next_if(|news| usize::from(news.position) == at);
        let mut here = delay;
        match said.map(|news| news.report) {
            Some(Report::Skipped) => continue,
            Some(Report::Times { arrival, departure }) => {
                // Absolute times were compared with the model's; delays were not.
                let absolute = update.stop_time_update.iter().any(|stop| {
                    [stop.arrival, stop.departure]
                        .into_iter()
                        .flatten()
                        .any(|event| event.time.is_some())
                });
                let shifted =
                    |delay: i32| if absolute { delay.saturating_sub(shift) } else { delay };
                here = arrival.or(departure).map_or(delay, shifted);
                delay = departure.or(arrival).map_or(delay, shifted);
            }
            Some(Report::Nothing) => (here, delay) = (0, 0),
            None => {}
        }
        let later = |planned: i32, delay: i32| planned.saturating_add(shift).saturating_add(delay);
        let earliest = calls.last().map_or(i32::MIN, |call: &AddedCall| call.departure);
        let arrival = later(arrival, here).max(earliest);
        calls.push(AddedCall {
            stop: said.and_then(|news| news.stop).unwrap_or(stop),
            arrival,
            departure: later(departure, delay).max(arrival),
            pickup,
            drop_off,
        });
    }
    calls
}

fn finished(
    matcher: &Matcher,
    update: &TripUpdate,
    id: String,
    day: Day,
    calls: Vec<AddedCall>,
    ignored: &mut Ignored,
) -> Option<AddedTrip> {
    if calls.len() < 2 {
        ignored.note(Reason::AddedWithoutTimes, &id);
        return None;
    }
    let descriptor = update.trip.as_ref()?;
    let headsign =
        update.trip_properties.as_ref().and_then(|properties| properties.trip_headsign.clone());
    let vehicle = update.vehicle.as_ref().and_then(|vehicle| vehicle.wheelchair_accessible);
    Some(AddedTrip {
        id,
        line: descriptor.route_id.as_deref().and_then(|line| matcher.lines.get(line)).copied(),
        day,
        headsign: headsign.unwrap_or_default(),
        wheelchair: match vehicle {
            Some(2) => Wheelchair::Yes,
            Some(3) => Wheelchair::No,
            _ => Wheelchair::Unknown,
        },
        calls,
    })
}

/// Arrival and departure of an added stop; one stands in for the other.
fn times_of(stop: &StopTimeUpdate) -> Option<(Moment, Moment)> {
    let moment = |event: Option<StopTimeEvent>| {
        let event = event?;
        let planned = || Some(event.scheduled_time? + i64::from(event.delay.unwrap_or(0)));
        event.time.or_else(planned).filter(|time| (1..1 << 40).contains(time))
    };
    let (arrival, departure) = (moment(stop.arrival), moment(stop.departure));
    Some((arrival.or(departure)?, departure.or(arrival)?))
}
