//! Beginning: what stands in the form, then what is set and calculated at first (sections 30 and 65).

use std::sync::Arc;

use super::Session;
use crate::answer::stored;
use crate::form::{Form, Preload};
use crate::tree::Tree;
use crate::xpath::moment::Moment;

/// What comes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The time.
    pub now: Moment,
    /// Chance, once: orders, `random()` and `uuid()` follow from it and stay.
    pub seed: u64,
    /// `uuid:` and a fresh UUID.
    pub instance_id: String,
}

impl Session {
    /// Begins a form anew.
    #[must_use]
    pub fn start(form: Arc<Form>, start: Start) -> Self {
        let mut session = Self::empty(form, start);
        session.preload();
        session.run_all();
        let form = Arc::clone(&session.form);
        for (node, program) in &form.first {
            if session.relevant[node.index()] {
                let mut steps = crate::xpath::evaluate::STEPS;
                let text = session.text_of(program, *node, &mut steps);
                session.put(*node, &text);
            }
        }
        session
    }

    /// With what stands in the form and nothing worked out.
    pub(crate) fn empty(form: Arc<Form>, start: Start) -> Self {
        let nodes = form.tree.primary_len();
        let mut base = Vec::with_capacity(nodes);
        for node in form.tree.subtree(Tree::DOCUMENT) {
            let asks = form.asked_at(node).map(|question| form.asks(question));
            base.push(stored(form.tree.text(node), asks, form.bind(node).value_type));
        }
        if let Some(id) = base.get_mut(form.instance_id.index()) {
            id.clone_from(&start.instance_id);
        }
        let questions = form.questions.len();
        let language = form.texts.default;
        Self {
            base,
            values: vec![String::new(); nodes],
            typed: vec![None; nodes],
            calculated: vec![None; nodes],
            relevant: vec![true; nodes],
            readonly: vec![false; nodes],
            required: vec![false; nodes],
            satisfied: vec![true; nodes],
            offered: vec![Vec::new(); questions],
            violations: vec![None; questions],
            language,
            now: start.now,
            started: start.now,
            seed: start.seed,
            instance_id: start.instance_id,
            ran_out: false,
            due: super::run::Due::new(form.graph.order.len()),
            form,
        }
    }

    fn preload(&mut self) {
        let form = Arc::clone(&self.form);
        for node in form.tree.subtree(Tree::DOCUMENT) {
            let value = match form.bind(node).preload {
                Some(Preload::Uid) => self.instance_id.clone(),
                Some(Preload::Start) => self.now.date_time(),
                Some(Preload::Today) => self.now.day().to_string(),
                Some(Preload::End) | None => continue,
            };
            self.base[node.index()] = stored(&value, None, form.bind(node).value_type);
        }
    }

    /// `end` is stamped when the answer is finished (section 30, "Preload attributes").
    pub(crate) fn postload(&mut self) {
        let form = Arc::clone(&self.form);
        for node in form.tree.subtree(Tree::DOCUMENT) {
            if form.bind(node).preload == Some(Preload::End) {
                let now = self.now.date_time();
                self.put(node, &now);
            }
        }
    }
}
