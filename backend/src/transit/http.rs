//! The addresses of `transit::api`, answered.

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use transit::answer::{Kind, Outcome, Trouble};
use transit::json::{Json, save};
use transit::query::Question;

use super::planner::{Answered, Asking};
use crate::App;
use crate::cities::ServedCity;
use crate::web::client::{self, ClientAddress};
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
    ask(&app, &city, &path, &parts).await
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
    let wanted = client::languages(&request.headers);
    let language = city.city().best_language(wanted.iter().map(String::as_str));
    let asking = Asking { caller, now, language: language.family() };
    match planner.answer(&question, &asking).await {
        Ok(Answered::Stops(answer)) => fine(answer),
        Ok(Answered::Departures(answer)) => fine(answer),
        Ok(Answered::Journeys(answer)) => fine(answer),
        Ok(Answered::Trip(answer)) => fine(answer),
        Err(problem) => trouble(problem),
    }
}

/// The words of questions, and how a request for one is called in the log.
const WORDS: [(&str, &str); 7] = [
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
    json(StatusCode::OK, save(&Outcome::Ok(answer)))
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
    let mut response = json(status, save(&Outcome::<Nothing>::Trouble(trouble)));
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn json(status: StatusCode, body: String) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
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
