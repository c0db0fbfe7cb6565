//! A form that was read and found sound.

mod asks;
mod binds;
mod body;
mod choices;
mod graph;
mod instances;
mod kind;
mod known;
mod label;
mod order;
mod read;
mod texts;

pub use kind::{Asks, DateParts, Look};
pub use texts::Language;

pub(crate) use binds::{Bind, Preload, ValueType};
pub(crate) use body::{Group, Question};
pub(crate) use choices::{AtChoice, ChoiceText, Choices};
pub(crate) use graph::{Graph, Vertex};
pub(crate) use label::Label;
pub(crate) use texts::{Part, Texts};

use crate::finding::{Finding, Unusable};
use crate::tree::{NodeId, Tree};
use crate::xpath::ast::Expression;

/// A question of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub(crate) u32);

/// A group of a form (section 50 of the specification).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub(crate) u32);

/// What stands in the body, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A question.
    Question(QuestionId),
    /// A group with what is in it.
    Group(GroupId),
}

/// An expression that knows its nodes.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub expression: Expression,
    /// The values it depends on.
    pub uses: Vec<NodeId>,
    /// The questions whose choices it names.
    pub choices: Vec<NodeId>,
    /// The texts it names.
    pub texts: Vec<String>,
    /// It looks at the value that it calculates.
    pub itself: bool,
}

/// An attribute as the answer repeats it.
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub name: Box<str>,
    pub value: Box<str>,
}

/// A form: read once, shared by every session.
#[derive(Debug)]
pub struct Form {
    pub(crate) tree: Tree,
    pub(crate) root: NodeId,
    pub(crate) title: String,
    pub(crate) id: String,
    pub(crate) version: Option<String>,
    pub(crate) sum: String,
    /// Prefix (empty for the default) and name of the namespaces that the answer declares.
    pub(crate) namespaces: Vec<(String, String)>,
    pub(crate) attributes: Vec<(NodeId, Attribute)>,
    pub(crate) binds: Vec<Bind>,
    pub(crate) texts: Texts,
    pub(crate) questions: Vec<Question>,
    pub(crate) groups: Vec<Group>,
    pub(crate) body: Vec<Item>,
    pub(crate) asked: Vec<Option<QuestionId>>,
    pub(crate) graph: Graph,
    pub(crate) first: Vec<(NodeId, Program)>,
    pub(crate) instance_id: NodeId,
    pub(crate) remarks: Vec<Finding>,
}

impl Form {
    /// Reads a form (section 10 of the specification and all that follow).
    ///
    /// # Errors
    /// Everything that is wrong with it or outside the profile, each with its place.
    pub fn read(xml: &str) -> Result<Self, Unusable> {
        read::read(xml)
    }

    /// The name that its author gave it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The `id` of the primary instance (section 20).
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The `version` of the primary instance, if it has one (section 20).
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// SHA-256 of the form's bytes in hexadecimal digits: by this a draft knows its form.
    #[must_use]
    pub fn sum(&self) -> &str {
        &self.sum
    }

    /// The languages of its texts (section 70), in the form's order; none when it has only one.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.texts.languages
    }

    /// What is not carried out though the form works.
    #[must_use]
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }

    /// What stands in the body, in its order.
    #[must_use]
    pub fn body(&self) -> &[Item] {
        &self.body
    }

    /// How many questions it asks, with those that are shown only sometimes and with notes.
    #[must_use]
    pub fn question_count(&self) -> usize {
        self.questions.len()
    }

    /// Every question, in the order of the body.
    pub fn question_ids(&self) -> impl Iterator<Item = QuestionId> + use<> {
        (0..u32::try_from(self.questions.len()).unwrap_or(0)).map(QuestionId)
    }

    /// The path of a question's value, as a bind names it.
    #[must_use]
    pub fn path(&self, question: QuestionId) -> String {
        self.tree.path(self.question(question).node)
    }

    /// The question whose value stands at a path.
    #[must_use]
    pub fn question_at(&self, path: &str) -> Option<QuestionId> {
        self.asked.get(self.tree.find(path)?.index()).copied().flatten()
    }

    /// The path of every value of an answer, calculated ones and those of `meta` too, in the order of the form.
    pub fn value_paths(&self) -> impl Iterator<Item = String> + '_ {
        let leaves = self.tree.subtree(self.root).filter(|node| self.tree.is_leaf(*node));
        leaves.map(|node| self.tree.path(node))
    }

    /// How a question is asked.
    #[must_use]
    pub fn asks(&self, question: QuestionId) -> &Asks {
        &self.question(question).asks
    }

    /// The group in which a question stands.
    #[must_use]
    pub fn group_of(&self, question: QuestionId) -> Option<GroupId> {
        self.question(question).group
    }

    /// What stands in a group, in its order.
    #[must_use]
    pub fn items(&self, group: GroupId) -> &[Item] {
        &self.group(group).items
    }

    /// Whether the group is a table of questions with the same choices (`table-list`).
    #[must_use]
    pub fn is_matrix(&self, group: GroupId) -> bool {
        self.group(group).matrix
    }

    #[allow(clippy::indexing_slicing)] // ids are given out by this form alone
    pub(crate) fn question(&self, id: QuestionId) -> &Question {
        &self.questions[id.0 as usize]
    }

    #[allow(clippy::indexing_slicing)] // ids are given out by this form alone
    pub(crate) fn group(&self, id: GroupId) -> &Group {
        &self.groups[id.0 as usize]
    }

    #[allow(clippy::indexing_slicing)] // one for each node of the primary instance
    pub(crate) fn bind(&self, node: NodeId) -> &Bind {
        &self.binds[node.index()]
    }

    #[allow(clippy::indexing_slicing)] // one for each node of the primary instance
    pub(crate) fn asked_at(&self, node: NodeId) -> Option<QuestionId> {
        self.asked[node.index()]
    }
}
