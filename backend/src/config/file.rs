//! What may be written in `stadtkern.toml`, and the checks that turn it into a [`Config`].

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

use super::{
    CityConfig, Config, ConfigError, HostName, LogLevel, Mail, Proxy, Smtp, SmtpSecurity, Source,
};

/// Used without a file: whole on a laptop, and only there.
pub(super) const DEMO: &str = r#"
[[city]]
package = "cities/musterstadt"
hosts = ["localhost", "127.0.0.1", "[::1]"]
"#;

/// Passwords and keys; they come from the environment, never from the file.
#[derive(Debug, Clone, Default)]
pub struct Secrets(BTreeMap<String, String>);

impl Secrets {
    /// The process environment.
    pub fn from_environment() -> Self {
        // vars_os: one variable that is not UTF-8 must not stop the start.
        Self(
            std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
        )
    }

    /// Given ones, for tests.
    pub fn of<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn get(&self, name: &str) -> Option<&String> {
        self.0.get(name).filter(|value| !value.is_empty())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    listen: Option<String>,
    dist: Option<PathBuf>,
    data: Option<PathBuf>,
    database: Option<String>,
    requests_per_minute: Option<u32>,
    #[serde(default)]
    log: LogLevel,
    #[serde(default)]
    proxy: FileProxy,
    #[serde(default)]
    city: Vec<FileCity>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProxy {
    #[serde(default)]
    trusted: Vec<String>,
    #[serde(default)]
    https: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCity {
    package: PathBuf,
    hosts: Vec<String>,
    origin: Option<String>,
    appointments: Option<String>,
    #[serde(default)]
    tell_client_address: bool,
    timeout_seconds: Option<u64>,
    kiosks_env: Option<String>,
    smtp: Option<FileSmtp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSmtp {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    security: SmtpSecurity,
    user: Option<String>,
    password_env: Option<String>,
}

pub(super) fn parse(text: &str, folder: &Path, secrets: &Secrets) -> Result<Config, ConfigError> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(0, |span| text.get(..span.start).unwrap_or("").matches('\n').count() + 1);
        ConfigError::new(
            format!("line {line}"),
            error.message().trim().trim_end_matches('.').to_owned(),
            "stadtkern.example.toml shows every field",
        )
    })?;
    let listen = file.listen.as_deref().unwrap_or("127.0.0.1:8080");
    let listen: SocketAddr = listen.parse().map_err(|_| {
        ConfigError::new(
            "listen",
            format!("\"{listen}\" is no address with port"),
            "Write for example \"127.0.0.1:8080\"",
        )
    })?;
    let data = folder.join(file.data.unwrap_or_else(|| "data".into()));
    let database =
        secrets.get("STADTKERN_DATABASE_URL").cloned().or(file.database).unwrap_or_default();
    if !(database.is_empty()
        || ["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|start| database.starts_with(start)))
    {
        return Err(ConfigError::new(
            "database",
            "the address starts neither with sqlite: nor with postgres://",
            "Leave it out for one SQLite file in the data folder, or write postgres://user@host/name",
        ));
    }
    let requests_per_minute = file.requests_per_minute.unwrap_or(60);
    if requests_per_minute == 0 {
        return Err(ConfigError::new(
            "requests_per_minute",
            "0 would refuse everybody",
            "Write at least 1, or leave it out for 60",
        ));
    }
    let secret = secrets.get("STADTKERN_SECRET").cloned();
    if secret.as_ref().is_some_and(|secret| secret.len() < 32) {
        return Err(ConfigError::new(
            "STADTKERN_SECRET",
            "it has fewer than 32 characters",
            "Set a longer one (openssl rand -hex 32), or unset it: then one is made and kept in the database",
        ));
    }
    let config = Config {
        listen,
        dist: folder.join(file.dist.unwrap_or_else(|| "dist".into())),
        data,
        database,
        proxy: proxy(&file.proxy)?,
        requests_per_minute,
        log: file.log,
        cities: cities(file.city, folder, secrets)?,
        secret,
    };
    Ok(config)
}

fn proxy(file: &FileProxy) -> Result<Proxy, ConfigError> {
    let trusted = file
        .trusted
        .iter()
        .map(|text| {
            text.parse::<IpAddr>().map_err(|_| {
                ConfigError::new(
                    "proxy.trusted",
                    format!("\"{text}\" is no IP address"),
                    "Write the proxy's own address, for example \"127.0.0.1\"",
                )
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Proxy { trusted, https: file.https })
}

fn cities(
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
        Some(smtp) => Mail::Smtp(smtp_server(smtp, &format!("{field}.smtp"), secrets)?),
    };
    let kiosks = file
        .kiosks_env
        .map(|name| kiosks(&name, &format!("{field}.kiosks_env"), secrets))
        .transpose()?
        .unwrap_or_default();
    Ok(CityConfig {
        slug,
        package: folder.join(file.package),
        hosts,
        origin,
        appointments,
        kiosks,
        mail,
    })
}

fn time_limit(seconds: Option<u64>, field: &str) -> Result<Duration, ConfigError> {
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
fn web_address(text: &str, field: &str) -> Result<String, ConfigError> {
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

fn smtp_server(file: FileSmtp, field: &str, secrets: &Secrets) -> Result<Smtp, ConfigError> {
    let host = HostName::parse(&file.host).ok_or_else(|| {
        ConfigError::new(
            format!("{field}.host"),
            format!("\"{}\" is no host name", file.host),
            "Write for example \"mail.musterstadt.de\"",
        )
    })?;
    if file.security == SmtpSecurity::None && !host.is_local() {
        return Err(ConfigError::new(
            format!("{field}.security"),
            "mails with names and links would travel unprotected",
            "Use \"starttls\" or \"tls\"; \"none\" is accepted for this machine only",
        ));
    }
    let login = match (file.user, file.password_env) {
        (None, None) => None,
        (Some(user), Some(name)) => {
            let password = secrets.get(&name).ok_or_else(|| {
                ConfigError::new(
                    format!("{field}.password_env"),
                    format!("the environment has no {name}"),
                    format!("Set {name} to the password of {user} before the start"),
                )
            })?;
            Some((user, password.clone()))
        }
        _ => {
            return Err(ConfigError::new(
                field,
                "user and password_env belong together",
                "Give both, or neither; password_env is the name of the environment variable, not the password",
            ));
        }
    };
    let port = file.port.unwrap_or(match file.security {
        SmtpSecurity::Starttls => 587,
        SmtpSecurity::Tls => 465,
        SmtpSecurity::None => 25,
    });
    Ok(Smtp {
        host: host.as_str().trim_matches(['[', ']']).to_owned(),
        port,
        security: file.security,
        login,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn wrong(text: &str) -> ConfigError {
        parse(text, Path::new(""), &Secrets::default()).unwrap_err()
    }

    #[test]
    fn without_a_file_the_demo_city_is_on_this_machine_only() {
        let config = parse(DEMO, Path::new(""), &Secrets::default()).unwrap();
        assert!(config.listen.ip().is_loopback());
        assert_eq!(config.cities[0].slug, "musterstadt");
        assert!(config.cities[0].hosts.iter().all(HostName::is_local));
        assert_eq!(config.cities[0].appointments, Source::Embedded);
        assert!(matches!(config.cities[0].mail, Mail::Folder));
    }

    #[test]
    fn paths_count_from_the_file() {
        let config = parse(DEMO, Path::new("/etc/stadtkern"), &Secrets::default()).unwrap();
        assert_eq!(config.cities[0].package, Path::new("/etc/stadtkern/cities/musterstadt"));
        assert_eq!(config.dist, Path::new("/etc/stadtkern/dist"));
    }

    #[test]
    fn every_mistake_names_its_field_and_a_remedy() {
        let city =
            |line: &str| format!("[[city]]\npackage = \"cities/a\"\nhosts = [\"a.de\"]\n{line}\n");
        for (text, field) in [
            (String::new(), "city"),
            ("listen = \"8080\"\n".to_owned() + &city(""), "listen"),
            ("database = \"mysql://x\"\n".to_owned() + &city(""), "database"),
            ("requests_per_minute = 0\n".to_owned() + &city(""), "requests_per_minute"),
            (city("[proxy]\ntrusted = [\"x\"]"), "proxy.trusted"),
            (city("appointments = \"ftp://x\""), "city[0].appointments"),
            (city("appointments = \"http://zms.a.de\""), "city[0].appointments"),
            (city("origin = \"a.de\""), "city[0].origin"),
            (
                city("[city.smtp]\nhost = \"mail.a.de\"\nsecurity = \"none\""),
                "city[0].smtp.security",
            ),
            (city("[city.smtp]\nhost = \"mail.a.de\"\nuser = \"u\""), "city[0].smtp"),
            (
                city("[city.smtp]\nhost = \"m.a.de\"\nuser = \"u\"\npassword_env = \"NOT_SET\""),
                "city[0].smtp.password_env",
            ),
            (city(&city("")), "city[1].package"),
            (city("[[city]]\npackage = \"cities/b\"\nhosts = [\"A.de:80\"]"), "city[1].hosts"),
            (
                "[[city]]\npackage = \"cities/A b\"\nhosts = [\"a.de\"]".to_owned(),
                "city[0].package",
            ),
            ("[[city]]\npackage = \"cities/a\"\nhosts = []".to_owned(), "city[0].hosts"),
            (
                city("appointments = \"https://zms.a.de\"\ntimeout_seconds = 60"),
                "city[0].timeout_seconds",
            ),
            (city("kiosks_env = \"NOT_SET\""), "city[0].kiosks_env"),
            (city("colour = 1"), "line 4"),
        ] {
            let error = wrong(&text);
            assert_eq!(error.field, field, "{text}");
            assert!(!error.remedy.is_empty());
        }
    }

    #[test]
    fn the_password_comes_from_the_environment() {
        let text = "[[city]]\npackage = \"cities/a\"\nhosts = [\"a.de\"]\n[city.smtp]\nhost = \"m.a.de\"\nuser = \"u\"\npassword_env = \"A_PASSWORD\"";
        let config = parse(text, Path::new(""), &Secrets::of([("A_PASSWORD", "geheim")])).unwrap();
        let Mail::Smtp(smtp) = &config.cities[0].mail else { panic!("no smtp") };
        assert_eq!((smtp.port, smtp.security), (587, SmtpSecurity::Starttls));
        assert_eq!(smtp.login, Some(("u".into(), "geheim".into())));
    }

    #[test]
    fn the_example_file_is_right() {
        let text = include_str!("../../../stadtkern.example.toml");
        let config = parse(text, Path::new(""), &Secrets::default()).unwrap();
        assert_eq!(config.cities.len(), 2);
        // What is commented out is right, too.
        let all: String = text
            .lines()
            .map(|line| {
                line.strip_prefix("# ")
                    .filter(|line| line.contains(" = "))
                    .unwrap_or(line)
                    .to_owned()
                    + "\n"
            })
            .collect();
        let secrets = Secrets::of([
            ("MUSTERSTADT_SMTP_PASSWORD", "x"),
            ("MUSTERSTADT_KIOSKS", "0123456789abcdef, fedcba9876543210"),
        ]);
        let config = parse(&all, Path::new(""), &secrets).unwrap();
        assert!(config.database.starts_with("postgres://"));
        assert_eq!(config.cities[0].kiosks.len(), 2);
    }
}
