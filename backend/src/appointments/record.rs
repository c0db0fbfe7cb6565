//! One appointment as the database keeps it, and the transactions that change it.
//!
//! No slot is given twice because the database refuses it: each five-minute piece of a counter is
//! one row with a unique key, written in the same transaction as the appointment. A reservation
//! that ran out leaves rows whose `until` has passed; whoever wants the place removes them first.
//! The change that keeps a place longer (preconfirm, confirm) checks that it still owns every
//! piece, so that two processes whose clocks differ cannot both have it.

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use zms::contact::Contact;
use zms::request::ServiceCount;
use zms::{OfficeId, ProcessId, ServiceId};

use super::catalogue::PIECE;
use super::slots::steps;
use crate::store::{FOREVER, Store};

/// Where an appointment stands. Expired and cancelled ones do not exist any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The slot is held for some minutes.
    Reserved,
    /// The mail with the link is on its way.
    Preconfirmed,
    /// Booked.
    Confirmed,
}

impl Status {
    /// As in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Preconfirmed => "preconfirmed",
            Self::Confirmed => "confirmed",
        }
    }

    fn parse(text: &str) -> Result<Self, sqlx::Error> {
        [Self::Reserved, Self::Preconfirmed, Self::Confirmed]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| sqlx::Error::Decode(format!("unknown status {text}").into()))
    }
}

/// An appointment.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its number.
    pub id: ProcessId,
    /// Where.
    pub office: OfficeId,
    /// When it starts and ends.
    pub time: (i64, i64),
    /// Slots it takes.
    pub slots: u32,
    /// What for; never empty.
    pub services: Vec<ServiceCount>,
    /// SHA-256 of the key, in hex.
    pub key_hash: String,
    /// Where it stands.
    pub status: Status,
    /// When it vanishes by itself.
    pub expires: i64,
    /// Who comes; empty before the form was sent. The whole name is in `last_name`.
    pub contact: Contact,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It was done.
    Done,
    /// The appointment is no longer in a state that allows it.
    Gone,
}

/// The pieces of an appointment.
fn pieces((starts, ends): (i64, i64)) -> impl Iterator<Item = i64> {
    steps(starts, ends, PIECE)
}

fn from_row(row: &AnyRow) -> Result<Record, sqlx::Error> {
    let number = |column: &str| row.try_get::<i64, _>(column);
    let text = |column: &str| row.try_get::<String, _>(column);
    let broken = |what: &'static str| sqlx::Error::Decode(what.into());
    let services: Vec<(u32, u32)> =
        serde_json::from_str(&text("services")?).map_err(|_| broken("services"))?;
    Ok(Record {
        id: ProcessId::new(number("id")?).ok_or_else(|| broken("id"))?,
        office: OfficeId::new(number("office")?).ok_or_else(|| broken("office"))?,
        time: (number("starts")?, number("ends")?),
        slots: u32::try_from(number("slots")?).map_err(|_| broken("slots"))?,
        services: services.into_iter().map(|(id, count)| (ServiceId(id), count)).collect(),
        key_hash: text("key_hash")?,
        status: Status::parse(&text("status")?)?,
        expires: number("expires")?,
        contact: Contact {
            first_name: String::new(),
            last_name: text("family_name")?,
            email: text("email")?,
            telephone: text("telephone")?,
            custom_textfield: text("custom_textfield")?,
            custom_textfield2: text("custom_textfield2")?,
        },
    })
}

const FIND: &str = "SELECT * FROM appointment WHERE id = $1 AND city = $2 AND expires > $3";

/// The appointment with this number, unless it has run out.
///
/// # Errors
/// The database.
pub async fn find(
    transaction: &mut Transaction<'static, Any>,
    city: &str,
    id: ProcessId,
    now: i64,
) -> Result<Option<Record>, sqlx::Error> {
    one(&mut **transaction, city, id, now).await
}

/// The same for reading only, without a transaction.
///
/// # Errors
/// The database.
pub async fn read(
    store: &Store,
    city: &str,
    id: ProcessId,
    now: i64,
) -> Result<Option<Record>, sqlx::Error> {
    one(store.pool(), city, id, now).await
}

async fn one<'e>(
    executor: impl sqlx::Executor<'e, Database = Any>,
    city: &str,
    id: ProcessId,
    now: i64,
) -> Result<Option<Record>, sqlx::Error> {
    let row = sqlx::query(FIND)
        .bind(i64::from(id.0))
        .bind(city)
        .bind(now)
        .fetch_optional(executor)
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// What is taken at these offices between two moments, as (office, counter, piece).
///
/// # Errors
/// The database.
pub async fn taken(
    store: &Store,
    city: &str,
    office: OfficeId,
    from: i64,
    to: i64,
    now: i64,
) -> Result<Vec<(i64, i64)>, sqlx::Error> {
    let rows = sqlx::query("SELECT counter, starts FROM taken WHERE city = $1 AND office = $2 AND starts >= $3 AND starts < $4 AND until > $5")
        .bind(city)
        .bind(i64::from(office.0))
        .bind(from)
        .bind(to)
        .bind(now)
        .fetch_all(store.pool())
        .await?;
    rows.iter().map(|row| Ok((row.try_get("counter")?, row.try_get("starts")?))).collect()
}

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

/// Open appointments of one address at one office, without `except`.
///
/// # Errors
/// The database.
pub async fn open_with_mail(
    transaction: &mut Transaction<'static, Any>,
    city: &str,
    record: &Record,
    now: i64,
) -> Result<i64, sqlx::Error> {
    sqlx::query(
        "SELECT COUNT(*) AS open FROM appointment
         WHERE city = $1 AND office = $2 AND LOWER(email) = LOWER($3) AND id <> $4 AND status <> 'reserved' AND expires > $5 AND starts > $5",
    )
    .bind(city)
    .bind(i64::from(record.office.0))
    .bind(&record.contact.email)
    .bind(i64::from(record.id.0))
    .bind(now)
    .fetch_one(&mut **transaction)
    .await?
    .try_get("open")
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

/// What a confirmed appointment's `expires` is.
pub const CONFIRMED: i64 = FOREVER;
