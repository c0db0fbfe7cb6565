//! The page part of the outbox' story: a tab with the outbox and nothing else (`examples/outbox_tab.rs`).

use std::path::PathBuf;

use crate::{
    failure::Failure,
    places,
    run::{self, program},
    tools::Tools,
};

const REMEDY: &str = "Mend what the compiler names above and start again.";

/// Builds it and joins it with its glue. It shares its compiled crates with the wasm tests.
///
/// # Errors
/// A tool is missing, or something does not compile.
pub fn build() -> Result<PathBuf, Failure> {
    let tools = Tools::for_wasm_tests()?;
    let target = "wasm32-unknown-unknown";
    run::quietly(
        "outbox-tab-build",
        program("cargo").args([
            "build",
            "--package",
            "stadtkern",
            "--example",
            "outbox_tab",
            "--target",
            target,
        ]),
        REMEDY,
    )?;
    let folder = places::target().join("outbox-tab");
    run::quietly(
        "outbox-tab-glue",
        tools
            .program("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&folder)
            .arg(places::target().join(target).join("debug/examples/outbox_tab.wasm")),
        REMEDY,
    )?;
    Ok(folder)
}
