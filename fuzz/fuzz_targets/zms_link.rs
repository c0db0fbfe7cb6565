#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::link;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = link::parse_fragment(text, text);
    if let Some((key, _)) = link::decode(text) {
        assert_eq!(link::decode(&link::encode(&key)).map(|(again, _)| again), Some(key));
    }
});
