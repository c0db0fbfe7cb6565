//! What leaves some stops.

use crate::desk::Known;
use crate::{find, tell};
use timetable::search::TripRef;
use timetable::{Day, PlaceNumber, StopNumber};
use transit::answer::{Departure, Departures, Kind};
use transit::query::{self, Around};
use transit::{Moment, StopPlace, Timing, Trouble};

/// Days before, whose vehicles may still be on their way: services run past midnight.
const DAYS_BEFORE: i32 = 2;
/// How far to look for the next departure where nothing leaves, in days.
const LOOK_AHEAD: i32 = 14;
/// How long what has left is shown, in seconds: somebody may be running.
const LINGERS: i64 = 30;

/// Answers.
pub fn answer(
    known: &mut Known,
    question: &query::Departures,
    now: Moment,
) -> Result<Departures, Trouble> {
    let places: Vec<PlaceNumber> =
        question.stops.iter().filter_map(|spot| find::again(known, spot)).collect();
    let stops: Vec<StopPlace> =
        places.iter().filter_map(|place| tell::place(known.timetable(), *place)).collect();
    if stops.is_empty() {
        return Err(Kind::UnknownStop.into());
    }
    if stops.iter().all(|stop| stop.lines.is_empty()) {
        return Err(Kind::NotServed.into());
    }
    let moment = match question.around {
        Around::Now => now.plus(-LINGERS),
        Around::From(moment) | Around::Before(moment) => moment,
    };
    let most = usize::from(question.most);
    let (mut departures, earlier) = match question.around {
        Around::Before(_) => (before(known, &places, moment, most), true),
        _ => (from(known, &places, moment, question.until, most), false),
    };
    if departures.is_empty()
        && let Some(trouble) = known.outside(moment)
    {
        return Err(trouble);
    }
    let next = if departures.is_empty() && !earlier {
        next_after(known, &places, question.until.unwrap_or(moment).plus(1))
    } else {
        None
    };
    let ids: Vec<_> = stops.iter().map(|stop| stop.id.clone()).collect();
    for departure in &mut departures {
        departure.alerts = tell::alerts_of(known, &departure.line, departure.timing.expected());
    }
    let concerned: Vec<_> = departures.iter().flat_map(|one| one.alerts.clone()).collect();
    let alerts = tell::alerts(known, &concerned, &ids);
    Ok(Departures { stops, departures, alerts, next, source: known.source() })
}

/// The hours that are looked through for a list, each time more.
const HOURS: [i64; 4] = [2, 6, 18, 30];

fn from(
    known: &Known,
    places: &[PlaceNumber],
    from: Moment,
    until: Option<Moment>,
    most: usize,
) -> Vec<Departure> {
    let mut found = Vec::new();
    for hours in HOURS {
        let end = until.unwrap_or_else(|| from.plus(hours * 3_600));
        found = between(known, places, from, end);
        if found.len() >= most || until.is_some() {
            break;
        }
    }
    found.truncate(most);
    found
}

fn before(known: &Known, places: &[PlaceNumber], moment: Moment, most: usize) -> Vec<Departure> {
    let mut found = Vec::new();
    for hours in HOURS {
        found = between(known, places, moment.plus(-hours * 3_600), moment.plus(-1));
        if found.len() >= most {
            break;
        }
    }
    found.split_off(found.len().saturating_sub(most))
}

fn next_after(known: &Known, places: &[PlaceNumber], moment: Moment) -> Option<Moment> {
    (0..LOOK_AHEAD).find_map(|day| {
        let start = moment.plus(i64::from(day) * 86_400);
        let found = between(known, places, start, start.plus(86_400));
        found.iter().find(|one| !one.timing.is_cancelled()).map(|one| one.timing.expected())
    })
}

/// One departure before it is told: enough to sort and to leave out.
struct Found {
    trip: TripRef,
    day: Day,
    position: usize,
    stop: StopNumber,
    planned_stop: Option<StopNumber>,
    place: PlaceNumber,
    timing: Timing,
}

/// Everything that leaves between two moments, both included, in the order of what is expected.
fn between(known: &Known, places: &[PlaceNumber], from: Moment, until: Moment) -> Vec<Departure> {
    let timetable = known.timetable();
    let live = known.planner.live();
    let mut found: Vec<Found> = Vec::new();
    let first = timetable.day_at(from.0).plus(-DAYS_BEFORE);
    let last = timetable.day_at(until.0).plus(1);
    let inside = |timing: Timing| (from..=until).contains(&timing.expected());
    for place in places {
        for stop in timetable.stops_of_place(*place) {
            for call in timetable.calls_at(stop).filter(|call| call.pickup) {
                for day in (first.0..=last.0).map(Day) {
                    let start = timetable.day_start(day);
                    let planned = start + i64::from(call.times.1);
                    // A vehicle is a day late at most; asking for its days costs more.
                    if (planned - from.0).abs().min((planned - until.0).abs()) > 90_000
                        && !(from.0..=until.0).contains(&planned)
                    {
                        continue;
                    }
                    if !timetable.runs(call.trip, day) {
                        continue;
                    }
                    let news = live.trip(day, call.trip);
                    if news.is_some_and(|news| news.deleted) {
                        continue;
                    }
                    let here = news.and_then(|news| news.calls.get(call.position));
                    let cancelled =
                        news.is_some_and(|news| news.cancelled) || here.is_some_and(|c| c.skipped);
                    let real = here.filter(|here| here.departure_known);
                    let real = real.map(|here| start + i64::from(here.departure));
                    let timing = tell::timing(planned, real, cancelled);
                    let at = here.map_or(stop, |here| here.stop);
                    // Moved to a stop of another name: it does not leave from here.
                    let elsewhere = timetable.stop(at).map(|stop| stop.place) != Some(*place);
                    if inside(timing) {
                        found.push(Found {
                            trip: TripRef::Planned(call.trip),
                            day,
                            position: call.position,
                            stop: if elsewhere { stop } else { at },
                            planned_stop: (at != stop && !elsewhere).then_some(stop),
                            place: *place,
                            timing: if elsewhere {
                                tell::timing(planned, None, true)
                            } else {
                                timing
                            },
                        });
                    }
                }
            }
        }
        extra(known, *place, &inside, &mut found);
    }
    found.sort_by_key(|found| (found.timing.expected(), found.timing.planned, found.position));
    found.iter().map(|found| told(known, found)).collect()
}

/// Vehicles that the timetable does not have.
fn extra(
    known: &Known,
    place: PlaceNumber,
    inside: &dyn Fn(Timing) -> bool,
    found: &mut Vec<Found>,
) {
    let timetable = known.timetable();
    for (at, trip) in known.planner.live().added().iter().enumerate() {
        let calls = trip.calls.iter().enumerate().take(trip.calls.len().saturating_sub(1));
        for (position, call) in calls.filter(|(_, call)| call.pickup) {
            if timetable.stop(call.stop).map(|stop| stop.place) != Some(place) {
                continue;
            }
            let moment = timetable.day_start(trip.day) + i64::from(call.departure);
            let timing = tell::timing(moment, Some(moment), false);
            if inside(timing) {
                found.push(Found {
                    trip: TripRef::Added(u32::try_from(at).unwrap_or(u32::MAX)),
                    day: trip.day,
                    position,
                    stop: call.stop,
                    planned_stop: None,
                    place,
                    timing,
                });
            }
        }
    }
}

fn told(known: &Known, found: &Found) -> Departure {
    let timetable = known.timetable();
    let vehicle = tell::vehicle(known, found.trip, found.position);
    Departure {
        trip: tell::trip_name(known, found.trip, found.day),
        line: vehicle.line,
        headsign: vehicle.headsign,
        stop: tell::place_id(timetable, found.place),
        timing: found.timing,
        platform: tell::platform(timetable, found.stop, found.planned_stop),
        wheelchair: vehicle.wheelchair,
        extra: vehicle.extra,
        every: vehicle.every,
        on_request: false,
        alerts: Vec::new(),
    }
}
