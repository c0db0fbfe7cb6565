//! The appointment that a request is about.

use super::post_body;
use crate::error::ErrorCode;
use crate::keep;
use crate::wire::wire;
use crate::{AppointmentKey, AuthKey, ProcessId};

impl AppointmentKey {
    /// The body of preconfirm, confirm and cancel.
    #[must_use]
    pub fn body(&self) -> String {
        let mut text = "{".to_owned();
        keep::entry(&mut text, "processId", &self.process_id);
        keep::entry(&mut text, "authKey", &self.auth_key);
        text.push('}');
        text
    }

    /// The query part of `GET /appointment/`, without the question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        format!("processId={}&authKey={}", self.process_id, self.auth_key.expose())
    }

    /// Reads the body of preconfirm, confirm and cancel as the server does.
    ///
    /// # Errors
    /// `invalidProcessId`, `invalidAuthKey` or both; `invalidRequest` for no body.
    pub fn check(body: &[u8]) -> Result<Self, Vec<ErrorCode>> {
        let body = post_body::<UpdateBody>(body)?.value;
        check_key(body.process_id, body.auth_key.as_deref())
    }

    /// Reads the two parameters of `GET /appointment/` as the server does.
    ///
    /// # Errors
    /// `invalidProcessId`, `invalidAuthKey` or both.
    pub fn check_query(
        process_id: Option<&str>,
        auth_key: Option<&str>,
    ) -> Result<Self, Vec<ErrorCode>> {
        check_key(process_id.and_then(|text| text.trim().parse().ok()), auth_key)
    }
}

pub(super) fn check_key(
    process_id: Option<i64>,
    auth_key: Option<&str>,
) -> Result<AppointmentKey, Vec<ErrorCode>> {
    let process_id = process_id.and_then(ProcessId::new);
    let auth_key = auth_key.and_then(|key| AuthKey::new(key).ok());
    let mut errors = Vec::new();
    errors.extend(process_id.is_none().then_some(ErrorCode::InvalidProcessId));
    errors.extend(auth_key.is_none().then_some(ErrorCode::InvalidAuthKey));
    match (process_id, auth_key) {
        (Some(process_id), Some(auth_key)) => Ok(AppointmentKey { process_id, auth_key }),
        _ => Err(errors),
    }
}

wire! {
    /// The body on the wire; also of the three routes that send only the key.
    UpdateBody {
        /// Number.
        process_id: Option<i64> = "processId",
        /// Secret.
        auth_key: Option<String> = "authKey",
        /// Whole name.
        family_name: Option<String> = "familyName",
        /// E-mail address.
        email: Option<String> = "email",
        /// Telephone number.
        telephone: Option<String> = "telephone",
        /// First answer.
        custom_textfield: Option<String> = "customTextfield",
        /// Second answer.
        custom_textfield2: Option<String> = "customTextfield2",
    }
}
