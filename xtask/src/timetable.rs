//! `cargo xtask timetable check`: what a city's timetable is and what is wrong with it.

use std::process::ExitCode;

use crate::{
    arguments::Arguments,
    checker::{self, Checker},
    failure::Failure,
};

/// Runs the check.
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
    let check =
        Checker { package: "timetable", program: "timetable-check", features: &["compile"] };
    checker::run(&check, &feed, &given)
}

fn usage() -> Failure {
    Failure::new("Which feed?", "`cargo xtask timetable check FEED.zip`, with --de for German.")
}
