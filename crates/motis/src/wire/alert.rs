//! Alerts within places and legs.

use serde::Deserialize;

use super::tolerant::{list, moment, text, word};
use crate::Moment;

/// An alert. Texts may hold HTML.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // named as in openapi.yaml
pub struct Alert {
    #[serde(deserialize_with = "text")]
    pub header_text: Option<String>,
    #[serde(deserialize_with = "text")]
    pub description_text: Option<String>,
    #[serde(deserialize_with = "text")]
    pub url: Option<String>,
    #[serde(deserialize_with = "text")]
    pub cause: Option<String>,
    #[serde(deserialize_with = "text")]
    pub effect: Option<String>,
    #[serde(deserialize_with = "word")]
    pub severity_level: Severity,
    /// When it is shown.
    #[serde(deserialize_with = "list")]
    pub communication_period: Vec<TimeRange>,
    /// When it hinders somebody.
    #[serde(deserialize_with = "list")]
    pub impact_period: Vec<TimeRange>,
}

/// From and until; either may be missing and is then open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct TimeRange {
    #[serde(deserialize_with = "moment")]
    pub start: Option<Moment>,
    #[serde(deserialize_with = "moment")]
    pub end: Option<Moment>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Severity {
    #[default]
    UnknownSeverity,
    Info,
    Warning,
    Severe,
}
