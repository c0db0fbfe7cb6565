//! `cargo xtask bench forms`: a large survey in our engine beside the reference, npm's `@getodk/xforms-engine`.

use std::{fs, process::ExitCode};

use serde_json::json;

use crate::{failure::Failure, places, run, tools};

/// Builds what is needed and lets `xtask/bench-forms/bench.mjs` measure.
///
/// # Errors
/// A tool or the reference is missing, or something does not compile.
pub fn run() -> Result<ExitCode, Failure> {
    let folder = places::target().join("bench-forms");
    fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    super::wasm::build("bench-forms", &folder)?;
    let packages = tools::xforms_engine().ok_or_else(|| {
        Failure::new("The reference cannot be installed.", "Install Node 20 or newer with npm.")
    })?;
    let settings = json!({
        "module": folder.join("wasm/bench_forms.js"),
        "wasm": folder.join("wasm/optimised.wasm"),
        "reference": places::root().join("crates/xforms/oracle/engine.mjs"),
        "packages": packages,
    });
    let path = folder.join("settings.json");
    fs::write(&path, settings.to_string()).map_err(|error| Failure::file(&path, &error))?;
    let mut bench = run::program("node");
    bench.arg(places::root().join("xtask/bench-forms/bench.mjs")).arg(&path);
    let status = bench.status().map_err(|error| {
        Failure::new(format!("Node cannot be started: {error}"), "Install Node 20.11 or newer.")
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
