//! A booking that was begun, kept on this device until it is over: encrypted, for it holds a name, an address and the
//! key of a reservation.
use crate::offline::{self, Store};
use crate::task;
use std::cell::{Cell, RefCell};
use zms::booking::{self, Booking, Effect};

/// How long what was typed is kept, in seconds: a day.
const LASTS: i64 = 86_400;
const KEY: &str = "booking";

/// What is to lie on the device: a text, or nothing.
type Wanted = Option<String>;

thread_local! {
    /// What nobody has begun to write yet. Only the newest matters.
    static NEXT: RefCell<Option<Wanted>> = const { RefCell::new(None) };
    /// One writes at a time: encrypting takes longer than removing, and what comes last has to stay.
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the booking as it is now, or removes what was kept when there is nothing worth keeping.
pub fn keep(booking: &Booking) {
    let worth_keeping = !booking.contact.is_empty() || booking.reservation().is_some();
    NEXT.set(Some(worth_keeping.then(|| booking::save(booking))));
    if WRITING.replace(true) {
        return;
    }
    task::begin(async {
        while let Some(wanted) = NEXT.take() {
            // A device that keeps nothing still books; a reload then starts again.
            let _ = match wanted {
                Some(text) => offline::save_secret(Store::Drafts, KEY, &text).await,
                None => offline::store::remove(Store::Drafts, KEY).await,
            };
        }
        WRITING.set(false);
    });
}

/// The booking as it was when the page was closed, if it still holds something, and what is to be done about it.
pub async fn read() -> Option<(Booking, Vec<Effect>)> {
    let text = offline::load_secret::<String>(Store::Drafts, KEY).await.ok()??;
    let restored = booking::restore(&text.value).ok().filter(|_| text.age() < LASTS);
    if restored.is_none() {
        // Too old, from another version, or damaged: it would be kept for nothing.
        let _ = offline::store::remove(Store::Drafts, KEY).await;
    }
    restored
}
