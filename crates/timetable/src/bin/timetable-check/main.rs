//! `timetable-check FEED.zip [--de]`: what a feed is, what was wrong with it, and how large it becomes.
//!
//! For the people who look after a city's timetable; `cargo xtask timetable check` builds and starts it. Ends with
//! exit code 1 when the feed cannot be used.

mod facts;
mod words;

use std::{fs::File, io::BufReader, process::ExitCode, time::SystemTime};

use timetable::{
    Day,
    feed::Feed,
    gtfs::{self, Limits, Outcome, Report, Tongue},
    pack,
};

use facts::Facts;
use words::Words;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let tongue =
        if flags.iter().any(|flag| flag == "--de") { Tongue::German } else { Tongue::English };
    let words = Words::of(tongue);
    let [path] = paths.as_slice() else {
        eprintln!("{}", words.usage);
        return ExitCode::FAILURE;
    };
    match check(path, tongue, &words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("\n{}: {reason}", words.unusable);
            ExitCode::FAILURE
        }
    }
}

fn check(path: &str, tongue: Tongue, words: &Words) -> Result<(), String> {
    let file = File::open(path).map_err(|error| format!("{path}: {error}. {}", words.no_file))?;
    let (feed, report) = gtfs::read(BufReader::new(file), Limits::default())
        .map_err(|error| error.sentence(tongue))?;
    println!("{path}\n");
    for line in Facts::of(&feed).lines(&feed, words, today()) {
        println!("{line}");
    }
    for (file, rows) in report.rows() {
        println!("  {:<20} {:>12} {}", file.name(), words::grouped(rows, words), words.rows);
    }
    print_findings(&report, tongue, words);
    packed(&feed, words)?;
    let dropped = report.count(Outcome::Dropped);
    println!("\n{}", if dropped == 0 { words.good } else { words.good_with_losses });
    Ok(())
}

fn print_findings(report: &Report, tongue: Tongue, words: &Words) {
    for (outcome, heading) in [
        (Outcome::Dropped, words.dropped),
        (Outcome::Repaired, words.repaired),
        (Outcome::Noted, words.noted),
    ] {
        println!("\n{heading}: {}", words::grouped(report.count(outcome), words));
        let of = |finding: &&gtfs::Finding| finding.problem.outcome() == outcome;
        for finding in report.findings().into_iter().filter(of) {
            println!("- {}", finding.sentence(tongue));
        }
    }
}

/// Packs the feed; what that leaves out, and the sizes.
fn packed(feed: &Feed, words: &Words) -> Result<(), String> {
    let packed = pack::pack(feed).map_err(|error| error.to_string())?;
    let left_out = packed.left_out;
    println!();
    for (count, name) in [
        (left_out.trips_without_days, words.trips_without_days),
        (left_out.transfers_of_lines_or_trips, words.transfers_of_lines_or_trips),
        (left_out.transfers_without_stops, words.transfers_without_stops),
        (left_out.entrances_and_nodes, words.entrances_and_nodes),
    ] {
        if count > 0 {
            println!("- {} {name}", words::grouped(count as u64, words));
        }
    }
    let gzip = gzip(&packed.bytes).map_err(|error| error.to_string())?;
    let size = |bytes: usize| words::grouped(bytes as u64, words);
    println!("{}: {} B, gzip {} B", words.packed, size(packed.bytes.len()), size(gzip));
    Ok(())
}

fn gzip(bytes: &[u8]) -> std::io::Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, bytes)?;
    Ok(encoder.finish()?.len())
}

/// Today in UTC: a day more or less does not matter for "has ended".
fn today() -> Day {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Day(i32::try_from(since.as_secs() / 86_400).unwrap_or(0))
}
