//! Questions passed on to a city's real PAIA, DAIA and `VuFind` servers.
//!
//! Nothing else of those servers can be reached through here: paths, parameters and scopes come from our own lists, no
//! cookie and no other header is handed on, and what comes back is JSON of a bounded size or an outage. Tokens and
//! passwords pass through and are neither kept nor logged.

mod catalogue;
mod house;
mod paia;

use std::time::Duration;

use ::library::failure::Code;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::Full;

use super::http::{Asked, refuse};
use super::reply::Problem;
use super::route::Route;
use crate::config::LibrarySystem;
use crate::web::outside::{self, Answer, Bounds, Unreachable, WebClient};

/// A page of a hundred hits with everything has some hundred kilobytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// Said when the city's system cannot be asked.
const UPSTREAM: HeaderName = HeaderName::from_static("x-stadtkern-upstream");
/// Headers of an answer that are passed on.
const PASSED: [&str; 5] = [
    "retry-after",
    "x-oauth-scopes",
    "x-accepted-oauth-scopes",
    "x-paia-version",
    "x-daia-version",
];

/// One city's library system.
#[derive(Debug)]
pub struct Upstream {
    system: LibrarySystem,
    client: WebClient,
}

/// A question as it goes out.
struct Outgoing {
    method: Method,
    address: String,
    /// Content type and body.
    body: Option<(&'static str, String)>,
    /// Whether the person's token goes along.
    with_token: bool,
}

impl Upstream {
    /// With these addresses.
    pub fn new(system: &LibrarySystem) -> Self {
        Self { system: system.clone(), client: outside::client() }
    }

    /// Passes a question on.
    pub async fn ask(&self, asked: &Asked<'_>, route: &Route) -> Response {
        match route {
            Route::Auth(auth) => self.auth(asked, *auth).await,
            Route::Core(patron, core) => self.core(asked, patron, core).await,
            Route::Daia => self.daia(asked).await,
            Route::Search | Route::Record => self.catalogue(asked, route).await,
            Route::Door => self.door(asked).await,
            Route::Occupancy => self.occupancy(asked).await,
            Route::Cover | Route::Branches => refuse(asked, Problem::not_found()),
        }
    }

    /// Sends a question and looks at what comes back.
    async fn send(&self, asked: &Asked<'_>, outgoing: Outgoing) -> Result<Answer, Problem> {
        let mut request = hyper::Request::builder()
            .method(outgoing.method)
            .uri(outgoing.address)
            .header(header::ACCEPT, "application/json")
            .header(header::ACCEPT_LANGUAGE, asked.language.family())
            .header(header::USER_AGENT, "stadtkern-backend");
        if outgoing.with_token
            && let Some(token) = asked.token()
        {
            // Always in the header: addresses are written into logs.
            let value = HeaderValue::from_str(&format!("Bearer {}", token.expose()));
            let mut value = value.map_err(|_| Problem::token())?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        let body = match outgoing.body {
            Some((kind, text)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                Bytes::from(text)
            }
            None => Bytes::new(),
        };
        let request = request.body(Full::new(body)).map_err(|_| Problem::request())?;
        let bounds = Bounds { time: self.system.time_limit, size: LARGEST };
        let answer = outside::send(&self.client, request, bounds).await;
        answer.and_then(usable).map_err(|Unreachable(why)| unreachable(why))
    }
}

/// Tells an answer from everything else that may stand in its place: a login page, a proxy's error page.
fn usable(answer: Answer) -> Result<Answer, Unreachable> {
    if answer.status == StatusCode::TOO_MANY_REQUESTS || answer.status == StatusCode::NO_CONTENT {
        return Ok(answer);
    }
    if answer.status.is_redirection() || answer.status.is_informational() {
        return Err(Unreachable("the answer is a redirect"));
    }
    // Signing out and deleting may say nothing at all.
    if answer.status == StatusCode::OK && answer.body.trim_ascii().is_empty() {
        return Ok(answer);
    }
    let value = json::parse(&answer.body).map_err(|_| Unreachable("the answer is no JSON"))?;
    if value.is_object() { Ok(answer) } else { Err(Unreachable("the answer is no JSON object")) }
}

fn unreachable(why: &'static str) -> Problem {
    tracing::warn!(why, "the city's library system cannot be asked");
    let code = if why == "no answer in time" { Code::GatewayTimeout } else { Code::BadGateway };
    Problem { retry_after: Some(30), ..Problem::new(code, "library.error.unavailable") }
}

/// An outage, told apart from a refusal.
fn outage(asked: &Asked<'_>, problem: Problem) -> Response {
    let mut response = refuse(asked, problem);
    if matches!(problem.code, Code::BadGateway | Code::GatewayTimeout) {
        response.headers_mut().insert(UPSTREAM, HeaderValue::from_static("unreachable"));
    }
    response
}

/// The answer with the headers that are ours to hand on. Nobody keeps it.
fn pass_on(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    if answer.status != StatusCode::NO_CONTENT {
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, json);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in PASSED {
        if let (name, Some(value)) = (HeaderName::from_static(name), answer.headers.get(name)) {
            headers.insert(name, value.clone());
        }
    }
    if answer.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"PAIA\""));
    }
    response
}

/// How long a person waits when nothing is said.
pub const USUAL_TIME_LIMIT: Duration = Duration::from_secs(15);
