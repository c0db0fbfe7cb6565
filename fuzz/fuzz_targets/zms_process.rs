#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::appointment::Appointment;
use zms::wire;

fuzz_target!(|body: &[u8]| {
    let Ok(answer) = wire::decode::<wire::Process>(body) else { return };
    let text = serde_json::to_vec(&answer.value).unwrap();
    assert!(wire::decode::<wire::Process>(&text).unwrap().value == answer.value);
    if let Ok(appointment) = Appointment::from_wire(answer.value) {
        let text = zms::keep::save(&appointment);
        assert_eq!(zms::keep::load::<Appointment>(&text).as_ref(), Some(&appointment));
        let _ = appointment.ics.as_deref().map(zms::ics::is_calendar);
        let _ = appointment.contact.problems(&appointment.rules);
    }
});
