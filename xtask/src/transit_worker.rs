//! The worker that searches the timetable: a wasm of its own beside the app's, fetched when first needed.
//!
//! Trunk has workers too, but gives them no hashed names and no sums. So Cargo, wasm-bindgen and wasm-opt are
//! run here, and `after-build` puts the two files beside the others.

use std::path::PathBuf;

use crate::{failure::Failure, places, run, split, tools::Tools};

/// The name of the package and of its files.
pub const NAME: &str = "transit-worker";
/// What follows wasm-bindgen's own lines in the worker's script.
const ENDING: &str = "transit-worker/worker.js";

/// Where the finished files lie until `after-build` takes them.
pub fn folder() -> PathBuf {
    places::target().join("transit-worker")
}

/// Compiles the worker with the app's settings of the compiler.
///
/// # Errors
/// It does not compile, or a tool is missing.
pub fn build(tools: &Tools, settings: &[(&str, &str)]) -> Result<(), Failure> {
    run::say("The worker for timetables: compiled for the browser");
    run::quietly(
        "worker-build",
        run::program("cargo")
            .args(["build", "--release", "--locked", "--offline", "--package", NAME, "--bin", NAME])
            .args(["--target", "wasm32-unknown-unknown"])
            .envs(settings.iter().copied()),
        "Mend what the compiler names above and start again.",
    )?;
    let folder = folder();
    let compiled = places::target().join("wasm32-unknown-unknown/release/transit-worker.wasm");
    let next = "Update the tools: `cargo xtask serve` installs the right versions.";
    run::quietly(
        "worker-bindgen",
        tools
            .program("wasm-bindgen")
            .args(["--target=no-modules", "--no-typescript"])
            .arg(format!("--out-name={NAME}"))
            .arg(format!("--out-dir={}", folder.display()))
            .arg(&compiled),
        next,
    )?;
    let (wasm, script) = (folder.join("transit-worker_bg.wasm"), folder.join("transit-worker.js"));
    run::quietly(
        "worker-optimise",
        tools
            .program("wasm-opt")
            .args(split::optimiser_flags()?)
            .arg(&wasm)
            .arg("--output")
            .arg(folder.join("transit-worker.wasm")),
        next,
    )?;
    let ending = places::root().join(ENDING);
    let read =
        |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error));
    let joined = read(&script)? + "\n" + &read(&ending)?;
    std::fs::write(&script, joined).map_err(|error| Failure::file(&script, &error))
}
