//! What follows from what: every expression of a form once, in an order in which each comes after what it needs.

// Vertices are numbered by this module alone.
#![allow(clippy::indexing_slicing)]

use super::QuestionId;
use crate::tree::NodeId;

/// Something that is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vertex {
    Relevant(NodeId),
    Readonly(NodeId),
    Required(NodeId),
    /// The choices that a question has now.
    Choices(QuestionId),
    /// What a node is worth.
    Value(NodeId),
    Constraint(NodeId),
    /// What a question or a group says.
    Text(NodeId),
}

impl Vertex {
    pub(super) const KINDS: usize = 7;

    /// What it is about; for choices the node that their question asks.
    pub(super) fn node(self, node_of: impl Fn(QuestionId) -> NodeId) -> NodeId {
        match self {
            Self::Choices(question) => node_of(question),
            Self::Relevant(node)
            | Self::Readonly(node)
            | Self::Required(node)
            | Self::Value(node)
            | Self::Constraint(node)
            | Self::Text(node) => node,
        }
    }

    /// Its place among all that there could be; a question is told apart by its node.
    pub(super) fn slot(self, node_of: impl Fn(QuestionId) -> NodeId) -> usize {
        let kind = match self {
            Self::Relevant(_) => 0,
            Self::Readonly(_) => 1,
            Self::Required(_) => 2,
            Self::Choices(_) => 3,
            Self::Value(_) => 4,
            Self::Constraint(_) => 5,
            Self::Text(_) => 6,
        };
        self.node(node_of).index() * Self::KINDS + kind
    }
}

/// Vertices in their order, and which of them need each.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub order: Vec<Vertex>,
    /// For a vertex, where its part of `dependents` begins; one more at the end.
    pub(super) starts: Vec<u32>,
    pub(super) dependents: Vec<u32>,
    pub(super) place: Vec<u32>,
    pub(super) questions: Vec<NodeId>,
}

/// No place.
pub(super) const NONE: u32 = u32::MAX;

impl Graph {
    /// The places of those that need the vertex at a place.
    pub fn dependents(&self, place: u32) -> &[u32] {
        let (start, end) = (self.starts[place as usize], self.starts[place as usize + 1]);
        &self.dependents[start as usize..end as usize]
    }

    /// The node that a vertex is about.
    pub fn node(&self, vertex: Vertex) -> NodeId {
        vertex.node(|question| self.questions[question.0 as usize])
    }

    /// The place of a vertex, if it is worked out at all.
    pub fn place(&self, vertex: Vertex) -> Option<u32> {
        let slot = vertex.slot(|question| self.questions[question.0 as usize]);
        let place = *self.place.get(slot)?;
        (place != NONE).then_some(place)
    }
}
