//! What the home page says about appointments: the next one, or that there is none.
use super::super::names;
use super::super::state::use_appointments;
use crate::i18n::{format, text};
use crate::ui::{Icon, IconName, IntoPart, dynamic};
use leptos::prelude::*;

/// The tile's content.
#[component]
pub fn Tile() -> impl IntoView {
    let state = use_appointments();
    dynamic(move || {
        let now = format::now();
        let next = state.kept.with(|all| {
            all.iter()
                .map(|kept| &kept.appointment)
                .find(|appointment| appointment.start.is_some_and(|start| start.0 > now))
                .cloned()
        });
        match next {
            Some(appointment) => {
                let start = appointment.start.map_or(0, |start| start.0);
                view! {
                    <p class="age age--strong"><Icon name=IconName::Clock/><strong>{names::long_moment(start)}</strong></p>
                    <p class="muted">{names::office_of(&appointment)}</p>
                }
                .part()
            }
            None => view! { <p class="muted">{text("appointments.tile.none", &[])}</p> }.part(),
        }
    })
}
