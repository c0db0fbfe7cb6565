//! What `worker.js` calls, once for each message.

use std::cell::RefCell;
use transit_worker::Desk;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! { static DESK: RefCell<Desk> = RefCell::new(Desk::default()); }

/// Takes a timetable.
#[wasm_bindgen]
pub fn open(bytes: &[u8]) -> String {
    DESK.with_borrow_mut(|desk| desk.open(bytes))
}

/// Takes an overlay and when the city told it, in seconds since the epoch; without bytes it is forgotten.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value, reason = "what JavaScript may leave out comes by value")]
pub fn live(bytes: Option<Vec<u8>>, told: f64) -> String {
    DESK.with_borrow_mut(|desk| desk.live(bytes.as_deref(), whole(told)))
}

/// Takes the city's alerts.
#[wasm_bindgen]
pub fn alerts(text: &str) -> String {
    DESK.with_borrow_mut(|desk| desk.alerts(text))
}

/// Answers a question at a moment, in seconds since the epoch.
#[wasm_bindgen]
pub fn ask(question: &str, now: f64) -> String {
    DESK.with_borrow_mut(|desk| desk.ask(question, whole(now)))
}

#[allow(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
const fn whole(seconds: f64) -> i64 {
    seconds as i64
}
