//! `survey codes`: codes for taking part.

use std::io::Write;

use super::{Problem, Told, item};
use crate::App;
use crate::cities::ServedCity;
use crate::participation::tokens;

/// Codes in one transaction: whoever answers meanwhile does not wait long.
const BATCH: usize = 500;

/// Makes codes and prints each once, or says how many there are.
///
/// # Errors
/// The item is asked without codes, or the database or the output fails.
pub async fn run(
    app: &App,
    city: &ServedCity,
    id: &str,
    count: Option<usize>,
    told: &mut Told<'_>,
) -> Result<(), Problem> {
    let item = item(app, city, id).await?;
    let Some(count) = count else {
        let (made, used) = tokens::count(&app.store, city.slug(), id).await?;
        writeln!(told.out, "{made} codes, {used} of them used")?;
        return Ok(());
    };
    if !item.needs_token {
        return Err(Problem::new(
            format!("\"{id}\" is answered without a code"),
            "Write \"participation\": {\"mode\": \"token\", \"once\": \"token\"} in its entry of participation/items.json first",
        ));
    }
    let mut left = count;
    while left > 0 {
        let now = left.min(BATCH);
        for code in tokens::make(&app.store, city.slug(), id, now).await? {
            writeln!(told.out, "{code}")?;
        }
        // What was made is also handed over: a code that nobody has seen would be lost.
        told.out.flush()?;
        left -= now;
    }
    told.note(&format!(
        "{count} codes, each for one answer. They are kept nowhere but here: give them out, and keep no list of who got which."
    ))
}
