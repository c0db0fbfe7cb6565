//! Finding templates in trip ids; see [`crate::id_template`].

use crate::file::fold;
use crate::id_template::{Expect, LINE, NUMBER, Rule, SERVICE, TEXT};
use std::collections::{BTreeMap, HashMap};

/// A trip id with what may be in it.
#[derive(Debug, Clone, Copy)]
pub struct Id<'f> {
    /// `trip_id`.
    pub trip: &'f str,
    /// `service_id`.
    pub service: &'f str,
    /// `route_id`.
    pub line: &'f str,
    /// Seconds of the trip's own first departure.
    pub start: u32,
}

/// The ids as the file keeps them.
#[derive(Debug, Default)]
pub struct Ids {
    /// Template texts.
    pub texts: Vec<String>,
    /// For each template its rules.
    pub rules: Vec<Vec<Rule>>,
    /// For each trip its template.
    pub template: Vec<u32>,
    /// First the first numbers of all trips that have one, then the second ones, and so on; each as its
    /// folded difference from what was expected.
    pub numbers: Vec<u32>,
}

/// A piece of an id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece<'f> {
    Text(&'f str),
    Hole(char),
    Digits(&'f str),
}

/// Finds templates.
pub fn templates(ids: &[Id]) -> Ids {
    let split: Vec<Vec<Piece>> = ids.iter().map(split).collect();
    let families = families(&split);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut found = Ids::default();
    let mut values: Vec<Vec<u32>> = Vec::new();
    for pieces in &split {
        let widths = families.get(&erased(pieces)).map(Vec::as_slice).unwrap_or_default();
        let (text, digits, value) = write(pieces, widths);
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let template = *numbers.entry(text.clone()).or_insert(next);
        if template == next {
            found.texts.push(text);
            let before = Expect::Before;
            found.rules.push(digits.iter().map(|d| Rule { digits: *d, expect: before }).collect());
        }
        found.template.push(template);
        values.push(value);
    }
    for (template, rules) in found.rules.iter_mut().enumerate() {
        let of_it: Vec<usize> = (0..ids.len())
            .filter(|trip| found.template[*trip] as usize == template)
            .take(2000)
            .collect();
        for (at, rule) in rules.iter_mut().enumerate() {
            let cost = |expect: Expect| {
                let mut before = 0;
                let mut cost = 0_u64;
                for trip in &of_it {
                    let value = values[*trip][at];
                    let expected = expect.number(ids[*trip].start, before);
                    let difference = fold(value.wrapping_sub(expected).cast_signed());
                    cost += u64::from((32 - difference.leading_zeros()).div_ceil(4));
                    before = value;
                }
                cost
            };
            rule.expect = Expect::ALL
                .into_iter()
                .min_by_key(|expect| cost(*expect))
                .unwrap_or(Expect::Before);
        }
    }
    let most = found.rules.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..most {
        let mut before: HashMap<u32, u32> = HashMap::new();
        for (trip, value) in values.iter().enumerate() {
            let template = found.template[trip];
            let Some(rule) = found.rules[template as usize].get(at) else { continue };
            let last = before.insert(template, value[at]).unwrap_or(0);
            let expected = rule.expect.number(ids[trip].start, last);
            found.numbers.push(fold(value[at].wrapping_sub(expected).cast_signed()));
        }
    }
    found
}

fn split<'f>(id: &Id<'f>) -> Vec<Piece<'f>> {
    let mut pieces = Vec::new();
    let mut rest = id.trip;
    if rest.contains(|c: char| c <= TEXT) {
        return vec![Piece::Hole(TEXT), Piece::Text(rest)];
    }
    // Short ids of services and lines ("1") would be found everywhere.
    for (hole, known) in [(SERVICE, id.service), (LINE, id.line)] {
        let long = known.len() >= 2 && !known.bytes().all(|byte| byte.is_ascii_digit());
        if long && let Some((before, after)) = rest.split_once(known) {
            digits(before, &mut pieces);
            pieces.push(Piece::Hole(hole));
            rest = after;
        }
    }
    digits(rest, &mut pieces);
    pieces
}

fn digits<'f>(mut text: &'f str, pieces: &mut Vec<Piece<'f>>) {
    while !text.is_empty() {
        let number = text.starts_with(|c: char| c.is_ascii_digit());
        let end = text.find(|c: char| c.is_ascii_digit() != number).unwrap_or(text.len());
        // Nine digits fit in 32 bits.
        let end = if number { end.min(9) } else { end };
        let (piece, rest) = text.split_at(end);
        pieces.push(if number { Piece::Digits(piece) } else { Piece::Text(piece) });
        text = rest;
    }
}

/// The template with all numbers alike.
fn erased(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Hole(hole) => text.push(*hole),
            Piece::Digits(_) => text.push(NUMBER),
        }
    }
    text
}

/// For each family its numbers' digits: always so many, or as many as there are; `None` if the number has to
/// stay text because leading zeros come and go.
fn families(split: &[Vec<Piece>]) -> BTreeMap<String, Vec<Option<u8>>> {
    #[derive(Clone, Copy)]
    struct Seen {
        length: usize,
        same: bool,
        leading: bool,
    }
    let mut seen: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for pieces in split {
        let numbers = pieces.iter().filter_map(|piece| match piece {
            Piece::Digits(digits) => Some(*digits),
            _ => None,
        });
        let known = seen.entry(erased(pieces)).or_default();
        for (at, digits) in numbers.enumerate() {
            let leading = digits.len() > 1 && digits.starts_with('0');
            match known.get_mut(at) {
                Some(seen) => {
                    seen.same &= seen.length == digits.len();
                    seen.leading |= leading;
                }
                None => known.push(Seen { length: digits.len(), same: true, leading }),
            }
        }
    }
    let rule = |seen: Seen| match (seen.same, seen.leading) {
        (_, false) => Some(0),
        (true, true) => u8::try_from(seen.length).ok(),
        (false, true) => None,
    };
    seen.into_iter().map(|(key, all)| (key, all.into_iter().map(rule).collect())).collect()
}

fn write(pieces: &[Piece], widths: &[Option<u8>]) -> (String, Vec<u8>, Vec<u32>) {
    let (mut text, mut digits, mut values) = (String::new(), Vec::new(), Vec::new());
    let mut widths = widths.iter();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Hole(hole) => text.push(*hole),
            Piece::Digits(part) => match widths.next().copied().flatten().zip(part.parse().ok()) {
                Some((width, value)) => {
                    text.push(NUMBER);
                    digits.push(width);
                    values.push(value);
                }
                None => text.push_str(part),
            },
        }
    }
    (text, digits, values)
}
