//! What a MOTIS server answers, as it really looks (`openapi.yaml`, v5 and v6).
//!
//! Nothing here is checked: every field may be missing, times may run backwards, a line may have no
//! name. [`crate::translate`] turns it into what a person is told.

mod alert;
mod geocode;
mod plan;
mod stop_times;
mod tolerant;

pub use alert::{Alert, Severity, TimeRange};
pub use geocode::{Area, Match, MatchType, Matches};
pub use plan::{Itinerary, Leg, Plan};
pub use stop_times::{Mode, Place, StopTime, StopTimes, Stopping};

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The answer is not what the question asks for: no JSON, or JSON of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is {0}")]
pub struct NotReadable(pub &'static str);

/// An answer that can be told from everything else that may stand in its place.
pub trait Answer: DeserializeOwned {
    /// Whether a JSON value is of this kind at all, however much of it is wrong inside.
    fn is_it(value: &Value) -> bool;
}

/// Reads an answer.
///
/// # Errors
/// When it is no JSON, or of another kind (an error page, another server's greeting).
pub fn decode<T: Answer>(body: &[u8]) -> Result<T, NotReadable> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(NotReadable("empty"));
    }
    // First into a tree: there a field that is given twice is no mistake.
    let value: Value = serde_json::from_slice(body).map_err(|_| NotReadable("no JSON"))?;
    if !T::is_it(&value) {
        return Err(NotReadable("JSON of another kind"));
    }
    serde_json::from_value(value).map_err(|_| NotReadable("JSON of another kind"))
}

/// What a refusal says (`{"error": "…"}`): for the log and for a developer, not for a person.
pub fn refusal(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    Some(value.get("error")?.as_str()?.chars().take(200).collect())
}
