//! The contact form: what an office asks, what a person typed, what is wrong with it.

mod rules;
mod validate;

pub use rules::{ContactRules, Question, Rule};
pub use validate::{
    CUSTOM_TEXT_LIMIT, FieldProblem, Reason, email_reason, is_telephone, server_problems,
};

use serde::{Deserialize, Serialize};
use std::fmt;

/// A field of the contact form. First and last name are one field to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Field {
    FamilyName,
    Email,
    Telephone,
    CustomTextfield,
    CustomTextfield2,
}

/// What a person typed. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub telephone: String,
    /// Answer to the office's question.
    pub custom_textfield: String,
    /// Answer to the office's second question.
    pub custom_textfield2: String,
}

crate::keep! { Contact {
    first_name, last_name, email, telephone, custom_textfield, custom_textfield2,
} }

impl Contact {
    /// The name as the server keeps it: "first last" in one field.
    #[must_use]
    pub fn family_name(&self) -> String {
        let (first, last) = (self.first_name.trim(), self.last_name.trim());
        let between = if first.is_empty() || last.is_empty() { "" } else { " " };
        format!("{first}{between}{last}")
    }

    /// Whether nothing was typed yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same without spaces around it: mail addresses and numbers are pasted with them, and the server
    /// refuses them.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self {
            first_name: trim(&self.first_name),
            last_name: trim(&self.last_name),
            email: trim(&self.email),
            telephone: trim(&self.telephone),
            custom_textfield: trim(&self.custom_textfield),
            custom_textfield2: trim(&self.custom_textfield2),
        }
    }

    /// Everything the server would refuse, all fields at once.
    #[must_use]
    pub fn problems(&self, rules: &ContactRules) -> Vec<FieldProblem> {
        server_problems(
            &self.family_name(),
            &self.email,
            &self.telephone,
            &self.custom_textfield,
            &self.custom_textfield2,
            rules,
        )
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}
