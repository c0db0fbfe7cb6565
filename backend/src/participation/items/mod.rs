//! What a city asks: `participation/items.json` of its package, and what goes out of it.

pub mod author;
pub mod dates;
pub mod describe;
pub mod form;
mod served;

use std::sync::Arc;

use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::demo;
use crate::App;
use crate::cities::ServedCity;
use crate::web::dist::Stamp;
use author::Item;
use dates::Calendar;
use form::Forms;

pub use served::Served;

/// Where a city writes what it asks.
pub const FILE: &str = "participation/items.json";

/// All items of a city, checked.
#[derive(Debug, Default)]
pub struct Items {
    /// Words for topics.
    topics: Value,
    /// Words for districts.
    districts: Value,
    /// Each.
    pub all: Vec<Arc<Item>>,
}

impl Items {
    /// By its id.
    pub fn get(&self, id: &str) -> Option<&Arc<Item>> {
        self.all.iter().find(|item| item.id == id)
    }
}

/// What was read last: the file's stamp, the day, the items.
type Read = (Option<Stamp>, i64, Arc<Items>);

/// The file, read again when it changed and when a new day began.
#[derive(Debug, Default)]
pub struct ItemsFile {
    kept: Mutex<Option<Read>>,
    /// The forms.
    pub forms: Forms,
    /// What goes out.
    pub served: Served,
}

impl ItemsFile {
    /// The items on this day. What is wrong is left out and said in the log, once for each change of the file.
    ///
    /// # Errors
    /// The database.
    pub async fn get(
        &self,
        app: &App,
        city: &ServedCity,
        today: i64,
    ) -> Result<Arc<Items>, sqlx::Error> {
        let path = city.config.package.join(FILE);
        let stamp = Stamp::of(&path);
        let mut kept = self.kept.lock().await;
        if let Some((seen, day, items)) = kept.as_ref()
            && *seen == stamp
            && *day == today
        {
            return Ok(items.clone());
        }
        let items = Arc::new(match stamp {
            None => Items::default(),
            Some(_) => self.read(app, city, today).await?,
        });
        *kept = Some((stamp, today, items.clone()));
        Ok(items)
    }

    async fn read(&self, app: &App, city: &ServedCity, today: i64) -> Result<Items, sqlx::Error> {
        let path = city.config.package.join(FILE);
        let wrong = |item: &str, problem: &str| {
            tracing::error!(
                city = city.slug(),
                file = FILE,
                item,
                problem,
                "this item is left out; mend it there"
            );
        };
        let bytes = std::fs::read(&path);
        let file = bytes.map_err(|error| error.to_string()).and_then(|bytes| {
            serde_json::from_slice::<Value>(&bytes).map_err(|error| error.to_string())
        });
        let file = match file {
            Ok(file) => file,
            Err(problem) => {
                wrong("all", &problem);
                return Ok(Items::default());
            }
        };
        let list = file.as_array().or_else(|| file.get("items").and_then(Value::as_array));
        let Some(list) = list else {
            wrong("all", "there is no list \"items\"");
            return Ok(Items::default());
        };
        let words = |name: &str| file.get(name).cloned().unwrap_or(Value::Object(Map::new()));
        let mut items =
            Items { topics: words("topics"), districts: words("districts"), all: Vec::new() };
        for value in list {
            let name = value.get("id").and_then(Value::as_str).unwrap_or("without an id");
            let id = match author::id(value) {
                Ok(id) if items.get(&id).is_none() => id,
                Ok(_) => {
                    wrong(name, "another item has this id");
                    continue;
                }
                Err(problem) => {
                    wrong(name, &problem);
                    continue;
                }
            };
            let lasts = author::demo_lasts(value);
            let began = demo::began(&app.store, city.slug(), &id, today, lasts).await?;
            let calendar = Calendar::new(&city.city().time_zone, began);
            let item = author::read(value, &calendar).and_then(|item| self.checked(city, item));
            match item {
                Ok(item) => {
                    if lasts.is_some() {
                        demo::answers::store(app, city, &item).await?;
                    }
                    items.all.push(Arc::new(item));
                }
                Err(problem) => wrong(name, &problem),
            }
        }
        Ok(items)
    }

    /// An item that the app can read, with a form that it can show. One whose form it cannot show is asked elsewhere,
    /// where the city says where that is.
    fn checked(&self, city: &ServedCity, mut item: Item) -> Result<Item, String> {
        if let Some(version) = &item.version {
            match self.forms.get(city, &item.id, version) {
                Ok(Some(_)) => {}
                Ok(None) => {
                    let path = format!("participation/forms/{}/{version}.xml", item.id);
                    return Err(format!("there is no form {path}"));
                }
                Err(problem) if item.wire.get("external").is_some() => {
                    tracing::warn!(
                        city = city.slug(),
                        item = item.id,
                        version,
                        problem,
                        "the app cannot show this form; it leads to the place in external instead"
                    );
                    item.version = None;
                }
                Err(problem) => return Err(problem),
            }
        }
        let list = serde_json::json!({ "items": [item.wire] }).to_string();
        match ::participation::items(list.as_bytes()) {
            Ok(read) if read.value.len() == 1 && read.skipped == 0 => Ok(item),
            Ok(read) if read.value.len() == 1 => {
                Err(format!("{} of its fields cannot be read by the app", read.skipped))
            }
            _ => Err("the app cannot read it: title, kind, phases and their titles are needed"
                .to_owned()),
        }
    }
}
