//! How things of the library are called in the person's language.
use super::state::{self, zone};
use crate::i18n::{format, language, plural, text};
use crate::ui::IconName;
use dates::{LocalTime, TimeOfDay};
use library::availability::{Badge, Copy, CopyState, Expected, Limitation};
use library::branch::Branch;
use library::document::Document;
use library::failure::{Failure, NextStep};
use library::opening::{self, State, Visitor};
use library::wire::branches::Texts;
use library::{Money, When};
use zms::Day;

/// A text of the library's own in the person's language.
pub fn own(texts: &Texts) -> String {
    texts.get(language().tag()).to_owned()
}

/// A time on the clock; midnight at the end of a day as `24:00` would confuse, so it is that of the next day.
pub fn time(time: TimeOfDay) -> String {
    format::clock(time.minutes() % 1440)
}

/// A day, near ones by their names.
pub fn day(day: Day) -> String {
    format::friendly_day(day)
}

/// A day, or day and time, whichever is known.
pub fn when(when: When) -> String {
    let named = day(when.day(&zone));
    match when.time(&zone) {
        Some(clock) => text("library.when", &[("day", &named), ("time", &time(clock))]),
        None => named,
    }
}

/// Day and time as they differ from now: the time alone for today.
fn moment(at: LocalTime, now: LocalTime) -> String {
    if at.day == now.day {
        time(at.time)
    } else {
        text("library.when", &[("day", &day(at.day)), ("time", &time(at.time))])
    }
}

/// Whether one may go in now: class of the badge and its words.
pub fn opening(branch: &Branch, now: LocalTime, visitor: Visitor) -> (&'static str, String) {
    let state = opening::state(branch, now);
    let word = text(state.message_key(), &[]);
    let with = |rest: Option<String>| match rest {
        Some(rest) => text("library.opening.and", &[("state", &word), ("next", &rest)]),
        None => word.clone(),
    };
    let until = || {
        let end = opening::open_until(branch, now, &visitor)?;
        Some(text("library.opening.until", &[("time", &moment(end, now))]))
    };
    let from = || {
        let (at, _) = opening::next_entry(branch, now, &visitor)?;
        Some(text("library.opening.from", &[("time", &moment(at, now))]))
    };
    match state {
        State::Open(span) if visitor.may(span).is_ok() => {
            let class = if span.mode == library::branch::Mode::Staffed {
                "kern-badge kern-badge--success"
            } else {
                "kern-badge kern-badge--info"
            };
            (class, with(until()))
        }
        State::Open(_) => ("kern-badge kern-badge--info", with(from())),
        State::TemporarilyClosed(_) | State::Closed => ("kern-badge", with(from())),
        State::Unknown => ("kern-badge", word),
    }
}

/// The one line about all copies of a hit: class of the badge and its words.
pub fn badge(badge: &Badge) -> (&'static str, String) {
    let class = match badge {
        Badge::OpenAccess | Badge::OnShelf(_) => "kern-badge kern-badge--success",
        Badge::Order | Badge::Remote | Badge::InLibrary => "kern-badge kern-badge--info",
        Badge::Lent(..) => "kern-badge kern-badge--warning",
        Badge::Unknown => "kern-badge",
    };
    let key = badge.message_key();
    let words = match *badge {
        Badge::OnShelf(copies) => plural(key, number(copies), &[]),
        Badge::Lent(back, queue) => lent(back.map(Expected::At), queue),
        _ => text(key, &[]),
    };
    (class, words)
}

fn lent(expected: Option<Expected>, queue: Option<u32>) -> String {
    let mut parts = vec![text("library.availability.lent", &[])];
    match expected {
        Some(Expected::At(back)) => {
            parts.push(text("library.copy.back", &[("day", &when(back))]));
        }
        Some(Expected::Unknown) => parts.push(text("library.copy.backUnknown", &[])),
        None => {}
    }
    if let Some(waiting) = queue.filter(|waiting| *waiting > 0) {
        parts.push(plural("library.copy.queue", f64::from(waiting), &[]));
    }
    parts.join(", ")
}

/// What a person can do with a copy: class of the badge and the words.
pub fn copy(copy: &Copy) -> (&'static str, String) {
    match copy.state() {
        CopyState::Online(true, _) => badge(&Badge::OpenAccess),
        CopyState::Online(false, _) => badge(&Badge::Remote),
        CopyState::OnShelf => ("kern-badge kern-badge--success", text("library.copy.onShelf", &[])),
        CopyState::Order(_) => badge(&Badge::Order),
        CopyState::InLibrary => badge(&Badge::InLibrary),
        CopyState::Lent { expected, queue, .. } => {
            ("kern-badge kern-badge--warning", lent(expected, queue))
        }
        CopyState::Nothing => badge(&Badge::Unknown),
    }
}

/// What restricts the use of a copy.
pub fn limitation(limitation: &Limitation) -> Option<String> {
    let known = limitation.message_key().map(|key| text(key, &[]));
    limitation.text.clone().or(known)
}

/// What to do after something failed.
pub fn next_step(failure: &Failure) -> String {
    match failure.next_step() {
        NextStep::Wait { seconds } => plural("library.next.wait", f64::from(seconds), &[]),
        NextStep::SignInAgain => text("library.next.signInAgain", &[]),
        NextStep::CheckCredentials => text("library.next.checkCredentials", &[]),
        NextStep::NotHere => text("library.next.notHere", &[]),
        NextStep::AskLibrary => text("library.next.askLibrary", &[]),
        NextStep::CheckConnection => text("library.next.checkConnection", &[]),
        NextStep::TryLater => text("library.next.tryLater", &[]),
    }
}

/// Where something is picked up: the branch as the person's language calls it, else in the library's words.
pub fn place(document: &Document) -> Option<String> {
    let branch = document.storage_id.as_ref().and_then(state::branch_of);
    branch.map(|branch| own(&branch.name)).or_else(|| document.storage.clone())
}

/// An amount; in another currency than euros as the library writes it.
pub fn money(sum: Money) -> String {
    if sum.currency() == "EUR" {
        #[allow(clippy::cast_precision_loss, reason = "what somebody owes is exact in a double")]
        return format::money(sum.cents as f64);
    }
    sum.to_string()
}

/// A number for a plural.
pub fn number(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().unwrap_or(u32::MAX))
}

/// The icon of a kind of medium: there is one for all.
pub const MEDIUM: IconName = IconName::Library;
