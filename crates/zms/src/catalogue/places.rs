//! Which offices are asked for a selection, and how they appear to a person.
//!
//! Three arrangements look alike on the wire (ZMS, "Ruppertstraße booking variants"):
//! - offices that **share a calendar** (`sharedBookingOfficeIds`): all are asked, shown as one place;
//! - a **mix group** (`allowDisabledServicesMix`): a main office lists in `disabledByServices` what another
//!   of the group does exclusively. Only exclusive services chosen: the others of the group are asked.
//!   Anything else: the main office is, and the exclusive one is not;
//! - an office without a mix group is not asked for a service that it lists as disabled.

use super::{Catalogue, Office, Selection};
use crate::OfficeId;
use serde::{Deserialize, Serialize};

/// One choice for a person: an office, or several that share a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The office to show.
    pub shown: OfficeId,
    /// The offices to ask, the shown one among them.
    pub offices: Vec<OfficeId>,
}

pub(super) fn offices_for<'c>(catalogue: &'c Catalogue, selection: &Selection) -> Vec<&'c Office> {
    let Some(main) = selection.main() else {
        return Vec::new();
    };
    let offers_all = |office: &&Office| {
        let mut services = selection.items().iter();
        services.all(|(service, _)| catalogue.relation(office.id, *service).is_some())
    };
    let mut offices: Vec<&Office> = catalogue
        .relations_of(main)
        .filter_map(|relation| catalogue.office(relation.office))
        .filter(offers_all)
        .collect();
    if let Some(only) = selection.only() {
        // A link to one place means its peers too.
        let peers = catalogue.office(only).map_or(&[][..], |office| &office.shared_booking);
        offices.retain(|office| office.id == only || peers.contains(&office.id));
    }
    let is_asked = |office: &&Office| is_asked(office, &offices, selection);
    let mut asked: Vec<&Office> = offices.iter().copied().filter(is_asked).collect();
    crate::sort_by_key(&mut asked, |office| (!office.priority, office.id.0.into()));
    asked
}

fn is_asked(office: &Office, candidates: &[&Office], selection: &Selection) -> bool {
    let disabled_at = |office: &Office| {
        let disabled = |(service, _): &(_, _)| office.disabled_by_services.contains(service);
        (selection.items().iter().any(disabled), selection.items().iter().all(disabled))
    };
    let (some_disabled, all_disabled) = disabled_at(office);
    if office.mix_group.is_empty() {
        return !some_disabled;
    }
    let is_main = |office: &Office| !office.disabled_by_services.is_empty();
    let in_group = |other: &&&Office| office.mix_group.contains(&other.id);
    if is_main(office) {
        // It steps back only if another of its group can take over.
        let successor = candidates.iter().filter(in_group).any(|other| !is_main(other));
        return !(all_disabled && successor);
    }
    let mains = candidates.iter().filter(in_group).filter(|other| is_main(other));
    let mut standing_mains = mains.filter(|main| !disabled_at(main).1).peekable();
    // Beside the main office only those that share its calendar are asked.
    standing_mains.peek().is_none()
        || standing_mains.any(|main| main.shared_booking.contains(&office.id))
}

pub(super) fn places(catalogue: &Catalogue, selection: &Selection) -> Vec<Place> {
    let mut offices = offices_for(catalogue, selection);
    offices.retain(|office| catalogue.fits_at(selection, office.id));
    let mut places: Vec<Place> = Vec::new();
    for office in offices {
        let peer = |place: &&mut Place| {
            place.offices.iter().any(|asked| office.shared_booking.contains(asked))
        };
        match places.iter_mut().find(peer) {
            Some(place) => {
                place.offices.push(office.id);
                place.shown = place.shown.min(office.id);
            }
            None => places.push(Place { shown: office.id, offices: vec![office.id] }),
        }
    }
    places
}
