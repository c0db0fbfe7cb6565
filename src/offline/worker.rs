//! The page's side of the service worker: registers it, notices a new version, and applies it when the person says so.

use crate::task;
use std::cell::Cell;

use js_sys::Array;
use leptos::prelude::{ArcRwSignal, Set, Signal};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::browser;

const ADDRESS: &str = "/sw.js";
/// Seconds between two questions for a new version.
const BETWEEN_CHECKS: i64 = 3_600;

/// Milliseconds after which what a start needs has come.
const AFTER_START: i32 = 3_000;

thread_local! {
    static READY: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// This tab asked for the new version, so it may reload when that takes over.
    static APPLYING: Cell<bool> = const { Cell::new(false) };
    static CHECKED: Cell<i64> = const { Cell::new(0) };
}

/// Whether a new version is ready and waits for the person.
pub fn update_ready() -> Signal<bool> {
    READY.with(|ready| ready.clone().into())
}

fn announce() {
    READY.with(|ready| ready.set(true));
}

/// Applies the new version: the waiting worker takes over, then this page reloads once.
pub fn apply_update() {
    APPLYING.set(true);
    task::begin(async {
        let waiting =
            registration().await.map(|registration| browser::get(&registration, "waiting"));
        match waiting {
            Some(waiting) if waiting.is_object() => {
                post(&waiting, &[("type", "SKIP_WAITING".into())]);
            }
            // It has taken over in the meantime, at the word of another tab.
            _ => reload(),
        }
    });
}

/// Registers the worker. Without one (old browser, no secure connection, blocked) the app works, online only.
pub(super) fn register() {
    let Some(container) = container() else { return };
    let had_controller = browser::get(&container, "controller").is_object();
    browser::always(&container, "controllerchange", move || {
        if APPLYING.take() {
            reload();
        } else if had_controller {
            // Another tab applied it. This page runs on the old files, which the worker still keeps.
            announce();
        }
    });
    browser::always(&browser::part(&["document"]).unwrap_or_default(), "visibilitychange", || {
        task::begin(check());
    });
    task::begin(async move {
        CHECKED.set(super::now());
        let options = browser::object(&[("scope", "/".into()), ("updateViaCache", "none".into())]);
        let registered =
            browser::call_and_wait(&container, "register", &[ADDRESS.into(), options]).await;
        let Ok(registration) = registered else { return };
        if browser::get(&registration, "waiting").is_object() && had_controller {
            announce();
        }
        follow(&registration);
        keep_used(&container, &registration).await;
    });
}

/// Announces every new version that finishes installing while an old one runs.
fn follow(registration: &JsValue) {
    let watch = {
        let registration = registration.clone();
        move || {
            let installing = browser::get(&registration, "installing");
            let worker = installing.clone();
            browser::always(&installing, "statechange", move || {
                let installed =
                    browser::get(&worker, "state").as_string().as_deref() == Some("installed");
                let runs = container()
                    .is_some_and(|container| browser::get(&container, "controller").is_object());
                if installed && runs {
                    announce();
                }
            });
        }
    };
    if browser::get(registration, "installing").is_object() {
        watch();
    }
    browser::always(registration, "updatefound", watch);
}

/// Asks for a new version when the app comes into view, at most once an hour.
async fn check() {
    let visible =
        browser::part(&["document", "visibilityState"]).and_then(|state| state.as_string());
    if visible.as_deref() != Some("visible") || super::now() - CHECKED.get() < BETWEEN_CHECKS {
        return;
    }
    CHECKED.set(super::now());
    if let Some(registration) = registration().await {
        // Offline: the next time then.
        let _ = browser::call_and_wait(&registration, "update", &[]).await;
    }
}

/// The first visit loads the city's files before there is a worker; this tells it which ones to keep. Three times: the
/// one that still installs, so that whoever loses the network right after it is ready can start; then, when it has
/// taken over, for what came meanwhile; and once more for what the first page loads last.
async fn keep_used(container: &JsValue, registration: &JsValue) {
    keep_loaded(&browser::get(registration, "installing"));
    let ready = js_sys::Promise::resolve(&browser::get(container, "ready"));
    let Ok(registration) = JsFuture::from(ready).await else { return };
    keep_loaded(&browser::get(&registration, "active"));
    browser::sleep(AFTER_START).await;
    keep_loaded(&browser::get(&registration, "active"));
}

/// Lets the worker keep files of the city that no page has asked for yet, when the start is over.
pub fn keep(addresses: Vec<String>) {
    task::begin(async move {
        let Some(container) = container() else { return };
        browser::sleep(AFTER_START).await;
        let ready = js_sys::Promise::resolve(&browser::get(&container, "ready"));
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let addresses: Array = addresses.iter().map(|address| JsValue::from_str(address)).collect();
        tell_to_keep(&browser::get(&registration, "active"), addresses);
    });
}

/// Tells a worker to keep the city's files that this page has loaded so far.
fn keep_loaded(worker: &JsValue) {
    let Some(performance) = browser::part(&["performance"]) else { return };
    let Ok(entries) = browser::call(&performance, "getEntriesByType", &["resource".into()]) else {
        return;
    };
    let origin = browser::part(&["location", "origin"])
        .and_then(|origin| origin.as_string())
        .unwrap_or_default();
    let used: Array = Array::from(&entries)
        .iter()
        .filter_map(|entry| browser::get(&entry, "name").as_string())
        .filter_map(|name| {
            name.strip_prefix(&origin)
                .filter(|path| path.starts_with("/city/"))
                .map(JsValue::from_str)
        })
        .collect();
    tell_to_keep(worker, used);
}

fn tell_to_keep(worker: &JsValue, addresses: Array) {
    post(worker, &[("type", "KEEP".into()), ("urls", addresses.into())]);
}

/// The worker goes; the caches are the caller's.
pub(super) async fn unregister() {
    if let Some(registration) = registration().await {
        let _ = browser::call_and_wait(&registration, "unregister", &[]).await;
    }
}

fn post(worker: &JsValue, message: &[(&str, JsValue)]) {
    // A worker that is gone needs no message.
    let _ = browser::call(worker, "postMessage", &[browser::object(message)]);
}

fn container() -> Option<JsValue> {
    browser::part(&["navigator", "serviceWorker"])
}

async fn registration() -> Option<JsValue> {
    let found = browser::call_and_wait(&container()?, "getRegistration", &[]).await.ok()?;
    found.is_object().then_some(found)
}

fn reload() {
    if let Some(location) = browser::part(&["location"]) {
        let _ = browser::call(&location.unchecked_into(), "reload", &[]);
    }
}
