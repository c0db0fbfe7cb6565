//! Covers in the way of `VuFind`'s `Cover/Show`: those of the demo are drawn, those of a real catalogue are fetched,
//! looked at and kept. Where there is none the answer is 404, and the app draws its own placeholder.

mod drawn;
mod fetched;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::catalogue::title::{self, Title};
use super::http::{self, Asked};
use super::{Source, demo::Demo};
use crate::web::asset::{Asset, Keep};
use fetched::Fetched;

/// Seconds a phone keeps a cover; the same for "there is none".
const KEEP: &str = "public, max-age=86400";
const KEEP_NONE: &str = "public, max-age=3600";

/// One city's covers.
#[derive(Debug)]
pub struct Covers {
    fetched: Option<Fetched>,
}

/// How large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Size {
    Small,
    Medium,
    Large,
}

impl Size {
    fn read(text: Option<&str>) -> Self {
        match text {
            Some("large") => Self::Large,
            Some("medium") => Self::Medium,
            _ => Self::Small,
        }
    }

    /// Its name in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

impl Covers {
    /// From this address, or drawn.
    pub fn new(address: Option<String>) -> Self {
        Self { fetched: address.map(Fetched::new) }
    }

    /// Forgets what is too old.
    pub fn forget(&self, now: i64) {
        if let Some(fetched) = &self.fetched {
            fetched.forget(now);
        }
    }

    /// Answers with a cover.
    pub async fn answer(&self, asked: &Asked<'_>) -> Response {
        let record = asked.parameter("recordid").unwrap_or_default();
        let isbn = asked.parameter("isbn").or_else(|| asked.parameter("isbns[]"));
        let size = Size::read(asked.parameter("size"));
        let cover = match (&self.fetched, &asked.city.library.source) {
            (Some(fetched), _) => fetched.cover(record, isbn, size, asked.now).await,
            (None, Source::Embedded(demo)) => drawn(asked, demo, record, size).await,
            (None, Source::Forwarded(_)) => None,
        };
        let (mut response, keep) = match cover {
            Some(cover) => (cover.answer(&asked.method, asked.headers, Keep::Ask), KEEP),
            None => (StatusCode::NOT_FOUND.into_response(), KEEP_NONE),
        };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        response
    }
}

/// Most of the demo's titles have a cover; some have none, as everywhere.
fn has_cover(title: &Title) -> bool {
    super::demo::chance::below(8, &[title.number, 97]) != 0
}

async fn drawn(asked: &Asked<'_>, demo: &Demo, record: &str, size: Size) -> Option<Asset> {
    let number = title::number(record)?;
    let today = http::today(asked.city, asked.now);
    let opened = demo.open(&asked.app.store, asked.city.slug(), today, asked.now).await.ok()?;
    let title = opened.catalogue.get(number).filter(|title| has_cover(title))?;
    Some(Asset::new("image/svg+xml", drawn::cover(title, size).into()))
}
