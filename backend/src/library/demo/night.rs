//! What happens without the demo's patrons: nights, and readers who bring back what they have.

use ::library::PatronId;
use ::library::server::CopyState;
use sqlx::AnyConnection;
use sqlx::Row;

use super::plan::reminders;
use crate::library::circulation::{Circulation, to_number};

/// Seconds after which a reader hears that somebody waits.
const HEARS_AFTER: i64 = 60;

/// A night has passed, or several.
///
/// # Errors
/// The database.
pub async fn pass(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
) -> Result<(), sqlx::Error> {
    let today = to_number(circulation.today);
    let ready =
        "SELECT DISTINCT title FROM library_out WHERE city = $1 AND state = 'ready' AND until < $2";
    for number in numbers(connection, circulation, ready, today).await? {
        if let Some(before) = circulation.edition(connection, number).await? {
            let mut after = before.clone();
            after.night(circulation.house, circulation.today);
            circulation.save(connection, number, &before, &after).await?;
        }
    }
    // Most readers are punctual.
    let due = "SELECT DISTINCT title FROM library_out WHERE city = $1 AND state = 'lent'
               AND patron LIKE 'reader-%' AND until < $2 AND title % 7 <> 0";
    for number in numbers(connection, circulation, due, today).await? {
        bring_back(connection, circulation, number, today - 1).await?;
    }
    remind(connection, circulation).await
}

/// Readers hear that a patron waits for what they have to bring back by tomorrow, and bring it.
///
/// # Errors
/// The database.
pub async fn tick(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
) -> Result<(), sqlx::Error> {
    let waited_for = "SELECT DISTINCT title FROM library_waiting
                      WHERE city = $1 AND place = 0 AND patron NOT LIKE 'reader-%' AND asked <= $2";
    let since = circulation.now - HEARS_AFTER;
    for number in numbers(connection, circulation, waited_for, since).await? {
        bring_back(connection, circulation, number, to_number(circulation.today) + 1).await?;
    }
    Ok(())
}

async fn numbers(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
    query: &'static str,
    bound: i64,
) -> Result<Vec<u32>, sqlx::Error> {
    let rows = sqlx::query(query).bind(circulation.city).bind(bound).fetch_all(connection).await?;
    let number = |row: &sqlx::any::AnyRow| {
        u32::try_from(row.try_get::<i64, _>("title")?)
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))
    };
    rows.iter().map(number).collect()
}

/// Readers bring back what is due until a day.
async fn bring_back(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
    number: u32,
    until: i64,
) -> Result<(), sqlx::Error> {
    let Some(before) = circulation.edition(connection, number).await? else { return Ok(()) };
    let mut after = before.clone();
    for copy in &before.copies {
        let theirs = matches!(&copy.state, CopyState::Lent { patron, due, .. }
            if super::plan::is_reader(patron) && to_number(*due) <= until);
        if theirs {
            // It is on loan, so it can be brought back; what a reader owes is nobody's business here.
            let _ = after.take_back(&copy.id, circulation.house, circulation.today);
        }
    }
    if after == before {
        Ok(())
    } else {
        circulation.save(connection, number, &before, &after).await
    }
}

/// Reminds patrons of what is overdue, a week after the other.
async fn remind(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
) -> Result<(), sqlx::Error> {
    let rows = sqlx::query(
        "SELECT title, copy, patron, until, reminders FROM library_out
         WHERE city = $1 AND state = 'lent' AND patron NOT LIKE 'reader-%' AND until < $2",
    )
    .bind(circulation.city)
    .bind(to_number(circulation.today))
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (title, copy): (i64, i64) = (row.try_get("title")?, row.try_get("copy")?);
        let due = dates::Day::from_epoch_days(row.try_get("until")?);
        let wanted = i64::from(reminders(due, circulation.today));
        if wanted <= row.try_get("reminders")? {
            continue;
        }
        sqlx::query(
            "UPDATE library_out SET reminders = $4 WHERE city = $1 AND title = $2 AND copy = $3",
        )
        .bind(circulation.city)
        .bind(title)
        .bind(copy)
        .bind(wanted)
        .execute(&mut *connection)
        .await?;
        if let Some(patron) = PatronId::new(&row.try_get::<String, _>("patron")?) {
            let number = u32::try_from(title).unwrap_or(0);
            circulation.tell(connection, &patron, "overdue", number).await?;
        }
    }
    Ok(())
}
