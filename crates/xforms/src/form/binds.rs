//! Binds: types and logic of the values (section 30 of the specification).

use roxmltree::Node;

use super::Program;
use super::label::Label;
use super::texts::{Texts, calculation, program};
use crate::finding::{Findings, Problem};
use crate::tree::{NodeId, Tree};
use crate::xml::{self, JAVAROSA, OPENROSA};

/// Section 30, "Data types".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ValueType {
    #[default]
    Text,
    Whole,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Point,
    Trace,
    Shape,
    File,
}

/// Section 30, "Preload attributes": what the profile has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preload {
    Uid,
    Start,
    End,
    Today,
}

/// The logic of one value.
#[derive(Debug, Default)]
pub(crate) struct Bind {
    pub value_type: ValueType,
    pub relevant: Option<Program>,
    pub required: Option<Program>,
    pub readonly: Option<Program>,
    pub constraint: Option<Program>,
    pub calculate: Option<Program>,
    pub required_message: Option<Label>,
    pub constraint_message: Option<Label>,
    pub preload: Option<Preload>,
    pub max_pixels: Option<u32>,
}

/// Reads every `<bind>`; one for each node of the primary instance comes back.
pub(super) fn read(
    model: Node<'_, '_>,
    tree: &mut Tree,
    texts: &Texts,
    findings: &mut Findings,
) -> Vec<Bind> {
    let mut binds: Vec<Bind> = Vec::new();
    binds.resize_with(tree.primary_len(), Bind::default);
    for element in xml::children(model, "bind") {
        let path =
            element.attribute("nodeset").or_else(|| element.attribute("ref")).unwrap_or_default();
        let Some(node) = tree.find(path).filter(|node| tree.is_primary(*node)) else {
            let attribute = path.contains('@');
            findings.add(
                path,
                if attribute {
                    Problem::Expression("an attribute (@)".to_owned())
                } else {
                    Problem::NoNode(path.to_owned())
                },
            );
            continue;
        };
        if let Some(bind) = binds.get_mut(node.index()) {
            fill(bind, element, node, path.trim(), tree, texts, findings);
        }
    }
    binds
}

fn fill(
    bind: &mut Bind,
    element: Node<'_, '_>,
    node: NodeId,
    path: &str,
    tree: &mut Tree,
    texts: &Texts,
    findings: &mut Findings,
) {
    if let Some(name) = element.attribute("type") {
        bind.value_type = value_type(name, path, findings);
    }
    let mut read = |name: &str| {
        element.attribute(name).and_then(|source| program(source, Some(node), path, tree, findings))
    };
    let (relevant, required) = (read("relevant"), read("required"));
    let (readonly, constraint) = (read("readonly"), read("constraint"));
    let calculate = element
        .attribute("calculate")
        .and_then(|source| calculation(source, node, path, tree, findings));
    bind.relevant = relevant.or(bind.relevant.take());
    bind.required = required.or(bind.required.take());
    bind.readonly = readonly.or(bind.readonly.take());
    bind.constraint = constraint.or(bind.constraint.take());
    bind.calculate = calculate.or(bind.calculate.take());
    let mut message = |name: &str| {
        let source = xml::attribute(element, JAVAROSA, name)?;
        Label::message(source, node, path, tree, texts, findings)
    };
    bind.required_message = message("requiredMsg");
    bind.constraint_message = message("constraintMsg");
    bind.max_pixels =
        xml::attribute(element, OPENROSA, "max-pixels").and_then(|text| text.parse().ok());
    if element.attribute("saveIncomplete").is_some() {
        findings.add(path, Problem::NoEffect("saveIncomplete".to_owned()));
    }
    if let Some(kind) = xml::attribute(element, JAVAROSA, "preload") {
        let parameter = xml::attribute(element, JAVAROSA, "preloadParams").unwrap_or_default();
        bind.preload = match (kind, parameter) {
            ("uid", _) => Some(Preload::Uid),
            ("timestamp", "start") => Some(Preload::Start),
            ("timestamp", "end") => Some(Preload::End),
            ("date", "today") => Some(Preload::Today),
            ("property" | "patient", what) => {
                findings.add(path, Problem::NotCollected(what.to_owned()));
                None
            }
            (other, _) => {
                findings.add(path, Problem::NoEffect(format!("jr:preload=\"{other}\"")));
                None
            }
        };
    }
}

/// With or without the prefix of XML Schema; a type that nobody knows is text (section 30).
fn value_type(name: &str, path: &str, findings: &mut Findings) -> ValueType {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local).trim();
    match local {
        "int" | "integer" => ValueType::Whole,
        "decimal" => ValueType::Decimal,
        "boolean" => ValueType::Boolean,
        "date" => ValueType::Date,
        "time" => ValueType::Time,
        "dateTime" => ValueType::DateTime,
        "geopoint" => ValueType::Point,
        "geotrace" => ValueType::Trace,
        "geoshape" => ValueType::Shape,
        "binary" => ValueType::File,
        "barcode" | "intent" => {
            findings.add(path, Problem::Type(local.to_owned()));
            ValueType::Text
        }
        _ => ValueType::Text,
    }
}
