//! Working through everything that follows from a change, each thing once and in its order.

use std::sync::Arc;

use super::evaluate::Outcome;
use super::{Changes, Session};
use crate::form::Vertex;
use crate::tree::{NodeId, Tree};
use crate::xpath::evaluate::STEPS;

/// Which vertices have to be worked out: one bit each, so that the next is the lowest.
#[derive(Debug, Clone, Default)]
pub(super) struct Due(Vec<u64>);

impl Due {
    pub fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub fn add(&mut self, place: u32) {
        self.0[place as usize / 64] |= 1 << (place % 64);
    }

    /// The lowest at or after a place, taken out.
    fn take(&mut self, from: u32) -> Option<u32> {
        let mut word = from as usize / 64;
        while word < self.0.len() {
            if self.0[word] != 0 {
                let bit = self.0[word].trailing_zeros();
                self.0[word] &= self.0[word] - 1;
                return Some(u32::try_from(word).ok()? * 64 + bit);
            }
            word += 1;
        }
        None
    }
}

impl Session {
    /// Everything anew: the beginning, another language, a draft that is opened.
    pub(crate) fn run_all(&mut self) -> Changes {
        let form = Arc::clone(&self.form);
        let mut due = std::mem::take(&mut self.due);
        for place in 0..u32::try_from(form.graph.order.len()).unwrap_or(0) {
            due.add(place);
        }
        self.run(due, Vec::new())
    }

    /// A stored value from the form itself or a calculation, with all that follows.
    pub(crate) fn put(&mut self, node: NodeId, text: &str) -> Changes {
        let asks = self.form.asked_at(node).map(|question| self.form.asks(question));
        let base = crate::answer::stored(text, asks, self.form.bind(node).value_type);
        self.replace(node, base)
    }

    /// Another stored value, with all that follows.
    pub(super) fn replace(&mut self, node: NodeId, base: String) -> Changes {
        let form = Arc::clone(&self.form);
        let mut due = std::mem::take(&mut self.due);
        let mut changed = Vec::new();
        let effective = self.effective(node, &base);
        let effective = (effective != self.values[node.index()]).then(|| effective.into_owned());
        self.base[node.index()] = base;
        let keeps = form.bind(node).calculate.as_ref().is_some_and(|calculate| calculate.itself);
        if keeps && let Some(place) = form.graph.place(Vertex::Value(node)) {
            due.add(place);
        }
        if let Some(effective) = effective {
            self.values[node.index()] = effective;
            changed.push(Vertex::Value(node));
            if let Some(place) = form.graph.place(Vertex::Value(node)) {
                for dependent in form.graph.dependents(place) {
                    due.add(*dependent);
                }
            }
        }
        self.run(due, changed)
    }

    fn run(&mut self, mut due: Due, mut changed: Vec<Vertex>) -> Changes {
        let form = Arc::clone(&self.form);
        let mut steps = STEPS;
        let mut from = 0;
        while let Some(place) = due.take(from) {
            from = place;
            let vertex = form.graph.order[place as usize];
            let (outcome, done) = self.evaluate(vertex, &mut steps);
            if !done {
                self.ran_out = true;
            }
            if self.apply(vertex, outcome) {
                changed.push(vertex);
                for dependent in form.graph.dependents(place) {
                    due.add(*dependent);
                }
            }
        }
        // Empty again.
        self.due = due;
        self.summarise(&changed)
    }

    /// Keeps what was worked out; `true` if it is another than before.
    fn apply(&mut self, vertex: Vertex, outcome: Outcome) -> bool {
        fn set<T: PartialEq>(place: &mut T, value: T) -> bool {
            let other = *place != value;
            *place = value;
            other
        }
        match (vertex, outcome) {
            (Vertex::Relevant(node), Outcome::Truth(truth)) => {
                if !truth {
                    self.calculated[node.index()] = None;
                }
                set(&mut self.relevant[node.index()], truth)
            }
            (Vertex::Readonly(node), Outcome::Truth(truth)) => {
                set(&mut self.readonly[node.index()], truth)
            }
            (Vertex::Required(node), Outcome::Truth(truth)) => {
                set(&mut self.required[node.index()], truth)
            }
            (Vertex::Constraint(node), Outcome::Truth(truth)) => {
                set(&mut self.satisfied[node.index()], truth)
            }
            (Vertex::Choices(question), Outcome::Choices(offered)) => {
                set(&mut self.offered[question.0 as usize], offered)
            }
            (Vertex::Value(node), Outcome::Value(base)) => {
                let at = node.index();
                if base.is_some() && base != self.calculated[at] {
                    // What was typed gives way to what is calculated.
                    self.typed[at] = None;
                    self.base[at] = base.clone().unwrap_or_default();
                    self.calculated[at] = base;
                }
                let effective = self.effective(node, &self.base[at]);
                let other = (effective != self.values[at]).then(|| effective.into_owned());
                let changed = other.is_some();
                if let Some(other) = other {
                    self.values[at] = other;
                }
                changed
            }
            (Vertex::Text(_), _) => true,
            _ => false,
        }
    }

    /// Every value and state worked out from nothing but the stored values: what tests compare with.
    #[must_use]
    pub fn from_scratch(&self) -> Self {
        let mut again = self.clone();
        again.values = vec![String::new(); self.values.len()];
        again.calculated = vec![None; self.calculated.len()];
        again.relevant = vec![true; self.relevant.len()];
        again.readonly = vec![false; self.readonly.len()];
        again.required = vec![false; self.required.len()];
        again.satisfied = vec![true; self.satisfied.len()];
        for offered in &mut again.offered {
            offered.clear();
        }
        again.run_all();
        again
    }

    /// Whether two sessions of one form are in the same state; the first path at which they are not.
    #[must_use]
    pub fn first_difference(&self, other: &Self) -> Option<String> {
        let nodes = self.form.tree.subtree(Tree::DOCUMENT);
        let differs = |node: &NodeId| {
            let at = node.index();
            self.values[at] != other.values[at]
                || self.relevant[at] != other.relevant[at]
                || self.readonly[at] != other.readonly[at]
                || self.required[at] != other.required[at]
                || self.satisfied[at] != other.satisfied[at]
        };
        let node = nodes.into_iter().find(differs).map(|node| self.form.tree.path(node));
        let choices = self.form.question_ids().find(|question| {
            self.offered[question.0 as usize] != other.offered[question.0 as usize]
        });
        node.or_else(|| choices.map(|question| self.form.path(question)))
    }
}
