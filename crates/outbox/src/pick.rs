//! Which entry is next, and when to look again.

use crate::entry::Entry;
use crate::state::State;
use crate::wait::LONGEST_RETRY_AFTER;

/// The entry to send now: the oldest that is due, one at a time, none while another is on its way.
pub fn next_to_send(entries: &[Entry], now: i64) -> Option<&Entry> {
    if entries.iter().any(|entry| matches!(entry.state, State::Sending { .. })) {
        return None;
    }
    entries.iter().filter(|entry| is_due(&entry.state, now)).min_by_key(|entry| entry.created())
}

/// When to look again, in seconds since the epoch; never in the past and `None` if there is nothing to wait for.
pub fn next_wake(entries: &[Entry], now: i64) -> Option<i64> {
    entries
        .iter()
        .filter_map(|entry| match &entry.state {
            State::Waiting { .. } if is_due(&entry.state, now) => Some(now),
            State::Waiting { next_try, .. } => Some(*next_try),
            State::Sending { attempt, .. } => Some(attempt.since.saturating_add(crate::LEASE + 1)),
            State::Sent { .. } | State::NeedsAttention { .. } => None,
        })
        .min()
        .map(|at| at.clamp(now, now.saturating_add(LONGEST_RETRY_AFTER)))
}

/// A time further away than any wait can be means that the clock was set back.
fn is_due(state: &State, now: i64) -> bool {
    matches!(state, State::Waiting { next_try, .. }
        if *next_try <= now || *next_try > now.saturating_add(LONGEST_RETRY_AFTER))
}
