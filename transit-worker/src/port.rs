//! Messages of the page, in and out.

use js_sys::{Function, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use transit_worker::Desk;
use wasm_bindgen::prelude::*;

thread_local! { static DESK: RefCell<Desk> = RefCell::new(Desk::default()); }

/// Answers every message from now on.
pub fn listen() {
    let hear = Closure::<dyn Fn(JsValue)>::new(|event: JsValue| {
        let message = get(&event, "data");
        let text = DESK.with_borrow_mut(|desk| answer(desk, &message));
        reply(&get(&message, "id"), &text);
    });
    set(&js_sys::global(), "onmessage", &hear.into_js_value());
}

fn answer(desk: &mut Desk, message: &JsValue) -> String {
    let bytes = || Some(get(message, "bytes").dyn_into::<Uint8Array>().ok()?.to_vec());
    match get(message, "kind").as_string().as_deref() {
        Some("open") => desk.open(&bytes().unwrap_or_default()),
        Some("live") => desk.live(bytes().as_deref(), seconds(message, "told")),
        Some("alerts") => desk.alerts(&get(message, "text").as_string().unwrap_or_default()),
        _ => {
            let question = get(message, "question").as_string().unwrap_or_default();
            desk.ask(&question, seconds(message, "now"))
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
fn seconds(message: &JsValue, name: &str) -> i64 {
    get(message, name).as_f64().unwrap_or_default() as i64
}

fn reply(id: &JsValue, text: &str) {
    let answer = Object::new();
    set(&answer, "id", id);
    set(&answer, "text", &text.into());
    let global = js_sys::global();
    if let Ok(post) = get(&global, "postMessage").dyn_into::<Function>() {
        // It fails only for values that cannot be copied; these can.
        let _ = post.call1(&global, &answer);
    }
}

fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(target: &JsValue, name: &str, value: &JsValue) {
    // A plain object and the global one take any property.
    let _ = Reflect::set(target, &name.into(), value);
}
