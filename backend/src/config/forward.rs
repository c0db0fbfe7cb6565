//! `[[city.forward]]`: a survey whose answers go on to the city's own ODK Central or `KoboToolbox`.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::ConfigError;
use super::city::{time_limit, web_address};
use super::file::Secrets;
use crate::participation::items::author::is_name;

/// Where the answers to one item go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// The item.
    pub item: String,
    /// Which kind of system it is.
    pub system: System,
    /// Where it takes answers.
    pub address: Address,
    /// Whether they stay here as well, for results and export.
    pub keep_answers: bool,
    /// How long a person waits for it before it counts as gone.
    pub time_limit: Duration,
}

/// Which kind of system it is: they say the same in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// ODK Central, by a public access link.
    OdkCentral,
    /// `KoboToolbox`, without signing in.
    KoboToolbox,
}

/// An address with a key in it: no log shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// As it is asked.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileForward {
    item: String,
    odk_central: Option<String>,
    kobotoolbox: Option<String>,
    key_env: Option<String>,
    #[serde(default)]
    keep_answers: bool,
    timeout_seconds: Option<u64>,
}

pub(super) fn forwards(
    files: &[FileForward],
    city: &str,
    secrets: &Secrets,
) -> Result<Vec<Forward>, ConfigError> {
    let mut forwards: Vec<Forward> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let field = format!("{city}.forward[{index}]");
        if !is_name(&file.item) || forwards.iter().any(|known| known.item == file.item) {
            return Err(ConfigError::new(
                format!("{field}.item"),
                format!("\"{}\" is no item, or is there twice", file.item),
                "Write the id of an item of participation/items.json, each once",
            ));
        }
        let (system, address) = address(file, &field, secrets)?;
        forwards.push(Forward {
            item: file.item.clone(),
            system,
            address: Address(address),
            keep_answers: file.keep_answers,
            time_limit: time_limit(file.timeout_seconds, &format!("{field}.timeout_seconds"))?,
        });
    }
    Ok(forwards)
}

fn address(
    file: &FileForward,
    field: &str,
    secrets: &Secrets,
) -> Result<(System, String), ConfigError> {
    let key = key(file, field, secrets)?;
    match (&file.odk_central, &file.kobotoolbox) {
        (Some(text), None) => {
            let field = format!("{field}.odk_central");
            let address = web_address(text, &field)?;
            let wrong = |problem: &str| {
                ConfigError::new(
                    field.clone(),
                    problem,
                    "Write the project's address, https://HOST/v1/projects/NUMBER, and name with key_env the variable that has the token of the form's public access link",
                )
            };
            let (host, project) =
                address.split_once("/v1/projects/").ok_or_else(|| wrong("it names no project"))?;
            if project.is_empty() || !project.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong("the project is no number"));
            }
            let key = key.ok_or_else(|| wrong("the key of the link is missing"))?;
            Ok((System::OdkCentral, format!("{host}/v1/key/{key}/projects/{project}/submission")))
        }
        (None, Some(text)) => {
            let field = format!("{field}.kobotoolbox");
            let address = web_address(text, &field)?;
            let account = address.splitn(4, '/').nth(3).is_some_and(|path| !path.is_empty());
            match key {
                Some(key) => {
                    Ok((System::KoboToolbox, format!("{address}/collector/{key}/submission")))
                }
                None if account => Ok((System::KoboToolbox, format!("{address}/submission"))),
                None => Err(ConfigError::new(
                    field,
                    "it names no account",
                    "Write https://HOST/ACCOUNT, or https://HOST and with key_env the variable that has the token of a data collector",
                )),
            }
        }
        _ => Err(ConfigError::new(
            field,
            "one address is needed: odk_central or kobotoolbox",
            "Write one of them",
        )),
    }
}

fn key(file: &FileForward, field: &str, secrets: &Secrets) -> Result<Option<String>, ConfigError> {
    let Some(name) = &file.key_env else { return Ok(None) };
    let field = format!("{field}.key_env");
    let key = secrets.get(name).ok_or_else(|| {
        ConfigError::new(
            field.clone(),
            format!("the environment has no {name}"),
            format!("Set {name} to the key of the link"),
        )
    })?;
    // What stands in it becomes a part of an address.
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"!$-_.~".contains(&byte);
    if !key.bytes().all(known) {
        return Err(ConfigError::new(
            field,
            "the key has a character that none has",
            "Copy only the part of the link that is the key, without / and ?",
        ));
    }
    Ok(Some(key.clone()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn read(text: &str) -> Result<Vec<Forward>, ConfigError> {
        let file: FileForward = toml::from_str(text).unwrap();
        forwards(&[file], "city[0]", &Secrets::of([("KEY", "abc$DEF!"), ("BAD", "a/b")]))
    }

    #[test]
    fn where_answers_are_taken() {
        let central =
            "item = \"lib\"\nodk_central = \"https://odk.a.de/v1/projects/7\"\nkey_env = \"KEY\"";
        let found = &read(central).unwrap()[0];
        assert_eq!(
            found.address.as_str(),
            "https://odk.a.de/v1/key/abc$DEF!/projects/7/submission"
        );
        assert!(!format!("{found:?}").contains("abc"), "{found:?}");
        assert_eq!((found.system, found.keep_answers), (System::OdkCentral, false));
        let kobo = "item = \"lib\"\nkobotoolbox = \"https://kc.a.de/stadt/\"\nkeep_answers = true";
        let found = &read(kobo).unwrap()[0];
        assert_eq!(found.address.as_str(), "https://kc.a.de/stadt/submission");
        assert!(found.keep_answers);
        let collector = "item = \"lib\"\nkobotoolbox = \"https://kc.a.de\"\nkey_env = \"KEY\"";
        assert_eq!(
            read(collector).unwrap()[0].address.as_str(),
            "https://kc.a.de/collector/abc$DEF!/submission"
        );
    }

    #[test]
    fn every_slip_names_its_field() {
        for (text, field) in [
            ("item = \"a/b\"\nkobotoolbox = \"https://kc.a.de/stadt\"", "item"),
            ("item = \"a\"", ""),
            ("item = \"a\"\nkobotoolbox = \"https://a.de/x\"\nodk_central = \"https://a.de\"", ""),
            ("item = \"a\"\nkobotoolbox = \"https://kc.a.de\"", ".kobotoolbox"),
            ("item = \"a\"\nkobotoolbox = \"http://kc.a.de/stadt\"", ".kobotoolbox"),
            ("item = \"a\"\nodk_central = \"https://a.de/v1/projects/7\"", ".odk_central"),
            ("item = \"a\"\nodk_central = \"https://a.de/\"\nkey_env = \"KEY\"", ".odk_central"),
            (
                "item = \"a\"\nodk_central = \"https://a.de/v1/projects/7\"\nkey_env = \"NO\"",
                ".key_env",
            ),
            (
                "item = \"a\"\nodk_central = \"https://a.de/v1/projects/7\"\nkey_env = \"BAD\"",
                ".key_env",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.field.starts_with("city[0].forward[0]"), "{}", error.field);
            assert!(error.field.ends_with(field), "{} {text}", error.field);
        }
    }
}
