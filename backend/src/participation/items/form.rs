//! The forms of a package: `participation/forms/<item>/<version>.xml`, with `media/` beside them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, Method};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Value, json};
use xforms::Form;

use super::author::is_name;
use crate::cities::ServedCity;
use crate::secret::hex;
use crate::web::asset::{Asset, Keep};
use crate::web::dist::Stamp;

/// Files of a form that are offered.
const MOST_MEDIA: usize = 200;

/// A form that can be shown.
#[derive(Debug)]
pub struct Ready {
    /// Read.
    pub form: Arc<Form>,
    asset: Asset,
    sum: String,
    length: usize,
}

/// A form, or what is wrong with it, as its file was then.
type Known = (Stamp, Result<Arc<Ready>, String>);

/// All forms of a city that were asked for so far.
#[derive(Debug, Default)]
pub struct Forms {
    known: Mutex<HashMap<(String, String), Known>>,
}

impl Ready {
    /// Out of its bytes.
    ///
    /// # Errors
    /// What is wrong with the form, for its author.
    pub fn read(bytes: Bytes) -> Result<Self, String> {
        use sha2::{Digest, Sha256};
        let sum = hex(&Sha256::digest(&bytes));
        let length = bytes.len();
        let text = std::str::from_utf8(&bytes).map_err(|_| "it is not UTF-8".to_owned())?;
        let form = Form::read(text).map_err(|unusable| unusable.to_string())?;
        let asset = Asset::new("application/xml", bytes).tagged(&sum);
        Ok(Self { form: Arc::new(form), asset, sum, length })
    }

    /// Answers a question for the form: it never changes, so nobody has to ask again.
    pub fn answer(&self, method: &Method, headers: &HeaderMap) -> Response {
        self.asset.answer(method, headers, Keep::Forever)
    }

    /// The languages of its texts as tags.
    pub fn languages(&self) -> Vec<&str> {
        let languages = self.form.languages().iter();
        languages.map(|language| language.tag.as_deref().unwrap_or(&language.name)).collect()
    }
}

/// Where everything of one version lives.
pub fn address(item: &str, version: &str) -> String {
    format!("/api/participation/v1/items/{item}/versions/{version}")
}

impl Forms {
    /// The form of an item in a version; `None` if there is none.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn get(
        &self,
        city: &ServedCity,
        item: &str,
        version: &str,
    ) -> Result<Option<Arc<Ready>>, String> {
        if !is_name(item) || !is_name(version) {
            return Ok(None);
        }
        let file = city
            .config
            .package
            .join("participation/forms")
            .join(item)
            .join(format!("{version}.xml"));
        let Some(stamp) = Stamp::of(&file) else { return Ok(None) };
        let key = (item.to_owned(), version.to_owned());
        {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((seen, ready)) = known.get(&key)
                && *seen == stamp
            {
                return ready.clone().map(Some);
            }
        }
        let ready = std::fs::read(&file)
            .map_err(|error| format!("it cannot be read ({error})"))
            .and_then(|bytes| Ready::read(bytes.into()))
            .map(Arc::new);
        if let Err(problem) = &ready {
            tracing::error!(
                city = city.slug(),
                item,
                version,
                problem,
                "the form cannot be shown; `cargo xtask survey check` says what to do"
            );
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(key, (stamp, ready.clone()));
        ready.map(Some)
    }
}

/// What the app must know to fetch a form.
pub fn definition(city: &ServedCity, item: &str, version: &str, ready: &Ready) -> Value {
    json!({
        "type": "odk-xform",
        "url": format!("{}/form.xml", address(item, version)),
        "sha256": ready.sum,
        "bytes": ready.length,
        "media": media(city, item, version),
    })
}

/// A file of a form, if it is one.
pub fn medium(city: &ServedCity, item: &str, name: &str) -> Option<Asset> {
    if !is_name(item) || !is_name(name) {
        return None;
    }
    city.folder.get(&format!("/participation/forms/{item}/media/{name}"))
}

fn media(city: &ServedCity, item: &str, version: &str) -> Vec<Value> {
    use sha2::{Digest, Sha256};
    let folder = city.config.package.join("participation/forms").join(item).join("media");
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let of = |name: &String| {
        let asset = medium(city, item, name)?;
        let sum = hex(&Sha256::digest(asset.bytes()));
        let url = format!("{}/media/{name}", address(item, version));
        Some(json!({ "name": name, "url": url, "sha256": sum, "bytes": asset.bytes().len() }))
    };
    names.iter().take(MOST_MEDIA).filter_map(of).collect()
}
