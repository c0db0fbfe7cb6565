//! calendar.txt and `calendar_dates.txt`.

use std::{
    collections::HashSet,
    io::{Read, Seek},
};

use super::{File, GtfsError, Problem, Report, archive::Archive, ids::Ids, value};
use crate::{Day, feed::Service};

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// No row names more days than these; what is later is cut by [`bound`] with a note.
const LONGEST: i32 = 60 * 366;
/// All days of all services together.
const MOST: usize = 60_000_000;

/// The services of a feed.
#[derive(Default)]
pub(super) struct Services {
    pub list: Vec<Service>,
    pub ids: Ids,
}

impl Services {
    fn add(&mut self, id: &[u8], name: String, days: Vec<Day>) -> bool {
        let new = self.ids.insert(id, self.list.len());
        if new {
            self.list.push(Service { id: name, days });
        }
        new
    }
}

/// Reads both files.
///
/// # Errors
/// Both are missing, or one is damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    report: &mut Report,
) -> Result<Services, GtfsError> {
    let mut services = Services::default();
    let weekly = weekly(archive, &mut services, report)?;
    let dates = dates(archive, &mut services, report)?;
    if weekly || dates { Ok(services) } else { Err(GtfsError::CalendarMissing) }
}

fn weekly<R: Read + Seek>(
    archive: &mut Archive<R>,
    services: &mut Services,
    report: &mut Report,
) -> Result<bool, GtfsError> {
    let Some(mut table) = archive.table(File::Calendar, report)? else { return Ok(false) };
    let id = table.needs("service_id")?;
    let mut weekdays = Vec::new();
    for name in WEEKDAYS {
        weekdays.push((table.needs(name)?, name));
    }
    let (start, end) = (table.needs("start_date")?, table.needs("end_date")?);
    let mut total = 0;
    while let Some(row) = table.next(report)? {
        if row.get(id).is_empty() {
            row.note(report, Problem::IdMissing("service_id"), b"");
            continue;
        }
        let mut runs = Vec::new();
        for (column, name) in &weekdays {
            let flag = |bytes: &[u8]| value::whole(bytes).filter(|flag| *flag <= 1);
            runs.push(row.read(*column, name, flag, report) == Some(1));
        }
        let first = row.must(start, "start_date", value::day, report);
        let last = row.must(end, "end_date", value::day, report);
        let mut days = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            if last < first {
                row.note(report, Problem::EndBeforeStart, row.get(end));
            }
            let until = last.0.min(first.0.saturating_add(LONGEST));
            if until < last.0 {
                row.note(report, Problem::DaysTooMany, row.get(end));
            }
            let wanted = |day: &Day| runs.get(usize::from(day.weekday())) == Some(&true);
            days.extend((first.0..=until).map(Day).filter(wanted));
        }
        total += days.len();
        if total > MOST {
            return Err(GtfsError::TooLarge { file: File::Calendar, limit: MOST as u64 });
        }
        if !services.add(row.get(id), row.text(id, report), days) {
            row.note(report, Problem::IdTwice("service_id"), row.get(id));
        }
    }
    Ok(true)
}

fn dates<R: Read + Seek>(
    archive: &mut Archive<R>,
    services: &mut Services,
    report: &mut Report,
) -> Result<bool, GtfsError> {
    let Some(mut table) = archive.table(File::CalendarDates, report)? else { return Ok(false) };
    let (id, date) = (table.needs("service_id")?, table.needs("date")?);
    let exception = table.needs("exception_type")?;
    let mut seen = HashSet::new();
    let mut removed: Vec<HashSet<Day>> = Vec::new();
    while let Some(row) = table.next(report)? {
        if row.get(id).is_empty() {
            row.note(report, Problem::IdMissing("service_id"), b"");
            continue;
        }
        let Some(day) = row.must(date, "date", value::day, report) else { continue };
        let added = |bytes: &[u8]| match bytes {
            b"1" => Some(true),
            b"2" => Some(false),
            _ => None,
        };
        let Some(added) = row.must(exception, "exception_type", added, report) else { continue };
        // Feeds without a calendar.txt name their services here first.
        services.add(row.get(id), row.text(id, report), Vec::new());
        let Some(service) = services.ids.get(row.get(id)) else { continue };
        if !seen.insert((service, day)) {
            row.note(report, Problem::RowTwice, row.get(date));
            continue;
        }
        if added {
            if let Some(service) = services.list.get_mut(service as usize) {
                service.days.push(day);
            }
        } else {
            removed.resize_with(services.list.len().max(removed.len()), HashSet::new);
            if let Some(days) = removed.get_mut(service as usize) {
                days.insert(day);
            }
        }
    }
    for (service, removed) in services.list.iter_mut().zip(removed) {
        service.days.retain(|day| !removed.contains(day));
    }
    for service in &mut services.list {
        service.days.sort_unstable();
        service.days.dedup();
    }
    Ok(true)
}

/// Cuts what is later than so many days after the first.
pub(super) fn bound(services: &mut [Service], days: u32, report: &mut Report) {
    let first = services.iter().filter_map(|service| service.days.first()).min().copied();
    let Some(first) = first else { return };
    let end = first.plus(i32::try_from(days).unwrap_or(i32::MAX));
    for service in services {
        let before = service.days.len();
        service.days.retain(|day| *day < end);
        if service.days.len() < before {
            report.note(File::Calendar, 0, Problem::DaysTooMany, service.id.as_bytes());
        }
    }
}
