//! What the device keeps, in a real browser with a real database. `cargo test --target wasm32-unknown-unknown`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use stadtkern::offline::inventory::{self, Place};
use stadtkern::offline::store::{self, Store};
use stadtkern::offline::{
    StorageError, database, load, load_secret, outbox, persist, save, save_secret, secret,
};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Appointment {
    number: u32,
    office: String,
}

fn appointment() -> Appointment {
    Appointment { number: 4711, office: "Bürgerbüro Nord".to_owned() }
}

async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |done, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until something becomes true; a test that waits in vain fails.
async fn until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    for _ in 0..200 {
        if condition().await {
            return;
        }
        sleep(25).await;
    }
    panic!("it never came to: {what}");
}

/// A connection of our own to the same database, as another tab has one.
async fn other_connection() -> web_sys::IdbDatabase {
    let request =
        web_sys::window().unwrap().indexed_db().unwrap().unwrap().open(database::NAME).unwrap();
    let promise = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(promise).await.unwrap();
    request.result().unwrap().unchecked_into()
}

/// Puts anything under a key, as a fault or another version might have.
async fn put_raw(store: Store, key: &str, value: &JsValue) {
    // Makes sure that the database is there.
    store::list(store).await.unwrap();
    let database = other_connection().await;
    let transaction = database
        .transaction_with_str_and_mode(store.name(), web_sys::IdbTransactionMode::Readwrite)
        .unwrap();
    transaction.object_store(store.name()).unwrap().put_with_key(value, &key.into()).unwrap();
    let promise = Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onabort(Some(&failed));
    });
    JsFuture::from(promise).await.unwrap();
    database.close();
}

async fn get_raw(store: Store, key: &str) -> JsValue {
    let database = other_connection().await;
    let request = database
        .transaction_with_str(store.name())
        .unwrap()
        .object_store(store.name())
        .unwrap()
        .get(&key.into())
        .unwrap();
    let promise = Promise::new(&mut |done, _| request.set_onsuccess(Some(&done)));
    JsFuture::from(promise).await.unwrap();
    database.close();
    request.result().unwrap()
}

fn record(text: &str) -> JsValue {
    let record = Object::new();
    Reflect::set(&record, &"at".into(), &1_795_000_000.into()).unwrap();
    Reflect::set(&record, &"text".into(), &text.into()).unwrap();
    record.into()
}

#[wasm_bindgen_test]
async fn a_value_comes_back_with_its_time() {
    store::clear(Store::Drafts).await.unwrap();
    assert!(load::<Appointment>(Store::Drafts, "none").await.unwrap().is_none());
    save(Store::Drafts, "b", &appointment()).await.unwrap();
    save(Store::Drafts, "a", "Grüße").await.unwrap();
    let saved = load::<Appointment>(Store::Drafts, "b").await.unwrap().unwrap();
    assert_eq!(saved.value, appointment());
    assert!(saved.age() <= 5, "{}", saved.age());
    let listed = store::list(Store::Drafts).await.unwrap();
    let keys: Vec<(&str, usize)> =
        listed.iter().map(|item| (item.key.as_str(), item.size)).collect();
    assert_eq!(
        keys,
        [("a", "\"Grüße\"".len()), ("b", serde_json::to_string(&appointment()).unwrap().len())]
    );
    store::remove(Store::Drafts, "a").await.unwrap();
    store::remove(Store::Drafts, "a").await.unwrap();
    assert_eq!(store::list(Store::Drafts).await.unwrap().len(), 1);
    store::clear(Store::Drafts).await.unwrap();
    assert!(store::list(Store::Drafts).await.unwrap().is_empty());
    assert_eq!(database_health(), database::Health::Good);
}

fn database_health() -> database::Health {
    use leptos::prelude::GetUntracked;
    leptos::prelude::Owner::new().with(|| database::health().get_untracked())
}

#[wasm_bindgen_test]
async fn garbage_is_removed_and_counts_as_none() {
    for (key, value) in
        [("broken", record("{\"number\":")), ("other", record("[1,2,3]")), ("empty", record(""))]
    {
        put_raw(Store::Drafts, key, &value).await;
        assert!(load::<Appointment>(Store::Drafts, key).await.unwrap().is_none(), "{key}");
        assert!(get_raw(Store::Drafts, key).await.is_undefined(), "{key}");
    }
    for (key, value) in
        [("number", 7.into()), ("null", JsValue::NULL), ("object", Object::new().into())]
    {
        put_raw(Store::Drafts, key, &value).await;
        assert!(load::<Appointment>(Store::Drafts, key).await.unwrap().is_none(), "{key}");
    }
    assert_eq!(
        store::list(Store::Drafts).await.unwrap().len(),
        3,
        "they are listed, so that they can be deleted"
    );
    store::clear(Store::Drafts).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_value_without_text_form_is_an_error() {
    let unwritable = std::collections::BTreeMap::from([(vec![1], 2)]);
    let error = save(Store::Drafts, "x", &unwritable).await.unwrap_err();
    assert!(matches!(error, StorageError::NoText(_)));
}

#[wasm_bindgen_test]
async fn a_secret_is_sealed_on_the_disk_and_its_key_cannot_be_read_out() {
    save_secret(Store::Appointments, "mine", &appointment()).await.unwrap();
    let back = load_secret::<Appointment>(Store::Appointments, "mine").await.unwrap().unwrap();
    assert_eq!(back.value, appointment());

    let raw = get_raw(Store::Appointments, "mine").await;
    let bytes: js_sys::Uint8Array = Reflect::get(&raw, &"bytes".into()).unwrap().unchecked_into();
    let bytes = bytes.to_vec();
    assert!(!bytes.windows(4).any(|window| window == b"4711" || window == b"Nord"), "it lies open");

    let key = get_raw(Store::Keys, "device").await;
    let key = Reflect::get(&key, &"key".into()).unwrap();
    assert_eq!(Reflect::get(&key, &"extractable".into()).unwrap(), JsValue::FALSE);
    let subtle = Reflect::get(&js_sys::global(), &"crypto".into()).unwrap();
    let subtle = Reflect::get(&subtle, &"subtle".into()).unwrap();
    let export: Function = Reflect::get(&subtle, &"exportKey".into()).unwrap().unchecked_into();
    let exported: Promise = export.call2(&subtle, &"raw".into(), &key).unwrap().unchecked_into();
    assert!(JsFuture::from(exported).await.is_err(), "the key could be read out");
    store::clear(Store::Appointments).await.unwrap();
}

#[wasm_bindgen_test]
async fn what_is_sealed_opens_only_whole_and_for_its_purpose() {
    let sealed = secret::seal("a", b"hello").await.unwrap();
    assert_ne!(sealed, secret::seal("a", b"hello").await.unwrap(), "a nonce was used twice");
    assert_eq!(secret::open("a", &sealed).await.unwrap().as_deref(), Some(&b"hello"[..]));
    assert_eq!(secret::open("b", &sealed).await.unwrap(), None);
    let mut altered = sealed.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(secret::open("a", &altered).await.unwrap(), None);
    for short in [&sealed[..5], &sealed[..12], &[]] {
        assert_eq!(secret::open("a", short).await.unwrap(), None);
    }
}

#[wasm_bindgen_test]
async fn a_secret_whose_key_is_gone_counts_as_none() {
    save_secret(Store::Appointments, "lost", &appointment()).await.unwrap();
    store::clear(Store::Keys).await.unwrap();
    assert!(load_secret::<Appointment>(Store::Appointments, "lost").await.unwrap().is_none());
    assert!(get_raw(Store::Appointments, "lost").await.is_undefined());
}

#[wasm_bindgen_test]
async fn two_tabs_that_make_the_key_at_once_get_the_same() {
    store::clear(Store::Keys).await.unwrap();
    let (first, second) = futures_of_two(secret::seal("x", b"1"), secret::seal("x", b"2")).await;
    assert!(secret::open("x", &first.unwrap()).await.unwrap().is_some());
    assert!(secret::open("x", &second.unwrap()).await.unwrap().is_some());
}

/// Runs both at the same time.
async fn futures_of_two<A: 'static, B: 'static>(
    first: impl Future<Output = A> + 'static,
    second: impl Future<Output = B> + 'static,
) -> (A, B) {
    let other = Rc::new(RefCell::new(None));
    let slot = Rc::clone(&other);
    wasm_bindgen_futures::spawn_local(async move {
        *slot.borrow_mut() = Some(second.await);
    });
    let first = first.await;
    until("the second is done", || async { other.borrow().is_some() }).await;
    (first, other.borrow_mut().take().unwrap())
}

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

/// Replaces a property of the global object while it lives.
struct Replaced(&'static str, JsValue);

impl Replaced {
    fn by(name: &'static str, value: &JsValue) -> Self {
        let global = js_sys::global();
        let before = Reflect::get(&global, &name.into()).unwrap();
        define(name, value);
        Self(name, before)
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        define(self.0, &self.1);
    }
}

fn define(name: &str, value: &JsValue) {
    let property = Object::new();
    for (field, content) in
        [("value", value), ("configurable", &JsValue::TRUE), ("writable", &JsValue::TRUE)]
    {
        Reflect::set(&property, &field.into(), content).unwrap();
    }
    Reflect::define_property(&js_sys::global(), &name.into(), &property).unwrap();
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

/// Replaces a method of a class by a script while it lives.
struct Patched {
    prototype: JsValue,
    method: &'static str,
    before: JsValue,
}

impl Patched {
    fn by(class: &str, method: &'static str, make: &str) -> Self {
        let class = Reflect::get(&js_sys::global(), &class.into()).unwrap();
        let prototype = Reflect::get(&class, &"prototype".into()).unwrap();
        let before = Reflect::get(&prototype, &method.into()).unwrap();
        let make = Function::new_with_args("before", make);
        let patch = make.call1(&JsValue::UNDEFINED, &before).unwrap();
        Reflect::set(&prototype, &method.into(), &patch).unwrap();
        Self { prototype, method, before }
    }
}

impl Drop for Patched {
    fn drop(&mut self) {
        Reflect::set(&self.prototype, &self.method.into(), &self.before).unwrap();
    }
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

// ---- The outbox against a network of our making ----

/// Address, bytes and idempotency key of a request.
type Asked = (String, Vec<u8>, String);

/// A `fetch` that answers from a list and remembers what it was asked.
struct Network {
    _fetch: Replaced,
    _closure: Closure<dyn FnMut(JsValue, JsValue) -> Promise>,
    asked: Rc<RefCell<Vec<Asked>>>,
}

/// An answer: the body's script that makes it.
fn network(answers: &[&str]) -> Network {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&asked);
    let answers: Vec<String> = answers.iter().map(|answer| (*answer).to_owned()).collect();
    let closure = Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(
        move |url: JsValue, options: JsValue| {
            let get = |name: &str| Reflect::get(&options, &name.into()).unwrap();
            let bytes = get("body").unchecked_into::<js_sys::Uint8Array>().to_vec();
            let id = Reflect::get(&get("headers"), &"idempotency-key".into())
                .unwrap()
                .as_string()
                .unwrap();
            assert_eq!(get("method").as_string().as_deref(), Some("POST"));
            assert_eq!(get("credentials").as_string().as_deref(), Some("omit"));
            let mut log = log.borrow_mut();
            let answer = answers.get(log.len()).or(answers.last()).cloned().unwrap();
            log.push((url.as_string().unwrap(), bytes, id));
            Function::new_no_args(&format!("return {answer}"))
                .call0(&JsValue::UNDEFINED)
                .unwrap()
                .unchecked_into()
        },
    );
    let fetch = Replaced::by("fetch", closure.as_ref());
    Network { _fetch: fetch, _closure: closure, asked }
}

const CREATED: &str = "Promise.resolve(new Response('{\"receipt\":\"R-1\"}', {status: 201, headers: {'content-type': 'application/json'}}))";
const REPEATED: &str = "Promise.resolve(new Response('', {status: 202}))";
const OFFLINE: &str = "Promise.reject(new TypeError('offline'))";
const PORTAL: &str = "Promise.resolve(new Response('<html>', {status: 200, headers: {'content-type': 'text/html'}}))";
const BUSY: &str =
    "Promise.resolve(new Response('', {status: 429, headers: {'retry-after': '1'}}))";
const GONE: &str = "Promise.resolve(new Response('', {status: 410}))";

async fn state_of(id: &::outbox::EntryId) -> ::outbox::State {
    let entries = outbox::entries().await.unwrap();
    entries.into_iter().find(|entry| entry.id() == id).unwrap().state
}

#[wasm_bindgen_test]
async fn the_outbox_sends_the_same_bytes_until_it_has_a_receipt() {
    database::delete().await.unwrap();
    let network = network(&[OFFLINE, PORTAL, BUSY, CREATED]);
    let id = outbox::enqueue("/api/participation/x", "application/xml", b"<data/>").await.unwrap();
    until("a receipt", || async {
        // As if the person came back to the app again and again; only the server's wish makes it wait.
        outbox::wake();
        matches!(state_of(&id).await, ::outbox::State::Sent { .. })
    })
    .await;
    let asked = network.asked.borrow().clone();
    assert_eq!(asked.len(), 4);
    for (url, bytes, key) in &asked {
        assert_eq!(url, "/api/participation/x");
        assert_eq!(bytes, b"<data/>");
        assert_eq!(key, &format!("uuid:{}", id.as_str()));
    }
    let sent = state_of(&id).await;
    assert!(
        matches!(&sent, ::outbox::State::Sent { receipt: Some(receipt), .. } if receipt == "R-1"),
        "{sent:?}"
    );
    assert_eq!(
        outbox::body(&id).await.unwrap(),
        None,
        "the answers left the device with the receipt"
    );
}

#[wasm_bindgen_test]
async fn many_wakers_send_one_after_the_other_and_each_once() {
    database::delete().await.unwrap();
    let network = network(&[
        "new Promise(done => setTimeout(() => done(new Response('', {status: 201})), 60))",
    ]);
    let mut ids = Vec::new();
    for number in 0..3_u8 {
        ids.push(outbox::enqueue("/api/x", "text/plain", &[number]).await.unwrap());
        outbox::wake();
        outbox::wake();
    }
    for id in &ids {
        until("sent", || async { matches!(state_of(id).await, ::outbox::State::Sent { .. }) })
            .await;
    }
    let mut bytes: Vec<Vec<u8>> =
        network.asked.borrow().iter().map(|(_, bytes, _)| bytes.clone()).collect();
    bytes.sort();
    assert_eq!(bytes, [[0], [1], [2]]);
}

#[wasm_bindgen_test]
async fn a_new_answer_does_not_hurry_another_past_its_wait() {
    database::delete().await.unwrap();
    let network = network(&[CREATED]);
    let id = "00000000-0000-4000-8000-000000000002";
    // SHA-256 of the empty text.
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    #[allow(clippy::cast_possible_truncation, reason = "seconds")]
    let later = (js_sys::Date::now() / 1000.0) as i64 + 200;
    let left = format!(
        r#"{{"id":"{id}","url":"/api/x","contentType":"text/plain","body":"{sum}","size":0,"created":5,
        "state":{{"kind":"waiting","tries":9,"nextTry":{later},"notBefore":0}}}}"#
    );
    put_raw(Store::Outbox, id, &record(&left)).await;
    let body = Object::new();
    Reflect::set(&body, &"bytes".into(), &js_sys::Uint8Array::new_with_length(0)).unwrap();
    put_raw(Store::Bodies, id, &body).await;
    let unlucky = ::outbox::EntryId::new(id).unwrap();
    let waits = state_of(&unlucky).await;
    let lucky = outbox::enqueue("/api/x", "text/plain", b"lucky").await.unwrap();
    until("sent", || async { matches!(state_of(&lucky).await, ::outbox::State::Sent { .. }) })
        .await;
    sleep(200).await;
    assert_eq!(state_of(&unlucky).await, waits);
    // Whoever comes back to the app is another matter.
    outbox::wake();
    until("sent", || async { matches!(state_of(&unlucky).await, ::outbox::State::Sent { .. }) })
        .await;
    assert_eq!(network.asked.borrow().len(), 2);
    database::delete().await.unwrap();
}

#[wasm_bindgen_test]
async fn while_another_tab_sends_this_one_waits_for_its_turn() {
    database::delete().await.unwrap();
    let network = network(&[CREATED]);
    let hold = "navigator.locks.request('stadtkern-outbox', () => new Promise(done => { globalThis.release = done }))";
    Function::new_no_args(hold).call0(&JsValue::UNDEFINED).unwrap();
    sleep(50).await;
    let id = outbox::enqueue("/api/x", "text/plain", b"later").await.unwrap();
    outbox::wake();
    sleep(200).await;
    assert!(network.asked.borrow().is_empty(), "two senders");
    Function::new_no_args("globalThis.release()").call0(&JsValue::UNDEFINED).unwrap();
    until("sent", || async { matches!(state_of(&id).await, ::outbox::State::Sent { .. }) }).await;
    assert_eq!(network.asked.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn a_refusal_is_kept_and_can_be_tried_again_or_deleted() {
    database::delete().await.unwrap();
    let network = network(&[GONE, GONE, REPEATED]);
    let id = outbox::enqueue("/api/x", "text/plain", b"answer").await.unwrap();
    let attention =
        || async { matches!(state_of(&id).await, ::outbox::State::NeedsAttention { .. }) };
    until("it needs attention", attention).await;
    assert_eq!(outbox::body(&id).await.unwrap().unwrap(), b"answer");
    outbox::retry(&id).await.unwrap();
    until("it was asked again", || async { network.asked.borrow().len() == 2 }).await;
    until("it needs attention again", attention).await;
    outbox::delete(id.as_str()).await.unwrap();
    assert!(outbox::entries().await.unwrap().is_empty());
    assert_eq!(outbox::body(&id).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn bytes_that_changed_are_not_sent() {
    database::delete().await.unwrap();
    let network = network(&[OFFLINE, CREATED]);
    let id = outbox::enqueue("/api/x", "text/plain", b"frozen").await.unwrap();
    until("it was tried", || async { network.asked.borrow().len() == 1 }).await;
    let changed = Object::new();
    Reflect::set(&changed, &"bytes".into(), &js_sys::Uint8Array::from(&b"thawed"[..])).unwrap();
    put_raw(Store::Bodies, id.as_str(), &changed).await;
    outbox::wake();
    until("it is noticed", || async {
        matches!(
            state_of(&id).await,
            ::outbox::State::NeedsAttention { reason: ::outbox::Reason::Damaged, .. }
        )
    })
    .await;
    assert_eq!(network.asked.borrow().len(), 1);
    outbox::delete(id.as_str()).await.unwrap();
}

#[wasm_bindgen_test]
async fn what_a_killed_tab_left_is_sent_after_its_lease_and_garbage_harms_nobody() {
    database::delete().await.unwrap();
    let network = network(&[REPEATED]);
    let id = "00000000-0000-4000-8000-000000000001";
    // SHA-256 of the empty text.
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let left = format!(
        r#"{{"id":"{id}","url":"/api/x","contentType":"text/plain","body":"{sum}","size":0,"created":5,
        "state":{{"kind":"sending","tries":1,"by":"a tab that is gone","since":1700000000}}}}"#
    );
    put_raw(Store::Outbox, "garbage", &record("no json")).await;
    put_raw(Store::Outbox, id, &record(&left)).await;
    let body = Object::new();
    Reflect::set(&body, &"bytes".into(), &js_sys::Uint8Array::new_with_length(0)).unwrap();
    put_raw(Store::Bodies, id, &body).await;
    outbox::wake();
    let id = ::outbox::EntryId::new(id).unwrap();
    until("sent", || async { matches!(state_of(&id).await, ::outbox::State::Sent { .. }) }).await;
    assert_eq!(network.asked.borrow().len(), 1);
    assert_eq!(
        store::list(Store::Outbox).await.unwrap().len(),
        2,
        "garbage is left for the person to see"
    );
    database::delete().await.unwrap();
}
