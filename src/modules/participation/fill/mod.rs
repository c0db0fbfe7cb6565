//! Filling in a survey: kept from the first change on, sent once.
mod answers;
mod attach;
mod before;
mod choices;
mod draft;
mod drag;
mod label;
mod matrix;
mod order;
mod pages;
mod picture;
mod place;
mod questions;
mod review;
mod shrink;
mod state;
mod words;

pub use answers::answers;
pub use pages::fill;
