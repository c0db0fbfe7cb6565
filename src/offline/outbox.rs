//! Sends what may wait. The laws are the crate's (`outbox::step`); here are its hands: storage, lock, network, clock.
//!
//! One sender across all tabs (Web Locks). Woken at the start, when the network comes back, when the app comes into
//! view, and by a timer. Where the browser has Background Sync, the service worker wakes sleeping tabs too.

use ::outbox::{BodyHash, Entry, EntryError, EntryId, Event};
use leptos::prelude::{ArcRwSignal, Signal, Update};

use super::database::{self, Change};
use super::memory::Record;
use super::{StorageError, Store, browser, now};

mod send;
mod sender;

use sender::{advance, request_lock};
pub use sender::{start, wake};

const STORES: [Store; 2] = [Store::Outbox, Store::Bodies];

thread_local! {
    static CHANGED: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// Why something did not get into the outbox. It is still on the page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// The device could not keep it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A mistake in the calling code.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// Counts the changes of the outbox: read it to be told of the next one.
pub fn changed() -> Signal<u32> {
    CHANGED.with(|changed| changed.clone().into())
}

/// Freezes `body` and sends it as soon as that is possible. Done means: written, it survives the page.
///
/// # Errors
/// [`OutboxError`]; then nothing was kept and nothing is sent.
pub async fn enqueue(url: &str, content_type: &str, body: &[u8]) -> Result<EntryId, OutboxError> {
    enqueue_as(&new_uuid()?, url, content_type, body, &[]).await
}

/// The same under an id that the body knows too, with what has to change in the same moment: the draft that it was
/// made of goes when the frozen bytes are there, or not at all. Of two tabs that freeze one draft the first wins.
///
/// # Errors
/// [`OutboxError`]; then nothing was kept, nothing changed and nothing is sent.
pub async fn enqueue_as(
    uuid: &str,
    url: &str,
    content_type: &str,
    body: &[u8],
    with: &[Change],
) -> Result<EntryId, OutboxError> {
    let id = EntryId::new(uuid)?;
    let sum = BodyHash::new(&send::sum(body).await?)?;
    let size = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let entry = Entry::new(id.clone(), url, content_type, sum, size, now())?;
    // Entry and bytes together or not at all.
    let mut changes = vec![
        Change::Add(Store::Outbox, id.as_str().to_owned(), Record::of_text(&entry.to_json())),
        Change::Add(Store::Bodies, id.as_str().to_owned(), Record::of_bytes(body)),
    ];
    changes.extend_from_slice(with);
    database::commit(&changes).await?;
    tell();
    request_lock();
    Ok(id)
}

/// Every entry, the oldest first. What cannot be read stays where it is and is listed by the inventory.
///
/// # Errors
/// [`StorageError`].
pub async fn entries() -> Result<Vec<Entry>, StorageError> {
    let records = database::read_all(Store::Outbox).await?;
    let texts = records.into_iter().filter_map(|(_, record)| record.text());
    let mut entries: Vec<Entry> = texts.filter_map(|text| Entry::from_json(&text).ok()).collect();
    entries.sort_by_key(Entry::created);
    Ok(entries)
}

/// Whether there is anything at all: one read, for the start of the app.
pub async fn is_empty() -> bool {
    database::read_all(Store::Outbox).await.is_ok_and(|records| records.is_empty())
}

/// The frozen bytes of an entry, for an export; `None` once it is sent.
///
/// # Errors
/// [`StorageError`].
pub async fn body(id: &EntryId) -> Result<Option<Vec<u8>>, StorageError> {
    Ok(database::read(Store::Bodies, id.as_str()).await?.and_then(|record| record.bytes()))
}

/// Tries an entry again that needs attention.
///
/// # Errors
/// [`StorageError`].
pub async fn retry(id: &EntryId) -> Result<(), StorageError> {
    advance(id, Event::Retry).await?;
    request_lock();
    Ok(())
}

/// Deletes an entry with its bytes, at the person's word. Not while it is on its way.
///
/// # Errors
/// [`StorageError::Refused`] while it is being sent.
pub async fn delete(key: &str) -> Result<(), StorageError> {
    let mut on_its_way = false;
    database::update(&STORES, (Store::Outbox, key), &mut |record| {
        let entry = record.and_then(|record| Entry::from_json(&record.text()?).ok());
        on_its_way = entry.is_some_and(|entry| !entry.state.may_be_deleted());
        if on_its_way {
            return Vec::new();
        }
        vec![
            Change::Remove(Store::Outbox, key.to_owned()),
            Change::Remove(Store::Bodies, key.to_owned()),
        ]
    })
    .await?;
    if on_its_way {
        return Err(StorageError::Refused("it is being sent".to_owned()));
    }
    tell();
    Ok(())
}

/// A fresh UUID of the browser's making, without which nothing can be known twice.
///
/// # Errors
/// [`StorageError::NoCrypto`] without a secure connection.
pub fn new_uuid() -> Result<String, StorageError> {
    let crypto = browser::part(&["crypto"]).ok_or(StorageError::NoCrypto)?;
    let uuid = browser::call(&crypto, "randomUUID", &[]).ok().and_then(|uuid| uuid.as_string());
    uuid.ok_or(StorageError::NoCrypto)
}

fn tell() {
    CHANGED.with(|changed| changed.update(|count| *count = count.wrapping_add(1)));
}
