//! What a browser does to a database, and what of it the person sees.

use js_sys::Promise;
use stadtkern::offline::inventory::{self, Place};
use stadtkern::offline::{
    StorageError, Store, database, load, load_secret, persist, save, save_secret, store,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Appointment, Patched, Replaced, appointment, database_health, get_raw};

#[wasm_bindgen_test]
async fn another_tab_may_delete_the_database_under_us() {
    save(Store::Drafts, "x", "before").await.unwrap();
    let request = web_sys::window()
        .unwrap()
        .indexed_db()
        .unwrap()
        .unwrap()
        .delete_database(database::NAME)
        .unwrap();
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await.unwrap();
    assert!(load::<String>(Store::Drafts, "x").await.unwrap().is_none());
    save(Store::Drafts, "x", "after").await.unwrap();
    assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "after");
    assert_eq!(database_health(), database::Health::Good);
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_or_half_made_version_is_used_too() {
    database::delete().await.unwrap();
    let request = web_sys::window()
        .unwrap()
        .indexed_db()
        .unwrap()
        .unwrap()
        .open_with_u32(database::NAME, 7)
        .unwrap();
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await.unwrap();
    request.result().unwrap().unchecked_into::<web_sys::IdbDatabase>().close();
    save(Store::Drafts, "x", "kept").await.unwrap();
    assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "kept");
    assert!(get_raw(Store::Drafts, "x").await.is_object());
    database::delete().await.unwrap();
}

#[wasm_bindgen_test]
async fn without_a_database_the_app_works_on_and_says_so() {
    database::delete().await.unwrap();
    {
        let _missing = Replaced::by("indexedDB", &JsValue::UNDEFINED);
        save(Store::Drafts, "x", "in memory").await.unwrap();
        assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "in memory");
        assert_eq!(database_health(), database::Health::MemoryOnly);
        assert_eq!(database_health().key(), Some("storage.memory"));
        save_secret(Store::Appointments, "s", &appointment()).await.unwrap();
        assert!(load_secret::<Appointment>(Store::Appointments, "s").await.unwrap().is_some());
        assert_eq!(store::list(Store::Drafts).await.unwrap().len(), 1);
        store::clear(Store::Drafts).await.unwrap();
        assert!(store::list(Store::Drafts).await.unwrap().is_empty());
    }
    // The person deletes everything: from then on the (working) database is used again.
    database::delete().await.unwrap();
    save(Store::Drafts, "y", "on the disk").await.unwrap();
    assert!(get_raw(Store::Drafts, "y").await.is_object());
    store::clear(Store::Drafts).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_full_device_keeps_what_it_has_and_says_so() {
    save(Store::Drafts, "x", "first").await.unwrap();
    {
        let throw = "return () => { throw new DOMException('no room', 'QuotaExceededError') }";
        let _full = Patched::by("IDBObjectStore", "put", throw);
        assert_eq!(save(Store::Drafts, "x", "second").await, Err(StorageError::Full));
        assert_eq!(database_health(), database::Health::Full);
        assert_eq!(StorageError::Full.key(), "storage.error.full");
        assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "first");
    }
    save(Store::Drafts, "x", "third").await.unwrap();
    assert_eq!(database_health(), database::Health::Good);
    store::clear(Store::Drafts).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_closed_is_opened_again() {
    save(Store::Drafts, "x", "kept").await.unwrap();
    let once = "let left = 1; return function (...all) {
        if (left-- > 0) throw new DOMException('closing', 'InvalidStateError');
        return before.apply(this, all);
    }";
    {
        let _closed = Patched::by("IDBDatabase", "transaction", once);
        assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "kept");
    }
    {
        let _closed = Patched::by("IDBDatabase", "transaction", once);
        save(Store::Drafts, "x", "changed").await.unwrap();
    }
    {
        let _closed = Patched::by("IDBDatabase", "transaction", once);
        assert_eq!(store::list(Store::Drafts).await.unwrap().len(), 1);
    }
    assert_eq!(load::<String>(Store::Drafts, "x").await.unwrap().unwrap().value, "changed");
    store::clear(Store::Drafts).await.unwrap();
}

#[wasm_bindgen_test]
async fn everything_is_listed_and_can_be_deleted() {
    database::delete().await.unwrap();
    save(Store::Drafts, "draft", "words").await.unwrap();
    save_secret(Store::Appointments, "mine", &appointment()).await.unwrap();
    let settings = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    settings.clear().unwrap();
    settings.set_item("stadtkern.language", "tr").unwrap();
    let items = inventory::list().await.unwrap();
    let places: Vec<Place> = items.iter().map(|item| item.place).collect();
    assert_eq!(
        places,
        [
            Place::Store(Store::Appointments),
            Place::Store(Store::Drafts),
            Place::Store(Store::Keys),
            Place::Setting
        ]
    );
    assert!(items[0].size.unwrap() > 12 && items[0].at.unwrap() > 1_700_000_000);
    inventory::delete(&items[1]).await.unwrap();
    assert!(load::<String>(Store::Drafts, "draft").await.unwrap().is_none());
    inventory::delete_everything().await.unwrap();
    assert_eq!(inventory::list().await.unwrap(), []);
    assert_eq!(settings.length().unwrap(), 0);
}

#[wasm_bindgen_test]
async fn the_browser_tells_how_much_is_used() {
    save(Store::Drafts, "x", "x").await.unwrap();
    let estimate = persist::estimate().await.unwrap();
    assert!(estimate.allowed > estimate.used);
    let _granted_or_not: bool = persist::ask().await;
    store::clear(Store::Drafts).await.unwrap();
}
