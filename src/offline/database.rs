//! The one database of the app: opened when first needed, opened again when the browser closed it, and replaced by
//! memory where it cannot be had. Each operation is one transaction: awaiting anything else inside one ends it.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use leptos::prelude::{ArcRwSignal, GetUntracked, Set, Signal};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{IdbDatabase, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::memory::{self, Record};
use super::{StorageError, Store, browser};

/// The database's name.
pub const NAME: &str = "stadtkern";
/// Counts the additions to [`Store::ALL`]. An upgrade only ever adds stores, so that any version can read any other's.
const VERSION: u32 = 1;
/// How long the browser may take to open it. Some never answer (blocked by an old tab, known faults).
const PATIENCE: i32 = 4_000;

/// How the device's storage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It works, or was not needed yet.
    Good,
    /// The browser has no database for us (private window, blocked, broken): kept until the page is closed.
    MemoryOnly,
    /// No more room: what is there stays, nothing is added.
    Full,
}

impl Health {
    /// The message key of the sentence that tells the person, `None` when there is nothing to tell.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Good => None,
            Self::MemoryOnly => Some("storage.memory"),
            Self::Full => Some("storage.full"),
        }
    }
}

thread_local! {
    static HEALTH: ArcRwSignal<Health> = ArcRwSignal::new(Health::Good);
    /// The opening or open connection; shared by all who need it.
    static CONNECTION: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// How the storage is, for a notice in the shell.
pub fn health() -> Signal<Health> {
    HEALTH.with(|health| health.clone().into())
}

fn report(health: Health) {
    HEALTH.with(|signal| {
        if signal.get_untracked() != health {
            signal.set(health);
        }
    });
}

/// One change within a transaction.
#[derive(Clone, Debug)]
pub enum Change {
    /// Writes a record, whatever was there.
    Put(Store, String, Record),
    /// Writes a record where none may be; fails the whole transaction otherwise.
    Add(Store, String, Record),
    /// Removes a record.
    Remove(Store, String),
    /// Empties a store.
    Clear(Store),
}

impl Change {
    fn store(&self) -> Store {
        match self {
            Self::Put(store, ..) | Self::Add(store, ..) | Self::Remove(store, _) | Self::Clear(store) => *store,
        }
    }
}

/// Makes all changes or none. Returns when they are on the disk.
///
/// # Errors
/// [`StorageError`].
pub async fn commit(changes: &[Change]) -> Result<(), StorageError> {
    let Some(database) = open().await else {
        return in_memory(changes);
    };
    let mut result = write(&database, changes).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else {
            return in_memory(changes);
        };
        result = write(&database, changes).await;
    }
    result.map_err(|thrown| failed(&thrown))?;
    // It was full and there is room again.
    report(Health::Good);
    Ok(())
}

/// Reads one record and makes the changes that `decide` derives from it, in one transaction over `stores`: no other tab
/// can come in between. No change is fine.
///
/// # Errors
/// [`StorageError`]; then nothing was changed.
pub async fn update(
    stores: &[Store],
    (store, key): (Store, &str),
    decide: &mut dyn FnMut(Option<Record>) -> Vec<Change>,
) -> Result<(), StorageError> {
    let Some(database) = open().await else {
        return in_memory(&decide(memory::read(store, key)));
    };
    let mut result = write_after_reading(&database, stores, (store, key), decide).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else {
            return in_memory(&decide(memory::read(store, key)));
        };
        result = write_after_reading(&database, stores, (store, key), decide).await;
    }
    result.map_err(|thrown| failed(&thrown))
}

fn failed(thrown: &JsValue) -> StorageError {
    let error = StorageError::of(thrown);
    if error == StorageError::Full {
        report(Health::Full);
    }
    error
}

fn in_memory(changes: &[Change]) -> Result<(), StorageError> {
    if memory::apply(changes) { Ok(()) } else { Err(StorageError::Refused("the key is taken".to_owned())) }
}

/// Reads one record.
///
/// # Errors
/// [`StorageError`].
pub async fn read(store: Store, key: &str) -> Result<Option<Record>, StorageError> {
    let Some(database) = open().await else { return Ok(memory::read(store, key)) };
    let mut result = read_one(&database, store, key).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else { return Ok(memory::read(store, key)) };
        result = read_one(&database, store, key).await;
    }
    let found = result.map_err(|thrown| StorageError::of(&thrown))?;
    Ok((!found.is_undefined()).then_some(Record(found)))
}

/// Reads a whole store, sorted by key.
///
/// # Errors
/// [`StorageError`].
pub async fn read_all(store: Store) -> Result<Vec<(String, Record)>, StorageError> {
    let Some(database) = open().await else { return Ok(memory::read_all(store)) };
    let mut result = read_store(&database, store).await;
    if result.as_ref().is_err_and(is_closed) {
        let Some(database) = reopen().await else { return Ok(memory::read_all(store)) };
        result = read_store(&database, store).await;
    }
    let (keys, records) = result.map_err(|thrown| StorageError::of(&thrown))?;
    // Keys that are no text are not ours.
    Ok(keys.iter().zip(records.iter()).filter_map(|(key, record)| Some((key.as_string()?, Record(record)))).collect())
}

/// Deletes the database with everything in it.
///
/// # Errors
/// [`StorageError`] if the browser refuses.
pub async fn delete() -> Result<(), StorageError> {
    memory::forget();
    let connection = CONNECTION.with_borrow_mut(Option::take);
    if let Some(connection) = connection
        && let Ok(database) = JsFuture::from(connection).await
    {
        database.unchecked_into::<IdbDatabase>().close();
    }
    let Some(factory) = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()) else { return Ok(()) };
    let delete = async {
        let request = factory.delete_database(NAME)?;
        // Blocked by another tab: deleted as soon as that lets go, which ours do at once.
        browser::event(|done, failed| {
            request.set_onsuccess(Some(done));
            request.set_onerror(Some(failed));
            request.set_onblocked(Some(done));
        })
        .await
    };
    delete.await.map(|_| ()).map_err(|thrown: JsValue| StorageError::of(&thrown))
}

// ---- One transaction each ----

async fn write(database: &IdbDatabase, changes: &[Change]) -> Result<(), JsValue> {
    let stores: Vec<Store> = changes.iter().map(Change::store).collect();
    let transaction = begin(database, &stores)?;
    place(&transaction, changes)?;
    end_of(&transaction).await
}

async fn write_after_reading(
    database: &IdbDatabase,
    stores: &[Store],
    (store, key): (Store, &str),
    decide: &mut dyn FnMut(Option<Record>) -> Vec<Change>,
) -> Result<(), JsValue> {
    let transaction = begin(database, stores)?;
    let request = transaction.object_store(store.name())?.get(&key.into())?;
    // The transaction lives on: between this answer and the next line there are only microtasks.
    let found = answer_of(&request).await?;
    let changes = decide((!found.is_undefined()).then_some(Record(found)));
    place(&transaction, &changes)?;
    end_of(&transaction).await
}

fn begin(database: &IdbDatabase, stores: &[Store]) -> Result<IdbTransaction, JsValue> {
    let names: Array = stores.iter().map(|store| JsValue::from_str(store.name())).collect();
    // Done means on the disk, not in the system's buffers.
    let options = browser::object(&[("durability", "strict".into())]);
    browser::call(database, "transaction", &[names.into(), "readwrite".into(), options])?.dyn_into()
}

fn place(transaction: &IdbTransaction, changes: &[Change]) -> Result<(), JsValue> {
    for change in changes {
        let store = transaction.object_store(change.store().name())?;
        match change {
            Change::Put(_, key, record) => store.put_with_key(&record.0, &key.into())?,
            Change::Add(_, key, record) => store.add_with_key(&record.0, &key.into())?,
            Change::Remove(_, key) => store.delete(&key.into())?,
            Change::Clear(_) => store.clear()?,
        };
    }
    Ok(())
}

async fn read_one(database: &IdbDatabase, store: Store, key: &str) -> Result<JsValue, JsValue> {
    let request = database.transaction_with_str(store.name())?.object_store(store.name())?.get(&key.into())?;
    answer_of(&request).await
}

async fn read_store(database: &IdbDatabase, store: Store) -> Result<(Array, Array), JsValue> {
    let transaction = database.transaction_with_str(store.name())?;
    let store = transaction.object_store(store.name())?;
    let (keys, records) = (store.get_all_keys()?, store.get_all()?);
    end_of(&transaction).await?;
    Ok((keys.result()?.dyn_into()?, records.result()?.dyn_into()?))
}

async fn answer_of(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let outcome = browser::event(|done, failed| {
        request.set_onsuccess(Some(done));
        request.set_onerror(Some(failed));
    })
    .await;
    match outcome {
        Ok(_) => request.result(),
        Err(event) => Err(request.error().ok().flatten().map_or(event, JsValue::from)),
    }
}

async fn end_of(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let outcome = browser::event(|done, failed| {
        transaction.set_oncomplete(Some(done));
        transaction.set_onerror(Some(failed));
        transaction.set_onabort(Some(failed));
    })
    .await;
    match outcome {
        Ok(_) => Ok(()),
        Err(event) => {
            // At the error event the transaction has no error of its own yet, the request that failed has.
            let failed = browser::get(&browser::get(&event, "target"), "error");
            Err(transaction.error().map(JsValue::from).or_else(|| failed.is_object().then_some(failed)).unwrap_or(event))
        }
    }
}

// ---- The connection ----

async fn open() -> Option<IdbDatabase> {
    let promise = CONNECTION.with_borrow_mut(|connection| {
        connection.get_or_insert_with(|| future_to_promise(async { connect().await.map(JsValue::from) })).clone()
    });
    if let Ok(database) = JsFuture::from(promise).await {
        return database.dyn_into().ok();
    }
    // The refusal stands until the page is closed: half in memory and half on the disk would be worse than either.
    report(Health::MemoryOnly);
    None
}

async fn reopen() -> Option<IdbDatabase> {
    forget_connection();
    open().await
}

fn forget_connection() {
    CONNECTION.with_borrow_mut(|connection| *connection = None);
}

/// The browser closed the connection under us, or somebody deleted the database.
fn is_closed(thrown: &JsValue) -> bool {
    let name = browser::get(thrown, "name").as_string();
    matches!(name.as_deref(), Some("InvalidStateError" | "AbortError" | "NotFoundError" | "UnknownError"))
}

async fn connect() -> Result<IdbDatabase, JsValue> {
    let factory = web_sys::window()
        .ok_or(JsValue::UNDEFINED)?
        .indexed_db()?
        .ok_or_else(|| js_sys::Error::new("no IndexedDB"))?;
    let mut database = match wait_for(&factory.open_with_u32(NAME, VERSION)?).await {
        Ok(database) => database,
        // A newer app was here. Its database has all our stores and more.
        Err(thrown) if browser::get(&thrown, "name").as_string().as_deref() == Some("VersionError") => {
            wait_for(&factory.open(NAME)?).await?
        }
        Err(thrown) => return Err(thrown),
    };
    if Store::ALL.iter().any(|store| !database.object_store_names().contains(store.name())) {
        // An upgrade that was cut off; the next version number makes up for it.
        let next = database.version() + 1.0;
        database.close();
        database = wait_for(&factory.open_with_f64(NAME, next)?).await?;
    }
    let let_go = {
        let database = database.clone();
        Closure::<dyn Fn()>::new(move || {
            database.close();
            forget_connection();
        })
        .into_js_value()
    };
    // A tab that wants to upgrade or delete must not wait for us; and after the browser closed it, open anew.
    database.set_onversionchange(Some(let_go.unchecked_ref()));
    database.set_onclose(Some(let_go.unchecked_ref()));
    Ok(database)
}

async fn wait_for(request: &IdbOpenDbRequest) -> Result<IdbDatabase, JsValue> {
    let opening = request.clone();
    let upgrade = Closure::<dyn Fn()>::new(move || {
        if let Ok(database) = opening.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
            for store in Store::ALL {
                if !database.object_store_names().contains(store.name()) {
                    // Refused only if it exists, which was just asked.
                    let _ = database.create_object_store(store.name());
                }
            }
        }
    });
    // Left to the browser: an upgrade that comes after our patience must still make the stores.
    request.set_onupgradeneeded(Some(upgrade.into_js_value().unchecked_ref()));
    let outcome = browser::event(|done, failed| {
        request.set_onsuccess(Some(done));
        request.set_onerror(Some(failed));
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(failed, PATIENCE);
        }
    })
    .await;
    match outcome {
        Ok(_) => request.result()?.dyn_into(),
        Err(event) => {
            // Should it open after all, it must not stand in another tab's way.
            let late = request.clone();
            let close = Closure::<dyn Fn()>::new(move || {
                if let Ok(database) = late.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
                    database.close();
                }
            });
            request.set_onsuccess(Some(close.into_js_value().unchecked_ref()));
            Err(request.error().ok().flatten().map_or(event, JsValue::from))
        }
    }
}
