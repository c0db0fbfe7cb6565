//! Whether an answer may be sent (section 30: `required`, `constraint`), page by page and as a whole.

use super::Session;
use crate::answer::Unreadable;
use crate::form::{Label, QuestionId};

/// Why the answer to a question is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Violation {
    /// What was typed is no value of its type.
    Unreadable(Unreadable),
    /// The form's own condition is not met.
    Constraint,
    /// There has to be an answer.
    Required,
}

/// A question that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Which.
    pub question: QuestionId,
    /// Why.
    pub violation: Violation,
    /// What its author says to that, in the language that is set.
    pub message: Option<String>,
}

impl Session {
    pub(super) fn violation_of(&self, question: QuestionId) -> Option<Violation> {
        let node = self.form.question(question).node;
        let at = node.index();
        if !self.relevant[at] {
            None
        } else if let Some(typed) = &self.typed[at] {
            Some(Violation::Unreadable(typed.1))
        } else if !self.satisfied[at] {
            Some(Violation::Constraint)
        } else if self.required[at] && self.values[at].is_empty() {
            Some(Violation::Required)
        } else {
            None
        }
    }

    /// Why the answer to a question is not accepted now, whether or not the person has been there.
    #[must_use]
    pub fn violation(&self, question: QuestionId) -> Option<Violation> {
        self.violations[question.0 as usize]
    }

    /// What is not accepted among these questions, in their order: a page before the next.
    #[must_use]
    pub fn check(&self, questions: &[QuestionId]) -> Vec<Complaint> {
        let complain = |question: &QuestionId| {
            let violation = self.violation(*question)?;
            Some(Complaint {
                question: *question,
                violation,
                message: self.message(*question, violation),
            })
        };
        questions.iter().filter_map(complain).collect()
    }

    /// What is not accepted in the whole form, in its order; the first is where the person goes.
    #[must_use]
    pub fn check_all(&self) -> Vec<Complaint> {
        self.check(&self.form.question_ids().collect::<Vec<_>>())
    }

    fn message(&self, question: QuestionId, violation: Violation) -> Option<String> {
        let node = self.form.question(question).node;
        let bind = self.form.bind(node);
        let label: &Label = match violation {
            Violation::Unreadable(_) => return None,
            Violation::Constraint => bind.constraint_message.as_ref()?,
            Violation::Required => bind.required_message.as_ref()?,
        };
        let text = self.wording(label, node).text;
        // `-` is how pyxform says that a translation is missing.
        (!text.is_empty() && text != "-").then_some(text)
    }
}
