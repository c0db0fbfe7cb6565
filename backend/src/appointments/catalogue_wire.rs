//! The catalogue as `GET /offices-and-services/` shows it.

use std::collections::{BTreeMap, BTreeSet};

use zms::wire;
use zms::{OfficeId, ServiceId};

use super::catalogue::Office;
use super::catalogue_file::{self as file, File};

pub(super) fn office_wire(entry: &file::Office) -> wire::Office {
    let address = &entry.address;
    let some_ids =
        |ids: &[u32]| (!ids.is_empty()).then(|| ids.iter().map(|id| i64::from(*id)).collect());
    wire::Office {
        id: entry.id.into(),
        name: Some(entry.name.clone()),
        address: Some(wire::Address {
            house_number: Some(address.house_number.clone()),
            city: Some(address.city.clone()),
            postal_code: Some(address.postal_code.clone()),
            street: Some(address.street.clone()),
            hint: Some(address.hint),
        }),
        show_alternative_locations: Some(entry.show_alternative_locations),
        display_name_alternatives: entry.display_name_alternatives.clone(),
        organization: entry.organization.clone(),
        organization_unit: entry.organization_unit.clone(),
        slot_time_in_minutes: Some(entry.slot_time_in_minutes.into()),
        geo: entry.geo.map(|geo| wire::Geo {
            lat: Some(geo.lat.to_string()),
            lon: Some(geo.lon.to_string()),
        }),
        disabled_by_services: entry.disabled_by_services.iter().map(|id| i64::from(*id)).collect(),
        priority: Some(entry.priority),
        scope: Some(scope_wire(entry)),
        slots_per_appointment: Some(entry.scope.slots_per_appointment.to_string()),
        parent_id: entry.parent_id.map(i64::from),
        allow_disabled_services_mix: some_ids(&entry.allow_disabled_services_mix),
        shared_booking_office_ids: some_ids(&entry.shared_booking_office_ids),
    }
}

fn scope_wire(entry: &file::Office) -> wire::Scope {
    let scope = &entry.scope;
    wire::Scope {
        id: Some(scope.id.into()),
        provider: Some(wire::Provider {
            id: Some(entry.id.into()),
            name: Some(entry.name.clone()),
            display_name: Some(entry.name.clone()),
            lat: entry.geo.map(|geo| geo.lat),
            lon: entry.geo.map(|geo| geo.lon),
            source: Some("stadtkern".to_owned()),
            contact: Some(wire::ProviderContact {
                city: Some(entry.address.city.clone()),
                country: Some("Germany".to_owned()),
                name: Some(entry.name.clone()),
                postal_code: Some(entry.address.postal_code.clone()),
                region: Some(entry.address.city.clone()),
                street: Some(entry.address.street.clone()),
                street_number: Some(entry.address.house_number.clone()),
            }),
        }),
        short_name: Some(scope.short_name.clone()),
        email_from: Some(scope.email_from.clone()),
        email_required: Some(scope.email_required),
        telephone_activated: Some(scope.telephone_activated),
        telephone_required: Some(scope.telephone_required),
        custom_textfield_activated: Some(scope.custom_textfield_activated),
        custom_textfield_required: Some(scope.custom_textfield_required),
        custom_textfield_label: Some(scope.custom_textfield_label.clone().unwrap_or_default()),
        custom_textfield2_activated: Some(scope.custom_textfield2_activated),
        custom_textfield2_required: Some(scope.custom_textfield2_required),
        custom_textfield2_label: Some(scope.custom_textfield2_label.clone().unwrap_or_default()),
        captcha_activated_required: Some(scope.captcha_activated_required),
        info_for_appointment: scope.info_for_appointment.clone(),
        info_for_all_appointments: scope.info_for_all_appointments.clone(),
        slots_per_appointment: Some(scope.slots_per_appointment.to_string()),
        appointments_per_mail: scope.appointments_per_mail.map(|most| most.to_string()),
        // Who is exempt is nobody else's business.
        whitelisted_mails: None,
        reservation_duration: Some(scope.reservation_duration.into()),
        activation_duration: Some(scope.activation_duration.into()),
        hint: scope.hint.clone(),
    }
}

pub(super) fn service_wire(
    service: &file::Service,
    file: &File,
    offices: &BTreeMap<OfficeId, Office>,
    slots: &BTreeMap<(OfficeId, ServiceId), u32>,
) -> wire::Service {
    let offers = |office: &OfficeId, id: u32| slots.contains_key(&(*office, ServiceId(id)));
    let combinable = service
        .combinable
        .iter()
        .map(|other| {
            let both = offices
                .keys()
                .filter(|office| offers(office, service.id) && offers(office, *other));
            (i64::from(*other), both.map(|office| i64::from(office.0)).collect())
        })
        .collect();
    wire::Service {
        id: service.id.into(),
        name: Some(service.name.clone()),
        max_quantity: Some(service.max_quantity),
        combinable: wire::Combinable(combinable),
        parent_id: service.parent_id.map(i64::from),
        variant_id: service.variant_id.map(i64::from),
        root_parent_id: Some(root(service, file).into()),
        show_on_start_page: Some(service.show_on_start_page),
    }
}

/// The first ancestor; a circle ends where it closes.
fn root(service: &file::Service, file: &File) -> u32 {
    let mut seen = BTreeSet::new();
    let mut at = service;
    while seen.insert(at.id)
        && let Some(parent) = at.parent_id
        && let Some(next) = file.services.iter().find(|other| other.id == parent)
    {
        at = next;
    }
    at.id
}

pub(super) fn relation_wire(relation: &file::Relation) -> wire::Relation {
    wire::Relation {
        office_id: relation.office.into(),
        service_id: relation.service.into(),
        slots: Some(relation.slots.into()),
        public: Some(relation.public),
        max_quantity: Some(relation.max_quantity),
    }
}
