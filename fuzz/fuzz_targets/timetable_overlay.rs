#![no_main]

use libfuzzer_sys::fuzz_target;
use timetable::overlay::Overlay;

fuzz_target!(|data: &[u8]| {
    // The sum would keep the fuzzer out: it is made right for whatever comes.
    let mut bytes = b"sktlive\x01".to_vec();
    bytes.extend(timetable::file::sum(data).to_le_bytes());
    bytes.extend(data);
    let _ = Overlay::decode(data);
    let Ok(overlay) = Overlay::decode(&bytes) else { return };
    // What was read is written and read again without a change.
    assert_eq!(Overlay::decode(&overlay.encode()).unwrap(), overlay);
});
