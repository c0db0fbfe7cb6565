//! What the feeds say about one timetable.

use timetable::realtime::Alert;
use timetable::realtime::wire::FeedMessage;

use super::feed::Feed;
use crate::transit::timetable::Served;
use crate::web::asset::Asset;

/// What a feed says of trips is used for so long although it is gone; then the others are told without it.
const TRIPS_HOLD: i64 = 300;
/// Alerts say themselves how long they hold, so an older one is better than none.
const ALERTS_HOLD: i64 = 86_400;

/// An overlay for one timetable, and the alerts.
#[derive(Debug)]
pub struct Told {
    /// The overlay's bytes, compressed.
    pub asset: Asset,
    /// The tag of the timetable it was made for.
    pub timetable: String,
    /// When the agency told it (seconds since the epoch): the oldest part counts.
    pub at: i64,
    /// The alerts with the number of their feed.
    pub alerts: Vec<(usize, Alert)>,
    /// When the agency told the oldest of them.
    pub alerts_at: Option<i64>,
}

impl Told {
    /// What the feeds say at `now`; nothing when none ever said anything.
    pub fn make(served: &Served, feeds: &[Feed], now: i64) -> Option<Self> {
        let since = |moment: i64| {
            let good = feeds.iter().enumerate().filter_map(move |(number, feed)| {
                let (message, at) = feed.good.as_ref()?;
                Some((number, &**message, *at))
            });
            good.filter(move |(_, _, at)| *at >= moment).collect::<Vec<_>>()
        };
        let mut fresh = since(now - TRIPS_HOLD);
        if fresh.is_empty() {
            // All are gone: the last that was heard, with its age.
            fresh = since(i64::MIN);
        }
        let trips = |message: &FeedMessage| {
            message.entity.iter().any(|entity| entity.trip_update.is_some())
        };
        let of_trips = fresh.iter().filter(|(_, message, _)| trips(message)).map(|(_, _, at)| *at);
        let at = of_trips.min().or_else(|| fresh.iter().map(|(_, _, at)| *at).min())?;

        let matcher = served.matcher();
        let messages: Vec<FeedMessage> =
            fresh.iter().map(|(_, message, _)| (*message).clone()).collect();
        let (overlay, ignored) = matcher.overlay(&served.timetable, &messages);
        tracing::debug!(trips = overlay.changes.len(), %ignored, "real time");

        let mut alerts = Vec::new();
        let mut alerts_at = None;
        for (number, message, at) in since(now - ALERTS_HOLD) {
            let (told, _) = matcher.alerts(std::slice::from_ref(message));
            if !told.is_empty() || alerts_at.is_none() {
                alerts_at = Some(alerts_at.map_or(at, |before: i64| before.min(at)));
            }
            alerts.extend(told.into_iter().map(|alert| (number, alert)));
        }
        Some(Self {
            asset: Asset::new("application/octet-stream", overlay.encode().into()),
            timetable: served.asset.tag(None),
            at,
            alerts,
            alerts_at,
        })
    }

    /// Whether it speaks of this timetable.
    pub fn is_for(&self, served: &Served) -> bool {
        self.timetable == served.asset.tag(None)
    }
}
