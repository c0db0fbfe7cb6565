//! Asking other servers: one way of connecting, bounded in time and size.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, Uri, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

/// A connection that is not there by then will not come.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A file that has moved further than that is lost.
const MOST_REDIRECTS: usize = 5;

/// A client for https, and for http towards this machine (the configuration sees to that).
pub type WebClient = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// A new client with its own pool of connections.
pub fn client() -> WebClient {
    let mut http = HttpConnector::new();
    http.enforce_http(false);
    http.set_connect_timeout(Some(CONNECT_LIMIT));
    http.set_nodelay(true);
    let connector = HttpsConnectorBuilder::new()
        .with_webpki_roots()
        .https_or_http()
        .enable_http1()
        .wrap_connector(http);
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(30))
        .build(connector)
}

/// The other server gave no answer that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub &'static str);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The code; never a redirect when those were followed.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Bytes,
}

/// How much of an answer is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// From the question to the last byte.
    pub time: Duration,
    /// Bytes of the body.
    pub size: usize,
}

/// Sends one request.
///
/// # Errors
/// When no whole answer within the bounds comes back.
pub async fn send(
    client: &WebClient,
    request: hyper::Request<Full<Bytes>>,
    bounds: Bounds,
) -> Result<Answer, Unreachable> {
    let asked = async {
        let response = client.request(request).await.map_err(|_| Unreachable("no connection"))?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, bounds.size)
            .collect()
            .await
            .map_err(|_| Unreachable("the answer broke off or is too large"))?;
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes() })
    };
    tokio::time::timeout(bounds.time, asked).await.unwrap_or(Err(Unreachable("no answer in time")))
}

/// Fetches a file, wherever it has moved to; `headers` go along to each place.
///
/// # Errors
/// When no whole answer within the bounds comes back.
pub async fn fetch(
    client: &WebClient,
    address: &str,
    headers: &HeaderMap,
    bounds: Bounds,
) -> Result<Answer, Unreachable> {
    let follow = async {
        let mut address: Uri = address.parse().map_err(|_| Unreachable("the address is wrong"))?;
        for _ in 0..=MOST_REDIRECTS {
            let mut request = hyper::Request::get(address.clone())
                .body(Full::default())
                .map_err(|_| Unreachable("the address is wrong"))?;
            *request.headers_mut() = headers.clone();
            let answer = send(client, request, bounds).await?;
            let Some(next) = moved(&answer) else { return Ok(answer) };
            address = next_address(&address, &next).ok_or(Unreachable("it moved to nowhere"))?;
        }
        Err(Unreachable("it moves in circles"))
    };
    tokio::time::timeout(bounds.time, follow).await.unwrap_or(Err(Unreachable("no answer in time")))
}

fn moved(answer: &Answer) -> Option<String> {
    if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    // Without a place it stays what it is: a redirect that is no answer.
    Some(answer.headers.get(header::LOCATION)?.to_str().ok()?.to_owned())
}

/// Where a redirect leads. What was protected stays protected.
fn next_address(from: &Uri, to: &str) -> Option<Uri> {
    let to = to.split('#').next().unwrap_or_default();
    let absolute = if to.contains("://") {
        to.to_owned()
    } else if let Some(rest) = to.strip_prefix("//") {
        format!("{}://{rest}", from.scheme_str()?)
    } else if to.starts_with('/') {
        format!("{}://{}{to}", from.scheme_str()?, from.authority()?)
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{}://{}{folder}/{to}", from.scheme_str()?, from.authority()?)
    };
    let next: Uri = absolute.parse().ok()?;
    let fine = match next.scheme_str()? {
        "https" => true,
        // Only a file that lay on this machine may move on it.
        "http" => from.scheme_str() == Some("http") && next.host() == from.host(),
        _ => false,
    };
    fine.then_some(next)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_redirect_never_leaves_protection() {
        let next = |from: &str, to: &str| {
            next_address(&from.parse().unwrap(), to).map(|address| address.to_string())
        };
        let from = "https://a.de/feeds/gtfs.zip?key=1";
        assert_eq!(next(from, "https://b.de/x#y").as_deref(), Some("https://b.de/x"));
        assert_eq!(next(from, "/x").as_deref(), Some("https://a.de/x"));
        assert_eq!(next(from, "new.zip").as_deref(), Some("https://a.de/feeds/new.zip"));
        assert_eq!(next(from, "//b.de/x").as_deref(), Some("https://b.de/x"));
        for to in ["http://a.de/x", "file:///etc/passwd", "http://127.0.0.1/", "ftp://a.de/"] {
            assert_eq!(next(from, to), None, "{to}");
        }
        assert!(next("http://127.0.0.1:1/a", "http://127.0.0.1:2/b").is_some());
        assert_eq!(next("http://127.0.0.1:1/a", "http://10.0.0.1/"), None);
    }
}
