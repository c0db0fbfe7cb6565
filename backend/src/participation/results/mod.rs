//! What is shown of the answers: counted from the stored XML through the form, not on every request.
//!
//! New answers are counted in, the old ones are not read again. What is shown moves in steps of the least group: from
//! one state to the next nobody can tell what a single person has said.

pub mod bins;
pub mod hide;
pub mod publish;
pub mod tally;
pub mod texts;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bytes::Bytes;
use dates::Day;
use futures_util::TryStreamExt;
use serde_json::json;
use sqlx::Row;
use tokio::sync::Mutex;
use xforms::Response;

use super::items::author::Item;
use super::items::describe::{Question, describe};
use crate::App;
use crate::cities::ServedCity;
use crate::web::asset::Asset;
use tally::Tally;

/// Seconds for which nobody looks whether there are new answers.
const FRESH: i64 = 15;
/// Answers after which others get their turn.
const BATCH: usize = 50;

/// What was counted of each item.
#[derive(Debug, Default)]
pub struct Kept {
    items: Mutex<HashMap<String, Arc<Mutex<Counted>>>>,
}

/// What was counted of one item.
#[derive(Debug, Default)]
struct Counted {
    /// The sum of the form whose questions are counted.
    form: String,
    /// When the item began: a demo that begins anew has other answers.
    began: i64,
    questions: Vec<Question>,
    tallies: Vec<Tally>,
    responses: u64,
    /// The last day counted in.
    day: i64,
    /// The answers of that day and the one before: others may still arrive on them.
    recent: HashMap<i64, HashSet<String>>,
    /// What is shown: when it was made, of how many answers, the answer.
    shown: Option<(i64, u64, Asset)>,
}

/// The results of an item now; `None` if they are not shown.
///
/// # Errors
/// The database.
pub async fn of(app: &App, city: &ServedCity, item: &Item) -> Result<Option<Asset>, sqlx::Error> {
    let now = app.clock.now();
    if !item.shows_results(now) {
        return Ok(None);
    }
    let counted = {
        let mut items = city.participation.results.items.lock().await;
        items.entry(item.id.clone()).or_default().clone()
    };
    let mut counted = counted.lock().await;
    if let Some((made, _, asset)) = &counted.shown
        && (*made..made + FRESH).contains(&now)
    {
        return Ok(Some(asset.clone()));
    }
    let Some((_, ready)) = city.participation.current(city, item) else {
        return Ok(None);
    };
    if counted.form != ready.form.sum() || counted.began != item.began {
        let questions = describe(&ready.form, city.city().default_language().tag());
        let tallies = questions.iter().map(Tally::new).collect();
        let form = ready.form.sum().to_owned();
        *counted = Counted { form, began: item.began, questions, tallies, ..Counted::default() };
    }
    counted.catch_up(app, city, item).await?;
    if counted.responses == 0 {
        return Ok(None);
    }
    let last = counted.shown.as_ref().map(|(_, responses, asset)| (*responses, asset.clone()));
    let approved = texts::approved(app, city, item).await?;
    let asset = match last {
        // One or two more answers would be those of one or two people.
        Some((before, asset))
            if counted.responses > before
                && counted.responses - before < item.least_group
                && !item.is_closed(now) =>
        {
            counted.shown = Some((now, before, asset.clone()));
            return Ok(Some(asset));
        }
        _ => counted.show(item, &approved),
    };
    counted.shown = Some((now, counted.responses, asset.clone()));
    Ok(Some(asset))
}

impl Counted {
    /// Counts in what is new.
    async fn catch_up(
        &mut self,
        app: &App,
        city: &ServedCity,
        item: &Item,
    ) -> Result<(), sqlx::Error> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM participation_response WHERE city = $1 AND item = $2",
        )
        .bind(city.slug())
        .bind(&item.id)
        .fetch_one(app.store.pool())
        .await?;
        let there = u64::try_from(row.try_get::<i64, _>("n")?).unwrap_or_default();
        if there == self.responses {
            return Ok(());
        }
        if there > self.responses {
            self.read(app, city, item).await?;
        }
        if there < self.responses {
            // Somebody took answers away: from the beginning.
            self.forget();
            self.read(app, city, item).await?;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.tallies = self.questions.iter().map(Tally::new).collect();
        self.responses = 0;
        self.day = 0;
        self.recent.clear();
        self.shown = None;
    }

    /// Reads the answers since the day before the last one counted: clocks of several processes may differ.
    async fn read(&mut self, app: &App, city: &ServedCity, item: &Item) -> Result<(), sqlx::Error> {
        let since = self.day - 1;
        let mut rows = sqlx::query(
            "SELECT instance, version, day, xml FROM participation_response
             WHERE city = $1 AND item = $2 AND day >= $3",
        )
        .bind(city.slug())
        .bind(&item.id)
        .bind(since)
        .fetch(app.store.pool());
        let mut read = 0;
        while let Some(row) = rows.try_next().await? {
            let (instance, day): (String, i64) = (row.try_get("instance")?, row.try_get("day")?);
            if !self.recent.entry(day).or_default().insert(instance) {
                continue;
            }
            let version: String = row.try_get("version")?;
            if let Some(ready) = city.participation.form(city, item, &version)
                && let Ok(response) = Response::read(&ready.form, &row.try_get::<String, _>("xml")?)
            {
                tally::count(&self.questions, &mut self.tallies, &ready.form, &response);
            }
            self.responses += 1;
            self.day = self.day.max(day);
            read += 1;
            if read % BATCH == 0 {
                tokio::task::yield_now().await;
            }
        }
        let since = self.day - 1;
        self.recent.retain(|day, _| *day >= since);
        Ok(())
    }

    fn show(&self, item: &Item, approved: &publish::Approved) -> Asset {
        let each = self.questions.iter().zip(&self.tallies);
        let questions: Vec<_> = each
            .filter_map(|(question, tally)| {
                publish::question(question, tally, approved, item.least_group)
            })
            .collect();
        let body = json!({
            "responses": self.responses,
            "day": Day::from_epoch_days(self.day).to_string(),
            "minGroup": item.least_group,
            "questions": questions,
        });
        Asset::new("application/json; charset=utf-8", Bytes::from(body.to_string()))
    }
}
