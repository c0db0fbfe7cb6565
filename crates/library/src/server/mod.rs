//! A library's own rules: who may borrow, what waits for whom, what it costs. Pure; a server adds storage and
//! HTTP, and the words for a [`Refusal`].
//!
//! The unit is an [`Edition`] with its copies and those who wait, since nothing in circulation concerns two
//! editions at once. Every change is one call on it; [`answer`] says in PAIA's and DAIA's types what is so.

pub mod answer;
pub mod edition;
pub mod house;
pub mod request;

pub use edition::{Copy, CopyState, Edition, Waiting};
pub use house::{House, Kind, Member, Refusal};
pub use request::{credentials, document_requests};

#[cfg(test)]
mod laws;
