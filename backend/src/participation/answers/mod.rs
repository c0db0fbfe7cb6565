//! Answers: read, compared with their form, kept once.

pub mod check;
pub mod keep;
pub mod submission;
