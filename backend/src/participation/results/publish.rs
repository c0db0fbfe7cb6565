//! From what was counted to what is shown: small groups hidden, texts only when approved.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bins::spans;
use super::hide::{disjoint, overlapping};
use super::tally::{Counts, SQUARE, Tally, width};
use crate::participation::items::describe::Question;

/// Approved texts of each question, by its path.
pub type Approved = BTreeMap<String, Vec<String>>;

/// One question as it is shown; `None` for what is not shown at all.
pub fn question(
    question: &Question,
    tally: &Tally,
    approved: &Approved,
    least: u64,
) -> Option<Value> {
    let enough = tally.answers >= least;
    let (kind, name, shown) = match &tally.counts {
        Counts::Single(counts) => {
            ("single", "options", single(question, counts, tally.answers, least))
        }
        Counts::Multiple(counts) => {
            ("multiple", "options", multiple(question, counts, tally.answers, least))
        }
        Counts::Rank(counts) => ("rank", "options", rank(question, counts, tally.answers, least)),
        Counts::Numbers(counts) => ("numbers", "bins", numbers(question, counts, least, enough)),
        Counts::Points(counts) => ("points", "cells", points(counts, least)),
        Counts::Texts => {
            let texts = approved.get(&question.path).into_iter().flatten();
            let texts = texts.map(|text| json!({ "text": text, "approved": true }));
            ("texts", "texts", texts.collect())
        }
        Counts::Nothing => return None,
    };
    let head = json!({
        "ref": question.path,
        "type": kind,
        "label": question.label,
        "group": question.group,
        "n": enough.then_some(tally.answers),
    });
    let Value::Object(mut value) = head else { return None };
    if let Counts::Numbers(counts) = &tally.counts {
        // With hidden spans an exact average would tell what they hold.
        let all_shown =
            enough && shown.iter().all(|bin: &Value| bin.get("n").is_some_and(|n| !n.is_null()));
        value.insert("mean".to_owned(), json!(all_shown.then(|| mean(counts)).flatten()));
    }
    value.insert(name.to_owned(), Value::Array(shown));
    Some(Value::Object(value))
}

/// What can be chosen, in the form's order, then what is only offered after other answers or was in an older version:
/// that stands for itself.
fn options<'a, T>(
    question: &'a Question,
    counts: &'a BTreeMap<String, T>,
) -> Vec<(&'a str, Value)> {
    let known = question.options.iter().map(|(value, label)| (value.as_str(), json!(label)));
    let is_known = |value: &str| question.options.iter().any(|(known, _)| known == value);
    let more =
        counts.keys().filter(|value| !is_known(value)).map(|value| (value.as_str(), json!(value)));
    known.chain(more).collect()
}

#[allow(clippy::cast_precision_loss)] // people are few
fn share(n: u64, total: u64) -> f64 {
    (n as f64 / total.max(1) as f64 * 1000.0).round() / 10.0
}

fn chosen(value: &str, label: &Value, n: Option<u64>, total: u64) -> Value {
    json!({ "value": value, "label": label, "n": n, "pct": n.map(|n| share(n, total)) })
}

fn single(
    question: &Question,
    counts: &BTreeMap<String, u64>,
    total: u64,
    least: u64,
) -> Vec<Value> {
    let options = options(question, counts);
    let cells: Vec<u64> =
        options.iter().map(|(value, _)| counts.get(*value).copied().unwrap_or(0)).collect();
    let hidden = if total < least { vec![true; cells.len()] } else { disjoint(&cells, least) };
    let each = options.iter().zip(cells).zip(hidden);
    each.map(|(((value, label), n), hidden)| chosen(value, label, (!hidden).then_some(n), total))
        .collect()
}

fn multiple(
    question: &Question,
    counts: &BTreeMap<String, u64>,
    total: u64,
    least: u64,
) -> Vec<Value> {
    let options = options(question, counts);
    let cells: Vec<u64> =
        options.iter().map(|(value, _)| counts.get(*value).copied().unwrap_or(0)).collect();
    let hidden =
        if total < least { vec![true; cells.len()] } else { overlapping(&cells, total, least) };
    let each = options.iter().zip(cells).zip(hidden);
    each.map(|(((value, label), n), hidden)| chosen(value, label, (!hidden).then_some(n), total))
        .collect()
}

#[allow(clippy::cast_precision_loss)] // people are few
fn rank(
    question: &Question,
    counts: &BTreeMap<String, (u64, u64)>,
    total: u64,
    least: u64,
) -> Vec<Value> {
    let options = options(question, counts);
    let of = |value: &str| counts.get(value).copied().unwrap_or_default();
    let cells: Vec<u64> = options.iter().map(|(value, _)| of(value).0).collect();
    let hidden = if total < least { vec![true; cells.len()] } else { disjoint(&cells, least) };
    let mut shown: Vec<(f64, Value)> = options
        .iter()
        .zip(cells)
        .zip(hidden)
        .map(|(((value, label), first), hidden)| {
            let place = of(value).1 as f64 / total.max(1) as f64;
            let mut option = chosen(value, label, (!hidden).then_some(first), total);
            // With two options the average place is the number of first places in another form.
            let tells = hidden || place < 1.0;
            if let Value::Object(option) = &mut option {
                let place = (!tells).then_some((place * 100.0).round() / 100.0);
                option.insert("place".to_owned(), json!(place));
            }
            (if place < 1.0 { f64::MAX } else { place }, option)
        })
        .collect();
    if total >= least {
        shown.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    }
    shown.into_iter().map(|(_, option)| option).collect()
}

fn numbers(
    question: &Question,
    counts: &BTreeMap<i64, u64>,
    least: u64,
    enough: bool,
) -> Vec<Value> {
    if !enough {
        // The spans themselves would tell about the numbers.
        return Vec::new();
    }
    let spans = spans(&question.asks, counts);
    let cells: Vec<u64> = spans.iter().map(|span| span.2).collect();
    let hidden = disjoint(&cells, least);
    let each = spans.iter().zip(hidden);
    each.map(
        |((from, to, n), hidden)| json!({ "from": from, "to": to, "n": (!hidden).then_some(n) }),
    )
    .collect()
}

#[allow(clippy::cast_precision_loss)] // people are few
fn mean(counts: &BTreeMap<i64, u64>) -> Option<f64> {
    let people: u64 = counts.values().sum();
    let sum: f64 = counts.iter().map(|(key, n)| *key as f64 * *n as f64).sum();
    (people > 0).then(|| (sum / people as f64 / super::tally::PARTS * 100.0).round() / 100.0)
}

#[allow(clippy::cast_precision_loss)] // rows and columns are few
fn points(counts: &BTreeMap<(i64, i64), u64>, least: u64) -> Vec<Value> {
    let tidy = |degrees: f64| (degrees * 1e5).round() / 1e5;
    let large = counts.iter().filter(|(_, n)| **n >= least);
    large
        .map(|((row, column), n)| {
            json!({
                "latitude": tidy((*row as f64 + 0.5) * SQUARE),
                "longitude": tidy((*column as f64 + 0.5) * width(*row)),
                "n": n,
            })
        })
        .collect()
}
