//! Where questions are asked.

use transit::answer::{Kind, Opened};
use transit::{Outcome, Question, json};

/// A desk that knows one timetable, or none yet.
#[derive(Debug, Default)]
pub struct Desk {}

impl Desk {
    /// Takes a new timetable; the old one stays if this one is damaged.
    pub fn open(&mut self, bytes: Vec<u8>) -> String {
        drop(bytes);
        json::save(&Outcome::<Opened>::Trouble(Kind::Garbled.into()))
    }

    /// Takes what really runs, as told at a moment; nothing forgets it.
    pub fn live(&mut self, bytes: Option<Vec<u8>>, _told: i64) -> String {
        drop(bytes);
        json::save(&Outcome::<Opened>::Trouble(Kind::NoTimetable.into()))
    }

    /// Answers a question at a moment (seconds since the epoch).
    #[must_use]
    pub fn ask(&self, address: &str, _now: i64) -> String {
        let kind =
            if Question::parse(address).is_some() { Kind::NoTimetable } else { Kind::BadQuestion };
        json::save(&Outcome::<Opened>::Trouble(kind.into()))
    }
}
