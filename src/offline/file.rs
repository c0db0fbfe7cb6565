//! Large files as they came, with a mark that says which version they are. The bytes stay in the browser's memory
//! and never pass through ours.

use js_sys::Uint8Array;

use super::database::{self, Change};
use super::memory::Record;
use super::{StorageError, Store};

/// A kept file.
#[derive(Clone, Debug)]
pub struct File {
    /// Its bytes.
    pub bytes: Uint8Array,
    /// Which version it is, as its server said (`ETag`); empty if it did not.
    pub mark: String,
    /// When it was kept (seconds since the epoch).
    pub at: i64,
}

/// Keeps a file; done means written.
///
/// # Errors
/// [`StorageError`], [`StorageError::Full`] above all.
pub async fn put(
    store: Store,
    key: &str,
    bytes: &Uint8Array,
    mark: &str,
) -> Result<(), StorageError> {
    database::commit(&[Change::Put(store, key.to_owned(), Record::of_file(bytes, mark))]).await
}

/// Reads a file, `None` if there is none.
///
/// # Errors
/// [`StorageError`].
pub async fn get(store: Store, key: &str) -> Result<Option<File>, StorageError> {
    Ok(database::read(store, key).await?.and_then(|record| record.file()))
}
