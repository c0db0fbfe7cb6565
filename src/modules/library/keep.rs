//! What the device keeps of the library without an account: records seen last and a list of records. Encrypted,
//! because what somebody reads is theirs.
use super::state::Library;
use crate::offline::{self, Store};
use json::keep::{self, Keep};
use leptos::prelude::*;
use library::catalogue::Record;

const SEEN: &str = "seen";
const LISTED: &str = "list";
/// How many records seen last are kept.
const MOST_SEEN: usize = 40;
/// How many records a list holds.
pub const MOST_LISTED: usize = 500;

/// Reads what is kept.
pub async fn read(state: Library) {
    let seen = load(SEEN).await;
    let listed = load(LISTED).await;
    // What the person opened while this was reading is newer.
    state.seen.update(|all| {
        for record in seen {
            if all.iter().all(|known| known.id != record.id) {
                all.push(record);
            }
        }
    });
    if state.listed.with_untracked(Vec::is_empty) && !listed.is_empty() {
        state.listed.set(listed);
    }
    super::account::read(state).await;
    state.restored.set(true);
}

async fn load(key: &str) -> Vec<Record> {
    // A device that keeps nothing begins with nothing.
    let text = offline::load_secret::<String>(Store::Library, key).await.ok().flatten();
    text.and_then(|kept| keep::load(&kept.value)).unwrap_or_default()
}

async fn save<T: Keep>(key: &str, value: &T) {
    // A device that cannot keep it shows it until the page is closed.
    let _ = offline::save_secret(Store::Library, key, &keep::save(value)).await;
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

/// Forgets the records seen last.
pub async fn forget_seen(state: Library) {
    state.seen.set(Vec::new());
    let _ = offline::store::remove(Store::Library, SEEN).await;
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
