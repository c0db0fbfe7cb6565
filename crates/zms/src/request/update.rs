//! Saying who comes.

use super::key::{UpdateBody, check_key};
use super::post_body;
use crate::AppointmentKey;
use crate::contact::{Contact, ContactRules, server_problems};
use crate::error::ErrorCode;
use crate::keep;

/// `POST /update-appointment/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Which appointment.
    pub key: AppointmentKey,
    /// Who comes. Sent without spaces around it; empty fields are not sent, since ZMS checks an empty
    /// telephone number but not a missing one.
    pub contact: Contact,
}

impl Update {
    /// The body ZMS expects.
    #[must_use]
    pub fn body(&self) -> String {
        let contact = self.contact.trimmed();
        let mut text = self.key.body();
        text.pop(); // goes on after number and secret
        keep::entry(&mut text, "familyName", &contact.family_name());
        for (name, answer) in [
            ("email", contact.email),
            ("telephone", contact.telephone),
            ("customTextfield", contact.custom_textfield),
            ("customTextfield2", contact.custom_textfield2),
        ] {
            if !answer.is_empty() {
                keep::entry(&mut text, name, &answer);
            }
        }
        text.push('}');
        text
    }

    /// Reads a body as the server does. `rules` gives the rules of the appointment's office, once number
    /// and key are known to be well-formed; `None` if there is no such appointment. The whole name ends up
    /// in [`Contact::last_name`].
    ///
    /// # Errors
    /// All codes the server answers with.
    pub fn check(
        body: &[u8],
        rules: impl FnOnce(&AppointmentKey) -> Option<ContactRules>,
    ) -> Result<Self, Vec<ErrorCode>> {
        let body = post_body::<UpdateBody>(body)?.value;
        let key = check_key(body.process_id, body.auth_key.as_deref())?;
        let rules = rules(&key).ok_or_else(|| vec![ErrorCode::AppointmentNotFound])?;
        let text = Option::unwrap_or_default;
        let contact = Contact {
            first_name: String::new(),
            last_name: text(body.family_name),
            email: text(body.email),
            telephone: text(body.telephone),
            custom_textfield: text(body.custom_textfield),
            custom_textfield2: text(body.custom_textfield2),
        };
        let problems = server_problems(
            &contact.last_name,
            &contact.email,
            &contact.telephone,
            &contact.custom_textfield,
            &contact.custom_textfield2,
            &rules,
        );
        if problems.is_empty() {
            Ok(Self { key, contact })
        } else {
            Err(problems.into_iter().map(crate::contact::FieldProblem::code).collect())
        }
    }
}
