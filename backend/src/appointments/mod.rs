//! Appointments: the twelve ZMS citizen routes, answered here or passed on.

mod error;

pub use error::ApiError;
