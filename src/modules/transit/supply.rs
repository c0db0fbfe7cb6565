//! The timetable on the device: kept, opened, renewed; and what really runs, asked for while somebody looks.
use super::state::{Transit, offers, use_transit};
use super::{client, engine, keep};
use crate::i18n::format;
use crate::navigation;
use crate::offline::{self, Store};
use crate::task;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use transit::answer::{Kind, Opened};
use transit::api;
use transit::supply::{Event, Supply};

const KEY: &str = "timetable";
/// How long until the network is asked for a newer timetable again, in seconds.
const RENEW: i64 = 6 * 3_600;
/// How long until it is tried again to get one where there is none, in seconds.
const AGAIN: i64 = 20;

thread_local! {
    /// Which timetable is open (`ETag`).
    static MARK: RefCell<String> = const { RefCell::new(String::new()) };
    /// When the network was last asked for a newer one.
    static RENEWED: Cell<i64> = const { Cell::new(0) };
    /// When it was last asked what really runs.
    static HEARD: Cell<i64> = const { Cell::new(0) };
    /// Whether this part has begun.
    static BEGUN: Cell<bool> = const { Cell::new(false) };
    /// How many pages show times now.
    static LOOKING: Cell<u32> = const { Cell::new(0) };
}

fn happened(state: Transit, event: Event) {
    let opened = matches!(event, Event::Opened(_));
    let after = state.supply.get_untracked().after(event);
    if state.supply.with_untracked(|before| *before != after) {
        state.supply.set(after);
    }
    if opened {
        // Every page asks its question again.
        state.edition.update(|edition| *edition = edition.wrapping_add(1));
    }
}

/// Somebody needs the timetable, or wants to try again.
pub fn want() {
    let state = use_transit();
    begin(state);
    let before = state.supply.get_untracked();
    happened(state, Event::Wanted);
    if state.supply.with_untracked(|after| *after == Supply::Reading) && before != Supply::Reading {
        task::begin(async move {
            read(state).await;
            renew(state).await;
            hear(state).await;
        });
    }
}

/// Opens what the device has.
async fn read(state: Transit) {
    if let Ok(Some(kept)) = offline::file::get(Store::Timetable, KEY).await {
        match engine::open::<Opened>(&kept.bytes).await {
            Ok(opened) => {
                MARK.set(kept.mark);
                return happened(state, Event::Opened(opened));
            }
            // The worker could not be started: the copy may be sound.
            Err(trouble) if trouble.kind == Kind::Other => {
                return happened(state, Event::Failed(trouble));
            }
            // From another version, or damaged: it would be kept for nothing.
            Err(_) => drop(offline::store::remove(Store::Timetable, KEY).await),
        }
    }
    happened(state, Event::NotOnDevice);
}

/// Asks for a newer timetable; the old one stays until the new one is open.
async fn renew(state: Transit) {
    RENEWED.set(format::now());
    let mark = MARK.with_borrow(Clone::clone);
    match client::timetable(Some(&mark)).await {
        Ok(None) => {}
        Ok(Some(fetched)) => match engine::open::<Opened>(&fetched.bytes).await {
            Ok(opened) => {
                MARK.set(fetched.mark.clone());
                happened(state, Event::Opened(opened));
                // A device that keeps nothing asks the network again the next time.
                let _ =
                    offline::file::put(Store::Timetable, KEY, &fetched.bytes, &fetched.mark).await;
            }
            Err(trouble) => happened(state, Event::Failed(trouble)),
        },
        Err(trouble) => happened(state, Event::Failed(trouble)),
    }
}

/// Asks what really runs and what is announced.
async fn hear(state: Transit) {
    HEARD.set(format::now());
    hear_vehicles(state).await;
    hear_alerts(state).await;
}

/// Asks what really runs, and takes it if it belongs to the timetable that is open.
async fn hear_vehicles(state: Transit) {
    if state.supply.with_untracked(|supply| supply.opened().is_none()) {
        return;
    }
    // Without an answer what is known grows old, and says so.
    if offers(|status| status.realtime).await
        && let Ok(Some(overlay)) = client::realtime().await
    {
        if MARK.with_borrow(|mark| *mark != overlay.timetable) {
            return renew(state).await;
        }
        if let Ok(opened) = engine::live::<Opened>(&overlay.bytes, overlay.told).await {
            happened(state, Event::Opened(opened));
        }
    }
}

/// Asks what is announced.
async fn hear_alerts(state: Transit) {
    let heard = client::alerts().await;
    state.unheard.set(heard.is_err());
    let Ok((alerts, text)) = heard else { return };
    if state.alerts.with_untracked(|known| known.as_ref() != Some(&alerts)) {
        state.alerts.set(Some(alerts));
        // Without a timetable it takes them when it is opened.
        if let Ok(opened) = engine::alerts::<Opened>(&text).await {
            happened(state, Event::Opened(opened));
        }
    }
}

/// Reads my stops and journeys, without the timetable.
pub fn read_kept() {
    begin(use_transit());
}

/// Reads what is kept and begins the clock; only the first call does something.
fn begin(state: Transit) {
    if BEGUN.replace(true) {
        return;
    }
    task::begin(keep::read(state));
    let step = move || {
        if LOOKING.get() == 0 || document().hidden() {
            return;
        }
        let now = format::now();
        state.now.set(now);
        if !navigation::online().get_untracked() {
            return;
        }
        match state.supply.get_untracked() {
            // What could not be had may be there when the network is back.
            Supply::Missing(_) if now - RENEWED.get() > AGAIN => want(),
            Supply::Open(_) => {
                if now - RENEWED.get() > RENEW {
                    task::begin(renew(state));
                }
                if now - HEARD.get() >= i64::from(api::REFRESH) {
                    task::begin(hear(state));
                }
            }
            _ => {}
        }
    };
    // Without a clock the page shows what it showed when it was opened.
    let _ = set_interval_with_handle(step, Duration::from_secs(1));
}

/// Keeps clock and real time going while the page that calls it is there.
pub fn look() {
    LOOKING.set(LOOKING.get() + 1);
    on_cleanup(|| LOOKING.set(LOOKING.get().saturating_sub(1)));
    use_transit().now.set(format::now());
    want();
}
