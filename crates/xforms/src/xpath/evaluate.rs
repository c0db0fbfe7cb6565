//! Evaluating an expression within a number of steps: no input makes it hang.

use std::borrow::Cow;

use super::ast::{Arithmetic, Expression};
use super::compare::{text_of, truth_of};
use super::moment::Moment;
use super::value::{Value, number_of};
use crate::tree::{NodeId, Tree};

/// Steps for everything that one answer of a person sets off. A survey of 500 questions takes some thousands.
pub(crate) const STEPS: u32 = 4_000_000;

/// It took too long, or texts lead to each other without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stopped;

pub(crate) type Evaluated<T> = Result<T, Stopped>;

/// Where an expression is evaluated: the node, and its place among those that a predicate goes through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub node: NodeId,
    /// What `current()` is: the node of the question.
    pub current: NodeId,
    pub position: usize,
    pub size: usize,
}

impl Place {
    pub fn at(node: NodeId) -> Self {
        Self { node, current: node, position: 1, size: 1 }
    }
}

/// Texts and choices of a form, for the functions that need them.
pub(crate) trait Forms {
    /// `jr:itext(id)` in the language that is set.
    fn itext<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        id: &str,
        place: &Place,
    ) -> Evaluated<String>;
    /// `jr:choice-name(value, '/path')`.
    fn choice_name<'a>(
        &'a self,
        evaluator: &mut Evaluator<'a>,
        value: &str,
        path: &str,
        place: &Place,
    ) -> Evaluated<String>;
}

/// What an expression may look at.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub tree: &'a Tree,
    /// What each node of the primary instance is worth now: nothing while it is not relevant.
    pub values: &'a [String],
    /// The value of the node that is just being calculated, for `once()`.
    pub own: Option<(NodeId, &'a str)>,
    pub now: Moment,
    /// For `random()`, `uuid()` and `randomize()` without a seed.
    pub seed: u64,
    pub forms: Option<&'a dyn Forms>,
}

impl<'a> World<'a> {
    pub fn bare(tree: &'a Tree, now: Moment) -> Self {
        Self { tree, values: &[], own: None, now, seed: 0, forms: None }
    }
}

/// One run.
pub(crate) struct Evaluator<'a> {
    pub world: World<'a>,
    pub left: u32,
    /// How many texts led to this one.
    pub nested: u8,
    pub draws: u64,
    /// The last regular expression, compiled.
    pub(super) pattern: Option<(Box<str>, Option<regex_lite::Regex>)>,
}

impl<'a> Evaluator<'a> {
    pub fn new(world: World<'a>, steps: u32) -> Self {
        Self { world, left: steps, nested: 0, draws: 0, pattern: None }
    }

    pub(super) fn step(&mut self) -> Evaluated<()> {
        self.spend(1)
    }

    pub(super) fn spend(&mut self, steps: usize) -> Evaluated<()> {
        let steps = u32::try_from(steps).map_err(|_| Stopped)?;
        self.left = self.left.checked_sub(steps).ok_or(Stopped)?;
        Ok(())
    }

    pub(super) fn offset(&self) -> i16 {
        self.world.now.offset_minutes
    }

    /// The text of a node: its value, or all below it joined.
    pub fn node_text(&mut self, node: NodeId) -> Evaluated<Cow<'a, str>> {
        let world = self.world;
        if world.tree.is_leaf(node) {
            return Ok(Cow::Borrowed(leaf(&world, node)));
        }
        let mut text = String::new();
        for below in world.tree.subtree(node) {
            self.step()?;
            text.push_str(leaf(&world, below));
        }
        self.spend(text.len() / 16)?;
        Ok(Cow::Owned(text))
    }

    pub fn text(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<Cow<'a, str>> {
        match expression {
            Expression::Text(text) => Ok(Cow::Borrowed(text)),
            Expression::Node(node) => {
                self.step()?;
                self.node_text(*node)
            }
            _ => {
                let value = self.value(expression, place)?;
                self.text_of(value)
            }
        }
    }

    /// The text that is stored or shown: what is no number is nothing, not the word "NaN".
    pub fn stored_text(
        &mut self,
        expression: &'a Expression,
        place: &Place,
    ) -> Evaluated<Cow<'a, str>> {
        if let Expression::Node(_) = expression {
            return self.text(expression, place);
        }
        match self.value(expression, place)? {
            Value::Number(number) if number.is_nan() => Ok(Cow::Borrowed("")),
            other => self.text_of(other),
        }
    }

    pub(super) fn text_of(&mut self, value: Value<'a>) -> Evaluated<Cow<'a, str>> {
        match value {
            Value::Text(text) => Ok(text),
            Value::Nodes(nodes) => match nodes.first() {
                Some(node) => self.node_text(*node),
                None => Ok(Cow::Borrowed("")),
            },
            other => Ok(Cow::Owned(text_of(&other).unwrap_or_default())),
        }
    }

    pub fn number(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<f64> {
        match expression {
            Expression::Number(number) => Ok(*number),
            Expression::Node(node) => {
                self.step()?;
                let text = self.node_text(*node)?;
                Ok(number_of(&text, self.offset()))
            }
            _ => match self.value(expression, place)? {
                Value::Number(number) => Ok(number),
                Value::Boolean(truth) => Ok(f64::from(u8::from(truth))),
                Value::Moment(moment) => Ok(moment.days()),
                other => {
                    let text = self.text_of(other)?;
                    Ok(number_of(&text, self.offset()))
                }
            },
        }
    }

    pub fn truth(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<bool> {
        match expression {
            Expression::Or(both) => {
                let [left, right] = both.as_ref();
                self.step()?;
                Ok(self.truth(left, place)? || self.truth(right, place)?)
            }
            Expression::And(both) => {
                let [left, right] = both.as_ref();
                self.step()?;
                Ok(self.truth(left, place)? && self.truth(right, place)?)
            }
            _ => {
                let value = self.value(expression, place)?;
                Ok(truth_of(&value))
            }
        }
    }

    pub fn nodes(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<Vec<NodeId>> {
        match self.value(expression, place)? {
            Value::Nodes(nodes) => Ok(nodes),
            // Not a node-set where one is needed: nothing, rather than a form that falls over.
            _ => Ok(Vec::new()),
        }
    }

    /// A side of a comparison: a single node is compared by its text.
    fn operand(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<Value<'a>> {
        match expression {
            Expression::Node(node) => {
                self.step()?;
                Ok(Value::Text(self.node_text(*node)?))
            }
            _ => self.value(expression, place),
        }
    }

    pub fn value(&mut self, expression: &'a Expression, place: &Place) -> Evaluated<Value<'a>> {
        self.step()?;
        Ok(match expression {
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(Cow::Borrowed(text)),
            Expression::Node(node) => Value::Nodes(vec![*node]),
            Expression::Nodes(nodes) => {
                self.spend(nodes.len())?;
                Value::Nodes(nodes.to_vec())
            }
            Expression::Or(_) | Expression::And(_) => {
                Value::Boolean(self.truth(expression, place)?)
            }
            Expression::Compare(how, both) => {
                let [left, right] = both.as_ref();
                let (of_left, of_right) = (self.operand(left, place)?, self.operand(right, place)?);
                // Beside a truth value a node is true because it is there, whatever its text.
                let there = |expression: &Expression, other: &Value<'_>| {
                    matches!((expression, other), (Expression::Node(_), Value::Boolean(_)))
                };
                let truth = match (there(left, &of_right), there(right, &of_left)) {
                    (true, _) => self.compare(*how, &Value::Boolean(true), &of_right)?,
                    (_, true) => self.compare(*how, &of_left, &Value::Boolean(true))?,
                    _ => self.compare(*how, &of_left, &of_right)?,
                };
                Value::Boolean(truth)
            }
            Expression::Calculate(how, both) => {
                let [left, right] = both.as_ref();
                let (left, right) = (self.number(left, place)?, self.number(right, place)?);
                Value::Number(match how {
                    Arithmetic::Add => left + right,
                    Arithmetic::Subtract => left - right,
                    Arithmetic::Multiply => left * right,
                    Arithmetic::Divide => left / right,
                    Arithmetic::Modulo => super::number::modulo(left, right),
                })
            }
            Expression::Negate(inside) => Value::Number(-self.number(inside, place)?),
            Expression::Union(both) => {
                let [left, right] = both.as_ref();
                let mut nodes = self.nodes(left, place)?;
                nodes.append(&mut self.nodes(right, place)?);
                self.spend(nodes.len())?;
                nodes.sort_unstable();
                nodes.dedup();
                Value::Nodes(nodes)
            }
            Expression::Path(path) => Value::Nodes(self.walk(path, place)?),
            Expression::Call(function, arguments) => self.call(*function, arguments, place)?,
        })
    }
}

fn leaf<'a>(world: &World<'a>, node: NodeId) -> &'a str {
    if let Some((own, value)) = world.own
        && own == node
    {
        return value;
    }
    if world.tree.is_primary(node) {
        world.values.get(node.index()).map_or("", |value| value)
    } else {
        world.tree.text(node)
    }
}
