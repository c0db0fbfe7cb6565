//! What the device keeps, in a real browser with a real database. `cargo test --target wasm32-unknown-unknown`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod browser;
mod outbox;
mod support;
mod values;

wasm_bindgen_test_configure!(run_in_browser);
