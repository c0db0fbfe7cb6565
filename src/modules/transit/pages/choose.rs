//! Which departures of a stop are shown: of one line, in one direction, of a day; earlier and later ones.
use super::super::names;
use super::super::state::today;
use crate::i18n::{format, t};
use crate::ui::{Button, dynamic, when};
use leptos::html;
use leptos::prelude::*;
use transit::answer::Departure;
use transit::query::Around;
use transit::{Day, Moment};

/// Of which line and in which direction departures are shown.
#[derive(Clone, Copy)]
pub struct Filter {
    /// The name of the line.
    pub line: RwSignal<Option<String>>,
    /// What stands on the vehicle.
    pub headsign: RwSignal<Option<String>>,
}

impl Filter {
    /// Everything.
    pub fn new() -> Self {
        Self { line: RwSignal::new(None), headsign: RwSignal::new(None) }
    }

    /// Whether it leaves anything out.
    pub fn is_set(self) -> bool {
        self.line.with(Option::is_some) || self.headsign.with(Option::is_some)
    }

    /// Whether it lets a departure through.
    pub fn takes(self, one: &Departure) -> bool {
        self.line.with(|line| line.as_ref().is_none_or(|line| one.line.name == *line))
            && self.headsign.with(|sign| sign.as_ref().is_none_or(|sign| one.headsign == *sign))
    }
}

/// Each once, in the order of their first.
pub fn distinct(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut each: Vec<String> = Vec::new();
    for one in all {
        if !each.contains(&one) {
            each.push(one);
        }
    }
    each
}

/// Chips of which one may be pressed.
#[component]
pub fn Chips(
    label: &'static str,
    of: Memo<Vec<String>>,
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="group" aria-label=t(label) class="stack stack--tight">
            <p class="kern-label" aria-hidden="true">{t(label)}</p>
            <div class="row">
                {dynamic(move || of.get().into_iter().map(|one| {
                    let (value, pressed) = (one.clone(), one.clone());
                    let press = move |_| {
                        chosen.update(|chosen| *chosen = (chosen.as_ref() != Some(&value)).then(|| value.clone()));
                    };
                    let pressed = move || chosen.with(|chosen| (chosen.as_ref() == Some(&pressed)).to_string());
                    view! { <button type="button" class="chip" aria-pressed=pressed on:click=press><bdi>{one}</bdi></button> }
                }).collect_view())}
            </div>
        </div>
    }
}

/// A whole day instead of the next hours.
#[component]
pub fn DayField(around: RwSignal<Around>, until: RwSignal<Option<Moment>>) -> impl IntoView {
    let choose = move |value: String| {
        let Ok(day) = value.parse::<Day>() else {
            around.set(Around::Now);
            until.set(None);
            return;
        };
        let midnight = |day: Day| names::moment_of(zms::Day::from_epoch_days(i64::from(day.0)), 0);
        around.set(Around::From(midnight(day)));
        // To the first second of the next day: a day has not always twenty-four hours.
        until.set(Some(midnight(day.plus(1)).plus(-1)));
    };
    view! {
        <div class="kern-form-input">
            <label class="kern-label" for="whole-day">{t("transit.day")}</label>
            <p class="kern-hint" id="whole-day-hint">{t("transit.day.hint")}</p>
            <input
                id="whole-day" type="date" class="kern-form-input__input" aria-describedby="whole-day-hint"
                min=today().to_string()
                on:change:target=move |event| choose(event.target().value())
            />
        </div>
    }
}

/// Earlier, later, and back to now.
#[component]
pub fn Paging(
    all: Memo<Vec<Departure>>,
    around: RwSignal<Around>,
    until: RwSignal<Option<Moment>>,
    /// Where the list begins.
    heading: NodeRef<html::H2>,
) -> impl IntoView {
    let first = move || all.with(|all| all.first().map(|one| one.timing.expected()));
    let last = move || all.with(|all| all.last().map(|one| one.timing.expected()));
    let go = move |to: Around| {
        until.set(None);
        around.set(to);
        if let Some(heading) = heading.get_untracked() {
            let _ = heading.focus();
        }
    };
    let earlier = Callback::new(move |()| {
        go(Around::Before(first().unwrap_or(Moment(format::now()))));
    });
    let later = Callback::new(move |()| {
        go(last().map_or(Around::Now, |last| Around::From(last.plus(1))));
    });
    let now = Callback::new(move |()| go(Around::Now));
    view! {
        <div class="row row--spread">
            <Button label=Signal::derive(t("transit.earlier")) on_press=earlier/>
            {when(move || around.get() != Around::Now, move || view! { <Button label=Signal::derive(t("transit.fromNow")) on_press=now/> })}
            <Button label=Signal::derive(t("transit.later")) on_press=later/>
        </div>
    }
}
