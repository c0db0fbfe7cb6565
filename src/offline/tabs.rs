//! What the tabs of the app tell each other, and the moment when a person comes back to one.

use std::cell::OnceCell;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::browser;

const NAME: &str = "stadtkern";

thread_local! {
    /// `None` where the browser has no channels: then a tab sees what is new when its person comes back.
    static CHANNEL: OnceCell<Option<JsValue>> = const { OnceCell::new() };
}

fn channel() -> Option<JsValue> {
    CHANNEL.with(|channel| {
        let open = || {
            let class: Function = browser::part(&["BroadcastChannel"])?.dyn_into().ok()?;
            Reflect::construct(&class, &Array::of1(&NAME.into())).ok()
        };
        channel.get_or_init(open).clone()
    })
}

/// Tells the other tabs something, in a word or two without personal data.
pub fn tell(words: &str) {
    if let Some(channel) = channel() {
        // A tab that does not hear it looks when its person comes back.
        let _ = browser::call(&channel, "postMessage", &[words.into()]);
    }
}

/// Hears what the other tabs tell, for as long as the page lives.
pub fn listen(heard: impl Fn(&str) + 'static) {
    let Some(channel) = channel() else { return };
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Some(words) = browser::get(&event, "data").as_string() {
            heard(&words);
        }
    });
    let _ =
        browser::call(&channel, "addEventListener", &["message".into(), closure.into_js_value()]);
}

/// Runs `then` whenever the person comes back to this tab.
pub fn on_return(then: impl Fn() + 'static) {
    let document = browser::part(&["document"]).unwrap_or_default();
    browser::always(&document.clone(), "visibilitychange", move || {
        if browser::get(&document, "visibilityState").as_string().as_deref() == Some("visible") {
            then();
        }
    });
}
