//! The laws of the outbox: what happens to an answer that a person has sent while the network has other plans.
//!
//! An entry is frozen when the person presses "send": its id (made on the device) and its bytes never change again.
//! From then on it is in exactly one [`State`], and [`step`] is the only way from one state to the next. There is no
//! clock, no network and no storage in here, so the laws can be proven by tests that live through years in a second:
//!
//! * nothing is lost: only a receipt, or the person, removes what was written;
//! * nothing is sent twice with different bytes;
//! * one sender at a time, and a sender that dies leaves nothing stuck ([`LEASE`]);
//! * a server that is busy is left in peace ([`wait`], Retry-After).
//!
//! Exactly-once needs two: this outbox repeats until it has a receipt, and the server recognises a repeated id.
//!
//! ```
//! use outbox::{step, Answer, Attempt, Event, State};
//! let sending = step(&State::new(), Event::Start { by: "tab-1" }, 1_000, 0).state;
//! let attempt = Attempt { by: "tab-1".into(), since: 1_000 };
//! let sent = step(&sending, Event::Answered { attempt: &attempt, answer: &Answer::new(201) }, 1_002, 0).state;
//! assert!(matches!(sent, State::Sent { at: 1_002, .. }));
//! ```

mod answer;
mod decode;
mod entry;
mod pick;
mod state;
mod wait;

pub use answer::{Answer, Verdict, judge};
pub use decode::DecodeError;
pub use entry::{BodyHash, Entry, EntryError, EntryId};
pub use pick::{next_to_send, next_wake};
pub use state::{Attempt, Effect, Event, LEASE, Reason, State, Step, step};
pub use wait::{LONGEST_RETRY_AFTER, LONGEST_WAIT, retry_after, wait};
