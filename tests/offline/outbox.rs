//! The outbox against a network of our making.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use stadtkern::offline::{Store, database, outbox, store};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Replaced, put_raw, record, sleep, until};

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
