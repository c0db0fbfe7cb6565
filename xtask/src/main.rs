//! The commands of this project, run as `cargo xtask <command>`.
//!
//! Nothing but Rust and Node has to be on the machine beforehand: each command looks for what it
//! needs, installs what it may into a folder of the person's own cache, and says what and why.

mod after_build;
mod arguments;
mod backend;
mod bench;
mod build;
mod checker;
mod checks;
mod failure;
mod fuzz;
mod http;
mod places;
mod run;
mod screenshots;
mod serve;
mod split;
mod stamp;
mod style;
mod survey;
mod test;
mod timetable;
mod tools;
mod transit_worker;

use std::process::ExitCode;

use failure::Failure;

const HELP: &str = "\
cargo xtask serve [--port N] [--data FOLDER] [--no-build]
    Installs what is missing, builds the app and starts it at http://localhost:8080.
cargo xtask test [--only STAGE,STAGE] [--list]
    Runs every check and test. Ends with one line: N passed, N failed.
cargo xtask bench size
    What the first view weighs on the wire, against its budget.
cargo xtask bench start [--runs N] [--path /appointments]
    How long a slow phone waits: cold, warm and offline.
cargo xtask bench transit [--cities kuopio,new-york] [--no-browser]
    Our search beside npm's minotor: CPU time per query in Node and Chromium, sizes, memory, compile time.
cargo xtask bench library [--runs N] [--no-browser]
    How soon the embedded catalogue answers a search, and how soon a slow phone shows hits and account.
cargo xtask bench forms
    A large survey in our engine beside the reference: load, keystroke, memory, and what the engine weighs.
cargo xtask timetable check FEED.zip [--de]
    What a GTFS feed is, what was left out or put right and why, and how large it becomes.
cargo xtask survey check FORM.xlsx [--de]
    Whether a survey (spreadsheet or XForm) can be filled in in the app, and if not, what to change.
cargo xtask survey export|texts|codes|add ...
    For staff: answers as a table, texts to approve, codes, a new form. `stadtkern-backend --help` lists them.
cargo xtask fuzz [TARGET] [--seconds N]
    Feeds the decoders with garbage until the time is up or one falls over.
cargo xtask screenshots [--paths /,/appointments] [--out FOLDER] [--build]
    Pictures of pages: phone, desktop, kiosk, dark, Arabic.

Used by Trunk while it builds:
cargo xtask style
    Joins the style sheets of style/ into target/stadtkern.css.
cargo xtask after-build
    Integrity, the service worker's list and compression of what Trunk built.
cargo xtask wasm-bindgen
    Cuts the app's wasm into parts before wasm-bindgen reads it.
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next();
    let rest: Vec<String> = words.collect();
    match dispatch(command.as_deref(), rest) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Option<&str>, rest: Vec<String>) -> Result<ExitCode, Failure> {
    match command {
        Some("serve") => serve::run(rest),
        Some("test") => test::run(rest),
        Some("bench") => bench::run(rest),
        Some("fuzz") => fuzz::run(rest),
        Some("timetable") => timetable::run(rest),
        Some("survey") => survey::run(rest),
        Some("screenshots") => screenshots::run(rest),
        Some("style") => style::run(),
        Some("after-build") => after_trunk(),
        Some("wasm-bindgen") => split::run(rest),
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some(other) => Err(Failure::new(
            format!("There is no command \"{other}\"."),
            "`cargo xtask help` lists the commands.",
        )),
    }
}

/// Trunk names the folder in which it put the app together.
fn after_trunk() -> Result<ExitCode, Failure> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").ok_or_else(|| {
        Failure::new(
            "TRUNK_STAGING_DIR is not set.",
            "Let Trunk run this command: `trunk build`, or `cargo xtask serve`.",
        )
    })?;
    after_build::run(std::path::Path::new(&staging), &split::parts(), &transit_worker::folder())
        .map_err(|error| Failure::new(error.to_string(), "Mend it and build again."))?;
    Ok(ExitCode::SUCCESS)
}
