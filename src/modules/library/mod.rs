//! The library: find it, have it, keep it, walk in.
mod account;
mod asking;
mod changes;
mod client;
mod keep;
pub mod module;
mod names;
mod pages;
mod state;
