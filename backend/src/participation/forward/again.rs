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
