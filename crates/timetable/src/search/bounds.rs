//! How long it takes at least from every stop to the target.
//!
//! Dijkstra from the target over the least times of vehicles between neighbouring stops and over walks, with
//! buckets in the place of a heap. Waiting counts nothing, so no journey can be quicker.

// Hot: every index comes from checked lists.
#![allow(clippy::indexing_slicing)]

use super::transfers::Transfers;
use crate::timetable::Segments;

/// Not reachable at all.
pub const FAR: i32 = i32::MAX / 2;
/// Seconds of a bucket, as a power of two: 16.
const BUCKET: u32 = 4;

/// Lower bounds, one for each stop and layer.
#[derive(Debug, Default)]
pub struct Bounds {
    /// Seconds; layer by layer.
    pub least: Vec<i32>,
    buckets: Vec<Vec<u32>>,
}

/// A place on the way, for the search: whether a stop belongs to it, and the stay.
#[derive(Debug, Clone, Default)]
pub struct Stay {
    /// For each stop whether it is one of the place.
    pub stops: Vec<bool>,
    /// Seconds to stay.
    pub seconds: i32,
}

impl Bounds {
    /// Computes them for targets with their seconds to the end, for every layer: `stays` are the places on
    /// the way in the direction of the search.
    #[allow(clippy::too_many_arguments)]
    pub fn find(
        &mut self,
        stops: usize,
        segments: &Segments,
        transfers: &Transfers,
        forward: bool,
        targets: &[(u32, i32)],
        stays: &[Stay],
        most: i32,
    ) {
        let layers = stays.len() + 1;
        self.least.clear();
        self.least.resize(stops * layers, FAR);
        for layer in (0..layers).rev() {
            let (low, high) = self.least.split_at_mut((layer + 1) * stops);
            let least = &mut low[layer * stops..];
            if layer + 1 == layers {
                for (stop, seconds) in targets {
                    least[*stop as usize] = least[*stop as usize].min(*seconds);
                }
            } else {
                let stay = &stays[layer];
                for (stop, inside) in stay.stops.iter().enumerate() {
                    if *inside && high[stop] < FAR {
                        least[stop] = high[stop] + stay.seconds;
                    }
                }
            }
            spread(&mut self.buckets, least, segments, transfers, forward, most);
        }
    }
}

/// From all stops that have a value to all others.
fn spread(
    buckets: &mut Vec<Vec<u32>>,
    least: &mut [i32],
    segments: &Segments,
    transfers: &Transfers,
    forward: bool,
    most: i32,
) {
    let bucket = |seconds: i32| (seconds.max(0) >> BUCKET) as usize;
    let last = bucket(most);
    if buckets.len() <= last {
        buckets.resize(last + 1, Vec::new());
    }
    for (stop, seconds) in (0..).zip(least.iter()) {
        if *seconds <= most {
            buckets[bucket(*seconds)].push(stop);
        }
    }
    // Against the direction of the search.
    let neighbours = if forward { &segments.before } else { &segments.after };
    for at in 0..=last {
        // A stop may come back into the bucket that is being emptied.
        while let Some(stop) = buckets[at].pop() {
            let seconds = least[stop as usize];
            if bucket(seconds) != at {
                continue;
            }
            let mut reach = |other: u32, sum: i32| {
                let known = &mut least[other as usize];
                if sum < *known {
                    *known = sum;
                    if sum <= most {
                        buckets[bucket(sum)].push(other);
                    }
                }
            };
            for (other, more) in neighbours.get(stop) {
                reach(*other, seconds + more.cast_signed());
            }
            for (other, more) in transfers.from(stop) {
                reach(*other, seconds + more.cast_signed());
            }
        }
    }
}
