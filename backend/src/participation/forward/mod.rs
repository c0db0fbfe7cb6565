//! Answers that go on to the city's own ODK Central or `KoboToolbox`.
//!
//! | question | where |
//! |---|---|
//! | what is sent, and what does the answer mean? | [`openrosa`] |
//! | what is kept until the other system has it, and after | [`waiting`] |
//! | who sends what waits when the phone is gone | [`again`] |
//!
//! An answer is stored here first, so that nothing that happens on the way can lose it, and is acknowledged when the
//! other system has acknowledged it. The device's own repeat, another process and the round of [`again`] may all carry
//! on with one that waits; only one of them sends at a time, always the same bytes, and the other system knows the
//! instance. Of the person nothing goes along: no address, no browser, no device.

pub mod again;
pub mod openrosa;
pub mod waiting;

use std::sync::Arc;

use ::participation::Refusal;

use super::answers::keep::{Kept, Wish};
use super::refused::{Refused, SOON};
use crate::App;
use crate::cities::ServedCity;
use crate::config::Forward;
use crate::secret::{hex, keyed};
use openrosa::Told;
use waiting::{Reserved, Waiting};

/// Seconds after an answer may arrive for which a repeat is still known as one.
const REMEMBERED: i64 = 30 * 86_400;

/// Takes an answer, passes it on, and says what the other system made of it.
///
/// # Errors
/// Why it is not acknowledged.
pub async fn pass(
    app: &App,
    target: &Forward,
    wish: &Wish<'_>,
    accept_until: Option<i64>,
) -> Result<Kept, Refused> {
    let key = Key::of(app, wish.city, wish.instance).await?;
    let until = accept_until.map_or(crate::store::FOREVER, |at| at.saturating_add(REMEMBERED));
    let now = app.clock.now();
    match waiting::reserve(&app.store, wish, &key, (now, until, lease(target))).await? {
        Reserved::Kept(kept) => Ok(kept),
        Reserved::Busy(seconds) => {
            let refused = Refused::later(seconds, "the answer is being passed on at this moment");
            Err(refused.with_status(423))
        }
        // The phone may be gone before the other system has answered; what was begun is finished.
        Reserved::Send => {
            let app = app.clone();
            let sent = tokio::spawn(async move { deliver(&app, &key).await });
            sent.await.unwrap_or_else(|_| Err(Refused::later(SOON, "it could not be passed on")))
        }
    }
}

/// Which answer: the city, and a hash of the instance that nobody can make who has not got the database.
#[derive(Debug, Clone)]
pub struct Key {
    /// The city.
    pub city: String,
    /// The keyed hash of `uuid:…`.
    pub instance: String,
}

impl Key {
    async fn of(app: &App, city: &str, instance: &str) -> Result<Self, sqlx::Error> {
        let secret = app.store.shared_secret("participation-passed").await?;
        let instance = hex(&keyed(&secret, instance.as_bytes()));
        Ok(Self { city: city.to_owned(), instance })
    }
}

/// Seconds for which only one may send: a little longer than it can take.
fn lease(target: &Forward) -> i64 {
    i64::try_from(target.time_limit.as_secs()).unwrap_or(30) + 2
}

/// Sends what waits, whoever has reserved that, and notes what came of it.
async fn deliver(app: &App, key: &Key) -> Result<Kept, Refused> {
    let Some(waiting) = waiting::load(&app.store, key).await? else {
        return Err(Refused::later(SOON, "somebody else has passed it on"));
    };
    let city: Option<&Arc<ServedCity>> = app.cities.named(&key.city);
    let Some(target) = city.and_then(|city| city.config.forward(&waiting.item)) else {
        // The city keeps its answers here now.
        waiting::done(&app.store, key, &waiting, true).await?;
        return Ok(Kept::New);
    };
    let told = openrosa::post(&app.outside, target, &waiting).await;
    speak(&told, key, &waiting);
    match told {
        Told::Stored | Told::Again => {
            waiting::done(&app.store, key, &waiting, target.keep_answers).await?;
            Ok(if told == Told::Again { Kept::Again(waiting.day) } else { Kept::New })
        }
        Told::Refused { refusal, why, .. } => {
            waiting::release(&app.store, key, &waiting).await?;
            match refusal {
                Refusal::Conflict => Ok(Kept::Conflict),
                Refusal::Closed => Ok(Kept::Closed),
                other => Err(Refused::new(other, why)),
            }
        }
        Told::Later { status, seconds, why, .. } => {
            waiting::later(&app.store, key, app.clock.now()).await?;
            Err(Refused::later(seconds.unwrap_or(SOON), why).with_status(status))
        }
    }
}

/// What is to be done is said to whoever reads the log; the address has a key in it and is not.
fn speak(told: &Told, key: &Key, waiting: &Waiting) {
    let (city, item) = (&key.city, &waiting.item);
    match told {
        Told::Refused { why, alarm: Some(alarm), .. }
        | Told::Later { why, alarm: Some(alarm), .. } => {
            tracing::error!(city, item, why, alarm, "answers are not passed on");
        }
        Told::Refused { why, .. } => {
            tracing::warn!(city, item, why, "the other system does not take an answer");
        }
        Told::Later { why, .. } => {
            tracing::warn!(city, item, why, "an answer waits to be passed on");
        }
        Told::Stored | Told::Again => {}
    }
}
