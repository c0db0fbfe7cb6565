//! What is said of a trip beside its times.

use super::texts::Texts;
use crate::feed::Trip;
use std::collections::HashMap;

/// What the vehicle shows, from which stop on. Shared by all trips that show the same.
#[derive(Debug, Default)]
pub struct Headsigns {
    known: HashMap<Vec<(u32, u32)>, u32>,
    /// In order of their numbers.
    pub all: Vec<Vec<(u32, u32)>>,
}

impl Headsigns {
    /// The number of a trip's headsigns; without any it is the name of the last stop.
    pub fn add(&mut self, trip: &Trip, last_stop: &str, texts: &mut Texts) -> u32 {
        let own = if trip.headsign.is_empty() { last_stop } else { &trip.headsign };
        let mut signs = vec![(0, texts.add(own))];
        for change in &trip.headsign_changes {
            let text = texts.add(&change.headsign);
            match signs.last_mut() {
                Some(last) if last.0 == change.from => last.1 = text,
                Some(last) if last.1 == text => {}
                _ => signs.push((change.from, text)),
            }
        }
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        *self.known.entry(signs.clone()).or_insert_with(|| {
            self.all.push(signs);
            next
        })
    }
}

/// Wheelchair (bits 0 and 1) and bicycles (bits 2 and 3): 0 unknown, 1 yes, 2 no.
pub const fn flags(trip: &Trip) -> u32 {
    let bikes = match trip.bikes {
        None => 0,
        Some(true) => 1,
        Some(false) => 2,
    };
    trip.wheelchair.number() as u32 | bikes << 2
}
