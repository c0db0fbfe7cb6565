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
    /// From triples of stop, next stop and seconds, as often as they come.
    pub fn new(stops: usize, all: &[(u32, u32, u32)]) -> Self {
        let every = Lists::new(stops, all.iter().map(|(from, to, s)| (*from, (*to, *s))));
        let (mut lengths, mut least) = (Vec::with_capacity(stops), Vec::with_capacity(stops));
        let mut of_it: Vec<(u32, u32)> = Vec::new();
        for from in (0..).take(stops) {
            of_it.clear();
            of_it.extend(every.get(from));
            of_it.sort_unstable();
            of_it.dedup_by_key(|(to, _)| *to);
            lengths.push(u32::try_from(of_it.len()).unwrap_or(u32::MAX));
            least.extend(&of_it);
        }
        let after = Lists::from_lengths(&lengths, least).unwrap_or_default();
        let back = triples(&after).map(|(from, to, seconds)| (to, (from, seconds)));
        Self { before: Lists::new(stops, back), after }
    }

    /// All triples again.
    pub fn triples(&self) -> Vec<(u32, u32, u32)> {
        triples(&self.after).collect()
    }
}

fn triples(after: &Lists<(u32, u32)>) -> impl Iterator<Item = (u32, u32, u32)> + Clone {
    (0..)
        .zip(0..after.len())
        .flat_map(|(from, _)| after.get(from).iter().map(move |(to, s)| (from, *to, *s)))
}
