//! Participation: what the city asks, a survey filled in anywhere and sent once, and what became of it.
mod asked;
mod fill;
mod message;
pub mod module;
mod multipart;
mod pages;
mod source;
mod state;
