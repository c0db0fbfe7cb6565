//! The city package: everything that makes the one build of Stadtkern *this* city's app.
//!
//! A city is a folder of data (`cities/<slug>/`), read at run time, so that a town without developers
//! can make the app its own by changing files. This crate says what such a folder may hold
//! and turns it into values that cannot hold nonsense. Three readers share it:
//!
//! - **the app** calls [`City::from_json`] and nothing else; it needs no other module of this crate;
//! - **the backend** adds [`folder`], [`theme`] and [`manifest`] to serve the package;
//! - **the tools** (`cargo xtask city`, the brand studio) add [`check`] and [`schema`].
//!
//! The same checks run in all of them, so the studio, the command and the server cannot disagree.

mod address;
pub mod check;
mod city;
mod color;
mod error;
#[cfg(not(target_arch = "wasm32"))]
pub mod folder;
mod hours;
mod language;
mod localised;
pub mod manifest;
mod moment;
mod oklch;
mod package;
mod parts;
mod path;
mod position;
mod read;
pub mod schema;
mod shape;
pub mod theme;

pub use address::Link;
pub use city::{City, VERSION};
pub use color::{Color, contrast};
pub use dates::TimeOfDay;
pub use error::CityError;
pub use hours::{OpeningHours, Weekday};
pub use language::{Direction, Language};
pub use localised::Localised;
pub use moment::Moment;
pub use package::Package;
pub use parts::{
    Appearance, Brand, Contact, Coordinates, Corners, Font, Icon, LegalPage, Map, MapBounds,
    Module, Notice, Purpose, Severity, SiteLink, Telephone,
};
pub use path::PackagePath;
