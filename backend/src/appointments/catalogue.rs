//! The checked catalogue of one city: what is offered where, and when offices are open.

mod build;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use zms::request::ServiceCount;
use zms::wire;
use zms::{Day, OfficeId, ServiceId};

use super::catalogue_file::File;
use super::closed::ClosedDay;
use crate::web::asset::Asset;

/// Slots are kept in pieces of this many seconds, so that a changed slot length never gives one
/// counter to two people.
pub const PIECE: i64 = 300;

/// A mistake in the file: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct CatalogueError {
    /// Path of the field.
    pub field: String,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// One city's catalogue.
#[derive(Debug)]
pub struct Catalogue {
    offices: BTreeMap<OfficeId, Office>,
    services: BTreeMap<ServiceId, String>,
    slots: BTreeMap<(OfficeId, ServiceId), u32>,
    /// As `GET /offices-and-services/` answers.
    pub wire: wire::OfficesAndServices,
    asset: OnceLock<Option<Asset>>,
}

/// One office.
#[derive(Debug)]
pub struct Office {
    /// Its number.
    pub id: OfficeId,
    /// As citizens see it.
    pub wire: wire::Office,
    /// Length of one slot in seconds.
    pub slot_seconds: i64,
    /// First and last bookable day from today.
    pub bookable_days: (u32, u32),
    /// Seconds a cancelled confirmed slot stays blocked.
    pub deallocation: i64,
    /// When it is open.
    pub hours: Vec<Hours>,
    /// When not, over all hours.
    pub closed: Vec<ClosedDay>,
    /// The rules of one appointment.
    pub rules: Rules,
}

/// What the scope says, in seconds and counts.
#[derive(Debug)]
pub struct Rules {
    /// Seconds a reservation lasts.
    pub reservation: i64,
    /// Seconds the link in the mail works.
    pub activation: i64,
    /// Most slots of one appointment.
    pub most_slots: u32,
    /// Open appointments for one address.
    pub per_mail: Option<u32>,
    /// Addresses without that limit, lower case.
    pub exempt: Vec<String>,
    /// Whether a captcha is asked for.
    pub captcha: bool,
}

/// One weekly opening time.
#[derive(Debug, Clone, Copy)]
pub struct Hours {
    /// 0 Monday to 6 Sunday.
    days: [bool; 7],
    /// Minutes after midnight, local time.
    pub from: u32,
    /// Minutes after midnight, local time.
    pub to: u32,
    /// Appointments at the same time.
    pub counters: u32,
    valid: (Option<Day>, Option<Day>),
}

impl Hours {
    /// Whether it applies on that day.
    pub fn on(&self, day: Day) -> bool {
        let weekday = usize::from(day.weekday().from_monday());
        self.days.get(weekday).copied().unwrap_or(false)
            && self.valid.0.is_none_or(|first| first <= day)
            && self.valid.1.is_none_or(|last| day <= last)
    }
}

impl Catalogue {
    /// Reads the file.
    ///
    /// # Errors
    /// The first mistake with its field.
    pub fn parse(bytes: &[u8]) -> Result<Self, CatalogueError> {
        let file: File = serde_json::from_slice(bytes).map_err(|error| CatalogueError {
            field: format!("line {}", error.line()),
            problem: error.to_string(),
        })?;
        build::build(&file)
    }

    /// The answer in bytes, compressed once.
    pub fn asset(&self) -> Option<Asset> {
        let make = || {
            serde_json::to_vec(&self.wire)
                .ok()
                .map(|json| Asset::new("application/json; charset=utf-8", json.into()))
        };
        self.asset.get_or_init(make).clone()
    }

    /// An office.
    pub fn office(&self, id: OfficeId) -> Option<&Office> {
        self.offices.get(&id)
    }

    /// A service's name.
    pub fn service(&self, id: ServiceId) -> Option<&str> {
        self.services.get(&id).map(String::as_str)
    }

    /// How many slots the services take at an office; `None` when it does not offer all of them.
    pub fn slots_for(&self, office: OfficeId, services: &[ServiceCount]) -> Option<u32> {
        services.iter().try_fold(0_u32, |sum, (service, count)| {
            let each = self.slots.get(&(office, *service))?;
            sum.checked_add(each.checked_mul(*count)?)
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// The example of the format page, so that page and code cannot drift apart.
    pub fn example() -> String {
        let page = include_str!("../../../docs/appointments-catalogue.md");
        page.split("```json").nth(1).unwrap().split("```").next().unwrap().trim_start().to_owned()
    }

    #[test]
    fn the_example_of_the_format_page_is_right() {
        let catalogue = Catalogue::parse(example().as_bytes()).unwrap();
        let office = catalogue.office(OfficeId(1001)).unwrap();
        assert_eq!(office.slot_seconds, 600);
        assert_eq!(
            catalogue.slots_for(OfficeId(1001), &[(ServiceId(2001), 2), (ServiceId(2002), 1)]),
            Some(6)
        );
        assert_eq!(catalogue.slots_for(OfficeId(1001), &[(ServiceId(9), 1)]), None);
        let variant = catalogue.wire.services.iter().find(|service| service.id == 2004).unwrap();
        assert_eq!(variant.root_parent_id, Some(2003));
        assert_eq!(
            catalogue.wire.services[0].combinable.0,
            vec![(2001, vec![1001]), (2002, vec![1001])]
        );
    }

    #[test]
    fn every_mistake_names_its_field() {
        for (good, bad, field) in [
            (
                "\"slotTimeInMinutes\": 10",
                "\"slotTimeInMinutes\": 12",
                "offices[0].slotTimeInMinutes",
            ),
            (
                "\"to\": \"12:00\", \"counters\": 3",
                "\"to\": \"08:05\", \"counters\": 3",
                "offices[0].openingHours[0]",
            ),
            ("\"from\": \"14:00\"", "\"from\": \"14:01\"", "offices[0].openingHours[1]"),
            ("\"counters\": 3", "\"counters\": 0", "offices[0].openingHours[0].counters"),
            (
                "\"customTextfieldLabel\": \"Bemerkung\"",
                "\"customTextfieldLabel\": \" \"",
                "offices[0].scope.customTextfieldLabel",
            ),
            ("\"combinable\": [2001, 2002]", "\"combinable\": [2001, 7]", "services[0]"),
            ("\"parentId\": 2003", "\"parentId\": 7", "services[3]"),
            ("\"id\": 2002", "\"id\": 2001", "services[1].id"),
            (
                "\"service\": 2001, \"slots\": 2",
                "\"service\": 2001, \"slots\": 0",
                "relations[0].slots",
            ),
            (
                "\"office\": 1001, \"service\": 2001",
                "\"office\": 1002, \"service\": 2001",
                "relations[0].office",
            ),
            ("\"endInDays\": 60", "\"endInDays\": 600", "offices[0].endInDays"),
            ("\"sharedBookingOfficeIds\": []", "\"sharedBookingOfficeIds\": [3]", "offices[0]"),
            ("\"easter-2\"", "\"easter2\"", "line 2"),
            ("\"priority\": 100", "\"prioriti\": 100", "line 12"),
        ] {
            let text = example();
            assert!(text.contains(good), "{good}");
            let error = Catalogue::parse(text.replacen(good, bad, 1).as_bytes()).unwrap_err();
            assert_eq!(error.field, field, "{error}");
        }
    }
}
