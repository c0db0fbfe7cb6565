//! The contract of the appointments with the shell.
use super::pages::{self, Tile};
use super::{engine, names, state};
use crate::module::{Destination, Finding, Keeps, KioskPolicy, Module};
use crate::ui::{IconName, IntoPart};
use leptos::prelude::*;
use zms::ServiceId;
use zms::search::Index;

/// Appointments at the city's offices.
pub const MODULE: Module = Module {
    slug: "appointments",
    title: "appointments.title",
    short_title: "appointments.short",
    icon: IconName::Appointment,
    own_texts: false,
    start: state::start,
    page: pages::page,
    link: engine::LINK.call,
    tile: || view! { <Tile/> }.part(),
    search,
    destinations,
    kiosk: KioskPolicy::Whole,
    keeps: &[
        Keeps { what: "appointments.keeps.appointments", days: None },
        Keeps { what: "appointments.keeps.draft", days: Some(1) },
        Keeps { what: "appointments.keeps.catalogue", days: None },
    ],
    offline: "appointments.offline",
};

/// How many services a search on the home page shows.
const MOST: usize = 6;

fn search(words: &str) -> Vec<Finding> {
    let state = state::use_appointments();
    let found = state.catalogue.with(|all| {
        state.guide.with(|guide| {
            let entries = all.services_for_start().map(|service| {
                let name = guide.name(service.id).unwrap_or(&service.name);
                let mut others = guide.synonyms(service.id);
                others.push(&service.name);
                (service.id, name, others)
            });
            Index::new(entries).find(words)
        })
    });
    found.into_iter().take(MOST).map(|hit| finding(hit.key)).collect()
}

/// The offices that fit some words.
fn destinations(words: &str) -> Vec<Destination> {
    let state = state::use_appointments();
    state.catalogue.with(|all| {
        let known = || all.offices().iter().filter(|office| office.position.is_some());
        let entries = known().map(|office| {
            let address = office.address.as_ref().map(names::address);
            (office.id, names::office(office.id), Vec::from_iter(address))
        });
        let found = Index::new(entries).find(words);
        let hits = found.into_iter().filter_map(|hit| all.office(hit.key)).take(MOST);
        let place = |office: &zms::catalogue::Office| {
            let position = office.position?;
            Some(Destination {
                title: names::office(office.id),
                detail: office.address.as_ref().map(names::address),
                position: (position.latitude, position.longitude),
            })
        };
        hits.filter_map(place).collect()
    })
}

/// A service as an entry of a list.
pub fn finding(id: ServiceId) -> Finding {
    Finding {
        title: names::service(id),
        detail: state::use_appointments().guide.with(|guide| guide.short(id).map(str::to_owned)),
        href: ["/appointments/service/", &id.to_string()].concat(),
    }
}
