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
    /// A calculation that keeps its own value where there is one: `coalesce(., …)`.
    pub itself: bool,
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
    Analysis::of(tree, Some(node)).all(expression, &Whence::One(node))
}

/// The same for a calculation, which may keep its own value: `coalesce(., …)` does not follow from itself.
pub(crate) fn resolve_calculation(expression: &mut Expression, tree: &Tree, node: NodeId) -> Uses {
    let analysis = Analysis { calculation: true, ..Analysis::of(tree, Some(node)) };
    analysis.all(expression, &Whence::One(node))
}

/// The same for an expression whose place is not known: a text that many questions share.
pub(crate) fn resolve_anywhere(expression: &mut Expression, tree: &Tree) -> Uses {
    Analysis::of(tree, None).all(expression, &Whence::Unknown)
}

/// The same for an expression that is evaluated at the choices of a question.
pub(crate) fn resolve_at_choice(expression: &mut Expression, tree: &Tree, node: NodeId) -> Uses {
    Analysis::of(tree, Some(node)).all(expression, &Whence::Elsewhere)
}

struct Analysis<'a> {
    tree: &'a Tree,
    current: Option<NodeId>,
    calculation: bool,
    /// Only which nodes there are is asked, not what they are worth.
    only_there: bool,
    uses: Uses,
}

impl<'a> Analysis<'a> {
    fn of(tree: &'a Tree, current: Option<NodeId>) -> Self {
        Self { tree, current, calculation: false, only_there: false, uses: Uses::default() }
    }

    fn all(mut self, expression: &mut Expression, here: &Whence) -> Uses {
        self.expression(expression, here);
        self.uses.nodes.sort_unstable();
        self.uses.nodes.dedup();
        self.uses
    }

    fn expression(&mut self, expression: &mut Expression, here: &Whence) {
        match expression {
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Node(_)
            | Expression::Nodes(_) => {}
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
                let counts = matches!(function, Function::Count | Function::Position);
                for (index, argument) in arguments.iter_mut().enumerate() {
                    let before = self.uses.nodes.len();
                    let outer = std::mem::replace(&mut self.only_there, counts);
                    self.expression(argument, here);
                    self.only_there = outer;
                    let own =
                        matches!(argument, Expression::Node(node) if Some(*node) == self.current);
                    if self.calculation && own && index == 0 && *function == Function::Coalesce {
                        self.uses.nodes.truncate(before);
                        self.uses.itself = true;
                    }
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
            (
                Function::Number
                | Function::Text
                | Function::StringLength
                | Function::NormalizeSpace,
                [],
            ) => match here {
                Whence::One(node) => self.depend(Some(*node)),
                Whence::AnyOf(nodes) => {
                    nodes.clone().into_iter().for_each(|node| self.depend(Some(node)));
                }
                Whence::Elsewhere | Whence::Unknown => {}
            },
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
        let Some(node) = node.filter(|_| !self.only_there) else { return };
        if self.tree.is_primary(node) {
            let leaves = self.tree.subtree(node).filter(|below| self.tree.is_leaf(*below));
            self.uses.nodes.extend(leaves);
        }
    }

    fn predicate(&mut self, predicate: &mut Expression, at: &Whence) {
        let outer = std::mem::take(&mut self.only_there);
        self.expression(predicate, at);
        self.only_there = outer;
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
                    self.predicate(predicate, &at);
                }
                (at, exact && bare)
            }
        };
        let began = at.clone();
        let mut nodes: Option<Vec<NodeId>> = match (&at, exact) {
            (Whence::One(node), true) => Some(vec![*node]),
            _ => None,
        };
        for index in 0..path.steps.len() {
            let Some(step) = path.steps.get_mut(index) else { break };
            at = self.step(&at, step);
            nodes = nodes.map(|from| follow(self.tree, &from, step));
            let (test, plain) = (step.test, step.predicates.is_empty());
            if nodes.as_ref().is_some_and(Vec::is_empty) && exact && plain {
                // Only a wrong name: `*`, `..` and `//` may lead nowhere, and so does a list that is not in the form.
                let anywhere = path.steps.iter().any(|step| step.axis == Axis::Below);
                let empty =
                    |node: &Whence| matches!(node, Whence::One(node) if self.tree.is_leaf(*node));
                if matches!(test, super::ast::Test::Name(_)) && !empty(&began) && !anywhere {
                    self.uses.problems.push(Problem::NoNode(text(self.tree, path)));
                }
                return None;
            }
            let Some(step) = path.steps.get_mut(index) else { break };
            for predicate in &mut step.predicates {
                exact = false;
                self.predicate(predicate, &at);
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
            [Expression::Text(id)] => {
                if let Some(node) = self.tree.instance(id) {
                    return (Whence::One(node), true);
                }
                self.uses.problems.push(Problem::NoInstance(id.to_string()));
                (Whence::Unknown, false)
            }
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
        Start::Filter(Expression::Call(Function::Instance, _), _) => "instance()/".to_owned(),
        Start::Filter(..) => "(…)/".to_owned(),
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
