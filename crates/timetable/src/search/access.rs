//! From a place to the stops around it.

use super::query::{Endpoint, Walking};
use super::transfers::on_foot;
use crate::day_table::Access;
use crate::geo::Position;
use crate::timetable::{Timetable, walked};
use std::collections::BTreeMap;

/// A stop that can be reached on foot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The stop.
    pub stop: u32,
    /// Seconds to it.
    pub seconds: u32,
    /// Metres to it.
    pub metres: u32,
}

/// Stops around an endpoint, each once; `to` it if the journey ends there.
pub fn reached(
    timetable: &Timetable,
    endpoint: Endpoint,
    walking: &Walking,
    access: Access,
    to: bool,
) -> Vec<Reached> {
    let mut best: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let mut add = |stop: u32, seconds: u32, metres: u32| {
        let known = best.entry(stop).or_insert((seconds, metres));
        *known = (*known).min((seconds, metres));
    };
    match endpoint {
        Endpoint::Position(position) => {
            let crow = f64::from(walking.to_stop) / crate::timetable::DETOUR;
            timetable.walks.grid.near(position, crow, |stop, metres| {
                let metres = walked(metres);
                if metres <= walking.to_stop {
                    add(stop, walking.seconds(metres), metres);
                }
            });
        }
        Endpoint::Stop(_) | Endpoint::Place(_) => {
            for stop in timetable.stops_at(endpoint) {
                add(stop, 0, 0);
                timetable.walks.each(stop, !to, |between| {
                    let seconds = on_foot(&between, walking, access, walking.to_stop);
                    if let Some(seconds) = seconds.filter(|_| between.stop != stop) {
                        add(between.stop, seconds, between.metres);
                    }
                });
            }
        }
    }
    best.into_iter().map(|(stop, (seconds, metres))| Reached { stop, seconds, metres }).collect()
}

/// Where an endpoint is.
pub fn position(timetable: &Timetable, endpoint: Endpoint) -> Option<Position> {
    match endpoint {
        Endpoint::Position(position) => Some(position),
        Endpoint::Stop(stop) => timetable.position(stop),
        Endpoint::Place(place) => timetable.place(place).map(|place| place.position),
    }
}
