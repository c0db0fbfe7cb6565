//! Answers of a worker or a backend, read by the page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use transit::{Journey, Moment, Outcome, answer, json};

fuzz_target!(|text: &str| {
    let _ = json::load::<Outcome<answer::Departures>>(text);
    let _ = json::load::<Outcome<answer::LineTimetable>>(text);
    let _ = json::load::<Outcome<answer::Stops>>(text);
    let _ = json::load::<transit::api::Status>(text);
    if let Some(journey) = json::load::<Journey>(text) {
        let now = journey.departure();
        let _ = (journey.action(now), journey.transfers(), journey.broken_ahead(Moment(0)));
        let _ = transit::ics::file(&journey, "a", "b", "https://x.example/", now);
        // What can be read can be written, and reads as the same.
        assert_eq!(json::load::<Journey>(&json::save(&journey)), Some(journey));
    }
});
