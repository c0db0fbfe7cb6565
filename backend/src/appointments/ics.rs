//! The calendar file of an appointment, as it stands in answers and hangs on the mail.

use zms::ics::{Event, event};

use super::catalogue::Catalogue;
use super::record::Record;
use crate::cities::ServedCity;

/// The file.
pub fn of(city: &ServedCity, catalogue: &Catalogue, record: &Record, now: i64) -> String {
    let package = city.city();
    let name = package.name.get(package.default_language().tag()).to_owned();
    let office = catalogue.office(record.office).map(|office| &office.wire);
    let services: Vec<&str> =
        record.services.iter().filter_map(|(id, _)| catalogue.service(*id)).collect();
    let summary = services.join(", ");
    let geo = office.and_then(|office| office.geo.as_ref());
    let degrees = |text: &Option<String>| text.as_ref().and_then(|text| text.parse::<f64>().ok());
    event(&Event {
        uid: &format!("{}@{}", record.id, city.slug()),
        start: record.time.0,
        minutes: u32::try_from((record.time.1 - record.time.0) / 60).unwrap_or(0),
        made: now,
        summary: &summary,
        location: &office.map(|office| place(None, office)).unwrap_or_default(),
        description: &format!("{name}: {}", record.id),
        position: geo.and_then(|geo| Some((degrees(&geo.lat)?, degrees(&geo.lon)?))),
        reminder: &summary,
        ..Event::default()
    })
}

/// Name and address on one line; `name` where the office has one in the language of the reader.
pub fn place(name: Option<&str>, office: &zms::wire::Office) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let name = name.map_or_else(|| part(&office.name), str::to_owned);
    match &office.address {
        Some(address) => format!(
            "{name}, {} {}, {} {}",
            part(&address.street),
            part(&address.house_number),
            part(&address.postal_code),
            part(&address.city)
        ),
        None => name,
    }
}
