//! Changing, for one way of walking.

// Hot: every index comes from the timetable's checked lists.
#![allow(clippy::indexing_slicing)]
// `Timetable::open` refuses what 32 bits cannot count.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use super::query::Walking;
use crate::day_table::Access;
use crate::timetable::{Between, Timetable};

/// Never.
pub const NEVER: u32 = u32::MAX;

/// What has to lie between an arrival and a departure, in seconds.
#[derive(Debug, Default)]
pub struct Transfers {
    /// At the same stop.
    pub same: Vec<u32>,
    first: Vec<u32>,
    /// To other stops (or, backwards, from them), the nearest first.
    edges: Vec<(u32, u32)>,
}

impl Transfers {
    /// For one way of walking; backwards if journeys are looked for from their end.
    pub fn new(timetable: &Timetable, walking: &Walking, access: Access, forward: bool) -> Self {
        let stops = timetable.stop_count();
        let mut same = vec![walking.slack; stops];
        let mut edges: Vec<(u32, u32)> = Vec::new();
        let mut first = vec![0];
        for from in 0..stops as u32 {
            let start = edges.len();
            timetable.walks.each(from, forward, |between| {
                let seconds = required(&between, from, walking, access);
                if between.stop == from {
                    same[from as usize] = seconds.unwrap_or(NEVER);
                } else if let Some(seconds) = seconds {
                    edges.push((between.stop, seconds));
                }
            });
            edges[start..].sort_unstable_by_key(|(stop, seconds)| (*seconds, *stop));
            first.push(edges.len() as u32);
        }
        Self { same, first, edges }
    }

    /// Stops that can be changed to, with the seconds that takes, ascending.
    #[inline]
    pub fn from(&self, stop: u32) -> &[(u32, u32)] {
        &self.edges[self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize]
    }
}

/// Seconds on foot from one stop to another, nothing added; `None` if there is no way for this person.
pub fn on_foot(between: &Between, walking: &Walking, access: Access, most: u32) -> Option<u32> {
    if between.forbidden {
        return None;
    }
    let Some(way) = between.way else {
        return (between.metres <= most || between.minimum.is_some())
            .then(|| walking.seconds(between.metres));
    };
    let way = match access {
        Access::Any => Some(way),
        Access::Wheelchair | Access::WheelchairKnown => between.step_free,
    };
    way.map(|way| walking.scaled(way))
}

/// Seconds that have to lie between arriving and departing; `None` if one cannot change.
fn required(between: &Between, from: u32, walking: &Walking, access: Access) -> Option<u32> {
    let mut between = *between;
    if between.stop == from {
        between.metres = 0;
    }
    let walk = on_foot(&between, walking, access, walking.between)?;
    // What the feed demands has everything in it, for people who walk as fast as others.
    Some(match between.minimum {
        Some(minimum) if between.stop == from => minimum.max(walking.slack),
        Some(minimum) => walking.scaled(minimum).max(minimum).max(walking.slack),
        None => walk + walking.slack,
    })
}
