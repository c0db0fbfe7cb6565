//! The addresses of `transit::api`, answered.

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use transit::Moment;
use transit::answer::{Alerts, Kind, Outcome, Trouble};
use transit::api::{TIMETABLE_TAG, TOLD_AT};
use transit::json::{Json, save};
use transit::query::Question;

use super::planner::{Answered, Asking};
use super::realtime::{REFRESH, Watch};
use crate::App;
use crate::cities::ServedCity;
use crate::web::asset::Keep;
use crate::web::client::{self, ClientAddress};
use crate::web::fresh;
use crate::web::limits::Caller;
use crate::web::pages::ThisCity;

/// Longer addresses are no question.
const LONGEST_QUESTION: usize = 8 * 1024;

/// Everything below `/api/transit/`.
pub async fn serve(
    State(app): State<App>,
    ThisCity(city): ThisCity,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let (parts, _) = request.into_parts();
    let now = app.clock.now();
    match path.as_str() {
        "timetable" => match city.transit.timetable.current() {
            Some(served) => served.asset.answer(&parts.method, &parts.headers, Keep::Ask),
            None => no_timetable(),
        },
        "realtime" => realtime(&city, &parts, now).await,
        "alerts" => alerts(&city, &parts, now).await,
        "status" => fresh::json(city.transit.status(now, city.day_at(now))),
        _ => ask(&app, &city, &path, &parts).await,
    }
}

/// It is being compiled, or its source has never been readable.
fn no_timetable() -> Response {
    trouble(Trouble { kind: Kind::NoTimetable, day: None, retry_after: Some(10) })
}

/// The overlay for the timetable that is served.
async fn realtime(city: &ServedCity, request: &Parts, now: i64) -> Response {
    let watch = &city.transit.realtime;
    if !watch.exists() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let Some(served) = city.transit.timetable.current() else { return no_timetable() };
    let Some(told) = watch.told(&served, now).await else { return not_told() };
    let mut response = told.asset.answer(&request.method, &request.headers, Keep::Ask);
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&told.timetable) {
        headers.insert(HeaderName::from_static(TIMETABLE_TAG), tag);
    }
    headers.insert(HeaderName::from_static(TOLD_AT), told.at.into());
    response
}

/// What holds or is to come; a city without feeds has none.
async fn alerts(city: &ServedCity, request: &Parts, now: i64) -> Response {
    let watch = &city.transit.realtime;
    if !watch.exists() {
        return fine(Alerts { alerts: Vec::new(), at: None });
    }
    let Some(served) = city.transit.timetable.current() else { return no_timetable() };
    let Some(told) = watch.told(&served, now).await else { return not_told() };
    let alerts = Watch::alerts(&told, &served, language(city, request), now);
    fine(Alerts { alerts, at: told.alerts_at.map(Moment) })
}

/// No feed has ever answered.
fn not_told() -> Response {
    let retry_after = u32::try_from(REFRESH).ok();
    trouble(Trouble { kind: Kind::Unreachable, day: None, retry_after })
}

/// The language of the person, as feeds and planners know it.
fn language(city: &ServedCity, request: &Parts) -> &'static str {
    let wanted = client::languages(&request.headers);
    city.city().best_language(wanted.iter().map(String::as_str)).family()
}

/// A question for the city's planner.
async fn ask(app: &App, city: &ServedCity, path: &str, request: &Parts) -> Response {
    let now = app.clock.now();
    let caller = match city.kiosk(&request.headers) {
        Some(kiosk) => Caller::Kiosk(kiosk),
        None => {
            Caller::Network(ClientAddress::of(&request.extensions, &request.headers, app).network())
        }
    };
    let allowance = app.limiter.count(caller.clone(), now);
    if !allowance.passes {
        let retry_after = u32::try_from((allowance.reset - now).max(1)).ok();
        return trouble(Trouble { kind: Kind::Busy, day: None, retry_after });
    }
    let query = request.uri.query().unwrap_or_default();
    if query.len() > LONGEST_QUESTION {
        return trouble(Kind::BadQuestion.into());
    }
    let Some(question) = Question::parse(&format!("{path}?{query}")) else {
        // A word we know with parameters that make no sense, or a word we do not know.
        let known = WORDS.iter().any(|(word, _)| *word == path);
        return trouble(if known { Kind::BadQuestion } else { Kind::Other }.into());
    };
    let Some(planner) = &city.transit.planner else {
        return trouble(Kind::Other.into());
    };
    let asking = Asking { caller, now, language: language(city, request) };
    match planner.answer(&question, &asking).await {
        Ok(Answered::Stops(answer)) => fine(answer),
        Ok(Answered::Departures(answer)) => fine(answer),
        Ok(Answered::Journeys(answer)) => fine(answer),
        Ok(Answered::Trip(answer)) => fine(answer),
        Err(problem) => trouble(problem),
    }
}

/// The words of files and questions, and how a request for one is called in the log.
const WORDS: [(&str, &str); 11] = [
    ("timetable", "transit-timetable"),
    ("realtime", "transit-realtime"),
    ("alerts", "transit-alerts"),
    ("status", "transit-status"),
    ("stops", "transit-stops"),
    ("near", "transit-near"),
    ("departures", "transit-departures"),
    ("journeys", "transit-journeys"),
    ("lines", "transit-lines"),
    ("line", "transit-line"),
    ("trip", "transit-trip"),
];

/// What of a path below `/api/transit/` is a name of ours.
pub fn label(path: &str) -> &'static str {
    WORDS.iter().find(|(word, _)| *word == path).map_or("transit", |(_, label)| label)
}

fn fine<T: Json>(answer: T) -> Response {
    fresh::json(save(&Outcome::Ok(answer)))
}

/// No answer: the code that fits, and why.
pub fn trouble(trouble: Trouble) -> Response {
    let status = match trouble.kind {
        Kind::BadQuestion | Kind::SamePlace => StatusCode::BAD_REQUEST,
        Kind::Busy => StatusCode::TOO_MANY_REQUESTS,
        Kind::Garbled => StatusCode::BAD_GATEWAY,
        Kind::Unreachable | Kind::NoTimetable => StatusCode::SERVICE_UNAVAILABLE,
        // Asked and answered: there is none.
        Kind::NoJourney => StatusCode::OK,
        _ => StatusCode::NOT_FOUND,
    };
    let retry_after = trouble.retry_after;
    let mut response = fresh::json((status, save(&Outcome::<Nothing>::Trouble(trouble))));
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The answer of a trouble.
struct Nothing;

impl Json for Nothing {
    fn write(&self, text: &mut String) {
        text.push_str("null");
    }
    fn read(_: &serde_json::Value) -> Option<Self> {
        None
    }
}
