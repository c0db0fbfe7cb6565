//! Covers of a real catalogue, fetched once for everybody: bounded in size, looked at by their first bytes, and kept
//! in memory with an upper bound. Only the record, the ISBN and the size are passed on, nothing of the person.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::library::request::percent_encode;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use super::Size;
use crate::web::asset::Asset;
use crate::web::outside::{self, Bounds, WebClient};
use ::library::isbn;

/// Bytes of a cover.
const LARGEST: usize = 512 * 1024;
/// Bytes of all that are kept.
const MOST_BYTES: usize = 48 * 1024 * 1024;
/// Smaller pictures are the dot that stands for "no cover".
const SMALLEST: usize = 120;
const TIME_LIMIT: Duration = Duration::from_secs(8);
/// Seconds a cover is kept, and that there is none, and that the server could not be asked.
const FRESH: i64 = 86_400;
const FRESH_NONE: i64 = 3600;
const FRESH_FAILURE: i64 = 30;

type Key = (String, Option<String>, Size);

/// The covers of one catalogue.
#[derive(Debug)]
pub struct Fetched {
    address: String,
    client: WebClient,
    kept: Mutex<HashMap<Key, (i64, Option<Asset>)>>,
}

impl Fetched {
    /// Under this address.
    pub fn new(address: String) -> Self {
        Self { address, client: outside::client(), kept: Mutex::default() }
    }

    /// A cover; `None` where there is none or it cannot be had.
    pub async fn cover(
        &self,
        record: &str,
        isbn: Option<&str>,
        size: Size,
        now: i64,
    ) -> Option<Asset> {
        let sound = record.len() <= 200 && !record.contains(char::is_control);
        let isbn = isbn.and_then(isbn::read);
        if !sound || (record.is_empty() && isbn.is_none()) {
            return None;
        }
        let key = (record.to_owned(), isbn, size);
        if let Some((until, asset)) = self.lock().get(&key)
            && *until > now
        {
            return asset.clone();
        }
        let (lasts, asset) = self.fetch(&key).await;
        self.keep(key, now + lasts, asset.clone());
        asset
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, (i64, Option<Asset>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn fetch(&self, (record, isbn, size): &Key) -> (i64, Option<Asset>) {
        let mut address =
            format!("{}?recordid={}&size={}", self.address, percent_encode(record), size.name());
        if let Some(isbn) = isbn {
            address.push_str("&isbn=");
            address.push_str(isbn);
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("image/*"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("stadtkern-backend"));
        let bounds = Bounds { time: TIME_LIMIT, size: LARGEST };
        match outside::fetch(&self.client, &address, &headers, bounds).await {
            Ok(answer) if answer.status == StatusCode::OK => match media_type(&answer.body) {
                Some(kind) if answer.body.len() >= SMALLEST => {
                    (FRESH, Some(Asset::new(kind, answer.body)))
                }
                _ => (FRESH_NONE, None),
            },
            Ok(answer) if answer.status.is_client_error() => (FRESH_NONE, None),
            _ => (FRESH_FAILURE, None),
        }
    }

    fn keep(&self, key: Key, until: i64, asset: Option<Asset>) {
        let mut kept = self.lock();
        kept.insert(key, (until, asset));
        let weight =
            |asset: &Option<Asset>| 200 + asset.as_ref().map_or(0, |asset| asset.bytes().len());
        let mut bytes: usize = kept.values().map(|(_, asset)| weight(asset)).sum();
        while bytes > MOST_BYTES {
            // What ends first came first.
            let oldest =
                kept.iter().min_by_key(|(_, (until, _))| *until).map(|(key, _)| key.clone());
            let gone = oldest.and_then(|key| kept.remove(&key));
            let Some((_, asset)) = gone else { break };
            bytes -= weight(&asset);
        }
    }

    /// Forgets what is too old.
    pub fn forget(&self, now: i64) {
        self.lock().retain(|_, (until, _)| *until > now);
    }
}

/// The kind of picture by its first bytes, whatever the server calls it. SVG is none: it can hold more than a
/// picture.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_pictures() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"GIF89a"), Some("image/gif"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [&b"<svg xmlns"[..], b"<html>", b"", b"\x89PN", b"RIFF\0\0\0\0WAVE"] {
            assert_eq!(media_type(other), None);
        }
    }
}
