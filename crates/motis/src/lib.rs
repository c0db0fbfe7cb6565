//! MOTIS, the open journey planner behind Transitous: what to ask, and what its answers mean.
//!
//! Versions 6 and 5 of its API (`openapi.yaml` of motis-project/motis). Used by the backend, which
//! answers the phone in the form of `crates/transit`; nothing here does input or output or knows the time.
//!
//! | question | where |
//! |---|---|
//! | what do I ask, at which address? | [`request`] |
//! | is it an answer, a refusal, or neither? | [`answer::read`] |
//! | what does an answer look like? | [`wire`] |
//! | what is a person told? | [`translate`] |

pub mod answer;
pub mod request;
pub mod translate;
pub mod wire;

mod moment;

pub use moment::Moment;
