//! Functions over several values: sums, extremes, joined texts, check lists; and those of dates.

use std::borrow::Cow;

use super::ast::{Expression, Function};
use super::call::{count, whole};
use super::compare::truth_of;
use super::evaluate::{Evaluated, Evaluator, Place};
use super::moment::{Moment, parse_time};
use super::number;
use super::value::Value;
use crate::tree::NodeId;

impl<'a> Evaluator<'a> {
    /// Every value of every argument: a set of nodes is as many as it has nodes.
    pub(super) fn texts(
        &mut self,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Vec<String>> {
        let mut texts = Vec::new();
        let mut length = 0;
        for argument in arguments {
            if let Expression::Node(_) | Expression::Text(_) = argument {
                let text = self.text(argument, place)?;
                length += text.len();
                texts.push(text.into_owned());
                continue;
            }
            match self.value(argument, place)? {
                Value::Nodes(nodes) => {
                    for node in nodes {
                        self.step()?;
                        texts.push(self.node_text(node)?.into_owned());
                        length += texts.last().map_or(0, String::len);
                    }
                }
                other => {
                    texts.push(self.text_of(other)?.into_owned());
                    length += texts.last().map_or(0, String::len);
                }
            }
        }
        self.spend(length / 16)?;
        Ok(texts)
    }

    pub(super) fn join(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let (glue, rest) = match arguments.split_first() {
            Some((glue, rest)) if function == Function::Join => (self.text(glue, place)?, rest),
            _ => (Cow::Borrowed(""), arguments),
        };
        let texts = self.texts(rest, place)?;
        self.spend(glue.len().saturating_mul(texts.len()) / 16)?;
        Ok(Value::Text(Cow::Owned(texts.join(&glue))))
    }

    pub(super) fn extreme(
        &mut self,
        arguments: &'a [Expression],
        place: &Place,
        choose: fn(f64, f64) -> f64,
    ) -> Evaluated<f64> {
        let mut found: Option<f64> = None;
        for argument in arguments {
            match self.value(argument, place)? {
                Value::Nodes(nodes) => {
                    for node in nodes {
                        self.step()?;
                        let next = self.node_number(node)?;
                        found = Some(one_of(found, next, choose));
                    }
                }
                Value::Number(next) => found = Some(one_of(found, next, choose)),
                Value::Moment(next) => found = Some(one_of(found, next.days(), choose)),
                other => {
                    let text = self.text_of(other)?;
                    let next = super::value::number_of(&text, self.offset());
                    found = Some(one_of(found, next, choose));
                }
            }
        }
        Ok(found.unwrap_or(f64::NAN))
    }

    pub(super) fn sum(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<f64> {
        let mut sum = 0.0;
        for node in self.nodes_at(argument, place)? {
            sum += self.node_number(node)?;
        }
        Ok(sum)
    }

    pub(super) fn round(
        &mut self,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let value = self.number_at(arguments.first(), place)?;
        let Some(decimals) = arguments.get(1) else {
            return Ok(Value::Number(number::round(value)));
        };
        let decimals = self.number(decimals, place)?;
        let Some(places) = whole(decimals).filter(|places| (-300..=300).contains(places)) else {
            return Ok(Value::Number(f64::NAN));
        };
        let factor = 10f64.powi(i32::try_from(places).unwrap_or(0));
        let rounded = number::round(value * factor) / factor;
        Ok(Value::Number(if rounded.is_finite() { rounded } else { value }))
    }

    /// `substr` counts from 0 and backwards from the end, `substring` from 1 (XPath 1.0, section 4.2).
    pub(super) fn part(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let text = self.text_at(arguments.first(), place)?;
        self.spend(text.len() / 8)?;
        let letters = text.chars().count();
        let start = self.number_at(arguments.get(1), place)?;
        let last = match arguments.get(2) {
            Some(last) => Some(self.number(last, place)?),
            None => None,
        };
        let (from, to) = if function == Function::Substring {
            let from = number::round(start);
            let to = last.map_or(f64::INFINITY, |length| from + number::round(length));
            (from - 1.0, to - 1.0)
        } else {
            let from_end = |place: f64| if place < 0.0 { place + count(letters) } else { place };
            (from_end(start.trunc()), last.map_or(f64::INFINITY, |last| from_end(last.trunc())))
        };
        let inside = |place: usize| count(place) >= from && count(place) < to;
        let part =
            text.chars().enumerate().filter(|(place, _)| inside(*place)).map(|(_, letter)| letter);
        Ok(Value::Text(Cow::Owned(part.collect())))
    }

    pub(super) fn checklist(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let least = self.number_at(arguments.first(), place)?;
        let most = self.number_at(arguments.get(1), place)?;
        let values = arguments.get(2..).unwrap_or_default();
        let mut reached = 0.0;
        if function == Function::Checklist {
            for argument in values {
                for truth in self.truths(argument, place)? {
                    reached += f64::from(u8::from(truth));
                }
            }
        } else {
            for pair in values.chunks(2) {
                let (Some(value), Some(weight)) = (pair.first(), pair.get(1)) else { continue };
                let truths = self.truths(value, place)?;
                let weights = self.texts(std::slice::from_ref(weight), place)?;
                for (truth, weight) in truths.into_iter().zip(weights) {
                    if truth {
                        reached += number::from_text(&weight);
                    }
                }
            }
        }
        let none = |bound: f64| (bound + 1.0).abs() < f64::EPSILON;
        Ok(Value::Boolean((none(least) || reached >= least) && (none(most) || reached <= most)))
    }

    /// "Evaluates to true when it converts to a number > 0" for a number, else as `boolean()` has it.
    fn truths(&mut self, argument: &'a Expression, place: &Place) -> Evaluated<Vec<bool>> {
        let value = self.value(argument, place)?;
        let Value::Nodes(nodes) = value else { return Ok(vec![truth_of(&value)]) };
        let mut truths = Vec::new();
        for node in nodes {
            self.step()?;
            truths.push(!self.node_text(node)?.trim().is_empty());
        }
        Ok(truths)
    }

    pub(super) fn place_among_siblings(&mut self, node: NodeId) -> Evaluated<f64> {
        let tree = self.world.tree;
        let Some(parent) = tree.parent(node) else { return Ok(1.0) };
        let mut place = 0;
        for sibling in tree.children(parent) {
            self.step()?;
            place += usize::from(tree.name(sibling) == tree.name(node));
            if sibling == node {
                break;
            }
        }
        Ok(count(place))
    }

    pub(super) fn moment_at(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Option<Moment>> {
        let Some(argument) = argument else { return Ok(None) };
        Ok(match self.value(argument, place)? {
            Value::Moment(moment) => Some(moment),
            Value::Number(days) => Moment::from_days(days, self.offset()),
            Value::Boolean(_) => None,
            other => {
                let text = self.text_of(other)?;
                Moment::parse(&text, self.offset())
            }
        })
    }

    /// A date with or without its zeros; what is none stays empty.
    pub(super) fn date(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let Some(argument) = argument else { return Ok(Value::Text(Cow::Borrowed(""))) };
        let found = match self.value(argument, place)? {
            Value::Moment(moment) => Some(moment),
            Value::Number(days) => Moment::from_days(days, self.offset()),
            Value::Boolean(_) => None,
            other => {
                let text = self.text_of(other)?;
                let offset = self.offset();
                Moment::parse(&text, offset).or_else(|| Moment::parse(&padded(&text)?, offset))
            }
        };
        Ok(found.map_or(Value::Text(Cow::Borrowed("")), Value::Moment))
    }

    pub(super) fn decimal_time(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        let text = self.text_at(argument, place)?;
        let ms = parse_time(&text, true).filter(|_| text.contains(':')).map(|(ms, offset)| {
            let here = i64::from(self.offset());
            let shift = offset.map_or(0, |theirs| here - i64::from(theirs)) * 60_000;
            (i64::from(ms) + shift).rem_euclid(super::moment::DAY)
        });
        #[allow(clippy::cast_precision_loss)] // milliseconds of a day
        Ok(Value::Number(ms.map_or(f64::NAN, |ms| ms as f64 / super::moment::DAY as f64)))
    }
}

/// `2026-1-5` as `2026-01-05`.
fn padded(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    Some(time.map_or_else(|| date.clone(), |time| format!("{date}T{time}")))
}

fn one_of(found: Option<f64>, next: f64, choose: fn(f64, f64) -> f64) -> f64 {
    match found {
        Some(found) if found.is_nan() || next.is_nan() => f64::NAN,
        Some(found) => choose(found, next),
        None => next,
    }
}
