//! Everything that is kept on this device: shown to the person, and deleted at their word.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::store::{self, Listed};
use super::{StorageError, Store, browser, database};

/// Where something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the database.
    Store(Store),
    /// A setting of the app.
    Setting,
    /// The app itself and the city's package, for use without a network.
    App,
}

/// One thing that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where.
    pub place: Place,
    /// Under which key.
    pub key: String,
    /// Its size in bytes; `None` where the browser does not tell.
    pub size: Option<usize>,
    /// When it was written (seconds since the epoch); `None` where nobody knows.
    pub at: Option<i64>,
}

impl Item {
    /// The message key of its name. Surveys share stores with others and are told apart by how their keys begin.
    pub fn label(&self) -> &'static str {
        match self.place {
            Place::Store(Store::Package) if self.key.starts_with("participation/form/") => {
                "stored.survey"
            }
            Place::Store(Store::Package) if self.key.starts_with("participation/") => {
                "stored.surveys"
            }
            Place::Store(Store::Drafts) if self.key.starts_with("survey/") => "stored.survey.draft",
            Place::Store(Store::Package) => "stored.package",
            Place::Store(Store::Appointments) => "stored.appointments",
            Place::Store(Store::Drafts) => "stored.drafts",
            Place::Store(Store::Outbox | Store::Bodies) => "stored.outbox",
            Place::Store(Store::Keys) => "stored.key",
            Place::Store(Store::Timetable) => "stored.timetable",
            Place::Store(Store::Transit) => "stored.transit",
            Place::Store(Store::Library) => "stored.library",
            Place::Setting => "stored.setting",
            Place::App => "stored.app",
        }
    }
}

/// Everything. The frozen bytes of the outbox belong to its entries and are not listed a second time.
///
/// # Errors
/// [`StorageError`] if the database cannot be read.
pub async fn list() -> Result<Vec<Item>, StorageError> {
    let mut items = Vec::new();
    for store in Store::ALL {
        if store == Store::Bodies {
            continue;
        }
        items.extend(store::list(store).await?.into_iter().map(|listed| item(store, listed)));
    }
    if let Some(settings) = settings() {
        for at in 0..settings.length().unwrap_or(0) {
            let Ok(Some(key)) = settings.key(at) else { continue };
            let size = settings.get_item(&key).ok().flatten().map(|value| value.len());
            items.push(Item { place: Place::Setting, key, size, at: None });
        }
    }
    for key in cache_names().await {
        items.push(Item { place: Place::App, key, size: None, at: None });
    }
    Ok(items)
}

fn item(store: Store, listed: Listed) -> Item {
    Item {
        place: Place::Store(store),
        key: listed.key,
        size: Some(listed.size),
        at: Some(listed.at),
    }
}

/// Deletes one thing. An entry of the outbox takes its bytes with it and stays while it is being sent.
///
/// # Errors
/// [`StorageError`].
pub async fn delete(item: &Item) -> Result<(), StorageError> {
    match item.place {
        Place::Store(Store::Outbox) => super::outbox::delete(&item.key).await,
        Place::Store(store) => store::remove(store, &item.key).await,
        Place::Setting => {
            if let Some(settings) = settings() {
                // Removing cannot fail where reading worked.
                let _ = settings.remove_item(&item.key);
            }
            Ok(())
        }
        Place::App => {
            delete_cache(&item.key).await;
            Ok(())
        }
    }
}

/// Deletes everything: database, key, settings, the copies of app and city. Reload the page afterwards; the worker is
/// unregistered, so the next visit starts like the first.
///
/// # Errors
/// [`StorageError`] if the database could not be deleted; everything else is gone even then.
pub async fn delete_everything() -> Result<(), StorageError> {
    super::worker::unregister().await;
    for name in cache_names().await {
        delete_cache(&name).await;
    }
    for place in ["localStorage", "sessionStorage"] {
        if let Some(storage) = browser::part(&[place]) {
            let _ = browser::call(&storage, "clear", &[]);
        }
    }
    database::delete().await
}

fn settings() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

async fn cache_names() -> Vec<String> {
    let Some(caches) = browser::part(&["caches"]) else { return Vec::new() };
    let names =
        browser::call_and_wait(&caches, "keys", &[]).await.and_then(JsCast::dyn_into::<Array>);
    names
        .map(|names| names.iter().filter_map(|name| name.as_string()).collect())
        .unwrap_or_default()
}

async fn delete_cache(name: &str) {
    if let Some(caches) = browser::part(&["caches"]) {
        let _ = browser::call_and_wait(&caches, "delete", &[JsValue::from_str(name)]).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn label(store: Store, key: &str) -> &'static str {
        Item { place: Place::Store(store), key: key.to_owned(), size: None, at: None }.label()
    }

    #[wasm_bindgen_test]
    fn surveys_have_their_own_names() {
        assert_eq!(label(Store::Drafts, "survey/0b5c"), "stored.survey.draft");
        assert_eq!(label(Store::Drafts, "appointment"), "stored.drafts");
        assert_eq!(label(Store::Package, "participation/form/9f"), "stored.survey");
        assert_eq!(label(Store::Package, "participation/items"), "stored.surveys");
        assert_eq!(label(Store::Package, "catalogue"), "stored.package");
    }
}
