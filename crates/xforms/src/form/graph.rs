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

    /// Its place among all that there could be; a question is told apart by its node.
    pub(super) fn slot(self, node_of: impl Fn(QuestionId) -> NodeId) -> usize {
        let (kind, node) = match self {
            Self::Relevant(node) => (0, node),
            Self::Readonly(node) => (1, node),
            Self::Required(node) => (2, node),
            Self::Choices(question) => (3, node_of(question)),
            Self::Value(node) => (4, node),
            Self::Constraint(node) => (5, node),
            Self::Text(node) => (6, node),
        };
        node.index() * Self::KINDS + kind
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

    /// The place of a vertex, if it is worked out at all.
    pub fn place(&self, vertex: Vertex) -> Option<u32> {
        let slot = vertex.slot(|question| self.questions[question.0 as usize]);
        let place = *self.place.get(slot)?;
        (place != NONE).then_some(place)
    }
}
