//! Answers that nobody keeps.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// JSON, whatever type the answer came with, that neither a browser nor a proxy keeps.
pub fn json(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
