//! Walking a path that could not be resolved when the form was read: predicates, and paths relative to a choice.

use super::ast::{Axis, Expression, Path, Start, Step, Test};
use super::compare::truth_of;
use super::evaluate::{Evaluated, Evaluator, Place};
use super::value::Value;
use crate::tree::{NodeId, Tree};

impl<'a> Evaluator<'a> {
    pub(super) fn walk(&mut self, path: &'a Path, place: &Place) -> Evaluated<Vec<NodeId>> {
        let mut nodes = match &path.start {
            Start::Root => vec![Tree::DOCUMENT],
            Start::Here => vec![place.node],
            Start::Filter(inside, predicates) => {
                let mut nodes = self.nodes(inside, place)?;
                for predicate in predicates {
                    nodes = self.filter(nodes, predicate, place)?;
                }
                nodes
            }
        };
        for step in &path.steps {
            nodes = self.follow(&nodes, step, place)?;
        }
        Ok(nodes)
    }

    fn follow(&mut self, from: &[NodeId], step: &'a Step, place: &Place) -> Evaluated<Vec<NodeId>> {
        let mut all = Vec::new();
        for node in from {
            self.step()?;
            let mut found = Vec::new();
            let tree = self.world.tree;
            match step.axis {
                Axis::Oneself => found.push(*node),
                Axis::Parent => found.extend(tree.parent(*node)),
                Axis::Child => {
                    for child in tree.children(*node) {
                        self.step()?;
                        found.push(child);
                    }
                }
                Axis::Below => {
                    let below = tree.subtree(*node);
                    self.spend(below.size_hint().0)?;
                    found.extend(below);
                }
            }
            found.retain(|node| passes(tree, *node, step.test));
            for predicate in &step.predicates {
                found = self.filter(found, predicate, place)?;
            }
            all.append(&mut found);
        }
        if from.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        Ok(all)
    }

    fn filter(
        &mut self,
        nodes: Vec<NodeId>,
        predicate: &'a Expression,
        place: &Place,
    ) -> Evaluated<Vec<NodeId>> {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let position = index + 1;
            let inner = Place { node, current: place.current, position, size };
            let keep = match self.value(predicate, &inner)? {
                #[allow(clippy::cast_precision_loss, clippy::float_cmp)]
                // a position is small and whole
                Value::Number(number) => number == position as f64,
                other => truth_of(&other),
            };
            if keep {
                kept.push(node);
            }
        }
        Ok(kept)
    }
}

pub(super) fn passes(tree: &Tree, node: NodeId, test: Test) -> bool {
    match test {
        Test::Name(name) => tree.name(node) == name,
        // The nodes of documents and instances have no name and are no elements.
        Test::Element => !tree.name_text(node).is_empty(),
        Test::Any => true,
    }
}
