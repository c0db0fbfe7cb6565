//! The worker: hears questions from the page and answers them from the timetable it was given.
//!
//! A message is `{id, kind, …}`, an answer `{id, text}`, the text in the form of `transit::json`; `worker.js`
//! hears the one and sends the other:
//!
//! | kind | with | answer |
//! |---|---|---|
//! | `open` | `bytes` of a timetable | `Outcome<answer::Opened>`; the old one stays until the new one is sound |
//! | `live` | `bytes` of an overlay, `told` when the city told it; no bytes: forget it | `Outcome<answer::Opened>` |
//! | `alerts` | `text`: the city's alerts as the backend gave them | `Outcome<answer::Opened>` |
//! | `ask` | `question` (a [`transit::Question::address`]), `now` | `Outcome` of that question |
//!
//! It fetches nothing itself: not every browser lets the service worker answer a worker's requests.
#[cfg(target_arch = "wasm32")]
mod port;

/// `worker.js` calls what `port` exports; there is nothing to do before.
fn main() {}
