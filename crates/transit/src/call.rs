//! A vehicle at a stop: planned and real, platform, whether one may get on.

use crate::json::{Json, field, object, words};
use crate::place::StopId;
use crate::{Moment, Position};
use serde_json::Value;

/// Whether something can be used with a wheelchair. Unknown is not no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Wheelchair {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The timetable does not say.
    #[default]
    Unknown,
}

words! { Wheelchair, Unknown { Yes = "yes", No = "no", Unknown = "unknown" } }

/// What is known about reality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Running {
    /// Nothing: only the plan is known. That is not "on time".
    Unknown,
    /// Expected, or happened, at this moment.
    At(Moment),
    /// It does not take place.
    Cancelled,
}

/// A planned moment and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timing {
    /// By the timetable.
    pub planned: Moment,
    /// In reality.
    pub running: Running,
}

/// In JSON: `{"planned":1,"real":2}`, `{"planned":1,"cancelled":true}` or `{"planned":1}`.
impl Json for Timing {
    fn write(&self, text: &mut String) {
        text.push('{');
        crate::json::entry(text, "planned", &self.planned);
        match self.running {
            Running::Unknown => {}
            Running::At(real) => crate::json::entry(text, "real", &real),
            Running::Cancelled => crate::json::entry(text, "cancelled", &true),
        }
        text.push('}');
    }
    fn read(value: &Value) -> Option<Self> {
        let running = match (field(value, "cancelled")?, field(value, "real")?) {
            (true, _) => Running::Cancelled,
            (false, Some(real)) => Running::At(real),
            (false, None) => Running::Unknown,
        };
        Some(Self { planned: field(value, "planned")?, running })
    }
}

impl Timing {
    /// Only the plan.
    #[must_use]
    pub const fn planned(planned: Moment) -> Self {
        Self { planned, running: Running::Unknown }
    }

    /// Plan and reality.
    #[must_use]
    pub const fn real(planned: Moment, real: Moment) -> Self {
        Self { planned, running: Running::At(real) }
    }

    /// When it is to be expected: by reality if that is known, else by the plan (also if it is cancelled, to have a
    /// place in a list).
    #[must_use]
    pub const fn expected(self) -> Moment {
        match self.running {
            Running::At(real) => real,
            Running::Unknown | Running::Cancelled => self.planned,
        }
    }

    /// Whether it does not take place.
    #[must_use]
    pub const fn is_cancelled(self) -> bool {
        matches!(self.running, Running::Cancelled)
    }

    /// Minutes late (early if negative) as a clock shows them; `None` if reality is not known.
    #[must_use]
    pub const fn delay(self) -> Option<i64> {
        match self.running {
            Running::At(real) => Some(real.clock_minutes_since(self.planned)),
            Running::Unknown | Running::Cancelled => None,
        }
    }
}

/// Where a vehicle stops. The names are the city's: "3", "B", "Gleis 12".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Platform {
    /// By the timetable.
    pub planned: Option<String>,
    /// In reality, where that is known to be another one.
    pub real: Option<String>,
}

object! { Platform { planned, real } }

impl Platform {
    /// The one to go to.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.real.as_deref().or(self.planned.as_deref())
    }

    /// Whether it is another one than planned.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.real.is_some() && self.real != self.planned
    }
}

/// A vehicle at one stop of its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The stop.
    pub stop: StopId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub position: Position,
    /// When it comes; `None` where the way begins.
    pub arrival: Option<Timing>,
    /// When it leaves; `None` where the way ends.
    pub departure: Option<Timing>,
    /// Where at the stop.
    pub platform: Platform,
    /// Whether the stop can be used with a wheelchair.
    pub wheelchair: Wheelchair,
    /// One may not get on here.
    pub no_boarding: bool,
    /// One may not get off here.
    pub no_alighting: bool,
    /// It stops only if somebody asks: by a call before, or by the button.
    pub on_request: bool,
}

object! { Call {
    stop, name, position, arrival, departure, platform, wheelchair,
    no_boarding: "noBoarding", no_alighting: "noAlighting", on_request: "onRequest",
} }

impl Call {
    /// The one moment to show where only one is: when it leaves, else when it comes.
    #[must_use]
    pub fn timing(&self) -> Option<Timing> {
        self.departure.or(self.arrival)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_not_on_time() {
        assert_eq!(Timing::planned(Moment(60)).delay(), None);
        assert_eq!(Timing::real(Moment(60), Moment(60)).delay(), Some(0));
        assert_eq!(Timing::real(Moment(60), Moment(185)).delay(), Some(2));
        assert_eq!(Timing::real(Moment(120), Moment(60)).delay(), Some(-1));
        let cancelled = Timing { planned: Moment(60), running: Running::Cancelled };
        assert_eq!((cancelled.delay(), cancelled.expected()), (None, Moment(60)));
    }

    #[test]
    fn a_platform_changes_only_to_another() {
        let platform = |planned: Option<&str>, real: Option<&str>| Platform {
            planned: planned.map(str::to_owned),
            real: real.map(str::to_owned),
        };
        assert!(platform(Some("3"), Some("4")).has_changed());
        assert!(!platform(Some("3"), Some("3")).has_changed());
        assert!(!platform(Some("3"), None).has_changed());
        assert_eq!(platform(Some("3"), Some("4")).name(), Some("4"));
    }
}
