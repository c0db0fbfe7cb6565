//! Positions by id. Ids are compared as bytes, exactly as the feed writes them.

use std::collections::{HashMap, hash_map::Entry};

/// Which position has which id.
#[derive(Debug, Default)]
pub(super) struct Ids {
    positions: HashMap<Box<[u8]>, u32>,
}

impl Ids {
    /// Takes an id for a position; `false` if it is taken already.
    pub(super) fn insert(&mut self, id: &[u8], position: usize) -> bool {
        let Ok(position) = u32::try_from(position) else { return false };
        match self.positions.entry(id.into()) {
            Entry::Occupied(_) => false,
            Entry::Vacant(free) => {
                free.insert(position);
                true
            }
        }
    }

    /// The position of an id.
    pub(super) fn get(&self, id: &[u8]) -> Option<u32> {
        self.positions.get(id).copied()
    }

    /// Gives every id its new position, or takes it out.
    pub(super) fn renumber(&mut self, new: &[Option<u32>]) {
        self.positions.retain(|_, position| {
            let found = new.get(*position as usize).copied().flatten();
            *position = found.unwrap_or(*position);
            found.is_some()
        });
    }
}
