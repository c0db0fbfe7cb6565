//! `[city.library]`: where a city's catalogue and accounts are.

use std::time::Duration;

use ::library::scope::{Scope, Scopes};
use serde::Deserialize;

use super::city::{time_limit, web_address};
use super::{ConfigError, Library, LibrarySystem};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileLibrary {
    catalogue: Option<String>,
    daia: Option<String>,
    paia_core: Option<String>,
    paia_auth: Option<String>,
    covers: Option<String>,
    door: Option<String>,
    occupancy: Option<String>,
    branches: Option<String>,
    scopes: Option<String>,
    timeout_seconds: Option<u64>,
}

pub(super) fn library(file: &FileLibrary, field: &str) -> Result<Library, ConfigError> {
    let address = |name: &str, text: &Option<String>| {
        let field = format!("{field}.{name}");
        text.as_ref().map(|text| web_address(text, &field)).transpose()
    };
    let branches = address("branches", &file.branches)?;
    let addresses = [&file.catalogue, &file.daia, &file.paia_core, &file.paia_auth];
    let rest = [&file.covers, &file.door, &file.occupancy, &file.scopes]
        .iter()
        .any(|field| field.is_some())
        || file.timeout_seconds.is_some();
    if addresses.iter().all(|address| address.is_none()) && !rest {
        return Ok(Library { system: None, branches });
    }
    let needed = |name: &str, text: &Option<String>| {
        address(name, text)?.ok_or_else(|| {
            ConfigError::new(
                format!("{field}.{name}"),
                "the address is missing",
                "A real library needs catalogue, daia, paia_core and paia_auth; without all four the demo answers",
            )
        })
    };
    let limit = format!("{field}.timeout_seconds");
    let time_limit: Duration = time_limit(file.timeout_seconds, &limit)?;
    Ok(Library {
        system: Some(LibrarySystem {
            catalogue: needed("catalogue", &file.catalogue)?,
            daia: needed("daia", &file.daia)?,
            paia_core: needed("paia_core", &file.paia_core)?,
            paia_auth: needed("paia_auth", &file.paia_auth)?,
            covers: address("covers", &file.covers)?,
            door: address("door", &file.door)?,
            occupancy: address("occupancy", &file.occupancy)?,
            scopes: scopes(file.scopes.as_deref(), &format!("{field}.scopes"))?,
            time_limit,
        }),
        branches,
    })
}

/// Names separated by spaces; a slip is found here and not by a citizen.
fn scopes(text: Option<&str>, field: &str) -> Result<Scopes, ConfigError> {
    let Some(text) = text else { return Ok(Scopes::wanted()) };
    let known = |name: &str| Scope::ALL.iter().any(|scope| scope.wire() == name);
    if let Some(wrong) = text.split_whitespace().find(|name| !known(name)) {
        return Err(ConfigError::new(
            field,
            format!("\"{wrong}\" is no scope of PAIA"),
            format!("Leave it out for \"{}\"", Scopes::wanted()),
        ));
    }
    if text.trim().is_empty() {
        return Err(ConfigError::new(field, "the list is empty", "Name at least read_patron"));
    }
    Ok(Scopes::parse(text))
}
