//! Writing the demo library into the database.

use std::collections::HashMap;

use ::library::PatronId;
use dates::Day;
use sqlx::AnyConnection;
use sqlx::Row;

use super::people::{PASSWORD, PEOPLE, Person};
use super::{plan, shelves, titles};
use crate::library::account::password;
use crate::library::catalogue::title::Title;
use crate::library::circulation::{Cell, Circulation, OUT, WAITING, insert_many, to_number};

/// The titles of the demo that begins on this day. The words are part of the program and a test reads them; without
/// them there would be no titles.
pub fn titles(today: Day) -> Vec<Title> {
    match shelves::read() {
        Ok(shelves) => titles::generate(&shelves, today.parts().0),
        Err(error) => {
            tracing::error!(%error, "the demo library has no titles");
            Vec::new()
        }
    }
}

/// The titles as they were written.
///
/// # Errors
/// The database.
pub async fn read_titles(
    connection: &mut AnyConnection,
    city: &str,
) -> Result<Vec<Title>, sqlx::Error> {
    let rows = sqlx::query("SELECT title FROM library_title WHERE city = $1 ORDER BY number")
        .bind(city)
        .fetch_all(connection)
        .await?;
    let title = |text: String| {
        serde_json::from_str(&text).map_err(|error| sqlx::Error::Decode(Box::new(error)))
    };
    rows.iter().map(|row| row.try_get("title").and_then(title)).collect()
}

/// Writes everything anew.
///
/// # Errors
/// The database.
pub async fn write(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
) -> Result<(), sqlx::Error> {
    let city = circulation.city;
    for everything in [
        "DELETE FROM library_title WHERE city = $1",
        "DELETE FROM library_patron WHERE city = $1",
        "DELETE FROM library_out WHERE city = $1",
        "DELETE FROM library_waiting WHERE city = $1",
        "DELETE FROM library_fee WHERE city = $1",
        "DELETE FROM library_message WHERE city = $1",
        "DELETE FROM library_session WHERE city = $1",
    ] {
        sqlx::query(everything).bind(city).execute(&mut *connection).await?;
    }
    let titles = circulation.catalogue.titles();
    let rows = titles.iter().map(|title| {
        let text = serde_json::to_string(title);
        let text = text.map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
        Ok(vec![Cell::Text(city.to_owned()), Cell::Number(title.number.into()), Cell::Text(text)])
    });
    let rows: Vec<_> = rows.collect::<Result<_, sqlx::Error>>()?;
    let head = "INSERT INTO library_title (city, number, title) VALUES ";
    insert_many(connection, head, &rows).await?;
    let (mut out, mut waiting) = (Vec::new(), Vec::new());
    for (number, edition) in plan::plan(titles, circulation.today) {
        out.extend(circulation.out_rows(number, &edition));
        waiting.extend(circulation.waiting_rows(number, &edition, &HashMap::new()));
        for copy in &edition.copies {
            use ::library::server::CopyState::{Lent, OnShelf, Ready};
            let told = match &copy.state {
                Ready { patron, .. } => Some((patron, "ready")),
                Lent { patron, reminders, .. } if *reminders > 0 => Some((patron, "overdue")),
                OnShelf | Lent { .. } => None,
            };
            if let Some((patron, kind)) = told.filter(|(patron, _)| !plan::is_reader(patron)) {
                circulation.tell(connection, patron, kind, number).await?;
            }
        }
    }
    insert_many(connection, OUT, &out).await?;
    insert_many(connection, WAITING, &waiting).await?;
    for (at, person) in (1..).zip(PEOPLE) {
        of_person(connection, circulation, at, person).await?;
    }
    Ok(())
}

async fn of_person(
    connection: &mut AnyConnection,
    circulation: &Circulation<'_>,
    at: u32,
    person: &Person,
) -> Result<(), sqlx::Error> {
    let Some(id) = PatronId::new(person.card) else { return Ok(()) };
    sqlx::query(
        "INSERT INTO library_patron (city, id, username, password, name, email, address, kind, expires, blocked)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(circulation.city)
    .bind(person.card)
    .bind(person.card)
    .bind(password::keep_demo(PASSWORD, person.card))
    .bind(person.name)
    .bind(format!("karte{at}@musterstadt.example"))
    .bind(format!("Lindenallee {at}, 12345 Musterstadt"))
    .bind(person.kind)
    .bind(to_number(circulation.today.plus_days(person.expires)))
    .bind(i64::from(person.blocked))
    .execute(&mut *connection)
    .await?;
    for (cents, kind) in person.fees {
        circulation.charge(connection, &id, *cents, kind, 0).await?;
    }
    circulation.tell(connection, &id, "welcome", 0).await
}
