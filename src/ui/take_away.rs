//! Giving something to the rest of the device: a file, a link.
use super::announce;
use crate::i18n::text;
use crate::task;
use js_sys::{Array, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// An address under which the browser hands out a file made here; revoke it when the page goes.
pub fn file_address(content: &str, kind: &str) -> String {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    web_sys::Blob::new_with_str_sequence_and_options(&Array::of1(&content.into()), &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .unwrap_or_default()
}

/// The same for bytes as they are: a picture, a message that was frozen.
pub fn bytes_address(content: &[u8], kind: &str) -> String {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&js_sys::Uint8Array::from(content));
    web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)
        .and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob))
        .unwrap_or_default()
}

/// Shares an address: by the device's own sharing where there is one, else over the clipboard,
/// which `copied` (a key) then says.
pub fn share(address: &str, copied: &'static str) {
    let navigator = window().navigator();
    if Reflect::has(&navigator, &"share".into()).unwrap_or(false) {
        let data = web_sys::ShareData::new();
        data.set_url(address);
        let shared = JsFuture::from(navigator.share_with_data(&data));
        // Closing the device's own sheet is no mistake.
        task::begin(async move { drop(shared.await) });
        return;
    }
    let written: Result<JsValue, JsValue> = Reflect::get(&navigator, &"clipboard".into());
    if written.is_ok_and(|clipboard| clipboard.is_object()) {
        let done = JsFuture::from(navigator.clipboard().write_text(address));
        task::begin(async move {
            let key = if done.await.is_ok() { copied } else { "share.failed" };
            announce(&text(key, &[]));
        });
    } else {
        announce(&text("share.failed", &[]));
    }
}
