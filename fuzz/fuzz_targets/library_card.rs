#![no_main]

use library::barcode::{Barcode, QUIET, Symbology};
use library::{Money, When};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let symbologies = [
        Symbology::Code39,
        Symbology::Code39Checked,
        Symbology::Codabar,
        Symbology::Code128,
        Symbology::Ean13,
    ];
    for symbology in symbologies {
        let Ok((barcode, module)) = Barcode::fitting(symbology, text, 1080) else { continue };
        assert!(barcode.modules() * module <= 1080);
        assert!(barcode.bars().next().is_some_and(|(start, _)| start == u32::from(QUIET)));
    }
    if let Some(money) = Money::parse(text) {
        assert_eq!(Money::parse(&money.to_string()), Some(money));
    }
    if let Some(when) = When::parse(text) {
        assert_eq!(json::keep::load::<When>(&json::keep::save(&when)), Some(when));
    }
    let _ = library::request::decode_form(data);
});
