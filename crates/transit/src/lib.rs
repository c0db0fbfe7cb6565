//! What a person is told about buses and trains, whoever computed it.
//!
//! A departure, a journey, a line's timetable, an alert: the same types whether the phone computed them from the
//! city's timetable (`transit-worker`), or the backend asked somebody (`backend/src/transit`). The pages know only
//! these. There is one JSON form, [`json`], written and read by the same lines, so the two sides cannot disagree;
//! reading takes what it knows, and what is missing is unknown, never guessed.
//!
//! No clock, no browser, no word that a citizen reads: `now` is an argument, sentences are the page's.
//!
//! ```
//! use transit::{Outcome, answer::Stops, json};
//!
//! let text = r#"{"ok":{"stops":[{"stop":{"id":"1","name":"Markt","position":[52100000,9100000]},"metres":120}]}}"#;
//! let Some(Outcome::Ok(found)) = json::load::<Outcome<Stops>>(text) else { panic!() };
//! assert_eq!(found.stops[0].stop.name, "Markt");
//! ```
pub mod alert;
pub mod answer;
pub mod api;
pub mod better;
pub mod call;
pub mod ics;
pub mod journey;
pub mod json;
pub mod line;
pub mod now;
pub mod place;
pub mod query;
pub mod renew;
pub mod source;
pub mod supply;
pub mod text;
pub mod time;
pub mod url;

pub use alert::Alert;
pub use answer::{Outcome, Trouble};
pub use call::{Call, Platform, Running, Timing, Wheelchair};
pub use journey::{Journey, Leg, Ride, Walk};
pub use line::{Line, Mode};
pub use place::{Position, Spot, StopId, StopPlace};
pub use query::Question;
pub use source::Source;
pub use time::{Day, Moment};
