//! What happens to an appointment in another tab, in another browser, on another device.
use super::engine::dispatch;
use super::state::Appointments;
use super::{client, keep};
use crate::offline::tabs;
use crate::task;
use leptos::prelude::*;
use zms::booking::{Event, Stage};
use zms::{AppointmentKey, ProcessId};

/// Told to the other tabs when an appointment was kept, and with its number when one was forgotten.
const KEPT: &str = "appointment kept";
const FORGOTTEN: &str = "appointment forgotten ";

/// Tells the other tabs that this one has kept an appointment.
pub fn tell_kept() {
    tabs::tell(KEPT);
}

/// Tells the other tabs that an appointment is no longer on this device.
pub fn tell_forgotten(id: ProcessId) {
    tabs::tell(&[FORGOTTEN, &id.to_string()].concat());
}

/// Follows what happens elsewhere, for as long as the page lives.
pub fn follow(state: Appointments) {
    tabs::listen(move |words| {
        if words == KEPT {
            task::begin(async move {
                look_on_the_device(state).await;
            });
        } else if let Some(id) = words.strip_prefix(FORGOTTEN).and_then(|id| id.parse().ok()) {
            keep::forget(state, id);
        }
    });
    // The link of the mail may have opened in the mail program's own browser, or on another device: nobody tells.
    tabs::on_return(move || {
        task::begin(async move {
            look_on_the_device(state).await;
            ask(state).await;
        });
    });
}

/// Whether the appointment that this tab waits for is among those that are kept by now.
async fn look_on_the_device(state: Appointments) {
    keep::read(state).await;
    let kept = |key: &AppointmentKey| {
        state.kept.with_untracked(|all| {
            all.iter().any(|kept| kept.appointment.key.process_id == key.process_id)
        })
    };
    if let Some(key) = waiting(state).filter(kept) {
        dispatch(Event::ConfirmedElsewhere(key.process_id));
    }
}

/// Asks the city's system, quietly: without an answer the page waits on as it did.
async fn ask(state: Appointments) {
    let Some(key) = waiting(state) else { return };
    if let Ok(appointment) = client::appointment(&key).await
        && appointment.status.is_booked()
    {
        keep::add(state, appointment).await;
        dispatch(Event::ConfirmedElsewhere(key.process_id));
    }
}

/// The appointment whose mail this tab waits for.
fn waiting(state: Appointments) -> Option<AppointmentKey> {
    state.booking.with_untracked(|booking| match &booking.stage {
        Stage::Preconfirmed { reservation, .. } => Some(reservation.key.clone()),
        _ => None,
    })
}
