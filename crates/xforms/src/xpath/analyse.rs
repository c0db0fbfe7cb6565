//! What an expression depends on, and which of its paths lead to nodes that are known beforehand.

use super::ast::{Axis, Expression, Function, Path, Start, Step};
use super::walk::passes;
use crate::Problem;
use crate::tree::{NodeId, Tree};

/// What was found in an expression.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Values of the primary instance, each once.
    pub nodes: Vec<NodeId>,
    /// Texts named outright.
    pub texts: Vec<String>,
    /// Questions whose choices are named.
    pub choices: Vec<NodeId>,
    pub problems: Vec<Problem>,
}

/// The nodes at which an expression may be evaluated.
#[derive(Debug, Clone)]
enum Whence {
    /// Just this one.
    One(NodeId),
    /// One of these nodes of the primary instance.
    AnyOf(Vec<NodeId>),
    /// Nodes of a secondary instance, which never change.
    Elsewhere,
    /// Not known when the form is read.
    Unknown,
}

/// Goes through an expression for the node of a question, and replaces the paths that are known.
pub(crate) fn resolve(expression: &mut Expression, tree: &Tree, node: NodeId) -> Uses {
    let mut analysis = Analysis { tree, current: Some(node), uses: Uses::default() };
    analysis.expression(expression, &Whence::One(node));
    analysis.done()
}

/// The same for an expression whose place is not known: a text that many questions share.
pub(crate) fn resolve_anywhere(expression: &mut Expression, tree: &Tree) -> Uses {
    let mut analysis = Analysis { tree, current: None, uses: Uses::default() };
    analysis.expression(expression, &Whence::Unknown);
    analysis.done()
}

/// The same for an expression that is evaluated at the choices of a question.
pub(crate) fn resolve_at_choice(expression: &mut Expression, tree: &Tree, node: NodeId) -> Uses {
    let mut analysis = Analysis { tree, current: Some(node), uses: Uses::default() };
    analysis.expression(expression, &Whence::Elsewhere);
    analysis.done()
}

struct Analysis<'a> {
    tree: &'a Tree,
    current: Option<NodeId>,
    uses: Uses,
}

impl Analysis<'_> {
    fn done(mut self) -> Uses {
        self.uses.nodes.sort_unstable();
        self.uses.nodes.dedup();
        self.uses
    }

    fn expression(&mut self, expression: &mut Expression, here: &Whence) {
        match expression {
            Expression::Number(_) | Expression::Text(_) | Expression::Node(_) | Expression::Nodes(_) => {}
            Expression::Or(both)
            | Expression::And(both)
            | Expression::Compare(_, both)
            | Expression::Calculate(_, both)
            | Expression::Union(both) => {
                for side in both.iter_mut() {
                    self.expression(side, here);
                }
            }
            Expression::Negate(inside) => self.expression(inside, here),
            Expression::Call(function, arguments) => {
                for argument in arguments.iter_mut() {
                    self.expression(argument, here);
                }
                self.call(*function, arguments, here);
            }
            Expression::Path(path) => {
                if let Some(known) = self.path(path, here) {
                    *expression = known;
                }
            }
        }
    }

    fn call(&mut self, function: Function, arguments: &[Expression], here: &Whence) {
        match (function, arguments) {
            (Function::Current, _) => self.depend(self.current),
            // Without an argument these are about the node itself.
            (Function::Number | Function::Text | Function::StringLength | Function::NormalizeSpace, []) => {
                match here {
                    Whence::One(node) => self.depend(Some(*node)),
                    Whence::AnyOf(nodes) => nodes.clone().into_iter().for_each(|node| self.depend(Some(node))),
                    Whence::Elsewhere | Whence::Unknown => {}
                }
            }
            (Function::Itext, [Expression::Text(id)]) => self.uses.texts.push(id.to_string()),
            (Function::ChoiceName, [_, Expression::Text(path)]) => {
                // The value of the question is what its choices are looked up by in most forms.
                match self.tree.find(path) {
                    Some(node) => self.uses.choices.push(node),
                    None => self.uses.problems.push(Problem::NoNode(path.to_string())),
                }
            }
            (Function::Instance, [Expression::Text(id)]) if self.tree.instance(id).is_none() => {
                self.uses.problems.push(Problem::NoInstance(id.to_string()));
            }
            _ => {}
        }
    }

    fn depend(&mut self, node: Option<NodeId>) {
        let Some(node) = node else { return };
        if self.tree.is_primary(node) {
            let leaves = self.tree.subtree(node).filter(|below| self.tree.is_leaf(*below));
            self.uses.nodes.extend(leaves);
        }
    }

    /// What stands for a path, if it is known.
    fn path(&mut self, path: &mut Path, here: &Whence) -> Option<Expression> {
        let (mut at, mut exact) = match &mut path.start {
            Start::Root => (Whence::One(Tree::DOCUMENT), true),
            Start::Here => (here.clone(), matches!(here, Whence::One(_))),
            Start::Filter(inside, predicates) => {
                let (at, exact) = match inside {
                    Expression::Call(Function::Current, _) => {
                        (self.current.map_or(Whence::Unknown, Whence::One), self.current.is_some())
                    }
                    Expression::Call(Function::Instance, arguments) => self.instance(arguments),
                    _ => {
                        self.expression(inside, here);
                        (Whence::Unknown, false)
                    }
                };
                let bare = predicates.is_empty();
                for predicate in predicates.iter_mut() {
                    self.expression(predicate, &at);
                }
                (at, exact && bare)
            }
        };
        let mut nodes: Option<Vec<NodeId>> = match (&at, exact) {
            (Whence::One(node), true) => Some(vec![*node]),
            _ => None,
        };
        for index in 0..path.steps.len() {
            let Some(step) = path.steps.get_mut(index) else { break };
            at = self.step(&at, step);
            nodes = nodes.map(|from| follow(self.tree, &from, step));
            if nodes.as_ref().is_some_and(Vec::is_empty) && exact && step.predicates.is_empty() {
                // Only a wrong name: `*` and `..` may lead nowhere.
                if matches!(step.test, super::ast::Test::Name(_)) {
                    self.uses.problems.push(Problem::NoNode(text(self.tree, path)));
                }
                return None;
            }
            for predicate in &mut step.predicates {
                exact = false;
                self.expression(predicate, &at);
            }
            if !exact {
                nodes = None;
            }
        }
        match &at {
            Whence::One(node) => self.depend(Some(*node)),
            Whence::AnyOf(nodes) => nodes.iter().for_each(|node| self.depend(Some(*node))),
            Whence::Elsewhere | Whence::Unknown => {}
        }
        match nodes?.as_slice() {
            [one] => Some(Expression::Node(*one)),
            many => Some(Expression::Nodes(many.into())),
        }
    }

    fn instance(&mut self, arguments: &mut [Expression]) -> (Whence, bool) {
        match arguments {
            [Expression::Text(id)] => match self.tree.instance(id) {
                Some(node) => (Whence::One(node), true),
                None => {
                    self.uses.problems.push(Problem::NoInstance(id.to_string()));
                    (Whence::Unknown, false)
                }
            },
            _ => (Whence::Unknown, false),
        }
    }

    fn step(&self, from: &Whence, step: &Step) -> Whence {
        let nodes = match from {
            Whence::One(node) => std::slice::from_ref(node),
            Whence::AnyOf(nodes) => nodes,
            Whence::Elsewhere => return Whence::Elsewhere,
            Whence::Unknown => return Whence::Unknown,
        };
        if nodes.first().is_some_and(|node| !self.tree.is_primary(*node)) {
            return Whence::Elsewhere;
        }
        Whence::AnyOf(follow(self.tree, nodes, step))
    }
}

/// One step without its predicates.
fn follow(tree: &Tree, from: &[NodeId], step: &Step) -> Vec<NodeId> {
    let mut found = Vec::new();
    for node in from {
        match step.axis {
            Axis::Oneself => found.push(*node),
            Axis::Parent => found.extend(tree.parent(*node)),
            Axis::Child => found.extend(tree.children(*node)),
            Axis::Below => found.extend(tree.subtree(*node)),
        }
    }
    found.retain(|node| passes(tree, *node, step.test));
    found.sort_unstable();
    found.dedup();
    found
}

fn text(tree: &Tree, path: &Path) -> String {
    let mut text = match path.start {
        Start::Root => "/".to_owned(),
        Start::Here => String::new(),
        Start::Filter(..) => "…/".to_owned(),
    };
    for (index, step) in path.steps.iter().enumerate() {
        text += if index > 0 { "/" } else { "" };
        text += match (step.axis, step.test) {
            (Axis::Parent, _) => "..",
            (Axis::Oneself, _) => ".",
            (_, super::ast::Test::Name(name)) => tree.names.text(name),
            _ => "*",
        };
    }
    text
}
