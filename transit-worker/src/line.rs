//! All lines, and one line's day.

use crate::desk::Known;
use crate::tell;
use std::collections::BTreeMap;
use timetable::search::{Call, TripRef};
use timetable::{Day, LineNumber, PlaceNumber, StopNumber, TripNumber};
use transit::answer::{Direction, Kind, LineStop, LineTimetable, Lines, Run};
use transit::query::LineDay;
use transit::{Line, Moment, Trouble};

/// All lines that run on any day, in the publisher's order, else as people count.
pub fn all(known: &Known) -> Lines {
    let timetable = known.timetable();
    let mut served: Vec<LineNumber> =
        timetable.stops().flat_map(|(number, _)| timetable.lines_at(number)).collect();
    served.sort_unstable();
    served.dedup();
    let row = |number: LineNumber| {
        let order = timetable.line(number)?.row.sort_order.unwrap_or(u32::MAX);
        Some((order, tell::line(timetable, number)?))
    };
    let mut lines: Vec<(u32, Line)> = served.into_iter().filter_map(row).collect();
    lines.sort_by(|(a, one), (b, other)| {
        a.cmp(b)
            .then_with(|| one.mode.cmp(&other.mode))
            .then_with(|| tell::by_name(&one.name, &other.name))
    });
    Lines { lines: lines.into_iter().map(|(_, line)| line).collect(), source: known.source() }
}

/// A stop of a direction: the place, and the how many-th time it comes (some lines pass a stop twice).
type Key = (PlaceNumber, u8);

/// A vehicle's calls.
struct Way {
    trip: TripNumber,
    stops: Vec<(Key, StopNumber, Moment)>,
}

/// One line's day.
pub fn of_a_day(known: &Known, question: &LineDay, now: Moment) -> Result<LineTimetable, Trouble> {
    let timetable = known.timetable();
    let number = timetable.line_by_id(&question.line.0).ok_or(Trouble::from(Kind::UnknownLine))?;
    let line = tell::line(timetable, number).ok_or(Trouble::from(Kind::UnknownLine))?;
    let day = question.day.map_or_else(|| timetable.day_at(now.0), |day| Day(day.0));
    let (first, last) = known.days();
    if day > last {
        return Err(Trouble::of_day(Kind::Expired, transit::Day(last.0)));
    }
    if day < first {
        return Err(Trouble::of_day(Kind::NotYet, transit::Day(first.0)));
    }
    let mut groups: BTreeMap<(Option<u8>, String), Vec<Way>> = BTreeMap::new();
    for direction in timetable.directions(number) {
        for (trip, calls) in timetable.line_day(number, direction, day) {
            let row = timetable.trip(trip);
            // Asked for those without a direction, the timetable tells all.
            if row.as_ref().is_none_or(|row| row.direction != direction) {
                continue;
            }
            // Without a direction the headsign tells them apart.
            let sign = if direction.is_some() { "" } else { timetable.headsign(trip, 0) };
            groups.entry((direction, sign.to_owned())).or_default().push(way(known, trip, &calls));
        }
    }
    let directions = groups.into_values().map(|ways| direction(known, ways, day)).collect();
    let ids = tell::alerts_of(known, &line, Moment(timetable.day_start(day) + 43_200));
    let alerts = tell::alerts(known, &ids, &[]);
    let day = transit::Day(day.0);
    Ok(LineTimetable { line, day, directions, alerts, source: known.source() })
}

fn way(known: &Known, trip: TripNumber, calls: &[Call]) -> Way {
    let timetable = known.timetable();
    let mut stops: Vec<(Key, StopNumber, Moment)> = Vec::new();
    for call in calls {
        let Some(place) = timetable.stop(call.stop).map(|stop| stop.place) else { continue };
        let before = stops.iter().filter(|((known, _), ..)| *known == place).count();
        let key = (place, u8::try_from(before).unwrap_or(u8::MAX));
        stops.push((key, call.stop, Moment(call.planned_departure)));
    }
    Way { trip, stops }
}

fn direction(known: &Known, mut ways: Vec<Way>, day: Day) -> Direction {
    let timetable = known.timetable();
    // The longest way first: the others mostly are parts of it.
    ways.sort_by_key(|way| std::cmp::Reverse(way.stops.len()));
    let mut keys: Vec<(Key, StopNumber)> = Vec::new();
    for way in &ways {
        let mut at = 0;
        for (key, stop, _) in &way.stops {
            if let Some(known) = keys.iter().position(|(known, _)| known == key) {
                at = known + 1;
            } else {
                keys.insert(at, (*key, *stop));
                at += 1;
            }
        }
    }
    ways.sort_by_key(|way| way.stops.first().map(|(.., departure)| *departure));
    let mut signs: BTreeMap<String, usize> = BTreeMap::new();
    let runs = ways.iter().map(|way| {
        *signs.entry(timetable.headsign(way.trip, 0).to_owned()).or_default() += 1;
        let time = |(key, _): &(Key, StopNumber)| {
            way.stops.iter().find(|(known, ..)| known == key).map(|(.., departure)| *departure)
        };
        let news = known.planner.live().trip(day, way.trip);
        Run {
            trip: tell::trip_name(known, TripRef::Planned(way.trip), day),
            times: keys.iter().map(time).collect(),
            cancelled: news.is_some_and(|news| news.cancelled || news.deleted),
        }
    });
    let runs: Vec<Run> = runs.collect();
    let stop = |(_, stop): &(Key, StopNumber)| {
        let stop = timetable.stop(*stop)?;
        Some(LineStop {
            id: tell::place_id(timetable, stop.place),
            name: stop.name.to_owned(),
            position: tell::position(stop.position),
        })
    };
    let headsign = signs.into_iter().max_by_key(|(_, count)| *count).map(|(sign, _)| sign);
    Direction {
        headsign: headsign.unwrap_or_default(),
        stops: keys.iter().filter_map(stop).collect(),
        runs,
    }
}
