//! The words from which the demo's titles are made (`backend/library/shelves.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::library::catalogue::title::Format;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelves {
    /// Words for the slots of patterns.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Names by language.
    pub people: BTreeMap<String, People>,
    /// Publishers by language.
    pub publishers: BTreeMap<String, Vec<String>>,
    /// One by one.
    pub shelf: Vec<Shelf>,
    /// Works that are real.
    pub classics: Classics,
}

/// Names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// First names.
    pub first: Vec<String>,
    /// Family names.
    pub last: Vec<String>,
}

/// Titles of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// How many.
    pub count: u32,
    /// What carries them.
    pub format: Format,
    /// ISO 639-1.
    pub language: String,
    /// How their shelf marks begin.
    pub mark: String,
    /// Their subjects.
    pub subjects: Vec<String>,
    /// Titles with slots.
    pub patterns: Vec<String>,
    /// Subtitle with slots.
    pub subtitle: Option<String>,
    /// Summary with slots.
    pub summary: Option<String>,
    /// A list of series they belong to.
    pub series: Option<String>,
    /// Volumes of each.
    #[serde(default)]
    pub volumes: u32,
}

/// Works that are real.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classics {
    /// Title, author, language, subject.
    pub works: Vec<(String, String, String, String)>,
}

/// The file that is part of the program.
///
/// # Errors
/// A mistake in it, which a test would have found.
pub fn read() -> Result<Shelves, toml::de::Error> {
    toml::from_str(include_str!("../../../library/shelves.toml"))
}

/// What a pattern becomes at the combination with this index, and how many combinations there are.
pub struct Filled {
    /// The text.
    pub text: String,
    /// Combinations of the pattern.
    pub combinations: u32,
}

impl Shelves {
    /// Fills the slots of a pattern with one combination of words. Neighbouring indexes share few words.
    pub fn fill(&self, pattern: &str, index: u32) -> Filled {
        let slots = || pattern.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let list = |name: &str| self.lists.get(name).map(Vec::as_slice).unwrap_or_default();
        let length = |name: &str| u32::try_from(list(name).len()).unwrap_or(1).max(1);
        let combinations = slots().map(length).product::<u32>().max(1);
        // A stride without a common divisor visits every combination once.
        let near = combinations / 3 * 2;
        let stride = (near..=near + combinations).find(|s| *s > 0 && coprime(*s, combinations));
        let index = u64::from(index) * u64::from(stride.unwrap_or(1)) % u64::from(combinations);
        let mut rest = u32::try_from(index).unwrap_or(0);
        let mut text = String::new();
        for (at, part) in pattern.split('{').enumerate() {
            match part.split_once('}') {
                Some((name, after)) if at > 0 => {
                    let place = usize::try_from(rest % length(name)).unwrap_or(0);
                    rest /= length(name);
                    text.push_str(list(name).get(place).map_or("", String::as_str));
                    text.push_str(after);
                }
                _ => text.push_str(part),
            }
        }
        Filled { text, combinations }
    }
}

const fn coprime(mut a: u32, mut b: u32) -> bool {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a == 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_slot_has_words_and_every_combination_comes_once() {
        let shelves = read().unwrap();
        for shelf in &shelves.shelf {
            assert!(shelves.people.contains_key(&shelf.language), "{}", shelf.language);
            assert!(shelves.publishers.contains_key(&shelf.language), "{}", shelf.language);
            for pattern in shelf.patterns.iter().chain(&shelf.subtitle).chain(&shelf.summary) {
                for slot in pattern.split('{').skip(1) {
                    assert!(shelves.lists.contains_key(slot.split('}').next().unwrap()), "{slot}");
                }
            }
        }
        let all = shelves.fill("{crime} {crime_place}", 0).combinations;
        let texts: BTreeSet<String> =
            (0..all).map(|at| shelves.fill("{crime} {crime_place}", at).text).collect();
        assert_eq!(texts.len(), usize::try_from(all).unwrap());
    }
}
