//! Counting: exact, in memory, one answer after the other.

use std::collections::BTreeMap;

use xforms::{Asks, Form, Response};

use crate::participation::items::describe::Question;

/// Side of a square of the map in degrees of latitude: 250 m.
pub const SQUARE: f64 = 250.0 / 111_320.0;
/// Numbers are counted to so many parts of one.
pub const PARTS: f64 = 1000.0;

/// What is counted of one question.
#[derive(Debug, Clone)]
pub struct Tally {
    /// How many have answered it.
    pub answers: u64,
    /// What they said.
    pub counts: Counts,
}

/// What they said.
#[derive(Debug, Clone)]
pub enum Counts {
    /// One of several.
    Single(BTreeMap<String, u64>),
    /// Any of several.
    Multiple(BTreeMap<String, u64>),
    /// An order: how often first, and the sum of the places.
    Rank(BTreeMap<String, (u64, u64)>),
    /// Numbers, in thousandths.
    Numbers(BTreeMap<i64, u64>),
    /// Squares of the map: row from the equator, column in that row.
    Points(BTreeMap<(i64, i64), u64>),
    /// Words are only counted.
    Texts,
    /// Files, days and ways are not shown.
    Nothing,
}

impl Tally {
    /// Nothing counted yet.
    pub fn new(question: &Question) -> Self {
        let counts = match question.asks {
            Asks::One(_) => Counts::Single(BTreeMap::new()),
            Asks::Many(_) => Counts::Multiple(BTreeMap::new()),
            Asks::Rank => Counts::Rank(BTreeMap::new()),
            Asks::Whole | Asks::Decimal | Asks::Range { .. } => Counts::Numbers(BTreeMap::new()),
            Asks::Point => Counts::Points(BTreeMap::new()),
            Asks::Text { .. } => Counts::Texts,
            _ => Counts::Nothing,
        };
        Self { answers: 0, counts }
    }

    fn add(&mut self, value: &str) {
        match &mut self.counts {
            Counts::Single(counts) => *counts.entry(value.to_owned()).or_default() += 1,
            Counts::Multiple(counts) => {
                for word in value.split_whitespace() {
                    *counts.entry(word.to_owned()).or_default() += 1;
                }
            }
            Counts::Rank(counts) => {
                for (place, word) in (1..).zip(value.split_whitespace()) {
                    let (first, sum) = counts.entry(word.to_owned()).or_default();
                    *first += u64::from(place == 1);
                    *sum += place;
                }
            }
            Counts::Numbers(counts) => {
                let Some(number) = thousandths(value) else { return };
                *counts.entry(number).or_default() += 1;
            }
            Counts::Points(counts) => {
                let Some(square) = square(value) else { return };
                *counts.entry(square).or_default() += 1;
            }
            Counts::Texts | Counts::Nothing => {}
        }
        self.answers += 1;
    }
}

/// Counts an answer in. Its form may be an older version: questions are the same where their paths are.
pub fn count(questions: &[Question], tallies: &mut [Tally], form: &Form, response: &Response) {
    for (question, tally) in questions.iter().zip(tallies) {
        let value = response.value(form, &question.path).map(str::trim);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            tally.add(value);
        }
    }
}

#[allow(clippy::cast_possible_truncation)] // the range is checked
fn thousandths(value: &str) -> Option<i64> {
    let number: f64 = value.parse().ok()?;
    (number.abs() < 1e12).then(|| (number * PARTS).round() as i64)
}

/// The square in which a place lies.
#[allow(clippy::cast_possible_truncation)] // degrees are checked
fn square(value: &str) -> Option<(i64, i64)> {
    let mut numbers = value.split_whitespace().map(str::parse::<f64>);
    let (latitude, longitude) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    // Near a pole a square has no width; no city is there. What is no number is in no range either.
    if !((-85.0..=85.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)) {
        return None;
    }
    let row = (latitude / SQUARE).floor() as i64;
    Some((row, (longitude / width(row)).floor() as i64))
}

/// Width of the squares of a row in degrees of longitude.
#[allow(clippy::cast_precision_loss)] // rows are few
pub fn width(row: i64) -> f64 {
    SQUARE / ((row as f64 + 0.5) * SQUARE).to_radians().cos()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn places_become_squares_of_250_metres() {
        let at = |text: &str| square(text).unwrap();
        assert_eq!(at("51.2277 10.4541 0 0"), at("51.2278 10.4542 0 0"));
        let (row, _) = at("51.2277 10.4541");
        let metres = width(row) * 111_320.0 * 51.23_f64.to_radians().cos();
        assert!((249.0..251.0).contains(&metres), "{metres}");
        for wrong in ["", "51", "x y", "99 0", "0 999", "nan nan"] {
            assert_eq!(square(wrong), None, "{wrong}");
        }
        assert_eq!(thousandths("2.5"), Some(2500));
        assert_eq!(thousandths("1e99"), None);
    }
}
