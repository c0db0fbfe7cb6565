//! Type-ahead search that forgives a slip of the finger.
//!
//! Words are compared without case and diacritics, in any script; each word of the query has to be found in
//! an entry, as a whole, as a beginning, inside a compound, or with a slip or two. Made for some hundred
//! entries: everything is compared, nothing but the folded words is kept.

pub use words::{distance, fold};

use words::{join_umlauts, word_distance};

/// Longest query that is looked at, in characters.
const LONGEST: usize = 100;

/// What can be found.
#[derive(Debug, Clone)]
pub struct Index<K> {
    entries: Vec<Entry<K>>,
}

#[derive(Debug, Clone)]
struct Entry<K> {
    key: K,
    name: Text,
    synonyms: Vec<Text>,
}

#[derive(Debug, Clone)]
struct Text {
    whole: String,
    words: Vec<Word>,
}

/// A word as folded, and with umlauts written out taken together.
#[derive(Debug, Clone)]
struct Word {
    folded: Vec<char>,
    joined: Vec<char>,
}

impl Text {
    fn new(text: &str) -> Self {
        let whole = fold(text);
        let words = whole.split(' ').filter(|word| !word.is_empty());
        let word = |word: &str| Word {
            folded: word.chars().collect(),
            joined: join_umlauts(word).chars().collect(),
        };
        Self { words: words.map(word).collect(), whole }
    }
}

/// Something found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<K> {
    /// What.
    pub key: K,
    /// How far from the query: 0 is the same name; only good for comparing.
    pub distance: u32,
}

impl<K: Copy + PartialEq> Index<K> {
    /// An index of entries: key, name, and other words it should be found by.
    pub fn new<S: AsRef<str>>(entries: impl IntoIterator<Item = (K, S, Vec<S>)>) -> Self {
        let entry = |(key, name, synonyms): (K, S, Vec<S>)| Entry {
            key,
            name: Text::new(name.as_ref()),
            synonyms: synonyms.iter().map(|synonym| Text::new(synonym.as_ref())).collect(),
        };
        Self { entries: entries.into_iter().map(entry).collect() }
    }

    /// What fits the query, the best first, each key once. Nothing for an empty query.
    #[must_use]
    pub fn find(&self, query: &str) -> Vec<Hit<K>> {
        let query: String = query.chars().take(LONGEST).collect();
        let query = Text::new(&query);
        if query.words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(Hit<K>, i64)> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let distance = entry.distance(&query)?;
                let length = i64::try_from(entry.name.whole.len()).unwrap_or(i64::MAX);
                Some((Hit { key: entry.key, distance }, length))
            })
            .collect();
        // Among equals the shorter name is nearer to what was typed; else they stay as they were given.
        crate::sort_by_key(&mut hits, |(hit, length)| (hit.distance.into(), *length));
        let mut found: Vec<Hit<K>> = Vec::new();
        for (hit, _) in hits {
            if !found.iter().any(|known| known.key == hit.key) {
                found.push(hit);
            }
        }
        found
    }
}

/// Added for a hit in a synonym: a name comes before a synonym of the same quality.
const SYNONYM: u32 = 3;

impl<K> Entry<K> {
    fn distance(&self, query: &Text) -> Option<u32> {
        if query.whole == self.name.whole {
            return Some(0);
        }
        let synonyms = self.synonyms.iter().filter_map(|synonym| {
            if synonym.whole == query.whole {
                return Some(SYNONYM);
            }
            Some(text_distance(query, &[synonym])? + SYNONYM)
        });
        let name = text_distance(query, &[&self.name]);
        if let Some(distance) = name.into_iter().chain(synonyms).min() {
            return Some(distance);
        }
        // "Pass Kind": one word in the name, the other in a synonym.
        let texts: Vec<&Text> = std::iter::once(&self.name).chain(&self.synonyms).collect();
        text_distance(query, &texts).map(|distance| distance + 2 * SYNONYM)
    }
}

/// 1 and more; `None` if a word of the query is in none of the texts.
fn text_distance(query: &Text, texts: &[&Text]) -> Option<u32> {
    let beginning = texts.iter().any(|text| text.whole.starts_with(&query.whole));
    let mut sum = 1 + u32::from(!beginning);
    for wanted in &query.words {
        let words = texts.iter().flat_map(|text| &text.words);
        let distances = words.flat_map(|word| {
            let joined = word_distance(&wanted.joined, &word.joined);
            [word_distance(&wanted.folded, &word.folded), joined]
        });
        sum += distances.flatten().min()?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 8] = [
        "Personalausweis",
        "Reisepass",
        "Vorläufiger Reisepass",
        "Wohnsitzanmeldung",
        "Wohnsitzanmeldung – Familie",
        "Führungszeugnis",
        "Kirchenaustritt",
        "Паспорт",
    ];

    fn index() -> Index<usize> {
        let synonyms = |at: usize| if at == 3 { vec!["Umzug", "ummelden"] } else { vec![] };
        Index::new(NAMES.iter().enumerate().map(|(at, name)| (at, *name, synonyms(at))))
    }

    fn first(query: &str) -> Option<usize> {
        index().find(query).first().map(|hit| hit.key)
    }

    #[test]
    fn what_people_type() {
        assert_eq!(first("reisepas"), Some(1));
        assert_eq!(first("fuhrungszeugnis"), Some(5));
        assert_eq!(first("Fuehrungszeugnis"), Some(5));
        assert_eq!(first("personalausweiß"), Some(0));
        assert_eq!(first("perosnalausweis"), Some(0));
        assert_eq!(first("ausweis"), Some(0));
        assert_eq!(first("umzug"), Some(3));
        assert_eq!(first("familie wohnsitz"), Some(4));
        assert_eq!(first("umzug familie"), None);
        assert_eq!(first("паспорт"), Some(7));
        assert_eq!(first("kirchenausttrit"), Some(6));
        assert_eq!(first(""), None);
        assert_eq!(first("xyz"), None);
        let reisepass = index().find("reisepass");
        assert_eq!(reisepass.iter().map(|hit| hit.key).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn two_hundred_entries_are_fast() {
        let names: Vec<String> =
            (0..200).map(|n| format!("Leistung Nummer {n} für Bürger*innen")).collect();
        let index =
            Index::new(names.iter().enumerate().map(|(at, name)| (at, name.as_str(), vec![])));
        let start = std::time::Instant::now();
        for _ in 0..100 {
            assert!(!index.find("leistnug bürgerinen").is_empty());
        }
        // Some 0.2 ms each when optimised; the limit only catches an algorithm gone wrong.
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    fn slip(word: &str, at: usize, kind: u8, letter: char) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = at % letters.len();
        match kind % 4 {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ => {
                if at + 1 < letters.len() {
                    letters.swap(at, at + 1);
                }
            }
        }
        letters.into_iter().collect()
    }

    #[test]
    fn a_slip_beside_a_vowel_is_one_slip() {
        for (word, typed) in [("aebcd", "xebcd"), ("aeeeee", "beeeee"), ("bauen", "baxen")] {
            let index = Index::new([(1, word, vec![])]);
            assert!(!index.find(typed).is_empty(), "{typed} for {word}");
        }
    }

    proptest! {
        #[test]
        fn the_exact_name_comes_first(names in proptest::collection::vec("[\\p{L} ]{1,20}", 1..20), at: prop::sample::Index) {
            let wanted = &names[at.index(names.len())];
            prop_assume!(!fold(wanted).is_empty());
            let index = Index::new(names.iter().enumerate().map(|(at, name)| (at, name.as_str(), vec!["x"])));
            let hits = index.find(wanted);
            prop_assert_eq!(hits[0].distance, 0);
            prop_assert_eq!(fold(&names[hits[0].key]), fold(wanted));
        }

        #[test]
        fn one_slip_in_a_long_word_is_forgiven(word in "[a-z]{5,20}", at: usize, kind: u8, letter in proptest::char::range('a', 'z')) {
            let index = Index::new([(1, word.as_str(), vec![])]);
            let typed = slip(&word, at, kind, letter);
            prop_assert!(!index.find(&typed).is_empty(), "{} for {}", typed, word);
        }

        #[test]
        fn never_panics(name in "\\PC{0,30}", query in "(?s).{0,200}") {
            let index = Index::new([(1, name.as_str(), vec![query.as_str()])]);
            let _ = index.find(&query);
            prop_assert_eq!(fold(&fold(&query)), fold(&query));
        }
    }
}
