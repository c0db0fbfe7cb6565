//! Answers into the database: stored once, whichever process they come to and however often.
//!
//! One transaction decides: the instance's unique key first, then the code, then the quota. Whoever comes second waits
//! for the first and then sees what it did.

use std::time::Duration;

use sqlx::{Any, Row, Transaction};

use super::submission::Submission;
use crate::store::{Store, is_transient};

/// How often a deadlock or a busy file is tried again.
const TRIES: u32 = 6;

/// An answer that fits its form.
#[derive(Debug)]
pub struct Wish<'a> {
    /// The city.
    pub city: &'a str,
    /// The item.
    pub item: &'a str,
    /// The version of its form.
    pub version: &'a str,
    /// `uuid:…`
    pub instance: &'a str,
    /// What arrived.
    pub submission: &'a Submission,
    /// Its sum.
    pub sum: &'a str,
    /// The version of the privacy notice that was agreed to; empty for none.
    pub consent: &'a str,
    /// The city's day.
    pub day: i64,
    /// No answer is taken any more, except those that are here already.
    pub closed: bool,
    /// The keyed hash of the code, where one is needed.
    pub token: Option<&'a str>,
    /// As many answers as are wanted.
    pub quota: Option<i64>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is stored now.
    New,
    /// The same bytes were stored already, on that day.
    Again(i64),
    /// Other bytes have this id.
    Conflict,
    /// The time is over.
    Closed,
    /// There are as many as are wanted.
    Full,
    /// The code is not known, or used.
    Token,
}

/// Stores an answer, or says why not.
///
/// # Errors
/// The database, after trying again what may succeed then.
pub async fn keep(store: &Store, wish: &Wish<'_>) -> Result<Kept, sqlx::Error> {
    let mut tries = 0;
    loop {
        match attempt(store, wish).await {
            Err(error) if tries < TRIES && is_transient(&error) => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(20 << tries)).await;
            }
            done => return done,
        }
    }
}

async fn attempt(store: &Store, wish: &Wish<'_>) -> Result<Kept, sqlx::Error> {
    let mut transaction = store.write().await?;
    let kept = decide(&mut transaction, wish).await?;
    if kept == Kept::New {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(kept)
}

/// What becomes of an answer, inside a transaction: only what is [`Kept::New`] may be committed.
///
/// # Errors
/// The database.
pub async fn decide(
    transaction: &mut Transaction<'_, Any>,
    wish: &Wish<'_>,
) -> Result<Kept, sqlx::Error> {
    if wish.closed {
        let found = known(transaction, wish).await?;
        return Ok(found.unwrap_or(Kept::Closed));
    }
    let inserted = sqlx::query(
        "INSERT INTO participation_response (city, instance, item, version, sum, xml, consent, day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(wish.city)
    .bind(wish.instance)
    .bind(wish.item)
    .bind(wish.version)
    .bind(wish.sum)
    .bind(wish.submission.xml.as_str())
    .bind(wish.consent)
    .bind(wish.day)
    .execute(&mut **transaction)
    .await?;
    if inserted.rows_affected() == 0 {
        // Whoever was first has finished: the database let nobody through before.
        return Ok(known(transaction, wish).await?.unwrap_or(Kept::Conflict));
    }
    Ok(take(transaction, wish).await?.unwrap_or(Kept::New))
}

/// What goes with an answer that is new: its code, its place in the quota, its files; or why it cannot have them.
///
/// # Errors
/// The database.
pub async fn take(
    transaction: &mut Transaction<'_, Any>,
    wish: &Wish<'_>,
) -> Result<Option<Kept>, sqlx::Error> {
    if let Some(token) = wish.token
        && !use_token(transaction, wish.city, wish.item, token).await?
    {
        return Ok(Some(Kept::Token));
    }
    let counted = sqlx::query(
        "UPDATE participation_item SET answers = answers + 1
         WHERE city = $1 AND item = $2 AND answers < $3",
    )
    .bind(wish.city)
    .bind(wish.item)
    .bind(wish.quota.unwrap_or(i64::MAX))
    .execute(&mut **transaction)
    .await?;
    if counted.rows_affected() == 0 {
        return Ok(Some(Kept::Full));
    }
    for (name, attachment) in &wish.submission.attachments {
        sqlx::query("INSERT INTO participation_attachment (city, instance, name, kind, content) VALUES ($1, $2, $3, $4, $5)")
            .bind(wish.city)
            .bind(wish.instance)
            .bind(name.as_str())
            .bind(attachment.kind.as_str())
            .bind(attachment.content.to_vec())
            .execute(&mut **transaction)
            .await?;
    }
    Ok(None)
}

/// The same id as it is stored: the same bytes, or others.
///
/// # Errors
/// The database.
pub async fn known(
    transaction: &mut Transaction<'_, Any>,
    wish: &Wish<'_>,
) -> Result<Option<Kept>, sqlx::Error> {
    let row = sqlx::query("SELECT item, version, sum, day FROM participation_response WHERE city = $1 AND instance = $2")
        .bind(wish.city)
        .bind(wish.instance)
        .fetch_optional(&mut **transaction)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let same = row.try_get::<String, _>("item")? == wish.item
        && row.try_get::<String, _>("version")? == wish.version
        && row.try_get::<String, _>("sum")? == wish.sum;
    Ok(Some(if same { Kept::Again(row.try_get("day")?) } else { Kept::Conflict }))
}

/// Marks a code as used. Nothing is written beside it that would lead to the answer.
///
/// # Errors
/// The database.
pub async fn use_token(
    transaction: &mut Transaction<'_, Any>,
    city: &str,
    item: &str,
    token: &str,
) -> Result<bool, sqlx::Error> {
    let used = sqlx::query(
        "UPDATE participation_token SET used = 1 WHERE city = $1 AND item = $2 AND token = $3 AND used = 0",
    )
    .bind(city)
    .bind(item)
    .bind(token)
    .execute(&mut **transaction)
    .await?;
    Ok(used.rows_affected() == 1)
}

/// Notes an item that this database has not seen, and tells the day on which it first was.
///
/// # Errors
/// The database.
pub async fn first_seen(
    store: &Store,
    city: &str,
    item: &str,
    today: i64,
) -> Result<i64, sqlx::Error> {
    sqlx::query("INSERT INTO participation_item (city, item, began, answers, seeded) VALUES ($1, $2, $3, 0, 0) ON CONFLICT DO NOTHING")
        .bind(city)
        .bind(item)
        .bind(today)
        .execute(store.pool())
        .await?;
    sqlx::query("SELECT began FROM participation_item WHERE city = $1 AND item = $2")
        .bind(city)
        .bind(item)
        .fetch_one(store.pool())
        .await?
        .try_get("began")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::participation::answers::submission::Attachment;

    async fn store() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open("", folder.path()).await.unwrap();
        assert_eq!(first_seen(&store, "a", "i", 100).await.unwrap(), 100);
        assert_eq!(first_seen(&store, "a", "i", 200).await.unwrap(), 100, "the first day stays");
        (store, folder)
    }

    fn wish<'a>(instance: &'a str, submission: &'a Submission, sum: &'a str) -> Wish<'a> {
        Wish {
            city: "a",
            item: "i",
            version: "1",
            instance,
            submission,
            sum,
            consent: "",
            day: 100,
            closed: false,
            token: None,
            quota: None,
        }
    }

    fn submission() -> Submission {
        let mut submission = Submission { xml: "<a/>".to_owned(), ..Submission::default() };
        let content = vec![0, 159, 255].into();
        submission
            .attachments
            .insert("a.jpg".to_owned(), Attachment { kind: "image/jpeg".to_owned(), content });
        submission
    }

    #[tokio::test]
    async fn once_however_often_it_comes() {
        let (store, _folder) = store().await;
        let submission = submission();
        let sum = submission.sum();
        let first = wish("uuid:1", &submission, &sum);
        assert_eq!(keep(&store, &first).await.unwrap(), Kept::New);
        let later = Wish { day: 105, ..wish("uuid:1", &submission, &sum) };
        assert_eq!(keep(&store, &later).await.unwrap(), Kept::Again(100));
        assert_eq!(
            keep(&store, &wish("uuid:1", &submission, "other")).await.unwrap(),
            Kept::Conflict
        );
        let elsewhere = Wish { item: "j", ..wish("uuid:1", &submission, &sum) };
        assert_eq!(keep(&store, &elsewhere).await.unwrap(), Kept::Conflict);
        let closed = |instance| Wish { closed: true, ..wish(instance, &submission, &sum) };
        assert_eq!(keep(&store, &closed("uuid:1")).await.unwrap(), Kept::Again(100));
        assert_eq!(keep(&store, &closed("uuid:2")).await.unwrap(), Kept::Closed);
        let row = sqlx::query("SELECT content FROM participation_attachment")
            .fetch_one(store.pool())
            .await
            .unwrap();
        assert_eq!(row.try_get::<Vec<u8>, _>("content").unwrap(), [0, 159, 255]);
    }

    #[tokio::test]
    async fn the_quota_holds_and_what_is_refused_leaves_nothing() {
        let (store, _folder) = store().await;
        let submission = submission();
        let sum = submission.sum();
        let ids: Vec<String> = (0..20).map(|n| format!("uuid:{n}")).collect();
        let one = |id: String| {
            let (store, submission, sum) = (&store, &submission, &sum);
            async move {
                keep(store, &Wish { quota: Some(7), ..wish(&id, submission, sum) }).await.unwrap()
            }
        };
        let kept = futures_util::future::join_all(ids.iter().cloned().map(one)).await;
        assert_eq!(kept.iter().filter(|kept| **kept == Kept::New).count(), 7);
        assert_eq!(kept.iter().filter(|kept| **kept == Kept::Full).count(), 13);
        let rows = sqlx::query("SELECT 1 FROM participation_response")
            .fetch_all(store.pool())
            .await
            .unwrap();
        assert_eq!(rows.len(), 7);
    }

    #[tokio::test]
    async fn a_code_is_used_once() {
        let (store, _folder) = store().await;
        sqlx::query(
            "INSERT INTO participation_token (city, item, token, used) VALUES ('a', 'i', 'h', 0)",
        )
        .execute(store.pool())
        .await
        .unwrap();
        let submission = submission();
        let sum = submission.sum();
        let with =
            |instance, token| Wish { token: Some(token), ..wish(instance, &submission, &sum) };
        assert_eq!(keep(&store, &with("uuid:1", "x")).await.unwrap(), Kept::Token);
        assert_eq!(keep(&store, &with("uuid:1", "h")).await.unwrap(), Kept::New);
        assert_eq!(keep(&store, &with("uuid:1", "h")).await.unwrap(), Kept::Again(100));
        assert_eq!(keep(&store, &with("uuid:2", "h")).await.unwrap(), Kept::Token);
    }
}
