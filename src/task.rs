//! Work that goes on beside the page.
use std::future::Future;
use std::pin::Pin;

/// Begins some work. The future is boxed, so that all of them share one machinery: each type of
/// future that is spawned as it is brings its own, about a kilobyte of wasm.
pub fn begin(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}
