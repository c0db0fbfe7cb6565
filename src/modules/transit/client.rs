//! The backend's addresses (`transit::api`), one function each. They say what came, and never more.
use super::engine::read;
use crate::offline::browser;
use gloo_net::http::{Request, Response};
use js_sys::Uint8Array;
use transit::answer::{Alerts, Kind};
use transit::api::{self, Status};
use transit::json::{self, Json};
use transit::{Question, Trouble};
use wasm_bindgen::JsValue;

/// A file and the mark of its version.
pub struct Fetched {
    /// The bytes.
    pub bytes: Uint8Array,
    /// Its `ETag`.
    pub mark: String,
}

/// What really runs, as the city told.
pub struct Overlay {
    /// The bytes.
    pub bytes: Uint8Array,
    /// The `ETag` of the timetable it was made for.
    pub timetable: String,
    /// When the city's systems told it (seconds since the epoch).
    pub told: f64,
}

async fn get(address: &str, mark: Option<&str>) -> Result<Response, Trouble> {
    let request = Request::get(address);
    let request = match mark.filter(|mark| !mark.is_empty()) {
        Some(mark) => request.header("If-None-Match", mark),
        None => request,
    };
    request.send().await.map_err(|_| Kind::Unreachable.into())
}

/// What a status that is no success means, where the body says nothing better.
fn refused(answer: &Response) -> Trouble {
    let retry_after = answer.headers().get("retry-after").and_then(|text| text.parse().ok());
    let kind = match answer.status() {
        404 => Kind::NoTimetable,
        429 => Kind::Busy,
        500..=599 => Kind::Unreachable,
        _ => Kind::Garbled,
    };
    Trouble { kind, day: None, retry_after }
}

/// Why there is no answer, as the backend says itself, else as the status says.
async fn why(answer: Response) -> Trouble {
    let fallback = refused(&answer);
    let text = answer.text().await.unwrap_or_default();
    if !says_why(&text) {
        return fallback;
    }
    read::<Status>(&text).err().unwrap_or(fallback)
}

/// Whether a body is a trouble of ours.
fn says_why(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"trouble\"")
}

async fn bytes(answer: Response) -> Result<Uint8Array, Trouble> {
    let raw: web_sys::Response = answer.into();
    let buffer = browser::call_and_wait(&JsValue::from(raw), "arrayBuffer", &[]).await;
    // The connection broke while it came.
    buffer.map(|buffer| Uint8Array::new(&buffer)).map_err(|_| Kind::Unreachable.into())
}

/// The timetable, if it is another than that of the mark.
pub async fn timetable(mark: Option<&str>) -> Result<Option<Fetched>, Trouble> {
    let answer = get(api::TIMETABLE, mark).await?;
    match answer.status() {
        200 => {
            let mark = answer.headers().get("etag").unwrap_or_default();
            Ok(Some(Fetched { bytes: bytes(answer).await?, mark }))
        }
        304 => Ok(None),
        _ => Err(why(answer).await),
    }
}

/// What really runs; `None` where the city does not tell.
pub async fn realtime() -> Result<Option<Overlay>, Trouble> {
    let answer = get(api::REALTIME, None).await?;
    if matches!(answer.status(), 204 | 404) {
        return Ok(None);
    }
    if answer.status() != 200 {
        return Err(why(answer).await);
    }
    let header = |name: &str| answer.headers().get(name).unwrap_or_default();
    let (timetable, told) = (header(api::TIMETABLE_TAG), header(api::TOLD_AT));
    let told: u32 = told.parse().map_err(|_| Trouble::from(Kind::Garbled))?;
    Ok(Some(Overlay { bytes: bytes(answer).await?, timetable, told: f64::from(told) }))
}

async fn text(address: &str) -> Result<String, Trouble> {
    let answer = get(address, None).await?;
    let fallback = refused(&answer);
    let ok = answer.ok();
    let text = answer.text().await.map_err(|_| Trouble::from(Kind::Unreachable))?;
    // A trouble comes with a status of its own and says more than the status does.
    if ok || says_why(&text) { Ok(text) } else { Err(fallback) }
}

/// Every alert, and its text for the worker.
pub async fn alerts() -> Result<(Alerts, String), Trouble> {
    let text = text(api::ALERTS).await?;
    Ok((read(&text)?, text))
}

/// What the city offers.
pub async fn status() -> Result<Status, Trouble> {
    json::load(&text(api::STATUS).await?).ok_or_else(|| Kind::Garbled.into())
}

/// Asks the city's planner.
pub async fn ask<T: Json>(question: &Question) -> Result<T, Trouble> {
    read(&text(&[api::ASK, &question.address()].concat()).await?)
}
