//! What can go wrong in a call, and what a person does next.

use crate::patron::said;
use crate::wire::paia::ErrorBody;
use json::{Decoded, Read, Value, decode_tree, member, parse};

macro_rules! codes {
    ($($name:ident $wire:literal $status:literal $step:ident,)*) => {
        /// A reason that PAIA and DAIA know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $wire, "`, HTTP ", $status, ".")] $name,)*
            /// Another one.
            Unknown,
        }

        impl Code {
            /// Every code that is known.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name on the wire.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$name => $wire,)* Self::Unknown => "unknown" }
            }

            /// Its usual HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// Key of the sentence that says what happened.
            #[must_use]
            pub const fn message_key(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("library.error.", $wire),)*
                    Self::Unknown => "library.error.unknown",
                }
            }

            const fn next_step(self) -> NextStep {
                match self { $(Self::$name => NextStep::$step,)* Self::Unknown => NextStep::TryLater }
            }
        }
    };
}

codes! {
    NotFound "not_found" 404 AskLibrary,
    NotImplemented "not_implemented" 501 NotHere,
    InvalidRequest "invalid_request" 400 AskLibrary,
    InvalidGrant "invalid_grant" 401 SignInAgain,
    InsufficientScope "insufficient_scope" 403 NotHere,
    AccessDenied "access_denied" 403 CheckCredentials,
    InternalError "internal_error" 500 TryLater,
    BadGateway "bad_gateway" 502 TryLater,
    ServiceUnavailable "service_unavailable" 503 TryLater,
    GatewayTimeout "gateway_timeout" 504 TryLater,
}

/// What a person does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// The token has run out: sign in again; what was chosen stays.
    SignInAgain,
    /// Card number or password are wrong.
    CheckCredentials,
    /// This library, or this token, does not offer it: hide the action.
    NotHere,
    /// Ask the library.
    AskLibrary,
    /// Wait that many seconds, then repeat.
    Wait {
        /// Seconds.
        seconds: u32,
    },
    /// Try later; the fault is on the other side.
    TryLater,
    /// Check the connection and repeat.
    CheckConnection,
}

/// Why a call did not give what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server refused and said why.
    #[error("refused: {}", code.wire())]
    Refused {
        /// Why.
        code: Code,
        /// The server's own words, for people.
        text: Option<String>,
    },
    /// Too many requests from this address (HTTP 429).
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait, if the server said so.
        retry_after: Option<u32>,
    },
    /// The server failed; whether the request took effect is unknown.
    #[error("the server failed with HTTP {status}")]
    Broken {
        /// HTTP status.
        status: u16,
    },
    /// Something answered that is not the library: a login page, a proxy, an empty body.
    #[error("not an answer of the library, HTTP {status}")]
    NotReadable {
        /// HTTP status.
        status: u16,
    },
    /// No answer at all. Whether the request took effect is unknown.
    #[error("no answer")]
    NoAnswer,
}

impl Failure {
    /// Decodes an answer. An error in the body counts before the status: real servers send errors with HTTP
    /// 200. `retry_after` is the header of that name.
    ///
    /// # Errors
    /// What the server refused, or why it cannot be read.
    pub fn check<T: Read>(
        status: u16,
        retry_after: Option<&str>,
        body: &[u8],
    ) -> Result<Decoded<T>, Self> {
        let tree = parse(body).ok();
        if let Some(failure) = Self::in_answer(status, retry_after, tree.as_ref()) {
            return Err(failure);
        }
        tree.and_then(|tree| decode_tree(&tree).ok()).ok_or(Self::NotReadable { status })
    }

    /// Checks an answer whose body says nothing: deleting a message, signing out. The standard wants 204
    /// without a body, its own example shows 200 with one.
    ///
    /// # Errors
    /// What the server refused.
    pub fn check_done(status: u16, retry_after: Option<&str>, body: &[u8]) -> Result<(), Self> {
        let tree = parse(body).ok();
        match Self::in_answer(status, retry_after, tree.as_ref()) {
            Some(failure) => Err(failure),
            None if tree.is_some() || body.trim_ascii().is_empty() => Ok(()),
            None => Err(Self::NotReadable { status }),
        }
    }

    fn in_answer(status: u16, retry_after: Option<&str>, tree: Option<&Value>) -> Option<Self> {
        if status == 429 {
            return Some(Self::TooMany { retry_after: seconds(retry_after) });
        }
        if let Some(refused) = tree.and_then(|tree| refusal(status, tree)) {
            return Some(refused);
        }
        match status {
            200..=299 => None,
            401 => Some(Self::Refused { code: Code::InvalidGrant, text: None }),
            503 => Some(Self::Refused { code: Code::ServiceUnavailable, text: None }),
            500.. => Some(Self::Broken { status }),
            _ => Some(Self::NotReadable { status }),
        }
    }

    /// The same failure at a sign-in, where servers that follow OAuth say "invalid grant" to a wrong password.
    #[must_use]
    pub fn at_sign_in(self) -> Self {
        match self {
            Self::Refused { code: Code::InvalidGrant, text } => {
                Self::Refused { code: Code::AccessDenied, text }
            }
            other => other,
        }
    }

    /// What to do next.
    #[must_use]
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::Refused { code, .. } => code.next_step(),
            Self::TooMany { retry_after } => NextStep::Wait { seconds: retry_after.unwrap_or(60) },
            Self::NoAnswer => NextStep::CheckConnection,
            Self::Broken { .. } | Self::NotReadable { .. } => NextStep::TryLater,
        }
    }

    /// Key of the sentence that says what happened.
    #[must_use]
    pub const fn message_key(&self) -> &'static str {
        match self {
            Self::Refused { code, .. } => code.message_key(),
            Self::TooMany { .. } => "library.error.tooMany",
            Self::Broken { .. } => Code::InternalError.message_key(),
            Self::NotReadable { .. } => "library.error.notReadable",
            Self::NoAnswer => "library.error.noAnswer",
        }
    }

    /// The server's own words, to show beside ours.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Refused { text, .. } => text.as_deref(),
            _ => None,
        }
    }

    /// Whether it is known that the request did nothing, so that repeating it is safe.
    #[must_use]
    pub const fn took_no_effect(&self) -> bool {
        match self {
            Self::Refused { code, .. } => !matches!(
                code,
                Code::InternalError | Code::BadGateway | Code::GatewayTimeout | Code::Unknown
            ),
            Self::TooMany { .. } => true,
            _ => false,
        }
    }
}

/// Seconds of a `Retry-After` header, at most an hour; a date is not read.
fn seconds(header: Option<&str>) -> Option<u32> {
    header?.trim().parse::<u32>().ok().map(|seconds| seconds.min(3600))
}

fn refusal(status: u16, tree: &Value) -> Option<Failure> {
    // VuFind has its own form.
    if member(tree, "status").as_str() == Some("ERROR") {
        let code = by_status(status).unwrap_or(Code::Unknown);
        return Some(Failure::Refused { code, text: None });
    }
    if !member(tree, "error").is_string() {
        return None;
    }
    let body = ErrorBody::read(tree, &mut 0)?;
    let named = Code::ALL.iter().copied().find(|code| code.wire() == body.error);
    let stated = body.code.and_then(|code| code.try_into().ok()).and_then(by_status);
    let code = named.or(stated).or_else(|| by_status(status)).unwrap_or(Code::Unknown);
    Some(Failure::Refused { code, text: said(body.error_description) })
}

fn by_status(status: u16) -> Option<Code> {
    match status {
        405 | 422 => Some(Code::InvalidRequest),
        403 => Some(Code::AccessDenied),
        _ => Code::ALL.iter().copied().find(|code| code.status() == status),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::wire::paia::Documents;
    use proptest::prelude::*;

    fn fail(status: u16, body: &str) -> Failure {
        Failure::check::<Documents>(status, None, body.as_bytes()).unwrap_err()
    }

    #[test]
    fn an_error_counts_whatever_the_status() {
        let denied = fail(200, r#"{"error":"access_denied","error_description":"invalid patron"}"#);
        assert_eq!(denied.next_step(), NextStep::CheckCredentials);
        assert_eq!(denied.text(), Some("invalid patron"));
        let text_code = fail(200, r#"{"error":"odd","code":"422"}"#);
        assert_eq!(text_code.message_key(), "library.error.invalid_request");
        assert_eq!(fail(401, "").next_step(), NextStep::SignInAgain);
        let grant = fail(400, r#"{"error":"invalid_grant"}"#);
        assert_eq!(grant.next_step(), NextStep::SignInAgain);
        assert_eq!(grant.at_sign_in().next_step(), NextStep::CheckCredentials);
        assert_eq!(fail(501, "{}"), Failure::Broken { status: 501 });
        let hidden = fail(403, r#"{"error":"insufficient_scope","code":403}"#);
        assert_eq!(hidden.next_step(), NextStep::NotHere);
        let vufind = fail(403, r#"{"status":"ERROR","statusMessage":"Permission denied"}"#);
        assert!(matches!(vufind, Failure::Refused { code: Code::AccessDenied, .. }));
    }

    #[test]
    fn the_odd_answers() {
        assert_eq!(fail(200, "<html>Anmeldung"), Failure::NotReadable { status: 200 });
        assert_eq!(fail(200, "[]"), Failure::NotReadable { status: 200 });
        assert_eq!(fail(404, ""), Failure::NotReadable { status: 404 });
        assert_eq!(fail(502, "Bad gateway"), Failure::Broken { status: 502 });
        assert!(!fail(502, "").took_no_effect() && !Failure::NoAnswer.took_no_effect());
        let wait = Failure::check::<Documents>(429, Some("17"), b"").unwrap_err();
        assert_eq!(wait.next_step(), NextStep::Wait { seconds: 17 });
        // An error of one document is none of the request.
        let partial = br#"{"doc":[{"item":"a:1","status":3,"error":"reserved"}]}"#;
        assert!(Failure::check::<Documents>(200, None, partial).is_ok());
        assert_eq!(Failure::check_done(204, None, b""), Ok(()));
        assert_eq!(Failure::check_done(200, None, b"{}"), Ok(()));
        assert_eq!(
            Failure::check_done(200, None, b"<p>"),
            Err(Failure::NotReadable { status: 200 })
        );
    }

    proptest! {
        #[test]
        fn anything_has_a_next_step_and_a_sentence(status: u16, body in "\\PC{0,40}|\\{\"error\":\"[a-z_]{0,20}\"\\}") {
            if let Err(failure) = Failure::check::<Documents>(status, None, body.as_bytes()) {
                let _ = failure.next_step();
                prop_assert!(failure.message_key().starts_with("library.error."));
            }
        }
    }
}
