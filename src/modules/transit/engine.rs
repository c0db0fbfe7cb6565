//! The worker that searches: started when first needed, asked by messages.
//!
//! The page fetches the worker's wasm itself and hands it over compiled: the service worker answers the page, and
//! `fetch` checks the sum. `transit-worker/src/main.rs` says what the messages are.
use crate::offline::browser;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use transit::answer::Kind;
use transit::json::{self, Json};
use transit::{Outcome, Trouble};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// The worker that runs or is being started; shared by all who need it.
    static WORKER: RefCell<Option<Promise>> = const { RefCell::new(None) };
    /// Who waits for which answer.
    static WAITING: RefCell<HashMap<u32, Function>> = RefCell::new(HashMap::new());
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Opens a timetable. The worker copies the bytes; they can be kept.
pub async fn open<T: Json>(bytes: &Uint8Array) -> Result<T, Trouble> {
    send(&[("kind", "open".into()), ("bytes", bytes.into())]).await
}

/// Adds what really runs, as the city told at a moment (seconds since the epoch).
pub async fn live<T: Json>(bytes: &Uint8Array, told: f64) -> Result<T, Trouble> {
    send(&[("kind", "live".into()), ("bytes", bytes.into()), ("told", told.into())]).await
}

/// Hands over the city's alerts, as the backend gave them, so that answers can name those that concern them.
pub async fn alerts<T: Json>(text: &str) -> Result<T, Trouble> {
    send(&[("kind", "alerts".into()), ("text", text.into())]).await
}

/// Asks a question, by its address, at a moment (seconds since the epoch).
pub async fn ask<T: Json>(question: &str, now: f64) -> Result<T, Trouble> {
    send(&[("kind", "ask".into()), ("question", question.into()), ("now", now.into())]).await
}

/// Reads an answer in the one JSON form.
pub fn read<T: Json>(text: &str) -> Result<T, Trouble> {
    json::load::<Outcome<T>>(text).unwrap_or(Outcome::Trouble(Kind::Garbled.into())).result()
}

async fn send<T: Json>(fields: &[(&str, JsValue)]) -> Result<T, Trouble> {
    read(&exchange(fields).await.map_err(|_| Trouble::from(Kind::Other))?)
}

/// Sends a message and waits for its answer.
async fn exchange(fields: &[(&str, JsValue)]) -> Result<String, JsValue> {
    let starting = WORKER.with_borrow_mut(|worker| {
        let start = || wasm_bindgen_futures::future_to_promise(start());
        worker.get_or_insert_with(start).clone()
    });
    let worker = match JsFuture::from(starting).await {
        Ok(worker) => worker,
        Err(refused) => {
            forget();
            return Err(refused);
        }
    };
    let id = LAST.get().wrapping_add(1);
    LAST.set(id);
    let message = browser::object(fields);
    Reflect::set(&message, &"id".into(), &id.into())?;
    let answer = browser::event(|done, _| {
        WAITING.with_borrow_mut(|waiting| waiting.insert(id, done.clone()));
        // A message that cannot be sent is answered below, by nobody.
        if browser::call(&worker, "postMessage", std::slice::from_ref(&message)).is_err() {
            settle(id, &JsValue::UNDEFINED);
        }
    });
    answer.await?.as_string().ok_or(JsValue::UNDEFINED)
}

fn settle(id: u32, text: &JsValue) {
    if let Some(done) = WAITING.with_borrow_mut(|waiting| waiting.remove(&id)) {
        // A promise can always be fulfilled.
        let _ = done.call1(&JsValue::UNDEFINED, text);
    }
}

/// The worker is gone or never came: whoever waits learns it, and the next question starts a new one.
fn forget() {
    WORKER.with_borrow_mut(|worker| *worker = None);
    let waiting = WAITING.with_borrow_mut(std::mem::take);
    for done in waiting.into_values() {
        let _ = done.call1(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }
}

/// Fetches and starts the worker. The loader's tag in the page names its files (`cargo xtask after-build`).
async fn start() -> Result<JsValue, JsValue> {
    let tag = document().query_selector("script[data-transit]")?.ok_or(JsValue::UNDEFINED)?;
    let named = |name: &str| tag.get_attribute(name).unwrap_or_default();
    let page = JsValue::from(window());
    let options = browser::object(&[("integrity", named("data-transit-wasm-integrity").into())]);
    let wasm = named("data-transit-wasm").into();
    let response = browser::call_and_wait(&page, "fetch", &[wasm, options]).await?;
    if !browser::get(&response, "ok").is_truthy() {
        return Err(JsValue::UNDEFINED);
    }
    let bytes = browser::call_and_wait(&response, "arrayBuffer", &[]).await?;
    let program = browser::get(&page, "WebAssembly");
    let compiled = browser::call_and_wait(&program, "compile", &[bytes]).await?;

    let class: Function = browser::get(&page, "Worker").dyn_into()?;
    let worker = Reflect::construct(&class, &Array::of1(&named("data-transit").into()))?;
    let hear = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
        let message = browser::get(&event, "data");
        if let Some(id) = browser::get(&message, "id").as_f64() {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an id of ours"
            )]
            settle(id as u32, &browser::get(&message, "text"));
        }
    });
    Reflect::set(&worker, &"onmessage".into(), &hear.into_js_value())?;
    let fail = Closure::<dyn Fn()>::new(forget);
    Reflect::set(&worker, &"onerror".into(), &fail.into_js_value())?;
    browser::call(&worker, "postMessage", &[compiled])?;
    Ok(worker)
}
