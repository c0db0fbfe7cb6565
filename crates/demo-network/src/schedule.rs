//! Trips with their times.

use crate::{
    lines::{LINES, Line, ServiceKind},
    places::{self, PLACES},
    random::Random,
    stops::{MAIN_STATION, QuayIndex, Quays},
};

/// A vehicle at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Pole or platform.
    pub quay: QuayIndex,
    /// Seconds of the service day.
    pub arrival: u32,
    /// Seconds of the service day.
    pub departure: u32,
}

/// A trip.
#[derive(Debug, Clone, PartialEq)]
pub struct Trip {
    /// `trip_id`.
    pub id: String,
    /// Position in [`LINES`].
    pub line: usize,
    /// On which days.
    pub service: ServiceKind,
    /// 0 as the line's list of stops, 1 back.
    pub direction: u8,
    /// Where it goes.
    pub headsign: String,
    /// Where it stops.
    pub calls: Vec<Call>,
}

impl Trip {
    /// The line.
    pub fn line(&self) -> Option<&'static Line> {
        LINES.get(self.line)
    }

    /// First departure, seconds of the service day.
    pub fn start(&self) -> u32 {
        self.calls.first().map_or(0, |call| call.departure)
    }

    /// Last arrival.
    pub fn end(&self) -> u32 {
        self.calls.last().map_or(0, |call| call.arrival)
    }
}

/// All trips, line by line in the order of their departure.
pub fn trips(quays: &mut Quays, random: Random) -> Vec<Trip> {
    let mut trips = Vec::new();
    for (index, line) in LINES.iter().enumerate() {
        for direction in 0..2 {
            let way = way(line, direction);
            let stops = quays.of_line(line, direction, &way);
            // Not every line leaves at the full hour.
            let late = random.of(&[line.name, &direction.to_string()]).below(5) * 60;
            for band in line.bands {
                let mut start = band.from + late;
                while start < band.until + late {
                    trips.push(Trip {
                        id: trip_id(line, band.service, direction, start),
                        line: index,
                        service: band.service,
                        direction,
                        headsign: headsign(line, &way),
                        calls: calls(line, &way, &stops, start),
                    });
                    start += band.every;
                }
            }
        }
    }
    trips
}

fn trip_id(line: &Line, service: ServiceKind, direction: u8, start: u32) -> String {
    let name = line.name.replace(' ', "");
    let (hour, minute, second) = (start / 3600, start / 60 % 60, start % 60);
    format!("{name}-{}-{direction}-{hour:02}{minute:02}{second:02}", service.id())
}

/// Positions in [`PLACES`] in the order of travel.
pub fn way(line: &Line, direction: u8) -> Vec<usize> {
    let found = line.stops.iter().filter_map(|name| places::find(name)).map(|(index, _)| index);
    if direction == 0 { found.collect() } else { found.rev().collect() }
}

fn headsign(line: &Line, way: &[usize]) -> String {
    let name = |at: Option<&usize>| at.and_then(|index| PLACES.get(*index)).map(|place| place.name);
    if line.is_ring() {
        let middle = name(way.get(way.len() / 4)).unwrap_or_default();
        return format!("Ring über {middle}");
    }
    match name(way.last()) {
        Some(MAIN_STATION) | None => MAIN_STATION.to_owned(),
        Some(last) => last.to_owned(),
    }
}

fn calls(line: &Line, way: &[usize], stops: &[QuayIndex], start: u32) -> Vec<Call> {
    let mut time = start;
    let mut calls = Vec::with_capacity(stops.len());
    for (at, quay) in stops.iter().enumerate() {
        if at > 0 {
            time += running(line, way.get(at - 1), way.get(at), time);
        }
        let place = way.get(at).and_then(|index| PLACES.get(*index));
        let main = place.is_some_and(|place| place.name == MAIN_STATION);
        let ends = at == 0 || at + 1 == stops.len();
        let dwell = if ends { 0 } else { line.kind.dwell() * if main { 3 } else { 1 } };
        calls.push(Call { quay: *quay, arrival: time, departure: time + dwell });
        time += dwell;
    }
    calls
}

/// Seconds from one stop to the next, in steps of thirty.
fn running(line: &Line, from: Option<&usize>, to: Option<&usize>, time: u32) -> u32 {
    let place = |at: Option<&usize>| at.and_then(|index| PLACES.get(*index));
    let (Some(from), Some(to)) = (place(from), place(to)) else { return 60 };
    let metres = (to.east - from.east).hypot(to.north - from.north);
    // Streets are no straight lines, and fuller in the rush hour.
    let detour = if line.kind == crate::lines::Kind::Train { 1.05 } else { 1.2 };
    let rush = matches!(time / 3600, 7 | 8 | 16 | 17)
        && matches!(line.kind, crate::lines::Kind::Bus | crate::lines::Kind::Express);
    let seconds = metres * detour / line.kind.speed() * if rush { 1.15 } else { 1.0 };
    // A distance within the country; the sum stays far below the type's end.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let steps = (seconds / 30.0).round() as u32;
    steps.max(1) * 30
}
