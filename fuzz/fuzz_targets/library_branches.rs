#![no_main]

use dates::{LocalTime, TimeOfDay};
use library::branch::branches;
use library::opening::{Visitor, next, next_entry, open_until, state};
use library::wire::branches::Branches;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(answer) = json::decode::<Branches>(body) else { return };
    for branch in branches(answer.value) {
        let Some(day) = branch.days.first() else { continue };
        let now = LocalTime { day: day.date, time: TimeOfDay::from_minutes(600) };
        let here = state(&branch, now);
        if let Some((when, then)) = next(&branch, now) {
            assert!(when > now && then != here);
        }
        let visitor = Visitor::default();
        let until = open_until(&branch, now, &visitor);
        assert!(until.is_none() || here.open().is_some());
        let _ = next_entry(&branch, now, &visitor);
    }
});
