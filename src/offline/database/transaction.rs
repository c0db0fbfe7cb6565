//! One operation, one transaction.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbRequest, IdbTransaction};

use super::Change;
use crate::offline::memory::Record;
use crate::offline::{Store, browser};

/// Makes all changes or none.
pub(super) async fn write(database: &IdbDatabase, changes: &[Change]) -> Result<(), JsValue> {
    let stores: Vec<Store> = changes.iter().map(Change::store).collect();
    let transaction = begin(database, &stores)?;
    place(&transaction, changes)?;
    end_of(&transaction).await
}

/// Makes the changes that `decide` derives from what it finds.
pub(super) async fn write_after_reading(
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

/// One record, `undefined` if there is none.
pub(super) async fn read_one(
    database: &IdbDatabase,
    store: Store,
    key: &str,
) -> Result<JsValue, JsValue> {
    let request = database
        .transaction_with_str(store.name())?
        .object_store(store.name())?
        .get(&key.into())?;
    answer_of(&request).await
}

/// Keys and records of a whole store, in the same order.
pub(super) async fn read_store(
    database: &IdbDatabase,
    store: Store,
) -> Result<(Array, Array), JsValue> {
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
            Err(transaction
                .error()
                .map(JsValue::from)
                .or_else(|| failed.is_object().then_some(failed))
                .unwrap_or(event))
        }
    }
}
