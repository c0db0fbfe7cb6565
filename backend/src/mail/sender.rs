//! Sends what is in the outbox: through the city's mail server, or into a folder.

use std::path::Path;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::sync::watch;

use super::Message;
use super::outbox::{self, Due};
use crate::App;
use crate::config::{Mail, Smtp, SmtpSecurity};

/// How often the outbox is looked at when nothing calls.
const INTERVAL: Duration = Duration::from_secs(1);
/// No mail server takes longer.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// Why a mail was not sent.
struct Failure {
    /// For the log; holds no address.
    reason: String,
    /// Whether another try would end the same way.
    permanent: bool,
}

/// Runs until the stop signal.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        while !*stop.borrow() {
            match send_one(&app).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    break;
                }
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// Sends one mail; false when none is due.
async fn send_one(app: &App) -> Result<bool, sqlx::Error> {
    let Some(due) = outbox::take(&app.store, app.clock.now()).await? else { return Ok(false) };
    match deliver(app, &due).await {
        Ok(()) => outbox::sent(&app.store, &due, app.clock.now()).await?,
        Err(Failure { reason, permanent }) => {
            let given_up = outbox::failed(&app.store, &due, permanent, app.clock.now()).await?;
            tracing::error!(city = due.city, reason, given_up, "a mail was not sent");
        }
    }
    Ok(true)
}

async fn deliver(app: &App, due: &Due) -> Result<(), Failure> {
    let later = |reason: String| Failure { reason, permanent: false };
    // A city that left the configuration may come back; its mails wait until they are given up.
    let city = app
        .cities
        .named(&due.city)
        .ok_or_else(|| later("the city is not configured".to_owned()))?;
    match &city.config.mail {
        Mail::Folder => write(&app.config.data.join("mails"), &due.message)
            .map_err(|error| later(error.to_string())),
        Mail::Smtp(smtp) => tokio::time::timeout(TIME_LIMIT, send(smtp, &due.message))
            .await
            .unwrap_or_else(|_| Err(later("the mail server did not answer in time".to_owned()))),
    }
}

/// Written under another name first, so that a reader never sees half a mail.
fn write(folder: &Path, message: &Message) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{}.part", message.id));
    std::fs::write(&unfinished, &message.bytes)?;
    std::fs::rename(unfinished, folder.join(format!("{}.eml", message.id)))
}

async fn send(smtp: &Smtp, message: &Message) -> Result<(), Failure> {
    let wrong =
        |error: &dyn std::error::Error, permanent| Failure { reason: error.to_string(), permanent };
    let address = |text: &str| {
        text.parse().map_err(|error: lettre::address::AddressError| wrong(&error, true))
    };
    let envelope =
        Envelope::new(Some(address(&message.sender)?), vec![address(&message.recipient)?])
            .map_err(|error| wrong(&error, true))?;
    let tls = || {
        let parameters = TlsParameters::builder(smtp.host.clone());
        let parameters = match &smtp.authority {
            Some(authority) => parameters.add_root_certificate(Certificate::clone(authority)),
            None => parameters,
        };
        parameters.build().map_err(|error| wrong(&error, false))
    };
    let security = match smtp.security {
        SmtpSecurity::Starttls => Tls::Required(tls()?),
        SmtpSecurity::Tls => Tls::Wrapper(tls()?),
        SmtpSecurity::None => Tls::None,
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(security)
        .timeout(Some(TIME_LIMIT));
    if let Some((user, password)) = &smtp.login {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    match builder.build().send_raw(&envelope, message.bytes.as_bytes()).await {
        Ok(_) => Ok(()),
        // The server's text may repeat the address, so only the kind of error is told.
        Err(error) => Err(Failure {
            reason: error.status().map_or_else(
                || "the mail server cannot be reached".to_owned(),
                |code| format!("the mail server answered {code}"),
            ),
            permanent: error.is_permanent(),
        }),
    }
}
