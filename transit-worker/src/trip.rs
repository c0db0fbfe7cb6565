//! The whole way of one vehicle.

use crate::desk::Known;
use crate::{journeys, tell};
use timetable::search::{Call, Ride, TripRef};
use timetable::{Day, TripNumber};
use transit::Trouble;
use transit::answer::{Kind, TripRun};
use transit::journey::Trip;

/// Answers.
pub fn answer(known: &Known, question: &Trip) -> Result<TripRun, Trouble> {
    let day = Day(question.day.0);
    let ride = if let Some(id) = question.id.strip_prefix("+~") {
        extra(known, id, day)
    } else {
        planned(known, &question.id, day)
    };
    let ride = ride.and_then(|ride| journeys::ride_told(known, &ride));
    let ride = ride.ok_or(Trouble::from(Kind::UnknownTrip))?;
    let alerts = tell::alerts(known, &ride.alerts, &[]);
    Ok(TripRun { ride, alerts, source: known.source() })
}

fn planned(known: &Known, id: &str, day: Day) -> Option<Ride> {
    let timetable = known.timetable();
    let (number, id) = id.split_once('~').unwrap_or(("", id));
    let number = number.parse().ok().map(TripNumber);
    let same =
        |number: &TripNumber| timetable.trip_id(*number) == id && timetable.runs(*number, day);
    // A number holds within one timetable; in the next one the id is looked for.
    let count = u32::try_from(timetable.trip_count()).unwrap_or(u32::MAX);
    let number = number.filter(same).or_else(|| (0..count).map(TripNumber).find(same))?;
    let news = known.planner.live().trip(day, number);
    if news.is_some_and(|news| news.deleted) {
        return None;
    }
    let start = timetable.day_start(day);
    let calls = timetable
        .stops_of(number)
        .zip(timetable.times_of(number))
        .zip(timetable.boarding_at(number))
        .enumerate()
        .map(|(at, ((stop, (arrival, departure)), (pickup, drop_off)))| {
            let here = news.and_then(|news| news.calls.get(at));
            let moment = |seconds: i32| start + i64::from(seconds);
            let live_arrival =
                here.filter(|here| here.arrival_known).map(|here| moment(here.arrival));
            let live_departure =
                here.filter(|here| here.departure_known).map(|here| moment(here.departure));
            let real = here.map_or(stop, |here| here.stop);
            Call {
                stop: real,
                planned_stop: (real != stop).then_some(stop),
                planned_arrival: moment(arrival),
                planned_departure: moment(departure),
                live_arrival,
                live_departure,
                arrival: live_arrival.unwrap_or_else(|| moment(arrival)),
                departure: live_departure.unwrap_or_else(|| moment(departure)),
                cancelled: news.is_some_and(|news| news.cancelled)
                    || here.is_some_and(|here| here.skipped),
                pickup,
                drop_off,
            }
        });
    let line = timetable.trip(number).map(|trip| trip.line);
    Some(Ride { trip: TripRef::Planned(number), day, line, board: 0, calls: calls.collect() })
}

fn extra(known: &Known, id: &str, day: Day) -> Option<Ride> {
    let timetable = known.timetable();
    let added = known.planner.live().added();
    let at = added.iter().position(|trip| trip.id == id && trip.day == day)?;
    let trip = added.get(at)?;
    let start = timetable.day_start(day);
    let calls = trip.calls.iter().map(|call| {
        let (arrival, departure) =
            (start + i64::from(call.arrival), start + i64::from(call.departure));
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
    });
    let trip_ref = TripRef::Added(u32::try_from(at).ok()?);
    Some(Ride { trip: trip_ref, day, line: trip.line, board: 0, calls: calls.collect() })
}
