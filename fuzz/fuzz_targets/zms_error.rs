#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::contact::ContactRules;
use zms::error::Failure;
use zms::request::{Reserve, Update};
use zms::{AppointmentKey, Timestamp};

fuzz_target!(|data: &[u8]| {
    let Some((head, body)) = data.split_at_checked(2) else { return };
    let status = u16::from_le_bytes([head[0], head[1]]) % 600;
    let failure = Failure::from_response(status, std::str::from_utf8(body).ok(), body);
    assert!(failure.message_key().starts_with("appointments.error."));
    let _ = (failure.next_step(), failure.fields().count(), failure.to_string());
    let _ = Failure::check::<zms::wire::CaptchaAnswer>(status, None, body);
    let now = Timestamp(0);
    let _ = (Reserve::check(body, now), AppointmentKey::check(body));
    let _ = Update::check(body, |_| Some(ContactRules::default()));
});
