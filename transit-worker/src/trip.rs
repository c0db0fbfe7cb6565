//! The whole way of one vehicle.

use crate::desk::Known;
use crate::{journeys, tell};
use timetable::search::{Ride, TripRef};
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
    let source = known.source_of(journeys::times(&ride));
    Ok(TripRun { ride, alerts, source })
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
    let trip = TripRef::Planned(number);
    let calls = timetable.calls(known.planner.live(), trip, day);
    let line = timetable.trip(number).map(|trip| trip.line);
    Some(Ride { trip, day, line, board: 0, calls })
}

fn extra(known: &Known, id: &str, day: Day) -> Option<Ride> {
    let added = known.planner.live().added();
    let at = added.iter().position(|trip| trip.id == id && trip.day == day)?;
    let line = added.get(at)?.line;
    let trip = TripRef::Added(u32::try_from(at).ok()?);
    let calls = known.timetable().calls(known.planner.live(), trip, day);
    Some(Ride { trip, day, line, board: 0, calls })
}
