//! The embedded library: titles, patrons and what is on loan, invented and kept in the database.
//!
//! It begins anew a week after it began, at the first question of that day: so its dates stay believable, and
//! whatever visitors did to it is undone. In between the house's rules hold: nights pass, readers bring back what
//! is due, fees arise.

pub mod chance;
mod dress;
pub mod house;
pub mod night;
pub mod people;
pub mod plan;
pub mod seed;
pub mod shelves;
pub mod titles;

use std::sync::Arc;

use ::library::server::House;
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;
use tokio::sync::Mutex;

use super::account::attempts::Attempts;
use super::catalogue::Catalogue;
use super::catalogue::title::Title;
use super::circulation::{Circulation, to_number};
use crate::store::Store;

/// Days after which it begins anew.
pub const LASTS: i64 = 7;

/// One city's embedded library. Nothing is made before somebody asks.
#[derive(Debug)]
pub struct Demo {
    house: House,
    kept: Mutex<Option<Kept>>,
    /// Wrong passwords.
    pub attempts: Attempts,
}

/// What this process knows already.
#[derive(Debug, Clone)]
struct Kept {
    began: i64,
    day: Day,
    catalogue: Arc<Catalogue>,
}

impl Default for Demo {
    fn default() -> Self {
        Self { house: house::rules(), kept: Mutex::default(), attempts: Attempts::default() }
    }
}

impl Demo {
    /// Opens it on that day: makes it if there is none, lets nights pass.
    ///
    /// # Errors
    /// The database.
    pub async fn open<'a>(
        &'a self,
        store: &Store,
        city: &'a str,
        today: Day,
        now: i64,
    ) -> Result<Circulation<'a>, sqlx::Error> {
        let mut kept = self.kept.lock().await;
        let fresh = kept.as_ref().filter(|kept| kept.day == today);
        let catalogue = if let Some(kept) = fresh {
            kept.catalogue.clone()
        } else {
            let next = self.another_day(store, city, today, now, kept.as_ref()).await?;
            kept.insert(next).catalogue.clone()
        };
        Ok(Circulation { city, catalogue, house: &self.house, today, now })
    }

    /// Whether somebody has asked already.
    pub async fn is_open(&self) -> bool {
        self.kept.lock().await.is_some()
    }

    async fn another_day(
        &self,
        store: &Store,
        city: &str,
        today: Day,
        now: i64,
        known: Option<&Kept>,
    ) -> Result<Kept, sqlx::Error> {
        let mut transaction = store.write().await?;
        let day = to_number(today);
        let made = sqlx::query("INSERT INTO library_demo (city, began, night, turn) VALUES ($1, $2, $2, 0) ON CONFLICT DO NOTHING")
            .bind(city)
            .bind(day)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        // From here on nobody else is at it.
        sqlx::query("UPDATE library_demo SET turn = turn + 1 WHERE city = $1")
            .bind(city)
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query("SELECT began, night FROM library_demo WHERE city = $1")
            .bind(city)
            .fetch_one(&mut *transaction)
            .await?;
        let (mut began, night): (i64, i64) = (row.try_get("began")?, row.try_get("night")?);
        if made == 1 || day - began >= LASTS || day < began {
            began = day;
            let catalogue = index(seed::titles(today)).await?;
            let circulation =
                Circulation { city, catalogue: catalogue.clone(), house: &self.house, today, now };
            seed::write(&mut transaction, &circulation).await?;
            set(&mut transaction, city, began, day).await?;
            transaction.commit().await?;
            tracing::info!(city, "the demo library begins");
            return Ok(Kept { began, day: today, catalogue });
        }
        let catalogue = match known {
            Some(known) if known.began == began => known.catalogue.clone(),
            _ => index(seed::read_titles(&mut transaction, city).await?).await?,
        };
        if night < day {
            let circulation =
                Circulation { city, catalogue: catalogue.clone(), house: &self.house, today, now };
            night::pass(&mut transaction, &circulation).await?;
            set(&mut transaction, city, began, day).await?;
        }
        transaction.commit().await?;
        Ok(Kept { began, day: today, catalogue })
    }
}

async fn set(
    connection: &mut AnyConnection,
    city: &str,
    began: i64,
    night: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE library_demo SET began = $2, night = $3 WHERE city = $1")
        .bind(city)
        .bind(began)
        .bind(night)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a moment, so not among those who serve others.
async fn index(titles: Vec<Title>) -> Result<Arc<Catalogue>, sqlx::Error> {
    let made = tokio::task::spawn_blocking(move || Arc::new(Catalogue::new(titles))).await;
    made.map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))
}
