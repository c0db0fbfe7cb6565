//! The connection: opened when first needed, shared by all, opened anew when the browser closed it.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{IdbDatabase, IdbOpenDbRequest};

use super::{Health, NAME, report};
use crate::offline::{Store, browser};

/// Counts the additions to [`Store::ALL`]. An upgrade only ever adds stores, so that any version can read any other's.
const VERSION: u32 = 2;
/// How long the browser may take to open it. Some never answer (blocked by an old tab, known faults).
const PATIENCE: i32 = 4_000;

thread_local! {
    /// The opening or open connection; shared by all who need it.
    static CONNECTION: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// The database, `None` where the browser has none for us.
pub(super) async fn open() -> Option<IdbDatabase> {
    let promise = CONNECTION.with_borrow_mut(|connection| {
        connection
            .get_or_insert_with(|| future_to_promise(async { connect().await.map(JsValue::from) }))
            .clone()
    });
    if let Ok(database) = JsFuture::from(promise).await {
        return database.dyn_into().ok();
    }
    // The refusal stands until the page is closed: half in memory and half on the disk would be worse than either.
    report(Health::MemoryOnly);
    None
}

pub(super) async fn reopen() -> Option<IdbDatabase> {
    forget();
    open().await
}

fn forget() {
    CONNECTION.with_borrow_mut(|connection| *connection = None);
}

/// The browser closed the connection under us, or somebody deleted the database.
pub(super) fn is_closed(thrown: &JsValue) -> bool {
    let name = browser::get(thrown, "name").as_string();
    matches!(
        name.as_deref(),
        Some("InvalidStateError" | "AbortError" | "NotFoundError" | "UnknownError")
    )
}

async fn connect() -> Result<IdbDatabase, JsValue> {
    let factory = web_sys::window()
        .ok_or(JsValue::UNDEFINED)?
        .indexed_db()?
        .ok_or_else(|| js_sys::Error::new("no IndexedDB"))?;
    let mut database = match wait_for(&factory.open_with_u32(NAME, VERSION)?).await {
        Ok(database) => database,
        // A newer app was here. Its database has all our stores and more.
        Err(thrown)
            if browser::get(&thrown, "name").as_string().as_deref() == Some("VersionError") =>
        {
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
            forget();
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

/// Closes it; the next operation opens it anew.
pub(super) async fn close() {
    let connection = CONNECTION.with_borrow_mut(Option::take);
    if let Some(connection) = connection
        && let Ok(database) = JsFuture::from(connection).await
    {
        database.unchecked_into::<IdbDatabase>().close();
    }
}
