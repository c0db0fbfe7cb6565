//! From stop to next stop: the least time that any trip takes.

use super::columns::Lists;

/// For each stop, its neighbours and the least seconds between them.
#[derive(Debug, Clone, Default)]
pub struct Segments {
    /// Neighbours from which vehicles come.
    pub before: Lists<(u32, u32)>,
    /// Neighbours to which vehicles go.
    pub after: Lists<(u32, u32)>,
}

impl Segments {
    /// From triples of stop, next stop and seconds.
    pub fn new(stops: usize, mut all: Vec<(u32, u32, u32)>) -> Self {
        all.sort_unstable();
        all.dedup_by_key(|(from, to, _)| (*from, *to));
        Self {
            before: Lists::new(
                stops,
                all.iter().map(|(from, to, seconds)| (*to, (*from, *seconds))),
            ),
            after: Lists::new(
                stops,
                all.iter().map(|(from, to, seconds)| (*from, (*to, *seconds))),
            ),
        }
    }

    /// All triples again.
    pub fn triples(&self) -> Vec<(u32, u32, u32)> {
        (0..)
            .zip(0..self.after.len())
            .flat_map(|(from, _)| self.after.get(from).iter().map(move |(to, s)| (from, *to, *s)))
            .collect()
    }
}
