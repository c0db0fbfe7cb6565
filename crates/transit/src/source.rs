//! Who says so, and how fresh it is.

use crate::json::{object, words};
use crate::{Day, Moment};

/// Who computed an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// The device itself, from the city's timetable.
    Device,
    /// A journey planner that the city names, asked by the city's server.
    Planner,
}

words! { By, Device { Device = "device", Planner = "planner" } }

/// Whose data it is, to be shown beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribution {
    /// The words that the licence asks for.
    pub text: String,
    /// The address that belongs to them; https only.
    pub link: Option<String>,
}

object! { Attribution { text, link } }

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// Who computed it.
    pub by: By,
    /// When the city's systems last told what really runs; `None` if only the timetable is known.
    pub realtime: Option<Moment>,
    /// The first day of the timetable.
    pub first: Option<Day>,
    /// The last day of the timetable.
    pub last: Option<Day>,
    /// Whose data it is.
    pub attribution: Vec<Attribution>,
}

object! { Source { by, realtime, first, last, attribution } }

/// How fresh what is shown is. Never a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// With what really runs, as of this moment.
    Live(Moment),
    /// What really runs was last heard of at this moment: too long ago to trust.
    Stale(Moment),
    /// By the timetable.
    Timetable,
    /// By a timetable that ended with this day.
    Expired(Day),
}

/// How old real time may be to be called live, in seconds. Feeds are to be at most 90 s old (GTFS-Realtime best
/// practices), the backend asks every 30 s, the page too.
pub const LIVE_FOR: i64 = 150;

impl Source {
    /// How fresh it is at a moment of a day.
    #[must_use]
    pub fn freshness(&self, now: Moment, today: Day) -> Freshness {
        match (self.realtime, self.last) {
            (_, Some(last)) if last < today => Freshness::Expired(last),
            (Some(at), _) if now.since(at) <= LIVE_FOR => Freshness::Live(at),
            (Some(at), _) => Freshness::Stale(at),
            (None, _) => Freshness::Timetable,
        }
    }

    /// Whether the timetable ends today: after that nothing is known.
    #[must_use]
    pub fn ends_on(&self, today: Day) -> bool {
        self.last == Some(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_stale_planned_expired() {
        let source = |realtime: Option<i64>, last: i32| Source {
            by: By::Device,
            realtime: realtime.map(Moment),
            first: None,
            last: Some(Day(last)),
            attribution: Vec::new(),
        };
        let at = |source: &Source| source.freshness(Moment(1000), Day(10));
        assert_eq!(at(&source(Some(900), 10)), Freshness::Live(Moment(900)));
        assert_eq!(at(&source(Some(800), 10)), Freshness::Stale(Moment(800)));
        assert_eq!(at(&source(None, 10)), Freshness::Timetable);
        // What an old timetable says is no more true for having been told lately.
        assert_eq!(at(&source(Some(900), 9)), Freshness::Expired(Day(9)));
        assert!(source(None, 10).ends_on(Day(10)) && !source(None, 11).ends_on(Day(10)));
    }
}
