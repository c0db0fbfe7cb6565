//! The life of a document in the eyes of one patron: the transitions that PAIA's informative part names.

use json::Value;
use json::keep::Keep;

/// What a document is to a patron (PAIA "service status").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 0: nothing.
    NoRelation,
    /// 1: reserved. Start: since; end: expected.
    Reserved,
    /// 2: ordered, on its way from the stacks. Start: since; end: expected.
    Ordered,
    /// 3: on loan. Start: lent; end: due.
    Held,
    /// 4: ready for pickup. Start: since; end: must be picked up by. Only this may be called "ready".
    Provided,
    /// 5: rejected. Start: since.
    Rejected,
}

impl Status {
    /// All of them, by number.
    pub const ALL: [Self; 6] = [
        Self::NoRelation,
        Self::Reserved,
        Self::Ordered,
        Self::Held,
        Self::Provided,
        Self::Rejected,
    ];

    /// The status for its number; `None` for a number the standard forbids.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Key of its name.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::NoRelation => "library.status.none",
            Self::Reserved => "library.status.reserved",
            Self::Ordered => "library.status.ordered",
            Self::Held => "library.status.held",
            Self::Provided => "library.status.provided",
            Self::Rejected => "library.status.rejected",
        }
    }
}

impl Keep for Status {
    fn write(&self, text: &mut String) {
        self.number().write(text);
    }
    fn read(value: &Value) -> Option<Self> {
        Self::from_number(i64::read(value)?)
    }
}

/// Something that happens to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Asked for; the library answers with one of reserved, ordered, provided, rejected.
    Request(Status),
    /// The patron gives the reservation or order up.
    Cancel,
    /// It became free; the library fetches it ([`Status::Ordered`]) or has it ready ([`Status::Provided`]).
    Available(Status),
    /// Taken home.
    Lend,
    /// Kept longer.
    Renew,
    /// Brought back.
    Return,
    /// Not picked up in time.
    NotPickedUp,
    /// The patron is blocked, or the copy is lost.
    Reject,
    /// The patron is no longer blocked; as what it goes on.
    Resume(Status),
    /// A rejection was shown long enough.
    Forget,
}

/// What a document is after an event; `None` if that cannot happen to it.
#[must_use]
pub const fn step(status: Status, event: Event) -> Option<Status> {
    use Event::{
        Available, Cancel, Forget, Lend, NotPickedUp, Reject, Renew, Request, Resume, Return,
    };
    use Status::{Held, NoRelation, Ordered, Provided, Rejected, Reserved};
    Some(match (status, event) {
        (NoRelation, Request(to @ (Reserved | Ordered | Provided | Rejected)))
        | (Reserved, Available(to @ (Ordered | Provided)))
        | (Ordered, Available(to @ Provided))
        | (Rejected, Resume(to @ (Reserved | Ordered | Provided))) => to,
        (Reserved | Ordered, Cancel)
        | (Held, Return)
        | (Provided, NotPickedUp)
        | (Rejected, Forget) => NoRelation,
        (NoRelation | Reserved | Ordered | Provided, Lend) | (Held, Renew) => Held,
        (Reserved | Ordered | Provided, Reject) => Rejected,
        _ => return None,
    })
}

/// What happened between two looks at an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// The same as before.
    None,
    /// One event explains it.
    By(Event),
    /// Several events, or something the table marks as special: a damaged copy that is reserved again.
    Unusual,
}

/// What explains the change from one status to another.
#[must_use]
pub fn change(from: Status, to: Status) -> Change {
    if from == to {
        return Change::None;
    }
    let simple = [
        Event::Cancel,
        Event::Lend,
        Event::Return,
        Event::NotPickedUp,
        Event::Reject,
        Event::Forget,
    ];
    let answered = [Event::Request(to), Event::Available(to), Event::Resume(to)];
    let mut events = simple.into_iter().chain(answered);
    events.find(|event| step(from, *event) == Some(to)).map_or(Change::Unusual, Change::By)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use Status::{Held, NoRelation, Ordered, Provided, Rejected, Reserved};
    use proptest::prelude::*;

    fn events() -> Vec<Event> {
        let mut events = vec![
            Event::Cancel,
            Event::Lend,
            Event::Renew,
            Event::Return,
            Event::NotPickedUp,
            Event::Reject,
            Event::Forget,
        ];
        for to in Status::ALL {
            events.extend([Event::Request(to), Event::Available(to), Event::Resume(to)]);
        }
        events
    }

    /// The specification's table, row by row: `x` is a cell with a reason, `=` stays, `/` is special.
    const TABLE: [&str; 6] = ["=xxxxx", "x=xxxx", "x/=xxx", "x//x//", "x//x=x", "xxx/x="];

    #[test]
    fn the_table_of_the_specification() {
        for (from, row) in Status::ALL.into_iter().zip(TABLE) {
            for (to, cell) in Status::ALL.into_iter().zip(row.chars()) {
                let reachable = events().into_iter().any(|event| step(from, event) == Some(to));
                assert_eq!(reachable, cell == 'x', "{from:?} -> {to:?}");
                let expected = if from == to {
                    matches!(change(from, to), Change::None)
                } else if cell == 'x' {
                    matches!(change(from, to), Change::By(event) if step(from, event) == Some(to))
                } else {
                    change(from, to) == Change::Unusual
                };
                assert!(expected, "{from:?} -> {to:?}");
            }
        }
    }

    #[test]
    fn the_story_of_a_reservation() {
        let story = [
            (Event::Request(Reserved), Reserved),
            (Event::Available(Provided), Provided),
            (Event::Lend, Held),
            (Event::Renew, Held),
            (Event::Return, NoRelation),
        ];
        let mut status = NoRelation;
        for (event, then) in story {
            status = step(status, event).unwrap();
            assert_eq!(status, then);
        }
        assert_eq!(step(Held, Event::Cancel), None);
        assert_eq!(step(Rejected, Event::Lend), None);
        assert_eq!(step(Ordered, Event::Available(Reserved)), None);
    }

    proptest! {
        /// Whatever happens in whatever order: nothing is lent twice, what is cancelled was waiting, and
        /// only what was lent comes back.
        #[test]
        fn laws(picks in proptest::collection::vec(0usize..25, 0..60)) {
            let events = events();
            let mut status = NoRelation;
            for at in picks {
                let event = events[at % events.len()];
                let Some(next) = step(status, event) else { continue };
                match event {
                    Event::Lend => prop_assert!(status != Held && next == Held),
                    Event::Renew => prop_assert!(status == Held && next == Held),
                    Event::Return => prop_assert!(status == Held && next == NoRelation),
                    Event::Cancel => prop_assert!(matches!(status, Reserved | Ordered)),
                    Event::NotPickedUp => prop_assert_eq!(status, Provided),
                    _ => prop_assert_ne!(status, Held, "only lending and returning touch a loan"),
                }
                status = next;
            }
        }
    }
}
