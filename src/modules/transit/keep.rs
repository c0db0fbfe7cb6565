//! My stops and my journeys: on this device, encrypted, because they say where a person lives and goes.
use super::check::Found;
use super::state::Transit;
use crate::i18n::format;
use crate::offline::{self, Store};
use leptos::prelude::*;
use transit::json::{self, Json, entry, field};
use transit::query;
use transit::source::By;
use transit::{Alert, Journey, Moment, Spot};

/// Under which key my stops are.
pub const STOPS: &str = "stops";
const JOURNEYS: &str = "journeys";
/// How long a journey is kept after it was, in seconds.
const AFTERWARDS: i64 = 86_400;
/// How many stops can be kept: as many as one question may name.
pub const MOST_STOPS: usize = query::MOST_STOPS;
/// How many journeys.
const MOST_JOURNEYS: usize = 30;

/// A journey on this device.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptJourney {
    /// The journey, as last seen.
    pub journey: Journey,
    /// What concerned it.
    pub alerts: Vec<Alert>,
    /// The question it answered, as an address: to ask again.
    pub question: String,
    /// From where, in words.
    pub from: String,
    /// To where, in words.
    pub to: String,
    /// The number of the appointment it leads to.
    pub appointment: Option<String>,
    /// When it was last checked (seconds since the epoch).
    pub at: Moment,
    /// Who had computed it.
    pub by: By,
}

impl Json for KeptJourney {
    fn write(&self, text: &mut String) {
        text.push('{');
        entry(text, "journey", &self.journey);
        entry(text, "alerts", &self.alerts);
        entry(text, "question", &self.question);
        entry(text, "from", &self.from);
        entry(text, "to", &self.to);
        entry(text, "appointment", &self.appointment);
        entry(text, "at", &self.at);
        entry(text, "by", &self.by);
        text.push('}');
    }
    fn read(value: &serde_json::Value) -> Option<Self> {
        Some(Self {
            journey: field(value, "journey")?,
            alerts: field(value, "alerts")?,
            question: field(value, "question")?,
            from: field(value, "from")?,
            to: field(value, "to")?,
            appointment: field(value, "appointment")?,
            at: field(value, "at")?,
            by: field(value, "by")?,
        })
    }
}

/// Reads what is kept; journeys long past are deleted.
pub async fn read(state: Transit) {
    let stops = load::<Vec<Spot>>(STOPS).await.unwrap_or_default();
    let mut journeys = load::<Vec<KeptJourney>>(JOURNEYS).await.unwrap_or_default();
    let now = Moment(format::now());
    let all = journeys.len();
    journeys.retain(|kept| kept.journey.arrival().plus(AFTERWARDS) > now);
    if journeys.len() < all {
        save(JOURNEYS, &journeys).await;
    }
    // What the person kept while this was reading is newer.
    if state.stops.with_untracked(Vec::is_empty) && !stops.is_empty() {
        state.stops.set(stops);
    }
    if state.journeys.with_untracked(Vec::is_empty) && !journeys.is_empty() {
        state.journeys.set(journeys);
    }
    state.restored.set(true);
}

async fn load<T: Json>(key: &str) -> Option<T> {
    let text = offline::load_secret::<String>(Store::Transit, key).await.ok()??;
    json::load(&text.value)
}

async fn save<T: Json>(key: &str, value: &T) {
    // A device that cannot keep it shows it until the page is closed.
    if value.is_absent() {
        let _ = offline::store::remove(Store::Transit, key).await;
    } else {
        let _ = offline::save_secret(Store::Transit, key, &json::save(value)).await;
        offline::persist::ask().await;
    }
}

/// Whether a stop is among mine.
pub fn has_stop(state: Transit, spot: &Spot) -> bool {
    state.stops.with(|all| all.iter().any(|kept| is_same(kept, spot)))
}

fn is_same(kept: &Spot, spot: &Spot) -> bool {
    kept.stop == spot.stop || kept.looks_like(&spot.name, spot.position)
}

/// Keeps a stop, or forgets it. `false` if there are too many.
pub async fn toggle_stop(state: Transit, spot: Spot) -> bool {
    let had = state.stops.with_untracked(|all| all.iter().any(|kept| is_same(kept, &spot)));
    if !had && state.stops.with_untracked(|all| all.len() >= MOST_STOPS) {
        return false;
    }
    state.stops.update(|all| {
        if had {
            all.retain(|kept| !is_same(kept, &spot));
        } else {
            all.push(spot);
        }
    });
    state.has_stops.set(state.stops.with_untracked(|all| !all.is_empty()));
    save(STOPS, &state.stops.get_untracked()).await;
    true
}

/// A stop's new id and name, when it was found again under another.
pub async fn renew_stops(state: Transit, found: Vec<Spot>) {
    let mut all = state.stops.get_untracked();
    let mut changed = false;
    for spot in found {
        let known = all.iter_mut().find(|kept| kept.looks_like(&spot.name, spot.position));
        if let Some(kept) = known
            && *kept != spot
            && all_differ(&state, &spot)
        {
            *kept = spot;
            changed = true;
        }
    }
    if changed {
        state.stops.set(all.clone());
        save(STOPS, &all).await;
    }
}

/// Whether no kept stop has this id already.
fn all_differ(state: &Transit, spot: &Spot) -> bool {
    state.stops.with_untracked(|all| all.iter().all(|kept| kept.stop != spot.stop))
}

/// Keeps a journey, or its newer state; the one for an appointment takes the place of the one before.
pub async fn add_journey(state: Transit, kept: KeptJourney) {
    state.journeys.update(|all| {
        all.retain(|other| {
            let same_appointment =
                kept.appointment.is_some() && other.appointment == kept.appointment;
            !other.journey.is_same(&kept.journey) && !same_appointment
        });
        all.push(kept);
        all.sort_by_key(|kept| kept.journey.departure());
        if all.len() > MOST_JOURNEYS {
            all.remove(0);
        }
    });
    save(JOURNEYS, &state.journeys.get_untracked()).await;
}

/// After how many seconds it is written down again that a journey was checked and is as before.
const REMEMBERED: i64 = 60;

/// Takes what is newly known of a kept journey.
pub async fn take(state: Transit, kept: KeptJourney, found: Found) {
    let at = Moment(format::now());
    let Found { journey, alerts, source } = found;
    if kept.journey != journey || kept.alerts != alerts || at.since(kept.at) >= REMEMBERED {
        add_journey(state, KeptJourney { journey, alerts, at, by: source.by, ..kept }).await;
    }
}

/// Forgets a journey.
pub async fn remove_journey(state: Transit, journey: &Journey) {
    state.journeys.update(|all| all.retain(|kept| !kept.journey.is_same(journey)));
    save(JOURNEYS, &state.journeys.get_untracked()).await;
}
