//! Filling in a survey: kept from the first change on, sent once.
mod before;
mod draft;
mod label;
mod multipart;
mod pages;
mod questions;
pub mod source;
mod state;

pub use pages::{answers, fill};
