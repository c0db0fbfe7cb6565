//! Finding places by what people type.

use crate::timetable::{PlaceNumber, Timetable};
use words::{fold, join_umlauts, word_distance};

/// An index of the names of places, for typing with slips, without diacritics, in any script.
///
/// Names share most of their words, so each word is compared once. Made when first needed: it takes a few
/// milliseconds for a city.
#[derive(Debug, Default)]
pub struct Names {
    /// Each word once, as folded and with umlauts written out taken together.
    words: Vec<(Vec<char>, Vec<char>)>,
    places: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    place: PlaceNumber,
    whole: String,
    words: Vec<u32>,
    weight: u32,
}

/// A place that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The place.
    pub place: PlaceNumber,
    /// How far from what was typed: 0 is the same name. Only good for comparing.
    pub distance: u32,
}

/// Longest text that is looked at, in characters.
const LONGEST: usize = 100;

impl Names {
    /// Of all places of a timetable; platforms' and stops' codes are found too.
    #[must_use]
    pub fn new(timetable: &Timetable) -> Self {
        let mut known = std::collections::BTreeMap::new();
        let mut names = Self::default();
        for place in timetable.places() {
            let whole = fold(place.name);
            let codes: Vec<String> = timetable
                .stops_of_place(place.number)
                .filter_map(|stop| timetable.stop(stop)?.code.map(fold))
                .collect();
            let mut of_it = Vec::new();
            for word in whole.split(' ').chain(codes.iter().flat_map(|code| code.split(' '))) {
                if word.is_empty() {
                    continue;
                }
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                let number = *known.entry(word.to_owned()).or_insert(next);
                if number == next {
                    names
                        .words
                        .push((word.chars().collect(), join_umlauts(word).chars().collect()));
                }
                of_it.push(number);
            }
            names.places.push(Entry {
                place: place.number,
                whole,
                words: of_it,
                weight: place.weight,
            });
        }
        names
    }

    /// The places that fit best, the best first; among equals the one where more goes on.
    #[must_use]
    pub fn find(&self, typed: &str, most: usize) -> Vec<Found> {
        let typed: String = typed.chars().take(LONGEST).collect();
        let whole = fold(&typed);
        let wanted: Vec<&str> = whole.split(' ').filter(|word| !word.is_empty()).collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        // For each typed word its distance to every known one.
        let distances: Vec<Vec<Option<u32>>> = wanted
            .iter()
            .map(|wanted| {
                let plain: Vec<char> = wanted.chars().collect();
                let joined: Vec<char> = join_umlauts(wanted).chars().collect();
                let distance = |word: &(Vec<char>, Vec<char>)| {
                    let found = [word_distance(&plain, &word.0), word_distance(&joined, &word.1)];
                    found.into_iter().flatten().min()
                };
                self.words.iter().map(distance).collect()
            })
            .collect();
        let mut found: Vec<(Found, u32, usize)> = Vec::new();
        for entry in &self.places {
            if entry.whole == whole {
                found.push((
                    Found { place: entry.place, distance: 0 },
                    entry.weight,
                    entry.whole.len(),
                ));
                continue;
            }
            let sum = distances.iter().try_fold(0_u32, |sum, distances| {
                let of = |word: &u32| distances.get(*word as usize).copied().flatten();
                Some(sum + entry.words.iter().filter_map(of).min()?)
            });
            if let Some(sum) = sum {
                let distance = sum + 1 + u32::from(!entry.whole.starts_with(&whole));
                found.push((
                    Found { place: entry.place, distance },
                    entry.weight,
                    entry.whole.len(),
                ));
            }
        }
        found.sort_by_key(|(found, weight, length)| {
            (found.distance, std::cmp::Reverse(*weight), *length)
        });
        found.into_iter().take(most).map(|(found, ..)| found).collect()
    }
}
