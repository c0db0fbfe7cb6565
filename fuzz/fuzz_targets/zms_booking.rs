#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::Timestamp;
use zms::booking::{Event, restore, save, step};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok((booking, _)) = restore(text) else { return };
    let again = restore(&save(&booking)).unwrap().0;
    assert_eq!(again.contact, booking.contact);
    for event in [Event::Tick(Timestamp(i64::MAX)), Event::Submit, Event::Book, Event::CheckAgain, Event::Leave] {
        let _ = step(booking.clone(), event);
    }
    let _ = booking.seconds_left(Timestamp(i64::MIN));
});
