//! A public library as its user meets it: find it, have it, keep it, walk in.
//!
//! | question | where |
//! |---|---|
//! | what does an answer look like? | [`wire`], decoded by [`failure::Failure::check`] |
//! | what do I send? | [`request`] |
//! | my loans, reservations, fees, messages | [`account::Account`], [`account::due`] |
//! | why can it not be renewed? | [`renew::renewable`] |
//! | what became of what I asked for? | [`outcome::outcomes`] |
//! | it costs something, or a place must be chosen | [`condition`] |
//! | what may follow what | [`life`] |
//! | who has it, is it on the shelf? | [`availability`] |
//! | search and records | [`catalogue`] |
//! | is it open, for me, and until when? | [`branch`], [`opening`] |
//! | will the door open for me? | [`door`] |
//! | how full is it? | [`occupancy`] |
//! | is this number a book's? | [`isbn`] |
//! | due dates for a calendar | [`reminder`] |
//! | the card | [`barcode`] |
//! | what the city says of its library | [`settings`] |
//! | the rules of a library of our own | `server` (with that feature) |
//! | it went wrong, what now? | [`failure::Failure`], [`failure::NextStep`] |
//!
//! Nothing here does input or output, knows the time or a time zone, or contains a word that a citizen sees:
//! those come from the caller, texts are message keys. What is kept on the device goes through [`json::keep`].
//!
//! Standards: PAIA 1.4 (gbv.github.io/paia), DAIA 1.0 (purl.org/NET/DAIA), `VuFind`'s API version 1, Kirkanta
//! v4 for hours.

pub mod account;
pub mod availability;
pub mod barcode;
pub mod branch;
pub mod catalogue;
pub mod condition;
pub mod document;
pub mod door;
pub mod failure;
pub mod isbn;
pub mod life;
pub mod occupancy;
pub mod opening;
pub mod outcome;
pub mod patron;
pub mod reminder;
pub mod renew;
pub mod request;
pub mod scope;
#[cfg(feature = "server")]
pub mod server;
pub mod settings;
pub mod wire;
pub mod write;

mod ids;
mod money;

pub use dates::when::{When, Zone};
pub use ids::{PatronId, Uri};
pub use money::Money;
