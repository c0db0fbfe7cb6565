//! The addresses under which the backend answers, as agreed between the two sides.
//!
//! | address | answer |
//! |---|---|
//! | [`TIMETABLE`] | the packed timetable (`application/octet-stream`), with `ETag`, `304` on `If-None-Match`, ranges |
//! | [`REALTIME`] | the overlay for that timetable, small, binary; `404` or `204` where the city has no real time; [`TIMETABLE_TAG`] names the timetable it belongs to |
//! | [`ALERTS`] | `Outcome<answer::Alerts>` |
//! | [`STATUS`] | [`Status`]: what the city offers, for the page to know whom to ask |
//! | [`ASK`] + [`crate::Question::address`] | `Outcome<…>` of the question: who else computes (a MOTIS) |
//!
//! Everything but the two binary files is `application/json` in the form of [`crate::json`]. A trouble has a status
//! that fits (`404`, `429` with `Retry-After`, `502`, `503`) and the same body `{"trouble":…}`; whatever else
//! comes, HTML or nothing, is read as [`crate::answer::Kind::Garbled`] or `Unreachable` by the page.

use crate::json::object;
use crate::source::Attribution;

/// The packed timetable.
pub const TIMETABLE: &str = "/api/transit/timetable";
/// The real-time overlay.
pub const REALTIME: &str = "/api/transit/realtime";
/// Every alert.
pub const ALERTS: &str = "/api/transit/alerts";
/// What the city offers.
pub const STATUS: &str = "/api/transit/status";
/// Before the address of a question that a planner answers.
pub const ASK: &str = "/api/transit/";

/// The header of an overlay that names the `ETag` of the timetable it was made for: another one must not be
/// applied.
pub const TIMETABLE_TAG: &str = "x-timetable";
/// The header of an overlay with the moment (seconds since the epoch) when the city's systems told it.
pub const TOLD_AT: &str = "x-told-at";
/// How often the page asks for the overlay, in seconds; the backend asks its feeds as often.
pub const REFRESH: u32 = 30;

/// What the city offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Whether there is a timetable to keep on the device.
    pub timetable: bool,
    /// Whether it is told what really runs.
    pub realtime: bool,
    /// Whether a planner can be asked for journeys.
    pub planner: bool,
    /// Whose data it is.
    pub attribution: Vec<Attribution>,
}

object! { Status { timetable, realtime, planner, attribution } }
