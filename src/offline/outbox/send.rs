//! One request of the outbox, and the sum of its bytes.

use ::outbox::{Answer, Entry, retry_after};
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::offline::{StorageError, browser};

/// Milliseconds until a request counts as unanswered: less than the lease, more than a slow upload needs.
const PATIENCE: i32 = 180_000;

/// SHA-256 in lower-case hexadecimal.
pub(super) async fn sum(bytes: &[u8]) -> Result<String, StorageError> {
    let subtle = browser::part(&["crypto", "subtle"]).ok_or(StorageError::NoCrypto)?;
    let digest = browser::call_and_wait(
        &subtle,
        "digest",
        &["SHA-256".into(), Uint8Array::from(bytes).into()],
    )
    .await
    .map_err(|thrown| StorageError::of(&thrown))?;
    let digits = |byte: u8| [byte >> 4, byte & 15];
    let digits = Uint8Array::new(&digest).to_vec().into_iter().flat_map(digits);
    Ok(digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect())
}

/// Sends the frozen bytes. `None` means that nobody knows whether they arrived.
pub(super) async fn post(entry: &Entry, bytes: &[u8]) -> Option<Answer> {
    let abort = browser::part(&["AbortController"]).and_then(|class| {
        Reflect::construct(class.unchecked_ref::<Function>(), &Array::new()).ok()
    })?;
    let headers = browser::object(&[
        ("content-type", entry.content_type().into()),
        ("accept", "application/json, application/xml".into()),
        ("idempotency-key", format!("uuid:{}", entry.id().as_str()).into()),
    ]);
    let options = browser::object(&[
        ("method", "POST".into()),
        ("headers", headers),
        ("body", Uint8Array::from(bytes).into()),
        // No cookie says who this was; a redirect is a portal's, never ours.
        ("credentials", "omit".into()),
        ("redirect", "error".into()),
        ("cache", "no-store".into()),
        ("signal", browser::get(&abort, "signal")),
    ]);
    let window = web_sys::window()?;
    let stop = {
        let abort = abort.clone();
        wasm_bindgen::closure::Closure::<dyn Fn()>::new(move || {
            let _ = browser::call(&abort, "abort", &[]);
        })
    };
    let timer = window
        .set_timeout_with_callback_and_timeout_and_arguments_0(
            stop.as_ref().unchecked_ref(),
            PATIENCE,
        )
        .ok();
    let answer = ask(entry.url(), options).await.ok();
    if let Some(timer) = timer {
        window.clear_timeout_with_handle(timer);
    }
    answer
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from a float saturates"
)]
async fn ask(url: &str, options: JsValue) -> Result<Answer, JsValue> {
    let window = JsValue::from(js_sys::global());
    let response = browser::call_and_wait(&window, "fetch", &[url.into(), options]).await?;
    let status = browser::get(&response, "status").as_f64().unwrap_or(0.0) as u16;
    let header = |name: &str| {
        let value = browser::call(&browser::get(&response, "headers"), "get", &[name.into()]);
        value.ok().and_then(|value| value.as_string()).unwrap_or_default()
    };
    let kind = header("content-type").to_ascii_lowercase();
    // The answer counts only when it is whole: a cut body is no receipt.
    let text = browser::call(&response, "text", &[])?;
    let text =
        JsFuture::from(js_sys::Promise::resolve(&text)).await?.as_string().unwrap_or_default();
    let html = kind.starts_with("text/html") || kind.starts_with("application/xhtml");
    Ok(Answer {
        status,
        html,
        retry_after: wait_of(&header("retry-after")),
        receipt: receipt_of(&text),
    })
}

/// Retry-After in seconds or as a date.
#[allow(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
fn wait_of(header: &str) -> Option<i64> {
    if let Some(seconds) = retry_after(header) {
        return Some(seconds);
    }
    let date = js_sys::Date::parse(header);
    (!header.is_empty() && date.is_finite())
        .then(|| ((date - js_sys::Date::now()) / 1000.0).ceil() as i64)
}

/// The server's own id in a JSON answer, `receipt` or `id`.
fn receipt_of(text: &str) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_slice(text.as_bytes()).ok()?;
    let receipt = answer.get("receipt").or_else(|| answer.get("id"))?;
    receipt
        .as_str()
        .map(str::to_owned)
        .or_else(|| receipt.as_i64().map(|number| number.to_string()))
}
