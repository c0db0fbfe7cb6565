//! What of a feed does not fit the timetable, counted.

use std::{collections::BTreeMap, fmt};

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No trip of this id, or none that fits line, direction and start.
    UnknownTrip,
    /// The trip does not run on the day, or on no day near the times.
    NotOnThatDay,
    /// No such stop in the trip (or, for added trips, anywhere).
    UnknownStop,
    /// An update of a stop without `stop_sequence` and `stop_id`, or with times that are no times.
    Unreadable,
    /// A second report of a trip or stop.
    Twice,
    /// An added trip with fewer than two stops with times.
    AddedWithoutTimes,
    /// An alert about lines, stops or trips that are all unknown.
    AlertElsewhere,
    /// An alert without any words.
    AlertWithoutWords,
}

impl Reason {
    const fn words(self) -> &'static str {
        match self {
            Self::UnknownTrip => "trips that are not in the timetable",
            Self::NotOnThatDay => "trips that do not run that day",
            Self::UnknownStop => "stops that are not in the trip",
            Self::Unreadable => "updates that say nothing",
            Self::Twice => "reports that came twice",
            Self::AddedWithoutTimes => "added trips without stops and times",
            Self::AlertElsewhere => "alerts about lines and stops that are not in the timetable",
            Self::AlertWithoutWords => "alerts without words",
        }
    }
}

/// What was left out: how often, and the first case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignored {
    cases: BTreeMap<Reason, (u32, String)>,
}

impl Ignored {
    /// How often for one reason.
    #[must_use]
    pub fn count(&self, reason: Reason) -> u32 {
        self.cases.get(&reason).map_or(0, |(count, _)| *count)
    }

    /// How often altogether.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.cases.values().map(|(count, _)| count).sum()
    }

    pub(super) fn note(&mut self, reason: Reason, example: &str) {
        let case =
            self.cases.entry(reason).or_insert_with(|| (0, example.chars().take(80).collect()));
        case.0 += 1;
    }
}

impl fmt::Display for Ignored {
    /// For the log: `left out: 3 trips that are not in the timetable (first: "4711")`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.cases.is_empty() {
            return formatter.write_str("nothing left out");
        }
        formatter.write_str("left out: ")?;
        for (at, (reason, (count, example))) in self.cases.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(formatter, "{comma}{count} {} (first: {example:?})", reason.words())?;
        }
        Ok(())
    }
}
