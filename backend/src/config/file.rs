//! What may be written in `stadtkern.toml`, and the checks that turn it into a [`Config`].

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::city::{FileCity, cities};
use super::{Config, ConfigError, LogLevel, Proxy};

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

    pub(super) fn get(&self, name: &str) -> Option<&String> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::super::{Gtfs, HostName, Mail, Motis, SmtpSecurity, Source, Transit};
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
            (city("[city.transit]\ngtfs = \"\""), "city[0].transit.gtfs"),
            (city("[city.transit]\ngtfs = \"http://a.de/x.zip\""), "city[0].transit.gtfs"),
            (city("[city.transit]\nrealtime = [\"https://a.de/x\"]"), "city[0].transit.realtime"),
            (
                city("[city.transit]\ngtfs = \"a.zip\"\nrealtime = [\"https://a.de/x?a=b c\"]"),
                "city[0].transit.realtime",
            ),
            (city("[city.transit]\nmotis = \"https://m.de\""), "city[0].transit.contact"),
            (
                city("[city.transit]\nmotis = \"https://m.de\"\ncontact = \"us\""),
                "city[0].transit.contact",
            ),
            (city("[city.transit]\nmotis_tag = \"a\""), "city[0].transit.motis"),
            (
                city("[city.transit]\nmotis = \"http://localhost\"\nmotis_tag = \"a_b\""),
                "city[0].transit.motis_tag",
            ),
            (
                city("[city.transit]\nmotis = \"http://localhost\"\nsearches_per_minute = 0"),
                "city[0].transit.searches_per_minute",
            ),
            (city("[city.library]\ncatalogue = \"https://a.de\""), "city[0].library.daia"),
            (city("[city.library]\nscopes = \"read_patron\""), "city[0].library.catalogue"),
            (city("[city.library]\nbranches = \"http://a.de/b.json\""), "city[0].library.branches"),
            (
                city(&format!("{LIBRARY}scopes = \"read_patron everything\"")),
                "city[0].library.scopes",
            ),
            (city(&format!("{LIBRARY}timeout_seconds = 0")), "city[0].library.timeout_seconds"),
            (city(&format!("{LIBRARY}covers = \"covers\"")), "city[0].library.covers"),
        ] {
            let error = wrong(&text);
            assert_eq!(error.field, field, "{text}");
            assert!(!error.remedy.is_empty());
        }
    }

    const LIBRARY: &str = "[city.library]\ncatalogue = \"https://k.a.de/api/v1/\"\ndaia = \"https://d.a.de\"\npaia_core = \"https://p.a.de/core/\"\npaia_auth = \"https://p.a.de/auth\"\n";

    #[test]
    fn the_library_is_the_one_that_the_file_names() {
        let text = "[[city]]\npackage = \"cities/a\"\nhosts = [\"a.de\"]\n";
        let read = |more: &str| {
            let config = parse(&format!("{text}{more}"), Path::new(""), &Secrets::default());
            config.unwrap().cities[0].library.clone()
        };
        assert_eq!(read("").system, None);
        let branches = read("[city.library]\nbranches = \"https://a.de/branches.json\"");
        assert!(branches.system.is_none() && branches.branches.is_some());
        let system = read(LIBRARY).system.unwrap();
        assert_eq!(system.catalogue, "https://k.a.de/api/v1");
        assert_eq!(system.paia_core, "https://p.a.de/core");
        assert_eq!((system.time_limit.as_secs(), system.covers), (15, None));
        assert_eq!(system.scopes, ::library::scope::Scopes::wanted());
    }

    #[test]
    fn departures_come_from_where_the_file_says() {
        let text = "[[city]]\npackage = \"cities/a\"\nhosts = [\"a.de\"]\n";
        let read = |more: &str| {
            let text = format!("{text}{more}");
            let config = parse(&text, Path::new("/etc/s"), &Secrets::default()).unwrap();
            config.cities[0].transit.clone()
        };
        assert_eq!(read(""), Transit::default());
        assert_eq!(
            read("[city.transit]\ngtfs = \"feeds/a.zip\"").gtfs,
            Gtfs::File("/etc/s/feeds/a.zip".into())
        );
        let all = read(
            "[city.transit]\ngtfs = \"https://a.de/g.zip?k=1\"\nrealtime = [\"https://a.de/rt?k=1\"]\nmotis = \"https://m.de/api/\"\ncontact = \"x@a.de\"",
        );
        assert_eq!(all.gtfs, Gtfs::Web("https://a.de/g.zip?k=1".to_owned()));
        assert_eq!(all.realtime, ["https://a.de/rt?k=1"]);
        assert_eq!(
            all.motis,
            Some(Motis { base: "https://m.de".to_owned(), tag: None, searches_per_minute: 20 })
        );
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
        let key = Secrets::of([("NACHBARSTADT_ODK", "geheim")]);
        let config = parse(text, Path::new(""), &key).unwrap();
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
            ("NACHBARSTADT_KOBO", "geheim"),
            ("NACHBARSTADT_ODK", "geheim"),
        ]);
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pki")).unwrap();
        let authority = folder.path().join("pki/musterstadt.pem");
        let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        std::fs::write(&authority, pem).unwrap();
        let config = parse(&all, folder.path(), &secrets).unwrap();
        assert!(config.database.starts_with("postgres://"));
        assert_eq!(config.cities[0].kiosks.len(), 2);
        let Mail::Smtp(smtp) = &config.cities[0].mail else { panic!("no smtp") };
        assert!(smtp.authority.is_some());
        // A key in the place of the certificate, half a file, and none.
        for damaged in
            ["-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", &pem[..40], ""]
        {
            std::fs::write(&authority, damaged).unwrap();
            let error = parse(&all, folder.path(), &secrets).unwrap_err();
            assert_eq!(error.field, "city[0].smtp.authority", "{damaged}");
        }
        std::fs::remove_file(&authority).unwrap();
        assert_eq!(
            parse(&all, folder.path(), &secrets).unwrap_err().field,
            "city[0].smtp.authority"
        );
        assert_eq!(config.cities[1].forwards.len(), 2);
        let transit = &config.cities[1].transit;
        assert!(matches!(transit.gtfs, Gtfs::Web(_)) && transit.motis.is_some());
        let library = config.cities[1].library.system.as_ref().unwrap();
        assert!(library.covers.is_some() && library.time_limit.as_secs() == 20);
    }
}
