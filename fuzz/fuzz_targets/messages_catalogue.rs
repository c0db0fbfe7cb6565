#![no_main]

use libfuzzer_sys::fuzz_target;
use messages::Catalogue;

fuzz_target!(|data: &[u8]| {
    let Ok(catalogue) = Catalogue::from_json(data) else { return };
    for key in ["", "a", "days", "{", "}"] {
        let _ = catalogue.text(key, &[("n", "{n}"), ("", "x")]);
        let _ = catalogue.plural(key, "few", &[("n", "3")]);
    }
});
