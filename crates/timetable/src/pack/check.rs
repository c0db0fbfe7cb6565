//! Whether a feed keeps its own rules.

use crate::feed::{Feed, StopKind, Trip};

/// Longest trip, in seconds: two weeks. Longer ones are mistakes of the feed.
const LONGEST: u32 = 14 * 86_400;

/// Why a feed cannot be packed. All of them are mistakes of the reader, not of the feed's publisher.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A reference to something that is not in the feed.
    #[error("{what} {id:?} names a {to} that is not there")]
    Nowhere {
        /// Kind of the one that refers.
        what: &'static str,
        /// Its id.
        id: String,
        /// Kind of the one referred to.
        to: &'static str,
    },
    /// Times that run backwards, too few stops, a stop that is none.
    #[error(
        "trip {0:?} has fewer than two stops, times that run backwards, or calls where no vehicle stops"
    )]
    Trip(String),
    /// No offsets.
    #[error("the time zone says nothing about the clocks")]
    Zone,
    /// A headway of nothing.
    #[error("trip {0:?} is repeated every 0 seconds")]
    Frequency(String),
    /// More than the file can hold.
    #[error("too many {0}: the file counts them with 32 bits or fewer")]
    TooMany(&'static str),
}

/// Checks every rule that the packer relies on.
pub fn check(feed: &Feed) -> Result<(), PackError> {
    let nowhere = |what, id: &str, to| PackError::Nowhere { what, id: id.to_owned(), to };
    for stop in &feed.stops {
        if stop.parent.is_some_and(|parent| parent.0 as usize >= feed.stops.len()) {
            return Err(nowhere("stop", &stop.id, "parent"));
        }
    }
    for line in &feed.lines {
        if line.agency.is_some_and(|agency| agency.0 as usize >= feed.agencies.len()) {
            return Err(nowhere("line", &line.id, "agency"));
        }
    }
    for trip in &feed.trips {
        if trip.line.0 as usize >= feed.lines.len() {
            return Err(nowhere("trip", &trip.id, "line"));
        }
        if trip.service.0 as usize >= feed.services.len() {
            return Err(nowhere("trip", &trip.id, "service"));
        }
        if !times(feed, trip) {
            return Err(PackError::Trip(trip.id.clone()));
        }
        if trip.frequencies.iter().any(|frequency| frequency.headway == 0) {
            return Err(PackError::Frequency(trip.id.clone()));
        }
    }
    for transfer in &feed.transfers {
        for stop in transfer.from.iter().chain(&transfer.to) {
            if stop.0 as usize >= feed.stops.len() {
                return Err(nowhere("transfer", "", "stop"));
            }
        }
    }
    for pathway in &feed.pathways {
        if pathway.from.0 as usize >= feed.stops.len() || pathway.to.0 as usize >= feed.stops.len()
        {
            return Err(nowhere("pathway", "", "stop"));
        }
    }
    let rising = feed.zone.offsets.windows(2).all(|pair| pair[0].from < pair[1].from);
    if feed.zone.offsets.is_empty() || !rising {
        return Err(PackError::Zone);
    }
    Ok(())
}

fn times(feed: &Feed, trip: &Trip) -> bool {
    let mut last = None;
    for time in &trip.stop_times {
        let Some(stop) = feed.stops.get(time.stop.0 as usize) else { return false };
        let stops_here = matches!(stop.kind, StopKind::Stop | StopKind::BoardingArea);
        if !stops_here || time.departure < time.arrival || last.is_some_and(|l| time.arrival < l) {
            return false;
        }
        last = Some(time.departure);
    }
    let first = trip.stop_times.first().map_or(0, |time| time.arrival);
    trip.stop_times.len() >= 2 && last.is_some_and(|l| l - first <= LONGEST && l <= LONGEST)
}
