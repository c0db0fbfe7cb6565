//! What the pages share: the catalogue, the guide, the booking, the calendar, my appointments.
//!
//! Only what the first pages need is here; what goes on once a booking has begun is in `engine`.
use super::guide::Guide;
use super::keep::KeptAppointment;
use super::{client, engine};
use crate::i18n::{format, language};
use crate::offline::{self, Store};
use crate::preferences;
use crate::task;
use crate::ui::Freshness;
use leptos::prelude::*;
use std::cell::Cell;
use zms::ServiceId;
use zms::booking::Booking;
use zms::calendar::Calendar;
use zms::catalogue::{Catalogue, Selection};
use zms::error::Failure;

/// How many services last chosen are offered again.
const MOST_RECENT: usize = 3;
const CATALOGUE: &str = "catalogue";

/// The signals of this module.
#[derive(Clone, Copy)]
pub struct Appointments {
    /// Offices and services; empty until they have come.
    pub catalogue: RwSignal<Catalogue>,
    /// How fresh the catalogue is.
    pub freshness: RwSignal<Freshness>,
    /// Why the catalogue could not be had, the last time it was asked for.
    pub failure: RwSignal<Option<Failure>>,
    /// The city's guide in the person's language.
    pub guide: RwSignal<Guide>,
    /// The booking.
    pub booking: RwSignal<Booking>,
    /// Whether what the device kept of a booking has been read.
    pub restored: RwSignal<bool>,
    /// Services that were chosen and not yet taken up by the booking.
    pub wish: StoredValue<Option<Selection>>,
    /// The calendar of the booking's offices and services.
    pub calendar: RwSignal<Option<Calendar>>,
    /// Whether the calendar is being asked for.
    pub asking_calendar: RwSignal<bool>,
    /// The appointments kept on this device, the next one first.
    pub kept: RwSignal<Vec<KeptAppointment>>,
    /// Now, in seconds since the epoch, moved on every second while something runs out.
    pub now: RwSignal<i64>,
}

thread_local! {
    static STATE: Cell<Option<Appointments>> = const { Cell::new(None) };
}

/// The signals; made by [`start`] before any page.
pub fn use_appointments() -> Appointments {
    STATE.get().unwrap_or_else(make)
}

fn make() -> Appointments {
    let state = Appointments {
        catalogue: RwSignal::new(Catalogue::default()),
        freshness: RwSignal::new(Freshness::Asking),
        failure: RwSignal::new(None),
        guide: RwSignal::new(Guide::default()),
        booking: RwSignal::new(Booking::default()),
        restored: RwSignal::new(false),
        wish: StoredValue::new(None),
        calendar: RwSignal::new(None),
        asking_calendar: RwSignal::new(false),
        kept: RwSignal::new(Vec::new()),
        now: RwSignal::new(format::now()),
    };
    STATE.set(Some(state));
    state
}

/// Begins: reads what the device has, asks for what is new. Called once, when the app is mounted.
pub fn start() {
    let state = make();
    Effect::new(move || {
        // Followed, so that the guide changes with the language.
        language();
        task::begin(async move { state.guide.set(Guide::load().await) });
    });
    task::begin(async move {
        // Only a device that keeps something has to read it; the others spare the part that can.
        let kept = [Store::Appointments, Store::Drafts];
        let mut something = false;
        for store in kept {
            // A store that cannot be listed is left to the engine, which says so.
            something |= offline::store::list(store).await.map_or(true, |all| !all.is_empty());
        }
        if !something || (engine::WAKE.call)(()).await.is_err() {
            state.restored.set(true);
        }
    });
    task::begin(async move {
        load_catalogue(state).await;
    });
}

/// Asks for the catalogue: device and network at once, because on a first visit the network's answer is there before
/// the device has said that it keeps nothing.
pub async fn load_catalogue(state: Appointments) {
    task::begin(show_kept(state));
    match client::catalogue().await {
        Ok((catalogue, text)) => {
            // Set only when it differs: a list that is drawn anew loses the focus in it.
            if state.catalogue.with_untracked(|known| *known != catalogue) {
                state.catalogue.set(catalogue);
            }
            state.failure.set(None);
            state.freshness.set(Freshness::Live(format::now()));
            // Without the copy the next start needs the network, nothing else is lost.
            let _ = offline::store::put(Store::Package, CATALOGUE, &text).await;
        }
        Err(failure) => {
            // No complaint before it is known what the device has.
            show_kept(state).await;
            state.failure.set(Some(failure));
            if state.freshness.get_untracked() == Freshness::Asking {
                state.freshness.set(Freshness::Unavailable);
            }
        }
    }
}

/// Shows the catalogue that the device keeps, unless there is one already.
async fn show_kept(state: Appointments) {
    let nothing = move || state.catalogue.with_untracked(|all| all.services().is_empty());
    if nothing()
        && let Ok(Some(kept)) = offline::store::get(Store::Package, CATALOGUE).await
        && let Ok(catalogue) = Catalogue::decode(kept.text.as_bytes())
        // The network may have been faster.
        && nothing()
    {
        state.catalogue.set(catalogue);
        state.freshness.set(Freshness::Saved(kept.at));
    }
}

/// Chooses services: the booking takes them up as soon as its part of the app is there.
pub fn choose(selection: Selection) {
    if let Some(service) = selection.main() {
        remember(service);
    }
    use_appointments().wish.set_value(Some(selection));
}

/// The services chosen last on this device, the newest first.
pub fn recent() -> Vec<ServiceId> {
    let kept = preferences::read(preferences::RECENT).unwrap_or_default();
    kept.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Offers a service among the last chosen.
pub fn remember(service: ServiceId) {
    let mut all = recent();
    all.retain(|other| *other != service);
    all.insert(0, service);
    all.truncate(MOST_RECENT);
    let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
    preferences::store(preferences::RECENT, &ids.join(","));
}
