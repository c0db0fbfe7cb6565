//! The mail server of a `[[city]]`, and its checks.

use std::path::{Path, PathBuf};

use lettre::transport::smtp::client::Certificate;
use serde::Deserialize;

use super::file::Secrets;
use super::{ConfigError, HostName, Smtp, SmtpSecurity};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSmtp {
    host: String,
    port: Option<u16>,
    #[serde(default)]
    security: SmtpSecurity,
    user: Option<String>,
    password_env: Option<String>,
    authority: Option<PathBuf>,
}

pub(super) fn server(
    file: FileSmtp,
    field: &str,
    folder: &Path,
    secrets: &Secrets,
) -> Result<Smtp, ConfigError> {
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
    let authority = file
        .authority
        .map(|path| authority(&folder.join(path), &format!("{field}.authority")))
        .transpose()?;
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
        authority,
    })
}

/// Certificates in PEM form: read at the start, so that a mistake is told then and not by the first mail.
fn authority(path: &Path, field: &str) -> Result<Certificate, ConfigError> {
    let wrong = |problem: String| {
        ConfigError::new(
            field,
            problem,
            "Name a PEM file with the certificate of the authority that signed the mail server's; leave it out for a public one",
        )
    };
    let pem = std::fs::read(path)
        .map_err(|error| wrong(format!("{} cannot be read ({error})", path.display())))?;
    let begins = b"-----BEGIN CERTIFICATE-----";
    if !pem.windows(begins.len()).any(|window| window == begins) {
        return Err(wrong(format!("{} holds no certificate", path.display())));
    }
    Certificate::from_pem(&pem).map_err(|_| wrong(format!("{} is damaged", path.display())))
}
