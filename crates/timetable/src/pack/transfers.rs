//! Rules for changing and ways inside stations, as pairs of stops.

use super::{LeftOut, stops::Stops};
use crate::feed::{Feed, Pathway, PathwayKind, StopIndex, TransferKind};
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Between two stops of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Between {
    /// Least seconds for changing, as the feed says (transfers.txt).
    pub minimum: Option<u32>,
    /// Seconds of the quickest way inside the station (pathways.txt).
    pub way: Option<u32>,
    /// Seconds of the quickest way without stairs and escalators.
    pub step_free: Option<u32>,
    /// Not possible.
    pub forbidden: bool,
}

/// Longest way inside a station, in seconds.
const LONGEST: u32 = 1800;

/// All pairs that the feed says something about.
pub fn transfers(
    feed: &Feed,
    stops: &Stops,
    left_out: &mut LeftOut,
) -> BTreeMap<(u32, u32), Between> {
    let mut between: BTreeMap<(u32, u32), Between> = BTreeMap::new();
    ways(feed, stops, &mut between);
    for transfer in &feed.transfers {
        let lines_or_trips = transfer.from_line.is_some()
            || transfer.to_line.is_some()
            || transfer.from_trip.is_some()
            || transfer.to_trip.is_some();
        let seat = matches!(transfer.kind, TransferKind::StaySeated | TransferKind::LeaveSeat);
        let (Some(from), Some(to), false) = (transfer.from, transfer.to, lines_or_trips || seat)
        else {
            left_out.transfers_of_lines_or_trips += 1;
            continue;
        };
        let (all_from, all_to) = (stops.numbers(feed, from), stops.numbers(feed, to));
        if all_from.is_empty() || all_to.is_empty() {
            left_out.transfers_without_stops += 1;
        }
        for one in &all_from {
            for other in &all_to {
                let entry = between.entry((*one, *other)).or_default();
                match transfer.kind {
                    TransferKind::MinimumTime(seconds) => entry.minimum = Some(seconds),
                    TransferKind::NotPossible => entry.forbidden = true,
                    // Worth a walk, however far; the feed does not say how long it takes.
                    _ => {}
                }
            }
        }
    }
    between
}

/// Quickest ways over pathways from every stop to every other one it reaches.
fn ways(feed: &Feed, stops: &Stops, between: &mut BTreeMap<(u32, u32), Between>) {
    let mut edges: HashMap<StopIndex, Vec<(StopIndex, u32, bool)>> = HashMap::new();
    for pathway in &feed.pathways {
        let (seconds, step_free) = (seconds(feed, pathway), step_free(pathway));
        edges.entry(pathway.from).or_default().push((pathway.to, seconds, step_free));
        if pathway.both_ways {
            edges.entry(pathway.to).or_default().push((pathway.from, seconds, step_free));
        }
    }
    let mut starts: Vec<StopIndex> = edges.keys().copied().collect();
    starts.sort();
    for start in starts {
        let Some(from) = stops.number(start) else { continue };
        for only_step_free in [false, true] {
            for (stop, seconds) in quickest(&edges, start, only_step_free) {
                let Some(to) = stops.number(stop).filter(|to| *to != from) else { continue };
                let entry = between.entry((from, to)).or_default();
                let way = if only_step_free { &mut entry.step_free } else { &mut entry.way };
                *way = Some(seconds);
            }
        }
    }
}

/// Dijkstra over pathways.
fn quickest(
    edges: &HashMap<StopIndex, Vec<(StopIndex, u32, bool)>>,
    start: StopIndex,
    only_step_free: bool,
) -> HashMap<StopIndex, u32> {
    let mut best = HashMap::from([(start, 0)]);
    let mut queue = BinaryHeap::from([(std::cmp::Reverse(0_u32), start)]);
    while let Some((std::cmp::Reverse(seconds), stop)) = queue.pop() {
        if best.get(&stop).is_some_and(|known| *known < seconds) {
            continue;
        }
        for (next, more, step_free) in edges.get(&stop).into_iter().flatten() {
            let seconds = seconds.saturating_add(*more);
            let better = best.get(next).is_none_or(|known| seconds < *known);
            if better && seconds <= LONGEST && (*step_free || !only_step_free) {
                best.insert(*next, seconds);
                queue.push((std::cmp::Reverse(seconds), *next));
            }
        }
    }
    best
}

const fn step_free(pathway: &Pathway) -> bool {
    !matches!(pathway.kind, PathwayKind::Stairs | PathwayKind::Escalator)
}

/// What the feed says, or what its length and its steps make likely.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped
fn seconds(feed: &Feed, pathway: &Pathway) -> u32 {
    if let Some(seconds) = pathway.seconds {
        return seconds;
    }
    let place = |stop: StopIndex| {
        let stop = &feed.stops[stop.0 as usize];
        crate::geo::Position { latitude: stop.latitude, longitude: stop.longitude }
    };
    let length = pathway
        .length
        .map_or_else(|| place(pathway.from).metres(place(pathway.to)) * 1.3, f64::from);
    let steps = f64::from(pathway.stairs.unwrap_or(0).unsigned_abs());
    let waiting = if pathway.kind == PathwayKind::Elevator { 60.0 } else { 0.0 };
    (length / 1.2 + steps * 0.6 + waiting).clamp(0.0, f64::from(LONGEST)).ceil() as u32
}
