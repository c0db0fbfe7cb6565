//! Where the device's timetable stands: looked for, fetched, open, or not to be had.

use crate::Trouble;
use crate::answer::Opened;

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Supply {
    /// Nobody has needed it yet.
    #[default]
    Asleep,
    /// It is being looked for on the device.
    Reading,
    /// The device has none; it is being fetched.
    Fetching,
    /// It is open: questions can be asked.
    Open(Opened),
    /// The device has none and it could not be had.
    Missing(Trouble),
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Somebody needs it, or wants to try again.
    Wanted,
    /// The device has none.
    NotOnDevice,
    /// One was opened, or what really runs was added to it.
    Opened(Opened),
    /// The newest one could not be had, or was damaged.
    Failed(Trouble),
}

impl Supply {
    /// What follows from an event. A failure takes nothing away that is there.
    #[must_use]
    pub fn after(self, event: Event) -> Self {
        match (self, event) {
            (Self::Asleep | Self::Missing(_), Event::Wanted) => Self::Reading,
            (Self::Reading, Event::NotOnDevice) => Self::Fetching,
            (_, Event::Opened(opened)) => Self::Open(opened),
            (Self::Reading | Self::Fetching, Event::Failed(trouble)) => Self::Missing(trouble),
            (same, _) => same,
        }
    }

    /// What is open, if something is.
    #[must_use]
    pub const fn opened(&self) -> Option<&Opened> {
        match self {
            Self::Open(opened) => Some(opened),
            _ => None,
        }
    }

    /// Whether it is clear whether questions can be asked.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Open(_) | Self::Missing(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;
    use crate::answer::Kind;
    use crate::source::By;

    fn opened(stops: u32) -> Opened {
        let source = Source {
            by: By::Device,
            realtime: None,
            first: None,
            last: None,
            attribution: Vec::new(),
        };
        Opened { stops, lines: 1, source }
    }

    fn after(events: &[Event]) -> Supply {
        events.iter().cloned().fold(Supply::default(), Supply::after)
    }

    #[test]
    fn the_first_visit_and_the_second() {
        let first = [Event::Wanted, Event::NotOnDevice, Event::Opened(opened(1))];
        assert_eq!(after(&first), Supply::Open(opened(1)));
        assert_eq!(after(&[Event::Wanted, Event::NotOnDevice]), Supply::Fetching);
        let second = [Event::Wanted, Event::Opened(opened(1)), Event::Opened(opened(2))];
        assert_eq!(after(&second), Supply::Open(opened(2)));
    }

    #[test]
    fn a_failure_takes_nothing_away() {
        let failed = Event::Failed(Kind::Unreachable.into());
        assert_eq!(
            after(&[Event::Wanted, Event::Opened(opened(1)), failed.clone(), Event::NotOnDevice]),
            Supply::Open(opened(1))
        );
        let missing = after(&[Event::Wanted, Event::NotOnDevice, failed.clone()]);
        assert_eq!(missing, Supply::Missing(Kind::Unreachable.into()));
        assert_eq!(missing.clone().after(failed), missing);
        assert_eq!(missing.after(Event::Wanted), Supply::Reading);
    }

    #[test]
    fn wanted_twice_is_wanted_once() {
        assert_eq!(after(&[Event::Wanted, Event::Wanted]), Supply::Reading);
        let open = after(&[Event::Wanted, Event::Opened(opened(1)), Event::Wanted]);
        assert_eq!(open, Supply::Open(opened(1)));
    }
}
