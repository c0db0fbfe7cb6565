//! The checked catalogue of one city: what is offered where, and when offices are open.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use zms::request::ServiceCount;
use zms::wire;
use zms::{Day, OfficeId, ServiceId};

use super::catalogue_file::{self as file, File};
use super::catalogue_wire::{office_wire, relation_wire, service_wire};
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
        build(&file)
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

fn wrong<T>(field: impl Into<String>, problem: impl Into<String>) -> Result<T, CatalogueError> {
    Err(CatalogueError { field: field.into(), problem: problem.into() })
}

fn build(file: &File) -> Result<Catalogue, CatalogueError> {
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
