//! What docs/library.md shows is read as it says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use dates::{LocalTime, TimeOfDay};
use library::branch::{Entry, Mode, branches};
use library::opening::{State, state};
use library::renew::Rules;
use library::wire::branches::Branches;

const PAPER: &str = include_str!("../../../docs/library.md");

fn examples() -> Vec<String> {
    let blocks = PAPER.split("```json\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_rules() {
    let text = format!("{{{}}}", examples()[0]);
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rules = json::decode_tree::<Rules>(&tree["rules"]).unwrap();
    assert_eq!(rules.skipped, 0);
    assert_eq!((rules.value.most_renewals, rules.value.days_before), (Some(2), Some(7)));
    assert_eq!(rules.value.fees_from.unwrap().cents, 2000);
    let kinds = rules.value.kinds;
    assert_eq!(kinds.iter().map(|kind| kind.renewable).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(kinds[0].reason.as_ref().unwrap().get("en"), "Magazines");
}

#[test]
fn the_branches() {
    let file = json::decode::<Branches>(examples()[1].as_bytes()).unwrap();
    assert_eq!(file.skipped, 0);
    let branch = branches(file.value).remove(0);
    assert!(branch.is("de-830:desk:1"));
    let at = |date: &str, time: &str| LocalTime {
        day: date.parse().unwrap(),
        time: TimeOfDay::parse(time).unwrap(),
    };
    let saturday = state(&branch, at("2026-11-28", "17:00"));
    let span = saturday.open().unwrap();
    assert_eq!((span.mode, span.entry), (Mode::Supervised, Entry::Anyone));
    assert_eq!(branch.running(span).count(), 0, "no advice");
    assert_eq!(state(&branch, at("2027-01-06", "12:00")), State::Closed);
    assert_eq!(
        branch.day("2027-01-06".parse().unwrap()).unwrap().info.as_ref().unwrap().get("de"),
        "Heilige Drei Könige"
    );
}
