//! Alerts: works, strikes, lifts out of order.

use crate::journey::AlertId;
use crate::json::{object, words};
use crate::line::LineId;
use crate::{Moment, StopId};

/// How much it matters, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Not said.
    Unknown,
    /// Good to know.
    Info,
    /// Takes longer, goes elsewhere.
    Warning,
    /// Does not go at all, or is dangerous.
    Severe,
}

words! { Severity, Unknown { Unknown = "unknown", Info = "info", Warning = "warning", Severe = "severe" } }

/// What it does to the person (GTFS-Realtime: effect).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each name says what it means")]
pub enum Effect {
    NoService,
    ReducedService,
    Delays,
    Detour,
    AdditionalService,
    ModifiedService,
    StopMoved,
    Accessibility,
    NoEffect,
    /// Another, or not said.
    Other,
}

words! { Effect, Other {
    NoService = "noService", ReducedService = "reducedService", Delays = "delays", Detour = "detour",
    AdditionalService = "additionalService", ModifiedService = "modifiedService", StopMoved = "stopMoved",
    Accessibility = "accessibility", NoEffect = "noEffect", Other = "other",
} }

/// From when to when; an open side has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first moment.
    pub from: Option<Moment>,
    /// The first moment after it.
    pub until: Option<Moment>,
}

object! { Period { from, until } }

impl Period {
    /// Whether a moment is in it.
    #[must_use]
    pub fn contains(self, moment: Moment) -> bool {
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment < until)
    }
}

/// An alert. Its texts are plain (see [`crate::text::plain`]), in the language the city's system gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// How much it matters.
    pub severity: Severity,
    /// What it does.
    pub effect: Effect,
    /// The heading.
    pub title: String,
    /// More words, paragraphs separated by new lines.
    pub text: String,
    /// The language of the words (BCP 47), where it is known.
    pub language: Option<String>,
    /// More about it; https only.
    pub link: Option<String>,
    /// When it holds; empty means as long as it is told.
    pub periods: Vec<Period>,
    /// Lines it is about.
    pub lines: Vec<LineId>,
    /// Stops it is about.
    pub stops: Vec<StopId>,
}

object! { Alert { id, severity, effect, title, text, language, link, periods, lines, stops } }

impl Alert {
    /// Whether it holds at a moment.
    #[must_use]
    pub fn holds_at(&self, moment: Moment) -> bool {
        self.periods.is_empty() || self.periods.iter().any(|period| period.contains(moment))
    }

    /// Whether it is about the whole network.
    #[must_use]
    pub fn is_general(&self) -> bool {
        self.lines.is_empty() && self.stops.is_empty()
    }

    /// When it will hold next: the earliest period that has not begun.
    #[must_use]
    pub fn begins(&self, now: Moment) -> Option<Moment> {
        self.periods.iter().filter_map(|period| period.from).filter(|from| *from > now).min()
    }

    /// Until when it holds, if it holds now and an end is known.
    #[must_use]
    pub fn ends(&self, now: Moment) -> Option<Moment> {
        let running = self.periods.iter().filter(|period| period.contains(now));
        running.map(|period| period.until).max_by_key(|until| until.unwrap_or(Moment(i64::MAX)))?
    }
}

/// The gravest first, what holds now before what is to come.
pub fn sort(alerts: &mut [Alert], now: Moment) {
    alerts.sort_by_key(|alert| (!alert.holds_at(now), std::cmp::Reverse(alert.severity)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(severity: Severity, periods: &[(Option<i64>, Option<i64>)]) -> Alert {
        let period = |(from, until): &(Option<i64>, Option<i64>)| Period {
            from: from.map(Moment),
            until: until.map(Moment),
        };
        Alert {
            id: AlertId("1".into()),
            severity,
            effect: Effect::Other,
            title: String::new(),
            text: String::new(),
            language: None,
            link: None,
            periods: periods.iter().map(period).collect(),
            lines: Vec::new(),
            stops: Vec::new(),
        }
    }

    #[test]
    fn validity() {
        let works = alert(Severity::Info, &[(Some(10), Some(20)), (Some(30), None)]);
        assert!(!works.holds_at(Moment(9)) && works.holds_at(Moment(10)));
        assert!(!works.holds_at(Moment(20)) && works.holds_at(Moment(1000)));
        assert_eq!(
            (works.begins(Moment(0)), works.begins(Moment(15))),
            (Some(Moment(10)), Some(Moment(30)))
        );
        assert_eq!((works.ends(Moment(15)), works.ends(Moment(40))), (Some(Moment(20)), None));
        assert!(alert(Severity::Info, &[]).holds_at(Moment(0)));
    }

    #[test]
    fn the_gravest_of_now_comes_first() {
        let mut all = [
            alert(Severity::Severe, &[(Some(100), None)]),
            alert(Severity::Unknown, &[]),
            alert(Severity::Warning, &[]),
        ];
        sort(&mut all, Moment(0));
        assert_eq!(
            all.map(|alert| alert.severity),
            [Severity::Warning, Severity::Unknown, Severity::Severe]
        );
    }
}
