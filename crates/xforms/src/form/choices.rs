//! The choices of a question: written into the body, or taken from a secondary instance (section 40).

use roxmltree::Node;

use super::Program;
use super::label::Label;
use super::texts::{Texts, program};
use crate::finding::{Findings, Problem};
use crate::tree::{NodeId, Tree};
use crate::xml;
use crate::xpath::analyse::resolve_at_choice;
use crate::xpath::ast::{Expression, Function, Path, Start, Test};
use crate::xpath::parse;

/// Where the choices of a question come from.
#[derive(Debug)]
pub(crate) enum Choices {
    /// `<item>`
    Written(Vec<(Box<str>, Option<Label>)>),
    /// `<itemset>`
    Listed { nodes: Program, value: AtChoice, label: Option<ChoiceText> },
}

/// What the text of a listed choice is.
#[derive(Debug)]
pub(crate) enum ChoiceText {
    /// `<label ref="label"/>`
    Plain(AtChoice),
    /// `<label ref="jr:itext(itextId)"/>`
    Named(AtChoice),
}

/// An expression that is evaluated at the node of a choice.
#[derive(Debug)]
pub(crate) enum AtChoice {
    /// A child of this name, which it almost always is.
    Child(crate::tree::NameId),
    Expression(Expression),
}

impl Choices {
    /// Reads the choices of a `<select>`, `<select1>` or `<odk:rank>`.
    pub fn read(
        control: Node<'_, '_>,
        node: NodeId,
        place: &str,
        tree: &mut Tree,
        texts: &Texts,
        findings: &mut Findings,
    ) -> Option<Self> {
        if let Some(itemset) = xml::child(control, "itemset") {
            return Self::listed(itemset, node, place, tree, findings);
        }
        let mut written = Vec::new();
        for item in xml::children(control, "item") {
            let value = xml::child(item, "value").map(xml::text).unwrap_or_default();
            let label = xml::child(item, "label")
                .and_then(|label| Label::read(label, Some(node), place, tree, texts, findings));
            written.push((value.trim().into(), label));
        }
        if written.is_empty() {
            findings.add(place, Problem::NoChoices);
            return None;
        }
        Some(Self::Written(written))
    }

    fn listed(
        itemset: Node<'_, '_>,
        node: NodeId,
        place: &str,
        tree: &mut Tree,
        findings: &mut Findings,
    ) -> Option<Self> {
        let source =
            itemset.attribute("nodeset").or_else(|| itemset.attribute("ref")).unwrap_or_default();
        let nodes = program(source, Some(node), place, tree, findings)?;
        if from_answers(&nodes.expression, tree) {
            findings.add(place, Problem::Expression("choices taken from answers".to_owned()));
            return None;
        }
        let mut at_choice = |name: &'static str| {
            let source = xml::child(itemset, name)?.attribute("ref")?;
            let mut expression = match parse(source, &mut tree.names) {
                Ok(expression) => expression,
                Err(problem) => {
                    findings.add(place, problem);
                    return None;
                }
            };
            let uses = resolve_at_choice(&mut expression, tree, node);
            uses.problems.into_iter().for_each(|problem| findings.add(place, problem));
            Some(expression)
        };
        let value = AtChoice::new(at_choice("value")?);
        let label = at_choice("label").map(|label| match label {
            Expression::Call(Function::Itext, arguments) => {
                let inside = arguments.into_vec().pop().unwrap_or(Expression::Text(Box::default()));
                ChoiceText::Named(AtChoice::new(inside))
            }
            other => ChoiceText::Plain(AtChoice::new(other)),
        });
        Some(Self::Listed { nodes, value, label })
    }
}

impl AtChoice {
    fn new(expression: Expression) -> Self {
        if let Expression::Path(path) = &expression
            && let Path { start: Start::Here, steps } = path.as_ref()
            && let [step] = steps.as_slice()
            && step.axis == crate::xpath::ast::Axis::Child
            && step.predicates.is_empty()
            && let Test::Name(name) = step.test
        {
            return Self::Child(name);
        }
        Self::Expression(expression)
    }
}

/// Whether the choices are nodes of the primary instance.
fn from_answers(expression: &Expression, tree: &Tree) -> bool {
    match expression {
        Expression::Node(node) => tree.is_primary(*node),
        Expression::Nodes(nodes) => nodes.iter().any(|node| tree.is_primary(*node)),
        Expression::Path(path) => match &path.start {
            Start::Root | Start::Here => true,
            Start::Filter(inside, _) => from_answers(inside, tree),
        },
        Expression::Call(Function::Randomize, arguments) => {
            arguments.first().is_some_and(|first| from_answers(first, tree))
        }
        Expression::Call(Function::Current, _) => true,
        _ => false,
    }
}
