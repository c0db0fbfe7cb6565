#![no_main]

use libfuzzer_sys::fuzz_target;
use outbox::Entry;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(entry) = Entry::from_json(text) else { return };
    // What was read is written and read again without a change: no entry may lose anything by being kept.
    let again = Entry::from_json(&entry.to_json()).unwrap();
    assert_eq!(again, entry);
});
