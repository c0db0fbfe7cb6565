//! The items as the app gets them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ::participation::Kind;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use sqlx::Row;

use super::author::Item;
use super::dates::Calendar;
use super::form::{self, Ready};
use super::{Items, describe};
use crate::App;
use crate::cities::ServedCity;
use crate::participation::answers::submission::BOUNDS;
use crate::web::asset::Asset;

/// The list is made anew at least so often, so that its time is not too old.
const FRESH: i64 = 3600;

/// The list as it was last made.
#[derive(Debug, Default)]
pub struct Served(Mutex<Option<(Key, Asset)>>);

/// What the list depends on.
#[derive(Debug, PartialEq)]
struct Key {
    items: Version,
    hour: i64,
    states: Vec<State>,
}

/// The very items, by where they are; kept, so that no others can be there.
#[derive(Debug)]
struct Version(Arc<Items>);

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What is different about an item from one moment to the next.
#[derive(Debug, PartialEq, Eq)]
struct State {
    phases: Vec<&'static str>,
    full: bool,
    results: bool,
    form: Option<(String, String)>,
}

/// How far a phase has come.
fn state((from, to): (Option<i64>, Option<i64>), now: i64) -> &'static str {
    if to.is_some_and(|to| to <= now) {
        "past"
    } else if from.is_some_and(|from| from > now) {
        "future"
    } else {
        "open"
    }
}

/// How many answers each item has.
///
/// # Errors
/// The database.
pub async fn counts(app: &App, city: &ServedCity) -> Result<BTreeMap<String, i64>, sqlx::Error> {
    sqlx::query("SELECT item, answers FROM participation_item WHERE city = $1")
        .bind(city.slug())
        .fetch_all(app.store.pool())
        .await?
        .iter()
        .map(|row| Ok((row.try_get("item")?, row.try_get("answers")?)))
        .collect()
}

impl Served {
    /// The list now; the same asset as long as nothing is different.
    ///
    /// # Errors
    /// The database.
    pub async fn list(
        &self,
        app: &App,
        city: &ServedCity,
        items: &Arc<Items>,
    ) -> Result<Asset, sqlx::Error> {
        let now = app.clock.now();
        let counts = counts(app, city).await?;
        let mut forms: Vec<Option<(String, Arc<Ready>)>> = Vec::new();
        for item in &items.all {
            forms.push(city.participation.current(city, item));
        }
        let of = |(item, form): (&Arc<Item>, &Option<(String, Arc<Ready>)>)| {
            let answers = counts.get(&item.id).copied().unwrap_or_default();
            let full = item.quota.is_some_and(|most| answers >= most);
            // Of what is passed on and not kept there is nothing to count.
            let here = city.config.forward(&item.id).is_none_or(|target| target.keep_answers);
            let results = here && item.shows_results(now) && answers > 0;
            let phases = item.phases.iter().map(|phase| state(*phase, now)).collect();
            let form = form
                .as_ref()
                .map(|(version, ready)| (version.clone(), ready.form.sum().to_owned()));
            State { phases, full, results, form }
        };
        let key = Key {
            items: Version(items.clone()),
            hour: now.div_euclid(FRESH),
            states: items.all.iter().zip(&forms).map(of).collect(),
        };
        if let Some((known, asset)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref()
            && *known == key
        {
            return Ok(asset.clone());
        }
        let list: Vec<Value> = items
            .all
            .iter()
            .zip(&forms)
            .zip(&key.states)
            .map(|((item, form), state)| Value::Object(one(city, item, form.as_ref(), state)))
            .collect();
        let calendar = Calendar::new(&city.city().time_zone, 0);
        let body = json!({
            "generatedAt": calendar.write(now),
            "topics": items.topics,
            "districts": items.districts,
            "items": list,
        });
        let asset = Asset::new("application/json; charset=utf-8", Bytes::from(body.to_string()));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, asset.clone()));
        Ok(asset)
    }
}

fn one(
    city: &ServedCity,
    item: &Item,
    form: Option<&(String, Arc<Ready>)>,
    now: &State,
) -> Map<String, Value> {
    let mut wire = item.wire.clone();
    if let Some(Value::Array(written)) = wire.get_mut("phases") {
        for (phase, state) in written.iter_mut().zip(&now.phases) {
            if let Some(phase) = phase.as_object_mut() {
                phase.insert("state".to_owned(), (*state).into());
            }
        }
    }
    let url = now.results.then(|| format!("/api/participation/v1/items/{}/results", item.id));
    let mut set = |name: &str, value: Value| wire.insert(name.to_owned(), value);
    set(
        "results",
        json!({ "policy": item.policy.wire(), "minGroup": item.least_group, "url": url }),
    );
    set("quota", json!({ "full": now.full }));
    set("encryptionKey", Value::Null);
    let Some((version, form)) = form else {
        set("definition", Value::Null);
        set("submit", Value::Null);
        return wire;
    };
    set("version", version.as_str().into());
    set("languages", form.languages().into());
    set("definition", form::definition(city, &item.id, version, form));
    set(
        "submit",
        json!({
            "url": format!("{}/responses", form::address(&item.id, version)),
            "maxBytes": BOUNDS.whole,
            "maxFileBytes": BOUNDS.file,
        }),
    );
    if item.kind == Kind::Poll {
        let language = city.city().default_language();
        if let Some(poll) = describe::poll(&form.form, language.tag()) {
            set("poll", poll);
        }
    }
    wire
}
