//! What the form of one office asks.

use crate::keep::Keep;
use crate::wire;
use serde_json::Value;

/// Whether a field is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Rule {
    /// Not asked.
    #[default]
    Off,
    /// May be left empty.
    Optional,
    /// Must be filled in.
    Required,
}

/// Kept as what the server says of a field: nothing, not required, required.
impl Keep for Rule {
    fn write(&self, text: &mut String) {
        text.push_str(match self {
            Self::Off => "null",
            Self::Optional => "false",
            Self::Required => "true",
        });
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::Off),
            Value::Bool(required) => Some(Self::new(Some(true), Some(*required))),
            _ => None,
        }
    }
}

impl Rule {
    fn new(active: Option<bool>, required: Option<bool>) -> Self {
        match (active, required) {
            (Some(true), Some(true)) => Self::Required,
            (Some(true), _) => Self::Optional,
            _ => Self::Off, // "required" alone means nothing to the server
        }
    }
}

/// A question of the office's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Whether it is asked.
    pub rule: Rule,
    /// The question in the city's words, not translated; may be empty.
    pub label: String,
}

crate::keep! { Question { rule, label } }

/// What the form of one office asks. A name is always required.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactRules {
    /// E-mail address: optional or required, never off.
    pub email: Rule,
    /// Telephone number.
    pub telephone: Rule,
    /// First question.
    pub custom_textfield: Question,
    /// Second question.
    pub custom_textfield2: Question,
}

crate::keep! { ContactRules { email, telephone, custom_textfield, custom_textfield2 } }

impl ContactRules {
    /// The rules of a queue; what it does not say is not asked.
    #[must_use]
    pub fn from_scope(scope: &wire::Scope) -> Self {
        let question = |active, required, label: &Option<String>| Question {
            rule: Rule::new(active, required),
            label: label.as_deref().unwrap_or_default().trim().to_owned(),
        };
        Self {
            email: Rule::new(Some(true), scope.email_required),
            telephone: Rule::new(scope.telephone_activated, scope.telephone_required),
            custom_textfield: question(
                scope.custom_textfield_activated,
                scope.custom_textfield_required,
                &scope.custom_textfield_label,
            ),
            custom_textfield2: question(
                scope.custom_textfield2_activated,
                scope.custom_textfield2_required,
                &scope.custom_textfield2_label,
            ),
        }
    }
}
