//! My appointments, without an account: kept on this device, encrypted, shown without a network.
use super::state::Appointments;
use super::{elsewhere, engine};
use crate::i18n::format;
use crate::offline::{self, Store};
use crate::task;
use leptos::prelude::*;
use std::cell::RefCell;
use zms::ProcessId;
use zms::appointment::Appointment;

/// How long an appointment is kept after it was, in seconds: two days, for the way home.
const AFTERWARDS: i64 = 2 * 86_400;

/// An appointment on this device, and when the city's system last confirmed it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptAppointment {
    /// The appointment.
    pub appointment: Appointment,
    /// When it was last seen (seconds since the epoch).
    pub at: i64,
}

zms::keep! { KeptAppointment { appointment, at } }

thread_local! {
    /// Numbers that were forgotten since the page was opened.
    static FORGOTTEN: RefCell<Vec<ProcessId>> = const { RefCell::new(Vec::new()) };
}

fn key(id: ProcessId) -> String {
    id.to_string()
}

/// Reads all that are kept, the next one first; those long past are deleted. What was kept while
/// this was reading is newer and stays; what was forgotten meanwhile does not come back.
pub async fn read(state: Appointments) {
    let read = all().await;
    state.kept.update(|known| {
        for kept in read {
            let id = kept.appointment.key.process_id;
            if FORGOTTEN.with_borrow(|forgotten| forgotten.contains(&id)) {
                continue;
            }
            if known.iter().all(|other| other.appointment.key.process_id != id) {
                known.push(kept);
            }
        }
        sort(known);
    });
}

async fn all() -> Vec<KeptAppointment> {
    let now = format::now();
    let mut all = Vec::new();
    for item in offline::store::list(Store::Appointments).await.unwrap_or_default() {
        let Ok(Some(text)) = offline::load_secret::<String>(Store::Appointments, &item.key).await
        else {
            continue;
        };
        let Some(kept) = zms::keep::load::<KeptAppointment>(&text.value) else {
            // From another version, or damaged: it cannot be shown, and would be kept for nothing.
            let _ = offline::store::remove(Store::Appointments, &item.key).await;
            continue;
        };
        let start = kept.appointment.start.map_or(0, |start| start.0);
        if start + AFTERWARDS < now {
            // If it stays it is only tried again at the next start.
            let _ = offline::store::remove(Store::Appointments, &item.key).await;
        } else {
            all.push(kept);
        }
    }
    all
}

fn sort(all: &mut [KeptAppointment]) {
    zms::sort_by_key(all, |kept| (kept.appointment.start.map_or(0, |start| start.0), 0));
}

/// Keeps an appointment, or its newer state. It is written first: what the page calls kept is there at the next start.
pub async fn add(state: Appointments, appointment: Appointment) {
    let id = appointment.key.process_id;
    let kept = KeptAppointment { appointment, at: format::now() };
    FORGOTTEN.with_borrow_mut(|forgotten| forgotten.retain(|other| *other != id));
    // A device that cannot keep it shows it until the page is closed; the mail has the link too.
    let _ = offline::save_secret(Store::Appointments, &key(id), &zms::keep::save(&kept)).await;
    state.kept.update(|all| {
        all.retain(|other| other.appointment.key.process_id != id);
        all.push(kept);
        sort(all);
    });
    elsewhere::tell_kept();
    // The first thing worth keeping is the moment to ask the browser not to throw it away.
    // Nothing waits for it: some browsers ask the person.
    task::begin(async {
        offline::persist::ask().await;
    });
}

/// Forgets an appointment on this device; the appointment itself stands.
pub async fn remove(state: Appointments, id: ProcessId) {
    forget(state, id);
    let _ = offline::store::remove(Store::Appointments, &key(id)).await;
    elsewhere::tell_forgotten(id);
}

/// It is no longer shown, and the booking it came from is over.
pub fn forget(state: Appointments, id: ProcessId) {
    FORGOTTEN.with_borrow_mut(|forgotten| forgotten.push(id));
    state.kept.update(|all| all.retain(|kept| kept.appointment.key.process_id != id));
    engine::finish(id);
}
