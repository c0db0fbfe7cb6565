//! Parts of the Rust tool chain.

use crate::{
    failure::Failure,
    run::{self, program},
};

/// The standard library for the browser.
pub fn wasm_target() -> Result<(), Failure> {
    let folder = run::answer(program("rustc").args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]));
    if folder.is_some_and(|folder| std::path::Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run::say("Rust's standard library for wasm32-unknown-unknown: the app runs in the browser");
    run::quietly(
        "rustup-target",
        program("rustup").args(["target", "add", "wasm32-unknown-unknown"]),
        "Install Rust with rustup (https://rustup.rs), or the target with your system's packages.",
    )
}

/// rustfmt and clippy.
pub fn components() -> Result<(), Failure> {
    let there = |tool: &str| run::answer(program("cargo").args([tool, "--version"])).is_some();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    run::say("rustfmt and clippy: the checks of form and of common mistakes");
    run::quietly(
        "rustup-component",
        program("rustup").args(["component", "add", "rustfmt", "clippy"]),
        "Install Rust with rustup (https://rustup.rs), or both tools with your system's packages.",
    )
}
