//! `geocode` and `reverse-geocode`: places by name or position.

use serde::Deserialize;
use serde_json::Value;

use super::Answer;
use super::tolerant::{flag, list, number, text, word};

/// One place that was found.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)] // named as in openapi.yaml
pub struct Match {
    #[serde(rename = "type", deserialize_with = "word")]
    pub kind: MatchType,
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    #[serde(deserialize_with = "number")]
    pub lat: Option<f64>,
    #[serde(deserialize_with = "number")]
    pub lon: Option<f64>,
    #[serde(deserialize_with = "text")]
    pub street: Option<String>,
    #[serde(rename = "houseNumber", deserialize_with = "text")]
    pub house_number: Option<String>,
    #[serde(deserialize_with = "list")]
    pub areas: Vec<Area>,
}

/// What a place is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum MatchType {
    #[default]
    Place,
    Stop,
    Address,
}

/// An area a place lies in.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)]
pub struct Area {
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(deserialize_with = "number")]
    pub admin_level: Option<f64>,
    /// The area to name beside the place.
    #[serde(deserialize_with = "flag")]
    pub default: bool,
    /// The area that tells places of one name apart.
    #[serde(deserialize_with = "flag")]
    pub unique: bool,
}

/// The list of places, best first.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Matches(#[serde(deserialize_with = "list")] pub Vec<Match>);

impl Answer for Matches {
    fn is_it(value: &Value) -> bool {
        value.is_array()
    }
}
