//! What people call one stop, and what is said of stops and lines.

use super::{Between, LineNumber, LineRow, PlaceNumber, StopNumber, Timetable};
use crate::geo::Position;
use crate::mode::Wheelchair;
use crate::search::Endpoint;

/// What people call one stop: a station with its platforms, or all poles of a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'t> {
    /// Its number.
    pub number: PlaceNumber,
    /// The station's `stop_id`, or that of its first stop.
    pub id: &'t str,
    /// Its name.
    pub name: &'t str,
    /// The middle of its stops.
    pub position: Position,
    /// How many trips call at its stops, all days together: how important it is.
    pub weight: u32,
}

/// A stop in words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop<'t> {
    /// `stop_id`.
    pub id: &'t str,
    /// Its name.
    pub name: &'t str,
    /// The short number on the pole.
    pub code: Option<&'t str>,
    /// The platform: "3", "A".
    pub platform: Option<&'t str>,
    /// What it belongs to.
    pub place: PlaceNumber,
    /// Where it is.
    pub position: Position,
    /// Whether a wheelchair can board here.
    pub wheelchair: Wheelchair,
}

/// A line in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'t> {
    /// `route_id`.
    pub id: &'t str,
    /// "5", "U2"; may be empty.
    pub short_name: &'t str,
    /// May be empty.
    pub long_name: &'t str,
    /// Its page.
    pub url: Option<&'t str>,
    /// Who runs it: name and page.
    pub agency: Option<(&'t str, Option<&'t str>)>,
    /// The rest.
    pub row: LineRow,
}

impl Timetable {
    /// A place; `None` if there is none of this number.
    #[must_use]
    pub fn place(&self, number: PlaceNumber) -> Option<Place<'_>> {
        let row = self.places.get(number.0 as usize)?;
        let (id, name) = (self.texts.get(row.id), self.texts.get(row.name));
        Some(Place { number, id, name, position: row.position, weight: row.weight })
    }

    /// All places.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..).map(PlaceNumber).map_while(|number| self.place(number))
    }

    /// A stop; `None` if there is none of this number.
    #[must_use]
    pub fn stop(&self, number: StopNumber) -> Option<Stop<'_>> {
        let row = self.stops.get(number.0 as usize)?;
        Some(Stop {
            id: self.texts.get(row.id),
            name: self.texts.get(row.name),
            code: self.texts.maybe(row.code),
            platform: self.texts.maybe(row.platform),
            place: row.place,
            position: row.position(),
            wheelchair: row.wheelchair,
        })
    }

    /// All stops, by number.
    pub fn stops(&self) -> impl Iterator<Item = (StopNumber, Stop<'_>)> {
        (0..).map(StopNumber).map_while(|number| Some((number, self.stop(number)?)))
    }

    /// A line; `None` if there is none of this number.
    #[must_use]
    pub fn line(&self, number: LineNumber) -> Option<Line<'_>> {
        let row = *self.lines.get(number.0 as usize)?;
        let agency = row.agency.checked_sub(1).and_then(|at| self.agencies.get(at as usize));
        Some(Line {
            id: self.texts.get(row.id),
            short_name: self.texts.get(row.short_name),
            long_name: self.texts.get(row.long_name),
            url: self.texts.maybe(row.url),
            agency: agency.map(|[_, name, url]| (self.texts.get(*name), self.texts.maybe(*url))),
            row,
        })
    }

    /// All lines, by number.
    pub fn lines(&self) -> impl Iterator<Item = (LineNumber, Line<'_>)> {
        (0..).map(LineNumber).map_while(|number| Some((number, self.line(number)?)))
    }

    /// The stops of a place.
    pub fn stops_of_place(&self, place: PlaceNumber) -> impl Iterator<Item = StopNumber> + '_ {
        let row = self.places.get(place.0 as usize);
        let stops = row.and_then(|row| {
            let first = row.first as usize;
            self.place_stops.get(first..first + row.count as usize)
        });
        stops.unwrap_or_default().iter().map(|stop| StopNumber(*stop))
    }

    /// Lines that call at a stop, ascending by number.
    #[must_use]
    pub fn lines_at(&self, stop: StopNumber) -> Vec<LineNumber> {
        let patterns = self.stop_patterns.get(stop.0).iter();
        let line = |(pattern, _): &(u32, u32)| {
            self.patterns.get(*pattern as usize).map(|p| LineNumber(p.line))
        };
        let mut lines: Vec<LineNumber> = patterns.filter_map(line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// The stop of an id.
    #[must_use]
    pub fn stop_by_id(&self, id: &str) -> Option<StopNumber> {
        self.stops().find(|(_, stop)| stop.id == id).map(|(number, _)| number)
    }

    /// The place of an id: its own, or that of one of its stops.
    #[must_use]
    pub fn place_by_id(&self, id: &str) -> Option<PlaceNumber> {
        let place = self.places().find(|place| place.id == id).map(|place| place.number);
        place.or_else(|| self.stop(self.stop_by_id(id)?).map(|stop| stop.place))
    }

    /// The line of an id.
    #[must_use]
    pub fn line_by_id(&self, id: &str) -> Option<LineNumber> {
        self.lines().find(|(_, line)| line.id == id).map(|(number, _)| number)
    }

    /// Stops that an endpoint stands for, not those around it.
    pub(crate) fn stops_at(&self, endpoint: Endpoint) -> Vec<u32> {
        match endpoint {
            Endpoint::Stop(stop) if (stop.0 as usize) < self.stops.len() => vec![stop.0],
            Endpoint::Position(_) | Endpoint::Stop(_) => Vec::new(),
            Endpoint::Place(place) => self.stops_of_place(place).map(|stop| stop.0).collect(),
        }
    }

    /// Every change from a stop to another that is near or of which the feed says something; on the spot only
    /// the latter.
    #[must_use]
    pub fn changes(&self, from: StopNumber) -> Vec<Between> {
        let mut all = Vec::new();
        self.walks.each(from.0, true, |between| all.push(between));
        all
    }

    /// Places up to so many metres away, the nearest first, with metres as the crow flies.
    #[must_use]
    pub fn near(&self, position: Position, metres: f64) -> Vec<(PlaceNumber, f64)> {
        let mut found: Vec<(PlaceNumber, f64)> = Vec::new();
        self.walks.grid.near(position, metres, |stop, metres| {
            let place = self.stops.get(stop as usize).map(|row| row.place);
            found.extend(place.map(|place| (place, metres)));
        });
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        found.dedup_by_key(|(place, _)| *place);
        found.sort_by(|a, b| a.1.total_cmp(&b.1));
        found
    }
}
