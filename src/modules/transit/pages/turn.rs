//! Earlier and later journeys, the device's own and a planner's.
use super::super::state::Answer;
use transit::answer::Journeys;
use transit::query::{self, Page};
use transit::source::By;
use transit::{Trouble, better};

/// How the city's planner was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Not yet, or there is none.
    Nothing,
    /// It answered.
    Answer(Box<Journeys>),
    /// It did not answer; the device's own answer stands.
    Failed(Trouble),
}

/// Which part of the answers is shown: those of the question, or earlier or later ones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Turn {
    /// The device's own page.
    pub own: Option<String>,
    /// The planner's page, if what was shown before was its answer.
    pub theirs: Option<String>,
}

impl Turn {
    /// Whether it is what the question asks for.
    pub fn is_first(&self) -> bool {
        *self == Self::default()
    }
}

/// What is shown of two answers; nothing while the one that is wanted is not there yet.
pub fn choose(
    turn: &Turn,
    heard: &Heard,
    own: &Answer<Journeys>,
    when: query::When,
) -> Option<Journeys> {
    match (heard, own) {
        (Heard::Nothing, _) if turn.theirs.is_some() => None,
        // The page after a planner's is the planner's.
        (Heard::Answer(theirs), _) if !turn.is_first() => Some((**theirs).clone()),
        (Heard::Answer(theirs), Answer::Here(own)) => {
            Some(if better::replaces(theirs, own, when) { (**theirs).clone() } else { own.clone() })
        }
        // Without a timetable on the device the planner's answer is the only one.
        (Heard::Answer(theirs), Answer::Trouble(_)) => Some((**theirs).clone()),
        (_, Answer::Here(own)) => Some(own.clone()),
        _ => None,
    }
}

/// The part before what is shown. The device is told by the times, also where a planner had answered: if the planner
/// fails now, the device goes on.
pub fn before(found: &Journeys) -> Option<Turn> {
    let page = found.earlier.clone()?;
    let own = found.journeys.first().map(|first| Page::Earlier(first.departure()));
    Some(turned(found, page, own))
}

/// The part after what is shown.
pub fn after(found: &Journeys) -> Option<Turn> {
    let page = found.later.clone()?;
    let own = found.journeys.last().map(|last| Page::Later(last.departure().plus(1)));
    Some(turned(found, page, own))
}

fn turned(found: &Journeys, page: String, own: Option<Page>) -> Turn {
    match found.source.by {
        By::Device => Turn { own: Some(page), theirs: None },
        By::Planner => Turn { own: own.and_then(Page::text), theirs: Some(page) },
    }
}
