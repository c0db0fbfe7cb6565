//! `cargo xtask fuzz`: the decoders against garbage, with libFuzzer.

use std::{path::Path, process::ExitCode};

use crate::{arguments::Arguments, failure::Failure, places, run, tools::Tools};

/// Runs one target, or all one after the other, each for `--seconds` (60 unless told).
///
/// # Errors
/// cargo-fuzz is missing, or there is no such target.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given = Arguments::parse(words, &[], &["--seconds"])?;
    let seconds: u32 = given.number("--seconds", 60)?;
    let tools = Tools::for_fuzzing()?;
    let folder = places::root().join("fuzz");
    let cargo = || {
        let mut cargo = tools.program("cargo");
        // The sanitizers are switches of the nightly compiler; the stable one has them too.
        cargo.env("RUSTC_BOOTSTRAP", "1").current_dir(&folder);
        cargo
    };
    let listed = run::answer(cargo().args(["fuzz", "list"])).ok_or_else(|| {
        Failure::new("fuzz/ cannot be read.", "Check fuzz/Cargo.toml; `cargo fuzz list` says more.")
    })?;
    let targets: Vec<&str> = match given.words().first() {
        Some(target) if listed.lines().any(|known| known == target) => vec![target],
        Some(target) => {
            return Err(Failure::new(
                format!("There is no fuzz target \"{target}\"."),
                format!("Choose one of: {}.", listed.replace('\n', ", ")),
            ));
        }
        None => listed.lines().collect(),
    };
    let mut results = Vec::new();
    for target in targets {
        run::say(&format!("{target}: garbage for {seconds} s"));
        let mut fuzz = cargo();
        fuzz.args(["fuzz", "run", target, "--", "-print_final_stats=1"]);
        fuzz.arg(format!("-max_total_time={seconds}"));
        let spoken = run::aloud(&mut fuzz)?;
        results.push((target, runs(&spoken.text), spoken.success));
    }
    println!();
    for (target, runs, success) in &results {
        let findings = findings(&folder.join("artifacts").join(target));
        let end = match (success, findings) {
            (true, _) => "no finding",
            (false, 0) => "DID NOT RUN TO ITS END",
            (false, _) => "FINDING: see fuzz/artifacts, and keep it as a test",
        };
        println!("{target:<28} {runs:>12} runs  {end}");
    }
    let clean = results.iter().all(|(_, _, success)| *success);
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// libFuzzer's own count.
fn runs(text: &str) -> u64 {
    let mut numbers = text.lines().filter_map(|line| {
        line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok()
    });
    numbers.next_back().unwrap_or(0)
}

fn findings(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_count_is_libfuzzers() {
        let text = "INFO: x\nDone 120 runs in 3 second(s)\nstat::number_of_executed_units: 120\nstat::peak_rss_mb: 30\n";
        assert_eq!(runs(text), 120);
        assert_eq!(runs("error: could not compile"), 0);
    }
}
