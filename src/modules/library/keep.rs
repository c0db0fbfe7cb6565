//! What the device keeps of the library without an account: records seen last, searches with what they found, and a
//! list of records. Encrypted, because what somebody reads is theirs.
use super::account;
use super::state::Library;
use crate::offline::{self, Store};
use json::keep::{self, Keep};
use leptos::prelude::*;
use library::catalogue::Record;
use std::cell::RefCell;

const SEEN: &str = "seen";
const LISTED: &str = "list";
const SEARCHES: &str = "searches";
/// How many records seen last are kept.
const MOST_SEEN: usize = 40;
/// How many searches are kept.
const MOST_SEARCHES: usize = 12;
/// How many records a list holds.
pub const MOST_LISTED: usize = 500;

/// A search and the first records that it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSearch {
    /// The page of the app that asks it; by this it is told from others.
    pub address: String,
    /// What was typed.
    pub words: String,
    /// What it was narrowed to, by name.
    pub narrowed: Vec<String>,
    /// How many records there were.
    pub total: u32,
    /// The first of them.
    pub records: Vec<Record>,
    /// When (seconds since the epoch).
    pub at: i64,
}

json::keep! { KeptSearch { address, words, narrowed, total, records, at } }

thread_local! {
    /// The keys that certainly are on the device: one of them that is gone was deleted by the person.
    static WRITTEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A key was written or read.
fn written(key: &str) {
    WRITTEN.with_borrow_mut(|all| {
        if all.iter().all(|known| known != key) {
            all.push(key.to_owned());
        }
    });
}

/// Removes what is kept under a key.
pub async fn remove(key: &str) {
    WRITTEN.with_borrow_mut(|all| all.retain(|known| known != key));
    // What cannot be removed was not kept either.
    let _ = offline::store::remove(Store::Library, key).await;
}

/// Forgets in memory what the person has deleted on the device's page: it must not come back with the next writing.
pub async fn follow(state: Library) {
    let Ok(there) = offline::store::list(Store::Library).await else { return };
    let gone: Vec<String> = WRITTEN.with_borrow_mut(|all| {
        let (kept, gone) =
            all.drain(..).partition(|key| there.iter().any(|listed| listed.key == *key));
        *all = kept;
        gone
    });
    for key in gone {
        match key.as_str() {
            SEEN => state.seen.set(Vec::new()),
            SEARCHES => state.searches.set(Vec::new()),
            LISTED => state.listed.set(Vec::new()),
            _ => account::deleted(state, &key).await,
        }
    }
}

/// Reads what is kept.
pub async fn read(state: Library) {
    let seen: Vec<Record> = load(SEEN).await.unwrap_or_default();
    let searches: Vec<KeptSearch> = load(SEARCHES).await.unwrap_or_default();
    let listed: Vec<Record> = load(LISTED).await.unwrap_or_default();
    state.searches.update(|all| {
        for search in &searches {
            if all.iter().all(|known| known.address != search.address) {
                all.push(search.clone());
            }
        }
    });
    // What the person opened while this was reading is newer.
    state.seen.update(|all| {
        for record in &seen {
            if all.iter().all(|known| known.id != record.id) {
                all.push(record.clone());
            }
        }
    });
    if state.listed.with_untracked(Vec::is_empty) && !listed.is_empty() {
        state.listed.set(listed);
    }
    super::account::read(state).await;
    state.restored.set(true);
    // What came while this was reading could not be written yet: the older ones would have been lost.
    if state.searches.with_untracked(|now| *now != searches) {
        save(SEARCHES, &state.searches.get_untracked()).await;
    }
    if state.seen.with_untracked(|now| *now != seen) {
        save(SEEN, &state.seen.get_untracked()).await;
    }
}

/// What is kept under a key.
pub async fn load<T: Keep>(key: &str) -> Option<T> {
    // A device that keeps nothing begins with nothing.
    let text = offline::load_secret::<String>(Store::Library, key).await.ok().flatten();
    let kept = text.and_then(|kept| keep::load(&kept.value));
    if kept.is_some() {
        written(key);
    }
    kept
}

/// Keeps something under a key.
pub async fn save<T: Keep>(key: &str, value: &T) {
    // A device that cannot keep it shows it until the page is closed.
    if offline::save_secret(Store::Library, key, &keep::save(value)).await.is_ok() {
        written(key);
    }
}

/// Remembers a record that was opened.
pub async fn remember(state: Library, record: Record) {
    state.seen.update(|all| {
        all.retain(|known| known.id != record.id);
        all.insert(0, record);
        all.truncate(MOST_SEEN);
    });
    if state.restored.get_untracked() {
        save(SEEN, &state.seen.get_untracked()).await;
    }
}

/// Remembers a search with what it found first.
pub async fn remember_search(state: Library, search: KeptSearch) {
    state.searches.update(|all| {
        all.retain(|known| known.address != search.address);
        all.insert(0, search);
        all.truncate(MOST_SEARCHES);
    });
    if state.restored.get_untracked() {
        save(SEARCHES, &state.searches.get_untracked()).await;
    }
}

/// Forgets what was searched and looked at.
pub async fn forget_seen(state: Library) {
    state.seen.set(Vec::new());
    state.searches.set(Vec::new());
    remove(SEEN).await;
    remove(SEARCHES).await;
}

/// Whether a record is in the list.
pub fn is_listed(state: Library, id: &str) -> bool {
    state.listed.with(|all| all.iter().any(|known| known.id == id))
}

/// Puts a record into the list or takes it out. `false` if the list is full.
pub async fn toggle_listed(state: Library, record: Record) -> bool {
    let had = state.listed.with_untracked(|all| all.iter().any(|known| known.id == record.id));
    if !had && state.listed.with_untracked(Vec::len) >= MOST_LISTED {
        return false;
    }
    state.listed.update(|all| {
        all.retain(|known| known.id != record.id);
        if !had {
            all.insert(0, record);
        }
    });
    save(LISTED, &state.listed.get_untracked()).await;
    offline::persist::ask().await;
    true
}

/// The list as a text to take away.
pub fn exported(state: Library) -> String {
    keep::save(&state.listed.get_untracked())
}

/// Takes records out of a text that was exported; says how many were new. `None` if it is no such text.
pub async fn import(state: Library, text: &str) -> Option<usize> {
    let records: Vec<Record> = keep::load(text)?;
    let before = state.listed.with_untracked(Vec::len);
    state.listed.update(|all| {
        for record in records {
            if all.len() < MOST_LISTED && all.iter().all(|known| known.id != record.id) {
                all.push(record);
            }
        }
    });
    save(LISTED, &state.listed.get_untracked()).await;
    Some(state.listed.with_untracked(Vec::len) - before)
}
