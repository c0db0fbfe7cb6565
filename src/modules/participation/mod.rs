//! Participation: what the city asks, a survey filled in anywhere and sent once, and what became of it.
mod asked;
mod fill;
pub mod module;
mod pages;
