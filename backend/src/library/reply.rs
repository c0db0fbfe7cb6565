//! Answers in the form of PAIA, DAIA and `VuFind`, good ones and refusals.

use ::library::failure::Code;
use ::library::scope::{Scope, Scopes};
use ::library::wire::paia::ErrorBody;
use ::library::write::{Write, to_text};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::web::fresh;

/// The version that is spoken.
pub const PAIA_VERSION: &str = "1.4.0";
/// The version that is spoken.
pub const DAIA_VERSION: &str = "1.0.0";

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// The standard's code.
    pub code: Code,
    /// HTTP status.
    pub status: StatusCode,
    /// Key of the sentence.
    pub words: &'static str,
    /// Seconds to wait.
    pub retry_after: Option<i64>,
}

impl Problem {
    /// With the code's usual status.
    pub fn new(code: Code, words: &'static str) -> Self {
        let status =
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { code, status, words, retry_after: None }
    }

    /// With another status.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// What was sent cannot be understood.
    pub fn request() -> Self {
        Self::new(Code::InvalidRequest, "library.error.request")
    }

    /// What was sent is readable and makes no sense.
    pub fn unprocessable() -> Self {
        Self::request().with_status(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// The token is missing, wrong or over.
    pub fn token() -> Self {
        Self::new(Code::InvalidGrant, "library.error.token")
    }

    /// The token may not do this.
    pub fn scope() -> Self {
        Self::new(Code::InsufficientScope, "library.error.scope")
    }

    /// Card or password are wrong.
    pub fn credentials() -> Self {
        Self::new(Code::AccessDenied, "library.error.credentials")
    }

    /// There is no such thing.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "library.error.notFound")
    }

    /// Too often. The standard has no code for it; HTTP has a status (RFC 6585).
    pub fn too_many(seconds: i64) -> Self {
        let problem = Self::new(Code::AccessDenied, "library.error.tooMany");
        Self {
            retry_after: Some(seconds.max(1)),
            ..problem.with_status(StatusCode::TOO_MANY_REQUESTS)
        }
    }

    /// The database does not answer.
    pub fn unavailable() -> Self {
        let problem = Self::new(Code::ServiceUnavailable, "library.error.unavailable");
        Self { retry_after: Some(30), ..problem }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database did not do its work");
        Self::unavailable()
    }
}

/// A good answer.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: StatusCode,
    /// JSON; empty for none.
    pub body: String,
}

impl Reply {
    /// With a body.
    pub fn of<T: Write>(value: &T) -> Self {
        Self { status: StatusCode::OK, body: to_text(value) }
    }

    /// Done, and nothing to say.
    pub const fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new() }
    }
}

/// A refusal in the form of PAIA and DAIA; `text` says it to the person.
pub fn refusal(problem: Problem, text: String) -> Response {
    let body = ErrorBody {
        error: problem.code.wire().to_owned(),
        code: Some(problem.status.as_u16().into()),
        error_description: Some(text),
        error_uri: None,
    };
    let mut response = fresh::json((problem.status, to_text(&body)));
    let headers = response.headers_mut();
    if problem.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"PAIA\""));
    }
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// A refusal in the form of `VuFind`.
pub fn vufind_refusal(status: StatusCode, message: &str) -> Response {
    let mut body = "{\"status\":\"ERROR\",\"statusMessage\":".to_owned();
    json::keep::quote(&mut body, message);
    body.push('}');
    fresh::json((status, body))
}

/// The headers that every answer of PAIA has: its version, what the token may and what was needed.
pub fn say_paia(response: &mut Response, granted: Option<Scopes>, needed: Option<Scope>) {
    let headers = response.headers_mut();
    headers
        .insert(HeaderName::from_static("x-paia-version"), HeaderValue::from_static(PAIA_VERSION));
    if let Some(Ok(granted)) = granted.map(|granted| HeaderValue::from_str(&granted.to_string())) {
        headers.insert(HeaderName::from_static("x-oauth-scopes"), granted);
    }
    if let Some(needed) = needed {
        let needed = HeaderValue::from_static(needed.wire());
        headers.insert(HeaderName::from_static("x-accepted-oauth-scopes"), needed);
    }
}
