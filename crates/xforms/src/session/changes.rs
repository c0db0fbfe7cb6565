//! What a change brought about: what a page redraws, and what it tells a person who does not see it.

use super::Session;
use crate::form::{GroupId, QuestionId, Vertex};
use crate::tree::NodeId;

/// What is different after a change. Each list in the order of the form, each entry once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Questions that are asked now and were not before.
    pub shown: Vec<QuestionId>,
    /// Questions that are asked no more; their answers are kept in case they come back.
    pub hidden: Vec<QuestionId>,
    /// Groups that came or went.
    pub groups: Vec<GroupId>,
    /// Questions with another value.
    pub values: Vec<QuestionId>,
    /// Questions that have to be answered now, or no more.
    pub required: Vec<QuestionId>,
    /// Questions that can be changed now, or no more.
    pub readonly: Vec<QuestionId>,
    /// Questions with other choices.
    pub choices: Vec<QuestionId>,
    /// Questions with a new violation, another one, or none any more.
    pub violations: Vec<QuestionId>,
    /// Questions whose label or hint says something else.
    pub texts: Vec<QuestionId>,
    /// Groups whose label says something else.
    pub headings: Vec<GroupId>,
}

impl Changes {
    /// Whether nothing changed at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Session {
    pub(super) fn summarise(&mut self, vertices: &[Vertex]) -> Changes {
        let mut changes = Changes::default();
        let mut touched: Vec<QuestionId> = Vec::new();
        for vertex in vertices {
            let node = self.form.graph.node(*vertex);
            let Some(question) = self.form.asked_at(node) else {
                self.groups_at(node, *vertex, &mut changes);
                continue;
            };
            touched.push(question);
            match vertex {
                Vertex::Relevant(_) if self.relevant[node.index()] => changes.shown.push(question),
                Vertex::Relevant(_) => changes.hidden.push(question),
                Vertex::Value(_) => changes.values.push(question),
                Vertex::Required(_) => changes.required.push(question),
                Vertex::Readonly(_) => changes.readonly.push(question),
                Vertex::Text(_) => changes.texts.push(question),
                Vertex::Choices(_) => changes.choices.push(question),
                Vertex::Constraint(_) => {}
            }
        }
        touched.sort_unstable();
        touched.dedup();
        self.review(&touched, &mut changes);
        for list in [
            &mut changes.shown,
            &mut changes.hidden,
            &mut changes.values,
            &mut changes.required,
            &mut changes.readonly,
            &mut changes.choices,
            &mut changes.texts,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        changes
    }

    /// Which of these questions violate something else than before.
    pub(super) fn review(&mut self, questions: &[QuestionId], changes: &mut Changes) {
        for question in questions {
            let violation = self.violation_of(*question);
            let before = &mut self.violations[question.0 as usize];
            if *before != violation {
                *before = violation;
                changes.violations.push(*question);
            }
        }
    }

    /// Every question anew.
    pub(crate) fn review_all(&mut self, changes: &mut Changes) {
        let all: Vec<QuestionId> = self.form.question_ids().collect();
        self.review(&all, changes);
    }

    fn groups_at(&self, node: NodeId, vertex: Vertex, changes: &mut Changes) {
        for (index, group) in self.form.groups.iter().enumerate() {
            if group.node != Some(node) {
                continue;
            }
            let id = GroupId(u32::try_from(index).unwrap_or(u32::MAX));
            match vertex {
                Vertex::Relevant(_) => changes.groups.push(id),
                Vertex::Text(_) => changes.headings.push(id),
                _ => {}
            }
        }
    }
}
