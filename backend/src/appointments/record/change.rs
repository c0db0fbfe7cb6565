//! The transactions that change an appointment and what it holds.

use sqlx::{Any, Transaction};

use super::{Changed, Record, Status, pieces};
use crate::store::Store;

/// Holds a free counter (1 to `counters`) for the record; false when there is none.
///
/// # Errors
/// The database.
pub async fn reserve(
    store: &Store,
    city: &str,
    record: &Record,
    counters: u32,
    now: i64,
) -> Result<bool, sqlx::Error> {
    let mut transaction = store.write().await?;
    let (id, office) = (i64::from(record.id.0), i64::from(record.office.0));
    sqlx::query("DELETE FROM taken WHERE city = $1 AND office = $2 AND starts >= $3 AND starts < $4 AND until <= $5")
        .bind(city)
        .bind(office)
        .bind(record.time.0)
        .bind(record.time.1)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
    let services: Vec<(u32, u32)> =
        record.services.iter().map(|(id, count)| (id.0, *count)).collect();
    let services =
        serde_json::to_string(&services).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let inserted = sqlx::query(
        "INSERT INTO appointment (id, city, office, starts, ends, slots, services, key_hash, status, expires,
            family_name, email, telephone, custom_textfield, custom_textfield2)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', '', '') ON CONFLICT DO NOTHING",
    )
    .bind(id)
    .bind(city)
    .bind(office)
    .bind(record.time.0)
    .bind(record.time.1)
    .bind(i64::from(record.slots))
    .bind(services)
    .bind(&record.key_hash)
    .bind(record.status.as_str())
    .bind(record.expires)
    .execute(&mut *transaction)
    .await?
    .rows_affected();
    if inserted == 0 {
        // The number is in use by chance; the caller draws another one.
        return Err(sqlx::Error::RowNotFound);
    }
    // Always in the order of counters and time, so that two who want the same never wait for each other in a circle.
    for counter in 1..=i64::from(counters) {
        if hold(&mut transaction, city, record, counter).await? {
            transaction.commit().await?;
            return Ok(true);
        }
        sqlx::query("DELETE FROM taken WHERE appointment = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.rollback().await?;
    Ok(false)
}

async fn hold(
    transaction: &mut Transaction<'static, Any>,
    city: &str,
    record: &Record,
    counter: i64,
) -> Result<bool, sqlx::Error> {
    for piece in pieces(record.time) {
        let written = sqlx::query("INSERT INTO taken (city, office, counter, starts, appointment, until) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING")
            .bind(city)
            .bind(i64::from(record.office.0))
            .bind(counter)
            .bind(piece)
            .bind(i64::from(record.id.0))
            .bind(record.expires)
            .execute(&mut **transaction)
            .await?
            .rows_affected();
        if written == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Writes who comes into a reservation.
///
/// # Errors
/// The database.
pub async fn update(
    transaction: &mut Transaction<'static, Any>,
    record: &Record,
    now: i64,
) -> Result<Changed, sqlx::Error> {
    let contact = &record.contact;
    let written = sqlx::query(
        "UPDATE appointment SET family_name = $1, email = $2, telephone = $3, custom_textfield = $4, custom_textfield2 = $5
         WHERE id = $6 AND status = 'reserved' AND expires > $7",
    )
    .bind(&contact.last_name)
    .bind(&contact.email)
    .bind(&contact.telephone)
    .bind(&contact.custom_textfield)
    .bind(&contact.custom_textfield2)
    .bind(i64::from(record.id.0))
    .bind(now)
    .execute(&mut **transaction)
    .await?
    .rows_affected();
    Ok(if written == 1 { Changed::Done } else { Changed::Gone })
}

/// Moves it from `record.status` on to `next`, if it still owns its place.
///
/// # Errors
/// The database.
pub async fn advance(
    transaction: &mut Transaction<'static, Any>,
    record: &Record,
    next: Status,
    expires: i64,
    now: i64,
) -> Result<Changed, sqlx::Error> {
    let id = i64::from(record.id.0);
    let moved = sqlx::query("UPDATE appointment SET status = $1, expires = $2 WHERE id = $3 AND status = $4 AND expires > $5")
        .bind(next.as_str())
        .bind(expires)
        .bind(id)
        .bind(record.status.as_str())
        .bind(now)
        .execute(&mut **transaction)
        .await?
        .rows_affected();
    if moved != 1 {
        return Ok(Changed::Gone);
    }
    let owned = sqlx::query("UPDATE taken SET until = $1 WHERE appointment = $2")
        .bind(expires)
        .bind(id)
        .execute(&mut **transaction)
        .await?
        .rows_affected();
    Ok(if owned == pieces(record.time).count() as u64 { Changed::Done } else { Changed::Gone })
}

/// Forgets the appointment. Its place is free at once, or after `blocked` seconds.
///
/// # Errors
/// The database.
pub async fn cancel(
    transaction: &mut Transaction<'static, Any>,
    record: &Record,
    blocked: i64,
    now: i64,
) -> Result<Changed, sqlx::Error> {
    let id = i64::from(record.id.0);
    let gone = sqlx::query("DELETE FROM appointment WHERE id = $1 AND status = $2")
        .bind(id)
        .bind(record.status.as_str())
        .execute(&mut **transaction)
        .await?
        .rows_affected();
    if gone != 1 {
        return Ok(Changed::Gone);
    }
    if blocked > 0 {
        sqlx::query("UPDATE taken SET until = $1 WHERE appointment = $2")
            .bind(now + blocked)
            .bind(id)
            .execute(&mut **transaction)
            .await?;
    } else {
        sqlx::query("DELETE FROM taken WHERE appointment = $1")
            .bind(id)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(Changed::Done)
}

/// Days an appointment is kept after it took place.
pub const KEPT_DAYS: i64 = 7;

/// Deletes what has run out and what is long over. Returns how many appointments vanished.
///
/// # Errors
/// The database.
pub async fn clean(store: &Store, now: i64) -> Result<u64, sqlx::Error> {
    let past = now - KEPT_DAYS * 86_400;
    let mut transaction = store.write().await?;
    let vanished = sqlx::query("DELETE FROM appointment WHERE expires <= $1 OR ends < $2")
        .bind(now)
        .bind(past)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
    sqlx::query("DELETE FROM taken WHERE until <= $1 OR starts < $2")
        .bind(now)
        .bind(past)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("DELETE FROM solved WHERE until <= $1")
        .bind(now)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("DELETE FROM mail WHERE done > 0 AND done < $1")
        .bind(past)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(vanished)
}
