//! `cargo xtask serve`: from a fresh clone to the running app with one command.

use std::{path::PathBuf, process::ExitCode, time::Instant};

use crate::{
    arguments::Arguments,
    backend::{Backend, Log},
    build,
    failure::Failure,
    places, run,
};

/// Builds what changed, starts the backend and stays until Ctrl-C.
///
/// # Errors
/// Something is missing, does not compile or does not start.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given = Arguments::parse(words, &["--no-build"], &["--port", "--data"])?;
    let port = given.number("--port", 8080)?;
    let data = given.value("--data").map_or_else(|| places::root().join("data"), PathBuf::from);
    let started = Instant::now();
    if given.has("--no-build") {
        build::must_be_there()?;
    } else {
        build::everything()?;
    }
    run::say(&format!("The backend starts; what it keeps is in {}", data.display()));
    let backend = Backend::start(port, &data, Log::Terminal)?;
    let stop = backend.stopper();
    // In a terminal Ctrl-C reaches the backend too; asking twice does no harm.
    ctrlc::set_handler(move || {
        println!("\n- Stopping");
        stop();
    })
    .map_err(|error| {
        Failure::new(format!("Ctrl-C cannot be caught: {error}"), "Start it from a plain terminal.")
    })?;
    println!();
    println!("  Open {}  (ready after {})", backend.url(), run::seconds(started.elapsed()));
    println!("  Mails it would send: {}/local/mails", backend.url());
    println!("  Stop with Ctrl-C.");
    println!();
    let ended_well = backend.wait().is_some_and(|status| status.success());
    Ok(if ended_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
