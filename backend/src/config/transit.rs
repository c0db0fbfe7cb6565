//! `[city.transit]`: where a city's departures come from.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::city::web_address;
use super::{ConfigError, Credit, Gtfs, Motis, Transit};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTransit {
    gtfs: Option<String>,
    #[serde(default)]
    realtime: Vec<String>,
    motis: Option<String>,
    motis_tag: Option<String>,
    contact: Option<String>,
    searches_per_minute: Option<u32>,
    credit: Option<String>,
    credit_link: Option<String>,
    licence: Option<String>,
}

/// Transitous allows so many journey searches a minute to one address, which this server is.
const SEARCHES_PER_MINUTE: u32 = 20;
/// More feeds than that are a mistake.
const MOST_FEEDS: usize = 16;

pub(super) fn transit(
    file: FileTransit,
    field: &str,
    folder: &Path,
) -> Result<Transit, ConfigError> {
    let gtfs = match file.gtfs.as_deref() {
        None | Some("demo") => Gtfs::Demo,
        Some(text) if text.contains("://") => {
            Gtfs::Web(feed_address(text, &format!("{field}.gtfs"))?)
        }
        Some("") => {
            return Err(ConfigError::new(
                format!("{field}.gtfs"),
                "the text is empty",
                "Write the path or the https:// address of a GTFS zip, or leave it out for the invented network of the demo",
            ));
        }
        Some(path) => Gtfs::File(folder.join(PathBuf::from(path))),
    };
    if file.realtime.len() > MOST_FEEDS {
        return Err(ConfigError::new(
            format!("{field}.realtime"),
            format!("there are more than {MOST_FEEDS} addresses"),
            "Name only the feeds of this city's timetable",
        ));
    }
    if gtfs == Gtfs::Demo && !file.realtime.is_empty() {
        return Err(ConfigError::new(
            format!("{field}.realtime"),
            "a real-time feed belongs to a timetable, and there is none",
            "Name the timetable it belongs to with gtfs, or leave realtime out: the demo makes its own",
        ));
    }
    let realtime = file
        .realtime
        .iter()
        .map(|text| feed_address(text, &format!("{field}.realtime")))
        .collect::<Result<_, _>>()?;
    let contact =
        file.contact.map(|text| contact(&text, &format!("{field}.contact"))).transpose()?;
    let motis = match file.motis {
        Some(text) => {
            let base = web_address(&text, &format!("{field}.motis"))?;
            Some(motis(&base, file.motis_tag, file.searches_per_minute, contact.as_deref(), field)?)
        }
        None if file.motis_tag.is_some() || file.searches_per_minute.is_some() => {
            return Err(ConfigError::new(
                format!("{field}.motis"),
                "there is none, but a setting for it",
                "Name the MOTIS server with motis, or leave motis_tag and searches_per_minute out",
            ));
        }
        None => None,
    };
    let link = file
        .credit_link
        .map(|text| web_address(&text, &format!("{field}.credit_link")))
        .transpose()?;
    let credit = Credit { name: file.credit, link, licence: file.licence };
    Ok(Transit { gtfs, realtime, motis, credit, contact, explicit: true })
}

fn motis(
    base: &str,
    tag: Option<String>,
    searches_per_minute: Option<u32>,
    contact: Option<&str>,
    field: &str,
) -> Result<Motis, ConfigError> {
    let on_this_machine = base.starts_with("http://");
    if contact.is_none() && !on_this_machine {
        return Err(ConfigError::new(
            format!("{field}.contact"),
            "whoever runs that server must be able to reach you",
            "Write an e-mail or web address; it is sent to the server with every question",
        ));
    }
    let searches_per_minute = searches_per_minute.unwrap_or(SEARCHES_PER_MINUTE);
    if searches_per_minute == 0 {
        return Err(ConfigError::new(
            format!("{field}.searches_per_minute"),
            "0 would never ask",
            format!(
                "Leave it out for {SEARCHES_PER_MINUTE}, which Transitous allows, or leave motis out"
            ),
        ));
    }
    if let Some(tag) = &tag
        && (tag.is_empty() || tag.contains('_') || tag.chars().any(char::is_whitespace))
    {
        return Err(ConfigError::new(
            format!("{field}.motis_tag"),
            format!("\"{tag}\" is no tag of a feed"),
            "Write what stands before the first _ of that server's stop ids, for example de-DELFI",
        ));
    }
    let base = base.strip_suffix("/api").unwrap_or(base).to_owned();
    Ok(Motis { base, tag, searches_per_minute })
}

/// Feeds often have a key or a name behind `?`.
fn feed_address(text: &str, field: &str) -> Result<String, ConfigError> {
    let (before, query) = text.split_once('?').map_or((text, None), |(a, b)| (a, Some(b)));
    let address = web_address(before, field)?;
    match query {
        None => Ok(address),
        Some(query) if query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') => {
            Ok(format!("{address}?{query}"))
        }
        Some(_) => Err(ConfigError::new(
            field,
            "what is behind the ? has a character that does not belong there",
            "Write blanks and other letters than a-z in their % form",
        )),
    }
}

/// It goes into a header, and somebody must be reachable by it.
fn contact(text: &str, field: &str) -> Result<String, ConfigError> {
    let reachable = text.contains('@') || text.starts_with("https://");
    if reachable && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"()".contains(&byte)) {
        Ok(text.to_owned())
    } else {
        Err(ConfigError::new(
            field,
            format!("\"{text}\" is neither an e-mail address nor https://…"),
            "Write for example \"mobil@musterstadt.example\"",
        ))
    }
}
