//! What a person calls one stop: a station with its platforms, the two poles on both sides of a street.

use crate::feed::{Feed, StopIndex};
use std::collections::{BTreeMap, HashMap};

/// Stops of the same name up to this far apart, in metres, are one place.
const NEAR: f64 = 200.0;
/// No place gets wider than this, however many poles of the same name stand in a row.
const WIDEST: f64 = 500.0;

/// For each stop in the file's order its place, and for each place the stop of the feed that names it.
pub fn places(feed: &Feed, order: &[StopIndex]) -> (Vec<u32>, Vec<StopIndex>) {
    let mut groups = Groups::new(feed, order);
    // Platforms of a station belong together wherever they are.
    let mut of_station: HashMap<StopIndex, usize> = HashMap::new();
    for (number, stop) in order.iter().enumerate() {
        if let Some(station) = station(feed, *stop) {
            let first = *of_station.entry(station).or_insert(number);
            groups.join(first, number, f64::INFINITY);
        }
    }
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, stop) in order.iter().enumerate() {
        let name = words::fold(&feed.stops[stop.0 as usize].name);
        if !name.is_empty() {
            named.entry(name).or_default().push(number);
        }
    }
    for same in named.values() {
        for (at, one) in same.iter().enumerate() {
            for other in &same[at + 1..] {
                if groups.metres(*one, *other) <= NEAR {
                    groups.join(*one, *other, WIDEST);
                }
            }
        }
    }
    let mut numbers: HashMap<usize, u32> = HashMap::new();
    let mut named_by = Vec::new();
    let mut place = Vec::with_capacity(order.len());
    for (number, stop) in order.iter().enumerate() {
        let root = groups.root(number);
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        place.push(*numbers.entry(root).or_insert_with(|| {
            named_by.push(station(feed, *stop).unwrap_or(*stop));
            next
        }));
    }
    (place, named_by)
}

/// The uppermost stop: the station, or the platform of a boarding area without station.
fn station(feed: &Feed, stop: StopIndex) -> Option<StopIndex> {
    let parent = |at: StopIndex| feed.stops.get(at.0 as usize).and_then(|found| found.parent);
    let first = parent(stop)?;
    Some(parent(first).unwrap_or(first))
}

struct Groups {
    parent: Vec<usize>,
    /// South, west, north, east of each group, in metres.
    extent: Vec<[f64; 4]>,
    place: Vec<(f64, f64)>,
}

impl Groups {
    fn new(feed: &Feed, order: &[StopIndex]) -> Self {
        let place: Vec<(f64, f64)> = order
            .iter()
            .map(|stop| {
                let stop = &feed.stops[stop.0 as usize];
                let metres = crate::geo::METRES_PER_DEGREE;
                (
                    stop.latitude * metres,
                    stop.longitude * metres * crate::geo::cosine(stop.latitude),
                )
            })
            .collect();
        let extent = place.iter().map(|(y, x)| [*y, *x, *y, *x]).collect();
        Self { parent: (0..order.len()).collect(), extent, place }
    }

    fn metres(&self, one: usize, other: usize) -> f64 {
        let (a, b) = (self.place[one], self.place[other]);
        ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt()
    }

    fn root(&mut self, mut number: usize) -> usize {
        while self.parent[number] != number {
            self.parent[number] = self.parent[self.parent[number]];
            number = self.parent[number];
        }
        number
    }

    fn join(&mut self, one: usize, other: usize, widest: f64) {
        let (one, other) = (self.root(one), self.root(other));
        let (a, b) = (self.extent[one], self.extent[other]);
        let both = [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
        if one == other || both[2] - both[0] > widest || both[3] - both[1] > widest {
            return;
        }
        let (low, high) = (one.min(other), one.max(other));
        self.parent[high] = low;
        self.extent[low] = both;
    }
}
