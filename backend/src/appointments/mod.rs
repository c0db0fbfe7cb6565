//! Appointments: the twelve ZMS citizen routes, answered here or passed on.
//!
//! | question | where |
//! |---|---|
//! | which routes are there? | [`route`] |
//! | what does an office offer, when is it open? | [`catalogue`] (`docs/appointments-catalogue.md`) |
//! | what is free? | [`slots`], [`availability`] |
//! | what does the database keep, why is no slot given twice? | [`record`] |
//! | reserve, confirm, cancel | [`desk`] |
//! | the city has a real ZMS | [`forward`] |

mod answer;
pub mod availability;
pub mod captcha;
pub mod catalogue;
pub mod catalogue_disk;
mod catalogue_file;
mod catalogue_wire;
pub mod closed;
pub mod desk;
mod error;
pub mod forward;
mod http;
mod ics;
pub mod record;
pub mod route;
pub mod slots;

pub use error::ApiError;
pub use http::serve;
pub use ics::place;
