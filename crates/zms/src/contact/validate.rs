//! The server's rules for the contact form, so that a form is refused before it is sent and not after.

use super::{ContactRules, Field, Question, Rule};
use crate::error::ErrorCode;
use crate::text;

/// Most characters of a custom text.
pub const CUSTOM_TEXT_LIMIT: usize = 250;

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Required and empty.
    Missing,
    /// A valid address, but this system takes none with a `+`.
    PlusInEmail,
    /// No e-mail address.
    NotAnEmail,
    /// Not 7 to 15 digits, with or without a `+` before them.
    NotATelephone,
    /// More than 250 characters.
    TooLong,
}

/// A field the server would refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldProblem {
    /// The field.
    pub field: Field,
    /// Why.
    pub reason: Reason,
}

impl FieldProblem {
    /// The code the server answers with.
    #[must_use]
    pub const fn code(self) -> ErrorCode {
        match self.field {
            Field::FamilyName => ErrorCode::InvalidFamilyName,
            Field::Email => ErrorCode::InvalidEmail,
            Field::Telephone => ErrorCode::InvalidTelephone,
            Field::CustomTextfield => ErrorCode::InvalidCustomTextfield,
            Field::CustomTextfield2 => ErrorCode::InvalidCustomTextfield2,
        }
    }

    /// Key of the sentence beside the field.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match (self.field, self.reason) {
            (Field::FamilyName, _) => "appointments.field.name.missing",
            (Field::Email, Reason::Missing) => "appointments.field.email.missing",
            (Field::Email, Reason::PlusInEmail) => "appointments.field.email.plus",
            (Field::Email, _) => "appointments.field.email.invalid",
            (Field::Telephone, Reason::Missing) => "appointments.field.telephone.missing",
            (Field::Telephone, _) => "appointments.field.telephone.invalid",
            (_, Reason::TooLong) => "appointments.field.question.tooLong",
            (_, _) => "appointments.field.question.missing",
        }
    }
}

/// Everything the server refuses, all fields at once, in the server's order.
///
/// The name is the joined one. Fields that the office does not ask for are not looked at.
#[must_use]
pub fn server_problems(
    family_name: &str,
    email: &str,
    telephone: &str,
    custom_textfield: &str,
    custom_textfield2: &str,
    rules: &ContactRules,
) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut add = |field, reason: Option<Reason>| {
        problems.extend(reason.map(|reason| FieldProblem { field, reason }));
    };
    add(Field::FamilyName, is_blank(family_name).then_some(Reason::Missing));
    if rules.email == Rule::Required {
        add(Field::Email, email_reason(email));
    }
    add(Field::Telephone, telephone_reason(telephone, rules.telephone));
    add(Field::CustomTextfield, question_reason(custom_textfield, &rules.custom_textfield));
    add(Field::CustomTextfield2, question_reason(custom_textfield2, &rules.custom_textfield2));
    problems
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Why the server refuses this address where it requires one; `None` if it takes it.
///
/// Offices that do not require an address do not check it either.
#[must_use]
pub fn email_reason(email: &str) -> Option<Reason> {
    if is_blank(email) {
        return Some(Reason::Missing);
    }
    if is_email(email) {
        return None;
    }
    // Say that it is the `+` only if it would be an address without.
    let plus = email.contains('+') && is_email(&email.replace('+', "x"));
    Some(if plus { Reason::PlusInEmail } else { Reason::NotAnEmail })
}

fn is_email(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else {
        return false;
    };
    let local_character = |c: char| c.is_alphanumeric() || "!#$%&'*/=?^_`{|}~.-".contains(c);
    let domain_character = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let Some((_, top_level)) = domain.rsplit_once('.') else {
        return false;
    };
    let dots_between = |part: &str| part.split('.').all(|label| !label.is_empty());
    dots_between(local)
        && dots_between(domain)
        && local.chars().all(local_character)
        && domain.chars().all(domain_character)
        && top_level.chars().count() >= 2
}

/// 7 to 15 digits, perhaps a `+` before them; no spaces, dashes or brackets.
#[must_use]
pub fn is_telephone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn telephone_reason(telephone: &str, rule: Rule) -> Option<Reason> {
    match rule {
        Rule::Off => None,
        // An empty optional number is not sent at all.
        Rule::Optional if telephone.is_empty() => None,
        Rule::Required if is_blank(telephone) => Some(Reason::Missing),
        _ => (!is_telephone(telephone)).then_some(Reason::NotATelephone),
    }
}

fn question_reason(answer: &str, question: &Question) -> Option<Reason> {
    match question.rule {
        Rule::Off => None,
        Rule::Required if is_blank(answer) => Some(Reason::Missing),
        _ => (text::plain(answer).chars().count() > CUSTOM_TEXT_LIMIT).then_some(Reason::TooLong),
    }
}
