//! The addresses over HTTP: limits first, then the city's own items.

use ::participation::Refusal;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dates::Day;
use serde_json::json;

use super::answers::check::{check, is_instance_id};
use super::answers::keep::{Kept, Wish, keep};
use super::answers::submission::{self, BOUNDS, Submission};
use super::items::author::Item;
use super::items::form;
use super::refused::{Refused, SOON};
use super::route::Route;
use super::{forward, results, tokens};
use crate::App;
use crate::cities::ServedCity;
use crate::library::http::today;
use crate::web::asset::Keep;
use crate::web::client::ClientAddress;
use crate::web::fresh;
use crate::web::limits::Caller;
use crate::web::pages::ThisCity;

const PREFIX: &str = "/api/participation/";

/// Everything below `/api/participation/`.
pub async fn serve(State(app): State<App>, ThisCity(city): ThisCity, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let Some(route) = Route::find(path) else {
        return Refused::new(Refusal::UnknownVersion, "there is no such address").response();
    };
    if parts.method == Method::OPTIONS || !route.takes(&parts.method) {
        let allowed = [(header::ALLOW, HeaderValue::from_static(route.methods()))];
        let known = parts.method == Method::OPTIONS;
        let status = if known { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
        return (status, allowed).into_response();
    }
    let now = app.clock.now();
    let limits = &city.participation;
    let limiter = if parts.method == Method::POST { &limits.sends } else { &limits.reads };
    let allowance = limiter.count(caller(&app, &city, &parts), now);
    if !allowance.passes {
        return Refused::response_too_many(allowance.reset - now);
    }
    let answered = match &route {
        Route::Items => items(&app, &city, &parts).await,
        Route::Form(item, version) => form(&app, &city, (item, version), &parts).await,
        Route::Medium(item, name) => medium(&app, &city, (item, name), &parts).await,
        Route::Results(item) => results_of(&app, &city, item, &parts).await,
        Route::Responses(item, version) => {
            take(&app, &city, (item, version), &parts.headers, body).await
        }
    };
    answered.unwrap_or_else(|refused| refused.response())
}

fn caller(app: &App, city: &ServedCity, parts: &Parts) -> Caller {
    let network = || ClientAddress::of(&parts.extensions, &parts.headers, app).network();
    city.kiosk(&parts.headers).map_or_else(|| Caller::Network(network()), Caller::Kiosk)
}

fn unknown() -> Refused {
    Refused::new(Refusal::UnknownVersion, "")
}

async fn items(app: &App, city: &ServedCity, parts: &Parts) -> Result<Response, Refused> {
    let participation = &city.participation;
    let items = participation.items(app, city).await?;
    let asset = participation.items.served.list(app, city, &items).await?;
    Ok(asset.answer(&parts.method, &parts.headers, Keep::Ask))
}

async fn form(
    app: &App,
    city: &ServedCity,
    (item, version): (&str, &str),
    parts: &Parts,
) -> Result<Response, Refused> {
    let items = city.participation.items(app, city).await?;
    let item = items.get(item).ok_or_else(unknown)?;
    let form = city.participation.form(city, item, version).ok_or_else(unknown)?;
    Ok(form.answer(&parts.method, &parts.headers))
}

async fn medium(
    app: &App,
    city: &ServedCity,
    (item, name): (&str, &str),
    parts: &Parts,
) -> Result<Response, Refused> {
    let items = city.participation.items(app, city).await?;
    let item = items.get(item).ok_or_else(unknown)?;
    let asset = form::medium(city, &item.id, name).ok_or_else(unknown)?;
    Ok(asset.answer(&parts.method, &parts.headers, Keep::Ask))
}

async fn results_of(
    app: &App,
    city: &ServedCity,
    item: &str,
    parts: &Parts,
) -> Result<Response, Refused> {
    let items = city.participation.items(app, city).await?;
    let item = items.get(item).ok_or_else(unknown)?;
    let asset = results::of(app, city, item).await?.ok_or_else(unknown)?;
    Ok(asset.answer(&parts.method, &parts.headers, Keep::Ask))
}

/// An answer. The key and the item are looked at before a byte of the body is.
async fn take(
    app: &App,
    city: &ServedCity,
    (item, version): (&str, &str),
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let text = |name: header::HeaderName| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    let key =
        headers.get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_instance_id(key) {
        let detail =
            "the header is missing or no uuid:…, as it stands in the answer's meta/instanceID";
        return Err(Refused::new(Refusal::NotReadable, detail).at("Idempotency-Key"));
    }
    let items = city.participation.items(app, city).await?;
    let item = items.get(item).ok_or_else(unknown)?;
    let ready = city.participation.form(city, item, version).ok_or_else(unknown)?;
    let now = app.clock.now();
    if let Some(opens) = item.opens.filter(|opens| *opens > now) {
        return Err(Refused::later(opens - now, "the survey has not begun"));
    }
    let announced = text(header::CONTENT_LENGTH).parse::<u64>().ok();
    if announced.is_some_and(|length| length > BOUNDS.whole) {
        return Err(Refused::new(
            Refusal::TooLarge,
            format!("the answer has more than {} bytes", BOUNDS.whole),
        ));
    }
    let read =
        submission::read(text(header::CONTENT_TYPE), body, BOUNDS, &city.participation.room).await;
    let (submission, held) = read?;
    let submission = std::sync::Arc::new(submission);
    let (form, given, instance) = (ready.form.clone(), submission.clone(), key.to_owned());
    // A form may think for some milliseconds; those who serve others must not wait for it.
    let checked = tokio::task::spawn_blocking(move || check(&form, &given, &instance)).await;
    checked.map_err(|_| {
        Refused::new(Refusal::NotValid, "the answer cannot be compared with its form")
    })??;
    let stored = Answer { app, city, item, version, key, submission: &submission, now };
    let kept = stored.keep().await;
    drop(held);
    kept
}

/// An answer that fits its form.
struct Answer<'a> {
    app: &'a App,
    city: &'a ServedCity,
    item: &'a Item,
    version: &'a str,
    key: &'a str,
    submission: &'a Submission,
    now: i64,
}

impl Answer<'_> {
    async fn keep(&self) -> Result<Response, Refused> {
        let consent = self.submission.consent.as_deref().unwrap_or_default();
        let known = consent
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        if self.item.needs_consent && (consent.is_empty() || consent.len() > 40 || !known) {
            let detail = "the version of the privacy notice that the person agreed to is missing";
            return Err(Refused::new(Refusal::NotValid, detail).at("consent_version"));
        }
        let token = match (self.item.needs_token, &self.submission.token) {
            (false, _) => None,
            (true, Some(token)) => {
                Some(tokens::keyed(&self.app.store, &self.item.id, token).await?)
            }
            (true, None) => {
                return Err(
                    Refused::new(Refusal::Token, "a code is needed").at("participation_token")
                );
            }
        };
        let sum = self.submission.sum();
        let wish = Wish {
            city: self.city.slug(),
            item: &self.item.id,
            version: self.version,
            instance: self.key,
            submission: self.submission,
            sum: &sum,
            consent: if known && consent.len() <= 40 { consent } else { "" },
            day: i64::from(today(self.city, self.now).epoch_days()),
            closed: self.item.is_closed(self.now),
            token: token.as_deref(),
            quota: self.item.quota,
        };
        let kept = match self.city.config.forward(&self.item.id) {
            Some(target) => forward::pass(self.app, target, &wish, self.item.accept_until).await?,
            None => keep(&self.app.store, &wish).await.map_err(|error| {
                tracing::warn!(%error, "an answer could not be stored; the device sends it again");
                Refused::later(SOON, "the database does not answer")
            })?,
        };
        self.receipt(kept, wish.day)
    }

    /// What the device is told.
    fn receipt(&self, kept: Kept, today: i64) -> Result<Response, Refused> {
        let (status, day) = match kept {
            Kept::New => (StatusCode::CREATED, today),
            Kept::Again(day) => (StatusCode::ACCEPTED, day),
            Kept::Conflict => return Err(Refused::new(Refusal::Conflict, "")),
            Kept::Closed => return Err(Refused::new(Refusal::Closed, "")),
            Kept::Full => return Err(Refused::new(Refusal::Full, "")),
            Kept::Token => return Err(Refused::new(Refusal::Token, "").at("participation_token")),
        };
        let day = Day::from_epoch_days(day).to_string();
        let body = json!({ "receipt": self.key, "day": day }).to_string();
        Ok(fresh::json((status, body)))
    }
}
