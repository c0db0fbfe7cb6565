#![no_main]

use json::keep::{load, save};
use library::availability::{badge, holdings, next_link};
use library::catalogue::{Found, Record};
use library::wire::{daia, vufind};
use library::write::to_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(answer) = json::decode::<vufind::Answer>(body) {
        let again = json::decode::<vufind::Answer>(to_text(&answer.value).as_bytes()).unwrap();
        assert!(again.value == answer.value);
        let found = Found::from_wire(answer.value);
        for record in &found.records {
            assert_eq!(load::<Record>(&save(record)).as_ref(), Some(record));
        }
    }
    if let Ok(answer) = json::decode::<daia::Availabilities>(body) {
        let again = json::decode::<daia::Availabilities>(to_text(&answer.value).as_bytes()).unwrap();
        assert!(again.value == answer.value);
        let holdings = holdings(answer.value);
        let _ = badge(holdings.iter().flat_map(|document| &document.copies));
    }
    if let Ok(header) = std::str::from_utf8(body) {
        let _ = next_link(header);
    }
});
