//! One tab with the outbox and nothing else: the page's script finds the functions under `outbox`.
//!
//! It shows how a module uses the outbox, and it is what `end2end/stories/outbox.spec.ts` runs in a real browser
//! against a server that breaks everything. Built and joined with its glue by `cargo xtask test --only end2end`.
use std::future::Future;

use js_sys::{Array, Promise, Reflect, Uint8Array};
use leptos::prelude::{GetUntracked, Owner};
use outbox::EntryId;
use stadtkern::offline::{database, outbox as sender};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::future_to_promise;

fn main() {
    let tab = js_sys::Object::new();
    // Freezes bytes for an address; gives the id once they are on the disk.
    offer(&tab, "enqueue", |given| async move {
        let url = given.get(0).as_string().unwrap_or_default();
        let bytes = Uint8Array::new(&given.get(1)).to_vec();
        let id = sender::enqueue(&url, "application/octet-stream", &bytes).await;
        id.map(|id| JsValue::from_str(id.as_str())).map_err(told)
    });
    // The same under an id that the bytes know too, as a survey's answer does.
    offer(&tab, "enqueueAs", |given| async move {
        let text = |at: u32| given.get(at).as_string().unwrap_or_default();
        let bytes = Uint8Array::new(&given.get(3)).to_vec();
        let id = sender::enqueue_as(&text(0), &text(1), &text(2), &bytes, &[]).await;
        id.map(|id| JsValue::from_str(id.as_str())).map_err(told)
    });
    // Every entry as it is stored.
    offer(&tab, "entries", |_| async {
        let entries = sender::entries().await.map_err(told)?;
        Ok(entries
            .iter()
            .map(|entry| JsValue::from_str(&entry.to_json()))
            .collect::<Array>()
            .into())
    });
    // The frozen bytes of an entry, `null` once it is sent.
    offer(&tab, "body", |given| async move {
        let body = sender::body(&id(&given)?).await.map_err(told)?;
        Ok(body.map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into()))
    });
    // What a person does about an entry that needs attention.
    offer(&tab, "retry", |given| async move {
        sender::retry(&id(&given)?).await.map(|()| JsValue::UNDEFINED).map_err(told)
    });
    offer(&tab, "delete", |given| async move {
        sender::delete(id(&given)?.as_str()).await.map(|()| JsValue::UNDEFINED).map_err(told)
    });
    // Whether the device keeps anything at all.
    offer(&tab, "health", |_| async {
        let health = Owner::new().with(|| database::health().get_untracked());
        Ok(JsValue::from_str(&format!("{health:?}")))
    });
    // Begins to send; the page says when.
    offer(&tab, "start", |_| async {
        sender::start();
        Ok(JsValue::UNDEFINED)
    });
    // The global object takes any property.
    let _ = Reflect::set(&js_sys::global(), &"outbox".into(), &tab);
}

fn id(given: &Array) -> Result<EntryId, JsValue> {
    EntryId::new(&given.get(0).as_string().unwrap_or_default()).map_err(told)
}

fn told(error: impl std::fmt::Display) -> JsValue {
    js_sys::Error::new(&error.to_string()).into()
}

/// Offers a function of up to four arguments to the page's script.
fn offer<F>(tab: &js_sys::Object, name: &str, function: impl Fn(Array) -> F + 'static)
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    type Given = dyn Fn(JsValue, JsValue, JsValue, JsValue) -> Promise;
    let closure = Closure::<Given>::new(move |first, second, third, fourth| {
        future_to_promise(function(Array::of4(&first, &second, &third, &fourth)))
    });
    // It lives as long as the page.
    let _ = Reflect::set(tab, &name.into(), &closure.into_js_value());
}
