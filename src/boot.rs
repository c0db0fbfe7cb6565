//! What the loader (`public/boot.js`) hands over: files it asked for while the wasm was coming.
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

fn handed_over() -> Option<JsValue> {
    let value = Reflect::get(&js_sys::global(), &"stadtkern".into()).ok()?;
    value.is_object().then_some(value)
}

/// The language the loader chose.
pub fn language() -> Option<String> {
    Reflect::get(&handed_over()?, &"language".into()).ok()?.as_string()
}

/// The text of one of the files, `city` or `texts`; `None` when it could not be had.
pub async fn file(name: &str) -> Option<String> {
    let early = handed(name).await?;
    let field = |name: &str| Reflect::get(&early, &name.into()).ok();
    // Anything but 200 is no file; an error page must not be read as one.
    field("status")?.as_f64().filter(|status| (*status - 200.0).abs() < 0.5)?;
    field("text")?.as_string()
}

/// Since when one of the files lies on the device (seconds since the epoch); `None` when the network gave it.
#[allow(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
pub async fn saved_at(name: &str) -> Option<i64> {
    Reflect::get(&handed(name).await?, &"savedAt".into()).ok()?.as_f64().map(|at| at as i64)
}

async fn handed(name: &str) -> Option<JsValue> {
    let promise: Promise = Reflect::get(&handed_over()?, &name.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// What the loader's page says has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crash {
    /// A mistake of ours.
    Stopped,
    /// Something that is needed could not be had.
    Unreachable,
}

/// Shows the loader's page for a crash: it needs nothing of what has just failed.
pub fn crash(kind: Crash, message: &str) {
    let kind = match kind {
        Crash::Stopped => "crashed",
        Crash::Unreachable => "unreachable",
    };
    let crash = handed_over()
        .and_then(|value| Reflect::get(&value, &"crash".into()).ok())
        .and_then(|value| value.dyn_into::<js_sys::Function>().ok());
    if let Some(crash) = crash {
        // Nothing is left to try when even this fails.
        let _ = crash.call2(&JsValue::UNDEFINED, &message.into(), &kind.into());
    }
}
