//! From the wire to the catalogue.

use super::{
    Address, Catalogue, Combination, MOST_SLOTS, Office, Position, Relation, Service, Variant,
};
use crate::contact::ContactRules;
use crate::sort_by_key;
use crate::wire;
use crate::{Minutes, OfficeId, ScopeId, ServiceId};

/// What had to be left out of a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    /// List elements that could not be read.
    pub unreadable: usize,
    /// Offices and services without a usable number, or with one that came twice.
    pub unusable: usize,
    /// Relations to an office or a service that is not in the lists.
    pub relations: usize,
    /// Combinations with a service that is not in the list.
    pub combinations: usize,
}

impl Catalogue {
    /// Decodes and joins the body of a `GET /offices-and-services/` answer.
    ///
    /// # Errors
    /// [`wire::NotReadable`] if it is no JSON object. An error list in it reads as an empty catalogue: look
    /// at the HTTP status first, or use [`Failure::check`](crate::error::Failure::check).
    pub fn decode(body: &[u8]) -> Result<Self, wire::NotReadable> {
        wire::decode(body).map(Self::from_wire)
    }

    /// Joins what was decoded.
    #[must_use]
    pub fn from_wire(decoded: wire::Decoded<wire::OfficesAndServices>) -> Self {
        let wire::OfficesAndServices { offices, services, relations } = decoded.value;
        let mut dropped = Dropped { unreadable: decoded.skipped, ..Dropped::default() };
        let (all_offices, all_services) = (offices.len(), services.len());

        let mut offices: Vec<Office> = offices.into_iter().filter_map(office).collect();
        sort_by_key(&mut offices, |office| (office.id.0.into(), 0));
        offices.dedup_by_key(|office| office.id);
        let mut services: Vec<Service> = services.into_iter().filter_map(service).collect();
        sort_by_key(&mut services, |service| (service.id.0.into(), 0));
        services.dedup_by_key(|service| service.id);
        dropped.unusable = all_offices - offices.len() + all_services - services.len();

        let known_services: Vec<ServiceId> = services.iter().map(|service| service.id).collect();
        let has_service = |id: &ServiceId| known_services.binary_search(id).is_ok();
        let has_office = |id: OfficeId| offices.binary_search_by_key(&id, |o| o.id).is_ok();
        for service in &mut services {
            let before = service.combinable.len();
            service.combinable.retain(|combination| has_service(&combination.service));
            dropped.combinations += before - service.combinable.len();
            for combination in &mut service.combinable {
                combination.offices.retain(|office| has_office(*office));
            }
            service.parent = service.parent.filter(has_service);
        }
        let all_relations = relations.len();
        let mut relations: Vec<Relation> = relations
            .iter()
            .filter_map(relation)
            .filter(|relation| has_office(relation.office) && has_service(&relation.service))
            .collect();
        dropped.relations = all_relations - relations.len();
        sort_by_key(&mut relations, |relation| {
            (relation.service.0.into(), relation.office.0.into())
        });
        relations.dedup_by_key(|relation| (relation.service, relation.office));
        Self { offices, services, relations, dropped }
    }
}

fn service(wire: wire::Service) -> Option<Service> {
    let id = ServiceId::new(wire.id)?;
    let combination = |(service, offices): (i64, Vec<i64>)| {
        // A number that is none of ours can only dangle; keep it, so that it is counted with the others.
        let service = ServiceId::new(service).unwrap_or(ServiceId(u32::MAX));
        Combination { service, offices: offices.into_iter().filter_map(OfficeId::new).collect() }
    };
    Some(Service {
        id,
        name: wire.name.unwrap_or_default(),
        max_count: positive(wire.max_quantity).unwrap_or(1),
        combinable: wire.combinable.0.into_iter().map(combination).collect(),
        parent: wire.parent_id.and_then(ServiceId::new),
        variant: wire.variant_id.and_then(Variant::from_wire),
        root: wire.root_parent_id.and_then(ServiceId::new).unwrap_or(id),
        on_start_page: wire.show_on_start_page.unwrap_or(true),
    })
}

fn relation(wire: &wire::Relation) -> Option<Relation> {
    Some(Relation {
        office: OfficeId::new(wire.office_id)?,
        service: ServiceId::new(wire.service_id)?,
        slots: positive(wire.slots).unwrap_or(1),
        max_count: positive(wire.max_quantity),
        public: wire.public.unwrap_or(true),
    })
}

fn office(wire: wire::Office) -> Option<Office> {
    let id = OfficeId::new(wire.id)?;
    let scope = wire.scope.as_ref();
    let provider = scope.and_then(|scope| scope.provider.as_ref());
    let name = filled(wire.name.as_deref())
        .or_else(|| filled(provider?.display_name.as_deref()))
        .or_else(|| filled(provider?.name.as_deref()));
    let coordinate =
        |text: &Option<String>| wire::decode(text.as_deref()?.as_bytes()).ok().map(|d| d.value);
    let position = wire
        .geo
        .as_ref()
        .and_then(|geo| Position::new(coordinate(&geo.lat)?, coordinate(&geo.lon)?))
        .or_else(|| Position::new(provider?.lat?, provider?.lon?));
    let budget = |text: &Option<String>| positive(text.as_deref()?.trim().parse().ok());
    let most_slots = budget(&wire.slots_per_appointment)
        .or_else(|| budget(&scope?.slots_per_appointment))
        .map_or(MOST_SLOTS, |slots| slots.min(MOST_SLOTS));
    let html = |text: Option<&String>| filled(text.map(String::as_str));
    let group = |ids: Option<Vec<i64>>| {
        let mut ids: Vec<_> =
            ids.unwrap_or_default().into_iter().filter_map(OfficeId::new).collect();
        if !ids.is_empty() {
            ids.push(id);
        }
        OfficeId::sort(&mut ids);
        ids
    };
    Some(Office {
        id,
        name: name.unwrap_or_default(),
        address: wire
            .address
            .as_ref()
            .map(Address::from_office)
            .or_else(|| provider?.contact.as_ref().map(Address::from_provider)),
        position,
        slot_time: positive(wire.slot_time_in_minutes).map(Minutes),
        most_slots,
        priority: wire.priority.unwrap_or(0),
        show_alternatives: wire.show_alternative_locations.unwrap_or(true),
        scope: scope.and_then(|scope| ScopeId::new(scope.id?)),
        contact: scope.map(ContactRules::from_scope).unwrap_or_default(),
        captcha: scope.and_then(|scope| scope.captcha_activated_required) == Some(true),
        reservation: scope.and_then(|scope| positive(scope.reservation_duration)).map(Minutes),
        activation: scope.and_then(|scope| positive(scope.activation_duration)).map(Minutes),
        info_for_all: html(scope.and_then(|scope| scope.info_for_all_appointments.as_ref())),
        info_for_appointment: html(scope.and_then(|scope| scope.info_for_appointment.as_ref())),
        hint: html(scope.and_then(|scope| scope.hint.as_ref())),
        disabled_by_services: wire
            .disabled_by_services
            .into_iter()
            .filter_map(ServiceId::new)
            .collect(),
        mix_group: group(wire.allow_disabled_services_mix),
        shared_booking: group(wire.shared_booking_office_ids),
    })
}

impl Address {
    fn from_office(wire: &wire::Address) -> Self {
        Self::new([&wire.street, &wire.house_number, &wire.postal_code, &wire.city])
    }

    /// The address of a provider as it comes with an appointment.
    #[must_use]
    pub fn from_provider(wire: &wire::ProviderContact) -> Self {
        Self::new([&wire.street, &wire.street_number, &wire.postal_code, &wire.city])
    }

    fn new(parts: [&Option<String>; 4]) -> Self {
        let [street, number, postal_code, city] =
            parts.map(|part| filled(part.as_deref()).unwrap_or_default());
        Self { street: format!("{street} {number}").trim().to_owned(), postal_code, city }
    }
}

/// A text with something in it.
fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A number above zero; 0 stands for "not said" in many places.
pub(crate) fn positive(number: Option<i64>) -> Option<u32> {
    u32::try_from(number?).ok().filter(|number| *number > 0)
}
