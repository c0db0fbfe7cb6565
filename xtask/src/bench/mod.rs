//! `cargo xtask bench`: what the app weighs and how long it takes.

mod forms;
mod library;
pub mod size;
mod start;
mod transit;
mod wasm;

use std::process::ExitCode;

use crate::{arguments::Arguments, build, failure::Failure};

/// Runs one of the benchmarks against what was built last; `--build` builds first.
///
/// # Errors
/// An unknown benchmark, or nothing to measure.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given =
        Arguments::parse(words, &["--build", "--no-browser"], &["--runs", "--path", "--cities"])?;
    let wanted = given.words().first().map(String::as_str);
    if given.has("--build") && matches!(wanted, Some("size" | "start")) {
        build::everything()?;
    }
    match wanted {
        Some("size") => {
            Ok(if size::measure(size::BUDGET)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Some("start") => start::run(&given),
        Some("transit") => transit::run(&given),
        Some("library") => library::run(&given),
        Some("forms") => forms::run(),
        _ => Err(Failure::new(
            "Which benchmark?",
            "`cargo xtask bench size`, `cargo xtask bench start`, `cargo xtask bench transit`, `cargo xtask bench library` or `cargo xtask bench forms`.",
        )),
    }
}
