//! The appointment as all routes from reserving to cancelling answer it (`ThinnedProcess`).

use super::{CaptchaToken, Read, Scope, wire};
use crate::AuthKey;
use serde_json::Value;
use std::fmt;

wire! {
    /// An appointment. `Debug` shows nothing of the person.
    Process {
        /// Its number.
        process_id: i64 = "processId",
        /// When it starts; a text on the wire.
        timestamp: Option<Digits> = "timestamp",
        /// Its secret.
        auth_key: Option<AuthKey> = "authKey",
        /// The person's whole name.
        family_name: Option<String> = "familyName",
        /// Answer to the office's question.
        custom_textfield: Option<String> = "customTextfield",
        /// Answer to the office's second question.
        custom_textfield2: Option<String> = "customTextfield2",
        /// E-mail address. A mere reservation carries a dummy that must not be shown.
        email: Option<String> = "email",
        /// Telephone number.
        telephone: Option<String> = "telephone",
        /// Name of the office.
        office_name: Option<String> = "officeName",
        /// The office; 0 when not said.
        office_id: Option<i64> = "officeId",
        /// Its queue.
        scope: Option<Scope> = "scope",
        /// Further services.
        sub_request_counts: Vec<SubRequest> = "subRequestCounts",
        /// The first service; 0 when not said.
        service_id: Option<i64> = "serviceId",
        /// Its name.
        service_name: Option<String> = "serviceName",
        /// How often; 0 when not said.
        service_count: Option<i64> = "serviceCount",
        /// Its state; may be one we do not know.
        status: Option<String> = "status",
        /// A fresh captcha token, or empty.
        captcha_token: Option<CaptchaToken> = "captchaToken",
        /// Slots it takes.
        slot_count: Option<i64> = "slotCount",
        /// The number called in the waiting room.
        display_number: Option<String> = "displayNumber",
        /// A calendar file.
        ics_content: Option<String> = "icsContent",
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process").field("status", &self.status).finish_non_exhaustive()
    }
}

wire! {
    /// A further service of an appointment.
    #[derive(Debug)]
    SubRequest {
        /// Its number.
        id: i64 = "id",
        /// Its name.
        name: Option<String> = "name",
        /// How often.
        count: Option<i64> = "count",
    }
}

/// A whole number that is written as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits(pub i64);

impl Read for Digits {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        i64::read(value, skipped).map(Self)
    }
}

impl serde::Serialize for Digits {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Read for AuthKey {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        Self::new(value.as_str()?).ok()
    }
}
