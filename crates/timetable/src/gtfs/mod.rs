//! A GTFS Schedule zip becomes a [`Feed`] and a [`Report`] (GTFS Schedule reference, 2026).
//!
//! Strict where a mistake would send people to the wrong place or at the wrong time, tolerant where it would not.
//! Whatever is left out, put right or not understood is counted and told, with file, line and reason; nothing
//! disappears silently. The sentences are for the people who look after a city's timetable, so they stand in the
//! code, in German and English.
//!
//! ```no_run
//! use timetable::gtfs::{self, Limits};
//! let file = std::fs::File::open("city.zip")?;
//! let (feed, report) = gtfs::read(std::io::BufReader::new(file), Limits::default())?;
//! println!("{} trips", feed.trips.len());
//! for finding in report.findings() {
//!     println!("{}", finding.sentence(gtfs::Tongue::English));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod about;
mod archive;
mod calendars;
mod columns;
mod error;
mod file;
mod frequencies;
mod ids;
mod interpolate;
mod lines;
mod pathways;
mod problem;
mod report;
mod row;
mod stop_times;
mod stops;
mod table;
mod transfers;
mod trips;
mod value;
mod zone;

use std::io::{Read, Seek};

pub use error::GtfsError;
pub use file::File;
pub use problem::{Outcome, Problem, Tongue};
pub use report::{Finding, Report};

use crate::feed::Feed;
use archive::Archive;

/// How much a feed may hold. A zip file of some kilobytes can claim to hold terabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one unpacked file.
    pub file_bytes: u64,
    /// Rows of `stop_times.txt`.
    pub stop_times: u64,
    /// Rows of any other file.
    pub rows: u64,
    /// Days from the first service day to the last; what is later is left out.
    pub days: u32,
}

impl Default for Limits {
    /// Enough for a country's railways or a world city: New York has 0.5 GB and 8 million stop times.
    fn default() -> Self {
        Self { file_bytes: 3 << 30, stop_times: 30_000_000, rows: 2_000_000, days: 20 * 366 }
    }
}

/// Reads a feed.
///
/// # Errors
/// It is no GTFS zip, a file without which nothing works is missing or damaged, or nothing usable is left.
pub fn read<R: Read + Seek>(source: R, limits: Limits) -> Result<(Feed, Report), GtfsError> {
    let mut report = Report::default();
    let mut archive = Archive::open(source, limits, &mut report)?;

    let agencies = lines::agencies(&mut archive, &mut report)?;
    let stops = stops::read(&mut archive, &mut report)?;
    let routes = lines::routes(&mut archive, &agencies, &mut report)?;
    let mut services = calendars::read(&mut archive, &mut report)?;
    let mut trips = trips::read(&mut archive, &routes.ids, &services.ids, &mut report)?;
    let mut stops = stops;
    stop_times::read(&mut archive, &mut trips, &mut stops, &mut report)?;
    frequencies::read(&mut archive, &mut trips, &mut report)?;
    trips::drop_unusable(&mut trips, &mut report);
    if trips.list.is_empty() {
        return Err(GtfsError::NothingRuns);
    }
    let transfers = transfers::read(&mut archive, &stops, &routes.ids, &trips.ids, &mut report)?;
    let pathways = pathways::read(&mut archive, &stops, &mut report)?;
    let mut about = about::read(&mut archive, &mut report)?;
    about.language = about.language.or(agencies.language);
    calendars::bound(&mut services.list, limits.days, &mut report);
    let zone = zone::of_days(&agencies.zone, &services.list)?;
    report.services_without_days(&services.list, &trips.list);

    let feed = Feed {
        agencies: agencies.list,
        stops: stops.list,
        lines: routes.list,
        services: services.list,
        trips: trips.list,
        transfers,
        pathways,
        zone,
        about,
    };
    Ok((feed, report))
}

#[cfg(test)]
mod tests;
