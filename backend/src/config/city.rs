//! One `[[city]]` of the file, and its checks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::file::Secrets;
use super::forward::{FileForward, forwards};
use super::library::{FileLibrary, library};
use super::transit::{FileTransit, transit};
use super::{CityConfig, ConfigError, HostName, Library, Mail, Source, Transit, smtp};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileCity {
    package: PathBuf,
    hosts: Vec<String>,
    origin: Option<String>,
    appointments: Option<String>,
    #[serde(default)]
    tell_client_address: bool,
    timeout_seconds: Option<u64>,
    kiosks_env: Option<String>,
    smtp: Option<smtp::FileSmtp>,
    transit: Option<FileTransit>,
    library: Option<FileLibrary>,
    #[serde(default)]
    forward: Vec<FileForward>,
}

pub(super) fn cities(
    files: Vec<FileCity>,
    folder: &Path,
    secrets: &Secrets,
) -> Result<Vec<CityConfig>, ConfigError> {
    if files.is_empty() {
        return Err(ConfigError::new(
            "city",
            "there is no city",
            "Add a [[city]] with package and hosts",
        ));
    }
    let mut slugs = BTreeSet::new();
    let mut taken = BTreeSet::new();
    let mut cities = Vec::new();
    for (index, file) in files.into_iter().enumerate() {
        let field = format!("city[{index}]");
        let city = city(file, &field, folder, secrets)?;
        if !slugs.insert(city.slug.clone()) {
            return Err(ConfigError::new(
                format!("{field}.package"),
                format!("a second city has a folder called \"{}\"", city.slug),
                "Give each city its own folder name; its data is kept under it",
            ));
        }
        for host in &city.hosts {
            if !taken.insert(host.clone()) {
                return Err(ConfigError::new(
                    format!("{field}.hosts"),
                    format!("{host} already leads to another city"),
                    "Each host belongs to one city",
                ));
            }
        }
        cities.push(city);
    }
    Ok(cities)
}

fn city(
    file: FileCity,
    field: &str,
    folder: &Path,
    secrets: &Secrets,
) -> Result<CityConfig, ConfigError> {
    let slug =
        file.package.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let slug_fine = !slug.is_empty()
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !slug_fine {
        return Err(ConfigError::new(
            format!("{field}.package"),
            format!("the folder name \"{slug}\" is not made of a-z, 0-9 and -"),
            "Name the folder after the city, for example cities/musterstadt",
        ));
    }
    if file.hosts.is_empty() {
        return Err(ConfigError::new(
            format!("{field}.hosts"),
            "the list is empty",
            "Name at least one host, for example [\"app.musterstadt.de\"]",
        ));
    }
    let hosts = file
        .hosts
        .iter()
        .map(|text| {
            HostName::parse(text).ok_or_else(|| {
                ConfigError::new(
                    format!("{field}.hosts"),
                    format!("\"{text}\" is no host name"),
                    "Write the name only, without https:// and path; other letters than a-z in their xn-- form",
                )
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let origin =
        file.origin.map(|text| web_address(&text, &format!("{field}.origin"))).transpose()?;
    let appointments = match file.appointments.as_deref() {
        None | Some("embedded") => Source::Embedded,
        Some(text) => Source::Forwarded {
            base: web_address(text, &format!("{field}.appointments"))?,
            tell_client_address: file.tell_client_address,
            time_limit: time_limit(file.timeout_seconds, &format!("{field}.timeout_seconds"))?,
        },
    };
    let mail = match file.smtp {
        None => Mail::Folder,
        Some(smtp) => Mail::Smtp(smtp::server(smtp, &format!("{field}.smtp"), folder, secrets)?),
    };
    let kiosks = file
        .kiosks_env
        .map(|name| kiosks(&name, &format!("{field}.kiosks_env"), secrets))
        .transpose()?
        .unwrap_or_default();
    let transit = match file.transit {
        None => Transit::default(),
        Some(file) => transit(file, &format!("{field}.transit"), folder)?,
    };
    let library = match file.library {
        None => Library::default(),
        Some(file) => library(&file, &format!("{field}.library"))?,
    };
    Ok(CityConfig {
        slug,
        package: folder.join(file.package),
        hosts,
        origin,
        appointments,
        kiosks,
        mail,
        transit,
        library,
        forwards: forwards(&file.forward, field, secrets)?,
    })
}

pub(super) fn time_limit(seconds: Option<u64>, field: &str) -> Result<Duration, ConfigError> {
    match seconds.unwrap_or(15) {
        seconds @ 1..=25 => Ok(Duration::from_secs(seconds)),
        seconds => Err(ConfigError::new(
            field,
            format!("{seconds} is not between 1 and 25"),
            "Leave it out for 15; nobody waits longer than 25 seconds",
        )),
    }
}

/// The secrets of the city's kiosks, as hashes.
fn kiosks(name: &str, field: &str, secrets: &Secrets) -> Result<Vec<String>, ConfigError> {
    let list = secrets.get(name).ok_or_else(|| {
        ConfigError::new(
            field,
            format!("the environment has no {name}"),
            format!("Set {name} to the kiosks' secrets, separated by commas"),
        )
    })?;
    let kiosks: Vec<&str> =
        list.split(',').map(str::trim).filter(|secret| !secret.is_empty()).collect();
    if kiosks.iter().any(|secret| secret.len() < 16) {
        return Err(ConfigError::new(
            field,
            "a kiosk's secret has fewer than 16 characters",
            "Make longer ones, for example with openssl rand -hex 16",
        ));
    }
    Ok(kiosks.into_iter().map(crate::secret::hash).collect())
}

/// `https://host[:port][/path]`; http only towards this machine, where nobody listens in between.
pub(super) fn web_address(text: &str, field: &str) -> Result<String, ConfigError> {
    let wrong = |problem: String| {
        ConfigError::new(
            field,
            problem,
            "Write \"https://…\", without ? and #; http is accepted for this machine only",
        )
    };
    let text = text.trim_end_matches('/');
    let (scheme, rest) =
        text.split_once("://").ok_or_else(|| wrong(format!("\"{text}\" is no web address")))?;
    let host = rest.split('/').next().unwrap_or_default();
    let host = HostName::parse(host).ok_or_else(|| wrong(format!("\"{host}\" is no host")))?;
    if text.contains(['?', '#', ' ', '"', '\\']) {
        return Err(wrong(format!("\"{text}\" has a character that does not belong there")));
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if host.is_local() => Ok(text.to_owned()),
        _ => Err(wrong(format!("\"{text}\" is not protected by https"))),
    }
}
