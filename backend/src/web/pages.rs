//! Pages: the app's `index.html` with the city's name in it, and what to say without one.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;

use super::asset::{Asset, Keep};
use super::dist::keep;
use crate::App;
use crate::cities::ServedCity;
use crate::config::HostName;

const UNKNOWN_HOST: &str = include_str!("../../pages/unknown-host.html");
const NOT_BUILT: &str = include_str!("../../pages/not-built.html");

/// The city of the request's host. An unknown host is answered 421, with nothing of any city.
#[derive(Debug, Clone)]
pub struct ThisCity(pub Arc<ServedCity>);

/// 421: this server has nothing for that host.
#[derive(Debug)]
pub struct UnknownHost;

impl IntoResponse for UnknownHost {
    fn into_response(self) -> Response {
        (StatusCode::MISDIRECTED_REQUEST, [(header::CACHE_CONTROL, "no-store")], Html(UNKNOWN_HOST))
            .into_response()
    }
}

/// The host a request names: the address line wins over the header, as HTTP demands.
pub fn host(uri: &Uri, headers: &HeaderMap) -> Option<HostName> {
    if let Some(authority) = uri.authority() {
        return HostName::parse(authority.as_str());
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    let first = hosts.next()?.to_str().ok()?;
    // Two hosts would let a proxy and this server disagree about the city.
    if hosts.next().is_some() { None } else { HostName::parse(first) }
}

impl FromRequestParts<App> for ThisCity {
    type Rejection = UnknownHost;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        host(&parts.uri, &parts.headers)
            .and_then(|host| app.cities.of(&host).cloned())
            .map(Self)
            .ok_or(UnknownHost)
    }
}

/// Everything that is neither a city file nor an API: a built file, or the app itself.
pub async fn app_or_file(
    State(app): State<App>,
    ThisCity(city): ThisCity,
    request: Request,
) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.contains('.') && path != "/index.html" {
        return match app.dist.get(path) {
            Some(asset) => asset.answer(request.method(), request.headers(), keep(path)),
            None => StatusCode::NOT_FOUND.into_response(),
        };
    }
    // What asks for anything but a page (an image, a script) must not get one.
    let page = accepts_page(request.headers());
    match app.dist.get("/index.html") {
        Some(index) if page => {
            index_for(&city, &index).answer(request.method(), request.headers(), Keep::Ask)
        }
        None if page => (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::CACHE_CONTROL, "no-store")],
            Html(NOT_BUILT),
        )
            .into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn accepts_page(headers: &HeaderMap) -> bool {
    match headers.get(header::ACCEPT).map(|accept| accept.to_str().unwrap_or_default()) {
        None => true,
        Some(accept) => accept.contains("text/html") || accept.contains("*/*"),
    }
}

/// The page with the city's name, language and colour, made once for each build and package.
fn index_for(city: &ServedCity, index: &Asset) -> Asset {
    let package = city.city();
    let language = package.default_language();
    let html = String::from_utf8_lossy(index.bytes());
    let filled = fill(
        &html,
        package.name.get(language.tag()),
        language.tag(),
        language.direction().attribute(),
        &package.theme.primary.to_string(),
    );
    let key = "index.html".to_owned();
    let mut made = city.made.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some((_, asset)) = made.get(&key)
        && asset.bytes() == filled.as_bytes()
    {
        return asset.clone();
    }
    let asset = Asset::new("text/html; charset=utf-8", Bytes::from(filled));
    made.insert(key, (Vec::new(), asset.clone()));
    asset
}

/// Puts the city's values in; a page without one of the places stays as it is there.
fn fill(html: &str, name: &str, language: &str, direction: &str, colour: &str) -> String {
    let name = escape(name);
    let html = replace_between(html, "<title>", "</title>", &format!("<title>{name}</title>"));
    let html = html.replace("<!--city:title-->", &name);
    let html = replace_tag(
        &html,
        "<html",
        |_| true,
        &format!("<html lang=\"{}\" dir=\"{}\">", escape(language), escape(direction)),
    );
    replace_tag(
        &html,
        "<meta",
        |tag| tag.contains("theme-color"),
        &format!("<meta name=\"theme-color\" content=\"{}\">", escape(colour)),
    )
}

fn replace_between(html: &str, start: &str, end: &str, with: &str) -> String {
    html.split_once(start)
        .and_then(|(before, rest)| {
            rest.split_once(end).map(|(_, after)| format!("{before}{with}{after}"))
        })
        .unwrap_or_else(|| html.to_owned())
}

/// Replaces the first tag that begins with `start` and pleases `is_it`.
fn replace_tag(html: &str, start: &str, is_it: impl Fn(&str) -> bool, with: &str) -> String {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(start) {
        let (before, from) = rest.split_at(at);
        let Some(end) = from.find('>') else { break };
        let (tag, after) = from.split_at(end + 1);
        done.push_str(before);
        if is_it(tag) {
            return done + with + after;
        }
        done.push_str(tag);
        rest = after;
    }
    done + rest
}

/// Text that is safe between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_carries_the_city() {
        let html = "<!doctype html><html lang=de dir=ltr><head><meta charset=utf-8><meta name=theme-color content=#fff><title>Stadtkern</title></head>";
        assert_eq!(
            fill(html, "A & B", "ar", "rtl", "#0a5a78"),
            "<!doctype html><html lang=\"ar\" dir=\"rtl\"><head><meta charset=utf-8><meta name=\"theme-color\" content=\"#0a5a78\"><title>A &amp; B</title></head>"
        );
    }

    #[test]
    fn a_page_without_the_places_stays() {
        for html in ["", "<html", "<p>x</p>", "<title>x"] {
            assert_eq!(fill(html, "n", "de", "ltr", "#000"), html);
        }
    }

    #[test]
    fn one_host_or_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, header::HeaderValue::from_static("a.de:80"));
        let uri = Uri::from_static("/");
        assert_eq!(host(&uri, &headers).map(|host| host.to_string()).as_deref(), Some("a.de"));
        assert_eq!(
            host(&Uri::from_static("http://b.de/"), &headers)
                .map(|host| host.to_string())
                .as_deref(),
            Some("b.de")
        );
        headers.append(header::HOST, header::HeaderValue::from_static("b.de"));
        assert_eq!(host(&uri, &headers), None);
        assert_eq!(host(&uri, &HeaderMap::new()), None);
    }
}
