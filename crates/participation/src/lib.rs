//! What a city asks its people, what one can do with it now, and what became of it.
//!
//! | question | where |
//! |---|---|
//! | what is asked in this city? | [`items`], [`Item`] |
//! | what can one do with it now? | [`Item::offer`], [`Item::state`] |
//! | a quick poll's answer, without the forms engine | [`Poll::answer`] |
//! | what came out? | [`results`], [`Tally`] |
//! | why was an answer not taken? | [`Refusal`] |
//! | what lies under a map question, and what is near a place on it? | [`drawing`] |
//!
//! The JSON is that of `/api/participation/v1/…`, which the app and the backend share; a city writes the same items
//! in `participation/items.json` of its package, without what the backend adds (`docs/participation.md`). What
//! cannot be read of a list is left out and counted; what leaves this crate holds no nonsense: addresses lead to this
//! server or are `https`, times are moments, a share is between 0 and 100.
//!
//! Nothing here does input or output, knows the time, or contains a word that a citizen reads.

pub mod drawing;
mod item;
mod parts;
mod poll;
mod refusal;
mod results;
mod texts;

pub use item::{Item, Kind, Offer, State, items};
pub use parts::{
    Definition, External, Medium, Mode, Once, Outcome, Phase, Policy, Privacy, Published, Rules,
    Status, Submit,
};
pub use poll::{Poll, PollOption};
pub use refusal::Refusal;
pub use results::{Bin, Cell, OptionTally, QuestionResult, Results, Tally, results};
pub use texts::Texts;

pub use json::{Decoded, NotReadable};
