//! Working one thing out. What takes too many steps comes to what loses nobody an answer.

use std::borrow::Cow;

use super::{Offered, Session};
use crate::form::{Asks, AtChoice, Choices, Program, QuestionId, Vertex};
use crate::tree::NodeId;
use crate::xpath::evaluate::{Evaluated, Evaluator, Place, World};

/// What one thing came to.
#[derive(Debug)]
pub(super) enum Outcome {
    Truth(bool),
    /// The stored value, if it was calculated.
    Value(Option<String>),
    Choices(Vec<Offered>),
    Text,
}

impl Session {
    pub(crate) fn world(&self) -> World<'_> {
        World {
            tree: &self.form.tree,
            values: &self.values,
            now: self.now,
            seed: self.seed,
            forms: Some(self),
            own: None,
        }
    }

    /// Runs something within the steps that are left.
    pub(crate) fn within<'a, T>(
        &'a self,
        steps: &mut u32,
        run: impl FnOnce(&mut Evaluator<'a>) -> Evaluated<T>,
    ) -> Option<T> {
        let mut evaluator = Evaluator::new(self.world(), *steps);
        let result = run(&mut evaluator);
        *steps = evaluator.left;
        result.ok()
    }

    fn truth(
        &self,
        program: Option<&Program>,
        node: NodeId,
        steps: &mut u32,
        fallback: bool,
    ) -> (bool, bool) {
        let Some(program) = program else { return (fallback, true) };
        let result =
            self.within(steps, |evaluator| evaluator.truth(&program.expression, &Place::at(node)));
        (result.unwrap_or(fallback), result.is_some())
    }

    /// A calculation as text.
    pub(crate) fn text_of(&self, program: &Program, node: NodeId, steps: &mut u32) -> String {
        let text = self.within(steps, |evaluator| {
            evaluator.stored_text(&program.expression, &Place::at(node))
        });
        text.unwrap_or_default().into_owned()
    }

    /// What a vertex comes to now; `false` when the steps did not reach.
    pub(super) fn evaluate(&self, vertex: Vertex, steps: &mut u32) -> (Outcome, bool) {
        let tree = &self.form.tree;
        let above = |node: NodeId, of: &[bool], otherwise: bool| {
            tree.parent(node).map_or(otherwise, |parent| of[parent.index()])
        };
        match vertex {
            Vertex::Relevant(node) => {
                if !above(node, &self.relevant, true) {
                    return (Outcome::Truth(false), true);
                }
                let (truth, done) =
                    self.truth(self.form.bind(node).relevant.as_ref(), node, steps, true);
                (Outcome::Truth(truth), done)
            }
            Vertex::Readonly(node) => {
                if above(node, &self.readonly, false) {
                    return (Outcome::Truth(true), true);
                }
                let (truth, done) =
                    self.truth(self.form.bind(node).readonly.as_ref(), node, steps, false);
                (Outcome::Truth(truth), done)
            }
            Vertex::Required(node) => {
                let (truth, done) =
                    self.truth(self.form.bind(node).required.as_ref(), node, steps, false);
                (Outcome::Truth(truth), done)
            }
            Vertex::Constraint(node) => {
                if self.values[node.index()].is_empty() {
                    return (Outcome::Truth(true), true);
                }
                let (truth, done) =
                    self.truth(self.form.bind(node).constraint.as_ref(), node, steps, true);
                (Outcome::Truth(truth), done)
            }
            Vertex::Choices(question) => match self.offer(question, steps) {
                Some(offered) => (Outcome::Choices(offered), true),
                None => (Outcome::Choices(Vec::new()), false),
            },
            Vertex::Value(node) => self.valued(node, steps),
            Vertex::Text(_) => (Outcome::Text, true),
        }
    }

    fn valued(&self, node: NodeId, steps: &mut u32) -> (Outcome, bool) {
        let bind = self.form.bind(node);
        let calculate = bind.calculate.as_ref().filter(|_| node != self.form.instance_id);
        let Some(program) = calculate.filter(|_| self.relevant[node.index()]) else {
            return (Outcome::Value(None), true);
        };
        // `once()` looks at the value itself, which was hidden if the node was not relevant.
        let own = self.effective(node, &self.base[node.index()]);
        let world = World { own: Some((node, &own)), ..self.world() };
        let mut evaluator = Evaluator::new(world, *steps);
        let result = evaluator.stored_text(&program.expression, &Place::at(node));
        *steps = evaluator.left;
        let done = result.is_ok();
        let text = result.unwrap_or_default();
        let asks = self.form.asked_at(node).map(|question| self.form.asks(question));
        let base = crate::answer::stored(&text, asks, bind.value_type);
        (Outcome::Value(Some(base)), done)
    }

    /// What expressions see of a stored value.
    pub(super) fn effective<'a>(&self, node: NodeId, base: &'a str) -> Cow<'a, str> {
        if !self.relevant[node.index()] || base.is_empty() {
            return Cow::Borrowed("");
        }
        let Some(question) = self.form.asked_at(node) else { return Cow::Borrowed(base) };
        let offered = &self.offered[question.0 as usize];
        let is_offered = |value: &str| offered.iter().any(|choice| choice.value == value);
        match self.form.asks(question) {
            Asks::One(_) => Cow::Borrowed(if is_offered(base) { base } else { "" }),
            Asks::Many(_) if crate::xpath::strings::words(base).all(is_offered) => {
                Cow::Borrowed(base)
            }
            Asks::Many(_) => {
                let words = crate::xpath::strings::words(base).filter(|word| is_offered(word));
                Cow::Owned(words.collect::<Vec<_>>().join(" "))
            }
            Asks::Rank => {
                let mut words: Vec<&str> =
                    crate::xpath::strings::words(base).filter(|word| is_offered(word)).collect();
                // A choice that came later stands behind those that were ranked.
                for choice in offered {
                    if !words.contains(&choice.value.as_str()) {
                        words.push(&choice.value);
                    }
                }
                Cow::Owned(words.join(" "))
            }
            _ => Cow::Borrowed(base),
        }
    }

    fn offer(&self, question: QuestionId, steps: &mut u32) -> Option<Vec<Offered>> {
        let node = self.form.question(question).node;
        match self.form.question(question).choices.as_ref()? {
            Choices::Written(written) => Some(
                written
                    .iter()
                    .enumerate()
                    .map(|(at, (value, _))| Offered { value: value.to_string(), at })
                    .collect(),
            ),
            Choices::Listed { nodes, value, .. } => self.within(steps, |evaluator| {
                let mut offered = Vec::new();
                for item in evaluator.nodes(&nodes.expression, &Place::at(node))? {
                    let value = evaluator.at_choice(value, item, node)?;
                    offered.push(Offered { value, at: item.index() });
                }
                Ok(offered)
            }),
        }
    }
}

impl<'a> Evaluator<'a> {
    /// An expression at the node of a choice.
    pub(crate) fn at_choice(
        &mut self,
        what: &'a AtChoice,
        item: NodeId,
        question: NodeId,
    ) -> Evaluated<String> {
        let text = match what {
            AtChoice::Child(name) => {
                self.left = self.left.checked_sub(4).ok_or(crate::xpath::evaluate::Stopped)?;
                match self.world.tree.child(item, *name) {
                    Some(child) => self.node_text(child)?,
                    None => return Ok(String::new()),
                }
            }
            AtChoice::Expression(expression) => self
                .text(expression, &Place { node: item, current: question, position: 1, size: 1 })?,
        };
        Ok(text.into_owned())
    }
}
