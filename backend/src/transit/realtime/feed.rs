//! One GTFS-Realtime address: fetched, checked, and its last good answer.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};
use timetable::realtime::wire::FeedMessage;
use timetable::realtime::{RealtimeError, decode};

use crate::web::outside::{self, Bounds, Unreachable, WebClient};

/// A feed that takes longer is late anyway.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(10), size: 16 * 1024 * 1024 };
/// Seconds that a feed's clock may be ahead of ours.
const AHEAD: i64 = 300;

/// What is known of one address.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// Its last good answer, and when the agency made it (seconds since the epoch).
    pub good: Option<(Arc<FeedMessage>, i64)>,
    /// Why the newest is not used.
    pub problem: Option<String>,
}

/// Why an answer is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// There was none.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// Another status than 200.
    #[error("its server answers {0}")]
    Status(u16),
    /// Not a whole feed of this format.
    #[error(transparent)]
    Wrong(#[from] RealtimeError),
    /// Protobuf, by chance, of something else.
    #[error("The answer is no GTFS-Realtime of version 1 or 2. Check the address.")]
    Version,
}

impl Feed {
    /// With what was fetched at `now`.
    #[must_use]
    pub fn heard(self, answer: Result<FeedMessage, FeedError>, now: i64) -> Self {
        match answer {
            Ok(message) => {
                let at = made_at(&message, now);
                Self { good: Some((Arc::new(message), at)), problem: None }
            }
            Err(error) => Self { problem: Some(error.to_string()), ..self },
        }
    }
}

/// Fetches and checks.
///
/// # Errors
/// Why the answer is not used.
pub async fn fetch(client: &WebClient, address: &str) -> Result<FeedMessage, FeedError> {
    let mut headers = HeaderMap::new();
    let kind = "application/x-protobuf, application/octet-stream;q=0.9, */*;q=0.1";
    headers.insert(header::ACCEPT, HeaderValue::from_static(kind));
    let agent = concat!("Stadtkern/", env!("CARGO_PKG_VERSION"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
    let answer = outside::fetch(client, address, &headers, BOUNDS).await?;
    match answer.status.as_u16() {
        200 => read(&answer.body),
        status => Err(FeedError::Status(status)),
    }
}

/// Reads a feed.
///
/// # Errors
/// When it is none, or tells changes only.
pub fn read(body: &[u8]) -> Result<FeedMessage, FeedError> {
    let message = decode(body)?;
    // Other bytes may decode by chance; a version of this format they do not have.
    let version = message.header.as_ref().map_or("", |header| &header.gtfs_realtime_version);
    if version.starts_with(['1', '2']) { Ok(message) } else { Err(FeedError::Version) }
}

/// When the agency made it; when we heard it, if it does not say or its clock is wrong.
fn made_at(message: &FeedMessage, now: i64) -> i64 {
    let said = message.header.as_ref().and_then(|header| header.timestamp);
    let said = said.and_then(|said| i64::try_from(said).ok());
    said.filter(|said| *said > 0 && *said <= now + AHEAD).map_or(now, |said| said.min(now))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use prost::Message;
    use timetable::realtime::wire::FeedHeader;

    fn message(version: &str, incrementality: Option<i32>, timestamp: Option<u64>) -> FeedMessage {
        let header = FeedHeader {
            gtfs_realtime_version: version.to_owned(),
            incrementality,
            timestamp,
            feed_version: None,
        };
        FeedMessage { header: Some(header), entity: Vec::new() }
    }

    #[test]
    fn only_whole_feeds_of_this_format_are_read() {
        let read = |message: FeedMessage| super::read(&message.encode_to_vec()).map(|_| ());
        assert_eq!(read(message("2.0", Some(0), Some(5))), Ok(()));
        assert_eq!(read(message("1.0", None, None)), Ok(()));
        let changes = read(message("2.0", Some(1), None));
        assert_eq!(changes, Err(FeedError::Wrong(RealtimeError::OnlyChanges)));
        assert_eq!(read(message("", None, None)), Err(FeedError::Version));
        assert!(read(FeedMessage::default()).is_err());
        for body in [&b""[..], b"<html>Please sign in</html>", b"{}", &[0xff; 40]] {
            assert!(super::read(body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn a_wrong_clock_makes_nothing_fresher() {
        let at = |timestamp| made_at(&message("2.0", None, timestamp), 1000);
        assert_eq!((at(Some(900)), at(Some(1100)), at(None)), (900, 1000, 1000));
        assert_eq!((at(Some(9_999)), at(Some(0)), at(Some(u64::MAX))), (1000, 1000, 1000));
    }

    #[test]
    fn a_dead_feed_keeps_its_last_good_answer() {
        let feed = Feed::default().heard(Ok(message("2.0", None, Some(900))), 1000);
        let feed = feed.heard(Err(FeedError::Status(500)), 1030);
        assert_eq!(feed.good.unwrap().1, 900);
        assert_eq!(feed.problem.as_deref(), Some("its server answers 500"));
    }

    proptest! {
        #[test]
        fn nothing_panics(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&body);
        }
    }
}
