//! Programs of our crates that tell people about a file of theirs.

use std::{
    path::Path,
    process::{ExitCode, Stdio},
};

use crate::{arguments::Arguments, failure::Failure, places, run};

/// Such a program: `program FILE [--de]`.
pub struct Checker<'a> {
    /// The crate that it belongs to.
    pub package: &'a str,
    /// Its name.
    pub program: &'a str,
    /// What it needs of the crate.
    pub features: &'a [&'a str],
}

/// Builds the program and runs it; its exit code becomes ours.
///
/// # Errors
/// It does not compile, or cannot be started.
pub fn run(checker: &Checker<'_>, file: &Path, given: &Arguments) -> Result<ExitCode, Failure> {
    run::say("The check: compiled for this machine; a minute the first time");
    let mut build = run::program("cargo");
    build.args(["build", "--profile", "native", "--package", checker.package]);
    build.args(["--bin", checker.program, "--features", &checker.features.join(",")]);
    run::quietly(
        &format!("{}-build", checker.program),
        &mut build,
        "Mend what the compiler names above and start again.",
    )?;
    let mut check = run::program(places::target().join("native").join(checker.program));
    check.arg(file).args(given.has("--de").then_some("--de")).stdin(Stdio::null());
    let status = check.status().map_err(|error| {
        Failure::new(format!("The check cannot be started: {error}"), "Start again.")
    })?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
