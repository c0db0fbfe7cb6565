//! What every step of a booking has: where one is, how long it is held, the way back.
use super::super::engine::address;
use super::super::names;
use super::super::state::use_appointments;
use crate::i18n::{plural, t, text};
use crate::navigation;
use crate::ui::{Icon, IconName, announce, dynamic, when};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use zms::booking::Stage;
use zms::{Minutes, Timestamp};

/// How many steps a booking has.
const STEPS: usize = 4;

/// Where in the booking a page stands: "Step 2 of 4".
#[component]
pub fn Steps(
    /// The step, from 1.
    at: usize,
) -> impl IntoView {
    let words = move || {
        let (at, of) = (at.to_string(), STEPS.to_string());
        text("appointments.step", &[("at", &at), ("of", &of)])
    };
    view! {
        <div class="kern-progress">
            <p class="muted small">{words}</p>
            <ol class="steps" aria-hidden="true">
                {(1..=STEPS).map(|step| view! {
                    <li class=if step <= at { "steps__step steps__step--done" } else { "steps__step" }></li>
                }).collect_view()}
            </ol>
        </div>
    }
}

/// Goes where the booking goes: when its stage belongs to another page, that page is opened.
/// Each page of the booking holds one.
#[component]
pub fn FollowBooking() -> impl IntoView {
    let state = use_appointments();
    let path = use_location().pathname;
    let stage_page = Memo::new(move |_| state.booking.with(|booking| address(&booking.stage)));
    Effect::new(move |before: Option<&'static str>| {
        let page = stage_page.get();
        // Only a change moves the person; what was there when they came is the page's own matter.
        if before.is_some_and(|before| before != page) && path.get_untracked() != page {
            // A lost slot replaces the form, so that Back does not lead into a form without a slot.
            let replace = page == "/appointments/expired";
            if replace { navigation::replace(page) } else { navigation::go(page) }
        }
        page
    });
}

/// How long the slot is held: quiet on the screen, said aloud on demand and shortly before the end.
#[component]
pub fn Countdown() -> impl IntoView {
    let state = use_appointments();
    let left = Memo::new(move |_| {
        let now = state.now.get();
        state.booking.with(|booking| booking.seconds_left(Timestamp(now)))
    });
    let written = move || {
        let seconds = left.get().unwrap_or_default();
        // Under two minutes each second counts; before that a running number only disturbs.
        if seconds < 120 {
            let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
            plural("appointments.held.seconds", f64::from(seconds), &[])
        } else {
            let minutes = u32::try_from(seconds / 60).unwrap_or(u32::MAX);
            plural("appointments.held.minutes", f64::from(minutes), &[])
        }
    };
    Effect::new(move |before: Option<Option<u64>>| {
        let now = left.get();
        let crossed =
            |mark| before.flatten().is_some_and(|b| b > mark) && now.is_some_and(|n| n <= mark);
        if crossed(120) || crossed(30) {
            announce(&written());
        }
        now
    });
    view! {
        {when(move || left.get().is_some(), move || view! { <p class="age">
                <Icon name=IconName::Clock/>
                <span role="timer" aria-live="off">{written}</span>
                <button type="button" class="kern-btn kern-btn--tertiary" on:click=move |_| announce(&written())>
                    {t("appointments.held.read")}
                </button>
            </p> })}
    }
}

/// What is being booked, in short: services, time, office.
#[component]
pub fn Summary() -> impl IntoView {
    let state = use_appointments();
    let line = |key: &'static str, value: Signal<String>| {
        view! {
            <div class="kern-description-list-item">
                <dt class="kern-description-list-item__key">{t(key)}</dt>
                <dd class="kern-description-list-item__value">{value}</dd>
            </div>
        }
    };
    let slot = move || {
        state.booking.with(|booking| match &booking.stage {
            Stage::Expired { slot } | Stage::Reserving { slot, .. } => Some(*slot),
            _ => booking.reservation().map(|reservation| reservation.slot),
        })
    };
    let services =
        move || names::services(&state.booking.with(|booking| booking.selection.items().to_vec()));
    let time = move || slot().map(|slot| names::long_moment(slot.start.0)).unwrap_or_default();
    let duration = move || {
        slot()
            .and_then(|slot| {
                state.catalogue.with(|all| {
                    state.booking.with(|booking| all.duration_at(&booking.selection, slot.office))
                })
            })
            .filter(|minutes: &Minutes| minutes.0 > 0)
            .map(names::duration)
    };
    let office = move || slot().map(|slot| names::office(slot.office)).unwrap_or_default();
    let place = move || {
        slot().and_then(|slot| {
            state.catalogue.with(|all| {
                all.office(slot.office)
                    .and_then(|office| office.address.as_ref().map(names::address))
            })
        })
    };
    let where_ = move || match place() {
        Some(place) => [office(), ", ".to_owned(), place].concat(),
        None => office(),
    };
    view! {
        <section class="kern-card" aria-label=t("appointments.summary")>
            <dl class="kern-description-list">
                {line("appointments.summary.service", Signal::derive(services))}
                {line("appointments.summary.time", Signal::derive(time))}
                {dynamic(move || duration().map(|duration| line("appointments.summary.duration", Signal::stored(duration))))}
                {line("appointments.summary.place", Signal::derive(where_))}
            </dl>
        </section>
    }
}

/// What to bring to the chosen services, without doubles.
#[component]
pub fn Documents(
    /// The services.
    #[prop(into)]
    services: Signal<Vec<zms::ServiceId>>,
) -> impl IntoView {
    let state = use_appointments();
    let documents = Memo::new(move |_| {
        state.guide.with(|guide| {
            let mut all: Vec<String> = Vec::new();
            for document in services.get().into_iter().flat_map(|id| guide.documents(id)) {
                if !all.iter().any(|known| known == document) {
                    all.push(document.to_owned());
                }
            }
            all
        })
    });
    view! {
        {when(move || documents.with(|all| !all.is_empty()), move || view! { <section class="stack stack--tight" aria-labelledby="documents">
                <h2 id="documents">{t("appointments.documents")}</h2>
                <ul class="stack stack--tight">
                    {dynamic(move || documents.get().into_iter().map(|document| view! { <li>{document}</li> }).collect_view())}
                </ul>
            </section> })}
    }
}
