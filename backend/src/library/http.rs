//! The addresses over HTTP: limits first, then the city's own source.

use ::library::request::{decode_form, decode_query};
use ::library::wire::shapes::Secret;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dates::{Day, LocalTime, TimeOfDay};

use super::catalogue::answer;
use super::catalogue::query::Parameters;
use super::reply::{self, DAIA_VERSION, Problem, Reply};
use super::route::{Auth, Route};
use super::{Source, daia, door, occupancy, paia};
use crate::App;
use crate::cities::ServedCity;
use crate::mail::words::Words;
use crate::web::client::{self, ClientAddress};
use crate::web::fresh;
use crate::web::limits::{Allowance, Caller};
use crate::web::pages::ThisCity;

/// No request is larger.
const LARGEST_BODY: usize = 64 * 1024;
/// Nor is an address.
const LONGEST_QUERY: usize = 16 * 1024;
/// What stands before every address.
const PREFIX: &str = "/api/library/";

/// What was asked.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The app.
    pub app: &'a App,
    /// The city.
    pub city: &'a ServedCity,
    /// How.
    pub method: Method,
    /// Parameters of the address, decoded, and of the form where one was sent to the catalogue.
    pub parameters: Vec<(String, String)>,
    /// The client's headers; few are looked at.
    pub headers: &'a HeaderMap,
    /// What was sent.
    pub body: Bytes,
    /// Who asks, for limits.
    pub caller: Caller,
    /// Seconds since the epoch.
    pub now: i64,
    /// The language the person reads.
    pub language: city::Language,
}

impl Asked<'_> {
    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The token, from the header or, as the standard allows, the address.
    pub fn token(&self) -> Option<Secret> {
        let header = self.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let bearer = header.and_then(|value| {
            let (scheme, token) = value.trim().split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = bearer.or_else(|| self.parameter("access_token"))?;
        (!token.is_empty()).then(|| Secret::new(token))
    }

    /// The words for this person.
    pub fn words(&self) -> Words {
        Words::of(self.city, self.language)
    }

    /// The language in which values are named.
    pub fn names(&self) -> &str {
        self.parameter("lng").unwrap_or_else(|| self.language.family())
    }
}

/// The city's day.
pub fn today(city: &ServedCity, now: i64) -> Day {
    Day::from_epoch_days(city.day_at(now).0.into())
}

/// What the city's clocks show.
pub fn local(city: &ServedCity, now: i64) -> LocalTime {
    let zone = jiff::tz::TimeZone::get(&city.city().time_zone).ok();
    let time = jiff::Timestamp::from_second(now).ok();
    let clock = time.zip(zone).map(|(time, zone)| zone.to_datetime(time).time());
    // A city without a time zone that is known has the world's, as `today` has.
    let minutes = clock.map_or(now.rem_euclid(86_400) / 60, |clock| {
        i64::from(clock.hour()) * 60 + i64::from(clock.minute())
    });
    let minutes = u16::try_from(minutes).unwrap_or_default();
    LocalTime { day: today(city, now), time: TimeOfDay::from_minutes(minutes) }
}

/// Everything below `/api/library/`.
pub async fn serve(State(app): State<App>, ThisCity(city): ThisCity, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let Some(route) = Route::find(path) else {
        let mut response =
            reply::refusal(Problem::not_found(), words(&city, &parts, Problem::not_found()));
        reply::say_paia(&mut response, None, None);
        return response;
    };
    if parts.method == Method::OPTIONS {
        return options(&route);
    }
    if !route.takes(&parts.method) {
        let problem = Problem::request().with_status(StatusCode::METHOD_NOT_ALLOWED);
        let mut response = refuse_early(&city, &parts, &route, problem);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(route.methods()));
        return finish(&route, &parts, response);
    }
    let now = app.clock.now();
    let caller = caller(&app, &city, &parts);
    if let Err(allowance) = allowed(&app, &city, &route, &caller, now) {
        let problem = Problem::too_many(allowance.reset - now);
        return finish(&route, &parts, refuse_early(&city, &parts, &route, problem));
    }
    let query = parts.uri.query().unwrap_or_default();
    let body = axum::body::to_bytes(body, LARGEST_BODY).await;
    let Some(body) = body.ok().filter(|_| query.len() <= LONGEST_QUERY) else {
        let problem = Problem::request().with_status(StatusCode::PAYLOAD_TOO_LARGE);
        return finish(&route, &parts, refuse_early(&city, &parts, &route, problem));
    };
    let mut parameters = decode_query(query);
    if matches!(route, Route::Search | Route::Record) && parts.method == Method::POST {
        parameters.extend(decode_form(&body));
    }
    let asked = Asked {
        app: &app,
        city: &city,
        method: parts.method.clone(),
        parameters,
        headers: &parts.headers,
        body,
        caller,
        now,
        language: language(&city, &parts.headers),
    };
    let response = answer(&asked, &route).await;
    finish(&route, &parts, response)
}

fn language(city: &ServedCity, headers: &HeaderMap) -> city::Language {
    let wanted = client::languages(headers);
    city.city().best_language(wanted.iter().map(String::as_str))
}

/// A refusal before anything was looked at, in the form of what was asked.
fn refuse_early(city: &ServedCity, parts: &Parts, route: &Route, problem: Problem) -> Response {
    let refused = reply::refusal(problem, words(city, parts, problem));
    if !matches!(route, Route::Search | Route::Record) {
        return refused;
    }
    let reason = problem.status.canonical_reason().unwrap_or("Refused");
    let mut response = reply::vufind_refusal(problem.status, reason);
    if let Some(wait) = refused.headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    response
}

fn words(city: &ServedCity, parts: &Parts, problem: Problem) -> String {
    Words::of(city, language(city, &parts.headers)).text(problem.words, &[])
}

fn caller(app: &App, city: &ServedCity, parts: &Parts) -> Caller {
    let network = || ClientAddress::of(&parts.extensions, &parts.headers, app).network();
    city.kiosk(&parts.headers).map_or_else(|| Caller::Network(network()), Caller::Kiosk)
}

/// Accounts are limited as every module; reading the catalogue more generously, since one page of hits asks several
/// times; files not at all.
fn allowed(
    app: &App,
    city: &ServedCity,
    route: &Route,
    caller: &Caller,
    now: i64,
) -> Result<(), Allowance> {
    let allowance = match route {
        Route::Branches => return Ok(()),
        Route::Auth(Auth::Login | Auth::Change | Auth::Reset) => {
            city.library.sign_ins.count(caller.clone(), now)
        }
        Route::Auth(Auth::Logout) | Route::Core(..) | Route::Door => {
            app.limiter.count(caller.clone(), now)
        }
        Route::Daia | Route::Search | Route::Record | Route::Cover | Route::Occupancy => {
            city.library.reads.count(caller.clone(), now)
        }
    };
    if allowance.passes { Ok(()) } else { Err(allowance) }
}

async fn answer(asked: &Asked<'_>, route: &Route) -> Response {
    let library = &asked.city.library;
    match route {
        Route::Branches => return library.branches.answer(asked).await,
        Route::Cover => return library.covers.answer(asked).await,
        _ => {}
    }
    let demo = match &library.source {
        Source::Forwarded(upstream) => return upstream.ask(asked, route).await,
        Source::Embedded(demo) => demo,
    };
    if *route == Route::Occupancy {
        return good(occupancy::answer(asked));
    }
    let today = today(asked.city, asked.now);
    let opened = demo.open(&asked.app.store, asked.city.slug(), today, asked.now).await;
    let circulation = match opened {
        Ok(circulation) => circulation,
        Err(error) => return refuse(asked, error.into()),
    };
    match route {
        Route::Auth(auth) => paia::auth::answer(asked, demo, &circulation, *auth).await,
        Route::Core(patron, core) => paia::core::answer(asked, &circulation, patron, core).await,
        Route::Door => match door::answer(asked, &circulation).await {
            Ok(reply) => good(reply),
            Err(problem) => refuse(asked, problem),
        },
        Route::Daia => match daia::answer(asked, &circulation).await {
            Ok((reply, rest)) => {
                let mut response = good(reply);
                if let Some(link) = rest.and_then(|link| HeaderValue::from_str(&link).ok()) {
                    response.headers_mut().insert(header::LINK, link);
                }
                response
            }
            Err(problem) => refuse(asked, problem),
        },
        Route::Search | Route::Record => {
            let parameters = Parameters(&asked.parameters);
            let catalogue = &circulation.catalogue;
            let found = if *route == Route::Search {
                answer::search(catalogue, &parameters, asked.names())
            } else {
                answer::records(catalogue, &parameters, asked.names())
            };
            match found {
                Ok(found) => good(Reply::of(&found)),
                Err(problem) => {
                    reply::vufind_refusal(StatusCode::BAD_REQUEST, &problem.to_string())
                }
            }
        }
        Route::Branches | Route::Cover | Route::Occupancy => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A good answer.
pub fn good(reply: Reply) -> Response {
    fresh::json((reply.status, reply.body))
}

/// A refusal in the person's language.
pub fn refuse(asked: &Asked<'_>, problem: Problem) -> Response {
    reply::refusal(problem, asked.words().text(problem.words, &[]))
}

/// `OPTIONS`: what may be sent. Other origins are not invited; the app comes from this one.
fn options(route: &Route) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(route.methods()));
    let allowed = HeaderValue::from_static("Content-Type, Authorization, Accept-Language");
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    let exposed = HeaderValue::from_static("X-OAuth-Scopes, X-Accepted-OAuth-Scopes");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    if matches!(route, Route::Auth(_) | Route::Core(..)) {
        reply::say_paia(&mut response, None, None);
    }
    response
}

/// What the answers of a standard have in common.
fn finish(route: &Route, parts: &Parts, mut response: Response) -> Response {
    match route {
        Route::Auth(_) | Route::Core(..) => {
            if !response.headers().contains_key("x-paia-version") {
                reply::say_paia(&mut response, None, None);
            }
        }
        Route::Daia => {
            let version = HeaderValue::from_static(DAIA_VERSION);
            response.headers_mut().insert(HeaderName::from_static("x-daia-version"), version);
        }
        _ => return response,
    }
    let suppress = |(name, _): &(String, String)| name == "suppress_response_codes";
    if decode_query(parts.uri.query().unwrap_or_default()).iter().any(suppress)
        && response.status() != StatusCode::NO_CONTENT
    {
        *response.status_mut() = StatusCode::OK;
    }
    response
}
