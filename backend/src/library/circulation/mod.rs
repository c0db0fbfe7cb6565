//! What is on loan, ready and waited for, as the database keeps it. A title without rows stands on its shelf.
//!
//! A change is: take the turn, load one edition, let the house's rules decide, save. Whoever has the turn of a
//! city is alone until the transaction ends, so two processes never give the same copy twice.

mod load;
mod save;

pub use save::{Cell, OUT, WAITING, insert_many};

use std::sync::Arc;

use ::library::server::{House, Member};
use dates::Day;
use sqlx::AnyConnection;

use super::account::Account;
use super::catalogue::Catalogue;

/// One city's circulation at one moment.
#[derive(Debug, Clone)]
pub struct Circulation<'a> {
    /// Key of the city.
    pub city: &'a str,
    /// The titles.
    pub catalogue: Arc<Catalogue>,
    /// The rules.
    pub house: &'a House,
    /// Today in the city.
    pub today: Day,
    /// Seconds since the epoch.
    pub now: i64,
}

impl Circulation<'_> {
    /// Waits for the turn and keeps it until the transaction ends.
    ///
    /// # Errors
    /// The database.
    pub async fn take_turn(&self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE library_demo SET turn = turn + 1 WHERE city = $1")
            .bind(self.city)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// A patron as the rules see one.
    ///
    /// # Errors
    /// The database.
    pub async fn member(
        &self,
        connection: &mut AnyConnection,
        account: &Account,
    ) -> Result<Member, sqlx::Error> {
        let id = account.id.expose();
        let count = |rows: i64| usize::try_from(rows).unwrap_or(0);
        let loans = self.count(connection, id, "lent").await?;
        let ready = self.count(connection, id, "ready").await?;
        let waits: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM library_waiting WHERE city = $1 AND patron = $2",
        )
        .bind(self.city)
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
        let fees = super::account::fees(connection, self.city, &account.id).await?;
        Ok(Member {
            id: account.id.clone(),
            expires: account.expires,
            fees: super::demo::house::money(fees.iter().map(|fee| fee.cents).sum()),
            blocked: account.blocked,
            loans: count(loans),
            reservations: count(ready) + count(waits),
        })
    }

    async fn count(
        &self,
        connection: &mut AnyConnection,
        patron: &str,
        state: &str,
    ) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT COUNT(*) FROM library_out WHERE city = $1 AND patron = $2 AND state = $3",
        )
        .bind(self.city)
        .bind(patron)
        .bind(state)
        .fetch_one(connection)
        .await
    }
}

/// A day as the database keeps it.
pub fn to_number(day: Day) -> i64 {
    day.epoch_days().into()
}
