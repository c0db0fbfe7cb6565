//! The tables, version by version. A released version is never edited; a change is a new one.

use sqlx::Row;

use super::{Kind, OpenError, Store};

/// Each entry is one version: its statements, run in one transaction.
const VERSIONS: &[&[&str]] = &[FIRST, LIBRARY, PARTICIPATION, PASSED_ON];

const FIRST: &[&str] = &[
    "CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE appointment (
        id BIGINT PRIMARY KEY,
        city TEXT NOT NULL,
        office BIGINT NOT NULL,
        starts BIGINT NOT NULL,
        ends BIGINT NOT NULL,
        slots BIGINT NOT NULL,
        services TEXT NOT NULL,
        key_hash TEXT NOT NULL,
        status TEXT NOT NULL,
        expires BIGINT NOT NULL,
        family_name TEXT NOT NULL,
        email TEXT NOT NULL,
        telephone TEXT NOT NULL,
        custom_textfield TEXT NOT NULL,
        custom_textfield2 TEXT NOT NULL)",
    "CREATE INDEX appointment_email ON appointment (city, office, LOWER(email))",
    "CREATE INDEX appointment_expires ON appointment (expires)",
    // The promise that no slot is given twice is this primary key.
    "CREATE TABLE taken (
        city TEXT NOT NULL,
        office BIGINT NOT NULL,
        counter BIGINT NOT NULL,
        starts BIGINT NOT NULL,
        appointment BIGINT NOT NULL,
        until BIGINT NOT NULL,
        PRIMARY KEY (city, office, counter, starts))",
    "CREATE INDEX taken_starts ON taken (city, office, starts)",
    "CREATE INDEX taken_appointment ON taken (appointment)",
    "CREATE TABLE mail (
        id TEXT PRIMARY KEY,
        city TEXT NOT NULL,
        appointment BIGINT NOT NULL,
        kind TEXT NOT NULL,
        sender TEXT NOT NULL,
        recipient TEXT NOT NULL,
        message TEXT NOT NULL,
        created BIGINT NOT NULL,
        due BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        done BIGINT NOT NULL)",
    "CREATE INDEX mail_due ON mail (done, due)",
    // A solved captcha counts once, whichever process it comes to.
    "CREATE TABLE solved (signature TEXT PRIMARY KEY, until BIGINT NOT NULL)",
];

/// The embedded library. Days are counted from 1970-01-01.
const LIBRARY: &[&str] = &[
    // Whoever changes what is on loan counts up `turn` first, and so waits for whoever does the same.
    "CREATE TABLE library_demo (
        city TEXT PRIMARY KEY,
        began BIGINT NOT NULL,
        night BIGINT NOT NULL,
        turn BIGINT NOT NULL)",
    "CREATE TABLE library_title (
        city TEXT NOT NULL,
        number BIGINT NOT NULL,
        title TEXT NOT NULL,
        PRIMARY KEY (city, number))",
    "CREATE TABLE library_patron (
        city TEXT NOT NULL,
        id TEXT NOT NULL,
        username TEXT NOT NULL,
        password TEXT NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        address TEXT NOT NULL,
        kind TEXT NOT NULL,
        expires BIGINT NOT NULL,
        blocked BIGINT NOT NULL,
        PRIMARY KEY (city, id))",
    "CREATE UNIQUE INDEX library_patron_username ON library_patron (city, username)",
    // Copies that are not on the shelf: lent, or ready for whoever reserved them.
    "CREATE TABLE library_out (
        city TEXT NOT NULL,
        title BIGINT NOT NULL,
        copy BIGINT NOT NULL,
        state TEXT NOT NULL,
        patron TEXT NOT NULL,
        since BIGINT NOT NULL,
        until BIGINT NOT NULL,
        renewals BIGINT NOT NULL,
        reminders BIGINT NOT NULL,
        desk TEXT NOT NULL,
        PRIMARY KEY (city, title, copy))",
    "CREATE INDEX library_out_patron ON library_out (city, patron)",
    "CREATE INDEX library_out_until ON library_out (city, until)",
    "CREATE TABLE library_waiting (
        city TEXT NOT NULL,
        title BIGINT NOT NULL,
        place BIGINT NOT NULL,
        patron TEXT NOT NULL,
        since BIGINT NOT NULL,
        asked BIGINT NOT NULL,
        desk TEXT NOT NULL,
        PRIMARY KEY (city, title, place))",
    "CREATE INDEX library_waiting_patron ON library_waiting (city, patron)",
    "CREATE TABLE library_fee (
        id TEXT PRIMARY KEY,
        city TEXT NOT NULL,
        patron TEXT NOT NULL,
        cents BIGINT NOT NULL,
        day BIGINT NOT NULL,
        kind TEXT NOT NULL,
        title BIGINT NOT NULL)",
    "CREATE INDEX library_fee_patron ON library_fee (city, patron)",
    "CREATE TABLE library_message (
        id TEXT PRIMARY KEY,
        city TEXT NOT NULL,
        patron TEXT NOT NULL,
        kind TEXT NOT NULL,
        day BIGINT NOT NULL,
        title BIGINT NOT NULL)",
    "CREATE INDEX library_message_patron ON library_message (city, patron)",
    // The token itself is nowhere, only its hash.
    "CREATE TABLE library_session (
        token TEXT PRIMARY KEY,
        city TEXT NOT NULL,
        patron TEXT NOT NULL,
        scopes TEXT NOT NULL,
        until BIGINT NOT NULL)",
    "CREATE INDEX library_session_until ON library_session (until)",
];

/// What people answered. Days are counted from 1970-01-01; nothing says who, from where, or at what time of the day.
const PARTICIPATION: &[&str] = &[
    // `began` is the day on which this database first saw the item, `answers` how many are stored.
    "CREATE TABLE participation_item (
        city TEXT NOT NULL,
        item TEXT NOT NULL,
        began BIGINT NOT NULL,
        answers BIGINT NOT NULL,
        seeded BIGINT NOT NULL,
        PRIMARY KEY (city, item))",
    // The promise that no answer is stored twice is this primary key.
    "CREATE TABLE participation_response (
        city TEXT NOT NULL,
        instance TEXT NOT NULL,
        item TEXT NOT NULL,
        version TEXT NOT NULL,
        sum TEXT NOT NULL,
        xml TEXT NOT NULL,
        consent TEXT NOT NULL,
        day BIGINT NOT NULL,
        PRIMARY KEY (city, instance))",
    "CREATE INDEX participation_response_day ON participation_response (city, item, day)",
    "CREATE TABLE participation_attachment (
        city TEXT NOT NULL,
        instance TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        content BYTES NOT NULL,
        PRIMARY KEY (city, instance, name))",
    // The code itself is nowhere, only its keyed hash, and nothing says for which answer it was used.
    "CREATE TABLE participation_token (
        city TEXT NOT NULL,
        item TEXT NOT NULL,
        token TEXT NOT NULL,
        used BIGINT NOT NULL,
        PRIMARY KEY (city, item, token))",
    // What is passed on to another system: known here by a hash, so that a repeat is the same again. With a code it
    // is a pair that is deleted when no answer can arrive any more.
    "CREATE TABLE participation_passed (
        city TEXT NOT NULL,
        instance TEXT NOT NULL,
        item TEXT NOT NULL,
        token TEXT NOT NULL,
        sum TEXT NOT NULL,
        state TEXT NOT NULL,
        day BIGINT NOT NULL,
        until BIGINT NOT NULL,
        PRIMARY KEY (city, instance))",
    "CREATE INDEX participation_passed_until ON participation_passed (until)",
    // What staff said about a text that somebody wrote.
    "CREATE TABLE participation_text (
        city TEXT NOT NULL,
        item TEXT NOT NULL,
        instance TEXT NOT NULL,
        path TEXT NOT NULL,
        approved BIGINT NOT NULL,
        PRIMARY KEY (city, instance, path))",
];

/// Answers that are passed on. `instance` is a keyed hash. As long as one waits, `uuid`, `xml` and the code's hash are
/// there, and its files in `participation_attachment`; once the other system has it, they are empty, and what is left
/// says that a repeat is the same again.
const PASSED_ON: &[&str] = &[
    "DROP TABLE participation_passed",
    "CREATE TABLE participation_passed (
        city TEXT NOT NULL,
        instance TEXT NOT NULL,
        item TEXT NOT NULL,
        version TEXT NOT NULL,
        sum TEXT NOT NULL,
        day BIGINT NOT NULL,
        state TEXT NOT NULL,
        uuid TEXT NOT NULL,
        xml TEXT NOT NULL,
        consent TEXT NOT NULL,
        token TEXT NOT NULL,
        until BIGINT NOT NULL,
        leased BIGINT NOT NULL,
        due BIGINT NOT NULL,
        tries BIGINT NOT NULL,
        PRIMARY KEY (city, instance))",
    "CREATE INDEX participation_passed_until ON participation_passed (until)",
    "CREATE INDEX participation_passed_due ON participation_passed (city, state, due)",
];

/// The two databases have different names for bytes.
fn dialect(statement: &str, kind: Kind) -> String {
    let bytes = match kind {
        Kind::Sqlite => " BLOB ",
        Kind::Postgres => " BYTEA ",
    };
    statement.replace(" BYTES ", bytes)
}

/// Any fixed number; every process takes the same lock.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7374616474)";

pub(super) async fn run(store: &Store) -> Result<(), OpenError> {
    let newest = i64::try_from(VERSIONS.len()).unwrap_or(i64::MAX);
    let found = migrate(store).await.map_err(|error| OpenError {
        problem: format!("its tables cannot be brought to version {newest} ({error})"),
        remedy: "Check that this user may create tables, and that the disk is not full",
    })?;
    if found > newest {
        return Err(OpenError {
            problem: format!("its tables have version {found}, this program knows {newest}"),
            remedy: "Start the newer program that wrote them",
        });
    }
    Ok(())
}

async fn migrate(store: &Store) -> Result<i64, sqlx::Error> {
    let mut transaction = store.write().await?;
    if store.kind == Kind::Postgres {
        sqlx::query(LOCK).execute(&mut *transaction).await?;
    }
    sqlx::query("CREATE TABLE IF NOT EXISTS version (number BIGINT PRIMARY KEY)")
        .execute(&mut *transaction)
        .await?;
    let found: i64 = sqlx::query("SELECT COALESCE(MAX(number), 0) AS number FROM version")
        .fetch_one(&mut *transaction)
        .await?
        .try_get("number")?;
    for (number, statements) in (1_i64..).zip(VERSIONS).filter(|(number, _)| *number > found) {
        for statement in *statements {
            // Nothing in this text comes from outside.
            let statement = sqlx::AssertSqlSafe(dialect(statement, store.kind));
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
        sqlx::query("INSERT INTO version (number) VALUES ($1)")
            .bind(number)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn several_processes_may_start_at_once_and_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let (a, b, c) =
            tokio::join!(Store::open("", path), Store::open("", path), Store::open("", path));
        let secrets = [
            a.unwrap().shared_secret("x").await.unwrap(),
            b.unwrap().shared_secret("x").await.unwrap(),
        ];
        assert_eq!(secrets.first(), secrets.last());
        assert!(c.unwrap().is_ready().await);
        Store::open("", path).await.unwrap();
    }

    #[tokio::test]
    async fn a_newer_database_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open("", folder.path()).await.unwrap();
        sqlx::query("INSERT INTO version (number) VALUES (99)")
            .execute(store.pool())
            .await
            .unwrap();
        let error = Store::open("", folder.path()).await.unwrap_err().to_string();
        assert!(error.contains("99") && error.contains("newer"), "{error}");
    }
}
