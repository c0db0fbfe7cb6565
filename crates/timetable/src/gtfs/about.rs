//! `feed_info.txt` and attributions.txt.

use std::io::{Read, Seek};

use super::{File, GtfsError, Problem, Report, archive::Archive, value};
use crate::feed::{About, Attribution};

/// Reads both files; a feed may have neither.
///
/// # Errors
/// One is damaged.
pub(super) fn read<R: Read + Seek>(
    archive: &mut Archive<R>,
    report: &mut Report,
) -> Result<About, GtfsError> {
    let mut about = info(archive, report)?.unwrap_or_default();
    let Some(mut table) = archive.table(File::Attributions, report)? else { return Ok(about) };
    let (name, url) = (table.needs("organization_name")?, table.column("attribution_url"));
    while let Some(row) = table.next(report)? {
        if row.get(name).is_empty() {
            row.note(report, Problem::IdMissing("organization_name"), b"");
            continue;
        }
        let attribution =
            Attribution { name: row.text(name, report), url: row.optional(url, report) };
        // The same organisation may stand there once for each line.
        if !about.attributions.contains(&attribution) {
            about.attributions.push(attribution);
        }
    }
    Ok(about)
}

fn info<R: Read + Seek>(
    archive: &mut Archive<R>,
    report: &mut Report,
) -> Result<Option<About>, GtfsError> {
    let Some(mut table) = archive.table(File::FeedInfo, report)? else { return Ok(None) };
    let (publisher, url) =
        (table.column("feed_publisher_name"), table.column("feed_publisher_url"));
    let (language, version) = (table.column("feed_lang"), table.column("feed_version"));
    let (start, end) = (table.column("feed_start_date"), table.column("feed_end_date"));
    let mut about = None;
    while let Some(row) = table.next(report)? {
        if about.is_some() {
            row.note(report, Problem::RowTwice, row.get(publisher));
            continue;
        }
        about = Some(About {
            publisher: row.text(publisher, report),
            publisher_url: row.optional(url, report),
            version: row.optional(version, report),
            language: row.optional(language, report),
            first_day: row.read(start, "feed_start_date", value::day, report),
            last_day: row.read(end, "feed_end_date", value::day, report),
            licence: None,
            attributions: Vec::new(),
        });
    }
    Ok(about)
}
