//! How long it takes at least from every stop to the target.
//!
//! Dijkstra from the target over the least times of vehicles between neighbouring stops and over walks, with
//! buckets in the place of a heap. Waiting counts nothing, so no journey can be quicker.

// Hot: every index comes from checked lists.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

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
    /// Buckets that are done.
    done: usize,
}

/// A place on the way, for the search: whether a stop belongs to it, and the stay.
#[derive(Debug, Clone, Default)]
pub struct Stay {
    /// For each stop whether it is one of the place.
    pub stops: Vec<bool>,
    /// Seconds to stay.
    pub seconds: i32,
}

/// What the bounds are found in.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'s> {
    /// How many stops.
    pub stops: usize,
    /// Least times of vehicles.
    pub segments: &'s Segments,
    /// Changes against the direction of the search.
    pub against: &'s Transfers,
    /// The direction.
    pub forward: bool,
}

impl Bounds {
    /// Begins with targets and their seconds to the end. `stays` are the places on the way in the direction of
    /// the search; with some the bounds are complete at once up to `most` seconds, without any
    /// [`Bounds::extend`] goes on.
    pub fn start(&mut self, ground: &Ground, targets: &[(u32, i32)], stays: &[Stay], most: i32) {
        let (stops, layers) = (ground.stops, stays.len() + 1);
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
            self.done = 0;
            self.buckets.iter_mut().for_each(Vec::clear);
            let last = bucket(most) + 1;
            if self.buckets.len() <= last {
                self.buckets.resize(last + 1, Vec::new());
            }
            for (stop, seconds) in (0..).zip(least.iter()) {
                if *seconds <= most {
                    self.buckets[bucket(*seconds)].push(stop);
                }
            }
            if layers > 1 {
                spread(&mut self.buckets, &mut self.done, least, ground, last);
            }
        }
    }

    /// Goes on until every bound up to so many seconds is right; those that are still larger may be too
    /// large, but not so much that they were smaller than this.
    pub fn extend(&mut self, ground: &Ground, seconds: i32) {
        let last = (bucket(seconds) + 1).min(self.buckets.len());
        spread(&mut self.buckets, &mut self.done, &mut self.least, ground, last);
    }

    /// Goes on until the bounds of some stops are known, as far as they are at all; gives the least of them
    /// with the seconds to get there.
    pub fn reach(
        &mut self,
        ground: &Ground,
        sources: &(impl Iterator<Item = (u32, i32)> + Clone),
    ) -> i32 {
        loop {
            let least =
                |(stop, seconds): (u32, i32)| self.least[stop as usize].saturating_add(seconds);
            let found = sources.clone().map(least).min().unwrap_or(FAR);
            if self.done >= self.buckets.len() || bucket(found) < self.done {
                return found;
            }
            let last = (self.done + 16).min(self.buckets.len());
            spread(&mut self.buckets, &mut self.done, &mut self.least, ground, last);
        }
    }
}

fn bucket(seconds: i32) -> usize {
    (seconds.max(0) >> BUCKET) as usize
}

/// Empties the buckets up to `last`.
fn spread(
    buckets: &mut [Vec<u32>],
    done: &mut usize,
    least: &mut [i32],
    ground: &Ground,
    last: usize,
) {
    let neighbours = if ground.forward { &ground.segments.before } else { &ground.segments.after };
    while *done < last {
        let at = *done;
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
                    if let Some(bucket) = buckets.get_mut(bucket(sum)) {
                        bucket.push(other);
                    }
                }
            };
            for (other, more) in neighbours.get(stop) {
                reach(*other, seconds + more.cast_signed());
            }
            for (other, more) in ground.against.from(stop) {
                reach(*other, seconds + more.cast_signed());
            }
        }
        *done += 1;
    }
}
