//! Requests that change something must come from our own pages.
//!
//! There is no cookie to ride on, but a foreign page could still make a visitor's browser reserve
//! slots from the visitor's address. Browsers say where a request comes from; tools that say
//! nothing are let through, they have no visitor to abuse.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::appointments::ApiError;
use crate::config::HostName;

/// Middleware: 403 for a state-changing request from another origin.
pub async fn guard(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || allowed(request.headers())
    {
        return next.run(request).await;
    }
    ApiError::from(zms::error::ErrorCode::SecurityHeaderViolation).into_response()
}

fn allowed(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => {
            let origin = origin
                .to_str()
                .ok()
                .and_then(|origin| origin.split_once("://"))
                .map(|(_, host)| host);
            match (origin, text("host")) {
                // Name and port must agree; the scheme is the proxy's business.
                (Some(origin), Some(host)) => {
                    origin.eq_ignore_ascii_case(host)
                        || (HostName::parse(origin).is_some()
                            && HostName::parse(origin) == HostName::parse(host)
                            && default_port(origin)
                            && default_port(host))
                }
                _ => false,
            }
        }
    }
}

fn default_port(host: &str) -> bool {
    match host.rsplit_once(':') {
        Some((_, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            matches!(port, "80" | "443")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (axum::http::HeaderName::from_static(name), value.parse().unwrap())
            })
            .collect()
    }

    #[test]
    fn our_pages_and_tools_may_others_may_not() {
        for (pairs, may) in [
            (vec![], true),
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "same-site")], false),
            (
                vec![("sec-fetch-site", "cross-site"), ("origin", "http://a.de"), ("host", "a.de")],
                false,
            ),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("origin", "http://localhost:8080"), ("host", "localhost:8080")], true),
            (vec![("origin", "http://localhost:9090"), ("host", "localhost:8080")], false),
            (vec![("origin", "https://a.de"), ("host", "a.de:443")], true),
            (vec![("origin", "null"), ("host", "a.de")], false),
            (vec![("origin", "https://evil.de"), ("host", "a.de")], false),
            (vec![("origin", "https://a.de")], false),
        ] {
            assert_eq!(allowed(&headers(&pairs)), may, "{pairs:?}");
        }
    }
}
