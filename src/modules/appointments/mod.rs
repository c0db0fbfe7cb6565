//! Appointments at the city's offices, after the ZMS citizen API.
mod captcha;
mod client;
mod draft;
mod elsewhere;
mod engine;
mod guide;
mod keep;
pub mod module;
mod names;
mod pages;
mod state;
