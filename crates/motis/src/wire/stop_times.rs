//! `stoptimes`: departures at a stop.

use serde::Deserialize;
use serde_json::Value;

use super::tolerant::{flag, list, moment, number, object, text, word};
use super::{Alert, Answer};
use crate::Moment;

/// The answer.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // named as in openapi.yaml
pub struct StopTimes {
    #[serde(deserialize_with = "list")]
    pub stop_times: Vec<StopTime>,
    #[serde(deserialize_with = "object")]
    pub place: Option<Place>,
    #[serde(deserialize_with = "text")]
    pub previous_page_cursor: Option<String>,
    #[serde(deserialize_with = "text")]
    pub next_page_cursor: Option<String>,
}

impl Answer for StopTimes {
    fn is_it(value: &Value) -> bool {
        value.get("stopTimes").is_some_and(Value::is_array)
    }
}

/// One vehicle at one stop.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct StopTime {
    #[serde(deserialize_with = "object")]
    pub place: Option<Place>,
    #[serde(deserialize_with = "word")]
    pub mode: Mode,
    /// Whether the times are real; otherwise they equal the timetable.
    #[serde(deserialize_with = "flag")]
    pub real_time: bool,
    #[serde(deserialize_with = "text")]
    pub headsign: Option<String>,
    #[serde(deserialize_with = "object")]
    pub trip_to: Option<Place>,
    #[serde(deserialize_with = "text")]
    pub agency_name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub route_id: Option<String>,
    #[serde(deserialize_with = "text")]
    pub route_short_name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub route_long_name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub display_name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub route_color: Option<String>,
    #[serde(deserialize_with = "text")]
    pub route_text_color: Option<String>,
    #[serde(deserialize_with = "text")]
    pub direction_id: Option<String>,
    #[serde(deserialize_with = "text")]
    pub trip_id: Option<String>,
    /// Whether one may get on here.
    #[serde(deserialize_with = "word")]
    pub pickup_dropoff_type: Stopping,
    /// This stop or the whole trip.
    #[serde(deserialize_with = "flag")]
    pub cancelled: bool,
    #[serde(deserialize_with = "flag")]
    pub trip_cancelled: bool,
    #[serde(deserialize_with = "word")]
    pub wheelchair_accessible: Option<bool>,
    /// The timetable ended then; what is shown is a guess from its last weeks.
    #[serde(deserialize_with = "text")]
    pub looped_calendar_since: Option<String>,
}

/// A place: a stop with the times of one vehicle there, or an address.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Place {
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub stop_id: Option<String>,
    #[serde(deserialize_with = "text")]
    pub parent_id: Option<String>,
    #[serde(deserialize_with = "number")]
    pub lat: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub lon: Option<f64>,
    #[serde(deserialize_with = "moment")]
    pub arrival: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub departure: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub scheduled_arrival: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub scheduled_departure: Option<Moment>,
    #[serde(deserialize_with = "text")]
    pub track: Option<String>,
    #[serde(deserialize_with = "text")]
    pub scheduled_track: Option<String>,
    #[serde(deserialize_with = "text")]
    pub stop_code: Option<String>,
    #[serde(deserialize_with = "word")]
    pub pickup_type: Stopping,
    #[serde(deserialize_with = "word")]
    pub dropoff_type: Stopping,
    #[serde(deserialize_with = "flag")]
    pub cancelled: bool,
    #[serde(deserialize_with = "list")]
    pub alerts: Vec<Alert>,
}

/// Whether one may get on or off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Stopping {
    #[default]
    Normal,
    NotAllowed,
}

/// What kind of vehicle, or of going without one. Words of older versions mean the new ones; all that one
/// drives oneself is `Bike`, because we never ask for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Mode {
    Walk,
    #[serde(
        alias = "RENTAL",
        alias = "CAR",
        alias = "HGV",
        alias = "CAR_PARKING",
        alias = "CAR_DROPOFF"
    )]
    Bike,
    /// Called by telephone or app.
    #[serde(alias = "ODM", alias = "RIDE_SHARING")]
    Flex,
    Tram,
    Subway,
    Ferry,
    Airplane,
    Bus,
    Coach,
    Rail,
    HighspeedRail,
    LongDistance,
    NightRail,
    #[serde(alias = "REGIONAL_FAST_RAIL")]
    RegionalRail,
    #[serde(alias = "METRO")]
    Suburban,
    #[serde(alias = "CABLE_CAR")]
    Funicular,
    #[serde(alias = "AREAL_LIFT")]
    AerialLift,
    /// A vehicle that is none of these, or a word we do not know.
    #[default]
    Other,
}
