//! All instances of a form as one arena in document order, which is what paths walk through.
//!
//! The primary instance comes first, so a node of it is also the index of its value.

// Every index is a `NodeId` that this arena gave out itself; nothing decoded from outside becomes one.
#![allow(clippy::indexing_slicing)]

use std::collections::HashMap;

/// A node of an instance: its place in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A name, with its prefix if it has one (`orx:meta`), as its place among all; prefixes are those of the form's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NameId(pub u32);

/// Every name once, numbered in the order in which they came.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    all: Vec<Box<str>>,
    known: HashMap<Box<str>, NameId>,
}

impl Names {
    pub fn intern(&mut self, name: &str) -> NameId {
        if let Some(id) = self.known(name) {
            return id;
        }
        let id = NameId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(name.into());
        self.known.insert(name.into(), id);
        id
    }

    /// The number of a name that came already.
    pub fn known(&self, name: &str) -> Option<NameId> {
        self.known.get(name).copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|name| &**name)
    }

    pub fn text(&self, id: NameId) -> &str {
        self.all.get(id.0 as usize).map_or("", |name| name)
    }
}

#[derive(Debug, Clone)]
struct Node {
    name: NameId,
    parent: Option<NodeId>,
    /// The first node behind this one and all below it.
    end: u32,
    text: Box<str>,
}

/// The arena.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tree {
    pub names: Names,
    nodes: Vec<Node>,
    primary_end: u32,
    /// By the number of their name.
    instances: Vec<Option<NodeId>>,
}

impl Tree {
    /// The document of the primary instance; its one child is the root element.
    pub const DOCUMENT: NodeId = NodeId(0);

    pub fn open(&mut self, parent: Option<NodeId>, name: &str) -> NodeId {
        let name = self.names.intern(name);
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { name, parent, end: id.0 + 1, text: Box::default() });
        id
    }

    pub fn close(&mut self, id: NodeId, text: &str) {
        let end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let node = &mut self.nodes[id.index()];
        node.end = end;
        if end == id.0 + 1 {
            node.text = text.into();
        }
    }

    pub fn end_of_primary(&mut self) {
        self.primary_end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
    }

    pub fn name_instance(&mut self, id: &str, node: NodeId) {
        let name = self.names.intern(id).0 as usize;
        self.instances.resize(self.instances.len().max(name + 1), None);
        self.instances[name] = Some(node);
    }

    pub fn instance(&self, id: &str) -> Option<NodeId> {
        *self.instances.get(self.names.known(id)?.0 as usize)?
    }

    /// How many nodes the primary instance has, with its document.
    pub fn primary_len(&self) -> usize {
        self.primary_end as usize
    }

    pub fn is_primary(&self, id: NodeId) -> bool {
        id.0 < self.primary_end
    }

    pub fn is_leaf(&self, id: NodeId) -> bool {
        self.nodes[id.index()].end == id.0 + 1
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].parent
    }

    pub fn name(&self, id: NodeId) -> NameId {
        self.nodes[id.index()].name
    }

    pub fn name_text(&self, id: NodeId) -> &str {
        self.names.text(self.name(id))
    }

    pub fn text(&self, id: NodeId) -> &str {
        &self.nodes[id.index()].text
    }

    /// The node and all below it.
    pub fn subtree(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        (id.0..self.nodes[id.index()].end).map(NodeId)
    }

    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, next: id.0 + 1, end: self.nodes[id.index()].end }
    }

    pub fn child(&self, id: NodeId, name: NameId) -> Option<NodeId> {
        self.children(id).find(|child| self.name(*child) == name)
    }

    /// From the root down, as a bind names it: `/data/group/question`.
    pub fn path(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = Some(id);
        while let Some(node) = at {
            if node != Self::DOCUMENT {
                names.push(self.name_text(node));
            }
            at = self.parent(node);
        }
        names.iter().rev().fold(String::new(), |path, name| path + "/" + name)
    }

    /// The node that a path of names leads to, with `/` in front.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        let mut at = Self::DOCUMENT;
        for name in path.trim().strip_prefix('/')?.split('/') {
            let name = name.trim();
            let mut children = self.children(at);
            let exact = self.children(at).find(|child| self.name_text(*child) == name);
            // Binds of older forms leave the prefix of `orx:meta` away.
            let local = || {
                children.find(|child| {
                    self.name_text(*child).split_once(':').is_some_and(|(_, local)| local == name)
                })
            };
            at = exact.or_else(local)?;
        }
        Some(at)
    }
}

/// The children of a node, in document order.
pub(crate) struct Children<'a> {
    tree: &'a Tree,
    next: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        self.next = self.tree.nodes[id.index()].end;
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn walks_in_document_order() {
        let mut tree = Tree::default();
        let document = tree.open(None, "");
        let data = tree.open(Some(document), "data");
        let group = tree.open(Some(data), "g");
        let a = tree.open(Some(group), "a");
        tree.close(a, "1");
        tree.close(group, " ");
        let b = tree.open(Some(data), "b");
        tree.close(b, "2");
        tree.close(data, "");
        tree.close(document, "");
        tree.end_of_primary();
        assert_eq!(tree.children(data).collect::<Vec<_>>(), [group, b]);
        assert_eq!(tree.find("/data/g/a"), Some(a));
        assert_eq!(tree.find("/data/x"), None);
        assert_eq!(tree.path(a), "/data/g/a");
        assert_eq!((tree.text(group), tree.text(a)), ("", "1"));
        assert!(tree.is_leaf(b) && !tree.is_leaf(group));
    }
}
