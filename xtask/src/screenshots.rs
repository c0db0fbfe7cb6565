//! `cargo xtask screenshots`: what the pages look like, without building anything unless asked.

use std::process::ExitCode;

use crate::{
    arguments::Arguments,
    backend::{Backend, Log},
    build,
    failure::Failure,
    places,
    run::program,
    tools::{self, Browser},
};

/// Takes every path in every shape; prints the files.
///
/// # Errors
/// Nothing is built, or the browser is missing.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let valued = ["--paths", "--out", "--shapes", "--url"];
    let given = Arguments::parse(words, &["--build"], &valued)?;
    if given.has("--build") {
        build::everything()?;
    }
    let browser = Browser::find()?;
    tools::end_to_end_packages()?;
    let here = std::env::current_dir().unwrap_or_else(|_| places::root());
    let out = given
        .value("--out")
        .map_or_else(|| places::target().join("screenshots"), |out| here.join(out));
    let backend = if given.value("--url").is_some() {
        None
    } else {
        build::must_be_there()?;
        Some(Backend::start(0, &places::notes().join("screenshots-data"), Log::File)?)
    };
    let own = backend.as_ref().map(Backend::url);
    let url = given.value("--url").map(str::to_owned).or(own).unwrap_or_default();
    let mut camera = program("node");
    camera
        .args(["tools/screenshots.mjs", &url])
        .args([given.value("--paths").unwrap_or("/"), given.value("--shapes").unwrap_or("all")])
        .arg(&out)
        .current_dir(places::root().join("end2end"))
        .env("CHROMIUM", browser.chromium);
    let status = camera.status().map_err(|error| {
        Failure::new(format!("Node cannot be started: {error}"), "Install Node 20 or newer.")
    })?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
