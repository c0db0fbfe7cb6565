//! Values that others must not read from the device's disk, sealed (AES-GCM) with a key that never leaves the browser's
//! keeping: it cannot be read out, only used, and deleting it makes what it sealed unreadable for ever.
//!
//! This is no protection against a script on our own page; the content security policy is.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::database::{self, Change};
use super::memory::Record;
use super::saved::to_text;
use super::{Saved, StorageError, Store, browser};

const KEY: &str = "device";
const NONCE: u32 = 12;

/// Seals bytes. `purpose` is bound to them: they open only with the same one.
///
/// # Errors
/// [`StorageError::NoCrypto`] without a secure connection, or what the storage of the key said.
pub async fn seal(purpose: &str, plain: &[u8]) -> Result<Vec<u8>, StorageError> {
    let key = device_key().await?;
    let nonce = Uint8Array::new_with_length(NONCE);
    let crypto = browser::part(&["crypto"]).ok_or(StorageError::NoCrypto)?;
    browser::call(&crypto, "getRandomValues", &[nonce.clone().into()])
        .map_err(|_| StorageError::NoCrypto)?;
    let mut sealed = nonce.to_vec();
    sealed.extend(
        run("encrypt", &nonce, purpose, &key, plain)
            .await
            .map_err(|thrown| StorageError::of(&thrown))?,
    );
    Ok(sealed)
}

/// Opens what [`seal`] made; `None` if it was made for another purpose, with another key, or altered.
///
/// # Errors
/// [`StorageError`] if the key could not be had.
pub async fn open(purpose: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, StorageError> {
    let key = device_key().await?;
    let Some((nonce, rest)) = sealed.split_at_checked(NONCE as usize) else { return Ok(None) };
    Ok(run("decrypt", &Uint8Array::from(nonce), purpose, &key, rest).await.ok())
}

/// Keeps a value sealed.
///
/// # Errors
/// [`StorageError`].
pub async fn save_secret<T: Serialize + ?Sized>(
    store: Store,
    key: &str,
    value: &T,
) -> Result<(), StorageError> {
    let text = to_text(value)?;
    database::commit(&[sealed_change(store, key, text.as_bytes()).await?]).await
}

/// The change that keeps bytes sealed, to be made together with others.
///
/// # Errors
/// As [`seal`].
pub async fn sealed_change(store: Store, key: &str, plain: &[u8]) -> Result<Change, StorageError> {
    let sealed = seal(&purpose(store, key), plain).await?;
    Ok(Change::Put(store, key.to_owned(), Record::of_bytes(&sealed)))
}

/// Bytes that [`sealed_change`] kept, and when. What cannot be opened is not removed: it may be all that a person
/// has of an answer.
///
/// # Errors
/// [`StorageError`].
pub async fn open_sealed(store: Store, key: &str) -> Result<Option<(Vec<u8>, i64)>, StorageError> {
    let Some(record) = database::read(store, key).await? else { return Ok(None) };
    let Some(sealed) = record.bytes() else { return Ok(None) };
    Ok(open(&purpose(store, key), &sealed).await?.map(|plain| (plain, record.at())))
}

/// Reads a value that [`save_secret`] kept. What cannot be opened or read any more is removed and counts as none.
///
/// # Errors
/// [`StorageError`] if storage or key could not be had; then nothing is removed.
pub async fn load_secret<T: DeserializeOwned>(
    store: Store,
    key: &str,
) -> Result<Option<Saved<T>>, StorageError> {
    let Some((plain, at)) = open_record(store, key).await? else { return Ok(None) };
    match serde_json::from_slice(&plain) {
        Ok(value) => Ok(Some(Saved { value, at })),
        Err(_) => super::store::remove(store, key).await.map(|()| None),
    }
}

async fn open_record(store: Store, key: &str) -> Result<Option<(Vec<u8>, i64)>, StorageError> {
    let Some(record) = database::read(store, key).await? else { return Ok(None) };
    let Some(sealed) = record.bytes() else { return Ok(None) };
    match open(&purpose(store, key), &sealed).await? {
        Some(plain) => Ok(Some((plain, record.at()))),
        None => super::store::remove(store, key).await.map(|()| None),
    }
}

fn purpose(store: Store, key: &str) -> String {
    format!("{}/{key}", store.name())
}

async fn run(
    method: &str,
    nonce: &Uint8Array,
    purpose: &str,
    key: &JsValue,
    data: &[u8],
) -> Result<Vec<u8>, JsValue> {
    let subtle = browser::part(&["crypto", "subtle"]).ok_or(JsValue::UNDEFINED)?;
    let purpose = Uint8Array::from(purpose.as_bytes());
    let algorithm = browser::object(&[
        ("name", "AES-GCM".into()),
        ("iv", nonce.into()),
        ("additionalData", purpose.into()),
    ]);
    let arguments = [algorithm, key.clone(), Uint8Array::from(data).into()];
    let outcome = browser::call_and_wait(&subtle, method, &arguments).await?;
    Ok(Uint8Array::new(&outcome).to_vec())
}

/// The device's key, made at first use.
async fn device_key() -> Result<JsValue, StorageError> {
    if let Some(key) = stored_key().await? {
        return Ok(key);
    }
    let subtle = browser::part(&["crypto", "subtle"]).ok_or(StorageError::NoCrypto)?;
    let algorithm = browser::object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let usages: Array = ["encrypt", "decrypt"].into_iter().map(JsValue::from_str).collect();
    let key =
        browser::call_and_wait(&subtle, "generateKey", &[algorithm, JsValue::FALSE, usages.into()])
            .await
            .map_err(|_| StorageError::NoCrypto)?;
    let added =
        database::commit(&[Change::Add(Store::Keys, KEY.to_owned(), Record::of_key(&key))]).await;
    match added {
        Ok(()) => Ok(key),
        // Another tab was quicker: its key is the one.
        Err(error) => stored_key().await?.ok_or(error),
    }
}

async fn stored_key() -> Result<Option<JsValue>, StorageError> {
    Ok(database::read(Store::Keys, KEY).await?.and_then(|record| record.key()))
}
