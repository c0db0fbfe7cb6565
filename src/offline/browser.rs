//! Calls to parts of the browser by name. Smaller than typed bindings, and a part that is missing is an error, not a
//! panic: `navigator.locks`, `crypto.subtle`, `caches` and `navigator.storage` are absent somewhere.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property, `undefined` where there is none.
pub(crate) fn get(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A part of the browser by its path, such as `["navigator", "locks"]`; `None` where it is absent.
pub(crate) fn part(path: &[&str]) -> Option<JsValue> {
    let found =
        path.iter().fold(JsValue::from(js_sys::global()), |target, name| get(&target, name));
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// Calls a method.
pub(crate) fn call(
    target: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    let method: Function = get(target, name).dyn_into()?;
    method.apply(target, &arguments.iter().collect::<Array>())
}

/// Calls a method and waits for its promise.
pub(crate) async fn call_and_wait(
    target: &JsValue,
    name: &str,
    arguments: &[JsValue],
) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&call(target, name, arguments)?)).await
}

/// A plain object.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new plain object takes any property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Waits until a listener that takes a callback is called: resolved through `done`, rejected through `failed`.
pub(crate) async fn event(
    mut listen: impl FnMut(&Function, &Function),
) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| listen(&done, &failed));
    JsFuture::from(promise).await
}

/// Runs `callback` at every event of this name, for as long as the page lives.
pub(crate) fn always(target: &JsValue, event: &str, callback: impl Fn() + 'static) {
    let closure = wasm_bindgen::closure::Closure::<dyn Fn()>::new(callback);
    // A target without listeners has no events to miss.
    let _ = call(target, "addEventListener", &[event.into(), closure.into_js_value()]);
}

/// Waits some milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    let _ = event(|done, _| {
        if let Some(window) = web_sys::window() {
            let _ =
                window.set_timeout_with_callback_and_timeout_and_arguments_0(done, milliseconds);
        }
    })
    .await;
}
