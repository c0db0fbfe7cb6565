//! From a feed to the file.
//!
//! Order is everything here: stops are numbered along the lines, trips lie beside those that resemble them,
//! running times are written as what they differ in. The same feed always gives the same bytes.

// Every index comes from `check`, which has seen that it points somewhere, or from the packer's own lists. It
// runs where feeds are compiled, never on a phone.
#![allow(clippy::indexing_slicing)]

mod check;
mod frequencies;
mod ids;
mod patterns;
mod places;
mod stops;
mod texts;
mod transfers;
mod trips;
mod write;

use crate::feed::Feed;

pub use check::PackError;

/// A packed timetable and what was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What of the feed is not in it.
    pub left_out: LeftOut,
}

/// What of a feed is not in the file, counted. Nothing else is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Trips that run on no day.
    pub trips_without_days: usize,
    /// Rules for changing that hold for single lines or trips only.
    pub transfers_of_lines_or_trips: usize,
    /// Rules and ways between places where no vehicle stops.
    pub transfers_without_stops: usize,
    /// Entrances and nodes: the ways over them are in the file, they themselves are not.
    pub entrances_and_nodes: usize,
}

/// Packs a feed.
///
/// # Errors
/// When the feed breaks its own rules (see [`crate::feed`]): a reference that points nowhere, times that
/// run backwards, no time zone, or more than the file can hold.
pub fn pack(feed: &Feed) -> Result<Packed, PackError> {
    check::check(feed)?;
    let mut left_out = LeftOut::default();
    let stops = stops::Stops::new(feed, &mut left_out);
    let runs = frequencies::expand(feed, &mut left_out)?;
    let patterns = patterns::patterns(feed, &stops, runs);
    let transfers = transfers::transfers(feed, &stops, &mut left_out);
    let bytes = write::write(feed, &stops, &patterns, &transfers)?;
    Ok(Packed { bytes, left_out })
}

/// The sections with their bytes, to see what takes how much.
///
/// # Errors
/// As for [`pack`].
pub fn sections(feed: &Feed) -> Result<Vec<(crate::file::Section, Vec<u8>)>, PackError> {
    check::check(feed)?;
    let mut left_out = LeftOut::default();
    let stops = stops::Stops::new(feed, &mut left_out);
    let runs = frequencies::expand(feed, &mut left_out)?;
    let patterns = patterns::patterns(feed, &stops, runs);
    let transfers = transfers::transfers(feed, &stops, &mut left_out);
    let writer = write::collect(feed, &stops, &patterns, &transfers)?;
    Ok(writer.sizes().into_iter().map(|(section, bytes)| (section, bytes.to_vec())).collect())
}
