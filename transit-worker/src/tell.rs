//! From the timetable's numbers to what a person is told.

use crate::desk::Known;
use timetable::search::{self, TripRef};
use timetable::{LineNumber, Mode, PlaceNumber, StopNumber, Timetable, TripNumber, Wheelchair};
use transit::journey::{AlertId, Trip};
use transit::line::{Colour, LineId};
use transit::{Alert, Call, Line, Moment, Platform, Position, Running, StopId, StopPlace, Timing};

/// Whether it can be used with a wheelchair.
pub fn wheelchair(of: Wheelchair) -> transit::Wheelchair {
    match of {
        Wheelchair::Yes => transit::Wheelchair::Yes,
        Wheelchair::No => transit::Wheelchair::No,
        Wheelchair::Unknown => transit::Wheelchair::Unknown,
    }
}

/// A place on the earth. What is none cannot be in an opened timetable; the equator takes its place.
pub fn position(of: timetable::Position) -> Position {
    Position::from_degrees(of.latitude, of.longitude).unwrap_or_default()
}

/// The kind of vehicle.
pub const fn mode(of: Mode) -> transit::Mode {
    match of {
        Mode::Tram => transit::Mode::Tram,
        Mode::Subway | Mode::Monorail => transit::Mode::Subway,
        Mode::SuburbanRail => transit::Mode::Suburban,
        Mode::RegionalRail => transit::Mode::Rail,
        Mode::LongDistanceRail | Mode::HighSpeedRail | Mode::NightRail => {
            transit::Mode::LongDistance
        }
        Mode::Bus => transit::Mode::Bus,
        Mode::Coach => transit::Mode::Coach,
        Mode::Trolleybus => transit::Mode::Trolleybus,
        Mode::Ferry => transit::Mode::Ferry,
        Mode::CableCar | Mode::AerialLift => transit::Mode::CableCar,
        Mode::Funicular => transit::Mode::Funicular,
        Mode::Airplane => transit::Mode::Air,
        Mode::Taxi => transit::Mode::OnDemand,
        Mode::Other => transit::Mode::Other,
    }
}

/// A line.
pub fn line(timetable: &Timetable, number: LineNumber) -> Option<Line> {
    let line = timetable.line(number)?;
    // A line without a short name is called by its long one.
    let (name, long) = if line.short_name.is_empty() {
        (line.long_name, "")
    } else {
        (line.short_name, line.long_name)
    };
    let colour = line.row.color.map(|colour| {
        let [_, red, green, blue] = colour.to_be_bytes();
        Colour([red, green, blue])
    });
    Some(Line {
        id: LineId(line.id.to_owned()),
        name: name.to_owned(),
        long_name: (!long.is_empty()).then(|| long.to_owned()),
        mode: mode(line.row.mode),
        colour,
        operator: line.agency.map(|(name, _)| name.to_owned()),
    })
}

/// A line that nobody knows: that of some extra trips.
fn no_line() -> Line {
    Line {
        id: LineId(String::new()),
        name: String::new(),
        long_name: None,
        mode: transit::Mode::Other,
        colour: None,
        operator: None,
    }
}

/// The id of a place.
pub fn place_id(timetable: &Timetable, place: PlaceNumber) -> StopId {
    StopId(timetable.place(place).map(|place| place.id.to_owned()).unwrap_or_default())
}

/// A stop as people know it, with its lines.
pub fn place(timetable: &Timetable, number: PlaceNumber) -> Option<StopPlace> {
    let place = timetable.place(number)?;
    let mut numbers: Vec<LineNumber> = Vec::new();
    let mut known: Option<Wheelchair> = None;
    for stop in timetable.stops_of_place(number) {
        numbers.extend(timetable.lines_at(stop));
        let here = timetable.stop(stop).map_or(Wheelchair::Unknown, |stop| stop.wheelchair);
        // Where platforms differ it depends on the one: not known for the whole.
        known = Some(match known {
            None => here,
            Some(before) if before == here => before,
            Some(_) => Wheelchair::Unknown,
        });
    }
    numbers.sort_unstable();
    numbers.dedup();
    let mut lines: Vec<Line> =
        numbers.into_iter().filter_map(|number| line(timetable, number)).collect();
    lines.sort_by(|a, b| by_name(&a.name, &b.name));
    Some(StopPlace {
        id: StopId(place.id.to_owned()),
        name: place.name.to_owned(),
        area: None,
        position: position(place.position),
        wheelchair: wheelchair(known.unwrap_or_default()),
        lines,
    })
}

/// Names as people count: 2 before 10, figures before letters.
pub fn by_name(a: &str, b: &str) -> std::cmp::Ordering {
    let figures = |name: &str| {
        let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        name.get(..end).and_then(|figures| figures.parse::<u64>().ok()).unwrap_or(u64::MAX)
    };
    let letters = |name: &str| {
        let start = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
        let (letters, rest) = name.split_at(start);
        (letters.trim().to_owned(), figures(rest))
    };
    figures(a).cmp(&figures(b)).then_with(|| letters(a).cmp(&letters(b))).then_with(|| a.cmp(b))
}

/// Planned and real.
pub const fn timing(planned: i64, real: Option<i64>, cancelled: bool) -> Timing {
    let running = match (cancelled, real) {
        (true, _) => Running::Cancelled,
        (false, Some(real)) => Running::At(Moment(real)),
        (false, None) => Running::Unknown,
    };
    Timing { planned: Moment(planned), running }
}

/// Where at the stop; `planned` if it was planned elsewhere.
pub fn platform(timetable: &Timetable, real: StopNumber, planned: Option<StopNumber>) -> Platform {
    let name =
        |stop: StopNumber| timetable.stop(stop).and_then(|stop| stop.platform).map(str::to_owned);
    match planned {
        None => Platform { planned: name(real), real: None },
        Some(planned) => Platform { planned: name(planned), real: name(real) },
    }
}

/// A vehicle at a stop; whether it is the first or the last of its way.
pub fn call(timetable: &Timetable, of: &search::Call, first: bool, last: bool) -> Option<Call> {
    let stop = timetable.stop(of.stop)?;
    let arrival = timing(of.planned_arrival, of.live_arrival, of.cancelled);
    let departure = timing(of.planned_departure, of.live_departure, of.cancelled);
    Some(Call {
        stop: place_id(timetable, stop.place),
        name: stop.name.to_owned(),
        position: position(stop.position),
        arrival: (!first).then_some(arrival),
        departure: (!last).then_some(departure),
        platform: platform(timetable, of.stop, of.planned_stop),
        wheelchair: wheelchair(stop.wheelchair),
        no_boarding: !of.pickup && !last,
        no_alighting: !of.drop_off && !first,
        on_request: false,
    })
}

/// A trip as answers name it: its number, by which it is found at once, and its id, by which it is found again in
/// the next timetable.
pub fn trip_name(known: &Known, trip: TripRef, day: timetable::Day) -> Trip {
    let id = match trip {
        TripRef::Planned(number) => {
            [&number.0.to_string(), "~", &known.timetable().trip_id(number)].concat()
        }
        TripRef::Added(at) => {
            let added = known.planner.live().added().get(at as usize);
            ["+~", added.map_or("", |added| added.id.as_str())].concat()
        }
    };
    Trip { id, day: transit::Day(day.0) }
}

/// What is to be told of a vehicle.
pub struct Vehicle {
    pub line: Line,
    pub headsign: String,
    pub wheelchair: transit::Wheelchair,
    pub extra: bool,
    pub every: Option<u32>,
}

/// Line, headsign at a position of the way, and the rest.
pub fn vehicle(known: &Known, trip: TripRef, position: usize) -> Vehicle {
    let timetable = known.timetable();
    match trip {
        TripRef::Planned(number) => planned(timetable, number, position),
        TripRef::Added(at) => {
            let added = known.planner.live().added().get(at as usize);
            let number = added.and_then(|added| added.line);
            let last = added.and_then(|added| timetable.stop(added.calls.last()?.stop));
            let headsign =
                added.map(|added| added.headsign.clone()).filter(|sign| !sign.is_empty());
            Vehicle {
                line: number.and_then(|number| line(timetable, number)).unwrap_or_else(no_line),
                headsign: headsign
                    .or_else(|| last.map(|stop| stop.name.to_owned()))
                    .unwrap_or_default(),
                wheelchair: wheelchair(added.map(|added| added.wheelchair).unwrap_or_default()),
                extra: true,
                every: None,
            }
        }
    }
}

fn planned(timetable: &Timetable, number: TripNumber, position: usize) -> Vehicle {
    let trip = timetable.trip(number);
    let known = trip.as_ref().and_then(|trip| line(timetable, trip.line));
    Vehicle {
        line: known.unwrap_or_else(no_line),
        headsign: timetable.headsign(number, position).to_owned(),
        wheelchair: wheelchair(trip.as_ref().map(|trip| trip.wheelchair).unwrap_or_default()),
        extra: false,
        // Exact repetitions have fixed times like any other trip.
        every: trip.and_then(|trip| trip.every).filter(|(_, exact)| !exact).map(|(every, _)| every),
    }
}

/// The alerts about a line, in force at a moment.
pub fn alerts_of(known: &Known, line: &Line, at: Moment) -> Vec<AlertId> {
    let about = |alert: &&Alert| alert.lines.contains(&line.id) && alert.holds_at(at);
    known.alerts.iter().filter(about).map(|alert| alert.id.clone()).collect()
}

/// Those of these ids and those about these stops.
pub fn alerts(known: &Known, ids: &[AlertId], stops: &[StopId]) -> Vec<Alert> {
    let about = |alert: &&Alert| {
        ids.contains(&alert.id) || alert.stops.iter().any(|stop| stops.contains(stop))
    };
    known.alerts.iter().filter(about).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_sorted_as_people_count() {
        let mut names = ["10", "N1", "2", "S11", "S2", "E", "2a"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["2", "2a", "10", "E", "N1", "S2", "S11"]);
    }
}
