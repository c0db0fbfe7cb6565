#![no_main]

use dates::Timestamp;
use library::door::permission;
use library::isbn;
use library::occupancy::{FRESH, occupancies};
use library::wire::occupancy::Occupancies;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(said) = permission(200, None, body) {
        assert!(said.message_key() != said.next_key());
    }
    if let Ok(text) = std::str::from_utf8(body)
        && let Some(isbn) = isbn::read(text)
    {
        assert_eq!(isbn::read(&isbn).as_deref(), Some(isbn.as_str()));
    }
    let Ok(answer) = json::decode::<Occupancies>(body) else { return };
    for one in occupancies(answer.value) {
        assert!(one.percent.is_none_or(|percent| percent <= 100));
        assert!(!one.is_fresh(Timestamp(one.at.0 + FRESH)));
    }
});
