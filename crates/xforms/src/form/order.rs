//! Everything of a form that is worked out, in an order in which each comes after what it needs.

// Vertices are numbered by this module alone.
#![allow(clippy::indexing_slicing)]

use super::binds::Bind;
use super::body::{Group, Question};
use super::choices::Choices;
use super::graph::{Graph, NONE, Vertex};
use super::texts::Texts;
use super::{Program, QuestionId};
use crate::finding::{Findings, Problem};
use crate::tree::Tree;

/// What the graph is made of.
pub(super) struct Parts<'a> {
    pub tree: &'a Tree,
    pub binds: &'a [Bind],
    pub questions: &'a [Question],
    pub groups: &'a [Group],
    pub texts: &'a Texts,
    pub asked: &'a [Option<QuestionId>],
}

/// Orders everything; a circle is a finding.
pub(super) fn build(parts: &Parts<'_>, findings: &mut Findings) -> Graph {
    let mut builder = Builder {
        parts,
        vertices: Vec::new(),
        needs: Vec::new(),
        place: vec![NONE; parts.tree.primary_len() * Vertex::KINDS],
    };
    builder.collect();
    builder.connect();
    let Some(order) = builder.sort() else {
        let cycle = builder.cycle();
        let first = cycle.first().cloned().unwrap_or_default();
        findings.add(&first, Problem::Cycle(cycle));
        return Graph::default();
    };
    builder.finish(&order)
}

struct Builder<'a> {
    parts: &'a Parts<'a>,
    vertices: Vec<Vertex>,
    needs: Vec<Vec<u32>>,
    place: Vec<u32>,
}

impl Builder<'_> {
    fn slot(&self, vertex: Vertex) -> usize {
        vertex.slot(|question| self.parts.questions[question.0 as usize].node)
    }

    fn add(&mut self, vertex: Vertex) {
        let slot = self.slot(vertex);
        if self.place[slot] == NONE {
            self.place[slot] = u32::try_from(self.vertices.len()).unwrap_or(NONE);
            self.vertices.push(vertex);
            self.needs.push(Vec::new());
        }
    }

    fn has(&self, vertex: Vertex) -> bool {
        self.place[self.slot(vertex)] != NONE
    }

    fn collect(&mut self) {
        let tree = self.parts.tree;
        for node in tree.subtree(Tree::DOCUMENT) {
            let bind = &self.parts.binds[node.index()];
            let parent = tree.parent(node);
            if bind.relevant.is_some()
                || parent.is_some_and(|parent| self.has(Vertex::Relevant(parent)))
            {
                self.add(Vertex::Relevant(node));
            }
            if bind.readonly.is_some()
                || parent.is_some_and(|parent| self.has(Vertex::Readonly(parent)))
            {
                self.add(Vertex::Readonly(node));
            }
            if bind.required.is_some() {
                self.add(Vertex::Required(node));
            }
            if bind.constraint.is_some() {
                self.add(Vertex::Constraint(node));
            }
            if tree.is_leaf(node) {
                self.add(Vertex::Value(node));
            }
        }
        for (index, question) in self.parts.questions.iter().enumerate() {
            if question.choices.is_some() {
                self.add(Vertex::Choices(QuestionId(u32::try_from(index).unwrap_or(NONE))));
            }
            let texts = [&question.label, &question.hint];
            if texts.into_iter().flatten().any(|text| !text.uses(self.parts.texts).is_empty()) {
                self.add(Vertex::Text(question.node));
            }
        }
        for group in self.parts.groups {
            if let (Some(node), Some(label)) = (group.node, &group.label)
                && !label.uses(self.parts.texts).is_empty()
            {
                self.add(Vertex::Text(node));
            }
        }
    }

    fn connect(&mut self) {
        for index in 0..self.vertices.len() {
            let mut needs = Vec::new();
            self.needs_of(self.vertices[index], &mut needs);
            let mut places: Vec<u32> = needs
                .into_iter()
                .map(|vertex| self.place[self.slot(vertex)])
                .filter(|place| *place != NONE)
                .collect();
            places.sort_unstable();
            places.dedup();
            self.needs[index] = places;
        }
    }

    fn needs_of(&self, vertex: Vertex, needs: &mut Vec<Vertex>) {
        let (tree, asked) = (self.parts.tree, self.parts.asked);
        let program = |program: Option<&Program>, needs: &mut Vec<Vertex>| {
            let Some(program) = program else { return };
            needs.extend(program.uses.iter().map(|node| Vertex::Value(*node)));
            for node in &program.choices {
                needs.extend(asked[node.index()].map(Vertex::Choices));
            }
            for text in &program.texts {
                needs.extend(self.parts.texts.uses(text).into_iter().map(Vertex::Value));
            }
        };
        match vertex {
            Vertex::Relevant(node) => {
                program(self.parts.binds[node.index()].relevant.as_ref(), needs);
                needs.extend(tree.parent(node).map(Vertex::Relevant));
            }
            Vertex::Readonly(node) => {
                program(self.parts.binds[node.index()].readonly.as_ref(), needs);
                needs.extend(tree.parent(node).map(Vertex::Readonly));
            }
            Vertex::Required(node) => {
                program(self.parts.binds[node.index()].required.as_ref(), needs);
            }
            Vertex::Constraint(node) => {
                program(self.parts.binds[node.index()].constraint.as_ref(), needs);
                needs.push(Vertex::Value(node));
            }
            Vertex::Choices(question) => {
                if let Some(Choices::Listed { nodes, .. }) =
                    &self.parts.questions[question.0 as usize].choices
                {
                    program(Some(nodes), needs);
                }
            }
            Vertex::Value(node) => {
                let bind = &self.parts.binds[node.index()];
                program(bind.calculate.as_ref(), needs);
                needs.push(Vertex::Relevant(node));
                needs.extend(asked[node.index()].map(Vertex::Choices));
            }
            Vertex::Text(node) => {
                let question =
                    asked[node.index()].map(|question| &self.parts.questions[question.0 as usize]);
                let of_question =
                    question.into_iter().flat_map(|question| [&question.label, &question.hint]);
                let of_group = self.parts.groups.iter().filter(|group| group.node == Some(node));
                for text in of_question.chain(of_group.map(|group| &group.label)).flatten() {
                    needs.extend(text.uses(self.parts.texts).into_iter().map(Vertex::Value));
                }
            }
        }
    }

    /// Kahn 1962: whoever needs nothing that is still missing comes next.
    fn sort(&self) -> Option<Vec<u32>> {
        let mut missing: Vec<usize> = self.needs.iter().map(Vec::len).collect();
        let mut dependents: Vec<Vec<u32>> = vec![Vec::new(); self.vertices.len()];
        for (index, needs) in self.needs.iter().enumerate() {
            for need in needs {
                dependents[*need as usize].push(u32::try_from(index).unwrap_or(NONE));
            }
        }
        let mut order: Vec<u32> = (0..u32::try_from(missing.len()).unwrap_or(0))
            .filter(|index| missing[*index as usize] == 0)
            .collect();
        let mut next = 0;
        while let Some(index) = order.get(next).copied() {
            next += 1;
            for dependent in &dependents[index as usize] {
                missing[*dependent as usize] -= 1;
                if missing[*dependent as usize] == 0 {
                    order.push(*dependent);
                }
            }
        }
        (order.len() == self.vertices.len()).then_some(order)
    }

    /// The paths of one circle, by going backwards from a vertex that never became free.
    fn cycle(&self) -> Vec<String> {
        let mut left: Vec<bool> = vec![true; self.vertices.len()];
        loop {
            let mut changed = false;
            for index in 0..left.len() {
                if left[index] && !self.needs[index].iter().any(|need| left[*need as usize]) {
                    left[index] = false;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let Some(mut at) = left.iter().position(|left| *left) else { return Vec::new() };
        let mut way = Vec::new();
        while !way.contains(&at) {
            way.push(at);
            let need = self.needs[at].iter().find(|need| left[**need as usize]);
            let Some(need) = need else { break };
            at = *need as usize;
        }
        let start = way.iter().position(|index| *index == at).unwrap_or(0);
        let mut paths: Vec<String> = way[start..].iter().map(|index| self.path(*index)).collect();
        paths.dedup();
        if let Some(first) = paths.first().cloned() {
            paths.push(first);
        }
        paths.dedup();
        if let [only] = paths.as_slice() {
            paths = vec![only.clone(), only.clone()];
        }
        paths
    }

    fn path(&self, index: usize) -> String {
        let node_of = |question: QuestionId| self.parts.questions[question.0 as usize].node;
        self.parts.tree.path(self.vertices[index].node(node_of))
    }

    fn finish(self, order: &[u32]) -> Graph {
        let mut new_place = vec![NONE; order.len()];
        for (place, old) in order.iter().enumerate() {
            new_place[*old as usize] = u32::try_from(place).unwrap_or(NONE);
        }
        let mut dependents: Vec<Vec<u32>> = vec![Vec::new(); order.len()];
        for (old, needs) in self.needs.iter().enumerate() {
            for need in needs {
                dependents[new_place[*need as usize] as usize].push(new_place[old]);
            }
        }
        let mut starts = vec![0];
        let mut flat = Vec::new();
        for list in &mut dependents {
            list.sort_unstable();
            flat.append(list);
            starts.push(u32::try_from(flat.len()).unwrap_or(NONE));
        }
        let place =
            self.place.iter().map(|old| if *old == NONE { NONE } else { new_place[*old as usize] });
        Graph {
            order: order.iter().map(|old| self.vertices[*old as usize]).collect(),
            starts,
            dependents: flat,
            place: place.collect(),
            questions: self.parts.questions.iter().map(|question| question.node).collect(),
        }
    }
}
