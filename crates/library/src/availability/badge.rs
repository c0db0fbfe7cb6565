//! The one line about all copies of a hit.

use super::{Copy, CopyState, Expected};
use crate::When;

/// The one line of a hit, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// For everybody, online.
    OpenAccess,
    /// On a shelf; so many copies.
    OnShelf(usize),
    /// Can be ordered.
    Order,
    /// Online with a card.
    Remote,
    /// Only in the library.
    InLibrary,
    /// All lent; the first expected back and the shortest queue, as far as said.
    Lent(Option<When>, Option<u32>),
    /// The library says nothing about it.
    Unknown,
}

impl Badge {
    /// Key of its text.
    #[must_use]
    pub const fn message_key(&self) -> &'static str {
        match self {
            Self::OpenAccess => "library.availability.openAccess",
            Self::OnShelf(_) => "library.availability.onShelf",
            Self::Order => "library.availability.order",
            Self::Remote => "library.availability.remote",
            Self::InLibrary => "library.availability.inLibrary",
            Self::Lent(..) => "library.availability.lent",
            Self::Unknown => "library.availability.unknown",
        }
    }
}

/// The one line for copies of one hit, all of its documents together.
#[must_use]
pub fn badge<'a>(copies: impl Iterator<Item = &'a Copy>) -> Badge {
    let states: Vec<CopyState<'_>> = copies.map(Copy::state).collect();
    let any = |wanted: fn(&CopyState<'_>) -> bool| states.iter().any(wanted);
    let shelf = states.iter().filter(|state| matches!(state, CopyState::OnShelf)).count();
    if any(|state| matches!(state, CopyState::Online(true, _))) {
        Badge::OpenAccess
    } else if shelf > 0 {
        Badge::OnShelf(shelf)
    } else if any(|state| matches!(state, CopyState::Order(_))) {
        Badge::Order
    } else if any(|state| matches!(state, CopyState::Online(false, _))) {
        Badge::Remote
    } else if any(|state| matches!(state, CopyState::InLibrary)) {
        Badge::InLibrary
    } else {
        lent(&states)
    }
}

fn lent(states: &[CopyState<'_>]) -> Badge {
    let mut found = None;
    for state in states {
        let CopyState::Lent { expected, queue, .. } = state else { continue };
        let (first, shortest) = found.unwrap_or((None, None));
        let when = match expected {
            Some(Expected::At(when)) => Some(*when),
            _ => None,
        };
        // Days are compared as texts of one form; a mixture of days and times is rare and near enough.
        let earlier = |a: When, b: When| if text_of(a) <= text_of(b) { a } else { b };
        let first = match (first, when) {
            (Some(a), Some(b)) => Some(earlier(a, b)),
            (a, b) => a.or(b),
        };
        let shortest = match (shortest, *queue) {
            (Some(a), Some(b)) => Some(u32::min(a, b)),
            (a, b) => a.or(b),
        };
        found = Some((first, shortest));
    }
    found.map_or(Badge::Unknown, |(first, shortest)| Badge::Lent(first, shortest))
}

fn text_of(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Local(local) => format!("{}T{}", local.day, local.time),
        When::At(at) => dates::when::utc(at),
    }
}
