//! Which path leads where.

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::headers::{Https, secure};
use super::{city_files, pages, same_origin};
use crate::App;
use crate::appointments::route::Route;

/// No answer takes longer; a person has long given up by then.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// Twenty megabytes of photos through a bad connection: the bytes come slowly, and they do come.
const SENDING_LIMIT: Duration = Duration::from_mins(5);

/// All routes with everything they have in common.
pub fn router(app: App) -> Router {
    let answers = Router::new()
        .route("/api/participation/{*path}", any(crate::participation::http::serve))
        .layer(from_fn(same_origin::guard))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, SENDING_LIMIT));
    Router::new()
        .route("/health/live", get(|| async { "live" }))
        .route("/health/ready", get(ready))
        .route("/city/{*path}", get(city_files::serve))
        .route("/api/appointments/{*path}", any(crate::appointments::serve))
        .route("/api/transit/{*path}", any(crate::transit::http::serve))
        .route("/api/library/{*path}", any(crate::library::http::serve))
        .route("/api/{*path}", any(no_such_api))
        .route("/local/mails", get(crate::mail::local_page::show))
        .fallback(pages::app_or_file)
        .layer(from_fn(same_origin::guard))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT))
        .merge(answers)
        .layer(CatchPanicLayer::new())
        .layer(from_fn(log))
        .layer(from_fn_with_state(Https(app.config.proxy.https), secure))
        .with_state(app)
}

async fn no_such_api() -> Response {
    crate::appointments::ApiError::from(zms::error::ErrorCode::NotFound).into_response()
}

async fn ready(State(app): State<App>) -> Response {
    let (status, text) = if app.store.is_ready().await {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
    };
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// One line a request: what kind of path, how it ended, how long it took. No address, no user
/// agent, no query, no body; and of the path only what is a name of ours, because anything may be
/// written into an address.
async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = label(request.uri().path());
    let start = std::time::Instant::now();
    let response = next.run(request).await;
    let milliseconds = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status = response.status().as_u16(), milliseconds, "request");
    response
}

fn label(path: &str) -> &'static str {
    if let Some(word) = path.strip_prefix("/api/transit/") {
        return crate::transit::http::label(word);
    }
    if let Some(path) = path.strip_prefix("/api/library/") {
        return crate::library::route::Route::find(path).map_or("library", |route| route.label());
    }
    if let Some(path) = path.strip_prefix("/api/participation/") {
        let route = crate::participation::route::Route::find(path);
        return route.map_or("participation", |route| route.label());
    }
    match path.strip_prefix("/api/appointments/") {
        Some(route) => Route::find(route).map_or("api", Route::path),
        None if path.starts_with("/api/") => "api",
        None if path.starts_with("/city/") => "city",
        None if path.starts_with("/health/") => "health",
        None if path.starts_with("/local/") => "local",
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => "file",
        None => "page",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_our_own_words_is_logged() {
        assert_eq!(label("/api/appointments/reserve-appointment/"), "reserve-appointment");
        assert_eq!(label("/api/transit/journeys"), "transit-journeys");
        assert_eq!(label("/api/library/paia/core/erika/items"), "library-items");
        assert_eq!(label("/api/participation/v1/items/erika/results"), "participation-results");
        for path in [
            "/api/participation/erika",
            "/api/participation/v1/items/erika/versions/erika/form.xml",
            "/api/library/erika",
            "/api/library/paia/core/erika",
            "/api/library/paia/core/erika/notifications/erika",
            "/api/appointments/erika@example.org",
            "/erika@example.org",
            "/city/erika",
            "/appointments/open/erika",
            "/health/erika",
            "/api/erika",
            "/api/transit/erika",
            "/api/transit/stops/erika",
        ] {
            assert!(!label(path).contains("erika"), "{path}");
        }
    }
}
