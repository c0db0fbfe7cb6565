//! An answer of a person.

use std::sync::Arc;

use super::{Changes, Session};
use crate::answer::{Unreadable, given};
use crate::form::{Asks, QuestionId};
use crate::xpath::strings::words;

/// Why an answer was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The form does not let it be changed now.
    #[error("the question cannot be changed now")]
    ReadOnly,
    /// It only informs.
    #[error("nothing is asked here")]
    NotAsked,
    /// There is no language of this number.
    #[error("the form has no such language")]
    NoLanguage,
}

impl Session {
    /// Takes an answer, as text: a number, a day `YYYY-MM-DD`, values of choices with a space between, the name of
    /// a file, `lat lon` and `;` between points, `OK`; nothing to take it back.
    ///
    /// What is no value of its type is kept as it was typed and becomes a violation; the question has no value
    /// until it is mended.
    ///
    /// # Errors
    /// The question cannot be changed.
    pub fn set(&mut self, question: QuestionId, text: &str) -> Result<Changes, Refused> {
        let form = Arc::clone(&self.form);
        let asked = form.question(question);
        let node = asked.node;
        if !asked.asks.is_question() {
            return Err(Refused::NotAsked);
        }
        if self.readonly[node.index()] {
            return Err(Refused::ReadOnly);
        }
        let taken = given(text, &asked.asks, form.bind(node).value_type, self.now)
            .and_then(|value| self.chosen(question, value));
        let base = match taken {
            Ok(value) => {
                self.typed[node.index()] = None;
                value
            }
            Err(why) => {
                let kept: String = text.chars().take(100_000).collect();
                self.typed[node.index()] = Some(Box::new((kept, why)));
                String::new()
            }
        };
        let mut changes = self.replace(node, base);
        self.review(&[question], &mut changes);
        changes.violations.sort_unstable();
        changes.violations.dedup();
        Ok(changes)
    }

    /// Whether a text is a value of a question now.
    pub(crate) fn readable(&self, question: QuestionId, text: &str) -> bool {
        let asked = self.form.question(question);
        given(text, &asked.asks, self.form.bind(asked.node).value_type, self.now)
            .and_then(|value| self.chosen(question, value))
            .is_ok()
    }

    /// Only what is offered, in the order of the offer; a ranking has to have all of it.
    fn chosen(&self, question: QuestionId, value: String) -> Result<String, Unreadable> {
        let offered = &self.offered[question.0 as usize];
        let known = |word: &str| offered.iter().any(|choice| choice.value == word);
        if value.is_empty() {
            return Ok(value);
        }
        match self.form.asks(question) {
            Asks::One(_) if !known(&value) => Err(Unreadable::Choice),
            Asks::Many(_) => {
                if !words(&value).all(known) {
                    return Err(Unreadable::Choice);
                }
                let mut chosen = String::with_capacity(value.len());
                for choice in
                    offered.iter().filter(|choice| words(&value).any(|word| word == choice.value))
                {
                    chosen.push_str(if chosen.is_empty() { "" } else { " " });
                    chosen.push_str(&choice.value);
                }
                Ok(chosen)
            }
            Asks::Rank => {
                let mut ranked: Vec<&str> = words(&value).collect();
                let mut all: Vec<&str> =
                    offered.iter().map(|choice| choice.value.as_str()).collect();
                ranked.sort_unstable();
                all.sort_unstable();
                if ranked == all { Ok(value) } else { Err(Unreadable::Order) }
            }
            _ => Ok(value),
        }
    }

    /// Goes on in another language. Answers stay; texts, and what is calculated from texts, change.
    ///
    /// # Errors
    /// There is no such language.
    pub fn set_language(&mut self, language: usize) -> Result<Changes, Refused> {
        let count = self.form.texts.languages.len().max(1);
        if language >= count {
            return Err(Refused::NoLanguage);
        }
        if language == self.language {
            return Ok(Changes::default());
        }
        self.language = language;
        let mut changes = self.run_all();
        changes.texts = self.form.question_ids().collect();
        changes.headings = (0..u32::try_from(self.form.groups.len()).unwrap_or(0))
            .map(crate::form::GroupId)
            .collect();
        Ok(changes)
    }
}
