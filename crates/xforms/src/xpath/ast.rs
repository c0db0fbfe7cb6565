//! An expression as a tree.

use crate::tree::{NameId, NodeId};

pub(crate) use super::function::Function;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

#[derive(Debug, Clone)]
pub(crate) enum Expression {
    Number(f64),
    Text(Box<str>),
    Or(Box<[Expression; 2]>),
    And(Box<[Expression; 2]>),
    Compare(Comparison, Box<[Expression; 2]>),
    Calculate(Arithmetic, Box<[Expression; 2]>),
    Negate(Box<Expression>),
    Union(Box<[Expression; 2]>),
    Call(Function, Box<[Expression]>),
    Path(Box<Path>),
    /// What a path without predicates leads to: known when the form is read.
    Node(NodeId),
    Nodes(Box<[NodeId]>),
}

#[derive(Debug, Clone)]
pub(crate) struct Path {
    pub start: Start,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub(crate) enum Start {
    /// `/`
    Root,
    /// The node for which the expression is evaluated.
    Here,
    /// `current()/…`, `instance('…')/…`, `(…)[…]/…`
    Filter(Expression, Vec<Expression>),
}

#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub axis: Axis,
    pub test: Test,
    pub predicates: Vec<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Child,
    Parent,
    Oneself,
    /// The node and all below it: what `//` stands for.
    Below,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Test {
    Name(NameId),
    /// `*`
    Element,
    /// `node()`
    Any,
}
