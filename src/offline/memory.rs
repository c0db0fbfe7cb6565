//! A record as the database keeps it, and the memory that takes the database's place where the browser has none.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::browser;
use super::database::Change;
use super::file::File;
use super::store::Store;

/// A record: `{at, text}`, `{at, bytes}` or `{at, key}`. Anything else in the database is read as an empty one.
#[derive(Clone, Debug)]
pub struct Record(pub(super) JsValue);

impl Record {
    /// A text, written now.
    pub(super) fn of_text(text: &str) -> Self {
        Self::of("text", text.into())
    }

    /// Bytes, written now.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self::of("bytes", Uint8Array::from(bytes).into())
    }

    /// A file, written now.
    pub(super) fn of_file(bytes: &Uint8Array, mark: &str) -> Self {
        let record = Self::of("bytes", bytes.into());
        // A new plain object takes any property.
        let _ = js_sys::Reflect::set(&record.0, &"mark".into(), &mark.into());
        record
    }

    /// A `CryptoKey`, written now.
    pub(super) fn of_key(key: &JsValue) -> Self {
        Self::of("key", key.clone())
    }

    #[allow(clippy::cast_precision_loss, reason = "seconds of any date are exact")]
    fn of(name: &str, value: JsValue) -> Self {
        Self(browser::object(&[("at", JsValue::from_f64(super::now() as f64)), (name, value)]))
    }

    /// When it was written; 0 if nobody knows.
    #[allow(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
    pub(super) fn at(&self) -> i64 {
        browser::get(&self.0, "at").as_f64().filter(|at| at.is_finite()).unwrap_or(0.0) as i64
    }

    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<String> {
        browser::get(&self.0, "text").as_string()
    }

    /// The bytes, if it has some.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        browser::get(&self.0, "bytes").dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
    }

    /// The file, if it is one.
    pub(super) fn file(&self) -> Option<File> {
        Some(File {
            bytes: browser::get(&self.0, "bytes").dyn_into().ok()?,
            mark: browser::get(&self.0, "mark").as_string()?,
            at: self.at(),
        })
    }

    /// The key, if it is one.
    pub(super) fn key(&self) -> Option<JsValue> {
        let key = browser::get(&self.0, "key");
        key.is_object().then_some(key)
    }

    /// Its size in bytes.
    pub(super) fn size(&self) -> usize {
        let bytes = || browser::get(&self.0, "bytes").dyn_into::<Uint8Array>().ok();
        self.text().map(|text| text.len()).or_else(|| Some(bytes()?.length() as usize)).unwrap_or(0)
    }
}

type Memory = BTreeMap<(&'static str, String), Record>;

thread_local! {
    static MEMORY: RefCell<Memory> = const { RefCell::new(BTreeMap::new()) };
}

/// Applies changes. `false` if an [`Change::Add`] found its key taken; then nothing was changed.
pub(super) fn apply(changes: &[Change]) -> bool {
    MEMORY.with_borrow_mut(|memory| {
        let taken = changes.iter().any(
            |change| matches!(change, Change::Add(store, key, _) if memory.contains_key(&(store.name(), key.clone()))),
        );
        if taken {
            return false;
        }
        for change in changes {
            match change {
                Change::Add(store, key, record) | Change::Put(store, key, record) => {
                    memory.insert((store.name(), key.clone()), record.clone());
                }
                Change::Remove(store, key) => {
                    memory.remove(&(store.name(), key.clone()));
                }
                Change::Clear(store) => memory.retain(|(name, _), _| *name != store.name()),
            }
        }
        true
    })
}

/// One record.
pub(super) fn read(store: Store, key: &str) -> Option<Record> {
    MEMORY.with_borrow(|memory| memory.get(&(store.name(), key.to_owned())).cloned())
}

/// A store's records, sorted by key.
pub(super) fn read_all(store: Store) -> Vec<(String, Record)> {
    MEMORY.with_borrow(|memory| {
        memory
            .iter()
            .filter(|((name, _), _)| *name == store.name())
            .map(|((_, key), record)| (key.clone(), record.clone()))
            .collect()
    })
}

/// Forgets everything.
pub(super) fn forget() {
    MEMORY.with_borrow_mut(BTreeMap::clear);
}
