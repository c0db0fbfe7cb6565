//! Mails that wait in the database until a process has sent them.
//!
//! A mail is sent at least once: a process that dies between sending and noting it leaves the mail
//! to the next one, and the same Message-ID lets mail programs see the double. What was sent loses
//! its text and its recipient.

use sqlx::{Any, Row, Transaction};
use zms::ProcessId;

use super::{Kind, Message};
use crate::store::Store;

/// How long a process may take over one mail before another one tries, in seconds.
const LEASE: i64 = 120;
/// After so long without success it is given up, in seconds.
const GIVE_UP: i64 = 48 * 3600;

/// Puts a mail into the outbox, in the transaction of what it tells about.
///
/// # Errors
/// The database.
pub async fn queue(
    transaction: &mut Transaction<'static, Any>,
    city: &str,
    kind: Kind,
    appointment: ProcessId,
    message: &Message,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO mail (id, city, appointment, kind, sender, recipient, message, created, due, attempts, done)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0, 0)",
    )
    .bind(&message.id)
    .bind(city)
    .bind(i64::from(appointment.0))
    .bind(kind.as_str())
    .bind(&message.sender)
    .bind(&message.recipient)
    .bind(&message.bytes)
    .bind(now)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// A mail this process may send now.
pub struct Due {
    /// The city's key.
    pub city: String,
    /// What is sent.
    pub message: Message,
    attempts: i64,
    created: i64,
}

/// Takes one mail that is due; no other process gets it for a while.
///
/// # Errors
/// The database.
pub async fn take(store: &Store, now: i64) -> Result<Option<Due>, sqlx::Error> {
    let rows = sqlx::query("SELECT id, city, sender, recipient, message, created, due, attempts FROM mail WHERE done = 0 AND due <= $1 ORDER BY due LIMIT 8")
        .bind(now)
        .fetch_all(store.pool())
        .await?;
    for row in rows {
        let id: String = row.try_get("id")?;
        let due: i64 = row.try_get("due")?;
        let taken = sqlx::query("UPDATE mail SET due = $1, attempts = attempts + 1 WHERE id = $2 AND due = $3 AND done = 0")
            .bind(now + LEASE)
            .bind(&id)
            .bind(due)
            .execute(store.pool())
            .await?
            .rows_affected();
        if taken == 1 {
            return Ok(Some(Due {
                city: row.try_get("city")?,
                message: Message {
                    id,
                    sender: row.try_get("sender")?,
                    recipient: row.try_get("recipient")?,
                    bytes: row.try_get("message")?,
                },
                attempts: row.try_get("attempts")?,
                created: row.try_get("created")?,
            }));
        }
    }
    Ok(None)
}

/// Notes that it was sent and forgets what it said.
///
/// # Errors
/// The database.
pub async fn sent(store: &Store, due: &Due, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE mail SET done = $1, message = '', recipient = '' WHERE id = $2")
        .bind(now)
        .bind(&due.message.id)
        .execute(store.pool())
        .await?;
    Ok(())
}

/// Puts it off, longer each time, or gives it up after two days. Returns whether it was given up.
///
/// # Errors
/// The database.
pub async fn failed(
    store: &Store,
    due: &Due,
    permanently: bool,
    now: i64,
) -> Result<bool, sqlx::Error> {
    if permanently || now - due.created > GIVE_UP {
        sent(store, due, now).await?;
        return Ok(true);
    }
    let wait = 15_i64.saturating_mul(1 << due.attempts.clamp(0, 8)).min(3600);
    sqlx::query("UPDATE mail SET due = $1 WHERE id = $2 AND done = 0")
        .bind(now + wait)
        .bind(&due.message.id)
        .execute(store.pool())
        .await?;
    Ok(false)
}

/// How many wait.
///
/// # Errors
/// The database.
pub async fn waiting(store: &Store) -> Result<i64, sqlx::Error> {
    sqlx::query("SELECT COUNT(*) AS waiting FROM mail WHERE done = 0")
        .fetch_one(store.pool())
        .await?
        .try_get("waiting")
}
