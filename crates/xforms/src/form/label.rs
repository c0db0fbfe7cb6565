//! What a question, a group or a message says: as it stands, by the name of a text, or worked out (sections 30, 40,
//! 70 of the specification).

use roxmltree::Node;

use super::Program;
use super::texts::{Part, Texts, parts, program, uses_of};
use crate::finding::{Findings, Problem};
use crate::tree::{NodeId, Tree};
use crate::xpath::ast::{Expression, Function};

/// What a question, a group or a message says.
#[derive(Debug, Clone)]
pub(crate) enum Label {
    Parts(Vec<Part>),
    /// A text by its name.
    Named(Box<str>),
    /// A text whose name is worked out, or any other expression.
    Worked(Program),
}

impl Label {
    /// Reads `<label>` or `<hint>`: by reference, or as it stands.
    pub fn read(
        element: Node<'_, '_>,
        node: Option<NodeId>,
        place: &str,
        tree: &mut Tree,
        texts: &Texts,
        findings: &mut Findings,
    ) -> Option<Self> {
        if let Some(source) = element.attribute("ref") {
            return Self::of_expression(source, node, place, tree, texts, findings);
        }
        let parts = parts(element, node, place, tree, findings);
        (!parts.is_empty()).then_some(Self::Parts(parts))
    }

    /// A message of a bind: `jr:itext('…')`, or what it says.
    pub fn message(
        source: &str,
        node: NodeId,
        place: &str,
        tree: &mut Tree,
        texts: &Texts,
        findings: &mut Findings,
    ) -> Option<Self> {
        if source.trim_start().starts_with("jr:itext") {
            return Self::of_expression(source, Some(node), place, tree, texts, findings);
        }
        (!source.is_empty()).then(|| Self::Parts(vec![Part::Plain(source.into())]))
    }

    fn of_expression(
        source: &str,
        node: Option<NodeId>,
        place: &str,
        tree: &mut Tree,
        texts: &Texts,
        findings: &mut Findings,
    ) -> Option<Self> {
        let program = program(source, node, place, tree, findings)?;
        if let Expression::Call(Function::Itext, arguments) = &program.expression
            && let [Expression::Text(id)] = arguments.as_ref()
        {
            if !texts.has(id) {
                findings.add(place, Problem::NoText(id.to_string()));
                return None;
            }
            return Some(Self::Named(id.clone()));
        }
        Some(Self::Worked(program))
    }

    /// The values that it shows.
    pub fn uses(&self, texts: &Texts) -> Vec<NodeId> {
        match self {
            Self::Parts(parts) => {
                let mut uses = Vec::new();
                uses_of(parts, &mut uses);
                uses
            }
            Self::Named(id) => texts.uses(id),
            Self::Worked(program) => program.uses.clone(),
        }
    }
}
