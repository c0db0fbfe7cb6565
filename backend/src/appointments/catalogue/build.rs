//! From the file to the catalogue, with every mistake named by its field.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use zms::wire;
use zms::{OfficeId, ServiceId};

use super::super::catalogue_file::{self as file, File};
use super::super::catalogue_wire::{office_wire, relation_wire, service_wire};
use super::super::closed::ClosedDay;
use super::{Catalogue, CatalogueError, Hours, Office, Rules};

fn wrong<T>(field: impl Into<String>, problem: impl Into<String>) -> Result<T, CatalogueError> {
    Err(CatalogueError { field: field.into(), problem: problem.into() })
}

pub(super) fn build(file: &File) -> Result<Catalogue, CatalogueError> {
    let mut services = BTreeMap::new();
    for (index, service) in file.services.iter().enumerate() {
        let field = format!("services[{index}]");
        if service.name.trim().is_empty() {
            return wrong(format!("{field}.name"), "is empty; write what citizens call it");
        }
        if !(1..=25).contains(&service.max_quantity) {
            return wrong(format!("{field}.maxQuantity"), "must be 1 to 25");
        }
        let Some(id) = ServiceId::new(service.id.into()) else {
            return wrong(format!("{field}.id"), "must be a whole number from 1");
        };
        if services.insert(id, service.name.clone()).is_some() {
            return wrong(
                format!("{field}.id"),
                format!("{id} is already used by another service"),
            );
        }
    }
    let known = |id: u32| services.contains_key(&ServiceId(id));
    for (index, service) in file.services.iter().enumerate() {
        if let Some(id) =
            service.combinable.iter().chain(&service.parent_id).find(|id| !known(**id))
        {
            return wrong(
                format!("services[{index}]"),
                format!(
                    "names service {id}, which is not in the list; add it or remove the number"
                ),
            );
        }
    }
    let mut offices = BTreeMap::new();
    for (index, entry) in file.offices.iter().enumerate() {
        let field = format!("offices[{index}]");
        let office = office(entry, &field, &file.closed)?;
        if offices.contains_key(&office.id) {
            return wrong(
                format!("{field}.id"),
                format!("{} is already used by another office", office.id),
            );
        }
        offices.insert(office.id, office);
    }
    for (index, entry) in file.offices.iter().enumerate() {
        let named =
            entry.shared_booking_office_ids.iter().chain(&entry.allow_disabled_services_mix);
        if let Some(id) = named.copied().find(|id| !offices.contains_key(&OfficeId(*id))) {
            return wrong(
                format!("offices[{index}]"),
                format!("names office {id}, which is not in the list; add it or remove the number"),
            );
        }
    }
    let mut slots = BTreeMap::new();
    for (index, relation) in file.relations.iter().enumerate() {
        let field = format!("relations[{index}]");
        let (office, service) = (OfficeId(relation.office), ServiceId(relation.service));
        let Some(at) = offices.get(&office) else {
            return wrong(format!("{field}.office"), format!("{office} is not in offices"));
        };
        if !services.contains_key(&service) {
            return wrong(format!("{field}.service"), format!("{service} is not in services"));
        }
        if relation.slots == 0 || relation.slots > at.rules.most_slots {
            return wrong(
                format!("{field}.slots"),
                format!("must be 1 to {}, the office's slotsPerAppointment", at.rules.most_slots),
            );
        }
        if slots.insert((office, service), relation.slots).is_some() {
            return wrong(
                field,
                format!("office {office} and service {service} already have a line"),
            );
        }
    }
    let wire = wire::OfficesAndServices {
        offices: offices.values().map(|office: &Office| office.wire.clone()).collect(),
        services: file
            .services
            .iter()
            .map(|service| service_wire(service, file, &offices, &slots))
            .collect(),
        relations: file.relations.iter().map(relation_wire).collect(),
    };
    Ok(Catalogue { offices, services, slots, wire, asset: OnceLock::new() })
}

fn office(
    entry: &file::Office,
    field: &str,
    everywhere: &[ClosedDay],
) -> Result<Office, CatalogueError> {
    let Some(id) = OfficeId::new(entry.id.into()) else {
        return wrong(format!("{field}.id"), "must be a whole number from 1");
    };
    let slot = entry.slot_time_in_minutes;
    if !(5..=240).contains(&slot) || !slot.is_multiple_of(5) {
        return wrong(
            format!("{field}.slotTimeInMinutes"),
            format!("{slot} must be 5 to 240 in steps of 5"),
        );
    }
    if entry.start_in_days > entry.end_in_days || entry.end_in_days > 365 {
        return wrong(format!("{field}.endInDays"), "must be startInDays to 365");
    }
    let scope = &entry.scope;
    if !(1..=25).contains(&scope.slots_per_appointment) {
        return wrong(format!("{field}.scope.slotsPerAppointment"), "must be 1 to 25");
    }
    for (name, minutes) in [
        ("reservationDuration", scope.reservation_duration),
        ("activationDuration", scope.activation_duration),
    ] {
        if !(1..=1440).contains(&minutes) {
            return wrong(format!("{field}.scope.{name}"), "must be 1 to 1440 minutes");
        }
    }
    for (name, active, label) in [
        ("customTextfieldLabel", scope.custom_textfield_activated, &scope.custom_textfield_label),
        (
            "customTextfield2Label",
            scope.custom_textfield2_activated,
            &scope.custom_textfield2_label,
        ),
    ] {
        if active && label.as_ref().is_none_or(|label| label.trim().is_empty()) {
            return wrong(
                format!("{field}.scope.{name}"),
                "is needed: the field is activated and people must know what to write",
            );
        }
    }
    let mut hours = Vec::new();
    for (index, entry) in entry.opening_hours.iter().enumerate() {
        hours.push(opening(entry, &format!("{field}.openingHours[{index}]"), slot)?);
    }
    Ok(Office {
        id,
        wire: office_wire(entry),
        slot_seconds: i64::from(slot) * 60,
        bookable_days: (entry.start_in_days, entry.end_in_days),
        deallocation: i64::from(entry.deallocation_duration) * 60,
        hours,
        closed: everywhere.iter().chain(&entry.closed).copied().collect(),
        rules: Rules {
            reservation: i64::from(scope.reservation_duration) * 60,
            activation: i64::from(scope.activation_duration) * 60,
            most_slots: scope.slots_per_appointment,
            per_mail: scope.appointments_per_mail,
            exempt: scope.whitelisted_mails.iter().map(|mail| mail.trim().to_lowercase()).collect(),
            captcha: scope.captcha_activated_required,
        },
    })
}

fn opening(entry: &file::OpeningHours, field: &str, slot: u32) -> Result<Hours, CatalogueError> {
    let (Some(from), Some(to)) = (minutes(&entry.from), minutes(&entry.to)) else {
        return wrong(field, "from and to must be times like 08:00, on a five-minute mark");
    };
    if from + slot > to {
        return wrong(
            field,
            format!("{} to {} does not hold one slot of {slot} minutes", entry.from, entry.to),
        );
    }
    if !(1..=100).contains(&entry.counters) {
        return wrong(format!("{field}.counters"), "must be 1 to 100");
    }
    let mut days = [false; 7];
    for day in &entry.days {
        if let Some(open) = days.get_mut(*day as usize) {
            *open = true;
        }
    }
    if days == [false; 7] {
        return wrong(
            format!("{field}.days"),
            "names no day; write for example [\"mon\", \"tue\"]",
        );
    }
    Ok(Hours {
        days,
        from,
        to,
        counters: entry.counters,
        valid: (entry.valid_from, entry.valid_until),
    })
}

/// Minutes after midnight of `08:00`; `24:00` is the end of the day.
fn minutes(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= 1440 && total.is_multiple_of(5)).then_some(total)
}
