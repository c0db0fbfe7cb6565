//! The cities this process serves, by host name, fail-closed.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use city::City;

use crate::config::{CityConfig, HostName};
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
    pub(crate) made: Mutex<HashMap<String, (Vec<Option<Stamp>>, Asset)>>,
}

/// A package that cannot be read at start.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}. Repair the file; `cargo xtask city check` says more", path.display())]
pub struct PackageError {
    path: PathBuf,
    problem: String,
}

impl ServedCity {
    /// Reads the package.
    ///
    /// # Errors
    /// When `city.json` cannot be read or is wrong.
    pub fn open(config: CityConfig) -> Result<Self, PackageError> {
        let path = config.package.join("city.json");
        let stamp = Stamp::of(&path);
        let city = read(&path)?;
        let folder = Folder::new(config.package.clone());
        Ok(Self { config, folder, package: Mutex::new((stamp, Arc::new(city))), made: Mutex::default() })
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
                Err(error) => tracing::error!(city = self.slug(), %error, "the changed city package is not used"),
            }
        }
        package.1.clone()
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
    pub fn open(configs: &[CityConfig]) -> Result<Self, PackageError> {
        let mut all = Vec::new();
        let mut by_host = HashMap::new();
        for config in configs {
            let city = Arc::new(ServedCity::open(config.clone())?);
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
