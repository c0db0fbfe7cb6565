//! What a city offers: services, offices, and which office offers which service.
//!
//! Built from the wire by joining; whatever points to something that is not there is left out and counted,
//! so nothing here dangles.

mod build;
mod office;
mod places;
mod selection;
mod service;

pub use build::Dropped;
pub(crate) use build::positive;
pub use office::{Address, Office, Position};
pub use places::Place;
pub use selection::{Selection, SelectionProblem};
pub use service::{Combination, Relation, Service, Variant};

use crate::{Minutes, OfficeId, ServiceId};

/// Most slots of one appointment where no office says less.
pub const MOST_SLOTS: u32 = 25;

/// What a city offers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    offices: Vec<Office>,     // sorted by id
    services: Vec<Service>,   // sorted by id
    relations: Vec<Relation>, // sorted by service, then office
    dropped: Dropped,
}

impl Catalogue {
    /// What could not be taken over.
    #[must_use]
    pub fn dropped(&self) -> Dropped {
        self.dropped
    }

    /// All offices, by number.
    #[must_use]
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// All services, by number.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// All relations, by service and office.
    #[must_use]
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// One office.
    #[must_use]
    pub fn office(&self, id: OfficeId) -> Option<&Office> {
        self.offices.get(self.offices.binary_search_by_key(&id, |office| office.id).ok()?)
    }

    /// One service.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        self.services.get(self.services.binary_search_by_key(&id, |service| service.id).ok()?)
    }

    /// How an office offers a service.
    #[must_use]
    pub fn relation(&self, office: OfficeId, service: ServiceId) -> Option<&Relation> {
        let key = |relation: &Relation| (relation.service, relation.office);
        self.relations.get(self.relations.binary_search_by_key(&(service, office), key).ok()?)
    }

    /// The offices that offer a service.
    pub fn relations_of(&self, service: ServiceId) -> impl Iterator<Item = &Relation> {
        let start = self.relations.partition_point(|relation| relation.service < service);
        let rest = self.relations.get(start..).unwrap_or_default();
        rest.iter().take_while(move |relation| relation.service == service)
    }

    /// The services to start with: shown on the start page and offered somewhere, itself or as a variant.
    pub fn services_for_start(&self) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(|service| {
            service.on_start_page
                && self
                    .variants(service.id)
                    .iter()
                    .any(|(_, variant)| self.relations_of(variant.id).next().is_some())
        })
    }

    /// The ways an appointment for this service can be held, on site first. The service itself is its own
    /// on-site variant. More than one: let the person choose.
    #[must_use]
    pub fn variants(&self, service: ServiceId) -> Vec<(Variant, &Service)> {
        let Some(chosen) = self.service(service) else {
            return Vec::new();
        };
        let base = chosen.parent.and_then(|parent| self.service(parent)).unwrap_or(chosen);
        let mut variants: Vec<_> = self
            .services
            .iter()
            .filter(|other| {
                other.id == base.id || (other.parent == Some(base.id) && other.variant.is_some())
            })
            .map(|service| (service.variant.unwrap_or(Variant::OnSite), service))
            .collect();
        crate::sort_by_key(&mut variants, |(variant, service)| {
            (variant.wire().into(), service.id.0.into())
        });
        variants
    }

    /// What can be booked together with this service, in the city's order: other services, and only offices
    /// that are in the catalogue and offer both.
    pub fn combinable(&self, service: ServiceId) -> impl Iterator<Item = (&Service, &[OfficeId])> {
        let combinations = self.service(service).map_or(&[][..], |service| &service.combinable);
        combinations.iter().filter(move |combination| combination.service != service).filter_map(
            |combination| {
                Some((self.service(combination.service)?, combination.offices.as_slice()))
            },
        )
    }

    /// Offices that offer everything in the selection, the most important first. Of a group of which only
    /// one may be asked, only that one; see [`Catalogue::places`] for what to show as a choice.
    #[must_use]
    pub fn offices_for(&self, selection: &Selection) -> Vec<&Office> {
        places::offices_for(self, selection)
    }

    /// The places a person can choose from: the offices that can take the selection; those that share a
    /// calendar are one place.
    #[must_use]
    pub fn places(&self, selection: &Selection) -> Vec<Place> {
        places::places(self, selection)
    }

    /// Most slots an appointment for this selection may take: the smallest budget of its offices.
    #[must_use]
    pub fn slot_budget(&self, selection: &Selection) -> u32 {
        let offices = self.offices_for(selection);
        offices.iter().map(|office| office.most_slots).min().unwrap_or(MOST_SLOTS)
    }

    /// Slots the selection takes at one office; `None` if it does not offer everything.
    #[must_use]
    pub fn slots_at(&self, selection: &Selection, office: OfficeId) -> Option<u32> {
        selection.items().iter().try_fold(0_u32, |sum, (service, count)| {
            let relation = self.relation(office, *service)?;
            Some(sum.saturating_add(relation.slots.saturating_mul(*count)))
        })
    }

    /// Slots the selection takes, at the office where it takes the fewest.
    #[must_use]
    pub fn slots(&self, selection: &Selection) -> Option<u32> {
        let offices = self.offices_for(selection);
        offices.iter().filter_map(|office| self.slots_at(selection, office.id)).min()
    }

    /// Whether one office can take the selection: it offers everything, as often, within the slot budget.
    #[must_use]
    pub fn fits_at(&self, selection: &Selection, office: OfficeId) -> bool {
        let within = |(service, count): &(ServiceId, u32)| {
            let limit = self.relation(office, *service).map(|relation| relation.max_count);
            limit.is_some_and(|limit| limit.is_none_or(|limit| *count <= limit))
        };
        let slots = self.slots_at(selection, office);
        selection.items().iter().all(within)
            && slots.is_some_and(|slots| slots <= self.slot_budget(selection))
    }

    /// How long the appointment takes at one office; `None` if it does not offer everything or does not
    /// say how long its slots are.
    #[must_use]
    pub fn duration_at(&self, selection: &Selection, office: OfficeId) -> Option<Minutes> {
        let slot = self.office(office)?.slot_time?;
        let slots = self.slots_at(selection, office)?;
        (slots > 0).then(|| Minutes(slots.saturating_mul(slot.0)))
    }

    /// How long the appointment takes at least: the shortest over its offices.
    #[must_use]
    pub fn duration(&self, selection: &Selection) -> Option<Minutes> {
        let offices = self.offices_for(selection);
        offices.iter().filter_map(|office| self.duration_at(selection, office.id)).min()
    }

    /// How often this service can be chosen, with the rest of the selection as it is: by its own limit, by
    /// the offices' limits and by the slots that are left. 0 if it does not fit at all.
    #[must_use]
    pub fn max_count(&self, selection: &Selection, service: ServiceId) -> u32 {
        let Some(limit) = self.service(service).map(|service| service.max_count) else {
            return 0;
        };
        let fits = |count: &u32| self.check(&selection.with(service, *count)).is_none();
        (1..=limit.min(MOST_SLOTS)).rev().find(fits).unwrap_or(0)
    }

    /// What is wrong with a selection; `None` if it can be asked for.
    #[must_use]
    pub fn check(&self, selection: &Selection) -> Option<SelectionProblem> {
        selection::check(self, selection)
    }

    /// Whether one of the offices wants a solved captcha before it shows its calendar.
    #[must_use]
    pub fn needs_captcha(&self, offices: &[OfficeId]) -> bool {
        offices.iter().any(|id| self.office(*id).is_some_and(|office| office.captcha))
    }
}
