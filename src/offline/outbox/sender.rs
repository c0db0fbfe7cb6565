//! The sender: woken at every occasion, alone by its lock, one entry after the other.

use std::cell::{Cell, RefCell};

use ::outbox::{Effect, Entry, EntryId, Event, State, Step, next_to_send, next_wake, step};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

use super::{STORES, body, entries, send, tell};
use crate::offline::database::{self, Change};
use crate::offline::memory::Record;
use crate::offline::{StorageError, Store, browser, now};
use crate::task;

const LOCK: &str = "stadtkern-outbox";

thread_local! {
    static TIMER: Cell<Option<i32>> = const { Cell::new(None) };
    /// This tab's name, made up at its start.
    static TAB: RefCell<String> = const { RefCell::new(String::new()) };
    /// This tab waits for the lock already.
    static QUEUED: Cell<bool> = const { Cell::new(false) };
    /// The occasions are listened to already.
    static STARTED: Cell<bool> = const { Cell::new(false) };
    /// Where the browser has no locks: this tab is sending.
    static DRAINING: Cell<bool> = const { Cell::new(false) };
}

/// Begins to send what waits, and again at every occasion. The first call begins; later ones change nothing.
pub fn start() {
    if STARTED.replace(true) {
        return;
    }
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
    task::begin(async {
        // Storage trouble: the next occasion.
        let _ = hurry().await;
        request_lock();
    });
}

async fn hurry() -> Result<(), StorageError> {
    for entry in entries().await? {
        // Most are due already: each written change is a transaction.
        if step(&entry.state, Event::Wake, now(), 0).state != entry.state {
            advance(entry.id(), Event::Wake).await?;
        }
    }
    Ok(())
}

/// Sends what is due, when it is this tab's turn. The others keep their times: that one answer is new says nothing
/// about a server that has just refused another.
pub(super) fn request_lock() {
    if QUEUED.replace(true) {
        return;
    }
    let Some(locks) = browser::part(&["navigator", "locks"]) else {
        // One sender in this tab at least; the server recognises what two tabs send twice.
        QUEUED.set(false);
        if !DRAINING.replace(true) {
            task::begin(async {
                drain().await;
                DRAINING.set(false);
            });
        }
        return;
    };
    let sender = Closure::once_into_js(|| {
        // From here on a new occasion queues again: it may concern what this round has already passed.
        QUEUED.set(false);
        future_to_promise(async {
            drain().await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if browser::call(&locks, "request", &[LOCK.into(), sender]).is_err() {
        QUEUED.set(false);
    }
}

/// One after the other, until nothing is due. Every state is on the disk before its effect.
async fn drain() {
    loop {
        let Ok(entries) = entries().await else { return };
        for entry in &entries {
            if matches!(entry.state, State::Sending { .. })
                && advance(entry.id(), Event::CheckLease).await.is_err()
            {
                return;
            }
        }
        let Ok(entries) = super::entries().await else { return };
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
    let Some((entry, started)) = advance(id, Event::Start { by: &tab }).await? else {
        return Ok(());
    };
    let (State::Sending { attempt, .. }, true) = (&entry.state, started.contains(&Effect::Send))
    else {
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
pub(super) async fn advance(
    id: &EntryId,
    event: Event<'_>,
) -> Result<Option<(Entry, Vec<Effect>)>, StorageError> {
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
            changes.push(Change::Put(
                Store::Outbox,
                key.to_owned(),
                Record::of_text(&entry.to_json()),
            ));
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
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(
        callback.unchecked_ref(),
        milliseconds,
    );
    TIMER.set(timer.ok());
}

/// Only an extra, and only where there is one: the browser tells the worker when the network is back.
fn register_sync() {
    task::begin(async {
        let Some(container) = browser::part(&["navigator", "serviceWorker"]) else { return };
        let Ok(registration) = browser::call_and_wait(&container, "getRegistration", &[]).await
        else {
            return;
        };
        let _ = browser::call_and_wait(
            &browser::get(&registration, "sync"),
            "register",
            &[LOCK.into()],
        )
        .await;
    });
}

fn tab() -> String {
    TAB.with_borrow_mut(|tab| {
        if tab.is_empty() {
            *tab = format!("{:08x}{:08x}", random(), random());
        }
        tab.clone()
    })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0..2^32 by construction"
)]
fn random() -> u32 {
    (js_sys::Math::random() * 4_294_967_296.0) as u32
}
