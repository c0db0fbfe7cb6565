//! Tokens: made at sign-in, kept as a hash, over after an hour or at sign-out.

use ::library::PatronId;
use ::library::scope::Scopes;
use sqlx::AnyConnection;
use sqlx::Row;

use crate::secret::{hash, random_hex};

/// Seconds a token is good for.
pub const LIFETIME: i64 = 3600;

/// Who a token belongs to and what it may. `Debug` does not say who.
#[derive(Debug, Clone)]
pub struct Session {
    /// Hash of the token.
    pub token: String,
    /// Who.
    pub patron: PatronId,
    /// What it may.
    pub scopes: Scopes,
}

/// A new token for a patron.
///
/// # Errors
/// The database, or the system's random numbers.
pub async fn begin(
    connection: &mut AnyConnection,
    city: &str,
    patron: &PatronId,
    scopes: Scopes,
    now: i64,
) -> Result<String, sqlx::Error> {
    let token = random_hex::<32>()
        .map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))?;
    sqlx::query("INSERT INTO library_session (token, city, patron, scopes, until) VALUES ($1, $2, $3, $4, $5)")
        .bind(hash(&token))
        .bind(city)
        .bind(patron.expose())
        .bind(scopes.to_string())
        .bind(now + LIFETIME)
        .execute(connection)
        .await?;
    Ok(token)
}

/// Whose token it is; `None` if it is wrong or over.
///
/// # Errors
/// The database.
pub async fn find(
    connection: &mut AnyConnection,
    city: &str,
    token: &str,
    now: i64,
) -> Result<Option<Session>, sqlx::Error> {
    let token = hash(token);
    let row = sqlx::query(
        "SELECT patron, scopes FROM library_session WHERE token = $1 AND city = $2 AND until > $3",
    )
    .bind(&token)
    .bind(city)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let patron = PatronId::new(&row.try_get::<String, _>("patron")?);
    let scopes = Scopes::parse(&row.try_get::<String, _>("scopes")?);
    Ok(patron.map(|patron| Session { token, patron, scopes }))
}

/// Forgets a token.
///
/// # Errors
/// The database.
pub async fn end(connection: &mut AnyConnection, session: &Session) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM library_session WHERE token = $1")
        .bind(&session.token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets all tokens of a patron but this one: the password has changed.
///
/// # Errors
/// The database.
pub async fn end_others(
    connection: &mut AnyConnection,
    city: &str,
    session: &Session,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM library_session WHERE city = $1 AND patron = $2 AND token <> $3")
        .bind(city)
        .bind(session.patron.expose())
        .bind(&session.token)
        .execute(connection)
        .await?;
    Ok(())
}
