//! Times that are blank or impossible.

use super::{File, Problem, Report, stops::Stops};
use crate::feed::Boarding;

/// No time is given.
pub(super) const BLANK: u32 = u32::MAX;
const DAY: u32 = 86_400;
/// Seconds by which times may be raised without a second thought.
const FAR: u32 = 1800;

/// A row of `stop_times.txt`, as small as it can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timed {
    pub stop: u32,
    pub sequence: u32,
    /// Seconds, or [`BLANK`]; both or none.
    pub arrival: u32,
    pub departure: u32,
    /// `shape_dist_traveled`, or not a number.
    pub distance: f32,
    /// Number of the headsign, 0 for none.
    pub headsign: u32,
    pub line: u32,
    pub pickup: Boarding,
    pub drop_off: Boarding,
}

impl Timed {
    const fn is_blank(&self) -> bool {
        self.arrival == BLANK
    }

    fn set(&mut self, time: u32) {
        self.arrival = time;
        self.departure = time;
    }
}

/// Puts the times of a trip right: every stop has some, and they go forward. Rows come ordered by sequence.
pub(super) fn complete(rows: &mut Vec<Timed>, trip: &str, stops: &Stops, report: &mut Report) {
    let mut note = |row: &Timed, problem| {
        report.note(File::StopTimes, u64::from(row.line), problem, trip.as_bytes());
    };
    // Nothing can be computed where a time on one side is missing.
    let first = rows.iter().position(|row| !row.is_blank()).unwrap_or(rows.len());
    let last = rows.iter().rposition(|row| !row.is_blank()).map_or(0, |last| last + 1);
    for row in rows.iter().take(first).chain(rows.iter().skip(last.max(first))) {
        note(row, Problem::TimesBlankAtEnds);
    }
    rows.truncate(last);
    rows.drain(..first.min(rows.len()));

    for row in rows.iter().filter(|row| row.is_blank()) {
        note(row, Problem::TimesBlank);
    }
    midnight(rows, &mut note);
    outliers(rows, &mut note);
    fill(rows, stops);
    let mut earliest = 0;
    for row in rows.iter_mut() {
        if row.arrival < earliest || row.departure < row.arrival {
            note(row, Problem::TimeBackwards);
        }
        row.arrival = row.arrival.max(earliest);
        row.departure = row.departure.max(row.arrival);
        earliest = row.departure;
    }
}

/// After midnight some feeds begin at 0 again: a leap back of more than half a day.
fn midnight(rows: &mut [Timed], note: &mut impl FnMut(&Timed, Problem)) {
    let (mut before, mut added) = (0, 0);
    for row in rows.iter_mut().filter(|row| !row.is_blank()) {
        if row.arrival + added + DAY / 2 < before {
            note(row, Problem::TimeBackwards);
            added += DAY;
        }
        row.arrival += added;
        // Midnight may fall between arrival and departure.
        if row.departure + added + DAY / 2 < row.arrival {
            note(row, Problem::TimeBackwards);
            added += DAY;
        }
        row.departure += added;
        before = row.departure;
    }
}

/// A single time that is far after the next one, while its neighbours fit together, is taken for a mistake:
/// raising all that follow would do more harm.
fn outliers(rows: &mut [Timed], note: &mut impl FnMut(&Timed, Problem)) {
    for at in 1..rows.len().saturating_sub(1) {
        let Some([before, row, after]) = rows.get_mut(at - 1..=at + 1) else { continue };
        let known = !(before.is_blank() || row.is_blank() || after.is_blank());
        if known && before.departure <= after.arrival && row.departure > after.arrival + FAR {
            note(row, Problem::TimeBackwards);
            row.set(BLANK);
        }
    }
}

/// Fills each gap between two times. First and last row have times.
fn fill(rows: &mut [Timed], stops: &Stops) {
    let mut at = 1;
    while at < rows.len() {
        if rows.get(at).is_some_and(|row| !row.is_blank()) {
            at += 1;
            continue;
        }
        let next = rows.iter().skip(at).position(|row| !row.is_blank());
        let end = next.map_or(rows.len(), |next| at + next);
        if let Some(gap) = rows.get_mut(at - 1..=end) {
            fill_gap(gap, stops);
        }
        at = end + 1;
    }
}

/// Fills the rows between the first and the last of `gap`.
fn fill_gap(gap: &mut [Timed], stops: &Stops) {
    let along = distances(gap, stops);
    let (Some(first), Some(last), Some(total)) = (gap.first(), gap.last(), along.last()) else {
        return;
    };
    let (start, total) = (first.departure, *total);
    let length = f64::from(last.arrival.saturating_sub(start));
    let inner = gap.len().saturating_sub(1);
    for (row, along) in gap.iter_mut().zip(along).take(inner).skip(1) {
        // Between 0 and the length of the gap, in whole seconds.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let after = (length * (along / total)).clamp(0.0, length) as u32;
        row.set(start + after);
    }
}

/// How far each row is from the first: as the feed says, or on the ground, or counted in stops.
fn distances(gap: &[Timed], stops: &Stops) -> Vec<f64> {
    let given: Vec<f64> = gap.iter().map(|row| f64::from(row.distance)).collect();
    let first = given.first().copied().unwrap_or(0.0);
    let rises = given.is_sorted() && given.last().is_some_and(|last| *last > first);
    if rises && given.iter().all(|distance| distance.is_finite()) {
        return given.into_iter().map(|distance| distance - first).collect();
    }
    let mut ground = Vec::with_capacity(gap.len());
    let (mut sum, mut before) = (0.0, None);
    for row in gap {
        let place = stops.get(row.stop).map(|stop| (stop.latitude, stop.longitude));
        if let (Some(from), Some(to)) = (before, place) {
            sum += metres(from, to);
        }
        before = place;
        ground.push(sum);
    }
    if sum > 0.0 {
        return ground;
    }
    (0_u32..).zip(gap).map(|(count, _)| f64::from(count)).collect()
}

/// Metres between two places that are near each other, on a sphere.
fn metres(from: (f64, f64), to: (f64, f64)) -> f64 {
    const DEGREE: f64 = 111_195.0;
    let north = (to.0 - from.0) * DEGREE;
    let east = (to.1 - from.1) * DEGREE * from.0.to_radians().cos();
    north.hypot(east)
}
