//! Calling a function (section 30, "XPath functions"). The names say which; what is particular stands here.

use std::borrow::Cow;

use super::ast::{Expression, Function};
use super::evaluate::{Evaluated, Evaluator, Place};
use super::moment::{self, Moment};
use super::value::Value;
use super::{digest, geo, machine, number, shuffle, strings};
use crate::tree::NodeId;

fn owned<'a>(text: impl Into<String>) -> Value<'a> {
    Value::Text(Cow::Owned(text.into()))
}

impl<'a> Evaluator<'a> {
    #[allow(clippy::too_many_lines)] // one line a function, and the table is better whole
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &'a [Expression],
        place: &Place,
    ) -> Evaluated<Value<'a>> {
        use Function as F;
        let first = arguments.first();
        let second = arguments.get(1);
        Ok(match function {
            F::True => Value::Boolean(true),
            F::False => Value::Boolean(false),
            F::Boolean => Value::Boolean(self.truth_at(first, place)?),
            F::Not => Value::Boolean(!self.truth_at(first, place)?),
            F::BooleanFromString => {
                let text = self.text_at(first, place)?;
                Value::Boolean(text == "1" || text == "true")
            }
            F::If => {
                let chosen = if self.truth_at(first, place)? { second } else { arguments.get(2) };
                match chosen {
                    Some(chosen) => self.value(chosen, place)?,
                    None => owned(""),
                }
            }
            F::Coalesce => {
                let text = self.text_at(first, place)?;
                Value::Text(if text.is_empty() { self.text_at(second, place)? } else { text })
            }
            F::Once => {
                let text = self.node_text(place.node)?;
                Value::Text(if text.is_empty() { self.text_at(first, place)? } else { text })
            }
            F::Number => Value::Number(match first {
                Some(inside) => self.number(inside, place)?,
                None => self.node_number(place.node)?,
            }),
            F::Int => Value::Number(self.number_at(first, place)?.trunc()),
            F::Abs => Value::Number(self.number_at(first, place)?.abs()),
            F::Floor => Value::Number(self.number_at(first, place)?.floor()),
            F::Ceiling => Value::Number(self.number_at(first, place)?.ceil()),
            F::Pow => {
                let (base, power) = (self.number_at(first, place)?, self.number_at(second, place)?);
                Value::Number(machine::pow(base, power))
            }
            F::Round => self.round(arguments, place)?,
            F::Min => Value::Number(self.extreme(arguments, place, f64::min)?),
            F::Max => Value::Number(self.extreme(arguments, place, f64::max)?),
            F::Sum => Value::Number(self.sum(first, place)?),
            F::Count => Value::Number(count(self.nodes_at(first, place)?.len())),
            F::CountNonEmpty => {
                let mut filled = 0;
                for node in self.nodes_at(first, place)? {
                    filled += usize::from(!self.node_text(node)?.is_empty());
                }
                Value::Number(count(filled))
            }
            F::Position => match first {
                None => Value::Number(count(place.position)),
                Some(inside) => match self.nodes(inside, place)?.first() {
                    Some(node) => Value::Number(self.place_among_siblings(*node)?),
                    None => Value::Number(f64::NAN),
                },
            },
            F::Last => Value::Number(count(place.size)),
            F::Text => Value::Text(match first {
                Some(inside) => self.text(inside, place)?,
                None => self.node_text(place.node)?,
            }),
            F::Concat | F::Join => self.join(function, arguments, place)?,
            F::Substr | F::Substring => self.part(function, arguments, place)?,
            F::SubstringBefore | F::SubstringAfter => {
                let (text, sign) = (self.text_at(first, place)?, self.text_at(second, place)?);
                self.spend(text.len() / 16)?;
                let parts = text.split_once(sign.as_ref());
                let before = function == F::SubstringBefore;
                owned(parts.map_or("", |(left, right)| if before { left } else { right }))
            }
            F::StringLength => {
                let text = self.text_or_here(first, place)?;
                self.spend(text.len() / 16)?;
                Value::Number(count(text.chars().count()))
            }
            F::NormalizeSpace => {
                let text = self.text_or_here(first, place)?;
                self.spend(text.len() / 16)?;
                owned(strings::words(&text).collect::<Vec<_>>().join(" "))
            }
            F::Contains | F::StartsWith | F::EndsWith => {
                let (text, sign) = (self.text_at(first, place)?, self.text_at(second, place)?);
                self.spend(text.len() / 16)?;
                Value::Boolean(match function {
                    F::Contains => text.contains(sign.as_ref()),
                    F::StartsWith => text.starts_with(sign.as_ref()),
                    _ => text.ends_with(sign.as_ref()),
                })
            }
            F::Translate => {
                let (text, from) = (self.text_at(first, place)?, self.text_at(second, place)?);
                let to = self.text_at(arguments.get(2), place)?;
                self.spend(text.len().saturating_mul(from.len() + 1) / 16)?;
                owned(strings::translate(&text, &from, &to))
            }
            F::Regex => {
                let (text, pattern) = (self.text_at(first, place)?, self.text_at(second, place)?);
                Value::Boolean(self.matches(&text, &pattern)?)
            }
            F::Selected => {
                let (list, value) = (self.text_at(first, place)?, self.text_at(second, place)?);
                self.spend(list.len() / 16)?;
                Value::Boolean(strings::selected(&list, &value))
            }
            F::SelectedAt => {
                let (list, at) = (self.text_at(first, place)?, self.number_at(second, place)?);
                self.spend(list.len() / 16)?;
                let item =
                    whole(at).and_then(|at| strings::words(&list).nth(usize::try_from(at).ok()?));
                owned(item.unwrap_or_default())
            }
            F::CountSelected => {
                let list = self.text_at(first, place)?;
                self.spend(list.len() / 16)?;
                Value::Number(count(strings::words(&list).count()))
            }
            F::Checklist | F::WeightedChecklist => self.checklist(function, arguments, place)?,
            F::Today => Value::Moment(self.world.now.midnight()),
            F::Now => Value::Moment(self.world.now),
            F::Date => self.date(first, place)?,
            F::FormatDate | F::FormatDateTime => {
                let moment = self.moment_at(first, place)?;
                let pattern = self.text_at(second, place)?;
                self.spend(pattern.len() / 8)?;
                let with_time = function == F::FormatDateTime;
                owned(moment.map_or_else(String::new, |at| moment::format(at, &pattern, with_time)))
            }
            F::DecimalDateTime => {
                Value::Number(self.moment_at(first, place)?.map_or(f64::NAN, Moment::days))
            }
            F::DecimalTime => self.decimal_time(first, place)?,
            F::Uuid => {
                let length = match first {
                    Some(length) => whole(self.number(length, place)?),
                    None => None,
                };
                let uuid = shuffle::uuid(self.draw(place), self.draw(place));
                owned(match length {
                    Some(length) => {
                        let length = usize::try_from(length).unwrap_or(0).min(1000);
                        let mut text = uuid;
                        while text.len() < length {
                            text += &shuffle::uuid(self.draw(place), self.draw(place));
                        }
                        text.truncate(length);
                        text
                    }
                    None => uuid,
                })
            }
            F::Random => Value::Number(shuffle::fraction(self.draw(place))),
            F::Randomize => Value::Nodes(self.randomize(first, second, place)?),
            F::Instance => {
                let id = self.text_at(first, place)?;
                Value::Nodes(self.world.tree.instance(&id).into_iter().collect())
            }
            F::Current => Value::Nodes(vec![place.current]),
            F::Itext => {
                let id = self.text_at(first, place)?;
                owned(match self.world.forms {
                    Some(forms) => forms.itext(self, &id, place)?,
                    None => String::new(),
                })
            }
            F::ChoiceName => {
                let (value, path) = (self.text_at(first, place)?, self.text_at(second, place)?);
                owned(match self.world.forms {
                    Some(forms) => forms.choice_name(self, &value, &path, place)?,
                    None => String::new(),
                })
            }
            F::Distance | F::Area | F::Geofence => {
                let texts = self.texts(arguments, place)?;
                self.spend(texts.iter().map(String::len).sum::<usize>() / 4)?;
                match function {
                    F::Distance => Value::Number(geo::distance(&texts)),
                    F::Area => Value::Number(geo::area(&texts)),
                    _ => Value::Boolean(geo::geofence(&texts)),
                }
            }
            F::Digest => {
                let (text, algorithm) = (self.text_at(first, place)?, self.text_at(second, place)?);
                let encoding = match arguments.get(2) {
                    Some(encoding) => self.text(encoding, place)?,
                    None => Cow::Borrowed("base64"),
                };
                self.spend(text.len())?;
                owned(digest::digest(&text, &algorithm, &encoding).unwrap_or_default())
            }
        })
    }

    // These are called for almost every function, and weigh less in one place.
    #[inline(never)]
    pub(super) fn text_at(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Cow<'a, str>> {
        argument.map_or(Ok(Cow::Borrowed("")), |argument| self.text(argument, place))
    }

    #[inline(never)]
    pub(super) fn number_at(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<f64> {
        argument.map_or(Ok(f64::NAN), |argument| self.number(argument, place))
    }

    #[inline(never)]
    pub(super) fn truth_at(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<bool> {
        argument.map_or(Ok(false), |argument| self.truth(argument, place))
    }

    #[inline(never)]
    pub(super) fn nodes_at(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Vec<NodeId>> {
        let nodes = argument.map_or(Ok(Vec::new()), |argument| self.nodes(argument, place))?;
        self.spend(nodes.len())?;
        Ok(nodes)
    }

    /// A pattern that cannot be read matches nothing. Compiling one costs much more than looking at it again, and a
    /// filter looks at one for every choice.
    fn matches(&mut self, text: &str, pattern: &str) -> Evaluated<bool> {
        if self.pattern.as_ref().is_none_or(|(known, _)| known.as_ref() != pattern) {
            self.spend(10_000 + pattern.len() * 50)?;
            self.pattern = Some((pattern.into(), strings::pattern(pattern)));
        }
        self.spend(text.len() * 64)?;
        let compiled = self.pattern.as_ref().and_then(|(_, compiled)| compiled.as_ref());
        Ok(compiled.is_some_and(|compiled| compiled.is_match(text)))
    }

    #[inline(never)]
    fn text_or_here(
        &mut self,
        argument: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Cow<'a, str>> {
        match argument {
            Some(inside) => self.text(inside, place),
            None => self.node_text(place.node),
        }
    }

    pub(super) fn node_number(&mut self, node: NodeId) -> Evaluated<f64> {
        let text = self.node_text(node)?;
        Ok(super::value::number_of(&text, self.offset()))
    }

    /// The same draw for the same question however often it is asked: what a person saw stays.
    fn draw(&mut self, place: &Place) -> u64 {
        self.draws += 1;
        shuffle::mix(self.world.seed ^ (u64::from(place.current.0) << 32) ^ self.draws)
    }

    fn randomize(
        &mut self,
        nodes: Option<&'a Expression>,
        seed: Option<&'a Expression>,
        place: &Place,
    ) -> Evaluated<Vec<NodeId>> {
        let nodes = self.nodes_at(nodes, place)?;
        let seed = match seed {
            None => shuffle::Seed::Whole(
                shuffle::mix(self.world.seed ^ u64::from(place.current.0)) >> 33,
            ),
            Some(seed) => {
                let text = self.text(seed, place)?;
                let number = number::from_text(&text);
                let number = if number.is_nan() {
                    super::value::number_of(&text, self.offset())
                } else {
                    number
                };
                shuffle::Seed::from(number, &text)
            }
        };
        Ok(shuffle::shuffle(nodes, seed))
    }
}

#[allow(clippy::cast_precision_loss)] // nothing here is counted beyond 2^53
pub(super) fn count(number: usize) -> f64 {
    number as f64
}

/// A whole number of a float, cut off towards zero.
#[allow(clippy::cast_possible_truncation)] // the range is checked
pub(super) fn whole(number: f64) -> Option<i64> {
    (number.abs() < 1e15).then_some(number.trunc() as i64)
}
