//! What leaves some stops.

use crate::desk::Known;
use crate::{find, tell};
use timetable::{Board, PlaceNumber, StopNumber};
use transit::answer::{Departure, Departures, Kind};
use transit::query::{self, Around};
use transit::{Moment, StopPlace, Trouble};

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
    let source = known.source_of(departures.iter().map(|one| Some(one.timing)));
    Ok(Departures { stops, departures, alerts, next, source })
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

/// Everything that leaves between two moments, both included, in the order of what is expected.
fn between(known: &Known, places: &[PlaceNumber], from: Moment, until: Moment) -> Vec<Departure> {
    let timetable = known.timetable();
    let stops: Vec<StopNumber> =
        places.iter().flat_map(|place| timetable.stops_of_place(*place)).collect();
    let board = Board { from: from.0, until: until.0, most: usize::MAX, arrivals: false };
    let rows = timetable.departures(known.planner.live(), &stops, &board);
    rows.iter().filter_map(|row| told(known, places, row)).collect()
}

fn told(known: &Known, places: &[PlaceNumber], row: &timetable::Departure) -> Option<Departure> {
    let timetable = known.timetable();
    let vehicle = tell::vehicle(known, row.trip, row.position);
    let call = &row.call;
    let place = timetable.stop(call.stop)?.place;
    // Whoever waits for it waits where it was planned.
    let planned = call.planned_stop.and_then(|stop| timetable.stop(stop)).map(|stop| stop.place);
    let place = if places.contains(&place) { place } else { planned? };
    Some(Departure {
        trip: tell::trip_name(known, row.trip, row.day),
        line: vehicle.line,
        headsign: vehicle.headsign,
        stop: tell::place_id(timetable, place),
        timing: tell::timing(call.planned_departure, call.live_departure, call.cancelled),
        platform: tell::platform(timetable, call.stop, call.planned_stop),
        wheelchair: vehicle.wheelchair,
        extra: vehicle.extra,
        every: vehicle.every,
        on_request: false,
        alerts: Vec::new(),
    })
}
