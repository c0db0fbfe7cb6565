//! Answers: one type a question, or why there is none.

use crate::journey::{AlertId, Trip};
use crate::json::{Json, entry, field, object, words};
use crate::line::Line;
use crate::place::StopId;
use crate::{
    Alert, Call, Day, Journey, Moment, Platform, Position, Ride, Source, Spot, StopPlace, Timing,
    Wheelchair,
};
use serde_json::Value;

/// An answer, or why there is none. In JSON: `{"ok":…}` or `{"trouble":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The answer.
    Ok(T),
    /// Why there is none.
    Trouble(Trouble),
}

impl<T: Json> Json for Outcome<T> {
    fn write(&self, text: &mut String) {
        text.push('{');
        match self {
            Self::Ok(answer) => entry(text, "ok", answer),
            Self::Trouble(trouble) => entry(text, "trouble", trouble),
        }
        text.push('}');
    }
    fn read(value: &Value) -> Option<Self> {
        match field::<Option<Trouble>>(value, "trouble")? {
            Some(trouble) => Some(Self::Trouble(trouble)),
            None => field(value, "ok").map(Self::Ok),
        }
    }
}

impl<T> Outcome<T> {
    /// As Rust's own.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn result(self) -> Result<T, Trouble> {
        match self {
            Self::Ok(answer) => Ok(answer),
            Self::Trouble(trouble) => Err(trouble),
        }
    }
}

impl<T> From<Result<T, Trouble>> for Outcome<T> {
    fn from(result: Result<T, Trouble>) -> Self {
        match result {
            Ok(answer) => Self::Ok(answer),
            Err(trouble) => Self::Trouble(trouble),
        }
    }
}

/// The kinds of trouble. Each has a sentence of its own, `transit.trouble.<word>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The device has no timetable yet.
    NoTimetable,
    /// The timetable ended before the day asked for.
    Expired,
    /// The timetable begins after the day asked for.
    NotYet,
    /// No such stop in this timetable.
    UnknownStop,
    /// No such line in this timetable.
    UnknownLine,
    /// No such trip on this day.
    UnknownTrip,
    /// No line serves the stop, on no day of the timetable.
    NotServed,
    /// From and to are the same place.
    SamePlace,
    /// No stop can be reached on foot from the beginning.
    FarFromStart,
    /// No stop can be left on foot to the end.
    FarFromEnd,
    /// There is no such journey in the hours that were searched.
    NoJourney,
    /// Too many were asking; try again later.
    Busy,
    /// Nobody answered.
    Unreachable,
    /// What came cannot be read.
    Garbled,
    /// The question makes no sense.
    BadQuestion,
    /// Something else.
    Other,
}

words! { Kind, Other {
    NoTimetable = "noTimetable", Expired = "expired", NotYet = "notYet", UnknownStop = "unknownStop",
    UnknownLine = "unknownLine", UnknownTrip = "unknownTrip", NotServed = "notServed", SamePlace = "samePlace",
    FarFromStart = "farFromStart", FarFromEnd = "farFromEnd", NoJourney = "noJourney", Busy = "busy",
    Unreachable = "unreachable", Garbled = "garbled", BadQuestion = "badQuestion", Other = "other",
} }

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What kind.
    pub kind: Kind,
    /// The day with which the timetable ended, or begins.
    pub day: Option<Day>,
    /// When to try again, in seconds.
    pub retry_after: Option<u32>,
}

/// Unlike other values, a trouble without a known kind is written: it is still one.
impl Json for Trouble {
    fn write(&self, text: &mut String) {
        text.push_str("{\"kind\":");
        self.kind.write(text);
        entry(text, "day", &self.day);
        entry(text, "retryAfter", &self.retry_after);
        text.push('}');
    }
    fn read(value: &Value) -> Option<Self> {
        value.is_object().then_some(())?;
        Some(Self {
            kind: field(value, "kind")?,
            day: field(value, "day")?,
            retry_after: field(value, "retryAfter")?,
        })
    }
}

impl From<Kind> for Trouble {
    fn from(kind: Kind) -> Self {
        Self { kind, day: None, retry_after: None }
    }
}

impl Trouble {
    /// A kind that knows its day.
    #[must_use]
    pub const fn of_day(kind: Kind, day: Day) -> Self {
        Self { kind, day: Some(day), retry_after: None }
    }
}

/// A stop that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundStop {
    /// The stop.
    pub stop: StopPlace,
    /// How far away, in metres, where a place was given.
    pub metres: Option<u32>,
    /// The parts of the name that fit what was typed: byte offsets in it, from and length.
    pub fits: Vec<Span>,
}

object! { FoundStop { stop, metres, fits } }

/// A piece of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it begins.
    pub from: u32,
    /// How long it is.
    pub length: u32,
}

object! { Span { from, length } }

/// Stops, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stops {
    /// The stops.
    pub stops: Vec<FoundStop>,
}

object! { Stops { stops } }

/// A vehicle that leaves a stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departure {
    /// The vehicle's way.
    pub trip: Trip,
    /// The line.
    pub line: Line,
    /// What stands on the vehicle as its direction.
    pub headsign: String,
    /// The stop it leaves: one of those that were asked for.
    pub stop: StopId,
    /// Planned and real.
    pub timing: Timing,
    /// Where at the stop.
    pub platform: Platform,
    /// Whether the vehicle can be used with a wheelchair.
    pub wheelchair: Wheelchair,
    /// It is not in the timetable: an extra one.
    pub extra: bool,
    /// It has no fixed times but comes every so many seconds.
    pub every: Option<u32>,
    /// It stops only if somebody asks.
    pub on_request: bool,
    /// Alerts that concern it.
    pub alerts: Vec<AlertId>,
}

object! { Departure {
    trip, line, headsign, stop, timing, platform, wheelchair, extra, every, on_request: "onRequest", alerts,
} }

impl Departure {
    /// What tells it from every other: to know it again when its times have changed.
    #[must_use]
    pub fn key(&self) -> String {
        let (day, planned) = (self.trip.day.0, self.timing.planned.0);
        format!("{day}/{planned}/{}/{}", self.stop.0, self.trip.id)
    }
}

/// Departures of one or more stops, in the order of their expected moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departures {
    /// The stops as they are now called: those that were asked for and found, in the order of the question.
    pub stops: Vec<StopPlace>,
    /// The departures. Cancelled ones are among them.
    pub departures: Vec<Departure>,
    /// What concerns them.
    pub alerts: Vec<Alert>,
    /// The day that follows on which the first of these stops is served again, if nothing leaves in the time asked.
    pub next: Option<Moment>,
    /// Where it comes from.
    pub source: Source,
}

object! { Departures { stops, departures, alerts, next, source } }

/// Journeys, in the order of their departures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journeys {
    /// From where, as it is now called.
    pub from: Spot,
    /// To where, as it is now called.
    pub to: Spot,
    /// The journeys.
    pub journeys: Vec<Journey>,
    /// What concerns them.
    pub alerts: Vec<Alert>,
    /// What to ask for to see earlier ones ([`crate::query::Journeys::page`]).
    pub earlier: Option<String>,
    /// What to ask for to see later ones.
    pub later: Option<String>,
    /// Where it comes from.
    pub source: Source,
}

object! { Journeys { from, to, journeys, alerts, earlier, later, source } }

/// All lines, in the order of their names as people count: 2 before 10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<Line>,
    /// Where it comes from.
    pub source: Source,
}

object! { Lines { lines, source } }

/// A stop of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineStop {
    /// Its id.
    pub id: StopId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub position: Position,
}

object! { LineStop { id, name, position } }

/// One vehicle of a line's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The vehicle's way.
    pub trip: Trip,
    /// When it leaves each stop of the direction by the timetable; `None` where it does not stop. As many as there
    /// are stops.
    pub times: Vec<Option<Moment>>,
    /// It does not take place.
    pub cancelled: bool,
}

object! { Run { trip, times, cancelled } }

/// One direction of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// Where it goes, as it stands on most vehicles.
    pub headsign: String,
    /// Its stops in order, those of all variants.
    pub stops: Vec<LineStop>,
    /// Its vehicles of the day, the earliest first.
    pub runs: Vec<Run>,
}

object! { Direction { headsign, stops, runs } }

/// A line's timetable of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTimetable {
    /// The line.
    pub line: Line,
    /// The day.
    pub day: Day,
    /// Its directions. None if it does not run on that day; then the stops are unknown.
    pub directions: Vec<Direction>,
    /// What concerns it.
    pub alerts: Vec<Alert>,
    /// Where it comes from.
    pub source: Source,
}

object! { LineTimetable { line, day, directions, alerts, source } }

/// The whole way of one vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TripRun {
    /// From its first stop to its last.
    pub ride: Ride,
    /// What concerns it.
    pub alerts: Vec<Alert>,
    /// Where it comes from.
    pub source: Source,
}

object! { TripRun { ride, alerts, source } }

/// Every alert that holds or is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alerts {
    /// The alerts.
    pub alerts: Vec<Alert>,
    /// When the city's systems told them.
    pub at: Option<Moment>,
}

object! { Alerts { alerts, at } }

/// What the device has, told when a timetable was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// How many stops people know.
    pub stops: u32,
    /// How many lines.
    pub lines: u32,
    /// Validity, attribution, real time.
    pub source: Source,
}

object! { Opened { stops, lines, source } }

/// Says where a call is in the terms of a departure: for code that shows both.
impl From<&Call> for LineStop {
    fn from(call: &Call) -> Self {
        Self { id: call.stop.clone(), name: call.name.clone(), position: call.position }
    }
}
