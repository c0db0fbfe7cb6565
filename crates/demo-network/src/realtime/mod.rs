//! What a control centre would say at a moment: which vehicles are late, which trips do not run.
//!
//! A pure function of network and moment. Each trip has a course of its day that does not depend on when one
//! asks; what changes with the moment is how far the vehicle has come and how well the rest is foreseen.

mod alerts;
mod course;
mod updates;

use prost::Message;
use timetable::{Moment, realtime::wire};

use crate::Network;

impl Network {
    /// The GTFS-Realtime feed at a moment: trips that run, are about to, or have just ended; and alerts.
    #[must_use]
    pub fn realtime(&self, at: Moment) -> wire::FeedMessage {
        let mut entity = updates::all(self, at);
        entity.extend(alerts::all(self, at));
        wire::FeedMessage {
            header: Some(wire::FeedHeader {
                gtfs_realtime_version: "2.0".to_owned(),
                incrementality: Some(0),
                timestamp: u64::try_from(at).ok(),
                feed_version: None,
            }),
            entity,
        }
    }

    /// The same as protobuf.
    #[must_use]
    pub fn realtime_bytes(&self, at: Moment) -> Vec<u8> {
        self.realtime(at).encode_to_vec()
    }
}
