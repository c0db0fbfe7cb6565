//! Sends what may wait. The laws are the crate's (`outbox::step`); here are its hands: storage, lock, network, clock.
//!
//! One sender across all tabs (Web Locks). Woken at the start, when the network comes back, when the app comes into
//! view, and by a timer. Where the browser has Background Sync, the service worker wakes sleeping tabs too.

use std::cell::{Cell, RefCell};

use ::outbox::{
    BodyHash, Effect, Entry, EntryError, EntryId, Event, State, Step, next_to_send, next_wake, step,
};
use leptos::prelude::{ArcRwSignal, Signal, Update};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{future_to_promise, spawn_local};

use super::database::{self, Change};
use super::memory::Record;
use super::{StorageError, Store, browser, now};

mod send;

const LOCK: &str = "stadtkern-outbox";
const STORES: [Store; 2] = [Store::Outbox, Store::Bodies];

thread_local! {
    static CHANGED: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
    /// This tab's name, made up at its start.
    static TAB: RefCell<String> = const { RefCell::new(String::new()) };
    /// Where the browser has no locks: at least one sender in this tab.
    static DRAINING: Cell<bool> = const { Cell::new(false) };
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
    let id = EntryId::new(&new_uuid())?;
    let sum = BodyHash::new(&send::sum(body).await?)?;
    let size = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let entry = Entry::new(id.clone(), url, content_type, sum, size, now())?;
    // Entry and bytes together or not at all.
    let changes = [
        Change::Add(Store::Outbox, id.as_str().to_owned(), Record::of_text(&entry.to_json())),
        Change::Add(Store::Bodies, id.as_str().to_owned(), Record::of_bytes(body)),
    ];
    database::commit(&changes).await?;
    tell();
    wake();
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
    wake();
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
        vec![Change::Remove(Store::Outbox, key.to_owned()), Change::Remove(Store::Bodies, key.to_owned())]
    })
    .await?;
    if on_its_way {
        return Err(StorageError::Refused("it is being sent".to_owned()));
    }
    tell();
    Ok(())
}

/// Begins to send what waits, and again at every occasion.
pub(super) fn start() {
    let window = JsValue::from(js_sys::global());
    browser::always(&window, "online", wake);
    if let Some(document) = browser::part(&["document"]) {
        browser::always(&document, "visibilitychange", wake);
    }
    if let Some(container) = browser::part(&["navigator", "serviceWorker"]) {
        // The only message the worker sends by itself is that a background sync is due.
        browser::always(&container, "message", wake);
    }
    wake();
}

/// Sends what is due, now.
pub fn wake() {
    spawn_local(async {
        // Storage trouble: the next occasion.
        let _ = hurry().await;
        request_lock();
    });
}

async fn hurry() -> Result<(), StorageError> {
    for entry in entries().await? {
        if matches!(entry.state, State::Waiting { .. } | State::Sending { .. }) {
            advance(entry.id(), Event::Wake).await?;
        }
    }
    Ok(())
}

fn request_lock() {
    let Some(locks) = browser::part(&["navigator", "locks"]) else {
        if !DRAINING.replace(true) {
            spawn_local(async {
                drain().await;
                DRAINING.set(false);
            });
        }
        return;
    };
    let sender = Closure::once_into_js(|lock: JsValue| {
        // No lock: another tab is sending, and looks again itself when it is done.
        future_to_promise(async move {
            if lock.is_object() {
                drain().await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = browser::object(&[("ifAvailable", JsValue::TRUE)]);
    let _ = browser::call(&locks, "request", &[LOCK.into(), options, sender]);
}

/// One after the other, until nothing is due. Every state is on the disk before its effect.
async fn drain() {
    loop {
        let Ok(entries) = entries().await else { return };
        for entry in &entries {
            if matches!(entry.state, State::Sending { .. }) && advance(entry.id(), Event::CheckLease).await.is_err() {
                return;
            }
        }
        let Ok(entries) = self::entries().await else { return };
        let Some(next) = next_to_send(&entries, now()) else {
            set_timer(next_wake(&entries, now()));
            return;
        };
        if send_one(next.id()).await.is_err() {
            // Storage trouble: without a written state nothing may be sent.
            set_timer(Some(now() + 60));
            return;
        }
    }
}

async fn send_one(id: &EntryId) -> Result<(), StorageError> {
    let tab = tab();
    let Some((entry, started)) = advance(id, Event::Start { by: &tab }).await? else { return Ok(()) };
    let (State::Sending { attempt, .. }, true) = (&entry.state, started.contains(&Effect::Send)) else {
        return Ok(());
    };
    let bytes = body(id).await?.unwrap_or_default();
    let outcome = if send::sum(&bytes).await? == entry.body().as_str() {
        send::post(&entry, &bytes).await
    } else {
        return settle(id, Event::Damaged { attempt }).await;
    };
    match &outcome {
        Some(answer) => settle(id, Event::Answered { attempt, answer }).await,
        None => settle(id, Event::Unanswered { attempt }).await,
    }
}

async fn settle(id: &EntryId, event: Event<'_>) -> Result<(), StorageError> {
    advance(id, event).await.map(|_| ())
}

/// Reads an entry, leads it on and writes it with what belongs to it, in one transaction. `None` if it is gone.
async fn advance(id: &EntryId, event: Event<'_>) -> Result<Option<(Entry, Vec<Effect>)>, StorageError> {
    let key = id.as_str();
    let mut outcome = None;
    let mut written = false;
    database::update(&STORES, (Store::Outbox, key), &mut |record| {
        let Some(entry) = record.and_then(|record| Entry::from_json(&record.text()?).ok()) else {
            return Vec::new();
        };
        let Step { state, effects } = step(&entry.state, event, now(), random());
        written = state != entry.state;
        let entry = entry.with_state(state);
        let mut changes = Vec::new();
        if written {
            changes.push(Change::Put(Store::Outbox, key.to_owned(), Record::of_text(&entry.to_json())));
        }
        if effects.contains(&Effect::DropBody) {
            changes.push(Change::Remove(Store::Bodies, key.to_owned()));
        }
        outcome = Some((entry, effects));
        changes
    })
    .await?;
    if written {
        tell();
    }
    Ok(outcome)
}

fn tell() {
    CHANGED.with(|changed| changed.update(|count| *count = count.wrapping_add(1)));
}

#[allow(clippy::cast_possible_truncation, reason = "at most an hour")]
fn set_timer(at: Option<i64>) {
    let Some(window) = web_sys::window() else { return };
    if let Some(timer) = TIMER.take() {
        window.clear_timeout_with_handle(timer);
    }
    let Some(at) = at else { return };
    register_sync();
    let milliseconds = (at.saturating_sub(now()).clamp(1, 3_600) * 1_000) as i32;
    let callback = Closure::once_into_js(request_lock);
    let timer =
        window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds);
    TIMER.set(timer.ok());
}

/// Only an extra, and only where there is one: the browser tells the worker when the network is back.
fn register_sync() {
    spawn_local(async {
        let Some(container) = browser::part(&["navigator", "serviceWorker"]) else { return };
        let Ok(registration) = browser::call_and_wait(&container, "getRegistration", &[]).await else { return };
        let _ = browser::call_and_wait(&browser::get(&registration, "sync"), "register", &[LOCK.into()]).await;
    });
}

fn tab() -> String {
    TAB.with_borrow_mut(|tab| {
        if tab.is_empty() {
            *tab = new_uuid();
        }
        tab.clone()
    })
}

/// A random UUID; `crypto.randomUUID` is missing where `getRandomValues` is not (no secure connection).
fn new_uuid() -> String {
    let crypto = browser::part(&["crypto"]).unwrap_or_default();
    if let Some(uuid) = browser::call(&crypto, "randomUUID", &[]).ok().and_then(|uuid| uuid.as_string()) {
        return uuid;
    }
    let words: Vec<u32> = (0..4).map(|_| random()).collect();
    let digits: String = words.iter().map(|word| format!("{word:08x}")).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default().to_owned();
    format!("{}-{}-4{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..2^32 by construction")]
fn random() -> u32 {
    (js_sys::Math::random() * 4_294_967_296.0) as u32
}
