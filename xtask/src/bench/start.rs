//! `cargo xtask bench start`: how long a slow phone on a slow network waits.

use std::process::ExitCode;

use crate::{
    arguments::Arguments,
    build,
    failure::Failure,
    places,
    run::program,
    tools::{self, Browser},
};

/// Lets `end2end/bench/` measure; it starts and stops the backend itself, because the
/// offline start needs it gone.
pub fn run(given: &Arguments) -> Result<ExitCode, Failure> {
    measure("start", given)
}

/// Lets one file of `end2end/bench/` measure in Chromium.
///
/// # Errors
/// Something that is needed is missing.
pub fn measure(file: &str, given: &Arguments) -> Result<ExitCode, Failure> {
    build::must_be_there()?;
    let browser = Browser::find()?;
    tools::end_to_end_packages()?;
    let runs: u8 = given.number("--runs", 5)?;
    let path = given.value("--path").unwrap_or("/appointments");
    let mut measure = program("node");
    measure
        .args(["node_modules/@playwright/test/cli.js", "test", "--config"])
        .args(["bench/playwright.config.ts", &format!("bench/{file}.spec.ts")])
        .current_dir(places::root().join("end2end"))
        .env("BENCH_PATH", path)
        .env("BENCH_RUNS", runs.to_string())
        .env("CHROMIUM", browser.chromium)
        .env("STADTKERN_BACKEND", places::backend())
        .env("STADTKERN_DIST", places::dist());
    let status = measure.status().map_err(|error| {
        Failure::new(format!("Node cannot be started: {error}"), "Install Node 20 or newer.")
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
