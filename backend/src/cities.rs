//! The cities this process serves, by host name, fail-closed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use city::City;

use crate::appointments::catalogue_disk::CatalogueFile;
use crate::appointments::forward::Upstream;
use crate::config::{CityConfig, HostName, Source};
use crate::library::CityLibrary;
use crate::participation::CityParticipation;
use crate::secret::{hash, same};
use crate::transit::CityTransit;
use crate::web::asset::Asset;
use crate::web::dist::{Folder, Stamp};

/// One city: its configuration and its package as it lies on disk now.
#[derive(Debug)]
pub struct ServedCity {
    /// From the configuration.
    pub config: CityConfig,
    /// The package folder.
    pub folder: Folder,
    package: Mutex<(Option<Stamp>, Arc<City>)>,
    pub(crate) made: Mutex<HashMap<String, Made>>,
    /// Its appointments, when embedded.
    pub catalogue: CatalogueFile,
    /// Its appointment system, when there is one.
    pub upstream: Option<Upstream>,
    /// Its departures.
    pub transit: CityTransit,
    /// Its library.
    pub library: CityLibrary,
    /// What it asks its people.
    pub participation: CityParticipation,
}

/// A file made from others, with the stamps of those.
pub(crate) type Made = (Vec<Option<Stamp>>, Asset);

/// A package that cannot be read at start.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}. Repair the file; `cargo xtask city check` says more", path.display())]
pub struct PackageError {
    path: PathBuf,
    problem: String,
}

impl ServedCity {
    /// Reads the package; what is worth keeping goes into the folder `data`.
    ///
    /// # Errors
    /// When `city.json` cannot be read or is wrong.
    pub fn open(
        config: CityConfig,
        data: &Path,
        requests_per_minute: u32,
    ) -> Result<Self, PackageError> {
        let path = config.package.join("city.json");
        let stamp = Stamp::of(&path);
        let city = read(&path)?;
        let folder = Folder::new(config.package.clone());
        let upstream = match &config.appointments {
            Source::Embedded => None,
            Source::Forwarded { base, tell_client_address, time_limit } => {
                Some(Upstream::new(base, *tell_client_address, *time_limit))
            }
        };
        let participation = CityParticipation::new(requests_per_minute);
        let package = Mutex::new((stamp, Arc::new(city)));
        let transit = CityTransit::new(&config.transit, data, &config.slug);
        let library = CityLibrary::new(&config.library, requests_per_minute);
        let served = Self {
            config,
            folder,
            package,
            made: Mutex::default(),
            catalogue: CatalogueFile::default(),
            upstream,
            transit,
            library,
            participation,
        };
        served.check_appointments()?;
        served.check_branches()?;
        Ok(served)
    }

    /// So is a mistake in the rules of the library's branches.
    fn check_branches(&self) -> Result<(), PackageError> {
        let path = self.config.package.join(crate::library::branches::FILE);
        if !path.exists() {
            return Ok(());
        }
        let today = dates::Day::from_epoch_days(0);
        let read = crate::library::branches::read(&path, today);
        read.map(|_| ()).map_err(|problem| PackageError { path, problem })
    }

    /// A catalogue with a mistake is found at start, not by the first citizen.
    fn check_appointments(&self) -> Result<(), PackageError> {
        let path = self.config.package.join("backend/appointments.json");
        if self.upstream.is_none() && path.exists() {
            self.catalogue.get(self).map_err(|problem| PackageError { path, problem })?;
        }
        let zone = self.city().time_zone.clone();
        jiff::tz::TimeZone::get(&zone).map_err(|_| PackageError {
            path: self.config.package.join("city.json"),
            problem: format!("timeZone \"{zone}\" is not known; write for example Europe/Berlin"),
        })?;
        Ok(())
    }

    /// The package; read again when the file changed. A file with a mistake changes nothing: the
    /// last good one stays and the log says what is wrong.
    pub fn city(&self) -> Arc<City> {
        let path = self.config.package.join("city.json");
        let stamp = Stamp::of(&path);
        let mut package = self.package.lock().unwrap_or_else(PoisonError::into_inner);
        if package.0 != stamp {
            package.0 = stamp;
            match read(&path) {
                Ok(city) => package.1 = Arc::new(city),
                Err(error) => {
                    tracing::error!(city = self.slug(), %error, "the changed city package is not used");
                }
            }
        }
        package.1.clone()
    }

    /// Which kiosk a request comes from, when it proves to be one: the short hash of its secret.
    pub fn kiosk(&self, headers: &HeaderMap) -> Option<String> {
        let secret = headers.get("x-stadtkern-kiosk")?.to_str().ok()?;
        let given = hash(secret);
        let known = self.config.kiosks.iter().any(|kiosk| same(kiosk.as_bytes(), given.as_bytes()));
        known.then(|| format!("{}/{given}", self.slug()))
    }

    /// Name of the package folder, the key of the city in the database.
    pub fn slug(&self) -> &str {
        &self.config.slug
    }
}

fn read(path: &std::path::Path) -> Result<City, PackageError> {
    let wrong = |problem: String| PackageError { path: path.to_path_buf(), problem };
    let bytes = std::fs::read(path).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    City::from_json(&bytes).map_err(|error| wrong(error.to_string()))
}

/// All cities by their hosts.
#[derive(Debug)]
pub struct Cities {
    all: Vec<Arc<ServedCity>>,
    by_host: HashMap<HostName, Arc<ServedCity>>,
}

impl Cities {
    /// Opens every city of the configuration.
    ///
    /// # Errors
    /// The first package that cannot be read.
    pub fn open(
        configs: &[CityConfig],
        data: &Path,
        requests_per_minute: u32,
    ) -> Result<Self, PackageError> {
        let mut all = Vec::new();
        let mut by_host = HashMap::new();
        for config in configs {
            let city = Arc::new(ServedCity::open(config.clone(), data, requests_per_minute)?);
            for host in &config.hosts {
                by_host.insert(host.clone(), city.clone());
            }
            all.push(city);
        }
        Ok(Self { all, by_host })
    }

    /// The city of a host; nothing for an unknown one.
    pub fn of(&self, host: &HostName) -> Option<&Arc<ServedCity>> {
        self.by_host.get(host)
    }

    /// The city with this slug.
    pub fn named(&self, slug: &str) -> Option<&Arc<ServedCity>> {
        self.all.iter().find(|city| city.slug() == slug)
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<ServedCity>] {
        &self.all
    }
}
