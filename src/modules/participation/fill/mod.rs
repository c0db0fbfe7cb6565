//! Filling in a survey: kept from the first change on, sent once.
mod attach;
mod before;
mod choices;
mod draft;
mod label;
mod matrix;
mod multipart;
mod order;
mod pages;
mod picture;
mod questions;
mod shrink;
pub mod source;
mod state;
mod words;

pub use pages::{answers, fill};
