//! What is asked.

use crate::day::Moment;
use crate::day_table::{Access, Choice};
use crate::geo::Position;
use crate::mode::Modes;
use crate::timetable::{LineNumber, PlaceNumber, StopNumber};

/// Where a journey begins or ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Endpoint {
    /// A place on the map.
    Position(Position),
    /// One pole or platform.
    Stop(StopNumber),
    /// What people call one stop: any of its poles.
    Place(PlaceNumber),
}

/// When a journey has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Leave then or later, arrive as early as possible; of equals the one that leaves last is looked for
    /// along the same lines.
    DepartAt(Moment),
    /// Arrive then or earlier, leave as late as possible.
    ArriveBy(Moment),
    /// All that leave between the two moments, both included, and that no other one beats.
    DepartBetween(Moment, Moment),
    /// All that arrive between the two moments.
    ArriveBetween(Moment, Moment),
}

/// A place on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// One gets off, gets on, or (with a stay of 0) rides through at one of these stops.
    pub stops: Vec<StopNumber>,
    /// Least seconds to stay there.
    pub stay: u32,
}

/// How somebody walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Walking {
    /// Centimetres a second.
    pub speed: u16,
    /// Most metres to the first stop and from the last one.
    pub to_stop: u32,
    /// Most metres between two vehicles. Beyond 520 only where the feed says that one can change.
    pub between: u32,
    /// Most metres for walking all the way.
    pub all_the_way: u32,
    /// Seconds to have left at every change, after walking.
    pub slack: u32,
}

impl Default for Walking {
    /// 4.3 km/h, a kilometre to a stop, 520 m between, two kilometres in all, a minute to change.
    fn default() -> Self {
        Self { speed: 120, to_stop: 1000, between: 520, all_the_way: 2000, slack: 60 }
    }
}

impl Walking {
    /// Seconds for so many metres.
    #[must_use]
    pub fn seconds(&self, metres: u32) -> u32 {
        let seconds = (u64::from(metres) * 100).div_ceil(u64::from(self.speed.max(1)));
        u32::try_from(seconds).unwrap_or(u32::MAX).min(1 << 24)
    }

    /// Seconds for what takes so many at the usual 120 cm/s.
    #[must_use]
    pub fn scaled(&self, seconds: u32) -> u32 {
        let scaled = (u64::from(seconds) * 120).div_ceil(u64::from(self.speed.max(1)));
        u32::try_from(scaled).unwrap_or(u32::MAX).min(1 << 24)
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// From here.
    pub from: Endpoint,
    /// To there.
    pub to: Endpoint,
    /// At this time.
    pub when: When,
    /// Through these places, in this order; at most two.
    pub via: Vec<Via>,
    /// Most changes; more than six are not looked for.
    pub transfers: u8,
    /// Most seconds from door to door; at most two days.
    pub longest: u32,
    /// On foot.
    pub walking: Walking,
    /// With these vehicles.
    pub choice: Choice,
}

/// Most vehicles of a journey.
pub(crate) const MOST_RIDES: usize = 7;
/// Most places on the way.
pub(crate) const MOST_VIA: usize = 2;

impl Query {
    /// With everything else as usual: five changes, twelve hours, every mode, on foot.
    #[must_use]
    pub fn new(from: Endpoint, to: Endpoint, when: When) -> Self {
        Self {
            from,
            to,
            when,
            via: Vec::new(),
            transfers: 5,
            longest: 12 * 3600,
            walking: Walking::default(),
            choice: Choice::default(),
        }
    }

    /// Leaves a line out.
    pub fn exclude(&mut self, line: LineNumber) {
        if let Err(at) = self.choice.excluded.binary_search(&line) {
            self.choice.excluded.insert(at, line);
        }
    }
}

impl Default for Choice {
    fn default() -> Self {
        Self { modes: Modes::ALL, excluded: Vec::new(), access: Access::Any }
    }
}
