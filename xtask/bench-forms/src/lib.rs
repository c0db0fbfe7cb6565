//! The engine for surveys as JavaScript sees it, for `cargo xtask bench forms`.

use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;
use xforms::{Form, Moment, QuestionId, Session, Start};

/// A survey that is being filled in.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
#[derive(Debug)]
pub struct Survey {
    session: Session,
    questions: Vec<QuestionId>,
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen)]
impl Survey {
    /// Reads a form and begins it; `None` if it cannot be shown.
    #[must_use]
    pub fn open(xml: &str) -> Option<Self> {
        let form = Arc::new(Form::read(xml).ok()?);
        let questions = form.question_ids().collect();
        let start = Start {
            now: Moment { unix_ms: 1_764_000_000_000, offset_minutes: 0 },
            seed: 7,
            instance_id: "uuid:11111111-1111-4111-8111-111111111111".to_owned(),
        };
        Some(Self { session: Session::start(form, start), questions })
    }

    /// The place of a question among all, by its path.
    #[must_use]
    pub fn place(&self, path: &str) -> Option<u32> {
        let question = self.session.form().question_at(path)?;
        self.questions
            .iter()
            .position(|known| *known == question)
            .and_then(|place| u32::try_from(place).ok())
    }

    /// An answer; how many things changed.
    pub fn set(&mut self, place: u32, text: &str) -> u32 {
        let Some(question) = self.questions.get(place as usize) else { return 0 };
        let Ok(changes) = self.session.set(*question, text) else { return 0 };
        let count = changes.values.len()
            + changes.shown.len()
            + changes.hidden.len()
            + changes.violations.len();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The answer so far.
    #[must_use]
    pub fn xml(&self) -> String {
        self.session.response().write(self.session.form())
    }
}
