//! From places to the poles and platforms that trips name.

use std::collections::BTreeMap;

use crate::{
    lines::{Kind, LINES, Line},
    places::{self, Layout, PLACES, Place},
};

/// The platform of Hauptbahnhof that the timetable does not use; trains are sent there now and then.
pub const SPARE_PLATFORM: &str = "5";
/// Where that platform is.
pub const MAIN_STATION: &str = "Hauptbahnhof";

/// A pole or platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Quay {
    /// `stop_id`.
    pub id: String,
    /// Position in [`PLACES`].
    pub place: usize,
    /// `platform_code` at a station.
    pub platform: Option<String>,
    /// Latitude and longitude.
    pub position: (f64, f64),
}

/// A position in the list of quays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuayIndex(pub usize);

/// All quays that lines use, and the spare platform.
#[derive(Debug, Default)]
pub struct Quays {
    list: Vec<Quay>,
    known: BTreeMap<String, QuayIndex>,
}

impl Quays {
    /// All of them, in the order of the file.
    pub fn list(&self) -> &[Quay] {
        &self.list
    }

    /// One of them.
    pub fn get(&self, index: QuayIndex) -> Option<&Quay> {
        self.list.get(index.0)
    }

    /// The spare platform at the main station.
    pub fn spare(&mut self) -> Option<QuayIndex> {
        let (index, place) = places::find(MAIN_STATION)?;
        Some(self.platform(index, place, SPARE_PLATFORM))
    }

    /// Where a line stops at each place of `way`, in that order.
    pub fn of_line(&mut self, line: &Line, direction: u8, way: &[usize]) -> Vec<QuayIndex> {
        (0..way.len()).filter_map(|at| self.at(line, direction, way, at)).collect()
    }

    fn at(&mut self, line: &Line, direction: u8, way: &[usize], at: usize) -> Option<QuayIndex> {
        let index = *way.get(at)?;
        let place = PLACES.get(index)?;
        let before = way.get(at.saturating_sub(1)).and_then(|stop| PLACES.get(*stop))?;
        let after = way.get(at + 1).or(way.get(at)).and_then(|stop| PLACES.get(*stop))?;
        let (east, north) = (after.east - before.east, after.north - before.north);
        let forward = if east.abs() > north.abs() { east > 0.0 } else { north > 0.0 };
        Some(match (place.layout, line.kind) {
            (Layout::Street, _) => self.pole(index, place, forward, (east, north)),
            (Layout::Station, Kind::Tram) => {
                self.platform(index, place, if forward { "A" } else { "B" })
            }
            (Layout::Station, Kind::Train) => {
                let fast = u8::from(place.name == MAIN_STATION && line.name.starts_with("RE"));
                self.platform(index, place, &(1 + direction + 2 * fast).to_string())
            }
            (Layout::Station, Kind::Bus | Kind::Express | Kind::NightBus) => {
                let buses = LINES.iter().filter(|other| {
                    !matches!(other.kind, Kind::Tram | Kind::Train)
                        && other.stops.contains(&place.name)
                });
                let bay = buses.take_while(|other| other.name != line.name).count();
                let letter = char::from(b'C' + u8::try_from(bay).unwrap_or(0));
                self.platform(index, place, &letter.to_string())
            }
        })
    }

    fn pole(&mut self, index: usize, place: &Place, forward: bool, way: (f64, f64)) -> QuayIndex {
        let side = if forward { 1 } else { 2 };
        let id = format!("de:99001:{}:{side}", places::number(index));
        let length = way.0.hypot(way.1).max(1.0);
        // On the right of the street, nine metres from its middle.
        let position = place.beside(9.0 * way.1 / length, -9.0 * way.0 / length);
        self.quay(Quay { id, place: index, platform: None, position })
    }

    fn platform(&mut self, index: usize, place: &Place, code: &str) -> QuayIndex {
        let id = format!("de:99001:{}:{code}", places::number(index));
        let order = f64::from(code.bytes().next().unwrap_or(b'A'));
        let position = if code.starts_with(|letter: char| letter.is_ascii_digit()) {
            place.beside(40.0, -12.0 * (order - f64::from(b'3')))
        } else {
            place.beside(-30.0, 14.0 * (order - f64::from(b'D')))
        };
        self.quay(Quay { id, place: index, platform: Some(code.to_owned()), position })
    }

    fn quay(&mut self, quay: Quay) -> QuayIndex {
        if let Some(known) = self.known.get(&quay.id) {
            return *known;
        }
        let index = QuayIndex(self.list.len());
        self.known.insert(quay.id.clone(), index);
        self.list.push(quay);
        index
    }
}

/// `stop_id` of the station that a place is.
pub fn station_id(place: usize) -> String {
    format!("de:99001:{}", places::number(place))
}
