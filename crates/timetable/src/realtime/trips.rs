//! Which trip on which day an update is about.

use super::{
    ignored::Reason,
    matcher::Matcher,
    wire::{TripDescriptor, TripUpdate},
};
use crate::{Day, Moment, Timetable, TripNumber};

/// No vehicle is later, and no report earlier, than that (seconds).
const NEAR: i64 = 20 * 3600;

/// The trip and its service day.
///
/// # Errors
/// Why there is none.
pub(super) fn find(
    matcher: &Matcher,
    timetable: &Timetable,
    update: &TripUpdate,
    made_at: Moment,
) -> Result<(TripNumber, Day), Reason> {
    let descriptor = update.trip.as_ref().ok_or(Reason::Unreadable)?;
    let start = descriptor.start_time.as_deref().and_then(seconds);
    let candidates = candidates(matcher, timetable, descriptor, start);
    if candidates.is_empty() {
        return Err(Reason::UnknownTrip);
    }
    let day = descriptor.start_date.as_deref().and_then(date);
    let found = candidates.into_iter().filter_map(|trip| {
        let days: Vec<Day> = match day {
            Some(day) => vec![day],
            None => days_near(timetable, update, made_at),
        };
        let running = days.into_iter().filter(|day| timetable.runs(trip, *day));
        running.map(|day| (distance(timetable, trip, day, update, made_at), trip, day)).min()
    });
    let (apart, trip, day_found) = found.min().ok_or(Reason::NotOnThatDay)?;
    // Without a date, a trip that is nowhere near is another day's.
    if day.is_none() && apart > NEAR { Err(Reason::NotOnThatDay) } else { Ok((trip, day_found)) }
}

fn candidates(
    matcher: &Matcher,
    timetable: &Timetable,
    descriptor: &TripDescriptor,
    start: Option<i32>,
) -> Vec<TripNumber> {
    if let Some(id) = descriptor.trip_id.as_deref().filter(|id| !id.is_empty()) {
        let all = matcher.trips.get(id).map_or(&[][..], Vec::as_slice);
        return match (all, start) {
            ([_, _, ..], Some(start)) => starting_at(timetable, all, start),
            // Of a repeated trip, none can be told without its start.
            ([_, _, ..], None) => Vec::new(),
            (one, _) => one.to_vec(),
        };
    }
    // No id: line, direction and start must say it.
    let line = descriptor.route_id.as_deref().and_then(|line| matcher.lines.get(line));
    let (Some(line), Some(start)) = (line, start) else { return Vec::new() };
    let all = matcher.starts.get(&(*line, start)).map_or(&[][..], Vec::as_slice);
    let right = |trip: &&TripNumber| {
        let direction = timetable.trip(**trip).and_then(|trip| trip.direction);
        descriptor.direction_id.is_none_or(|wanted| direction.map(u32::from) == Some(wanted))
    };
    all.iter().filter(right).copied().collect()
}

/// Of a trip's repetitions, those that start then; if it is repeated about so often, the nearest.
fn starting_at(timetable: &Timetable, all: &[TripNumber], start: i32) -> Vec<TripNumber> {
    let apart = |trip: &TripNumber| {
        timetable.times_of(*trip).next().map_or(i32::MAX, |(_, planned)| (planned - start).abs())
    };
    let nearest = all.iter().map(apart).min().unwrap_or(i32::MAX);
    let fits = |trip: &&TripNumber| {
        let every = timetable.trip(**trip).and_then(|trip| trip.every);
        let slack = match every {
            Some((headway, false)) => headway.cast_signed() / 2,
            _ => 0,
        };
        let apart = apart(trip);
        apart == nearest && apart <= slack
    };
    all.iter().filter(fits).copied().collect()
}

/// The days on which something may be on its way then.
fn days_near(timetable: &Timetable, update: &TripUpdate, made_at: Moment) -> Vec<Day> {
    let today = timetable.day_at(first_time(update).unwrap_or(made_at));
    (-3..=1).map(|days| today.plus(days)).collect()
}

/// How far (seconds) the trip on that day is from what the update tells, or from its making.
fn distance(
    timetable: &Timetable,
    trip: TripNumber,
    day: Day,
    update: &TripUpdate,
    made_at: Moment,
) -> i64 {
    let start = timetable.day_start(day);
    let mut times = timetable.times_of(trip);
    let Some((first, departs)) = times.next() else { return i64::MAX };
    let last = times.last().map_or(first, |(_, departure)| departure);
    let (begin, end) = (start + i64::from(departs), start + i64::from(last));
    let moment = first_time(update).unwrap_or(made_at);
    if moment < begin { begin - moment } else { (moment - end).max(0) }
}

/// The first absolute time that an update tells.
fn first_time(update: &TripUpdate) -> Option<Moment> {
    update.stop_time_update.iter().find_map(|stop| {
        [stop.arrival, stop.departure].into_iter().flatten().find_map(|event| event.time)
    })
}

/// `HH:MM:SS` as seconds.
pub(super) fn seconds(text: &str) -> Option<i32> {
    let mut parts = text.split(':').map(|part| part.trim().parse::<u16>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let sound = parts.next().is_none() && hours < 240 && minutes < 60 && seconds < 60;
    sound.then(|| i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds))
}

/// `YYYYMMDD`.
pub(super) fn date(text: &str) -> Option<Day> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = text.parse().ok()?;
    Day::from_date(i32::try_from(number / 10_000).ok()?, number / 100 % 100, number % 100)
}
