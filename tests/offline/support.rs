//! Waiting, looking into the database from outside, and a browser that lacks something.

use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use stadtkern::offline::{Store, database, store};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    pub number: u32,
    pub office: String,
}

pub fn appointment() -> Appointment {
    Appointment { number: 4711, office: "Bürgerbüro Nord".to_owned() }
}

pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |done, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until something becomes true; a test that waits in vain fails.
pub async fn until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    for _ in 0..200 {
        if condition().await {
            return;
        }
        sleep(25).await;
    }
    panic!("it never came to: {what}");
}

/// A connection of our own to the same database, as another tab has one.
pub async fn other_connection() -> web_sys::IdbDatabase {
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
pub async fn put_raw(store: Store, key: &str, value: &JsValue) {
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

pub async fn get_raw(store: Store, key: &str) -> JsValue {
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

pub fn record(text: &str) -> JsValue {
    let record = Object::new();
    Reflect::set(&record, &"at".into(), &1_795_000_000.into()).unwrap();
    Reflect::set(&record, &"text".into(), &text.into()).unwrap();
    record.into()
}

pub fn database_health() -> database::Health {
    use leptos::prelude::GetUntracked;
    leptos::prelude::Owner::new().with(|| database::health().get_untracked())
}

/// Replaces a property of the global object while it lives.
pub struct Replaced(&'static str, JsValue);

impl Replaced {
    pub fn by(name: &'static str, value: &JsValue) -> Self {
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

pub fn define(name: &str, value: &JsValue) {
    let property = Object::new();
    for (field, content) in
        [("value", value), ("configurable", &JsValue::TRUE), ("writable", &JsValue::TRUE)]
    {
        Reflect::set(&property, &field.into(), content).unwrap();
    }
    Reflect::define_property(&js_sys::global(), &name.into(), &property).unwrap();
}

/// Replaces a method of a class by a script while it lives.
pub struct Patched {
    prototype: JsValue,
    method: &'static str,
    before: JsValue,
}

impl Patched {
    pub fn by(class: &str, method: &'static str, make: &str) -> Self {
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
