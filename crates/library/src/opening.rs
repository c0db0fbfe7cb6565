//! Is it open, for me, and until when?
//!
//! Times are what the clocks in the city show. Regional holidays, bridge days and school holidays are already
//! in the rows of [`Branch`]; nothing is derived from weekdays here.

use crate::branch::{Branch, Entry, Mode, Span};
use dates::{Day, LocalTime, TimeOfDay};

/// What a branch is at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum State<'a> {
    /// Open, in the span's mode.
    Open(&'a Span),
    /// Closed for a while.
    TemporarilyClosed(&'a Span),
    /// Closed.
    Closed,
    /// The rows do not reach so far: "closed" would be a guess.
    Unknown,
}

impl State<'_> {
    /// Key of the sentence that says so.
    #[must_use]
    pub const fn message_key(&self) -> &'static str {
        match self {
            Self::Open(Span { mode: Mode::Staffed, .. }) => "library.opening.staffed",
            Self::Open(Span { mode: Mode::Supervised, .. }) => "library.opening.supervised",
            Self::Open(Span { mode: Mode::CardAccess, .. }) => "library.opening.cardAccess",
            Self::Open(Span { mode: Mode::TemporarilyClosed, .. }) | Self::TemporarilyClosed(_) => {
                "library.opening.temporarilyClosed"
            }
            Self::Closed => "library.opening.closed",
            Self::Unknown => "library.opening.unknown",
        }
    }

    /// The span, if it is open.
    #[must_use]
    pub const fn open(&self) -> Option<&Span> {
        match self {
            Self::Open(span) => Some(span),
            _ => None,
        }
    }

    /// Whether both are the same to a person: hours that follow each other are one time.
    fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Open(a), Self::Open(b)) => {
                (a.mode, a.entry, a.minimum_age, &a.without, &a.stop, &a.info)
                    == (b.mode, b.entry, b.minimum_age, &b.without, &b.stop, &b.info)
            }
            (Self::TemporarilyClosed(_), Self::TemporarilyClosed(_))
            | (Self::Closed, Self::Closed)
            | (Self::Unknown, Self::Unknown) => true,
            _ => false,
        }
    }
}

/// Minutes from the midnight of `day` to a time.
fn minutes(day: Day, at: LocalTime) -> i64 {
    i64::from(at.day.days_since(day)) * 1440 + i64::from(at.time.minutes())
}

/// What a branch is. Where rows contradict each other, "closed for a while" wins: nobody stands before a locked
/// door because of it.
#[must_use]
pub fn state(branch: &Branch, at: LocalTime) -> State<'_> {
    let at = normal(at);
    let yesterday = branch.day(at.day.plus_days(-1));
    let today = branch.day(at.day);
    let mut best: Option<&Span> = None;
    for day in yesterday.into_iter().chain(today) {
        let minute = minutes(day.date, at);
        let now = |span: &&Span| i64::from(span.from) <= minute && minute < i64::from(span.until);
        for span in day.spans.iter().filter(now) {
            if span.mode == Mode::TemporarilyClosed {
                return State::TemporarilyClosed(span);
            }
            if best.is_none_or(|best| span.mode < best.mode) {
                best = Some(span);
            }
        }
    }
    match (best, today) {
        (Some(span), _) => State::Open(span),
        (None, Some(_)) => State::Closed,
        (None, None) => State::Unknown,
    }
}

/// 24:00 is the next day's 0:00.
fn normal(at: LocalTime) -> LocalTime {
    if at.time == TimeOfDay::END {
        LocalTime { day: at.day.plus_days(1), time: TimeOfDay::MIDNIGHT }
    } else {
        at
    }
}

/// Every moment after `after` at which something may change, in order.
fn moments(branch: &Branch, after: LocalTime) -> Vec<LocalTime> {
    let mut moments = Vec::new();
    let first = after.day.plus_days(-1);
    let start = branch.days.partition_point(|day| day.date < first);
    for day in branch.days.iter().skip(start) {
        let ends = [0, 1440].into_iter();
        for minute in ends.chain(day.spans.iter().flat_map(|span| [span.from, span.until])) {
            let time = TimeOfDay::from_minutes(minute % 1440);
            moments.push(LocalTime { day: day.date.plus_days(i32::from(minute / 1440)), time });
        }
    }
    moments.retain(|moment| *moment > after);
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// When the state changes next, and to what; `None` if the rows end before it does.
#[must_use]
pub fn next(branch: &Branch, at: LocalTime) -> Option<(LocalTime, State<'_>)> {
    let at = normal(at);
    let now = state(branch, at);
    let changes = moments(branch, at).into_iter().map(|moment| (moment, state(branch, moment)));
    let mut changes = changes.filter(|(_, then)| !now.is_same(*then));
    changes.next().filter(|(_, then)| !matches!(then, State::Unknown))
}

/// Until when this person may stay without leaving in between: the end of all hours that follow each other and
/// let them in.
#[must_use]
pub fn open_until(branch: &Branch, at: LocalTime, visitor: &Visitor) -> Option<LocalTime> {
    let enters = |state: State<'_>| state.open().is_some_and(|span| visitor.may(span).is_ok());
    if !enters(state(branch, at)) {
        return None;
    }
    moments(branch, normal(at)).into_iter().find(|moment| !enters(state(branch, *moment)))
}

/// When this person may enter next, later than `at`.
#[must_use]
pub fn next_entry<'a>(
    branch: &'a Branch,
    at: LocalTime,
    visitor: &Visitor,
) -> Option<(LocalTime, &'a Span)> {
    moments(branch, normal(at)).into_iter().find_map(|moment| match state(branch, moment) {
        State::Open(span) if visitor.may(span).is_ok() => Some((moment, span)),
        _ => None,
    })
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Visitor {
    /// Whether there is a valid card.
    pub card: Card,
    /// Whether the person was admitted to hours without staff; `None` is unknown.
    pub registered: Option<bool>,
    /// Age in years; `None` is unknown.
    pub age: Option<u8>,
}

/// A visitor's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Card {
    /// None on this device.
    #[default]
    None,
    /// It has expired or is blocked.
    Invalid,
    /// Valid.
    Valid,
}

/// Why this person may not enter, or may not be sure to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Barrier {
    /// A card is needed.
    NeedsCard,
    /// The card has expired or is blocked.
    CardInvalid,
    /// One must be admitted to these hours first.
    NotRegistered,
    /// Too young; from which age on.
    TooYoung(u8),
}

impl Barrier {
    /// Key of the sentence that says why and what to do.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::NeedsCard => "library.entry.needsCard",
            Self::CardInvalid => "library.entry.cardInvalid",
            Self::NotRegistered => "library.entry.notRegistered",
            Self::TooYoung(_) => "library.entry.tooYoung",
        }
    }
}

impl Visitor {
    /// Whether this person may enter during a span. What is unknown about the person is no barrier: the door
    /// decides.
    ///
    /// # Errors
    /// What is in the way.
    pub const fn may(&self, span: &Span) -> Result<(), Barrier> {
        match (span.entry, self.card, self.registered) {
            (Entry::CardHolders | Entry::Registered, Card::None, _) => {
                return Err(Barrier::NeedsCard);
            }
            (Entry::CardHolders | Entry::Registered, Card::Invalid, _) => {
                return Err(Barrier::CardInvalid);
            }
            (Entry::Registered, _, Some(false)) => return Err(Barrier::NotRegistered),
            _ => {}
        }
        match (span.minimum_age, self.age) {
            (Some(least), Some(age)) if age < least => Err(Barrier::TooYoung(least)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "opening_tests.rs"]
mod tests;
