//! From XML to a form (section 10 of the specification), with everything that is wrong named at once.

use roxmltree::Node;

use super::instances::Instances;
use super::order::{Parts, build};
use super::texts::{Texts, program};
use super::{Form, Program, binds, body, instances};
use crate::finding::{Findings, Part, Problem, Unusable};
use crate::tree::{NodeId, Tree};
use crate::xml;

pub(super) fn read(text: &str) -> Result<Form, Unusable> {
    let mut findings = Findings::default();
    let form = match xml::read(text) {
        Ok(document) => whole(document.root_element(), text, &mut findings),
        Err(problem) => {
            findings.add("form", problem);
            None
        }
    };
    match form {
        Some(mut form) if !findings.are_fatal() => {
            form.remarks = findings.0;
            Ok(form)
        }
        _ => Err(Unusable(findings.0)),
    }
}

fn whole(html: Node<'_, '_>, text: &str, findings: &mut Findings) -> Option<Form> {
    let head = xml::child(html, "head");
    let Some(model) = head.and_then(|head| xml::child(head, "model")) else {
        findings.add("form", Problem::Missing(Part::Model));
        return None;
    };
    let title = head.and_then(|head| xml::child(head, "title")).map(xml::text).unwrap_or_default();
    let Instances { mut tree, root, attributes, namespaces } = instances::read(model, findings)?;
    let of_root = |wanted: &str| {
        let found = attributes.iter().find(|(node, attribute)| {
            let name = attribute.name.rsplit_once(':').map_or(&*attribute.name, |(_, local)| local);
            *node == root && name == wanted
        });
        found.map(|(_, attribute)| attribute.value.to_string())
    };
    let (id, version) = (of_root("id"), of_root("version"));
    if id.as_ref().is_none_or(String::is_empty) {
        findings.add(&tree.path(root), Problem::Missing(Part::Id));
    }
    outside(model, &tree, root, findings);
    let texts = match xml::child(model, "itext") {
        Some(itext) => Texts::read(itext, &mut tree, findings),
        None => Texts::default(),
    };
    let binds = binds::read(model, &mut tree, &texts, findings);
    let Some(element) =
        xml::child(html, "body").filter(|body| xml::elements(*body).next().is_some())
    else {
        findings.add("form", Problem::Missing(Part::Body));
        return None;
    };
    let first = actions(model, element, &mut tree, findings);
    let body = body::read(element, &mut tree, &texts, &binds, findings);
    let instance_id = instance_id(&tree, root);
    if instance_id.is_none() {
        findings.add(&tree.path(root), Problem::NoInstanceId);
    }
    let graph = build(
        &Parts {
            tree: &tree,
            binds: &binds,
            questions: &body.questions,
            groups: &body.groups,
            texts: &texts,
            asked: &body.asked,
        },
        findings,
    );
    Some(Form {
        tree,
        root,
        title: title.trim().to_owned(),
        id: id.unwrap_or_default(),
        version,
        sum: crate::xpath::sha256(text.as_bytes()),
        namespaces,
        attributes,
        binds,
        texts,
        questions: body.questions,
        groups: body.groups,
        body: body.items,
        asked: body.asked,
        graph,
        first,
        instance_id: instance_id?,
        remarks: Vec::new(),
    })
}

fn instance_id(tree: &Tree, root: NodeId) -> Option<NodeId> {
    let local = |node: NodeId, wanted: &str| {
        let name = tree.name_text(node);
        name.rsplit_once(':').map_or(name, |(_, local)| local) == wanted
    };
    let meta = tree.children(root).find(|node| local(*node, "meta"))?;
    tree.children(meta).find(|node| local(*node, "instanceID") && tree.is_leaf(*node))
}

/// Whole features that the profile does not have.
fn outside(model: Node<'_, '_>, tree: &Tree, root: NodeId, findings: &mut Findings) {
    if let Some(submission) = xml::child(model, "submission")
        && submission.attribute("base64RsaPublicKey").is_some()
    {
        findings.add("submission", Problem::Encryption);
    }
    for node in tree.subtree(root) {
        let name = tree.name_text(node);
        let in_meta = tree.parent(node).is_some_and(|parent| {
            let name = tree.name_text(parent);
            name.rsplit_once(':').map_or(name, |(_, local)| local) == "meta"
        });
        match name.rsplit_once(':').map_or(name, |(_, local)| local) {
            "entity" if in_meta => findings.add(&tree.path(node), Problem::Entities),
            "audit" if in_meta => {
                findings.add(&tree.path(node), Problem::NotCollected("audit".to_owned()));
            }
            _ => {}
        }
    }
}

/// Values set when the form is first opened (section 65); every other action is outside the profile.
fn actions(
    model: Node<'_, '_>,
    body: Node<'_, '_>,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Vec<(NodeId, Program)> {
    let mut first = Vec::new();
    let named = |node: &Node<'_, '_>| {
        matches!(node.tag_name().name(), "setvalue" | "setgeopoint" | "recordaudio" | "action")
    };
    let elements: Vec<_> = xml::elements(model)
        .chain(body.descendants())
        .filter(|node| node.is_element() && named(node))
        .collect();
    for element in elements {
        let path = element.attribute("ref").unwrap_or_default().trim();
        let event = element.attribute("event").unwrap_or_default();
        let plain = element.tag_name().name() == "setvalue" && event == "odk-instance-first-load";
        if !plain {
            let name = format!("{} ({event})", element.tag_name().name());
            findings.add(path, Problem::Action(name));
            continue;
        }
        let Some(node) = tree.find(path).filter(|node| tree.is_primary(*node)) else {
            findings.add(path, Problem::NoNode(path.to_owned()));
            continue;
        };
        let source = match element.attribute("value") {
            Some(source) => source.to_owned(),
            // The text of the element is the value itself (section 65).
            None => quoted(&xml::text(element)),
        };
        if let Some(program) = program(&source, Some(node), path, tree, findings) {
            first.push((node, program));
        }
    }
    first
}

/// A text as an expression; XPath cannot write both kinds of quotation marks in one.
fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{}\"", text.replace('"', "”"))
    } else {
        format!("'{text}'")
    }
}
