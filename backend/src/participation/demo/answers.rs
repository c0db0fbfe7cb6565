//! Invented answers into an empty demonstration: once, however many processes begin at the same time.

use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::Row;

use super::rows::{Filled, Given, filled};
use crate::App;
use crate::cities::ServedCity;
use crate::library::http::today;
use crate::participation::answers::keep::{Kept, Wish, decide};
use crate::participation::items::author::Item;
use crate::participation::results::texts::note;
use crate::secret::hex;
use crate::store::is_transient;

/// Rows that are named one by one when they do not fit.
const NAMED: usize = 20;
/// How often a deadlock or a busy file is tried again.
const TRIES: u32 = 6;

/// An answer with its id and its day.
struct Invented {
    instance: String,
    day: i64,
    filled: Filled,
}

/// Stores what the package has for this item, if nobody has answered it and it has begun.
///
/// What does not fit the form is said in the log and left out.
///
/// # Errors
/// The database.
pub async fn store(app: &App, city: &ServedCity, item: &Item) -> Result<(), sqlx::Error> {
    let now = app.clock.now();
    let file = format!("participation/demo/{}.csv", item.id);
    let path = city.config.package.join(&file);
    let elsewhere = city.config.forward(&item.id).is_some();
    if item.opens.is_some_and(|opens| opens > now) || elsewhere || !path.exists() {
        return Ok(());
    }
    if !is_empty(app, city, item).await? {
        return Ok(());
    }
    let Some((_, ready)) = city.participation.current(city, item) else { return Ok(()) };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            tracing::error!(city = city.slug(), file, %error, "the invented answers cannot be read");
            return Ok(());
        }
    };
    let (form, key) = (ready.form.clone(), format!("{}\n{}", city.slug(), item.id));
    let rows = text.lines().count();
    let span = days(city, item, now);
    let given =
        move |row: usize| Given { instance: instance(&key, row), day: day(span, row, rows) };
    let given_again = given.clone();
    // Some hundred forms are filled in; those who serve others must not wait for it.
    let work = tokio::task::spawn_blocking(move || filled(&form, &text, given));
    let Ok((answers, left_out)) = work.await else { return Ok(()) };
    for (row, why) in left_out.iter().take(NAMED) {
        tracing::warn!(
            city = city.slug(),
            file,
            row,
            why,
            "this row is left out: it does not fit the form"
        );
    }
    if left_out.len() > NAMED {
        let more = left_out.len() - NAMED;
        tracing::warn!(city = city.slug(), file, more, "more rows do not fit the form");
    }
    let most = item.quota.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let answers: Vec<Invented> = answers
        .into_iter()
        .take(most)
        .map(|filled| {
            let Given { instance, day } = given_again(filled.row);
            Invented { instance, day, filled }
        })
        .collect();
    if answers.is_empty() {
        return Ok(());
    }
    let mut tries = 0;
    let stored = loop {
        match attempt(app, city, item, &answers).await {
            Err(error) if tries < TRIES && is_transient(&error) => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(20 << tries)).await;
            }
            done => break done?,
        }
    };
    if stored > 0 {
        tracing::info!(
            city = city.slug(),
            item = item.id,
            stored,
            "the demo survey has invented answers"
        );
    }
    Ok(())
}

async fn is_empty(app: &App, city: &ServedCity, item: &Item) -> Result<bool, sqlx::Error> {
    let row =
        sqlx::query("SELECT answers, seeded FROM participation_item WHERE city = $1 AND item = $2")
            .bind(city.slug())
            .bind(&item.id)
            .fetch_one(app.store.pool())
            .await?;
    Ok(row.try_get::<i64, _>("answers")? == 0 && row.try_get::<i64, _>("seeded")? == 0)
}

/// All of them, or none.
async fn attempt(
    app: &App,
    city: &ServedCity,
    item: &Item,
    answers: &[Invented],
) -> Result<usize, sqlx::Error> {
    let mut transaction = app.store.write().await?;
    // Whoever comes second waits here, and finds it done.
    let mine = sqlx::query(
        "UPDATE participation_item SET seeded = 1
         WHERE city = $1 AND item = $2 AND began = $3 AND seeded = 0 AND answers = 0",
    )
    .bind(city.slug())
    .bind(&item.id)
    .bind(item.began)
    .execute(&mut *transaction)
    .await?;
    if mine.rows_affected() != 1 {
        transaction.rollback().await?;
        return Ok(0);
    }
    let consent = item.wire.get("privacy").and_then(|privacy| privacy.get("version")?.as_str());
    // Whoever read the texts of a survey that is over has done so.
    let read = item.is_over(app.clock.now());
    let mut stored = 0;
    for answer in answers {
        let wish = Wish {
            city: city.slug(),
            item: &item.id,
            version: item.version.as_deref().unwrap_or_default(),
            instance: &answer.instance,
            submission: &answer.filled.submission,
            sum: &answer.filled.submission.sum(),
            consent: consent.unwrap_or_default(),
            day: answer.day,
            closed: false,
            token: None,
            quota: None,
        };
        if decide(&mut transaction, &wish).await? != Kept::New {
            continue;
        }
        stored += 1;
        for path in answer.filled.texts.iter().filter(|_| read) {
            let place = (answer.instance.as_str(), path.as_str());
            note(&mut *transaction, (city.slug(), &item.id), place, true).await?;
        }
    }
    transaction.commit().await?;
    Ok(stored)
}

/// The first and the last day on which people may have answered so far.
fn days(city: &ServedCity, item: &Item, now: i64) -> (i64, i64) {
    let of = |moment: i64| i64::from(today(city, moment).epoch_days());
    let last = of(item.closes.map_or(now, |closes| now.min(closes - 1)));
    (item.opens.map_or(last, of).min(last), last)
}

/// Spread over the days, the same in every process.
fn day((first, last): (i64, i64), row: usize, rows: usize) -> i64 {
    let (row, rows) = (i64::try_from(row).unwrap_or(0), i64::try_from(rows).unwrap_or(1).max(1));
    first + ((last - first + 1) * (row - 1).clamp(0, rows - 1)) / rows
}

/// The same for the same row: a UUID of version 8 (RFC 9562).
fn instance(key: &str, row: usize) -> String {
    let sum = hex(&Sha256::digest(format!("{key}\n{row}")));
    let part = |from: usize, to: usize| sum.get(from..to).unwrap_or_default();
    format!(
        "uuid:{}-{}-8{}-8{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::participation::answers::check::is_instance_id;

    #[test]
    fn ids_and_days_follow_from_the_row() {
        assert!(is_instance_id(&instance("a\nb", 7)));
        assert_eq!(instance("a\nb", 7), instance("a\nb", 7));
        assert_ne!(instance("a\nb", 7), instance("a\nb", 8));
        assert_ne!(instance("a\nb", 7), instance("a\nc", 7));
        let all: Vec<i64> = (2..=101).map(|row| day((10, 19), row, 101)).collect();
        assert_eq!((all.iter().min(), all.iter().max()), (Some(&10), Some(&19)));
        assert_eq!(day((10, 10), 5, 9), 10);
    }
}
