//! Filling a form in: values and everything that follows from them. Pure: no clock, no chance, no browser.

// Every vector has one place for each node, question or vertex of the form, and every index is one of those.
#![allow(clippy::indexing_slicing)]

mod changes;
mod check;
mod evaluate;
mod forms;
mod run;
mod set;
mod start;
mod view;

pub use changes::Changes;
pub use check::{Complaint, Violation};
pub use set::Refused;
pub use start::Start;
pub use view::{Choice, Wording};

use std::sync::Arc;

use crate::answer::Unreadable;
use crate::form::Form;
use crate::xpath::moment::Moment;

/// A choice that a question has now: where its text is, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offered {
    pub value: String,
    /// The node of a listed choice, or its place among the written ones.
    pub at: usize,
}

/// One person's answers to one form.
///
/// Every change is worked through at once: after [`Session::set`] all that follows is up to date.
#[derive(Debug, Clone)]
pub struct Session {
    pub(crate) form: Arc<Form>,
    /// What was given, calculated or stood in the form; kept while it is not relevant.
    pub(crate) base: Vec<String>,
    /// What expressions see: nothing while it is not relevant, and only choices that are offered.
    pub(crate) values: Vec<String>,
    /// What a person typed that is no value yet.
    pub(crate) typed: Vec<Option<Box<(String, Unreadable)>>>,
    /// What each calculation came to last. An answer over it stays until it comes to something else.
    pub(crate) calculated: Vec<Option<String>>,
    pub(crate) relevant: Vec<bool>,
    pub(crate) readonly: Vec<bool>,
    pub(crate) required: Vec<bool>,
    pub(crate) satisfied: Vec<bool>,
    pub(crate) offered: Vec<Vec<Offered>>,
    pub(crate) violations: Vec<Option<Violation>>,
    pub(crate) language: usize,
    pub(crate) now: Moment,
    pub(crate) started: Moment,
    pub(crate) seed: u64,
    pub(crate) instance_id: String,
    pub(crate) ran_out: bool,
    /// Room for what is due, kept from one change to the next.
    due: run::Due,
}

impl Session {
    /// The form that is filled in.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// `uuid:…`: by this the answer is known, however often it is sent.
    #[must_use]
    pub fn instance_id(&self) -> &str {
        &self.instance_id
    }

    /// An expression took too many steps and was left out. The form is unreasonable; its author should know.
    #[must_use]
    pub const fn ran_out(&self) -> bool {
        self.ran_out
    }

    /// Tells the session the time. Nothing is worked out anew by it: the next change sees it.
    pub const fn set_now(&mut self, now: Moment) {
        self.now = now;
    }

    /// The place of the language in [`Form::languages`].
    #[must_use]
    pub const fn language(&self) -> usize {
        self.language
    }
}
