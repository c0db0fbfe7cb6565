//! `cargo xtask test`: every check and test, summed up in one line.

mod counts;
mod outbox_tab;
mod stages;

use std::{
    collections::BTreeMap,
    io::Write,
    process::ExitCode,
    time::{Duration, Instant},
};

use crate::{arguments::Arguments, failure::Failure, run};

use counts::Counts;
use stages::{ALL, Stage};

/// How a stage ended.
struct Outcome {
    counts: Counts,
    time: Duration,
}

/// Runs the stages asked for with what they need, all of them by default.
///
/// # Errors
/// A stage is asked for that is not there.
pub fn run(words: Vec<String>) -> Result<ExitCode, Failure> {
    let given = Arguments::parse(words, &["--list"], &["--only"])?;
    if given.has("--list") {
        for stage in ALL {
            println!("{:<14} {}", stage.name, stage.what);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = choose(given.value("--only"))?;
    let started = Instant::now();
    let mut outcomes: BTreeMap<&str, Outcome> = BTreeMap::new();
    for stage in &chosen {
        println!("\n== {}: {}", stage.name, stage.what);
        let broken = stage
            .needs
            .iter()
            .find(|need| outcomes.get(**need).is_some_and(|outcome| outcome.counts.failed > 0));
        let begun = Instant::now();
        let counts = match broken {
            Some(need) => {
                println!("not run, because {need} failed");
                Counts::ONE_SKIPPED
            }
            None => (stage.run)().unwrap_or_else(|failure| {
                eprintln!("{failure}");
                Counts::ONE_FAILED
            }),
        };
        let time = begun.elapsed();
        println!("== {}: {counts} after {}", stage.name, run::seconds(time));
        outcomes.insert(stage.name, Outcome { counts, time });
    }
    Ok(sum_up(&chosen, &outcomes, started.elapsed()))
}

fn sum_up(chosen: &[&Stage], outcomes: &BTreeMap<&str, Outcome>, time: Duration) -> ExitCode {
    let mut sum = Counts::default();
    println!();
    for stage in chosen {
        if let Some(outcome) = outcomes.get(stage.name) {
            sum += outcome.counts;
            let mark = if outcome.counts.failed > 0 { "FAILED" } else { "" };
            let (counts, time) = (outcome.counts.to_string(), run::seconds(outcome.time));
            println!("{:<14} {counts:<36} {time:>12}  {mark}", stage.name);
        }
    }
    println!("{:<14} {:<36} {:>12}\n", "all", "", run::seconds(time));
    println!("{sum}");
    let _ = std::io::stdout().flush();
    if sum.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn choose(only: Option<&str>) -> Result<Vec<&'static Stage>, Failure> {
    let Some(only) = only else { return Ok(ALL.iter().collect()) };
    let mut names: Vec<&str> = only.split(',').map(str::trim).collect();
    let mut next = 0;
    while let Some(name) = names.get(next).copied() {
        let stage = ALL.iter().find(|stage| stage.name == name).ok_or_else(|| {
            Failure::new(
                format!("There is no stage \"{name}\"."),
                "`cargo xtask test --list` names them.",
            )
        })?;
        names.extend(stage.needs);
        next += 1;
    }
    Ok(ALL.iter().filter(|stage| names.contains(&stage.name)).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_stage_brings_what_it_needs_in_order() {
        let names: Vec<_> = choose(Some("end2end")).unwrap().iter().map(|s| s.name).collect();
        assert_eq!(names, ["build", "end2end"]);
        assert!(choose(Some("nonsense")).is_err());
        assert_eq!(choose(None).unwrap().len(), ALL.len());
    }

    #[test]
    fn every_need_stands_before_the_stage() {
        for (place, stage) in ALL.iter().enumerate() {
            for need in stage.needs {
                assert!(ALL[..place].iter().any(|earlier| earlier.name == *need), "{}", stage.name);
            }
        }
    }
}
