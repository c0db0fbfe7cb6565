//! Making a [`Failure`] out of whatever came back.

use super::{ErrorCode, Failure};
use crate::wire::{Read, decode, decode_tree, parse, wire};

/// One entry of the server's error list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code.
    pub code: ErrorCode,
    /// Its name on the wire, if it is not one we know.
    pub unknown_code: Option<String>,
}

crate::keep! { Problem { code, unknown_code } }

impl Problem {
    /// Its name on the wire.
    #[must_use]
    pub fn text(&self) -> &str {
        self.unknown_code.as_deref().unwrap_or(self.code.wire())
    }
}

impl From<ErrorCode> for Problem {
    fn from(code: ErrorCode) -> Self {
        Self { code, unknown_code: None }
    }
}

wire! {
    /// `{"errors": […]}`, or `{"error": {…}}` of an uncaught exception.
    #[derive(Debug)]
    ErrorBody {
        /// The usual list.
        errors: Vec<ErrorEntry> = "errors",
        /// The second shape.
        exception: Option<Exception> = "error",
    }
}

wire! {
    /// One entry.
    #[derive(Debug)]
    ErrorEntry {
        /// Its code.
        code: String = "errorCode",
    }
}

wire! {
    /// An uncaught exception.
    #[derive(Debug)]
    Exception {
        /// English, for a developer.
        message: Option<String> = "message",
    }
}

impl Failure {
    /// Decodes an answer that is not a success.
    ///
    /// `status` is the HTTP status, `retry_after` the header of that name, if any.
    #[must_use]
    pub fn from_response(status: u16, retry_after: Option<&str>, body: &[u8]) -> Self {
        let retry_after = retry_after.and_then(parse_retry_after);
        let decoded = decode::<ErrorBody>(body).ok().map(|decoded| decoded.value);
        let problems: Vec<Problem> = decoded
            .iter()
            .flat_map(|body| &body.errors)
            .map(|entry| {
                let code = ErrorCode::from_wire(&entry.code);
                let unknown_code =
                    (code == ErrorCode::Unknown).then(|| entry.code.chars().take(64).collect());
                Problem { code, unknown_code }
            })
            .collect();
        let says = |code| problems.iter().any(|problem| problem.code == code);
        if status == 429 || says(ErrorCode::RateLimitExceeded) {
            return Self::TooMany { retry_after };
        }
        if says(ErrorCode::ServiceUnavailable) || (status == 503 && problems.is_empty()) {
            return Self::Maintenance { retry_after };
        }
        if status == 401 {
            // `/my-appointments/` says authKeyMismatch here, which would send people to look for a link.
            return Self::Refused(vec![ErrorCode::Unauthorized.into()]);
        }
        if !problems.is_empty() {
            return Self::Refused(problems);
        }
        if status >= 500 || decoded.is_some_and(|body| body.exception.is_some()) {
            return Self::Broken { status };
        }
        Self::NotReadable { status }
    }

    /// Decodes any answer: the value of a success, else the failure.
    ///
    /// # Errors
    /// The [`Failure`] the answer stands for; also for a success that cannot be read, and for one that
    /// carries an error list.
    pub fn check<T: Read>(
        status: u16,
        retry_after: Option<&str>,
        body: &[u8],
    ) -> Result<crate::wire::Decoded<T>, Self> {
        if !(200..300).contains(&status) {
            return Err(Self::from_response(status, retry_after, body));
        }
        // Every field of an answer may be missing, so an error list would pass for an empty answer.
        parse(body)
            .ok()
            .filter(|tree| tree.get("errors").is_none() && tree.get("error").is_none())
            .and_then(|tree| decode_tree::<T>(&tree).ok())
            .ok_or_else(|| Self::from_response(status, retry_after, body))
    }
}

/// Seconds of a `Retry-After` header; `None` if it holds a date or nonsense. At most one hour.
#[must_use]
pub fn parse_retry_after(header: &str) -> Option<u32> {
    header.trim().parse::<u32>().ok().map(|seconds| seconds.min(3600))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use crate::error::NextStep;
    use proptest::prelude::*;

    fn fail(status: u16, body: &str) -> Failure {
        Failure::from_response(status, None, body.as_bytes())
    }

    #[test]
    fn all_fields_are_kept() {
        let failure = fail(
            400,
            r#"{"errors":[{"errorCode":"invalidEmail"},{"errorCode":"x"},
            {"errorCode":"invalidTelephone","statusCode":400}, 7]}"#,
        );
        assert_eq!(failure.fields().count(), 2);
        assert_eq!(failure.next_step(), NextStep::CorrectFields);
        assert_eq!(failure.code(), Some(ErrorCode::InvalidEmail));
    }

    #[test]
    fn the_odd_answers() {
        let exception =
            fail(500, r#"{"error":{"message":"An internal error has occurred.","code":0}}"#);
        assert_eq!(exception, Failure::Broken { status: 500 });
        assert!(!exception.took_no_effect());
        assert_eq!(fail(502, "<html>Bad gateway"), Failure::Broken { status: 502 });
        assert_eq!(fail(200, "<html>Login"), Failure::NotReadable { status: 200 });
        assert_eq!(fail(404, ""), Failure::NotReadable { status: 404 });
        assert_eq!(fail(503, ""), Failure::Maintenance { retry_after: None });
        let unknown = fail(520, r#"{"errors":[{"errorCode":"unknownError","statusCode":520}]}"#);
        assert_eq!(unknown.code(), Some(ErrorCode::UnknownError));
        let not_signed_in =
            fail(401, r#"{"errors":[{"errorCode":"authKeyMismatch","statusCode":406}]}"#);
        assert_eq!(not_signed_in.next_step(), NextStep::SignIn);
        let communication =
            fail(503, r#"{"errors":[{"errorCode":"zmsClientCommunicationError"}]}"#);
        assert_eq!(communication.code(), Some(ErrorCode::ZmsClientCommunicationError));
    }

    #[test]
    fn waiting_as_long_as_the_server_says() {
        let failure = Failure::from_response(429, Some("17"), b"");
        assert_eq!(failure.next_step(), NextStep::Wait { seconds: 17 });
        let failure = Failure::from_response(429, Some("Wed, 21 Oct 2026 07:28:00 GMT"), b"{}");
        assert_eq!(failure.next_step(), NextStep::Wait { seconds: 60 });
        assert_eq!(parse_retry_after("4000000000"), Some(3600));
    }

    proptest! {
        #[test]
        fn anything_has_a_next_step_and_a_sentence(status: u16, body: Vec<u8>, after in proptest::option::of(".*")) {
            let failure = Failure::from_response(status, after.as_deref(), &body);
            let _ = failure.next_step();
            prop_assert!(failure.message_key().starts_with("appointments.error."));
            prop_assert!(!matches!(&failure, Failure::Refused(problems) if problems.is_empty()));
        }
    }
}
