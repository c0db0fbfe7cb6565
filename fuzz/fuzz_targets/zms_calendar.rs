#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::calendar::{Calendar, group};
use zms::{Day, Timestamp, wire};

fuzz_target!(|body: &[u8]| {
    let Ok(answer) = wire::decode::<wire::AvailableCalendar>(body) else { return };
    let text = serde_json::to_vec(&answer.value).unwrap();
    assert_eq!(wire::decode::<wire::AvailableCalendar>(&text).unwrap().value, answer.value);
    if let Ok(calendar) = Calendar::from_wire(answer) {
        let local = |time: Timestamp| {
            let minute = u32::try_from(time.0.rem_euclid(86_400) / 60).unwrap();
            (Day::from_epoch_days(time.0.div_euclid(86_400)), minute)
        };
        for day in &calendar.days {
            let grouped: usize = group(&day.slots, &local).iter().map(|group| group.slots.len()).sum();
            assert_eq!(grouped, day.slots.len());
            let _ = (calendar.next_bookable(day.day), calendar.previous_bookable(day.day));
        }
        assert_eq!(calendar.earliest(), calendar.earliest_per_office().first().copied());
    }
});
