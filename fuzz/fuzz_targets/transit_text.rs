//! Texts of alerts, which may hold HTML.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let plain = transit::text::plain(html);
    assert!(plain.len() <= html.len() + 4);
    assert!(!plain.contains("\n\n"));
});
