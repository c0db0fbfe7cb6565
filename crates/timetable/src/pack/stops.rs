//! Which stops the file holds, and in which order.

use super::{LeftOut, places};
use crate::feed::{Feed, StopIndex, StopKind};

/// The stops where vehicles stop, in the file's order.
#[derive(Debug)]
pub struct Stops {
    /// Feed's position of each stop of the file.
    pub order: Vec<StopIndex>,
    /// The file's number of each stop of the feed.
    number: Vec<Option<u32>>,
    /// The file's number of each stop's place.
    pub place: Vec<u32>,
    /// The feed's stop that names each place: its station, or its first stop.
    pub place_named_by: Vec<StopIndex>,
}

impl Stops {
    /// Numbers stops along the lines, so that those next to each other have numbers next to each other:
    /// short differences in the file, and neighbours in memory.
    pub fn new(feed: &Feed, left_out: &mut LeftOut) -> Self {
        let mut number = vec![None; feed.stops.len()];
        let mut order = Vec::new();
        let mut add = |stop: StopIndex| {
            let at = &mut number[stop.0 as usize];
            if at.is_none() {
                *at = u32::try_from(order.len()).ok();
                order.push(stop);
            }
        };
        let mut trips: Vec<_> = feed.trips.iter().collect();
        trips.sort_by_key(|trip| {
            (trip.line, trip.direction, std::cmp::Reverse(trip.stop_times.len()))
        });
        for trip in trips {
            trip.stop_times.iter().for_each(|time| add(time.stop));
        }
        for (index, stop) in (0..).zip(&feed.stops) {
            match stop.kind {
                StopKind::Stop | StopKind::BoardingArea => add(StopIndex(index)),
                StopKind::Entrance | StopKind::Node => left_out.entrances_and_nodes += 1,
                StopKind::Station => {}
            }
        }
        let (place, place_named_by) = places::places(feed, &order);
        Self { order, number, place, place_named_by }
    }

    /// The file's number of a stop, if it is one where vehicles stop.
    pub fn number(&self, stop: StopIndex) -> Option<u32> {
        self.number.get(stop.0 as usize).copied().flatten()
    }

    /// The file's numbers of all that a stop of the feed stands for: itself, or a station's platforms.
    pub fn numbers(&self, feed: &Feed, stop: StopIndex) -> Vec<u32> {
        if let Some(number) = self.number(stop) {
            return vec![number];
        }
        let below = |index: StopIndex| {
            let parent = |at: StopIndex| feed.stops.get(at.0 as usize).and_then(|s| s.parent);
            parent(index) == Some(stop) || parent(index).and_then(parent) == Some(stop)
        };
        (0..)
            .zip(&self.order)
            .filter(|(_, index)| below(**index))
            .map(|(number, _)| number)
            .collect()
    }
}
