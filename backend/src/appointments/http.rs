//! The routes over HTTP: limits first, then the city's own source.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};
use zms::altcha::server::{Wanted, challenge, verify};
use zms::error::ErrorCode;
use zms::request::CalendarQuery;

use super::ApiError;
use super::captcha;
use super::desk::Desk;
use super::forward::Question;
use super::route::Route;
use crate::App;
use crate::cities::ServedCity;
use crate::config::Source;
use crate::web::asset::{Asset, Keep};
use crate::web::client::{self, ClientAddress};
use crate::web::fresh;
use crate::web::limits::{Allowance, Caller};
use crate::web::pages::ThisCity;

/// No request of the twelve is larger.
const LARGEST_BODY: usize = 64 * 1024;
/// Seconds a person's device has for the proof of work.
const CHALLENGE_LIFETIME: i64 = 600;
/// Rounds of one derivation; with two hex digits of prefix about a second on a phone.
const CHALLENGE_COST: u32 = 1000;

/// Everything below `/api/appointments/`.
pub async fn serve(
    State(app): State<App>,
    ThisCity(city): ThisCity,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let client = ClientAddress::of(request.extensions(), request.headers(), &app);
    let caller = match city.kiosk(request.headers()) {
        Some(kiosk) => Caller::Kiosk(kiosk),
        None => Caller::Network(client.network()),
    };
    let now = app.clock.now();
    let allowance = app.limiter.count(caller, now);
    let mut response = if allowance.passes {
        answer(&app, &city, client, &path, request).await
    } else {
        ApiError::from(ErrorCode::RateLimitExceeded).into_response()
    };
    say_allowance(response.headers_mut(), allowance, now);
    response
}

fn say_allowance(headers: &mut HeaderMap, allowance: Allowance, now: i64) {
    // A ZMS behind this one may have said its own, narrower limit.
    if headers.contains_key("x-ratelimit-limit") {
        return;
    }
    headers.insert("x-ratelimit-limit", allowance.limit.into());
    headers.insert("x-ratelimit-remaining", allowance.remaining.into());
    headers.insert("x-ratelimit-reset", allowance.reset.into());
    if !allowance.passes {
        headers.insert(header::RETRY_AFTER, (allowance.reset - now).max(1).into());
    }
}

async fn answer(
    app: &App,
    city: &ServedCity,
    client: ClientAddress,
    path: &str,
    request: Request,
) -> Response {
    let Some(route) = Route::find(path) else {
        return ApiError::from(ErrorCode::NotFound).into_response();
    };
    let (parts, body) = request.into_parts();
    let head = parts.method == Method::HEAD && route.method() == Method::GET;
    if parts.method != route.method() && !head {
        return ApiError::from(ErrorCode::RequestMethodNotAllowed).into_response();
    }
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return ApiError::from(ErrorCode::RequestEntityTooLarge).into_response();
    };
    if let Some(upstream) = &city.upstream {
        let question =
            Question { route, query: parts.uri.query(), body, headers: &parts.headers, client };
        return upstream.ask(&question, app.clock.now()).await;
    }
    debug_assert_eq!(city.config.appointments, Source::Embedded);
    let languages = client::languages(&parts.headers);
    let language = city.city().best_language(languages.iter().map(String::as_str));
    let origin = origin(app, city, &parts.headers);
    let answered = match Desk::open(app, city, client, origin, language) {
        Ok(desk) => {
            embedded(
                app,
                city,
                &desk,
                route,
                &parts.headers,
                parts.uri.query().unwrap_or_default(),
                &body,
            )
            .await
        }
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(IntoResponse::into_response)
}

async fn embedded(
    app: &App,
    city: &ServedCity,
    desk: &Desk<'_>,
    route: Route,
    headers: &HeaderMap,
    query: &str,
    body: &Bytes,
) -> Result<Response, ApiError> {
    let parameters = parameters(query);
    let get = |name: &str| {
        parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    Ok(match route {
        Route::OfficesAndServices => offices_and_services(desk, headers),
        Route::AvailableCalendar => {
            let query = CalendarQuery::check(get).map_err(ApiError::of)?;
            fresh(&desk.calendar(&query).await?)
        }
        Route::ReserveAppointment => match desk.reserve(body).await {
            // Lists of different length make the real server fail in its second shape.
            Err(error) if error.codes() == ["internalError"] => second_shape(),
            other => fresh(&other?),
        },
        Route::UpdateAppointment => fresh(&desk.update(body).await?),
        Route::PreconfirmAppointment => fresh(&desk.preconfirm(body).await?),
        Route::ConfirmAppointment => fresh(&desk.confirm(body).await?),
        Route::CancelAppointment => fresh(&desk.cancel(body).await?),
        Route::Appointment => fresh(&desk.appointment(get("processId"), get("authKey")).await?),
        // The embedded desk has no accounts: nobody can be signed in. ZMS answers 401 with 406 inside.
        Route::MyAppointments => {
            return Err(
                ApiError::from(ErrorCode::AuthKeyMismatch).with_status(StatusCode::UNAUTHORIZED)
            );
        }
        Route::CaptchaDetails => {
            let base = format!("{}/api/appointments", desk.origin);
            fresh(&json!({
                "siteKey": city.slug(),
                "captchaChallenge": format!("{base}/captcha-challenge/"),
                "captchaVerify": format!("{base}/captcha-verify/"),
                "captchaEnabled": true,
            }))
        }
        Route::CaptchaChallenge => fresh(&new_challenge(app)?),
        Route::CaptchaVerify => fresh(&verified(app, desk.client, body).await),
    })
}

fn fresh(value: &impl Serialize) -> Response {
    fresh::json(Json(value))
}

/// Compressed and with a tag: the one large answer, which a phone keeps.
fn offices_and_services(desk: &Desk<'_>, headers: &HeaderMap) -> Response {
    desk.catalogue_asset().map_or_else(
        || ApiError::from(ErrorCode::InternalError).into_response(),
        |asset: Asset| asset.answer(&Method::GET, headers, Keep::Ask),
    )
}

fn second_shape() -> Response {
    let body = json!({ "error": { "message": "An internal error has occurred.", "code": 0 } });
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

fn new_challenge(app: &App) -> Result<Value, ApiError> {
    let (mut nonce, mut salt) = ([0; 16], [0; 16]);
    getrandom::fill(&mut nonce)
        .and_then(|()| getrandom::fill(&mut salt))
        .map_err(|_| ErrorCode::InternalError)?;
    let wanted = Wanted {
        algorithm: "PBKDF2/SHA-256".to_owned(),
        cost: CHALLENGE_COST,
        key_prefix: "00".to_owned(),
        expires_at: app.clock.now() + CHALLENGE_LIFETIME,
    };
    Ok(challenge(&wanted, nonce, salt, app.secret.as_bytes()))
}

/// Always HTTP 200, as ZMS: whether it went well is in the body.
async fn verified(app: &App, client: ClientAddress, body: &[u8]) -> Value {
    let refused = |why: &str| json!({ "meta": { "success": false, "error": why }, "data": null });
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let Some(payload) =
        body.get("payload").and_then(Value::as_str).filter(|payload| !payload.is_empty())
    else {
        return refused("No payload provided");
    };
    let now = app.clock.now();
    let signature = match verify(payload, app.secret.as_bytes(), now) {
        Ok(signature) => signature,
        Err(error) => return refused(&error.to_string()),
    };
    let first =
        sqlx::query("INSERT INTO solved (signature, until) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(signature)
            .bind(now + CHALLENGE_LIFETIME)
            .execute(app.store.pool())
            .await;
    match first.map(|done| done.rows_affected()) {
        Ok(1) => json!({
            "meta": { "success": true },
            "data": { "valid": true },
            "token": captcha::token(&app.secret, client, now),
        }),
        Ok(_) => refused("Challenge already used"),
        Err(error) => {
            tracing::error!(%error, "a solved captcha cannot be noted");
            refused("Try again later")
        }
    }
}

/// `https://host` for links. A name from a request is used only where it is this machine; elsewhere
/// a request could otherwise choose the port that a mail links to.
fn origin(app: &App, city: &ServedCity, headers: &HeaderMap) -> String {
    if let Some(origin) = &city.config.origin {
        return origin.clone();
    }
    let scheme = if app.config.proxy.https { "https" } else { "http" };
    let text = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match crate::config::HostName::parse(text) {
        Some(host) if host.is_local() => format!("{scheme}://{}", text.trim().to_ascii_lowercase()),
        Some(host) => format!("https://{host}"),
        None => String::new(),
    }
}

/// `a=b&c=d`, decoded; the first of a name counts.
fn parameters(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| crate::web::dist::percent_decode(&text.replace('+', " "));
    query
        .split('&')
        .filter_map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(name)?, decode(value)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_once() {
        assert_eq!(
            parameters("a=1%2C2&b=%2525&c&d=x+y"),
            [("a", "1,2"), ("b", "%25"), ("c", ""), ("d", "x y")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!(parameters("a=%zz"), []);
    }
}
