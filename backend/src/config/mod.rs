//! The configuration `stadtkern.toml`: which cities, under which hosts, with which systems.
//!
//! [`file`] is what may be written, this module is what is left after checking: nothing here can
//! be half right.

mod city;
mod file;
mod forward;
mod host;
mod library;
mod smtp;
mod transit;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::client::Certificate;

pub use file::Secrets;
pub use forward::{Address, Forward, System};
pub use host::HostName;

/// A mistake in the configuration: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {problem}. {remedy}")]
pub struct ConfigError {
    /// Path of the field, for example `city[0].hosts`.
    pub field: String,
    /// What is wrong.
    pub problem: String,
    /// What to write instead.
    pub remedy: String,
}

impl ConfigError {
    pub(crate) fn new(
        field: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), problem: problem.into(), remedy: remedy.into() }
    }
}

/// Everything one process needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The built app.
    pub dist: PathBuf,
    /// Database file and written mails.
    pub data: PathBuf,
    /// `sqlite:` or `postgres:` address.
    pub database: String,
    /// What stands in front of this process.
    pub proxy: Proxy,
    /// Requests per minute and client to a module's API.
    pub requests_per_minute: u32,
    /// How much is logged.
    pub log: LogLevel,
    /// At least one city.
    pub cities: Vec<CityConfig>,
    /// From the environment; generated into the database when absent.
    pub secret: Option<String>,
}

/// A proxy in front, which ends TLS and knows the client's address.
#[derive(Debug, Clone, Default)]
pub struct Proxy {
    /// Only these may name a client in `X-Forwarded-For`.
    pub trusted: Vec<IpAddr>,
    /// Whether people come by https; then HSTS is sent and links in mails use it.
    pub https: bool,
}

/// How much is logged. No level logs an address, a user agent, a query string or a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Only what must be repaired.
    Error,
    /// Also what looks wrong.
    Warn,
    /// Also starts, stops and one line a request.
    #[default]
    Info,
    /// Also details for a developer.
    Debug,
}

/// One city.
#[derive(Debug, Clone)]
pub struct CityConfig {
    /// Name of the package folder; the key of the city in the database.
    pub slug: String,
    /// The package folder.
    pub package: PathBuf,
    /// Host names that lead here; never empty.
    pub hosts: Vec<HostName>,
    /// `https://host` used in mail links; from the request's host when absent.
    pub origin: Option<String>,
    /// Where its appointments are.
    pub appointments: Source,
    /// Hashes of the secrets by which kiosks are known; each has a request limit of its own.
    pub kiosks: Vec<String>,
    /// How its mails leave.
    pub mail: Mail,
    /// Where its departures come from.
    pub transit: Transit,
    /// Where its library is.
    pub library: Library,
    /// Surveys whose answers go on to another system.
    pub forwards: Vec<Forward>,
}

impl CityConfig {
    /// Where the answers to an item go, if not here.
    pub fn forward(&self, item: &str) -> Option<&Forward> {
        self.forwards.iter().find(|forward| forward.item == item)
    }
}

/// Where a city's library is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    /// The city's own system; without one this backend answers with an invented library.
    pub system: Option<LibrarySystem>,
    /// A finished file of the branches on the web; else it is made from the package.
    pub branches: Option<String>,
}

/// A library system. Addresses have no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibrarySystem {
    /// `VuFind`'s API, `https://host/api/v1`.
    pub catalogue: String,
    /// DAIA.
    pub daia: String,
    /// PAIA core.
    pub paia_core: String,
    /// PAIA auth.
    pub paia_auth: String,
    /// `VuFind`'s `Cover/Show`; without it there are no covers.
    pub covers: Option<String>,
    /// Where "may I enter?" is answered, as Koha-Suomi's self-service plugin does; without it nobody is asked.
    pub door: Option<String>,
    /// Where it is told how full branches are; without it nobody counts.
    pub occupancy: Option<String>,
    /// What people may do through this backend.
    pub scopes: ::library::scope::Scopes,
    /// How long a person waits before it counts as gone.
    pub time_limit: Duration,
}

/// Where a city's departures come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transit {
    /// The timetable.
    pub gtfs: Gtfs,
    /// GTFS-Realtime feeds that belong to it.
    pub realtime: Vec<String>,
    /// A journey planner that is asked when there is a network.
    pub motis: Option<Motis>,
    /// Whose timetable it is, where the feed does not say.
    pub credit: Credit,
    /// How whoever runs the services that are asked reaches the city.
    pub contact: Option<String>,
    /// Whether the file has the table; without it the demo is only made where the city shows transit.
    pub explicit: bool,
}

/// What is shown beside a timetable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credit {
    /// Who has to be named.
    pub name: Option<String>,
    /// Their page; https only.
    pub link: Option<String>,
    /// The licence, as a name or an address.
    pub licence: Option<String>,
}

/// Where the timetable is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Gtfs {
    /// An invented network, always up to date.
    #[default]
    Demo,
    /// A zip on this machine.
    File(PathBuf),
    /// A zip on the web.
    Web(String),
}

/// A MOTIS server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motis {
    /// `https://host`, without `/api`.
    pub base: String,
    /// What that server puts before the stop ids of the city's feed.
    pub tag: Option<String>,
    /// Journey searches a minute, all people together.
    pub searches_per_minute: u32,
}

/// Where a module's data comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// This backend answers from its own database.
    Embedded,
    /// The city's own system answers; base address without a slash at the end.
    Forwarded {
        /// `https://host/path`
        base: String,
        /// Whether the system is told the client's address (`X-Forwarded-For`), which it needs
        /// where it binds a captcha to it.
        tell_client_address: bool,
        /// How long a person waits for it before it counts as gone.
        time_limit: Duration,
    },
}

/// How mails leave.
#[derive(Debug, Clone)]
pub enum Mail {
    /// Written to `data/mails/` and shown at `/local/mails` on this machine.
    Folder,
    /// Sent.
    Smtp(Smtp),
}

/// The city's mail server.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Host name.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// User and password, when the server asks for them.
    pub login: Option<(String, String)>,
    /// The authority that signed its certificate, where that is the city's own and no public one.
    pub authority: Option<Certificate>,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// Plain first, then TLS is demanded (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// No TLS: only for a server on the same machine.
    None,
}

impl Config {
    /// Reads the file (or, without one, the demo city on this machine).
    ///
    /// # Errors
    /// The first mistake, with its field and what to do.
    pub fn load(path: Option<&Path>, secrets: &Secrets) -> Result<Self, ConfigError> {
        match path {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    ConfigError::new(
                        path.display().to_string(),
                        format!("the file cannot be read ({error})"),
                        "Name an existing file with --config, or leave the flag out to start the demo city",
                    )
                })?;
                let folder = path.parent().unwrap_or(Path::new(""));
                file::parse(&text, folder, secrets)
            }
            None => file::parse(file::DEMO, Path::new(""), secrets),
        }
    }
}
