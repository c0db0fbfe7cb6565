//! Patrons, their fees and messages, as the database keeps them.

pub mod attempts;
pub mod password;
pub mod session;

use ::library::PatronId;
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A patron. `Debug` shows nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Who.
    pub id: PatronId,
    /// Number on the card.
    pub username: String,
    /// As [`password`] makes it.
    pub password: String,
    /// Name.
    pub name: String,
    /// E-mail address; empty if none is known.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Adult or child.
    pub kind: String,
    /// Last day of the card.
    pub expires: Day,
    /// Blocked by the library.
    pub blocked: bool,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

/// A fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// How much.
    pub cents: i64,
    /// When it arose.
    pub day: Day,
    /// `reservation`, `late`, `card`.
    pub kind: String,
    /// The title; 0 for none.
    pub title: u32,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// `ready`, `overdue`, `welcome`.
    pub kind: String,
    /// When it was written.
    pub day: Day,
    /// The title; 0 for none.
    pub title: u32,
}

fn account(row: &AnyRow) -> Result<Account, sqlx::Error> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let id = PatronId::new(&text("id")?).ok_or_else(|| sqlx::Error::Decode("patron".into()))?;
    Ok(Account {
        id,
        username: text("username")?,
        password: text("password")?,
        name: text("name")?,
        email: text("email")?,
        address: text("address")?,
        kind: text("kind")?,
        expires: Day::from_epoch_days(row.try_get("expires")?),
        blocked: row.try_get::<i64, _>("blocked")? != 0,
    })
}

/// The patron with this number on the card.
///
/// # Errors
/// The database.
pub async fn by_card(
    connection: &mut AnyConnection,
    city: &str,
    card: &str,
) -> Result<Option<Account>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM library_patron WHERE city = $1 AND username = $2")
        .bind(city)
        .bind(card)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(account).transpose()
}

/// The patron with this id.
///
/// # Errors
/// The database.
pub async fn by_id(
    connection: &mut AnyConnection,
    city: &str,
    id: &PatronId,
) -> Result<Option<Account>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM library_patron WHERE city = $1 AND id = $2")
        .bind(city)
        .bind(id.expose())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(account).transpose()
}

/// What a patron owes.
///
/// # Errors
/// The database.
pub async fn fees(
    connection: &mut AnyConnection,
    city: &str,
    id: &PatronId,
) -> Result<Vec<Fee>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT * FROM library_fee WHERE city = $1 AND patron = $2 ORDER BY day, id")
            .bind(city)
            .bind(id.expose())
            .fetch_all(connection)
            .await?;
    let fee = |row: &AnyRow| {
        Ok(Fee {
            cents: row.try_get("cents")?,
            day: Day::from_epoch_days(row.try_get("day")?),
            kind: row.try_get("kind")?,
            title: u32::try_from(row.try_get::<i64, _>("title")?).unwrap_or(0),
        })
    };
    rows.iter().map(fee).collect()
}

/// A patron's messages, the newest first; with an id only that one.
///
/// # Errors
/// The database.
pub async fn messages(
    connection: &mut AnyConnection,
    city: &str,
    id: &PatronId,
    only: Option<&str>,
) -> Result<Vec<Message>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM library_message WHERE city = $1 AND patron = $2 ORDER BY day DESC, id",
    )
    .bind(city)
    .bind(id.expose())
    .fetch_all(connection)
    .await?;
    let message = |row: &AnyRow| {
        Ok(Message {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            day: Day::from_epoch_days(row.try_get("day")?),
            title: u32::try_from(row.try_get::<i64, _>("title")?).unwrap_or(0),
        })
    };
    let all: Result<Vec<Message>, sqlx::Error> = rows.iter().map(message).collect();
    Ok(all?.into_iter().filter(|message| only.is_none_or(|id| message.id == id)).collect())
}

/// Deletes a patron's message; whether there was one.
///
/// # Errors
/// The database.
pub async fn delete_message(
    connection: &mut AnyConnection,
    city: &str,
    id: &PatronId,
    message: &str,
) -> Result<bool, sqlx::Error> {
    let done =
        sqlx::query("DELETE FROM library_message WHERE city = $1 AND patron = $2 AND id = $3")
            .bind(city)
            .bind(id.expose())
            .bind(message)
            .execute(connection)
            .await?;
    Ok(done.rows_affected() > 0)
}
