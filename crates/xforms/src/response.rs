//! The answer as it is sent (sections 20 and 91 of the specification): the primary instance without what is not
//! relevant. The same answers always make the same bytes.

use roxmltree::Node;

use crate::form::{Form, ValueType};
use crate::session::Session;
use crate::tree::{NodeId, Tree};
use crate::xml::{self, escape, escape_attribute};
use crate::{Moment, Problem};

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// What each node that is there is worth; groups have no value.
    values: Vec<Option<String>>,
}

/// Why bytes are no answer to a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// No XML.
    #[error("{0}")]
    Xml(Problem),
    /// It answers another form, or another version.
    #[error("the answer is to {0}")]
    OtherForm(String),
    /// An element that the form does not have there.
    #[error("the form has no {0}")]
    Unknown(String),
    /// An element twice.
    #[error("{0} is there twice")]
    Twice(String),
    /// There is no `meta/instanceID`.
    #[error("the answer has no meta/instanceID")]
    NoInstanceId,
}

impl Response {
    /// Reads an answer to a form. Elements may be missing: they were not relevant.
    ///
    /// # Errors
    /// The bytes are no answer to this form.
    pub fn read(form: &Form, text: &str) -> Result<Self, Mismatch> {
        let document = xml::read(text).map_err(Mismatch::Xml)?;
        let root = document.root_element();
        let found = root.attribute("id").unwrap_or_default();
        let version = root.attributes().find(|attribute| attribute.name() == "version");
        let version = version.map(|attribute| attribute.value());
        let name = root.tag_name().name();
        let own = form.tree.name_text(form.root);
        if found != form.id() || version != form.version() || local(own) != name {
            return Err(Mismatch::OtherForm(format!("{found} {}", version.unwrap_or_default())));
        }
        let mut response = Self { values: vec![None; form.tree.primary_len()] };
        response.take(form, root, form.root)?;
        if response.instance_id(form).is_empty() {
            return Err(Mismatch::NoInstanceId);
        }
        Ok(response)
    }

    /// As deep as the form is.
    fn take(&mut self, form: &Form, element: Node<'_, '_>, node: NodeId) -> Result<(), Mismatch> {
        let value = if form.tree.is_leaf(node) { xml::text(element) } else { String::new() };
        match self.values.get_mut(node.index()) {
            Some(place @ None) => *place = Some(value),
            _ => return Err(Mismatch::Twice(form.tree.path(node))),
        }
        for child in xml::elements(element) {
            let name = child.tag_name().name();
            let known =
                form.tree.children(node).find(|known| local(form.tree.name_text(*known)) == name);
            let Some(known) = known else {
                return Err(Mismatch::Unknown(format!("{}/{name}", form.tree.path(node))));
            };
            self.take(form, child, known)?;
        }
        Ok(())
    }

    /// `uuid:…`
    #[must_use]
    pub fn instance_id(&self, form: &Form) -> &str {
        self.at(form.instance_id).unwrap_or_default()
    }

    /// The value at a path; `None` if it was not relevant.
    #[must_use]
    pub fn value(&self, form: &Form, path: &str) -> Option<&str> {
        self.at(form.tree.find(path)?)
    }

    fn at(&self, node: NodeId) -> Option<&str> {
        self.values.get(node.index())?.as_deref()
    }

    /// Every value with its path, in the order of the form.
    pub fn values<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = (String, &'a str)> + 'a {
        let leaves = form.tree.subtree(form.root).filter(|node| form.tree.is_leaf(*node));
        leaves.filter_map(|node| Some((form.tree.path(node), self.at(node)?)))
    }

    /// The names of the files that belong to it.
    #[must_use]
    pub fn files(&self, form: &Form) -> Vec<String> {
        let is_file = |node: &NodeId| form.bind(*node).value_type == ValueType::File;
        let files = form.tree.subtree(form.root).filter(is_file).filter_map(|node| self.at(node));
        files.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// The bytes: namespaces first, then attributes, nothing between elements.
    #[must_use]
    pub fn write(&self, form: &Form) -> String {
        let mut xml = String::new();
        self.element(form, form.root, &mut xml);
        xml
    }

    fn element(&self, form: &Form, node: NodeId, xml: &mut String) {
        let Some(value) = self.at(node) else { return };
        let name = form.tree.name_text(node);
        xml.push('<');
        xml.push_str(name);
        if node == form.root {
            for (prefix, uri) in &form.namespaces {
                xml.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
                xml.push_str(prefix);
                xml.push_str("=\"");
                escape_attribute(uri, xml);
                xml.push('"');
            }
        }
        for (_, attribute) in form.attributes.iter().filter(|(of, _)| *of == node) {
            xml.push(' ');
            xml.push_str(&attribute.name);
            xml.push_str("=\"");
            escape_attribute(&attribute.value, xml);
            xml.push('"');
        }
        xml.push('>');
        let begin = xml.len();
        if form.tree.is_leaf(node) {
            escape(value, xml);
        } else {
            for child in form.tree.children(node) {
                self.element(form, child, xml);
            }
        }
        if xml.len() == begin {
            xml.pop();
            xml.push_str("/>");
        } else {
            xml.push_str("</");
            xml.push_str(name);
            xml.push('>');
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl Session {
    /// The answer as it stands now.
    #[must_use]
    pub fn response(&self) -> Response {
        let value = |node: NodeId| {
            let shown =
                node != Tree::DOCUMENT && self.relevant.get(node.index()).copied().unwrap_or(false);
            shown.then(|| self.values.get(node.index()).cloned().unwrap_or_default())
        };
        Response { values: self.form.tree.subtree(Tree::DOCUMENT).map(value).collect() }
    }

    /// Stamps the end (`jr:preload="timestamp"`, `end`) and makes the answer; its bytes are what is sent and
    /// never made again.
    pub fn finish(&mut self, now: Moment) -> Response {
        self.set_now(now);
        self.postload();
        self.response()
    }
}
