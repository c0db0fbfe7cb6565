//! The twelve routes passed on to a city's real ZMS.
//!
//! Nothing else of that server can be reached through here: the path comes from our own list, no
//! cookie and no other header is handed on, and what comes back is JSON of a bounded size or an
//! outage. An outage is always told apart from "nothing free": the answer is 503 with the header
//! `x-stadtkern-upstream: unreachable`. The catalogue is kept, so that an outage leaves it readable.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::Full;
use zms::error::ErrorCode;

use super::ApiError;
use super::route::Route;
use crate::web::asset::{Asset, Keep};
use crate::web::client::ClientAddress;
use crate::web::outside::{Answer, Bounds, Unreachable, WebClient, client, send};

/// The largest catalogue known has 250 kB.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;
/// Seconds before the catalogue is asked for again.
const CATALOGUE_FRESH: i64 = 300;

/// Said when the city's system cannot be asked.
const UPSTREAM: HeaderName = HeaderName::from_static("x-stadtkern-upstream");

/// One city's ZMS.
#[derive(Debug)]
pub struct Upstream {
    base: String,
    tell_client_address: bool,
    time_limit: Duration,
    client: WebClient,
    catalogue: Mutex<Option<(i64, Asset)>>,
}

/// What a client asked.
#[derive(Debug)]
pub struct Question<'a> {
    /// Which of the twelve.
    pub route: Route,
    /// The part after `?`.
    pub query: Option<&'a str>,
    /// Empty for GET.
    pub body: Bytes,
    /// The client's headers; two are looked at.
    pub headers: &'a HeaderMap,
    /// Who asks.
    pub client: ClientAddress,
}

impl Upstream {
    /// For this base address.
    pub fn new(base: &str, tell_client_address: bool, time_limit: Duration) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            tell_client_address,
            time_limit,
            client: client(),
            catalogue: Mutex::default(),
        }
    }

    /// Passes a question on.
    pub async fn ask(&self, question: &Question<'_>, now: i64) -> Response {
        if question.route == Route::OfficesAndServices {
            return self.offices_and_services(question, now).await;
        }
        match self.fetch(question).await.and_then(|answer| usable(question.route, answer)) {
            Ok(answer) => pass_on(answer),
            Err(Unreachable(why)) => outage(why),
        }
    }

    /// The catalogue: kept for some minutes, and beyond that while the system is down.
    async fn offices_and_services(&self, question: &Question<'_>, now: i64) -> Response {
        let kept = self.catalogue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((since, asset)) = &kept
            && now - since < CATALOGUE_FRESH
        {
            return aged(asset, question, now - since);
        }
        match self.fetch(question).await.and_then(|answer| usable(question.route, answer)) {
            Ok(answer) if answer.status == StatusCode::OK => {
                let asset = Asset::new("application/json; charset=utf-8", answer.body);
                *self.catalogue.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some((now, asset.clone()));
                aged(&asset, question, 0)
            }
            Ok(answer) => match kept {
                // Maintenance hides the catalogue too; an older one still helps. A limit must be heard.
                Some((since, asset)) if answer.status.is_server_error() => {
                    stale(&asset, question, now - since)
                }
                _ => pass_on(answer),
            },
            Err(Unreachable(why)) => match kept {
                Some((since, asset)) => stale(&asset, question, now - since),
                None => outage(why),
            },
        }
    }

    async fn fetch(&self, question: &Question<'_>) -> Result<Answer, Unreachable> {
        let path = question.route.path();
        let query = question.query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut request = hyper::Request::builder()
            .method(question.route.method())
            .uri(format!("{}/{path}/{query}", self.base))
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, "stadtkern-backend");
        if question.route.method() == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        // The citizen's own sign-in, for the one route that needs it; never a cookie.
        if question.route == Route::MyAppointments
            && let Some(token) = question.headers.get(header::AUTHORIZATION)
        {
            request = request.header(header::AUTHORIZATION, token);
        }
        if self.tell_client_address {
            request = request.header("x-forwarded-for", question.client.0.to_string());
        }
        let request = request
            .body(Full::new(question.body.clone()))
            .map_err(|_| Unreachable("the address is wrong"))?;
        let bounds = Bounds { time: self.time_limit, size: LARGEST_ANSWER };
        send(&self.client, request, bounds).await
    }
}

/// Tells an answer of ZMS from everything else that may stand in its place: a login page, a proxy's
/// error page, and the calendar that is empty because ZMS itself could not ask.
fn usable(route: Route, answer: Answer) -> Result<Answer, Unreachable> {
    if answer.status == StatusCode::TOO_MANY_REQUESTS {
        return Ok(answer);
    }
    let value: serde_json::Value =
        serde_json::from_slice(&answer.body).map_err(|_| Unreachable("the answer is no JSON"))?;
    if !(value.is_object() || value.is_array()) {
        return Err(Unreachable("the answer is no JSON object"));
    }
    if answer.status.is_redirection() || answer.status.is_informational() {
        return Err(Unreachable("the answer is a redirect"));
    }
    if answer.status == StatusCode::OK {
        let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
        let complete = match route {
            Route::AvailableCalendar => text("startDate").is_some_and(|day| !day.is_empty()),
            Route::OfficesAndServices => {
                value.get("offices").is_some() && value.get("services").is_some()
            }
            _ => true,
        };
        if !complete {
            return Err(Unreachable("the city's system could not ask the one behind it"));
        }
    }
    Ok(answer)
}

fn pass_on(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    let kind = answer
        .headers
        .get(header::CONTENT_TYPE)
        .filter(|kind| kind.as_bytes().starts_with(b"application/json"));
    headers.insert(
        header::CONTENT_TYPE,
        kind.cloned().unwrap_or(HeaderValue::from_static("application/json; charset=utf-8")),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for name in ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
        if let (name, Some(value)) = (HeaderName::from_static(name), answer.headers.get(name)) {
            headers.insert(name, value.clone());
        }
    }
    response
}

fn outage(why: &'static str) -> Response {
    tracing::warn!(why, "the city's appointment system cannot be asked");
    let mut response = ApiError::from(ErrorCode::ServiceUnavailable).into_response();
    response.headers_mut().insert(UPSTREAM, HeaderValue::from_static("unreachable"));
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}

fn aged(asset: &Asset, question: &Question<'_>, age: i64) -> Response {
    let mut response = asset.answer(&Method::GET, question.headers, Keep::Ask);
    response.headers_mut().insert(header::AGE, HeaderValue::from(age.max(0)));
    response
}

fn stale(asset: &Asset, question: &Question<'_>, age: i64) -> Response {
    let mut response = aged(asset, question, age);
    response.headers_mut().insert(UPSTREAM, HeaderValue::from_static("unreachable"));
    response
}
