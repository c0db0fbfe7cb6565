//! Work that goes on beside the page, and what lasts as long as the app.
use leptos::prelude::Owner;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

thread_local! { static APP: RefCell<Option<Owner>> = const { RefCell::new(None) }; }

/// Learns who owns everything; called once, while the app is mounted.
pub fn learn() {
    APP.set(Owner::current());
}

/// Makes signals and effects that outlive the page on which they are first needed.
pub fn lasting<T>(make: impl FnOnce() -> T) -> T {
    match APP.with_borrow(Clone::clone) {
        Some(app) => app.with(make),
        None => make(),
    }
}

/// Begins some work. The future is boxed, so that all of them share one machinery: each type of
/// future that is spawned as it is brings its own, about a kilobyte of wasm.
pub fn begin(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}
