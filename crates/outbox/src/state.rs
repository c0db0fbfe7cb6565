//! The states of an entry and the one function that leads from one to the next.

use crate::answer::{Answer, Verdict, judge};
use crate::wait::{LONGEST_RETRY_AFTER, wait};

/// Seconds after which a sender that was not heard of counts as dead. Longer than any request is allowed to take.
pub const LEASE: i64 = 240;

/// Where an entry stands. Times are seconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// On the device, to be sent.
    Waiting {
        /// Tries made.
        tries: u32,
        /// When to try next.
        next_try: i64,
        /// Not before this, even if the network comes back: the server asked for it. 0 if it did not.
        not_before: i64,
    },
    /// On its way. Stored before the first byte leaves, so that a killed tab leaves a trace.
    Sending {
        /// Tries made, this one included.
        tries: u32,
        /// Which attempt this is.
        attempt: Attempt,
    },
    /// The server has it. The end.
    Sent {
        /// The server's own id of it, if it gave one.
        receipt: Option<String>,
        /// When the receipt came.
        at: i64,
    },
    /// It will not be taken as it is. Kept and shown until the person decides.
    NeedsAttention {
        /// Why.
        reason: Reason,
        /// Tries made.
        tries: u32,
        /// Since when.
        at: i64,
    },
}

impl State {
    /// The state of an entry that was just frozen: to be sent at once.
    pub fn new() -> Self {
        Self::Waiting { tries: 0, next_try: 0, not_before: 0 }
    }

    /// Whether the person may delete the entry now. Not while it is on its way: nobody could say what became of it.
    pub fn may_be_deleted(&self) -> bool {
        !matches!(self, Self::Sending { .. })
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// One try of one sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The tab that sends, by a name it made up at its start.
    pub by: String,
    /// When it began.
    pub since: i64,
}

/// Why an entry needs the person. Each has a sentence with a next step: `outbox.reason.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The server will never take these bytes (400, 404, 413, 415, 422 …): export or delete.
    Refused(u16),
    /// The permission (a code, a token) is invalid or used up (401, 403).
    NotAllowed,
    /// The server has the same id with other bytes (409). A fault of ours: report it.
    Conflict,
    /// Closed, or enough answers (410).
    Closed,
    /// What is stored is not what was frozen; it is not sent.
    Damaged,
}

impl Reason {
    /// The last part of the message key, and the word in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NotAllowed => "not-allowed",
            Self::Conflict => "conflict",
            Self::Closed => "closed",
            Self::Damaged => "damaged",
        }
    }
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The sender takes it up.
    Start {
        /// The tab's name.
        by: &'a str,
    },
    /// The server answered an attempt.
    Answered {
        /// Which attempt; a late answer to an older one is still worth something.
        attempt: &'a Attempt,
        /// The answer.
        answer: &'a Answer,
    },
    /// An attempt ended without an answer: offline, cut, timed out. Nobody knows whether the server has it.
    Unanswered {
        /// Which attempt.
        attempt: &'a Attempt,
    },
    /// The bytes do not have the sum they were frozen with.
    Damaged {
        /// Which attempt noticed.
        attempt: &'a Attempt,
    },
    /// The app started, came online or into view: try now instead of later.
    Wake,
    /// Look whether the sender died on the way.
    CheckLease,
    /// The person asks to try again.
    Retry,
}

/// What to do about a step. All effects and the new state belong in one storage transaction, before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send the frozen bytes, after the new state is stored.
    Send,
    /// Remove the bytes; the receipt stays.
    DropBody,
    /// Tell the person.
    Tell,
    /// A fault of ours, worth an error report without the content.
    Report,
}

/// The outcome of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The state afterwards; equal to the one before if the event means nothing here.
    pub state: State,
    /// What to do.
    pub effects: Vec<Effect>,
}

/// Leads an entry on. `now` in seconds since the epoch, `random` any number (for the wait).
pub fn step(state: &State, event: Event<'_>, now: i64, random: u32) -> Step {
    let to = |state: State, effects: &[Effect]| Step { state, effects: effects.to_vec() };
    match (state, event) {
        (State::Waiting { tries, .. }, Event::Start { by }) => {
            let attempt = Attempt { by: by.to_owned(), since: now };
            to(State::Sending { tries: tries.saturating_add(1), attempt }, &[Effect::Send])
        }
        (State::Waiting { tries, next_try, not_before }, Event::Wake) => {
            let not_before = (*not_before).min(now.saturating_add(LONGEST_RETRY_AFTER));
            let next_try = (*next_try).min(now.max(not_before));
            to(State::Waiting { tries: *tries, next_try, not_before }, &[])
        }
        (
            State::Waiting { .. } | State::Sending { .. } | State::NeedsAttention { .. },
            Event::Answered { attempt, answer },
        ) => answered(state, attempt, answer, now, random),
        (State::Sending { tries, attempt: current }, Event::Unanswered { attempt })
            if current == attempt =>
        {
            to(later(*tries, now, None, random), &[])
        }
        (State::Sending { tries, attempt: current }, Event::Damaged { attempt })
            if current == attempt =>
        {
            let attention =
                State::NeedsAttention { reason: Reason::Damaged, tries: *tries, at: now };
            to(attention, &[Effect::Tell, Effect::Report])
        }
        // A clock that was set back counts as an end of the lease too: `since` may not lie in the future.
        (State::Sending { tries, attempt }, Event::CheckLease)
            if now.saturating_sub(attempt.since) > LEASE || attempt.since > now =>
        {
            to(State::Waiting { tries: *tries, next_try: now, not_before: 0 }, &[])
        }
        (State::NeedsAttention { .. } | State::Waiting { .. }, Event::Retry) => {
            to(State::Waiting { tries: 0, next_try: now, not_before: 0 }, &[])
        }
        _ => to(state.clone(), &[]),
    }
}

fn answered(state: &State, attempt: &Attempt, answer: &Answer, now: i64, random: u32) -> Step {
    // The server has it: true whoever asked, and however late the answer comes.
    if judge(answer) == Verdict::Stored {
        let sent = State::Sent { receipt: answer.receipt.clone(), at: now };
        return Step { state: sent, effects: vec![Effect::DropBody, Effect::Tell] };
    }
    // A refusal counts only for the attempt it belongs to.
    let State::Sending { tries, attempt: current } = state else {
        return Step { state: state.clone(), effects: Vec::new() };
    };
    if current != attempt {
        return Step { state: state.clone(), effects: Vec::new() };
    }
    match judge(answer) {
        Verdict::Attention(reason) => {
            let mut effects = vec![Effect::Tell];
            if reason == Reason::Conflict {
                effects.push(Effect::Report);
            }
            Step { state: State::NeedsAttention { reason, tries: *tries, at: now }, effects }
        }
        Verdict::Stored | Verdict::Later => {
            Step { state: later(*tries, now, answer.retry_after, random), effects: Vec::new() }
        }
    }
}

fn later(tries: u32, now: i64, retry_after: Option<i64>, random: u32) -> State {
    let asked = retry_after.unwrap_or(0).clamp(0, LONGEST_RETRY_AFTER);
    let not_before = if asked > 0 { now.saturating_add(asked) } else { 0 };
    let next_try = now.saturating_add(wait(tries, random)).max(not_before);
    State::Waiting { tries, next_try, not_before }
}
