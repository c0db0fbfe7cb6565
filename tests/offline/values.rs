//! Values, with their times, and secrets.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use stadtkern::offline::{
    StorageError, Store, database, load, load_secret, save, save_secret, secret, store,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Appointment, appointment, database_health, get_raw, put_raw, record, until};

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
