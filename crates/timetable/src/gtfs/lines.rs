//! agency.txt and routes.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, ids::Ids, value};
use crate::feed::{Agency, AgencyIndex, Line};

/// "Miscellaneous service" among the extended types: what a line is whose type cannot be read.
const UNKNOWN_TYPE: u16 = 1700;

/// agency.txt.
pub(super) struct Agencies {
    pub list: Vec<Agency>,
    ids: Ids,
    /// `agency_timezone` of the first.
    pub zone: String,
    /// `agency_lang` of the first.
    pub language: Option<String>,
}

/// Reads agency.txt.
///
/// # Errors
/// The file is missing or damaged, or has no row.
pub(super) fn agencies<R: Read + Seek>(
    archive: &mut Archive<R>,
    report: &mut Report,
) -> Result<Agencies, GtfsError> {
    let mut table = archive.required(File::Agency, report)?;
    let (id, name, url) =
        (table.column("agency_id"), table.column("agency_name"), table.column("agency_url"));
    let (zone, language) = (table.needs("agency_timezone")?, table.column("agency_lang"));
    let mut found =
        Agencies { list: Vec::new(), ids: Ids::default(), zone: String::new(), language: None };
    while let Some(row) = table.next(report)? {
        if !found.ids.insert(row.get(id), found.list.len()) {
            row.note(report, Problem::IdTwice("agency_id"), row.get(id));
            continue;
        }
        if found.zone.is_empty() {
            found.zone = row.text(zone, report);
        } else if !row.get(zone).is_empty() && row.get(zone) != found.zone.as_bytes() {
            row.note(report, Problem::ZoneDiffers, row.get(zone));
        }
        found.language = found.language.or_else(|| row.optional(language, report));
        found.list.push(Agency {
            id: row.text(id, report),
            name: row.text(name, report),
            url: row.optional(url, report),
        });
    }
    if found.list.is_empty() { Err(GtfsError::NoAgency) } else { Ok(found) }
}

/// routes.txt.
pub(super) struct Routes {
    pub list: Vec<Line>,
    pub ids: Ids,
}

/// Reads routes.txt.
///
/// # Errors
/// The file is missing or damaged.
pub(super) fn routes<R: Read + Seek>(
    archive: &mut Archive<R>,
    agencies: &Agencies,
    report: &mut Report,
) -> Result<Routes, GtfsError> {
    let mut table = archive.required(File::Routes, report)?;
    let (id, agency) = (table.needs("route_id")?, table.column("agency_id"));
    let (short, long) = (table.column("route_short_name"), table.column("route_long_name"));
    let (kind, url) = (table.needs("route_type")?, table.column("route_url"));
    let (color, text_color) = (table.column("route_color"), table.column("route_text_color"));
    let order = table.column("route_sort_order");
    let mut found = Routes { list: Vec::new(), ids: Ids::default() };
    while let Some(row) = table.next(report)? {
        if row.get(id).is_empty() {
            row.note(report, Problem::IdMissing("route_id"), b"");
            continue;
        }
        if !found.ids.insert(row.get(id), found.list.len()) {
            row.note(report, Problem::IdTwice("route_id"), row.get(id));
            continue;
        }
        let (short_name, long_name) = (row.text(short, report), row.text(long, report));
        if short_name.is_empty() && long_name.is_empty() {
            row.note(report, Problem::LineWithoutName, row.get(id));
        }
        let route_type = value::whole(row.get(kind)).and_then(|number| u16::try_from(number).ok());
        if route_type.is_none() {
            row.note(report, Problem::Unreadable("route_type"), row.get(kind));
        }
        let by = match (row.get(agency), agencies.list.len()) {
            (b"", 1) => Some(0),
            (b"", _) => None,
            (name, _) => {
                let by = agencies.ids.get(name);
                if by.is_none() {
                    row.note(report, Problem::DanglingCleared("agency_id"), name);
                }
                by
            }
        };
        found.list.push(Line {
            id: row.text(id, report),
            agency: by.map(AgencyIndex),
            short_name,
            long_name,
            route_type: route_type.unwrap_or(UNKNOWN_TYPE),
            color: row.read(color, "route_color", value::color, report),
            text_color: row.read(text_color, "route_text_color", value::color, report),
            sort_order: row.whole(order, "route_sort_order", report),
            url: row.optional(url, report),
        });
    }
    Ok(found)
}
