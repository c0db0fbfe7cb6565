//! What tells one version of a feed from another without reading it.

use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::http::{HeaderMap, HeaderValue, header};
use serde::{Deserialize, Serialize};

/// A version of a feed, as its source names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// The day for which the demo's network was made.
    Demo(i32),
    /// Time of the last change (nanoseconds since the epoch) and length of a file.
    File(u128, u64),
    /// What the web server said: `ETag` and `Last-Modified`.
    Web(Option<String>, Option<String>),
}

impl Mark {
    /// Of a file; nothing when there is none.
    pub fn of_file(path: &Path) -> Option<Self> {
        let data = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        let changed =
            data.modified().ok()?.duration_since(UNIX_EPOCH).map_or(0, |at| at.as_nanos());
        Some(Self::File(changed, data.len()))
    }

    /// Of an answer.
    pub fn of_answer(headers: &HeaderMap) -> Self {
        let text = |name| {
            let value: Option<&HeaderValue> = headers.get(name);
            value.and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        Self::Web(text(header::ETAG), text(header::LAST_MODIFIED))
    }

    /// The headers that ask for another version only.
    pub fn unless(known: Option<&Self>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let Some(Self::Web(tag, changed)) = known else { return headers };
        for (name, text) in [(header::IF_NONE_MATCH, tag), (header::IF_MODIFIED_SINCE, changed)] {
            if let Some(value) = text.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
                headers.insert(name, value);
            }
        }
        headers
    }
}
