//! `/city/...`: the package of the city that the host belongs to.
//!
//! Only named folders are served; `backend/` in a package holds opening hours and settings that
//! are the server's business.

use std::path::Path;
use std::sync::PoisonError;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use city::theme::Theme;
use serde_json::{Map, Value};

use super::asset::{Asset, Keep, media_type};
use super::dist::{Stamp, inside};
use super::pages::ThisCity;
use crate::App;
use crate::cities::ServedCity;

/// Answers every path below `/city/`.
pub async fn serve(State(app): State<App>, ThisCity(city): ThisCity, request: Request) -> Response {
    let path = request.uri().path().strip_prefix("/city").unwrap_or_default().to_owned();
    match find(&app, &city, &path) {
        Some(asset) => asset.answer(request.method(), request.headers(), Keep::Ask),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn find(app: &App, city: &ServedCity, path: &str) -> Option<Asset> {
    let package = city.config.package.as_path();
    match path {
        // The second is the drawing under map questions; what else a survey consists of goes by its own addresses.
        "/city.json" | "/participation/map.json" => city.folder.get(path),
        "/icon" => city.folder.get(&format!("/{}", city.city().brand.icon)),
        "/theme.css" => made(city, path, &[&package.join("city.json")], || {
            // A primary colour nobody can read is refused by the check; the app then keeps its own look.
            let theme = Theme::derive(city.city().theme);
            Some((media_type(path), theme.map(|theme| theme.css()).unwrap_or_default()))
        }),
        "/manifest.webmanifest" => made(city, path, &[&package.join("city.json")], || {
            let package = city.city();
            let theme = Theme::derive(package.theme).ok()?;
            let manifest = city::manifest::manifest(&package, &theme, package.default_language());
            Some((media_type(path), manifest.to_string()))
        }),
        _ if path.starts_with("/texts/") => texts(app, city, path),
        _ if ["/brand/", "/legal/", "/appointments/", "/library/"]
            .iter()
            .any(|folder| path.starts_with(folder)) =>
        {
            city.folder.get(path)
        }
        _ => None,
    }
}

/// The city's words over the base words: one file a language for the first view, and one for each module that brings
/// its own (`/texts/<module>/<language>.json`). A city writes one file for all of them.
fn texts(app: &App, city: &ServedCity, path: &str) -> Option<Asset> {
    let base = inside(app.dist.root(), path)?;
    let (folder, name) = path.rsplit_once('/')?;
    let own = inside(&city.config.package, &format!("/texts/{name}"))?;
    let of_module = folder != "/texts";
    made(city, path, &[&base, &own], || {
        let base = words(&base);
        let own = words(&own);
        if let Err(error) = &own {
            tracing::error!(city = city.slug(), path, %error, "the city's texts are not used");
        }
        let merged = match (base.ok().flatten(), own.ok().flatten()) {
            (Some(mut base), Some(own)) => {
                // The file of the first view says all that the city says; a module's file what it is about.
                let fits = |key: &String| !of_module || base.contains_key(key);
                let own: Vec<_> = own.into_iter().filter(|(key, _)| fits(key)).collect();
                base.extend(own);
                base
            }
            (Some(words), None) => words,
            (None, Some(words)) if !of_module => words,
            (None, _) => return None,
        };
        Some((media_type(path), serde_json::to_string(&merged).ok()?))
    })
}

fn words(path: &Path) -> Result<Option<Map<String, Value>>, String> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// A file that is made from others: once, and again when one of them changes.
fn made(
    city: &ServedCity,
    path: &str,
    sources: &[&Path],
    make: impl FnOnce() -> Option<(&'static str, String)>,
) -> Option<Asset> {
    let stamps: Vec<_> = sources.iter().map(|source| Stamp::of(source)).collect();
    if stamps.iter().all(Option::is_none) {
        return None;
    }
    if let Some((seen, asset)) = city.made.lock().unwrap_or_else(PoisonError::into_inner).get(path)
        && *seen == stamps
    {
        return Some(asset.clone());
    }
    let (kind, text) = make()?;
    let asset = Asset::new(kind, Bytes::from(text));
    city.made
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(path.to_owned(), (stamps, asset.clone()));
    Some(asset)
}
