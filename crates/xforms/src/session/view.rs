//! What a page shows: texts in the language that is set, choices, values and states.

use super::Session;
use crate::form::{ChoiceText, Choices, GroupId, Label, QuestionId};
use crate::tree::NodeId;
use crate::xpath::evaluate::STEPS;

/// What something says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// Text with the form's marks ([`crate::markdown`]); empty if it says nothing.
    pub text: String,
    /// The name of a picture beside it, of the form's media.
    pub image: Option<String>,
}

/// A choice as it is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is read.
    pub label: Wording,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Session {
    /// What a question asks.
    #[must_use]
    pub fn label(&self, question: QuestionId) -> Wording {
        let asked = self.form.question(question);
        asked.label.as_ref().map(|label| self.wording(label, asked.node)).unwrap_or_default()
    }

    /// What helps to answer it.
    #[must_use]
    pub fn hint(&self, question: QuestionId) -> Wording {
        let asked = self.form.question(question);
        asked.hint.as_ref().map(|hint| self.wording(hint, asked.node)).unwrap_or_default()
    }

    /// What a group is called.
    #[must_use]
    pub fn heading(&self, group: GroupId) -> Wording {
        let group = self.form.group(group);
        let node = group.node.unwrap_or(self.form.root);
        group.label.as_ref().map(|label| self.wording(label, node)).unwrap_or_default()
    }

    /// The value of a question, as it is stored; nothing while it is not asked.
    #[must_use]
    pub fn value(&self, question: QuestionId) -> &str {
        &self.values[self.form.question(question).node.index()]
    }

    /// What stands in the field: what was typed if that is no value yet, else the value.
    #[must_use]
    pub fn field(&self, question: QuestionId) -> &str {
        let at = self.form.question(question).node.index();
        self.typed[at].as_ref().map_or(&self.values[at], |typed| &typed.0)
    }

    /// Whether the question is asked now (its own condition and those of its groups).
    #[must_use]
    pub fn is_relevant(&self, question: QuestionId) -> bool {
        self.relevant[self.form.question(question).node.index()]
    }

    /// Whether a group is shown now: its conditions are met, and something in it is relevant.
    #[must_use]
    pub fn is_group_relevant(&self, group: GroupId) -> bool {
        let mut at = Some(group);
        while let Some(id) = at {
            let group = self.form.group(id);
            if group.node.is_some_and(|node| !self.relevant[node.index()]) {
                return false;
            }
            at = group.parent;
        }
        true
    }

    /// Whether it has to be answered.
    #[must_use]
    pub fn is_required(&self, question: QuestionId) -> bool {
        self.required[self.form.question(question).node.index()]
    }

    /// Whether it cannot be changed now.
    #[must_use]
    pub fn is_readonly(&self, question: QuestionId) -> bool {
        self.readonly[self.form.question(question).node.index()]
    }

    /// The choices of a question as they are offered now.
    #[must_use]
    pub fn choices(&self, question: QuestionId) -> Vec<Choice> {
        let value = self.value(question);
        let one = matches!(self.form.asks(question), crate::form::Asks::One(_));
        let chosen = |choice: &str| {
            if one {
                choice == value
            } else {
                crate::xpath::strings::words(value).any(|word| word == choice)
            }
        };
        // One allowance for all of them, so that no list takes for ever.
        let mut steps = STEPS;
        self.offered[question.0 as usize]
            .iter()
            .map(|offered| Choice {
                label: self.choice_label(question, offered, &mut steps),
                chosen: chosen(&offered.value),
                value: offered.value.clone(),
            })
            .collect()
    }

    fn choice_label(
        &self,
        question: QuestionId,
        offered: &super::Offered,
        steps: &mut u32,
    ) -> Wording {
        let asked = self.form.question(question);
        let mut wording = match &asked.choices {
            Some(Choices::Written(written)) => {
                let label = written.get(offered.at).and_then(|(_, label)| label.as_ref());
                label.map(|label| self.worded(label, asked.node, steps)).unwrap_or_default()
            }
            Some(Choices::Listed { label: Some(label), .. }) => {
                let Ok(item) = u32::try_from(offered.at) else { return Wording::default() };
                let (what, named) = match label {
                    ChoiceText::Plain(what) => (what, false),
                    ChoiceText::Named(what) => (what, true),
                };
                let text = self
                    .within(steps, |evaluator| evaluator.at_choice(what, NodeId(item), asked.node))
                    .unwrap_or_default();
                if named {
                    self.named(&text, asked.node, steps)
                } else {
                    Wording { text, image: None }
                }
            }
            _ => Wording::default(),
        };
        if wording.text.is_empty() && wording.image.is_none() {
            wording.text.clone_from(&offered.value);
        }
        wording
    }

    pub(crate) fn wording(&self, label: &Label, node: NodeId) -> Wording {
        let mut steps = STEPS;
        self.worded(label, node, &mut steps)
    }

    fn worded(&self, label: &Label, node: NodeId, steps: &mut u32) -> Wording {
        let text = match label {
            Label::Named(id) => return self.named(id, node, steps),
            Label::Parts(parts) => self
                .within(steps, |evaluator| evaluator.join_parts(parts, node))
                .unwrap_or_default(),
            Label::Worked(program) => self.text_of(program, node, steps),
        };
        Wording { text, image: None }
    }

    fn named(&self, id: &str, node: NodeId, steps: &mut u32) -> Wording {
        let Some(found) = self.form.texts.get(id, self.language) else { return Wording::default() };
        let text = self.within(steps, |evaluator| evaluator.join_parts(&found.parts, node));
        Wording {
            text: text.unwrap_or_default(),
            image: found.image.as_ref().map(ToString::to_string),
        }
    }

    /// Relevance, read-only, required and value of any node, by its path: for those who compare.
    #[must_use]
    pub fn state_at(&self, path: &str) -> Option<(bool, bool, bool, &str)> {
        let node = self.form.tree.find(path)?;
        let at = node.index();
        Some((*self.relevant.get(at)?, self.readonly[at], self.required[at], &self.values[at]))
    }
}
