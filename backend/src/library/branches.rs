//! When which branch is open: one row for each date (`docs/library.md`).
//!
//! A city writes its weeks, its holidays and its exceptions into `backend/library-branches.json` of its package, and
//! rows are made from them; or it names a finished file.

mod days;
mod rules;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::library::branch::{self, Branch};
use ::library::wire::branches::Branches;
use ::library::write::to_text;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dates::Day;

use super::http::{self, Asked};
use crate::cities::ServedCity;
use crate::web::asset::{Asset, Keep};
use crate::web::dist::Stamp;
use crate::web::outside::{self, Bounds, WebClient};

/// Where a package keeps its rules.
pub const FILE: &str = "backend/library-branches.json";
/// Seconds before a file on the web is asked for again.
const FRESH: i64 = 900;
/// Bytes of such a file.
const LARGEST: usize = 4 * 1024 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// One city's branches.
#[derive(Debug)]
pub struct BranchesFile {
    web: Option<(String, WebClient)>,
    kept: Mutex<Option<Kept>>,
}

/// What was made last.
#[derive(Debug, Clone)]
struct Kept {
    stamp: Option<Stamp>,
    day: Day,
    at: i64,
    asset: Asset,
}

impl BranchesFile {
    /// From the package, or from this address.
    pub fn new(web: Option<&str>) -> Self {
        Self {
            web: web.map(|address| (address.to_owned(), outside::client())),
            kept: Mutex::default(),
        }
    }

    /// Answers with the file.
    pub async fn answer(&self, asked: &Asked<'_>) -> Response {
        let asset = match &self.web {
            None => self.made(asked.city, http::today(asked.city, asked.now)),
            Some((address, client)) => self.fetched(address, client, asked.now).await,
        };
        match asset {
            Some(asset) => asset.answer(&asked.method, asked.headers, Keep::Ask),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// The branches of the package's rules; none where the city has finished rows on the web.
    pub fn branches(&self, city: &ServedCity, today: Day) -> Vec<Branch> {
        let rows = if self.web.is_some() { None } else { self.made(city, today) };
        let read = rows.and_then(|rows| json::decode::<Branches>(rows.bytes()).ok());
        read.map(|read| branch::branches(read.value)).unwrap_or_default()
    }

    fn kept(&self) -> Option<Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Kept) -> Asset {
        let asset = kept.asset.clone();
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        asset
    }

    /// From the package's rules: made anew each day, and when they change. With a mistake in them the last good
    /// rows stay.
    fn made(&self, city: &ServedCity, today: Day) -> Option<Asset> {
        let path = city.config.package.join(FILE);
        let stamp = Stamp::of(&path);
        let kept = self.kept();
        if let Some(kept) = kept.as_ref().filter(|kept| kept.stamp == stamp && kept.day == today) {
            return Some(kept.asset.clone());
        }
        match read(&path, today) {
            Ok(text) => {
                let asset = Asset::new("application/json; charset=utf-8", Bytes::from(text));
                Some(self.keep(Kept { stamp, day: today, at: 0, asset }))
            }
            Err(problem) => {
                if stamp.is_some() {
                    tracing::error!(city = city.slug(), problem, "the branches' file is not used");
                }
                kept.map(|kept| kept.asset)
            }
        }
    }

    /// From the web: kept for a while, and beyond that while it cannot be had.
    async fn fetched(&self, address: &str, client: &WebClient, now: i64) -> Option<Asset> {
        let kept = self.kept();
        if let Some(kept) = kept.as_ref().filter(|kept| now - kept.at < FRESH) {
            return Some(kept.asset.clone());
        }
        let bounds = Bounds { time: TIME_LIMIT, size: LARGEST };
        let answer = outside::fetch(client, address, &HeaderMap::new(), bounds).await;
        let Some(answer) = answer.ok().filter(|answer| answer.status == StatusCode::OK) else {
            tracing::warn!("the branches' file on the web cannot be had");
            return kept.map(|kept| kept.asset);
        };
        let body = answer.body;
        let fine =
            json::decode::<Branches>(&body).is_ok_and(|read| !read.value.branches.is_empty());
        if !fine {
            tracing::warn!("the branches' file on the web cannot be read");
            return kept.map(|kept| kept.asset);
        }
        let asset = Asset::new("application/json; charset=utf-8", body);
        Some(self.keep(Kept { stamp: None, day: Day::from_epoch_days(0), at: now, asset }))
    }
}

/// The rows from a file of rules.
///
/// # Errors
/// What is wrong with the file.
pub fn read(path: &Path, today: Day) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let rules: rules::Rules = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    rules.check()?;
    Ok(to_text(&days::branches(&rules, today)))
}
