//! Trips that call at the same stops in the same way share a pattern, and within it their running times.

use super::{frequencies::Run, stops::Stops};
use crate::feed::{Feed, LineIndex};
use std::collections::HashMap;

/// What trips of a pattern have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The line.
    pub line: LineIndex,
    /// 0, 1, or 2 if unknown.
    pub direction: u8,
    /// The file's stops.
    pub stops: Vec<u32>,
    /// Getting on (bits 0 and 1) and off (bits 2 and 3).
    pub boarding: Vec<u8>,
    /// `stop_sequence`.
    pub sequence: Vec<u32>,
}

/// Running times: for each stop the seconds from the last departure to the arrival, and those at the stop.
/// At the first stop both are 0: a trip starts with its first departure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Profile {
    /// Seconds from the stop before; 0 at the first.
    pub run: Vec<u32>,
    /// Seconds at the stop.
    pub dwell: Vec<u32>,
}

/// A run within its pattern.
#[derive(Debug, Clone, Copy)]
pub struct PatternTrip<'f> {
    /// The run.
    pub run: Run<'f>,
    /// Position in [`Pattern::profiles`].
    pub profile: u32,
}

/// A pattern with all its trips.
#[derive(Debug)]
pub struct Pattern<'f> {
    /// What they share.
    pub key: Key,
    /// Their running times, each once.
    pub profiles: Vec<Profile>,
    /// Sorted by service and start: what repeats on another day repeats in the file.
    pub trips: Vec<PatternTrip<'f>>,
}

/// All patterns, by line, direction and length.
pub fn patterns<'f>(feed: &'f Feed, stops: &Stops, runs: Vec<Run<'f>>) -> Vec<Pattern<'f>> {
    let mut found: HashMap<Key, Vec<Run<'f>>> = HashMap::new();
    for run in runs {
        found.entry(key(stops, &run)).or_default().push(run);
    }
    let mut keyed: Vec<(Key, Vec<Run<'f>>)> = found.into_iter().collect();
    keyed.sort_by(|(a, _), (b, _)| {
        let first = |key: &Key| (key.line, key.direction, std::cmp::Reverse(key.stops.len()));
        first(a).cmp(&first(b)).then_with(|| a.cmp(b))
    });
    keyed.into_iter().map(|(key, runs)| pattern(feed, key, runs)).collect()
}

fn key(stops: &Stops, run: &Run) -> Key {
    let times = &run.trip.stop_times;
    Key {
        line: run.trip.line,
        direction: run.trip.direction.filter(|direction| *direction < 2).unwrap_or(2),
        // `check` has seen that every stop is one where vehicles stop.
        stops: times.iter().map(|time| stops.number(time.stop).unwrap_or(0)).collect(),
        boarding: times.iter().map(|time| time.pickup as u8 | (time.drop_off as u8) << 2).collect(),
        sequence: times.iter().map(|time| time.sequence).collect(),
    }
}

fn profile(run: &Run) -> Profile {
    let times = &run.trip.stop_times;
    let mut last = times.first().map_or(0, |time| time.departure);
    let mut profile = Profile { run: Vec::new(), dwell: Vec::new() };
    for time in times {
        // Only at the first stop is the arrival before the first departure; nobody arrives there.
        let arrival = time.arrival.max(last);
        profile.run.push(arrival - last);
        profile.dwell.push(time.departure - arrival);
        last = time.departure;
    }
    profile
}

fn pattern<'f>(feed: &Feed, key: Key, runs: Vec<Run<'f>>) -> Pattern<'f> {
    let profiles_of: Vec<Profile> = runs.iter().map(profile).collect();
    let mut profiles = profiles_of.clone();
    profiles.sort();
    profiles.dedup();
    let mut trips: Vec<PatternTrip> = runs
        .into_iter()
        .zip(&profiles_of)
        .map(|(run, profile)| {
            let at = profiles.binary_search(profile).unwrap_or(0);
            PatternTrip { run, profile: u32::try_from(at).unwrap_or(u32::MAX) }
        })
        .collect();
    let service = |trip: &PatternTrip| {
        let id = &feed.services[trip.run.trip.service.0 as usize].id;
        (id.clone(), trip.run.trip.service)
    };
    trips.sort_by_cached_key(|trip| {
        (service(trip), trip.run.start, trip.profile, &trip.run.trip.id)
    });
    Pattern { key, profiles, trips }
}
