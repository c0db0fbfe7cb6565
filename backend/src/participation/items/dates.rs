//! Moments as a city writes them in `items.json`.
//!
//! | written | means |
//! |---|---|
//! | `2026-12-01T18:00:00+01:00` | that moment |
//! | `2026-12-01T18:00` | that time on the city's clocks |
//! | `2026-12-01` | the beginning of that day; as an end, its end |
//! | `+14d`, `-30d`, `+0d` | midnight so many days from the day on which the database first saw the item |

use dates::Day;
use dates::when::When;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Days further away than that are a slip.
const FARTHEST: i64 = 3660;

/// A city's time zone, and the day from which an item counts.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    began: i64,
}

/// Whether a moment begins something or ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The first moment.
    From,
    /// The moment after the last.
    To,
}

/// The days of `+14d`; `None` if it is written differently.
pub fn relative(text: &str) -> Option<i64> {
    let days = text.strip_suffix('d')?;
    let signed = days.starts_with(['+', '-']);
    let days: i64 = days.parse().ok()?;
    (signed && days.abs() <= FARTHEST).then_some(days)
}

impl Calendar {
    /// With the day on which the item began; the world's time for a zone that is not known.
    pub fn new(zone: &str, began: i64) -> Self {
        Self { zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC), began }
    }

    /// The day from which the item counts.
    pub fn began(&self) -> i64 {
        self.began
    }

    /// Seconds since the epoch of what a city wrote.
    pub fn moment(&self, text: &str, side: Side) -> Option<i64> {
        if let Some(days) = relative(text) {
            return self.midnight(self.began + days);
        }
        match When::parse(text)? {
            When::At(at) => Some(at.0),
            When::Day(day) => {
                self.midnight(i64::from(day.epoch_days()) + i64::from(side == Side::To))
            }
            When::Local(local) => {
                let minutes = i64::from(local.time.minutes());
                let time =
                    date(local.day.epoch_days().into())?.to_datetime(jiff::civil::Time::midnight());
                let time = time.checked_add(jiff::Span::new().try_minutes(minutes).ok()?).ok()?;
                self.on_the_clock(time)
            }
        }
    }

    /// The day of what a city wrote, `2026-12-01`.
    pub fn day(&self, text: &str) -> Option<String> {
        let day = match relative(text) {
            Some(days) => Day::from_epoch_days(self.began + days),
            None => text.parse().ok()?,
        };
        Some(day.to_string())
    }

    /// A moment as RFC 3339 with the city's offset.
    pub fn write(&self, moment: i64) -> String {
        let moment = jiff::Timestamp::from_second(moment).unwrap_or_default();
        moment.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    fn midnight(&self, day: i64) -> Option<i64> {
        self.on_the_clock(date(day)?.to_datetime(jiff::civil::Time::midnight()))
    }

    /// An hour that the clocks skip is the one after it.
    fn on_the_clock(&self, time: DateTime) -> Option<i64> {
        Some(self.zone.to_timestamp(time).ok()?.as_second())
    }
}

fn date(epoch_days: i64) -> Option<Date> {
    let epoch = Date::new(1970, 1, 1).ok()?;
    epoch.checked_add(jiff::Span::new().try_days(epoch_days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn calendar() -> Calendar {
        let began: Day = "2026-10-20".parse().unwrap();
        Calendar::new("Europe/Berlin", began.epoch_days().into())
    }

    #[test]
    fn every_way_of_writing_a_moment() {
        let calendar = calendar();
        for (text, from, to) in [
            ("2026-12-01T18:00:00+01:00", "2026-12-01T18:00:00+01:00", "2026-12-01T18:00:00+01:00"),
            ("2026-07-01T18:30", "2026-07-01T18:30:00+02:00", "2026-07-01T18:30:00+02:00"),
            ("2026-12-01", "2026-12-01T00:00:00+01:00", "2026-12-02T00:00:00+01:00"),
            // The clocks are set back on the 25th.
            ("+6d", "2026-10-26T00:00:00+01:00", "2026-10-26T00:00:00+01:00"),
            ("-1d", "2026-10-19T00:00:00+02:00", "2026-10-19T00:00:00+02:00"),
            ("+0d", "2026-10-20T00:00:00+02:00", "2026-10-20T00:00:00+02:00"),
        ] {
            let written = |side| calendar.moment(text, side).map(|moment| calendar.write(moment));
            assert_eq!(written(Side::From).as_deref(), Some(from), "{text}");
            assert_eq!(written(Side::To).as_deref(), Some(to), "{text}");
        }
        assert_eq!(calendar.day("-20d").as_deref(), Some("2026-09-30"));
        assert_eq!(calendar.day("2026-09-30").as_deref(), Some("2026-09-30"));
    }

    #[test]
    fn a_slip_is_no_moment() {
        for text in
            ["", "14d", "+d", "+14", "+99999d", "+1.5d", "tomorrow", "2026-13-01", "2026-12-01T"]
        {
            assert_eq!(calendar().moment(text, Side::From), None, "{text}");
        }
    }
}
