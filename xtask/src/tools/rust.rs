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

/// The source of the standard library, which is compiled with the app for size.
pub fn standard_library_source() -> Result<(), Failure> {
    let root = run::answer(program("rustc").args(["--print", "sysroot"]));
    let source = root.map(|root| {
        std::path::PathBuf::from(root.trim()).join("lib/rustlib/src/rust/library/Cargo.lock")
    });
    if source.is_some_and(|source| source.is_file()) {
        return Ok(());
    }
    run::say(
        "The source of Rust's standard library: it is compiled with the app, for a smaller download",
    );
    run::quietly(
        "rustup-source",
        program("rustup").args(["component", "add", "rust-src"]),
        "Install Rust with rustup (https://rustup.rs), or the component rust-src with your system's packages.",
    )
}
