//! `cargo xtask timetable check`: what a city's timetable is and what is wrong with it.

use std::process::{ExitCode, Stdio};

use crate::{arguments::Arguments, failure::Failure, places, run};

/// Builds the check, which is a program of the crate `timetable`, and runs it.
///
/// # Errors
/// No feed is named, or the check does not compile.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given = Arguments::parse(words, &["--de"], &[])?;
    let [command, feed] = given.words() else { return Err(usage()) };
    if command != "check" {
        return Err(usage());
    }
    // The person's path counts from where they stand, not from the repository's root.
    let feed = std::path::absolute(feed).map_err(|error| Failure::file(feed.as_ref(), &error))?;
    run::say("The check: compiled for this machine; a minute the first time");
    run::quietly(
        "timetable-check-build",
        run::program("cargo").args([
            "build",
            "--profile",
            "native",
            "--package",
            "timetable",
            "--features",
            "compile",
            "--bin",
            "timetable-check",
        ]),
        "Mend what the compiler names above and start again.",
    )?;
    let mut check = run::program(places::target().join("native/timetable-check"));
    check.arg(&feed).args(given.has("--de").then_some("--de")).stdin(Stdio::null());
    let status = check.status().map_err(|error| {
        Failure::new(format!("The check cannot be started: {error}"), "Start again.")
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn usage() -> Failure {
    Failure::new("Which feed?", "`cargo xtask timetable check FEED.zip`, with --de for German.")
}
