//! Codes for taking part: one for each person, given out by somebody who never sees answers.
//!
//! The database has the keyed hash of a code and whether it was used, nothing else.

use sqlx::Row;

use crate::secret::{hex, keyed as hmac};
use crate::store::Store;

/// Letters and digits that nobody mistakes for one another: 32 of them, five bits each.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a code: 80 bits.
const LENGTH: usize = 16;

/// A code as it is compared: whatever a person writes between its letters, and in which size, does not matter.
pub fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// What the database knows of a code.
///
/// # Errors
/// The database.
pub async fn keyed(store: &Store, item: &str, code: &str) -> Result<String, sqlx::Error> {
    let secret = store.shared_secret("participation-token").await?;
    Ok(hash(&secret, item, code))
}

fn hash(secret: &str, item: &str, code: &str) -> String {
    hex(&hmac(secret, format!("{item}\n{}", plain(code)).as_bytes()))
}

/// Makes codes and keeps their hashes; the codes themselves exist nowhere but in what is returned.
///
/// # Errors
/// The database, or the system's random numbers.
pub async fn make(
    store: &Store,
    city: &str,
    item: &str,
    count: usize,
) -> Result<Vec<String>, sqlx::Error> {
    let secret = store.shared_secret("participation-token").await?;
    let mut codes = Vec::with_capacity(count);
    let mut transaction = store.write().await?;
    for _ in 0..count {
        let code =
            code().map_err(|error| sqlx::Error::Io(std::io::Error::other(error.to_string())))?;
        sqlx::query(
            "INSERT INTO participation_token (city, item, token, used) VALUES ($1, $2, $3, 0)",
        )
        .bind(city)
        .bind(item)
        .bind(hash(&secret, item, &code))
        .execute(&mut *transaction)
        .await?;
        codes.push(code);
    }
    transaction.commit().await?;
    Ok(codes)
}

/// How many codes there are, and how many of them were used.
///
/// # Errors
/// The database.
pub async fn count(store: &Store, city: &str, item: &str) -> Result<(i64, i64), sqlx::Error> {
    // A sum of whole numbers is of another type in PostgreSQL.
    let row = sqlx::query("SELECT COUNT(*) AS n, COUNT(CASE WHEN used = 1 THEN 1 END) AS used FROM participation_token WHERE city = $1 AND item = $2")
        .bind(city)
        .bind(item)
        .fetch_one(store.pool())
        .await?;
    Ok((row.try_get("n")?, row.try_get("used")?))
}

/// `ABCD-EFGH-JKLM-NPQR`
fn code() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes)?;
    let letters = bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)));
    let mut code = String::with_capacity(LENGTH + 3);
    for (at, letter) in letters.enumerate() {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(*letter));
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_code_is_known_however_it_is_written_and_only_for_its_item() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open("", folder.path()).await.unwrap();
        let codes = make(&store, "a", "i", 3).await.unwrap();
        let code = codes.first().unwrap();
        assert_eq!(code.len(), 19);
        let written = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(
            keyed(&store, "i", code).await.unwrap(),
            keyed(&store, "i", &written).await.unwrap()
        );
        assert_ne!(
            keyed(&store, "i", code).await.unwrap(),
            keyed(&store, "j", code).await.unwrap()
        );
        assert_eq!(count(&store, "a", "i").await.unwrap(), (3, 0));
        let rows = sqlx::query("SELECT token FROM participation_token")
            .fetch_all(store.pool())
            .await
            .unwrap();
        assert!(
            rows.iter().all(|row| !codes.contains(&row.try_get::<String, _>("token").unwrap()))
        );
    }
}
