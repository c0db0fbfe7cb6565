//! Answers on their way: kept until the other system has them.

use std::collections::BTreeMap;

use sqlx::{Any, Row, Transaction};

use super::Key;
use crate::participation::answers::keep::{Kept, Wish, known, take};
use crate::participation::answers::submission::Attachment;
use crate::store::{Store, is_transient};

/// How often a deadlock or a busy file is tried again.
const TRIES: u32 = 6;
/// Seconds until the first try without the device, and at most between two.
const FIRST: i64 = 60;
const LONGEST: i64 = 3600;

/// What came of taking an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// It waits, and whoever asked is the one who sends it now.
    Send,
    /// Somebody sends it at this moment, at most for so many seconds.
    Busy(i64),
    /// Nothing is to be sent.
    Kept(Kept),
}

/// An answer that waits.
#[derive(Debug)]
pub struct Waiting {
    /// `uuid:…`
    pub uuid: String,
    /// The item.
    pub item: String,
    /// The version of its form.
    pub version: String,
    /// The answer, byte for byte.
    pub xml: String,
    /// Its sum.
    pub sum: String,
    /// The privacy notice that was agreed to.
    pub consent: String,
    /// The hash of the code that it came with; empty for none.
    pub token: String,
    /// The city's day on which it came.
    pub day: i64,
    /// Its files.
    pub attachments: BTreeMap<String, Attachment>,
}

/// Takes an answer, or says what is known of it. `until` is when it may be forgotten, `lease` for how many seconds
/// nobody else sends it.
///
/// # Errors
/// The database, after trying again what may succeed then.
pub async fn reserve(
    store: &Store,
    wish: &Wish<'_>,
    key: &Key,
    times: (i64, i64, i64),
) -> Result<Reserved, sqlx::Error> {
    let mut tries = 0;
    loop {
        match attempt(store, wish, key, times).await {
            Err(error) if tries < TRIES && is_transient(&error) => {
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(20 << tries)).await;
            }
            done => return done,
        }
    }
}

async fn attempt(
    store: &Store,
    wish: &Wish<'_>,
    key: &Key,
    times: (i64, i64, i64),
) -> Result<Reserved, sqlx::Error> {
    let mut transaction = store.write().await?;
    let reserved = decide(&mut transaction, wish, key, times).await?;
    if reserved == Reserved::Send {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(reserved)
}

async fn decide(
    transaction: &mut Transaction<'_, Any>,
    wish: &Wish<'_>,
    key: &Key,
    (now, until, lease): (i64, i64, i64),
) -> Result<Reserved, sqlx::Error> {
    // From before the city passed its answers on, or kept here as well.
    if let Some(kept) = known(transaction, wish).await? {
        return Ok(Reserved::Kept(kept));
    }
    if wish.closed {
        let found = on_its_way(transaction, wish, key, (now, lease)).await?;
        return Ok(found.unwrap_or(Reserved::Kept(Kept::Closed)));
    }
    let inserted = sqlx::query(
        "INSERT INTO participation_passed
         (city, instance, item, version, sum, day, state, uuid, xml, consent, token, until, leased, due, tries)
         VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9, $10, $11, $12, $13, 0) ON CONFLICT DO NOTHING",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .bind(wish.item)
    .bind(wish.version)
    .bind(wish.sum)
    .bind(wish.day)
    .bind(wish.instance)
    .bind(wish.submission.xml.as_str())
    .bind(wish.consent)
    .bind(wish.token.unwrap_or_default())
    .bind(until)
    .bind(now + lease)
    .bind(now + FIRST)
    .execute(&mut **transaction)
    .await?;
    if inserted.rows_affected() == 0 {
        // Whoever was first has finished: the database let nobody through before.
        let found = on_its_way(transaction, wish, key, (now, lease)).await?;
        return Ok(found.unwrap_or(Reserved::Kept(Kept::Conflict)));
    }
    let refused = take(transaction, wish).await?;
    Ok(refused.map_or(Reserved::Send, Reserved::Kept))
}

/// The same id as it waits or was passed on.
async fn on_its_way(
    transaction: &mut Transaction<'_, Any>,
    wish: &Wish<'_>,
    key: &Key,
    (now, lease): (i64, i64),
) -> Result<Option<Reserved>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT item, version, sum, day, state, leased FROM participation_passed WHERE city = $1 AND instance = $2",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .fetch_optional(&mut **transaction)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let same = row.try_get::<String, _>("item")? == wish.item
        && row.try_get::<String, _>("version")? == wish.version
        && row.try_get::<String, _>("sum")? == wish.sum;
    if !same {
        return Ok(Some(Reserved::Kept(Kept::Conflict)));
    }
    if row.try_get::<String, _>("state")? == "passed" {
        return Ok(Some(Reserved::Kept(Kept::Again(row.try_get("day")?))));
    }
    if take_turn(&mut **transaction, key, now, lease).await? {
        return Ok(Some(Reserved::Send));
    }
    Ok(Some(Reserved::Busy(row.try_get::<i64, _>("leased")? - now)))
}

/// Whether whoever asks is the one who sends it now.
///
/// # Errors
/// The database.
pub async fn take_turn(
    database: impl sqlx::Executor<'_, Database = Any>,
    key: &Key,
    now: i64,
    lease: i64,
) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query(
        "UPDATE participation_passed SET leased = $4
         WHERE city = $1 AND instance = $2 AND state = 'waiting' AND leased <= $3",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .bind(now)
    .bind(now + lease)
    .execute(database)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// An answer that waits, whole.
///
/// # Errors
/// The database.
pub async fn load(store: &Store, key: &Key) -> Result<Option<Waiting>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT uuid, item, version, xml, sum, consent, token, day FROM participation_passed
         WHERE city = $1 AND instance = $2 AND state = 'waiting'",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .fetch_optional(store.pool())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let uuid: String = row.try_get("uuid")?;
    let files = sqlx::query(
        "SELECT name, kind, content FROM participation_attachment WHERE city = $1 AND instance = $2",
    )
    .bind(&key.city)
    .bind(&uuid)
    .fetch_all(store.pool())
    .await?;
    let mut attachments = BTreeMap::new();
    for file in files {
        let content: Vec<u8> = file.try_get("content")?;
        let attachment = Attachment { kind: file.try_get("kind")?, content: content.into() };
        attachments.insert(file.try_get("name")?, attachment);
    }
    Ok(Some(Waiting {
        uuid,
        item: row.try_get("item")?,
        version: row.try_get("version")?,
        xml: row.try_get("xml")?,
        sum: row.try_get("sum")?,
        consent: row.try_get("consent")?,
        token: row.try_get("token")?,
        day: row.try_get("day")?,
        attachments,
    }))
}

/// The other system has it: what it said is forgotten here, or kept with the other answers.
///
/// # Errors
/// The database.
pub async fn done(
    store: &Store,
    key: &Key,
    waiting: &Waiting,
    keep: bool,
) -> Result<(), sqlx::Error> {
    let mut transaction = store.write().await?;
    let changed = sqlx::query(
        "UPDATE participation_passed SET state = 'passed', uuid = '', xml = '', consent = '', token = '', leased = 0, due = 0, tries = 0
         WHERE city = $1 AND instance = $2 AND state = 'waiting'",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .execute(&mut *transaction)
    .await?;
    if changed.rows_affected() == 0 {
        // Somebody else was told the same before.
        return transaction.rollback().await;
    }
    if keep {
        sqlx::query(
            "INSERT INTO participation_response (city, instance, item, version, sum, xml, consent, day)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        )
        .bind(&key.city)
        .bind(&waiting.uuid)
        .bind(&waiting.item)
        .bind(&waiting.version)
        .bind(&waiting.sum)
        .bind(&waiting.xml)
        .bind(&waiting.consent)
        .bind(waiting.day)
        .execute(&mut *transaction)
        .await?;
    } else {
        forget_files(&mut transaction, key, waiting).await?;
    }
    transaction.commit().await
}

/// The other system will never take it: code and place are free again, as if it had not come.
///
/// # Errors
/// The database.
pub async fn release(store: &Store, key: &Key, waiting: &Waiting) -> Result<(), sqlx::Error> {
    let mut transaction = store.write().await?;
    let gone = sqlx::query(
        "DELETE FROM participation_passed WHERE city = $1 AND instance = $2 AND state = 'waiting'",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .execute(&mut *transaction)
    .await?;
    if gone.rows_affected() == 0 {
        return transaction.rollback().await;
    }
    sqlx::query(
        "UPDATE participation_token SET used = 0 WHERE city = $1 AND item = $2 AND token = $3",
    )
    .bind(&key.city)
    .bind(&waiting.item)
    .bind(&waiting.token)
    .execute(&mut *transaction)
    .await?;
    sqlx::query("UPDATE participation_item SET answers = answers - 1 WHERE city = $1 AND item = $2 AND answers > 0")
        .bind(&key.city)
        .bind(&waiting.item)
        .execute(&mut *transaction)
        .await?;
    forget_files(&mut transaction, key, waiting).await?;
    transaction.commit().await
}

async fn forget_files(
    transaction: &mut Transaction<'_, Any>,
    key: &Key,
    waiting: &Waiting,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM participation_attachment WHERE city = $1 AND instance = $2")
        .bind(&key.city)
        .bind(&waiting.uuid)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// It goes on waiting; anybody may try it again, this backend itself after a while.
///
/// # Errors
/// The database.
pub async fn later(store: &Store, key: &Key, now: i64) -> Result<(), sqlx::Error> {
    let row =
        sqlx::query("SELECT tries FROM participation_passed WHERE city = $1 AND instance = $2")
            .bind(&key.city)
            .bind(&key.instance)
            .fetch_optional(store.pool())
            .await?;
    let tries: i64 = row.map_or(Ok(0), |row| row.try_get("tries"))?;
    let wait = FIRST.saturating_mul(1 << tries.clamp(0, 10)).min(LONGEST);
    sqlx::query(
        "UPDATE participation_passed SET leased = 0, due = $3, tries = tries + 1
         WHERE city = $1 AND instance = $2 AND state = 'waiting'",
    )
    .bind(&key.city)
    .bind(&key.instance)
    .bind(now + wait)
    .execute(store.pool())
    .await?;
    Ok(())
}

/// How many answers to an item wait.
///
/// # Errors
/// The database.
pub async fn count(store: &Store, city: &str, item: &str) -> Result<i64, sqlx::Error> {
    sqlx::query(
        "SELECT COUNT(*) AS n FROM participation_passed WHERE city = $1 AND item = $2 AND state = 'waiting'",
    )
    .bind(city)
    .bind(item)
    .fetch_one(store.pool())
    .await?
    .try_get("n")
}
