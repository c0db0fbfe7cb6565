//! Texts under keys, in stores, each with the time of its writing.

use super::StorageError;
use super::database::{self, Change};
use super::memory::Record;

/// One room of the device's storage. The names are in people's browsers: never rename one, only add.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// What the city's services offer: catalogues, calendars. Comes again from the network.
    Package,
    /// The person's appointments.
    Appointments,
    /// What was typed and not sent.
    Drafts,
    /// What was sent and may wait: the entries' states.
    Outbox,
    /// The frozen bytes of the outbox.
    Bodies,
    /// The device's key, which cannot be read out.
    Keys,
    /// The city's timetable. Comes again from the network.
    Timetable,
    /// The person's stops and journeys.
    Transit,
    /// What the person looked up and keeps of the library.
    Library,
}

impl Store {
    /// Every store.
    pub const ALL: [Self; 9] = [
        Self::Package,
        Self::Appointments,
        Self::Drafts,
        Self::Outbox,
        Self::Bodies,
        Self::Keys,
        Self::Timetable,
        Self::Transit,
        Self::Library,
    ];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Appointments => "appointments",
            Self::Drafts => "drafts",
            Self::Outbox => "outbox",
            Self::Bodies => "bodies",
            Self::Keys => "keys",
            Self::Timetable => "timetable",
            Self::Transit => "transit",
            Self::Library => "library",
        }
    }
}

/// A text and when it was written (seconds since the epoch).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: i64,
}

/// What lies under a key, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The key.
    pub key: String,
    /// Its size in bytes.
    pub size: usize,
    /// When it was written (seconds since the epoch).
    pub at: i64,
}

/// A text as a record, for a change that is made together with others.
pub fn text_record(text: &str) -> Record {
    Record::of_text(text)
}

/// The text under a key, `None` if there is none or something else lies there.
///
/// # Errors
/// [`StorageError`].
pub async fn get(store: Store, key: &str) -> Result<Option<Stored>, StorageError> {
    let record = database::read(store, key).await?;
    Ok(record.and_then(|record| Some(Stored { text: record.text()?, at: record.at() })))
}

/// Whether something lies under a key, sealed or not.
///
/// # Errors
/// [`StorageError`].
pub async fn has(store: Store, key: &str) -> Result<bool, StorageError> {
    Ok(database::read(store, key).await?.is_some())
}

/// Keeps a text; done means written, not promised.
///
/// # Errors
/// [`StorageError`], [`StorageError::Full`] above all.
pub async fn put(store: Store, key: &str, text: &str) -> Result<(), StorageError> {
    database::commit(&[Change::Put(store, key.to_owned(), Record::of_text(text))]).await
}

/// Removes what lies under a key; nothing there is fine.
///
/// # Errors
/// [`StorageError`].
pub async fn remove(store: Store, key: &str) -> Result<(), StorageError> {
    database::commit(&[Change::Remove(store, key.to_owned())]).await
}

/// Everything in a store, sorted by key.
///
/// # Errors
/// [`StorageError`].
pub async fn list(store: Store) -> Result<Vec<Listed>, StorageError> {
    let all = database::read_all(store).await?;
    Ok(all
        .into_iter()
        .map(|(key, record)| Listed { key, size: record.size(), at: record.at() })
        .collect())
}

/// Empties a store.
///
/// # Errors
/// [`StorageError`].
pub async fn clear(store: Store) -> Result<(), StorageError> {
    database::commit(&[Change::Clear(store)]).await
}
