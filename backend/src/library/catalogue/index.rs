//! Which titles contain which words. In memory: three thousand titles are a few hundred kilobytes, and the same
//! whatever database keeps them.

use std::collections::HashMap;

use words::{fold, join_umlauts, word_distance};

use super::title::Title;
use ::library::isbn;

/// Parts of a title in which can be searched, as bits.
pub mod part {
    /// Title, subtitle.
    pub const TITLE: u8 = 1;
    /// Persons.
    pub const AUTHOR: u8 = 2;
    /// Subjects.
    pub const SUBJECT: u8 = 4;
    /// Series.
    pub const SERIES: u8 = 8;
    /// Shelf mark.
    pub const MARK: u8 = 16;
    /// Summary, publisher, year.
    pub const REST: u8 = 32;
    /// All of them.
    pub const ALL: u8 = 63;
}

/// One word and where it stands: title by place, parts.
#[derive(Debug)]
struct Entry {
    word: Vec<char>,
    places: Vec<(usize, u8)>,
}

/// The index.
#[derive(Debug)]
pub struct Index {
    entries: Vec<Entry>,
    titles: Vec<String>,
    isbns: HashMap<String, usize>,
}

/// Chinese, Japanese and Korean do not separate words: every rest of one is a word, so that each is found by its
/// beginning.
fn is_unspaced(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

impl Index {
    /// Of these titles.
    pub fn new(all: &[Title]) -> Self {
        let mut words: HashMap<String, HashMap<usize, u8>> = HashMap::new();
        let mut add = |place: usize, part: u8, text: &str| {
            for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
                let starts = word.char_indices().filter(|(at, c)| *at == 0 || is_unspaced(*c));
                for (at, _) in starts {
                    let rest = word.get(at..).unwrap_or_default().to_owned();
                    *words.entry(rest).or_default().entry(place).or_default() |= part;
                }
            }
        };
        for (place, title) in all.iter().enumerate() {
            add(place, part::TITLE, &title.title);
            add(place, part::TITLE, title.subtitle.as_deref().unwrap_or_default());
            title.authors.iter().for_each(|who| add(place, part::AUTHOR, who));
            title.subjects.iter().for_each(|subject| add(place, part::SUBJECT, subject));
            if let Some((name, number)) = &title.series {
                add(place, part::SERIES | part::TITLE, name);
                add(place, part::SERIES, number);
            }
            add(place, part::MARK, &title.mark);
            add(place, part::REST, title.summary.as_deref().unwrap_or_default());
            add(place, part::REST, &title.publisher);
            add(place, part::REST, &title.year.to_string());
        }
        let mut entries: Vec<Entry> = words
            .into_iter()
            .map(|(word, places)| Entry {
                word: word.chars().collect(),
                places: places.into_iter().collect(),
            })
            .collect();
        entries.sort_by(|one, other| one.word.cmp(&other.word));
        let isbn = |(place, title): (usize, &Title)| Some((title.isbn.clone()?, place));
        Self {
            entries,
            titles: all.iter().map(|title| fold(&title.whole())).collect(),
            isbns: all.iter().enumerate().filter_map(isbn).collect(),
        }
    }

    /// The title with this ISBN, however it is written.
    pub fn isbn(&self, text: &str) -> Option<usize> {
        self.isbns.get(&isbn::read(text)?).copied()
    }

    /// How well each title fits, all words considered; 0 is not at all.
    pub fn fit(&self, looked_for: &str, parts: u8) -> Vec<u32> {
        let mut fit = vec![1; self.titles.len()];
        let folded = fold(looked_for);
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let found = self.word(word, parts);
            for (fit, found) in fit.iter_mut().zip(found) {
                *fit = if *fit == 0 || found == 0 { 0 } else { *fit + found };
            }
        }
        for (fit, title) in fit.iter_mut().zip(&self.titles).filter(|(fit, _)| **fit > 0) {
            if parts & part::TITLE != 0 && !folded.is_empty() {
                *fit += if *title == folded {
                    300
                } else if title
                    .strip_prefix(folded.as_str())
                    .is_some_and(|rest| rest.starts_with(' '))
                {
                    100
                } else {
                    0
                };
            }
        }
        fit
    }

    /// How well one word fits each title. Slips are forgiven only where nothing fits without.
    fn word(&self, word: &str, parts: u8) -> Vec<u32> {
        let spellings: Vec<Vec<char>> = [word.to_owned(), join_umlauts(word)]
            .iter()
            .map(|word| word.chars().collect())
            .collect();
        let by = |distance: fn(&[char], &[char]) -> Option<u32>| {
            let mut fits = vec![0; self.titles.len()];
            for entry in &self.entries {
                let distances = spellings.iter().filter_map(|typed| distance(typed, &entry.word));
                let Some(distance) = distances.min() else { continue };
                for (place, found) in &entry.places {
                    let fit = closeness(distance) * weight(found & parts);
                    if let Some(kept) = fits.get_mut(*place) {
                        *kept = fit.max(*kept);
                    }
                }
            }
            fits
        };
        let without = by(without_slips);
        // Counting slips takes longest, so it is done last.
        if without.iter().any(|fit| *fit > 0) { without } else { by(word_distance) }
    }
}

/// The same as [`word_distance`], but for words without a slip.
fn without_slips(typed: &[char], word: &[char]) -> Option<u32> {
    if word.starts_with(typed) {
        return Some(u32::from(word.len() > typed.len()));
    }
    (typed.len() >= 3 && word.windows(typed.len()).any(|part| part == typed)).then_some(3)
}

/// What a word counts for by how far it is from what was typed.
const fn closeness(distance: u32) -> u32 {
    match distance {
        0 => 12,
        1 => 6,
        2 | 3 => 2,
        4..=6 => 3,
        _ => 1,
    }
}

/// What a word counts for by where it stands.
const fn weight(parts: u8) -> u32 {
    match parts {
        0 => 0,
        found if found & part::TITLE != 0 => 8,
        found if found & part::AUTHOR != 0 => 7,
        found if found & (part::SERIES | part::MARK) != 0 => 5,
        found if found & part::SUBJECT != 0 => 3,
        _ => 1,
    }
}
