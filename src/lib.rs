//! The single-page app: nothing but browser and view.
//!
//! What can be thought without a browser stands in `crates/`; what is about one service stands
//! in its folder under [`modules`]; everything every service needs is here.
//!
//! ```no_run
//! stadtkern::start();
//! ```
// A component's name is the name of what it shows, its properties are documented on itself.
#![allow(clippy::too_many_lines, clippy::needless_pass_by_value)]

pub mod app;
pub mod boot;
pub mod city;
pub mod http;
pub mod i18n;
pub mod later;
pub mod module;
pub mod modules;
pub mod navigation;
pub mod offline;
pub mod pages;
pub mod preferences;
pub mod task;
pub mod ui;

pub use app::start;

#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
