//! Ways between stops on foot: as the crow flies, inside stations, and what the feed demands.

use super::columns::Lists;
use super::rows::StopRow;
use crate::file::{File, OpenError, Section};
use crate::geo::{METRES_PER_DEGREE, Position, cosine};

/// Nobody walks in a straight line: metres walked for a metre as the crow flies.
pub const DETOUR: f64 = 1.3;
/// Stops up to this many metres apart as the crow flies are joined by a walk.
pub const NEAR: f64 = 400.0;

/// What is known about changing from one stop to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Between {
    /// To this stop.
    pub stop: u32,
    /// Metres to walk, detours included; 0 to the same stop.
    pub metres: u32,
    /// Seconds of the way inside the station, which then counts in place of the metres.
    pub way: Option<u32>,
    /// Seconds of the way without steps.
    pub step_free: Option<u32>,
    /// Least seconds that the feed demands.
    pub minimum: Option<u32>,
    /// The feed forbids it.
    pub forbidden: bool,
}

/// All changes between different stops, and those on the spot of which the feed says something.
#[derive(Debug, Default)]
pub struct Walks {
    /// What the feed says, by the stop one comes from, and the other way round; ascending by the other stop.
    told: Lists<Between>,
    told_back: Lists<Between>,
    /// What is near as the crow flies, with metres to walk; the same in both directions.
    near: Lists<(u32, u32)>,
    pub grid: Grid,
}

impl Walks {
    /// Reads what the feed says and finds what is near.
    pub fn open(file: &File, stops: &[StopRow]) -> Result<Self, OpenError> {
        let wrong = OpenError::Section(Section::TransferTo);
        let to = file.column(Section::TransferTo, 1 << 26)?;
        let from = file.exactly(Section::TransferFrom, to.len())?;
        let flags = file.exactly(Section::TransferFlags, to.len())?;
        let seconds = file.column(Section::TransferSeconds, to.len() * 3)?;
        if from.iter().chain(&to).any(|stop| *stop as usize >= stops.len()) {
            return Err(wrong);
        }
        if seconds.iter().any(|seconds| *seconds > 86_400) {
            return Err(OpenError::Section(Section::TransferSeconds));
        }
        let mut seconds = seconds.into_iter();
        let mut told = Vec::with_capacity(to.len());
        for ((from, to), flags) in from.iter().zip(&to).zip(flags) {
            let mut next = |bit: u32| if flags & bit == 0 { None } else { seconds.next() };
            let (way, step_free, minimum) = (next(2), next(4), next(8));
            let forbidden = flags & 1 != 0;
            told.push((
                *from,
                Between { stop: *to, metres: 0, way, step_free, minimum, forbidden },
            ));
        }
        told.sort_by_key(|(from, between)| (*from, between.stop));
        let grid = Grid::new(stops);
        let mut near = Vec::new();
        grid.pairs(NEAR, |one, other, metres| {
            let metres = walked(metres);
            near.extend([(one, (other, metres)), (other, (one, metres))]);
            // Thousands of stops in one place: no city, but a file made to fill the memory.
            near.len() <= 1 << 25
        })
        .ok_or(OpenError::Section(Section::StopLatitude))?;
        let count = stops.len();
        let back = told.iter().map(|(from, told)| (told.stop, Between { stop: *from, ..*told }));
        Ok(Self {
            told: Lists::new(count, told.iter().copied()),
            told_back: Lists::new(count, back),
            near: Lists::new(count, near.iter().copied()),
            grid,
        })
    }

    /// Every change from a stop or, backwards, to it. What the feed says comes before what is near.
    pub fn each(&self, stop: u32, forward: bool, mut found: impl FnMut(Between)) {
        let told = if forward { &self.told } else { &self.told_back };
        let told = told.get(stop);
        for between in told {
            found(*between);
        }
        for (other, metres) in self.near.get(stop) {
            if told.binary_search_by_key(other, |told| told.stop).is_err() {
                found(Between { stop: *other, metres: *metres, ..Between::default() });
            }
        }
    }
}

/// Metres to walk for metres as the crow flies.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
pub fn walked(metres: f64) -> u32 {
    (metres * DETOUR).ceil().clamp(0.0, 1e9) as u32
}

/// Stops in squares, to find what is near.
#[derive(Debug, Default)]
pub struct Grid {
    /// Sorted.
    cells: Vec<Cell>,
}

/// Row, column, stop and its position.
type Cell = (i32, i32, u32, Position);

/// Height and width of a square in degrees: some 445 metres from south to north.
const CELL: f64 = 0.004;

#[allow(clippy::cast_possible_truncation)] // degrees are few
fn cell(degrees: f64) -> i32 {
    (degrees / CELL).floor() as i32
}

impl Grid {
    /// Sorts stops into squares.
    pub fn new(stops: &[StopRow]) -> Self {
        let mut cells: Vec<Cell> = (0..)
            .zip(stops)
            .map(|(number, row)| {
                let position = row.position();
                (cell(position.latitude), cell(position.longitude), number, position)
            })
            .collect();
        cells.sort_unstable_by_key(|(row, column, number, _)| (*row, *column, *number));
        Self { cells }
    }

    /// Calls `found` with every stop up to `most` metres from a position, and how far it is.
    pub fn near(&self, position: Position, most: f64, found: impl FnMut(u32, f64)) {
        near_of(&self.cells, position, most, found);
    }

    /// Calls `found` once with every two stops up to `most` metres apart, and how far that is; `None` if it
    /// wants no more.
    fn pairs(&self, most: f64, mut found: impl FnMut(u32, u32, f64) -> bool) -> Option<()> {
        let mut rest = self.cells.as_slice();
        while let Some(((_, _, stop, position), after)) = rest.split_first() {
            let mut wanted = true;
            near_of(after, *position, most, |other, metres| wanted &= found(*stop, other, metres));
            wanted.then_some(())?;
            rest = after;
        }
        Some(())
    }
}

fn near_of(cells: &[Cell], position: Position, most: f64, mut found: impl FnMut(u32, f64)) {
    let north = most / METRES_PER_DEGREE;
    // Beyond the polar circles nothing is near enough to care.
    let east = north / cosine(position.latitude).max(0.05) * 1.01;
    let rows = cell(position.latitude - north)..=cell(position.latitude + north);
    let columns = cell(position.longitude - east)..=cell(position.longitude + east);
    for row in rows {
        let first = cells.partition_point(|(r, c, ..)| (*r, *c) < (row, *columns.start()));
        for (r, c, stop, other) in cells.get(first..).unwrap_or_default() {
            if (*r, *c) > (row, *columns.end()) {
                break;
            }
            // Most are outside the square, and what is inside takes a cosine.
            if (position.latitude - other.latitude).abs() > north
                || (position.longitude - other.longitude).abs() > east
            {
                continue;
            }
            let metres = position.metres(*other);
            if metres <= most {
                found(*stop, metres);
            }
        }
    }
}
