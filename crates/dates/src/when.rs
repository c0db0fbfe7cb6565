//! Moments as other systems write them (RFC 3339 and its relatives): with a zone, without one, or a bare day.

use crate::{Day, LocalTime, TimeOfDay, Timestamp};
use json::Value;
use json::keep::{Keep, quote};
use std::fmt::Write;

/// The city's time zone: what its clocks show at a moment. Only the browser and the backend know its rules.
pub trait Zone {
    /// What the clocks show.
    fn local(&self, at: Timestamp) -> LocalTime;
}

impl<F: Fn(Timestamp) -> LocalTime> Zone for F {
    fn local(&self, at: Timestamp) -> LocalTime {
        self(at)
    }
}

/// When something begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A day in the city; as an end it means the end of that day.
    Day(Day),
    /// A time on the city's clocks.
    Local(LocalTime),
    /// A moment.
    At(Timestamp),
}

impl When {
    /// Reads `2026-12-01`, `2026-12-01T12:37`, with seconds or parts of them, with `Z`, `+01:00` or `+0100`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = text.split_at_checked(10)?;
        let day: Day = date.parse().ok()?;
        // A day with a zone is still that day to a person.
        let Some(clock) = rest.strip_prefix(['T', 't', ' ']) else {
            return (rest.is_empty() || offset(rest).is_some()).then_some(Self::Day(day));
        };
        let end = clock.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(clock.len());
        let (clock, zone) = clock.split_at_checked(end)?;
        let mut parts = clock.split(':');
        let mut part = |most: i64| {
            let text = parts.next()?;
            let whole = text.split('.').next()?;
            let number: i64 = (whole.len() == 2).then(|| whole.parse().ok())??;
            (number <= most).then_some(number)
        };
        let (hour, minute) = (part(24)?, part(59)?);
        // A second that is missing is a whole minute; the 60th is a leap second.
        let second = part(60).unwrap_or(0);
        let seconds = hour * 3600 + minute * 60 + second;
        if zone.is_empty() {
            let minutes = u16::try_from((seconds / 60).min(24 * 60)).ok()?;
            return Some(Self::Local(LocalTime { day, time: TimeOfDay::from_minutes(minutes) }));
        }
        let start = i64::from(day.epoch_days()) * 86_400;
        Some(Self::At(Timestamp(start + seconds - offset(zone)?)))
    }

    /// The day in the city.
    #[must_use]
    pub fn day(self, zone: &impl Zone) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Local(local) => local.day,
            Self::At(at) => zone.local(at).day,
        }
    }

    /// What the clocks show when it ends: a bare day at its end.
    #[must_use]
    pub fn end(self, zone: &impl Zone) -> LocalTime {
        match self {
            Self::Day(day) => LocalTime { day, time: TimeOfDay::END },
            Self::Local(local) => local,
            Self::At(at) => zone.local(at),
        }
    }

    /// The time on the clock, unless only a day is known.
    #[must_use]
    pub fn time(self, zone: &impl Zone) -> Option<TimeOfDay> {
        match self {
            Self::Day(_) => None,
            Self::Local(local) => Some(local.time),
            Self::At(at) => Some(zone.local(at).time),
        }
    }
}

/// Seconds east of Greenwich.
fn offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("Z" | "z", "") => return Some(0),
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let number: i64 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    let (hours, minutes) = match digits.len() {
        2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

impl Keep for When {
    fn write(&self, text: &mut String) {
        match self {
            Self::Day(day) => day.write(text),
            Self::Local(LocalTime { day, time }) => quote(text, &format!("{day}T{time}")),
            Self::At(at) => at.write(text),
        }
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::parse(text),
            _ => Timestamp::read(value).map(Self::At),
        }
    }
}

/// `2026-12-01T12:37:00Z`; the day is kept between the years 1 and 9999.
#[must_use]
pub fn utc(at: Timestamp) -> String {
    let seconds = at.0.rem_euclid(86_400);
    let mut text = Day::from_epoch_days(at.0.div_euclid(86_400)).to_string();
    // Writing to a text cannot fail.
    let _ = write!(text, "T{:02}:{:02}:{:02}Z", seconds / 3600, seconds / 60 % 60, seconds % 60);
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use json::keep::{load, save};
    use proptest::prelude::*;

    fn at(text: &str) -> Option<i64> {
        match When::parse(text) {
            Some(When::At(at)) => Some(at.0),
            _ => None,
        }
    }

    #[test]
    fn as_servers_write_it() {
        assert_eq!(at("2014-05-08T12:37Z"), Some(1_399_552_620));
        assert_eq!(at("2016-06-07T11:19:11+02:00"), Some(1_465_291_151));
        assert_eq!(at("2016-06-07T11:19:11.250+0200"), Some(1_465_291_151));
        assert_eq!(at("1970-01-01T01:00:00+01"), Some(0));
        let day: Day = "2016-06-17".parse().unwrap();
        for text in ["2016-06-17", "2016-06-17Z", "2016-06-17+02:00", " 2016-06-17 "] {
            assert_eq!(When::parse(text), Some(When::Day(day)), "{text}");
        }
        let time = TimeOfDay::from_minutes(757);
        assert_eq!(When::parse("2016-06-17T12:37:59"), Some(When::Local(LocalTime { day, time })));
        for bad in [
            "",
            "tomorrow",
            "2016-02-30",
            "2016-06-17T",
            "2016-06-17T1:00Z",
            "2016-06-17T12:00X",
            "2016-06-17T12:00+25:00",
            "2016-06-17T25:00",
            "2016-06-1é",
        ] {
            assert_eq!(When::parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn kept_and_written(seconds in -60_000_000_000i64..250_000_000_000, minutes in 0u16..=1440) {
            let at = Timestamp(seconds);
            let day = Day::from_epoch_days(seconds / 86_400);
            let local = LocalTime { day, time: TimeOfDay::from_minutes(minutes) };
            for when in [When::At(at), When::Day(day), When::Local(local)] {
                prop_assert_eq!(load::<When>(&save(&when)), Some(when));
            }
            prop_assert_eq!(When::parse(&utc(at)), Some(When::At(at)));
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}", close in "2026-1[0-9]-[0-3][0-9][T ]?[0-9:.TZ+-]{0,16}") {
            let _ = When::parse(&text);
            let _ = When::parse(&close);
        }
    }
}
