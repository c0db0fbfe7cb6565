//! A request that is not carried out, and how that is said.

use ::participation::Refusal;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use crate::web::fresh;

/// Seconds after which a busy backend is asked again.
pub const SOON: i64 = 5;

/// Why an answer was not taken, with what the refusal's name does not say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{refusal}: {detail}")]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
    /// More about it, for whoever looks for the fault.
    pub detail: String,
    /// The place in the form (`/data/x`) or the part of the request; empty if it is the whole.
    pub place: String,
    /// Seconds to wait before it makes sense to try again.
    pub retry_after: Option<i64>,
    /// The HTTP status, where it is not the refusal's own (423 and 429 are [`Refusal::Busy`]).
    pub status: Option<u16>,
}

impl Refused {
    /// With a sentence for whoever looks for the fault.
    pub fn new(refusal: Refusal, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { refusal, detail, place: String::new(), retry_after: None, status: None }
    }

    /// Where.
    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Self {
        Self { place: place.into(), ..self }
    }

    /// Nothing is wrong with it, but not now.
    pub fn later(seconds: i64, detail: impl Into<String>) -> Self {
        Self { retry_after: Some(seconds.clamp(1, 3600)), ..Self::new(Refusal::Busy, detail) }
    }

    /// Too often (RFC 6585).
    pub fn response_too_many(seconds: i64) -> Response {
        Self::later(seconds, "too many requests in this minute").with_status(429).response()
    }

    /// With another HTTP status.
    #[must_use]
    pub fn with_status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }

    /// As it goes out.
    pub fn response(&self) -> Response {
        let status = StatusCode::from_u16(self.status.unwrap_or(self.refusal.status()));
        let body = json!({
            "error": self.refusal.code(),
            "detail": if self.detail.is_empty() { self.refusal.to_string() } else { self.detail.clone() },
            "place": self.place,
        });
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = fresh::json((status, body.to_string()));
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database did not do its work");
        Self::later(SOON, "the database does not answer")
    }
}
