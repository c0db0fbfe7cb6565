//! A year of hours as the city library of Ulm has them, compared with another evaluator: npm's `opening_hours`,
//! which knows the holidays of the federal states.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use dates::{Day, LocalTime, TimeOfDay, Weekday};
use library::branch::{Branch, Mode};
use library::opening::{State, next, state};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

/// As OpenStreetMap writes it.
const HOURS: &str = "Tu-Fr 10:00-19:00; Sa 10:00-14:00, Sa 14:00-19:00 open \"Extra-Zeit\"; PH off; Dec 24,Dec 31 off";
const FIRST: &str = "2027-01-01";
const END: &str = "2028-01-01";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The regional holidays as the city writes them down, date by date.
const HOLIDAYS: [&str; 12] = [
    "2027-01-01", // Neujahr
    "2027-01-06", // Heilige Drei Könige
    "2027-03-26", // Karfreitag
    "2027-03-29", // Ostermontag
    "2027-05-01", // Tag der Arbeit
    "2027-05-06", // Christi Himmelfahrt
    "2027-05-17", // Pfingstmontag
    "2027-05-27", // Fronleichnam
    "2027-10-03", // Tag der Deutschen Einheit
    "2027-11-01", // Allerheiligen
    "2027-12-25", // Weihnachten
    "2027-12-26",
];

/// One row a date.
fn central_library(holidays: &[&str]) -> Branch {
    let mut rows = String::new();
    let mut date = day(FIRST);
    while date < day(END) {
        let text = date.to_string();
        let (_, month, of_month) = date.parts();
        let eve = month == 12 && matches!(of_month, 24 | 31);
        let times = match date.weekday() {
            _ if eve || holidays.contains(&text.as_str()) => "",
            Weekday::Sunday | Weekday::Monday => "",
            Weekday::Saturday => {
                r#"{"from":"10:00","to":"14:00","status":1},
                {"from":"14:00","to":"19:00","mode":"supervised","info":"Extra-Zeit"}"#
            }
            _ => r#"{"from":"10:00","to":"19:00","status":1}"#,
        };
        let _ = write!(rows, r#"{{"date":"{text}","times":[{times}]}},"#);
        date = date.plus_days(1);
    }
    let text = format!(
        r#"{{"id":"z","name":"Zentralbibliothek","schedules":[{}]}}"#,
        rows.trim_end_matches(',')
    );
    Branch::from_wire(json::decode(text.as_bytes()).unwrap().value)
}

/// Where the package is: where `NODE_PATH` says, or installed beside the script.
fn oracle(federal_state: &str) -> Option<String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/oracle"));
    let node = |arguments: &[&str]| {
        let mut node = Command::new("node");
        node.current_dir(&folder).env("TZ", "UTC").args(arguments);
        node
    };
    if !support::runs(&mut node(&["-e", "require('opening_hours')"])) {
        println!(
            "skipped: node with npm's opening_hours is absent (npm ci in crates/library/oracle)"
        );
        return None;
    }
    let output = node(&["year.cjs", HOURS, federal_state, FIRST, END]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// `minute state comment` for every change of ours.
fn ours(branch: &Branch) -> Vec<(i64, String)> {
    let mut at = LocalTime { day: day(FIRST), time: TimeOfDay::MIDNIGHT };
    let mut lines = Vec::new();
    let mut now = Some(state(branch, at));
    while let Some(found) = now {
        let minute = i64::from(at.day.days_since(day(FIRST))) * 1440 + i64::from(at.time.minutes());
        let text = match found {
            State::Open(span) if span.mode == Mode::Staffed => "open\t".to_owned(),
            State::Open(span) => format!("open\t{}", span.info.as_ref().unwrap().get("de")),
            _ => "closed\t".to_owned(),
        };
        lines.push((minute, text));
        let change = next(branch, at);
        now = change.map(|(_, then)| then);
        at = change.map_or(at, |(when, _)| when);
    }
    lines
}

fn theirs(text: &str) -> Vec<(i64, String)> {
    let line = |line: &str| {
        let (minute, rest) = line.split_once('\t').unwrap();
        (minute.parse().unwrap(), rest.to_owned())
    };
    text.lines().map(line).collect()
}

#[test]
fn a_year_in_ulm() {
    let Some(text) = oracle("Baden-Württemberg") else { return };
    let (ours, theirs) = (ours(&central_library(&HOLIDAYS)), theirs(&text));
    assert!(theirs.len() > 400, "a year has more changes");
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(
            ours,
            theirs,
            "on {}",
            day(FIRST).plus_days(i32::try_from(ours.0 / 1440).unwrap())
        );
    }
    assert_eq!(ours.len(), theirs.len());
}

/// The comparison can tell: without Epiphany in the rows, and in Berlin, where it is none, that day differs.
#[test]
fn a_forgotten_holiday_is_noticed() {
    let Some(ulm) = oracle("Baden-Württemberg") else { return };
    let Some(berlin) = oracle("Berlin") else { return };
    let without: Vec<&str> = HOLIDAYS.into_iter().filter(|date| *date != "2027-01-06").collect();
    let opens = i64::from(day("2027-01-06").days_since(day(FIRST))) * 1440 + 600;
    let on_epiphany = |list: &[(i64, String)]| list.iter().any(|(minute, _)| *minute == opens);
    assert!(!on_epiphany(&theirs(&ulm)) && !on_epiphany(&ours(&central_library(&HOLIDAYS))));
    assert!(on_epiphany(&theirs(&berlin)) && on_epiphany(&ours(&central_library(&without))));
}
