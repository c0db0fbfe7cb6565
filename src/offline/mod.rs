//! What the device keeps, and what happens while there is no network.
//!
//! * [`database`]: one `IndexedDB` database, opened when first needed; where the browser refuses it, memory takes its
//!   place and [`health`] says so;
//! * [`store`]: texts under keys, each with the time of its writing;
//! * [`saved`]: [`Saved<T>`](saved::Saved), a value and when it was true;
//! * [`secret`]: the same for what others must not read from the disk;
//! * [`outbox`]: sends what may wait, by the laws of the crate of that name;
//! * [`tabs`]: what one tab tells the others;
//! * [`worker`]: registers the service worker and passes on its news;
//! * [`persist`] and [`inventory`]: ask the browser to keep it, show all of it, delete any of it.
//!
//! Everything here returns errors as values, [`StorageError`], whose [`StorageError::key`] is a message key.

pub(crate) mod browser;
pub mod database;
mod error;
pub mod file;
pub mod inventory;
mod memory;
pub mod outbox;
pub mod persist;
pub mod saved;
pub mod secret;
pub mod store;
pub mod tabs;
pub mod worker;

pub(crate) use crate::i18n::format::now;
pub use database::{Health, health};
pub use error::StorageError;
pub use saved::{Saved, load, save};
pub use secret::{load_secret, save_secret};
pub use store::Store;
pub use worker::{apply_update, keep, update_ready};

/// Starts what runs beside the pages: the service worker's registration. Called once, at mount.
///
/// A module that uses the outbox calls [`outbox::start`] in its own start: an app without such a module does not carry
/// the outbox's weight.
pub fn start() {
    worker::register();
}
