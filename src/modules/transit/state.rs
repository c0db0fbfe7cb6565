//! What the pages share: timetable, alerts, my stops and journeys, the clock.
use super::{client, engine, keep, supply};
use crate::i18n::format;
use crate::module::Finding;
use crate::navigation;
use crate::offline::{self, Store};
use crate::task;
use leptos::prelude::*;
use std::cell::Cell;
use transit::answer::Alerts;
use transit::api::Status;
use transit::json::Json;
use transit::supply::Supply;
use transit::{Day, Journey, Moment, Position, Question, Spot, Trouble};

/// The signals of this module.
#[derive(Clone, Copy)]
pub struct Transit {
    /// Where the timetable stands.
    pub supply: RwSignal<Supply>,
    /// Counts the timetables and overlays: when it changes, everything is asked again.
    pub edition: RwSignal<u32>,
    /// Every alert; `None` until the city was heard.
    pub alerts: RwSignal<Option<Alerts>>,
    /// Whether the city could not be asked for its alerts the last time.
    pub unheard: RwSignal<bool>,
    /// Ids of lines and what they are called, to name those of alerts.
    pub lines: RwSignal<Vec<(String, String)>>,
    /// What the city offers; `None` until it was heard.
    pub status: RwSignal<Option<Status>>,
    /// Whether there are stops of mine, known before they have been read.
    pub has_stops: RwSignal<bool>,
    /// What the search on the home page found, and for which words.
    pub found: RwSignal<(String, Vec<Finding>)>,
    /// My stops.
    pub stops: RwSignal<Vec<Spot>>,
    /// My journeys.
    pub journeys: RwSignal<Vec<keep::KeptJourney>>,
    /// The journeys that were shown last, so that one that is opened is there at once, whoever found it.
    pub seen: RwSignal<Vec<Journey>>,
    /// Whether what the device kept has been read.
    pub restored: RwSignal<bool>,
    /// Where the person is, once they have said that the app may know.
    pub here: RwSignal<Option<Position>>,
    /// Now, in seconds since the epoch, moved on while a page shows times.
    pub now: RwSignal<i64>,
}

thread_local! { static STATE: Cell<Option<Transit>> = const { Cell::new(None) }; }

/// The signals; made by [`start`] before any page.
pub fn use_transit() -> Transit {
    STATE.get().unwrap_or_else(make)
}

fn make() -> Transit {
    let state = Transit {
        supply: RwSignal::new(Supply::default()),
        edition: RwSignal::new(0),
        alerts: RwSignal::new(None),
        unheard: RwSignal::new(false),
        lines: RwSignal::new(Vec::new()),
        status: RwSignal::new(None),
        has_stops: RwSignal::new(false),
        found: RwSignal::new((String::new(), Vec::new())),
        stops: RwSignal::new(Vec::new()),
        journeys: RwSignal::new(Vec::new()),
        seen: RwSignal::new(Vec::new()),
        restored: RwSignal::new(false),
        here: RwSignal::new(None),
        now: RwSignal::new(format::now()),
    };
    STATE.set(Some(state));
    state
}

/// Begins: looks whether there is anything of this person. Everything else waits until somebody needs it.
pub fn start() {
    let state = make();
    task::begin(async move {
        let kept = offline::store::list(Store::Transit).await.unwrap_or_default();
        state.has_stops.set(kept.iter().any(|listed| listed.key == keep::STOPS));
    });
}

/// Today in the city.
pub fn today() -> Day {
    let days = format::today().map_or_else(
        || i32::try_from(format::now().div_euclid(86_400)).unwrap_or_default(),
        zms::Day::epoch_days,
    );
    Day(days)
}

/// The minute of now: changes when what is written on the screen may change.
pub fn minute() -> Memo<Moment> {
    let now = use_transit().now;
    Memo::new(move |_| Moment(now.get().div_euclid(60) * 60))
}

/// How far a question has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer<T> {
    /// Asked, nothing to show yet.
    Asking,
    /// Answered.
    Here(T),
    /// Not answered, with the reason.
    Trouble(Trouble),
}

impl<T> Answer<T> {
    /// The answer, if it is here.
    pub const fn here(&self) -> Option<&T> {
        match self {
            Self::Here(answer) => Some(answer),
            _ => None,
        }
    }
}

/// Asks the timetable on the device, as soon as it is there.
pub async fn ask<T: Json>(question: &Question) -> Result<T, Trouble> {
    let state = use_transit();
    supply::want();
    settled(state).await;
    if let Supply::Missing(trouble) = state.supply.get_untracked() {
        return Err(trouble);
    }
    #[allow(clippy::cast_precision_loss, reason = "seconds of any date are exact")]
    engine::ask(&question.address(), format::now() as f64).await
}

/// Waits until it is clear whether the device has a timetable.
async fn settled(state: Transit) {
    while state.supply.with_untracked(|supply| !supply.is_settled()) {
        crate::offline::browser::sleep(30).await;
    }
}

/// The answer to a question that may change: asked again when the timetable, what really runs, or the minute changes.
/// What is shown stays until something else is known, so nothing flickers; lists are set only when they differ, so
/// the focus in them stays.
pub fn answer_to<T>(question: Signal<Option<Question>>) -> RwSignal<Answer<T>>
where
    T: Json + PartialEq + Clone + Send + Sync + 'static,
{
    let state = use_transit();
    let answer = RwSignal::new(Answer::Asking);
    let minute = minute();
    let asked = StoredValue::new(0_u32);
    let before = StoredValue::new(None::<Question>);
    Effect::new(move || {
        state.edition.track();
        minute.track();
        let Some(question) = question.get() else {
            answer.set(Answer::Asking);
            return;
        };
        if before.with_value(|before| before.as_ref() != Some(&question)) {
            answer.set(Answer::Asking);
            before.set_value(Some(question.clone()));
        }
        asked.update_value(|asked| *asked = asked.wrapping_add(1));
        let mine = asked.get_value();
        task::begin(async move {
            let found = match ask::<T>(&question).await {
                Ok(found) => Answer::Here(found),
                Err(trouble) => Answer::Trouble(trouble),
            };
            // The page may be gone, or another question may have been asked meanwhile.
            if asked.try_get_value() != Some(mine) {
                return;
            }
            if answer.try_with_untracked(|shown| *shown != found) == Some(true) {
                answer.set(found);
            }
        });
    });
    answer
}

/// Learns what the lines are called, once.
pub async fn learn_lines() {
    let state = use_transit();
    if state.lines.with_untracked(Vec::is_empty)
        && let Ok(found) = ask::<transit::answer::Lines>(&Question::Lines).await
    {
        let named = found.lines.into_iter().map(|line| (line.id.0, line.name)).collect();
        state.lines.set(named);
    }
}

/// Whether the city offers something; asked for once.
pub async fn offers(what: fn(&Status) -> bool) -> bool {
    let state = use_transit();
    if state.status.with_untracked(Option::is_none)
        && navigation::online().get_untracked()
        && let Ok(status) = client::status().await
    {
        state.status.set(Some(status));
    }
    state.status.with_untracked(|status| status.as_ref().is_some_and(what))
}

/// Asks where the person is; the browser asks them first.
pub fn locate(then: impl Fn(Result<Position, ()>) + Clone + 'static) {
    use wasm_bindgen::prelude::*;
    let state = use_transit();
    let Ok(geolocation) = window().navigator().geolocation() else { return then(Err(())) };
    let refuse = then.clone();
    let found = Closure::once_into_js(move |position: web_sys::Position| {
        let place = position.coords();
        let place = Position::from_degrees(place.latitude(), place.longitude());
        if let Some(place) = place {
            state.here.set(Some(place));
        }
        then(place.ok_or(()));
    });
    let failed = Closure::once_into_js(move |_: JsValue| refuse(Err(())));
    // A browser without a place calls the second one.
    let _ = geolocation.get_current_position_with_error_callback(
        found.unchecked_ref(),
        Some(failed.unchecked_ref()),
    );
}
