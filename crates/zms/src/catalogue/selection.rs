//! What a person wants done at one appointment.

use super::Catalogue;
use crate::request::ServiceCount;
use crate::{OfficeId, ServiceId};

/// What a person wants done at one appointment: services, each with a count of at least 1, and perhaps a
/// single office given by a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    items: Vec<ServiceCount>,
    only: Option<OfficeId>,
}

crate::keep! { Selection { items, only } }

impl Selection {
    /// One service, once.
    #[must_use]
    pub fn of(service: ServiceId) -> Self {
        Self { items: vec![(service, 1)], only: None }
    }

    /// The services and their counts, the first chosen first.
    #[must_use]
    pub fn items(&self) -> &[ServiceCount] {
        &self.items
    }

    /// The first chosen service.
    #[must_use]
    pub fn main(&self) -> Option<ServiceId> {
        self.items.first().map(|(service, _)| *service)
    }

    /// How often a service is chosen; 0 if it is not.
    #[must_use]
    pub fn count(&self, service: ServiceId) -> u32 {
        self.items.iter().find(|(id, _)| *id == service).map_or(0, |(_, count)| *count)
    }

    /// The same with another count for one service; 0 removes it.
    #[must_use]
    pub fn with(&self, service: ServiceId, count: u32) -> Self {
        let mut selection = self.clone();
        match selection.items.iter_mut().find(|(id, _)| *id == service) {
            Some(item) => item.1 = count,
            None => selection.items.push((service, count)),
        }
        selection.items.retain(|(_, count)| *count > 0);
        selection
    }

    /// The same for one office only (a link with `exclusiveLocation=1`).
    #[must_use]
    pub fn only_at(mut self, office: OfficeId) -> Self {
        self.only = Some(office);
        self
    }

    /// The only office that is asked for.
    #[must_use]
    pub fn only(&self) -> Option<OfficeId> {
        self.only
    }

    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// Why a selection cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectionProblem {
    /// Nothing is chosen.
    Empty,
    /// A service that is not in the catalogue.
    UnknownService(ServiceId),
    /// More of a service than allowed.
    TooMany {
        /// The service.
        service: ServiceId,
        /// How often it may be chosen.
        most: u32,
    },
    /// No office offers all of it.
    NoOffice,
    /// It takes more slots than an appointment may have.
    TooLong {
        /// Slots an appointment may have.
        most: u32,
    },
}

pub(super) fn check(catalogue: &Catalogue, selection: &Selection) -> Option<SelectionProblem> {
    if selection.is_empty() {
        return Some(SelectionProblem::Empty);
    }
    for (id, count) in selection.items() {
        let Some(service) = catalogue.service(*id) else {
            return Some(SelectionProblem::UnknownService(*id));
        };
        let most = service.max_count;
        if *count > most {
            return Some(SelectionProblem::TooMany { service: *id, most });
        }
    }
    let offices = catalogue.offices_for(selection);
    if offices.is_empty() {
        return Some(SelectionProblem::NoOffice);
    }
    if offices.iter().any(|office| catalogue.fits_at(selection, office.id)) {
        return None;
    }
    // Which limit is in the way everywhere?
    for (service, count) in selection.items() {
        let limit = |office: &&super::Office| {
            let relation = catalogue.relation(office.id, *service)?;
            Some(relation.max_count.unwrap_or(u32::MAX))
        };
        let most = offices.iter().filter_map(limit).max().unwrap_or(0);
        if *count > most {
            return Some(SelectionProblem::TooMany { service: *service, most });
        }
    }
    Some(SelectionProblem::TooLong { most: catalogue.slot_budget(selection) })
}
