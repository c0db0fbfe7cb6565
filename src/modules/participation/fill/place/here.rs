//! The place where the person is, after a press.
use super::Asked;
use crate::i18n::{t, text};
use crate::ui::{Button, IconName, IntoPart, Part};
use leptos::prelude::*;
use participation::drawing::{Mark, Place};
use wasm_bindgen::prelude::*;

/// How long a device may look for itself, in milliseconds.
const LONGEST: u32 = 20_000;

/// The button, and what came of it.
pub fn here(asked: Asked) -> Part {
    let said: RwSignal<Option<&'static str>> = RwSignal::new(None);
    let asking = RwSignal::new(false);
    let press = Callback::new(move |()| {
        asking.set(true);
        said.set(Some("participation.fill.place.here.asking"));
        locate(move |found| {
            // The page may be gone meanwhile.
            if asking.try_set(false).is_some() {
                return;
            }
            let _ = said.try_set(found.err());
            if let Ok(mark) = found {
                asked.lead(mark);
            }
        });
    });
    view! {
        <div class="stack stack--tight">
            <div><Button icon=IconName::Place label=Signal::derive(t("participation.fill.place.here")) busy=asking on_press=press/></div>
            <p class="kern-hint" role="status">{move || said.get().map(|key| text(key, &[]))}</p>
        </div>
    }
    .part()
}

/// Asks where the person is; the browser asks them first.
fn locate(then: impl Fn(Result<Mark, &'static str>) + Clone + 'static) {
    let Ok(geolocation) = window().navigator().geolocation() else {
        return then(Err("participation.fill.place.here.unknown"));
    };
    let refuse = then.clone();
    let found = Closure::once_into_js(move |position: web_sys::Position| {
        let here = position.coords();
        let place = Place::from_degrees(here.latitude(), here.longitude());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
        let accuracy = here.accuracy().round() as u32;
        let mark = place.map(|place| Mark { place, accuracy });
        then(mark.ok_or("participation.fill.place.here.unknown"));
    });
    let failed = Closure::once_into_js(move |error: web_sys::PositionError| {
        refuse(Err(match error.code() {
            1 => "participation.fill.place.here.denied",
            3 => "participation.fill.place.here.late",
            _ => "participation.fill.place.here.unknown",
        }));
    });
    let options = web_sys::PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_timeout(LONGEST);
    // A browser without a place calls the second one.
    let _ = geolocation.get_current_position_with_error_callback_and_options(
        found.unchecked_ref(),
        Some(failed.unchecked_ref()),
        &options,
    );
}
