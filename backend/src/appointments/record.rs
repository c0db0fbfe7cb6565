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

mod change;

use super::catalogue::PIECE;
use super::slots::steps;
use crate::store::{FOREVER, Store};

pub use change::{KEPT_DAYS, advance, cancel, clean, reserve, update};

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

/// What a confirmed appointment's `expires` is.
pub const CONFIRMED: i64 = FOREVER;
