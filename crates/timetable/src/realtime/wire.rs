//! GTFS-Realtime's messages, written by hand after `gtfs-realtime.proto` (version 2.0) as far as they are used.
//!
//! What is not named here (vehicle positions, shapes, extensions) is skipped while decoding. Enumerations stay
//! numbers: a number of a later version is no reason to refuse a feed.

#![allow(missing_docs)] // the names and their meaning are the specification's

use prost::Message;

/// One answer of a server.
#[derive(Clone, PartialEq, Message)]
pub struct FeedMessage {
    #[prost(message, optional, tag = "1")]
    pub header: Option<FeedHeader>,
    #[prost(message, repeated, tag = "2")]
    pub entity: Vec<FeedEntity>,
}

#[derive(Clone, PartialEq, Message)]
pub struct FeedHeader {
    #[prost(string, required, tag = "1")]
    pub gtfs_realtime_version: String,
    /// 0: everything that is known; 1: what changed.
    #[prost(int32, optional, tag = "2")]
    pub incrementality: Option<i32>,
    /// Seconds since 1970-01-01 UTC.
    #[prost(uint64, optional, tag = "3")]
    pub timestamp: Option<u64>,
    #[prost(string, optional, tag = "4")]
    pub feed_version: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub struct FeedEntity {
    #[prost(string, required, tag = "1")]
    pub id: String,
    #[prost(bool, optional, tag = "2")]
    pub is_deleted: Option<bool>,
    #[prost(message, optional, tag = "3")]
    pub trip_update: Option<TripUpdate>,
    #[prost(message, optional, tag = "5")]
    pub alert: Option<Alert>,
}

/// What is known about one trip on one day.
#[derive(Clone, PartialEq, Message)]
pub struct TripUpdate {
    #[prost(message, optional, tag = "1")]
    pub trip: Option<TripDescriptor>,
    #[prost(message, repeated, tag = "2")]
    pub stop_time_update: Vec<StopTimeUpdate>,
    #[prost(message, optional, tag = "3")]
    pub vehicle: Option<VehicleDescriptor>,
    #[prost(uint64, optional, tag = "4")]
    pub timestamp: Option<u64>,
    /// Seconds; holds until the first stop with an update of its own.
    #[prost(int32, optional, tag = "5")]
    pub delay: Option<i32>,
    #[prost(message, optional, tag = "6")]
    pub trip_properties: Option<TripProperties>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TripDescriptor {
    #[prost(string, optional, tag = "1")]
    pub trip_id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub start_time: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub start_date: Option<String>,
    /// See [`trip_relationship`].
    #[prost(int32, optional, tag = "4")]
    pub schedule_relationship: Option<i32>,
    #[prost(string, optional, tag = "5")]
    pub route_id: Option<String>,
    #[prost(uint32, optional, tag = "6")]
    pub direction_id: Option<u32>,
}

/// `TripDescriptor.ScheduleRelationship`.
pub mod trip_relationship {
    pub const SCHEDULED: i32 = 0;
    /// Deprecated, and still the most frequent way to say "extra".
    pub const ADDED: i32 = 1;
    pub const UNSCHEDULED: i32 = 2;
    pub const CANCELED: i32 = 3;
    pub const REPLACEMENT: i32 = 5;
    pub const DUPLICATED: i32 = 6;
    pub const DELETED: i32 = 7;
    pub const NEW: i32 = 8;
}

#[derive(Clone, PartialEq, Message)]
pub struct VehicleDescriptor {
    #[prost(string, optional, tag = "1")]
    pub id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub label: Option<String>,
    /// 0: says nothing; 1: unknown; 2: accessible; 3: not.
    #[prost(int32, optional, tag = "4")]
    pub wheelchair_accessible: Option<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TripProperties {
    #[prost(string, optional, tag = "1")]
    pub trip_id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub start_date: Option<String>,
    #[prost(string, optional, tag = "3")]
    pub start_time: Option<String>,
    #[prost(string, optional, tag = "5")]
    pub trip_headsign: Option<String>,
    #[prost(string, optional, tag = "6")]
    pub trip_short_name: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
pub struct StopTimeUpdate {
    #[prost(uint32, optional, tag = "1")]
    pub stop_sequence: Option<u32>,
    #[prost(message, optional, tag = "2")]
    pub arrival: Option<StopTimeEvent>,
    #[prost(message, optional, tag = "3")]
    pub departure: Option<StopTimeEvent>,
    #[prost(string, optional, tag = "4")]
    pub stop_id: Option<String>,
    /// See [`stop_relationship`].
    #[prost(int32, optional, tag = "5")]
    pub schedule_relationship: Option<i32>,
    #[prost(message, optional, tag = "6")]
    pub stop_time_properties: Option<StopTimeProperties>,
    /// 0 (empty) to 8 (not boardable).
    #[prost(int32, optional, tag = "7")]
    pub departure_occupancy_status: Option<i32>,
}

/// `StopTimeUpdate.ScheduleRelationship`.
pub mod stop_relationship {
    pub const SCHEDULED: i32 = 0;
    pub const SKIPPED: i32 = 1;
    pub const NO_DATA: i32 = 2;
    pub const UNSCHEDULED: i32 = 3;
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct StopTimeEvent {
    /// Seconds, negative when early.
    #[prost(int32, optional, tag = "1")]
    pub delay: Option<i32>,
    /// Seconds since 1970-01-01 UTC.
    #[prost(int64, optional, tag = "2")]
    pub time: Option<i64>,
    #[prost(int32, optional, tag = "3")]
    pub uncertainty: Option<i32>,
    /// Planned, for trips that are not in the timetable.
    #[prost(int64, optional, tag = "4")]
    pub scheduled_time: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct StopTimeProperties {
    /// Another platform than planned.
    #[prost(string, optional, tag = "1")]
    pub assigned_stop_id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub stop_headsign: Option<String>,
    #[prost(int32, optional, tag = "3")]
    pub pickup_type: Option<i32>,
    #[prost(int32, optional, tag = "4")]
    pub drop_off_type: Option<i32>,
}

/// News about lines or stops.
#[derive(Clone, PartialEq, Message)]
pub struct Alert {
    #[prost(message, repeated, tag = "1")]
    pub active_period: Vec<TimeRange>,
    #[prost(message, repeated, tag = "5")]
    pub informed_entity: Vec<EntitySelector>,
    #[prost(int32, optional, tag = "6")]
    pub cause: Option<i32>,
    #[prost(int32, optional, tag = "7")]
    pub effect: Option<i32>,
    #[prost(message, optional, tag = "8")]
    pub url: Option<TranslatedString>,
    #[prost(message, optional, tag = "10")]
    pub header_text: Option<TranslatedString>,
    #[prost(message, optional, tag = "11")]
    pub description_text: Option<TranslatedString>,
    #[prost(message, optional, tag = "12")]
    pub tts_header_text: Option<TranslatedString>,
    #[prost(message, optional, tag = "13")]
    pub tts_description_text: Option<TranslatedString>,
    /// 1: unknown; 2: information; 3: warning; 4: severe.
    #[prost(int32, optional, tag = "14")]
    pub severity_level: Option<i32>,
}

/// `Alert.Cause`, as far as the demo network uses it.
pub mod cause {
    pub const TECHNICAL_PROBLEM: i32 = 3;
    pub const MAINTENANCE: i32 = 9;
    pub const CONSTRUCTION: i32 = 10;
}

/// `Alert.Effect`, as far as the demo network uses it.
pub mod effect {
    pub const SIGNIFICANT_DELAYS: i32 = 3;
    pub const MODIFIED_SERVICE: i32 = 6;
    pub const ACCESSIBILITY_ISSUE: i32 = 11;
}

/// `Alert.SeverityLevel`.
pub mod severity {
    pub const UNKNOWN: i32 = 1;
    pub const INFO: i32 = 2;
    pub const WARNING: i32 = 3;
    pub const SEVERE: i32 = 4;
}

#[derive(Clone, Copy, PartialEq, Eq, Message)]
pub struct TimeRange {
    #[prost(uint64, optional, tag = "1")]
    pub start: Option<u64>,
    #[prost(uint64, optional, tag = "2")]
    pub end: Option<u64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct EntitySelector {
    #[prost(string, optional, tag = "1")]
    pub agency_id: Option<String>,
    #[prost(string, optional, tag = "2")]
    pub route_id: Option<String>,
    #[prost(int32, optional, tag = "3")]
    pub route_type: Option<i32>,
    #[prost(message, optional, tag = "4")]
    pub trip: Option<TripDescriptor>,
    #[prost(string, optional, tag = "5")]
    pub stop_id: Option<String>,
    #[prost(uint32, optional, tag = "6")]
    pub direction_id: Option<u32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct TranslatedString {
    #[prost(message, repeated, tag = "1")]
    pub translation: Vec<Translation>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Translation {
    #[prost(string, required, tag = "1")]
    pub text: String,
    /// BCP 47; without one it is for everybody.
    #[prost(string, optional, tag = "2")]
    pub language: Option<String>,
}
