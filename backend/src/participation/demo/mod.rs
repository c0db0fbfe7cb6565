//! The demo city's surveys: dates that count from its beginning, invented answers ([`answers`], [`rows`]), and a new
//! beginning when the dates are over.

pub mod answers;
pub mod rows;

use super::answers::keep::first_seen;
use crate::store::Store;

/// The day from which an item's dates count. A demo that lasts so many days begins anew when they are over.
///
/// # Errors
/// The database.
pub async fn began(
    store: &Store,
    city: &str,
    item: &str,
    today: i64,
    lasts: Option<i64>,
) -> Result<i64, sqlx::Error> {
    let began = first_seen(store, city, item, today).await?;
    let Some(lasts) = lasts else { return Ok(began) };
    if today >= began && today - began < lasts {
        return Ok(began);
    }
    begin_anew(store, city, item, (began, today)).await?;
    // Another process may have been first, on another day.
    first_seen(store, city, item, today).await
}

/// Throws everything away that visitors did to the demo.
async fn begin_anew(
    store: &Store,
    city: &str,
    item: &str,
    (began, today): (i64, i64),
) -> Result<(), sqlx::Error> {
    let mut transaction = store.write().await?;
    let renewed = sqlx::query("UPDATE participation_item SET began = $4, answers = 0, seeded = 0 WHERE city = $1 AND item = $2 AND began = $3")
        .bind(city)
        .bind(item)
        .bind(began)
        .bind(today)
        .execute(&mut *transaction)
        .await?;
    if renewed.rows_affected() == 1 {
        for statement in [
            "DELETE FROM participation_attachment WHERE city = $1 AND instance IN
             (SELECT instance FROM participation_response WHERE city = $1 AND item = $2)",
            "DELETE FROM participation_response WHERE city = $1 AND item = $2",
            "DELETE FROM participation_passed WHERE city = $1 AND item = $2",
            "DELETE FROM participation_text WHERE city = $1 AND item = $2",
            "UPDATE participation_token SET used = 0 WHERE city = $1 AND item = $2",
        ] {
            sqlx::query(statement).bind(city).bind(item).execute(&mut *transaction).await?;
        }
        tracing::info!(city, item, "the demo survey begins anew");
    }
    transaction.commit().await
}
