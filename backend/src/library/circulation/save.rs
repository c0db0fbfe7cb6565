//! Editions into the database, and what follows from a change: messages and fees.

use std::collections::HashMap;

use ::library::PatronId;
use ::library::server::{CopyState, Edition};
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;

use super::{Circulation, to_number};
use crate::library::demo::plan::is_reader;
use crate::secret::random_hex;

const OUT: &str = "INSERT INTO library_out (city, title, copy, state, patron, since, until, renewals, reminders, desk)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const WAITING: &str = "INSERT INTO library_waiting (city, title, place, patron, since, asked, desk)
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// One row of what is away, without its city.
pub(super) fn out_of(
    state: &CopyState,
) -> Option<(&'static str, &PatronId, Day, Day, u32, u32, String)> {
    match state {
        CopyState::OnShelf => None,
        CopyState::Lent { patron, since, due, renewals, reminders } => {
            Some(("lent", patron, *since, *due, *renewals, *reminders, String::new()))
        }
        CopyState::Ready { patron, since, until, desk } => {
            Some(("ready", patron, *since, *until, 0, 0, desk.to_string()))
        }
    }
}

impl Circulation<'_> {
    /// Writes an edition as it is `after` a change, and tells whoever can pick something up now.
    ///
    /// # Errors
    /// The database.
    pub async fn save(
        &self,
        connection: &mut AnyConnection,
        number: u32,
        before: &Edition,
        after: &Edition,
    ) -> Result<(), sqlx::Error> {
        let title = i64::from(number);
        let mut asked: HashMap<String, i64> = HashMap::new();
        let rows =
            sqlx::query("SELECT patron, asked FROM library_waiting WHERE city = $1 AND title = $2")
                .bind(self.city)
                .bind(title)
                .fetch_all(&mut *connection)
                .await?;
        for row in &rows {
            asked.insert(row.try_get("patron")?, row.try_get("asked")?);
        }
        for table in [
            "DELETE FROM library_out WHERE city = $1 AND title = $2",
            "DELETE FROM library_waiting WHERE city = $1 AND title = $2",
        ] {
            sqlx::query(table).bind(self.city).bind(title).execute(&mut *connection).await?;
        }
        self.insert(connection, number, after, &asked).await?;
        for (copy, was) in after.copies.iter().zip(&before.copies) {
            if let CopyState::Ready { patron, .. } = &copy.state
                && was.state != copy.state
                && !is_reader(patron)
            {
                self.tell(connection, patron, "ready", number).await?;
            }
        }
        Ok(())
    }

    /// Writes an edition of which nothing is kept yet.
    ///
    /// # Errors
    /// The database.
    pub async fn insert(
        &self,
        connection: &mut AnyConnection,
        number: u32,
        edition: &Edition,
        asked: &HashMap<String, i64>,
    ) -> Result<(), sqlx::Error> {
        for (at, copy) in (0_i64..).zip(&edition.copies) {
            let Some((state, patron, since, until, renewals, reminders, desk)) =
                out_of(&copy.state)
            else {
                continue;
            };
            sqlx::query(OUT)
                .bind(self.city)
                .bind(i64::from(number))
                .bind(at)
                .bind(state)
                .bind(patron.expose())
                .bind(to_number(since))
                .bind(to_number(until))
                .bind(i64::from(renewals))
                .bind(i64::from(reminders))
                .bind(desk)
                .execute(&mut *connection)
                .await?;
        }
        for (place, waiting) in (0_i64..).zip(&edition.queue) {
            let patron = waiting.patron.expose();
            sqlx::query(WAITING)
                .bind(self.city)
                .bind(i64::from(number))
                .bind(place)
                .bind(patron)
                .bind(to_number(waiting.since))
                .bind(asked.get(patron).copied().unwrap_or(self.now))
                .bind(waiting.desk.as_str())
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    /// A message to a patron; what it says is put into words when it is read.
    ///
    /// # Errors
    /// The database.
    pub async fn tell(
        &self,
        connection: &mut AnyConnection,
        patron: &PatronId,
        kind: &str,
        number: u32,
    ) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO library_message (id, city, patron, kind, day, title) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(fresh_id()?)
            .bind(self.city)
            .bind(patron.expose())
            .bind(kind)
            .bind(to_number(self.today))
            .bind(i64::from(number))
            .execute(connection)
            .await?;
        Ok(())
    }

    /// A patron owes more.
    ///
    /// # Errors
    /// The database.
    pub async fn charge(
        &self,
        connection: &mut AnyConnection,
        patron: &PatronId,
        cents: i64,
        kind: &str,
        number: u32,
    ) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT INTO library_fee (id, city, patron, cents, day, kind, title) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(fresh_id()?)
            .bind(self.city)
            .bind(patron.expose())
            .bind(cents)
            .bind(to_number(self.today))
            .bind(kind)
            .bind(i64::from(number))
            .execute(connection)
            .await?;
        Ok(())
    }
}

fn fresh_id() -> Result<String, sqlx::Error> {
    random_hex::<12>().map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))
}
