//! The instances of a form (section 20 of the specification).

use roxmltree::Node;

use super::Attribute;
use crate::finding::{Findings, Part, Problem};
use crate::tree::{NodeId, Tree};
use crate::xml::{self, XFORMS};

/// What the instances are made of.
#[derive(Debug)]
pub(super) struct Instances {
    pub tree: Tree,
    pub root: NodeId,
    pub attributes: Vec<(NodeId, Attribute)>,
    pub namespaces: Vec<(String, String)>,
}

/// Reads the primary instance and all others that are part of the form.
pub(super) fn read(model: Node<'_, '_>, findings: &mut Findings) -> Option<Instances> {
    let mut instances = xml::children(model, "instance");
    let primary = instances.next();
    let Some((instance, element)) =
        primary.and_then(|found| Some((found, xml::elements(found).next()?)))
    else {
        findings.add("model", Problem::Missing(Part::Instance));
        return None;
    };
    let mut reader = Reader {
        tree: Tree::default(),
        attributes: Vec::new(),
        namespaces: Vec::new(),
        default: element.tag_name().namespace().unwrap_or_default().to_owned(),
        primary: true,
    };
    let document = reader.tree.open(None, "");
    let root = reader.element(element, document, findings);
    reader.tree.close(document, "");
    reader.tree.end_of_primary();
    if let Some(id) = instance.attribute("id") {
        reader.tree.name_instance(id, document);
    }
    reader.primary = false;
    for instance in instances {
        let id = instance.attribute("id").unwrap_or_default();
        if let Some(source) = instance.attribute("src") {
            findings
                .add(&format!("instance('{id}')"), Problem::ExternalInstance(source.to_owned()));
        }
        let node = reader.tree.open(None, "");
        for element in xml::elements(instance) {
            reader.element(element, node, findings);
        }
        reader.tree.close(node, "");
        reader.tree.name_instance(id, node);
    }
    let Reader { tree, attributes, mut namespaces, default, .. } = reader;
    if !default.is_empty() && !xml::same(&default, XFORMS) {
        namespaces.insert(0, (String::new(), default));
    }
    Some(Instances { tree, root, attributes, namespaces })
}

struct Reader {
    tree: Tree,
    attributes: Vec<(NodeId, Attribute)>,
    namespaces: Vec<(String, String)>,
    default: String,
    primary: bool,
}

impl Reader {
    /// As deep as [`xml::read`] lets a document be.
    fn element(
        &mut self,
        element: Node<'_, '_>,
        parent: NodeId,
        findings: &mut Findings,
    ) -> NodeId {
        let name = self.name(element, element.tag_name().namespace(), element.tag_name().name());
        let node = self.tree.open(Some(parent), &name);
        if self.primary {
            for attribute in element.attributes() {
                let name = match attribute.namespace() {
                    Some(_) => self.name(element, attribute.namespace(), attribute.name()),
                    None => attribute.name().to_owned(),
                };
                let kept = Attribute { name: name.into(), value: attribute.value().into() };
                self.attributes.push((node, kept));
            }
        }
        for child in xml::elements(element) {
            let child = self.element(child, node, findings);
            if self.primary && child.0 > 5_000 {
                findings.add("model", Problem::TooMuch("more than 5000 values".to_owned()));
                break;
            }
        }
        self.tree.close(node, &xml::text(element));
        let children = self.tree.children(node).take_while(|_| self.primary);
        let mut names: Vec<&str> = children.map(|child| self.tree.name_text(child)).collect();
        names.sort_unstable();
        for twice in names.windows(2) {
            if let [first, second] = twice
                && first == second
            {
                let path = format!("{}/{first}", self.tree.path(node));
                findings.add(&path, Problem::Twice);
            }
        }
        node
    }

    /// With a prefix where the namespace is not that of the root.
    fn name(&mut self, element: Node<'_, '_>, namespace: Option<&str>, local: &str) -> String {
        let Some(namespace) = namespace.filter(|found| !found.is_empty() && *found != self.default)
        else {
            return local.to_owned();
        };
        let Some(prefix) = element.lookup_prefix(namespace).filter(|prefix| !prefix.is_empty())
        else {
            return local.to_owned();
        };
        if self.primary
            && prefix != "xml"
            && !self.namespaces.iter().any(|(known, _)| known == prefix)
        {
            self.namespaces.push((prefix.to_owned(), namespace.to_owned()));
        }
        format!("{prefix}:{local}")
    }
}
