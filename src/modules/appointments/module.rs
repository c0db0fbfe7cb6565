//! The contract of the appointments with the shell.
use super::pages::{self, Tile};
use super::{names, state};
use crate::module::{Finding, Keeps, KioskPolicy, Module};
use crate::ui::{IconName, IntoPart};
use leptos::prelude::*;
use zms::ServiceId;
use zms::link::{self, Target};
use zms::search::Index;

/// Appointments at the city's offices.
pub const MODULE: Module = Module {
    slug: "appointments",
    title: "appointments.title",
    short_title: "appointments.short",
    icon: IconName::Appointment,
    start: state::start,
    page: pages::page,
    link,
    tile: || view! { <Tile/> }.part(),
    search,
    kiosk: KioskPolicy::Whole,
    keeps: &[
        Keeps { what: "appointments.keeps.appointments", days: None },
        Keeps { what: "appointments.keeps.draft", days: Some(1) },
        Keeps { what: "appointments.keeps.catalogue", days: None },
    ],
    offline: "appointments.offline",
};

/// Links of ZMS' own front end, which stand in mails and on web pages of the city.
fn link(fragment: &str, query: &str) -> Option<String> {
    Some(match link::parse_fragment(fragment, query)? {
        Target::Confirm(key) => ["/appointments/confirm#", &link::encode(&key)].concat(),
        Target::Open { key, wish } => {
            ["/appointments/open#", &link::encode_wish(&key, wish)].concat()
        }
        Target::Service { service, office, exclusive: _ } => match office {
            Some(office) => format!("/appointments/service/{service}?office={office}"),
            None => format!("/appointments/service/{service}"),
        },
    })
}

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

/// A service as an entry of a list.
pub fn finding(id: ServiceId) -> Finding {
    Finding {
        title: names::service(id),
        detail: state::use_appointments().guide.with(|guide| guide.short(id).map(str::to_owned)),
        href: ["/appointments/service/", &id.to_string()].concat(),
    }
}
