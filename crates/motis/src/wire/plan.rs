//! `plan` and `trip`: journeys.

use serde::Deserialize;
use serde_json::Value;

use super::tolerant::{flag, flag_unless_false, list, moment, number, object, text, word};
use super::{Alert, Answer, Mode, Place};
use crate::Moment;

/// The answer of `plan`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // named as in openapi.yaml
pub struct Plan {
    /// Without a vehicle.
    #[serde(deserialize_with = "list")]
    pub direct: Vec<Itinerary>,
    #[serde(deserialize_with = "list")]
    pub itineraries: Vec<Itinerary>,
    #[serde(deserialize_with = "text")]
    pub previous_page_cursor: Option<String>,
    #[serde(deserialize_with = "text")]
    pub next_page_cursor: Option<String>,
}

impl Answer for Plan {
    fn is_it(value: &Value) -> bool {
        value.get("itineraries").is_some_and(Value::is_array)
    }
}

/// One journey, or the run of one trip.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Itinerary {
    #[serde(deserialize_with = "moment")]
    pub start_time: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub end_time: Option<Moment>,
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "list")]
    pub legs: Vec<Leg>,
}

impl Answer for Itinerary {
    fn is_it(value: &Value) -> bool {
        value.get("legs").is_some_and(Value::is_array)
    }
}

/// A ride or a walk.
#[allow(clippy::struct_excessive_bools)] // the wire has them
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Leg {
    #[serde(deserialize_with = "word")]
    pub mode: Mode,
    #[serde(deserialize_with = "object")]
    pub from: Option<Place>,
    #[serde(deserialize_with = "object")]
    pub to: Option<Place>,
    #[serde(deserialize_with = "moment")]
    pub start_time: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub end_time: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub scheduled_start_time: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub scheduled_end_time: Option<Moment>,
    #[serde(deserialize_with = "flag")]
    pub real_time: bool,
    /// False for a trip that is not in the timetable.
    #[serde(deserialize_with = "flag_unless_false", default = "yes")]
    pub scheduled: bool,
    /// Metres, of a walk.
    #[serde(deserialize_with = "number")]
    pub distance: Option<f64>,
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
    #[serde(deserialize_with = "flag")]
    pub cancelled: bool,
    #[serde(deserialize_with = "list")]
    pub intermediate_stops: Vec<Place>,
    #[serde(deserialize_with = "list")]
    pub alerts: Vec<Alert>,
    /// The vehicle of the leg before goes on under another name: stay seated.
    #[serde(deserialize_with = "flag")]
    pub interline_with_previous_leg: bool,
    #[serde(deserialize_with = "word")]
    pub wheelchair_accessible: Option<bool>,
    #[serde(deserialize_with = "text")]
    pub looped_calendar_since: Option<String>,
}

fn yes() -> bool {
    true
}
