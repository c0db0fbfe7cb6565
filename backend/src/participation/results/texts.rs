//! Texts that people wrote: shown only when staff have approved each of them.

use sqlx::{Any, Executor, Row};
use xforms::{Asks, Response};

use super::publish::Approved;
use crate::App;
use crate::cities::ServedCity;
use crate::participation::items::author::Item;

/// Nobody reads more of one survey.
const MOST: i64 = 2000;

/// A text as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// `uuid:…` of the answer it stands in.
    pub instance: String,
    /// The path of its question.
    pub path: String,
    /// What was written.
    pub text: String,
    /// What staff said to it; `None` for nothing yet.
    pub approved: Option<bool>,
}

/// The approved texts, in an order that says nothing about when they came.
///
/// # Errors
/// The database.
pub async fn approved(app: &App, city: &ServedCity, item: &Item) -> Result<Approved, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT t.path AS path, r.version AS version, r.xml AS xml
         FROM participation_text t JOIN participation_response r ON r.city = t.city AND r.instance = t.instance
         WHERE t.city = $1 AND t.item = $2 AND t.approved = 1 ORDER BY t.instance LIMIT $3",
    )
    .bind(city.slug())
    .bind(&item.id)
    .bind(MOST)
    .fetch_all(app.store.pool())
    .await?;
    let mut approved = Approved::new();
    for row in rows {
        let (path, version): (String, String) = (row.try_get("path")?, row.try_get("version")?);
        let Some(ready) = city.participation.form(city, item, &version) else {
            continue;
        };
        let Ok(response) = Response::read(&ready.form, &row.try_get::<String, _>("xml")?) else {
            continue;
        };
        if let Some(text) =
            response.value(&ready.form, &path).map(str::trim).filter(|text| !text.is_empty())
        {
            approved.entry(path).or_default().push(text.to_owned());
        }
    }
    Ok(approved)
}

/// Every text that was written, with what was said to it.
///
/// # Errors
/// The database.
pub async fn written(
    app: &App,
    city: &ServedCity,
    item: &Item,
) -> Result<Vec<Written>, sqlx::Error> {
    let said = sqlx::query(
        "SELECT instance, path, approved FROM participation_text WHERE city = $1 AND item = $2",
    )
    .bind(city.slug())
    .bind(&item.id)
    .fetch_all(app.store.pool())
    .await?;
    let mut verdicts = std::collections::HashMap::new();
    for row in said {
        let key: (String, String) = (row.try_get("instance")?, row.try_get("path")?);
        verdicts.insert(key, row.try_get::<i64, _>("approved")? == 1);
    }
    let rows = sqlx::query("SELECT instance, version, xml FROM participation_response WHERE city = $1 AND item = $2 ORDER BY instance")
        .bind(city.slug())
        .bind(&item.id)
        .fetch_all(app.store.pool())
        .await?;
    let mut written = Vec::new();
    for row in rows {
        let (instance, version): (String, String) =
            (row.try_get("instance")?, row.try_get("version")?);
        let Some(ready) = city.participation.form(city, item, &version) else {
            continue;
        };
        let Ok(response) = Response::read(&ready.form, &row.try_get::<String, _>("xml")?) else {
            continue;
        };
        for question in ready.form.question_ids() {
            if !matches!(ready.form.asks(question), Asks::Text { .. }) {
                continue;
            }
            let path = ready.form.path(question);
            let text = response.value(&ready.form, &path).map(str::trim).unwrap_or_default();
            if !text.is_empty() {
                let approved = verdicts.get(&(instance.clone(), path.clone())).copied();
                written.push(Written {
                    instance: instance.clone(),
                    path,
                    text: text.to_owned(),
                    approved,
                });
            }
        }
    }
    Ok(written)
}

/// Notes what staff say to a text.
///
/// # Errors
/// The database.
pub async fn decide(
    app: &App,
    city: &str,
    item: &str,
    place: (&str, &str),
    approved: bool,
) -> Result<(), sqlx::Error> {
    note(app.store.pool(), (city, item), place, approved).await
}

/// The same as a part of something larger.
///
/// # Errors
/// The database.
pub async fn note(
    database: impl Executor<'_, Database = Any>,
    (city, item): (&str, &str),
    (instance, path): (&str, &str),
    approved: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO participation_text (city, item, instance, path, approved) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (city, instance, path) DO UPDATE SET approved = $5",
    )
    .bind(city)
    .bind(item)
    .bind(instance)
    .bind(path)
    .bind(i64::from(approved))
    .execute(database)
    .await?;
    Ok(())
}
