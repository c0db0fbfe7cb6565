//! What services, offices and times are called on the screen.
use super::state;
use crate::i18n::{format, text};
use leptos::prelude::*;
use zms::appointment::Appointment;
use zms::calendar::Slot;
use zms::catalogue::Address;
use zms::request::ServiceCount;
use zms::{Minutes, OfficeId, ServiceId};

/// A service in the person's language; what the booking system calls it, where the guide is silent.
pub fn service(id: ServiceId) -> String {
    let state = state::use_appointments();
    state
        .guide
        .with(|guide| guide.name(id).map(str::to_owned))
        .or_else(|| state.catalogue.with(|all| all.service(id).map(|service| service.name.clone())))
        .unwrap_or_else(|| text("appointments.service.unknown", &[]))
}

/// An office.
pub fn office(id: OfficeId) -> String {
    let state = state::use_appointments();
    state
        .guide
        .with(|guide| guide.office(id).map(str::to_owned))
        .or_else(|| state.catalogue.with(|all| all.office(id).map(|office| office.name.clone())))
        .unwrap_or_else(|| text("appointments.office.unknown", &[]))
}

/// The office of an appointment: in the person's language where it is known, else as it was sent.
pub fn office_of(appointment: &Appointment) -> String {
    let known =
        |id: &OfficeId| state::use_appointments().catalogue.with(|all| all.office(*id).is_some());
    appointment.office.filter(known).map_or_else(|| appointment.office_name.clone(), office)
}

/// Services with their counts: "2 × Passport, Identity card".
pub fn services(items: &[ServiceCount]) -> String {
    let names: Vec<String> = items
        .iter()
        .map(|(id, count)| {
            let name = service(*id);
            if *count > 1 {
                [&format::number(f64::from(*count)), " × ", &name].concat()
            } else {
                name
            }
        })
        .collect();
    format::list(&names)
}

/// An address on one line.
pub fn address(address: &Address) -> String {
    [&address.street, ", ", &address.postal_code, " ", &address.city].concat()
}

/// "Tomorrow, 9:20".
pub fn moment(slot: Slot) -> String {
    let time = format::moment(slot.start.0, format::Style::Time);
    let day = format::local(slot.start.0).map(|(day, _)| format::friendly_day(day));
    text("appointments.moment", &[("day", &day.unwrap_or_default()), ("time", &time)])
}

/// "Tuesday, 24 November 2026, 9:20".
pub fn long_moment(seconds: i64) -> String {
    let day = format::moment(seconds, format::Style::FullDay);
    let time = format::moment(seconds, format::Style::Time);
    text("appointments.moment", &[("day", &day), ("time", &time)])
}

/// How long it takes, about.
pub fn duration(minutes: Minutes) -> String {
    crate::i18n::plural("appointments.minutes", f64::from(minutes.0), &[])
}
