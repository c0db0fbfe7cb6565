//! What waits is sent again, also when the phone that it came from is gone.

use std::time::Duration;

use sqlx::Row;
use tokio::sync::watch;

use super::{Key, deliver, lease, waiting};
use crate::App;
use crate::cities::ServedCity;

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(15);
/// Answers of a city in one round.
const ROUND: i64 = 50;

/// Looks until it is told to stop.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    for city in app.cities.all() {
        if let Err(error) = take_in(&app, city).await {
            tracing::warn!(city = city.slug(), %error, "what nobody takes any more could not be stored here; the next start tries again");
        }
    }
    let any = app.cities.all().iter().any(|city| !city.config.forwards.is_empty());
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(EVERY), if any => {}
        }
        for city in app.cities.all().iter().filter(|city| !city.config.forwards.is_empty()) {
            if let Err(error) = round(&app, city).await {
                tracing::warn!(city = city.slug(), %error, "what waits could not be passed on; the next round tries again");
            }
        }
    }
}

/// What still waits for a system that the configuration does not name any more is stored here, as any other answer.
///
/// # Errors
/// The database.
async fn take_in(app: &App, city: &ServedCity) -> Result<(), sqlx::Error> {
    let waiting = sqlx::query(
        "SELECT instance, item FROM participation_passed WHERE city = $1 AND state = 'waiting' AND leased <= $2",
    )
    .bind(city.slug())
    .bind(app.clock.now())
    .fetch_all(app.store.pool())
    .await?;
    for row in waiting {
        if city.config.forward(row.try_get("item")?).is_some() {
            continue;
        }
        let key = Key { city: city.slug().to_owned(), instance: row.try_get("instance")? };
        if deliver(app, &key).await.is_ok() {
            tracing::info!(
                city = city.slug(),
                "an answer that waited to be passed on is stored here"
            );
        }
    }
    Ok(())
}

/// Sends what is due, and forgets what can be forgotten. Whoever is down is not asked for each answer anew.
///
/// # Errors
/// The database.
pub async fn round(app: &App, city: &ServedCity) -> Result<(), sqlx::Error> {
    let now = app.clock.now();
    sqlx::query(
        "DELETE FROM participation_passed WHERE city = $1 AND state = 'passed' AND until <= $2",
    )
    .bind(city.slug())
    .bind(now)
    .execute(app.store.pool())
    .await?;
    for target in &city.config.forwards {
        let due = sqlx::query(
            "SELECT instance FROM participation_passed
             WHERE city = $1 AND item = $2 AND state = 'waiting' AND due <= $3 AND leased <= $3 ORDER BY due LIMIT $4",
        )
        .bind(city.slug())
        .bind(&target.item)
        .bind(now)
        .bind(ROUND)
        .fetch_all(app.store.pool())
        .await?;
        for row in due {
            let key = Key { city: city.slug().to_owned(), instance: row.try_get("instance")? };
            // Time has passed since: several of them, one after the other.
            let now = app.clock.now();
            if !waiting::take_turn(app.store.pool(), &key, now, lease(target)).await? {
                continue;
            }
            if deliver(app, &key).await.is_err_and(|refused| refused.retry_after.is_some()) {
                break;
            }
        }
    }
    Ok(())
}
