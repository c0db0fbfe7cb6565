//! The body: questions and groups (sections 40 and 50 of the specification).

use roxmltree::Node;

use super::asks::{asks, words};
use super::binds::Bind;
use super::choices::Choices;
use super::kind::{Asks, Look};
use super::label::Label;
use super::texts::Texts;
use super::{GroupId, Item, QuestionId};
use crate::finding::{Findings, Problem};
use crate::tree::{NodeId, Tree};
use crate::xml;

/// One question.
#[derive(Debug)]
pub(crate) struct Question {
    pub node: NodeId,
    pub asks: Asks,
    pub label: Option<Label>,
    pub hint: Option<Label>,
    pub choices: Option<Choices>,
    pub group: Option<GroupId>,
}

/// One group.
#[derive(Debug)]
pub(crate) struct Group {
    pub node: Option<NodeId>,
    pub label: Option<Label>,
    pub items: Vec<Item>,
    pub parent: Option<GroupId>,
    /// `field-list`: all on one page, whatever is in it.
    pub together: bool,
    pub matrix: bool,
}

/// What the body is made of.
#[derive(Debug)]
pub(super) struct Body {
    pub items: Vec<Item>,
    pub questions: Vec<Question>,
    pub groups: Vec<Group>,
    pub asked: Vec<Option<QuestionId>>,
}

/// Reads the body.
pub(super) fn read(
    body: Node<'_, '_>,
    tree: &mut Tree,
    texts: &Texts,
    binds: &[Bind],
    findings: &mut Findings,
) -> Body {
    let asked = vec![None; tree.primary_len()];
    let whole = Body { items: Vec::new(), questions: Vec::new(), groups: Vec::new(), asked };
    let mut reader = Reader { tree, texts, binds, findings, body: whole };
    let items = reader.items(body, None);
    reader.body.items = items;
    reader.body
}

struct Reader<'a> {
    tree: &'a mut Tree,
    texts: &'a Texts,
    binds: &'a [Bind],
    findings: &'a mut Findings,
    body: Body,
}

impl Reader<'_> {
    fn items(&mut self, parent: Node<'_, '_>, group: Option<GroupId>) -> Vec<Item> {
        let mut items = Vec::new();
        for element in xml::elements(parent) {
            let name = element.tag_name().name();
            match name {
                "group" => items.extend(self.group(element, group).map(Item::Group)),
                "repeat" => {
                    let path = reference(element).unwrap_or("repeat").trim();
                    self.findings.add(path, Problem::Repeat);
                    // Whatever else is outside the profile is named as well.
                    self.items(element, group);
                }
                "input" | "select1" | "select" | "rank" | "range" | "trigger" | "upload" => {
                    items.extend(self.question(element, name, group).map(Item::Question));
                }
                "label" | "hint" | "setvalue" | "setgeopoint" | "recordaudio" => {}
                other => {
                    let place = reference(element).unwrap_or("body").trim();
                    self.findings.add(place, Problem::Control(other.to_owned()));
                }
            }
        }
        items
    }

    fn group(&mut self, element: Node<'_, '_>, parent: Option<GroupId>) -> Option<GroupId> {
        let path = reference(element).map(str::trim);
        let node = match path {
            Some(path) => Some(self.node(path)?),
            None => None,
        };
        let place = path.unwrap_or("group");
        let appearance = words(element);
        for word in &appearance {
            if word.starts_with("ex:") || word.starts_with("intent") {
                self.findings.add(place, Problem::Appearance(word.clone()));
            }
        }
        let label = self.text(element, "label", node, place);
        let id = GroupId(u32::try_from(self.body.groups.len()).unwrap_or(u32::MAX));
        let together = appearance.iter().any(|word| word == "field-list" || word == "table-list");
        self.body.groups.push(Group {
            node,
            label,
            items: Vec::new(),
            parent,
            together,
            matrix: false,
        });
        let items = self.items(element, Some(id));
        let look = |item: &Item| match item {
            Item::Question(question) => {
                match self.body.questions.get(question.0 as usize).map(|q| &q.asks) {
                    Some(Asks::One(look) | Asks::Many(look)) => Some(*look),
                    _ => None,
                }
            }
            Item::Group(_) => None,
        };
        let head = items.iter().any(|item| look(item) == Some(Look::MatrixHead));
        let row = items.iter().any(|item| look(item) == Some(Look::MatrixRow));
        if let Some(group) = self.body.groups.get_mut(id.0 as usize) {
            group.matrix = head && row;
            group.items = items;
        }
        Some(id)
    }

    fn node(&mut self, path: &str) -> Option<NodeId> {
        let found = self.tree.find(path).filter(|node| self.tree.is_primary(*node));
        if found.is_none() {
            self.findings.add(path, Problem::NoNode(path.to_owned()));
        }
        found
    }

    fn text(
        &mut self,
        element: Node<'_, '_>,
        name: &'static str,
        node: Option<NodeId>,
        place: &str,
    ) -> Option<Label> {
        let found = xml::child(element, name)?;
        Label::read(found, node, place, self.tree, self.texts, self.findings)
    }

    fn question(
        &mut self,
        element: Node<'_, '_>,
        name: &str,
        group: Option<GroupId>,
    ) -> Option<QuestionId> {
        let Some(path) = reference(element).map(str::trim) else {
            self.findings.add(name, Problem::NoNode(String::new()));
            return None;
        };
        let node = self.node(path)?;
        if !self.tree.is_leaf(node) {
            self.findings.add(path, Problem::NotAValue);
            return None;
        }
        let bind = self.binds.get(node.index())?;
        let asks = asks(element, name, bind, path, self.findings);
        let choices = match name {
            "select1" | "select" | "rank" => {
                Choices::read(element, node, path, self.tree, self.texts, self.findings)
            }
            _ => None,
        };
        let label = self.text(element, "label", Some(node), path);
        let hint = self.text(element, "hint", Some(node), path);
        let id = QuestionId(u32::try_from(self.body.questions.len()).unwrap_or(u32::MAX));
        let place = self.body.asked.get_mut(node.index())?;
        if place.is_some() {
            self.findings.add(path, Problem::AskedTwice);
            return None;
        }
        *place = Some(id);
        self.body.questions.push(Question { node, asks, label, hint, choices, group });
        Some(id)
    }
}

fn reference<'a>(element: Node<'a, '_>) -> Option<&'a str> {
    element.attribute("ref").or_else(|| element.attribute("nodeset"))
}
