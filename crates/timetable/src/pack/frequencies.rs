//! Trips that are repeated become trips, each at its own time.

use super::{LeftOut, PackError};
use crate::feed::{Feed, Trip};

/// A trip at one start time.
#[derive(Debug, Clone, Copy)]
pub struct Run<'f> {
    /// The trip.
    pub trip: &'f Trip,
    /// Seconds of the first departure.
    pub start: u32,
    /// For a trip of frequencies.txt: seconds between two, and whether they are exact.
    pub headway: Option<(u32, bool)>,
}

/// All runs of all trips that run on some day.
pub fn expand<'f>(feed: &'f Feed, left_out: &mut LeftOut) -> Result<Vec<Run<'f>>, PackError> {
    let mut runs = Vec::with_capacity(feed.trips.len());
    for trip in &feed.trips {
        let days =
            feed.services.get(trip.service.0 as usize).map_or(0, |service| service.days.len());
        if days == 0 {
            left_out.trips_without_days += 1;
            continue;
        }
        if trip.frequencies.is_empty() {
            let start = trip.stop_times.first().map_or(0, |time| time.departure);
            runs.push(Run { trip, start, headway: None });
        }
        for frequency in &trip.frequencies {
            let headway = Some((frequency.headway, frequency.exact));
            let mut start = frequency.start;
            while start < frequency.end {
                runs.push(Run { trip, start, headway });
                start = start.saturating_add(frequency.headway);
                if runs.len() > 20_000_000 {
                    return Err(PackError::TooMany("repeated trips"));
                }
            }
        }
    }
    Ok(runs)
}
