#![no_main]

use libfuzzer_sys::fuzz_target;
use xforms::{Moment, Standalone};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(expression) = Standalone::read(text) else { return };
    let now = Moment { unix_ms: 1_764_000_000_000, offset_minutes: -210 };
    assert_eq!(expression.text(now), expression.text(now));
});
