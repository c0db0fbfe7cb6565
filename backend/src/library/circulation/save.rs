//! Editions into the database, and what follows from a change: messages and fees.

use std::collections::HashMap;

use ::library::PatronId;
use ::library::server::{Copy, CopyState, Edition, Waiting};
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;

use super::{Circulation, to_number};
use crate::library::demo::plan::is_reader;
use crate::secret::random_hex;

/// Head of a statement that notes what is away.
pub const OUT: &str = "INSERT INTO library_out
     (city, title, copy, state, patron, since, until, renewals, reminders, desk) VALUES ";
/// Head of a statement that notes who waits.
pub const WAITING: &str =
    "INSERT INTO library_waiting (city, title, place, patron, since, asked, desk) VALUES ";

/// Rows of one statement; both databases take more.
const ROWS: usize = 100;

/// A value of a row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
}

/// Inserts rows, many with one statement. `head` is our own text and ends before the values.
///
/// # Errors
/// The database.
pub async fn insert_many(
    connection: &mut AnyConnection,
    head: &'static str,
    rows: &[Vec<Cell>],
) -> Result<(), sqlx::Error> {
    for rows in rows.chunks(ROWS) {
        let mut next = 1..;
        let row = |row: &Vec<Cell>| {
            let marks: Vec<String> =
                row.iter().zip(&mut next).map(|(_, number)| format!("${number}")).collect();
            format!("({})", marks.join(", "))
        };
        let values: Vec<String> = rows.iter().map(row).collect();
        // Nothing in this text comes from outside: a head of ours and numbered marks.
        let text = sqlx::AssertSqlSafe(format!("{head}{}", values.join(", ")));
        let mut query = sqlx::query(text);
        for cell in rows.iter().flatten() {
            query = match cell {
                Cell::Text(text) => query.bind(text.clone()),
                Cell::Number(number) => query.bind(*number),
            };
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// One row of what is away, without its city.
fn out_of(state: &CopyState) -> Option<(&'static str, &PatronId, Day, Day, u32, u32, String)> {
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

    async fn insert(
        &self,
        connection: &mut AnyConnection,
        number: u32,
        edition: &Edition,
        asked: &HashMap<String, i64>,
    ) -> Result<(), sqlx::Error> {
        insert_many(connection, OUT, &self.out_rows(number, edition)).await?;
        insert_many(connection, WAITING, &self.waiting_rows(number, edition, asked)).await
    }

    /// The rows of what is away.
    pub fn out_rows(&self, number: u32, edition: &Edition) -> Vec<Vec<Cell>> {
        let row = |(at, copy): (i64, &Copy)| {
            let (state, patron, since, until, renewals, reminders, desk) = out_of(&copy.state)?;
            Some(vec![
                Cell::Text(self.city.to_owned()),
                Cell::Number(number.into()),
                Cell::Number(at),
                Cell::Text(state.to_owned()),
                Cell::Text(patron.expose().to_owned()),
                Cell::Number(to_number(since)),
                Cell::Number(to_number(until)),
                Cell::Number(renewals.into()),
                Cell::Number(reminders.into()),
                Cell::Text(desk),
            ])
        };
        (0..).zip(&edition.copies).filter_map(row).collect()
    }

    /// The rows of who waits; `asked` says since when, for those who waited before.
    pub fn waiting_rows(
        &self,
        number: u32,
        edition: &Edition,
        asked: &HashMap<String, i64>,
    ) -> Vec<Vec<Cell>> {
        let row = |(place, waiting): (i64, &Waiting)| {
            let patron = waiting.patron.expose();
            vec![
                Cell::Text(self.city.to_owned()),
                Cell::Number(number.into()),
                Cell::Number(place),
                Cell::Text(patron.to_owned()),
                Cell::Number(to_number(waiting.since)),
                Cell::Number(asked.get(patron).copied().unwrap_or(self.now)),
                Cell::Text(waiting.desk.to_string()),
            ]
        };
        (0..).zip(&edition.queue).map(row).collect()
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
