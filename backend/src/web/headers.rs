//! The security headers of every answer, errors included; what only matters for pages stands only on what could be one.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Nothing but our own files, no inline script, no inline style, wasm allowed.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// For everything.
const ALWAYS: [(HeaderName, &str); 2] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// For what a browser may open as a page or run as a worker. On anything else they mean nothing, and weigh 900 bytes on
/// each of the ten files of a first visit.
const FOR_DOCUMENTS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), \
         encrypted-media=(), fullscreen=(), geolocation=(self), gyroscope=(), hid=(), idle-detection=(), \
         local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
         publickey-credentials-get=(), screen-wake-lock=(self), serial=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Whether people come by https, so that a browser may be told to stay with it.
#[derive(Debug, Clone, Copy)]
pub struct Https(pub bool);

/// Middleware: adds the headers, overwriting nothing that is stricter because nothing else sets them.
pub async fn secure(State(https): State<Https>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !is_plain_data(headers) {
        for (name, value) in FOR_DOCUMENTS {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if https.0 {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    response
}

/// Whether a browser neither renders nor runs it: with `nosniff` its type is what it says. Whatever is not known here
/// counts as a document: pages, scripts and workers, SVG, and answers without a type.
fn is_plain_data(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    matches!(
        kind,
        "application/json"
            | "application/manifest+json"
            | "application/wasm"
            | "application/octet-stream"
            | "image/png"
            | "image/webp"
            | "image/jpeg"
            | "text/css"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_renders_or_runs_goes_without() {
        let plain = |kind: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            is_plain_data(&headers)
        };
        for kind in ["application/json", "application/wasm", "text/css; charset=utf-8", "image/png"]
        {
            assert!(plain(kind), "{kind}");
        }
        for kind in [
            "text/html; charset=utf-8",
            "text/javascript",
            "image/svg+xml",
            "text/xml",
            "application/pdf",
            "text/plain",
            "",
        ] {
            assert!(!plain(kind), "{kind}");
        }
        assert!(!is_plain_data(&HeaderMap::new()));
    }
}
