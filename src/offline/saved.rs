//! A value and when it was true.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::store::{self, Store};
use super::{StorageError, now};

/// A value from the device, with the moment (seconds since the epoch) it was kept. Shown with its age, always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved<T> {
    /// The value.
    pub value: T,
    /// When it was kept.
    pub at: i64,
}

impl<T> Saved<T> {
    /// A value that is true now.
    pub fn fresh(value: T) -> Self {
        Self { value, at: now() }
    }

    /// Its age in seconds; 0 if the clock was set back.
    pub fn age(&self) -> i64 {
        now().saturating_sub(self.at).max(0)
    }
}

/// Reads a value. What cannot be read any more is removed and counts as none.
///
/// # Errors
/// [`StorageError`] if the storage itself failed.
pub async fn load<T: DeserializeOwned>(
    store: Store,
    key: &str,
) -> Result<Option<Saved<T>>, StorageError> {
    let Some(stored) = store::get(store, key).await? else { return Ok(None) };
    match serde_json::from_slice(stored.text.as_bytes()) {
        Ok(value) => Ok(Some(Saved { value, at: stored.at })),
        Err(_) => store::remove(store, key).await.map(|()| None),
    }
}

/// Keeps a value; done means written.
///
/// # Errors
/// [`StorageError`].
pub async fn save<T: Serialize + ?Sized>(
    store: Store,
    key: &str,
    value: &T,
) -> Result<(), StorageError> {
    store::put(store, key, &to_text(value)?).await
}

pub(super) fn to_text<T: Serialize + ?Sized>(value: &T) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError::NoText(error.to_string()))
}
