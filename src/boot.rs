//! What the loader (`public/boot.js`) hands over: files it asked for while the wasm was coming.
use js_sys::{Object, Promise, Reflect};
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

/// An answer to a question that the loader asked.
pub struct Answer {
    /// The HTTP status; 0 when nothing answered.
    pub status: u16,
    /// The body.
    pub text: String,
    /// `Retry-After` as it came.
    pub retry_after: Option<String>,
    /// Since when a copy of it lies on the device (seconds since the epoch); `None` when the network gave it.
    pub saved_at: Option<i64>,
}

impl Answer {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from a float it saturates"
    )]
    fn read(value: &JsValue) -> Option<Self> {
        let field = |name: &str| Reflect::get(value, &name.into()).ok();
        let status = field("status")?.as_f64()? as u16;
        let text = field("text")?.as_string()?;
        let retry_after = field("retryAfter").and_then(|value| value.as_string());
        let saved_at = field("savedAt").and_then(|value| value.as_f64()).map(|at| at as i64);
        Some(Self { status, text, retry_after, saved_at })
    }

    /// The text, when it is one: an error page must not be read as a file.
    pub fn file(self) -> Option<String> {
        (self.status == 200).then_some(self.text)
    }
}

/// One of the files `city` or `texts`, as it came.
pub async fn file(name: &str) -> Option<Answer> {
    Answer::read(&settled(&handed_over()?, name).await?)
}

/// The answer to what the loader asked at this address of our own origin. It is given once: who asks again wants to
/// hear the network.
pub async fn take(address: &str) -> Option<Answer> {
    let answers: Object = settled(&handed_over()?, "answers").await?.dyn_into().ok()?;
    let answer = settled(&answers, address).await?;
    // An answer that stays would only be old.
    let _ = Reflect::delete_property(&answers, &address.into());
    Answer::read(&answer)
}

async fn settled(object: &JsValue, name: &str) -> Option<JsValue> {
    let promise: Promise = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
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
