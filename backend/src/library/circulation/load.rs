//! Editions out of the database.

use std::collections::BTreeMap;

use ::library::server::{CopyState, Edition, Waiting};
use ::library::{PatronId, Uri};
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::Circulation;
use crate::library::demo::plan::at_rest;

/// Which editions of a patron.
const THEIRS: &str = "SELECT title FROM library_out WHERE city = $1 AND patron = $2
     UNION SELECT title FROM library_waiting WHERE city = $1 AND patron = $2";

fn broken(what: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(what.into())
}

fn uri(row: &AnyRow, column: &str) -> Result<Uri, sqlx::Error> {
    Uri::new(&row.try_get::<String, _>(column)?).ok_or_else(|| broken("uri"))
}

fn patron(row: &AnyRow) -> Result<PatronId, sqlx::Error> {
    PatronId::new(&row.try_get::<String, _>("patron")?).ok_or_else(|| broken("patron"))
}

fn day(row: &AnyRow, column: &str) -> Result<Day, sqlx::Error> {
    row.try_get(column).map(Day::from_epoch_days)
}

fn number(row: &AnyRow, column: &str) -> Result<u32, sqlx::Error> {
    u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| broken("number"))
}

impl Circulation<'_> {
    /// The edition with this number; `None` if the catalogue has none.
    ///
    /// # Errors
    /// The database.
    pub async fn edition(
        &self,
        connection: &mut AnyConnection,
        number: u32,
    ) -> Result<Option<Edition>, sqlx::Error> {
        let Some(edition) = self.catalogue.get(number).and_then(at_rest) else { return Ok(None) };
        let mut editions = BTreeMap::from([(number, edition)]);
        let out = sqlx::query("SELECT * FROM library_out WHERE city = $1 AND title = $2")
            .bind(self.city)
            .bind(i64::from(number))
            .fetch_all(&mut *connection)
            .await?;
        let waiting = sqlx::query(
            "SELECT * FROM library_waiting WHERE city = $1 AND title = $2 ORDER BY place",
        )
        .bind(self.city)
        .bind(i64::from(number))
        .fetch_all(&mut *connection)
        .await?;
        put(&mut editions, &out, &waiting)?;
        Ok(editions.remove(&number))
    }

    /// All editions that a patron has, may pick up or waits for.
    ///
    /// # Errors
    /// The database.
    pub async fn editions_of(
        &self,
        connection: &mut AnyConnection,
        patron: &PatronId,
    ) -> Result<Vec<Edition>, sqlx::Error> {
        let out = format!("SELECT * FROM library_out WHERE city = $1 AND title IN ({THEIRS})");
        let waiting = format!(
            "SELECT * FROM library_waiting WHERE city = $1 AND title IN ({THEIRS}) ORDER BY place"
        );
        // Nothing in these texts comes from outside.
        let out = sqlx::query(sqlx::AssertSqlSafe(out))
            .bind(self.city)
            .bind(patron.expose())
            .fetch_all(&mut *connection)
            .await?;
        let waiting = sqlx::query(sqlx::AssertSqlSafe(waiting))
            .bind(self.city)
            .bind(patron.expose())
            .fetch_all(&mut *connection)
            .await?;
        let mut editions = BTreeMap::new();
        for row in out.iter().chain(&waiting) {
            let number = number(row, "title")?;
            if let Some(edition) = self.catalogue.get(number).and_then(at_rest) {
                editions.insert(number, edition);
            }
        }
        put(&mut editions, &out, &waiting)?;
        Ok(editions.into_values().collect())
    }
}

/// Puts what is away and who waits into editions at rest.
fn put(
    editions: &mut BTreeMap<u32, Edition>,
    out: &[AnyRow],
    waiting: &[AnyRow],
) -> Result<(), sqlx::Error> {
    for row in out {
        let copy = usize::try_from(number(row, "copy")?).unwrap_or(usize::MAX);
        let edition = editions.get_mut(&number(row, "title")?);
        // A title that the catalogue no longer has is nowhere.
        let Some(copy) = edition.and_then(|edition| edition.copies.get_mut(copy)) else { continue };
        let (patron, since, until) = (patron(row)?, day(row, "since")?, day(row, "until")?);
        copy.state = match row.try_get::<String, _>("state")?.as_str() {
            "lent" => CopyState::Lent {
                patron,
                since,
                due: until,
                renewals: number(row, "renewals")?,
                reminders: number(row, "reminders")?,
            },
            "ready" => CopyState::Ready { patron, since, until, desk: uri(row, "desk")? },
            _ => return Err(broken("state")),
        };
    }
    for row in waiting {
        if let Some(edition) = editions.get_mut(&number(row, "title")?) {
            edition.queue.push(Waiting {
                patron: patron(row)?,
                since: day(row, "since")?,
                desk: uri(row, "desk")?,
            });
        }
    }
    Ok(())
}
