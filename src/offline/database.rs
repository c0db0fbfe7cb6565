//! The one database of the app: opened when first needed, opened again when the browser closed it, and replaced by
//! memory where it cannot be had. Each operation is one transaction: awaiting anything else inside one ends it.

use leptos::prelude::{ArcRwSignal, GetUntracked, Set, Signal};
use wasm_bindgen::JsValue;

use super::memory::{self, Record};
use super::{StorageError, Store, browser};
use connection::{is_closed, open, reopen};
use transaction::{read_one, read_store, write, write_after_reading};

mod connection;
mod transaction;

/// The database's name.
pub const NAME: &str = "stadtkern";

/// How the device's storage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It works, or was not needed yet.
    Good,
    /// The browser has no database for us (private window, blocked, broken): kept until the page is closed.
    MemoryOnly,
    /// No more room: what is there stays, nothing is added.
    Full,
}

impl Health {
    /// The message key of the sentence that tells the person, `None` when there is nothing to tell.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Good => None,
            Self::MemoryOnly => Some("storage.memory"),
            Self::Full => Some("storage.full"),
        }
    }
}

thread_local! {
    static HEALTH: ArcRwSignal<Health> = ArcRwSignal::new(Health::Good);
}

/// How the storage is, for a notice in the shell.
pub fn health() -> Signal<Health> {
    HEALTH.with(|health| health.clone().into())
}

fn report(health: Health) {
    HEALTH.with(|signal| {
        if signal.get_untracked() != health {
            signal.set(health);
        }
    });
}

/// One change within a transaction.
#[derive(Clone, Debug)]
pub enum Change {
    /// Writes a record, whatever was there.
    Put(Store, String, Record),
    /// Writes a record where none may be; fails the whole transaction otherwise.
    Add(Store, String, Record),
    /// Removes a record.
    Remove(Store, String),
    /// Empties a store.
    Clear(Store),
}

impl Change {
    fn store(&self) -> Store {
        match self {
            Self::Put(store, ..)
            | Self::Add(store, ..)
            | Self::Remove(store, _)
            | Self::Clear(store) => *store,
        }
    }
}

/// Makes all changes or none. Returns when they are on the disk.
///
/// # Errors
/// [`StorageError`].
pub async fn commit(changes: &[Change]) -> Result<(), StorageError> {
    let Some(database) = open().await else {
        return in_memory(changes);
    };
    let mut result = write(&database, changes).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else {
            return in_memory(changes);
        };
        result = write(&database, changes).await;
    }
    result.map_err(|thrown| failed(&thrown))?;
    // It was full and there is room again.
    report(Health::Good);
    Ok(())
}

/// Reads one record and makes the changes that `decide` derives from it, in one transaction over `stores`: no other tab
/// can come in between. No change is fine.
///
/// # Errors
/// [`StorageError`]; then nothing was changed.
pub async fn update(
    stores: &[Store],
    (store, key): (Store, &str),
    decide: &mut dyn FnMut(Option<Record>) -> Vec<Change>,
) -> Result<(), StorageError> {
    let mut wrote = false;
    let mut decide = |record| {
        let changes = decide(record);
        wrote = !changes.is_empty();
        changes
    };
    let Some(database) = open().await else {
        return in_memory(&decide(memory::read(store, key)));
    };
    let mut result = write_after_reading(&database, stores, (store, key), &mut decide).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else {
            return in_memory(&decide(memory::read(store, key)));
        };
        result = write_after_reading(&database, stores, (store, key), &mut decide).await;
    }
    result.map_err(|thrown| failed(&thrown))?;
    if wrote {
        // It was full and there is room again.
        report(Health::Good);
    }
    Ok(())
}

fn failed(thrown: &JsValue) -> StorageError {
    let error = StorageError::of(thrown);
    if error == StorageError::Full {
        report(Health::Full);
    }
    error
}

fn in_memory(changes: &[Change]) -> Result<(), StorageError> {
    if memory::apply(changes) {
        Ok(())
    } else {
        Err(StorageError::Refused("the key is taken".to_owned()))
    }
}

/// Reads one record.
///
/// # Errors
/// [`StorageError`].
pub async fn read(store: Store, key: &str) -> Result<Option<Record>, StorageError> {
    let Some(database) = open().await else { return Ok(memory::read(store, key)) };
    let mut result = read_one(&database, store, key).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else { return Ok(memory::read(store, key)) };
        result = read_one(&database, store, key).await;
    }
    let found = result.map_err(|thrown| StorageError::of(&thrown))?;
    Ok((!found.is_undefined()).then_some(Record(found)))
}

/// Reads a whole store, sorted by key.
///
/// # Errors
/// [`StorageError`].
pub async fn read_all(store: Store) -> Result<Vec<(String, Record)>, StorageError> {
    let Some(database) = open().await else { return Ok(memory::read_all(store)) };
    let mut result = read_store(&database, store).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else { return Ok(memory::read_all(store)) };
        result = read_store(&database, store).await;
    }
    let (keys, records) = result.map_err(|thrown| StorageError::of(&thrown))?;
    // Keys that are no text are not ours.
    Ok(keys
        .iter()
        .zip(records.iter())
        .filter_map(|(key, record)| Some((key.as_string()?, Record(record))))
        .collect())
}

/// Deletes the database with everything in it.
///
/// # Errors
/// [`StorageError`] if the browser refuses.
pub async fn delete() -> Result<(), StorageError> {
    memory::forget();
    connection::close().await;
    let Some(factory) = web_sys::window().and_then(|window| window.indexed_db().ok().flatten())
    else {
        return Ok(());
    };
    let delete = async {
        let request = factory.delete_database(NAME)?;
        // Blocked by another tab: deleted as soon as that lets go, which ours do at once.
        browser::event(|done, failed| {
            request.set_onsuccess(Some(done));
            request.set_onerror(Some(failed));
            request.set_onblocked(Some(done));
        })
        .await
    };
    delete.await.map(|_| ()).map_err(|thrown: JsValue| StorageError::of(&thrown))
}
