//! A month as a table (WAI-ARIA grid): arrows move, Page Up and Page Down change the month.
use super::super::engine::open_day;
use super::super::state::use_appointments;
use super::slots::weekday_name;
use super::times::WEEK;
use crate::i18n::{Language, format, language, t, text};
use crate::ui::{Icon, IconName, IntoPart, dynamic};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use zms::Day;
use zms::calendar::SlotFilter;

/// The month around the opened day; only bookable days can be pressed, empty months are jumped.
#[component]
pub fn MonthCalendar(filter: RwSignal<SlotFilter>) -> impl IntoView {
    let state = use_appointments();
    let opened = Memo::new(move |_| {
        state.calendar.with(|calendar| calendar.as_ref().and_then(|calendar| calendar.opened))
    });
    let month = Memo::new(move |_| opened.get().or_else(format::today).map(Day::first_of_month));
    // The day that holds the place in the grid for the keyboard.
    let focused = RwSignal::new(opened.get_untracked());
    // Set while the keyboard has left the month: the focus follows when the other one is there.
    let leaving = StoredValue::new(false);
    Effect::new(move || {
        focused.set(opened.get());
        if let Some(day) = opened.get().filter(|_| leaving.get_value()) {
            leaving.set_value(false);
            request_animation_frame(move || focus_day(day));
        }
    });
    let bookable = move |day: Day| {
        state.calendar.with(|calendar| {
            calendar
                .as_ref()
                .and_then(|calendar| calendar.day(day))
                .is_some_and(|day| filter.with(|filter| filter.may_want(day)))
        })
    };
    let neighbour = move |forward: bool| {
        state.calendar.with(|calendar| {
            calendar.as_ref().and_then(|c| if forward { c.next } else { c.previous })
        })
    };
    let go = move |forward: bool| {
        if let Some(day) = neighbour(forward) {
            open_day(Some(day));
        }
    };
    let leave = move |forward: bool| {
        leaving.set_value(neighbour(forward).is_some());
        go(forward);
    };
    let press = move |event: KeyboardEvent| {
        let Some(day) = focused.get_untracked().or_else(|| month.get_untracked()) else { return };
        let right_to_left = crate::i18n::language().direction().attribute() == "rtl";
        let sideways = if right_to_left { -1 } else { 1 };
        let target = match event.key().as_str() {
            "ArrowRight" => day.plus_days(sideways),
            "ArrowLeft" => day.plus_days(-sideways),
            "ArrowDown" => day.plus_days(7),
            "ArrowUp" => day.plus_days(-7),
            "Home" => day.plus_days(-i32::from(day.weekday().from_monday())),
            "End" => day.plus_days(6 - i32::from(day.weekday().from_monday())),
            "PageDown" => {
                event.prevent_default();
                return leave(true);
            }
            "PageUp" => {
                event.prevent_default();
                return leave(false);
            }
            _ => return,
        };
        event.prevent_default();
        if month.get_untracked().is_some_and(|month| target.same_month(month)) {
            focused.set(Some(target));
            focus_day(target);
        } else {
            leave(target > day);
        }
    };
    let arrow = move |forward: bool, icon: IconName, key: &'static str| {
        view! {
            <button
                type="button" class="kern-btn kern-btn--secondary icon-button" aria-label=t(key)
                aria-disabled=move || neighbour(forward).is_none().then_some("true")
                on:click=move |_| go(forward)
            ><Icon name=icon/></button>
        }
    };
    let cell = move |day: Day| {
        let label = move || {
            let date = format::day(day, format::Style::FullDay);
            let key = if bookable(day) { "appointments.day.free" } else { "appointments.day.full" };
            text(key, &[("day", &date)])
        };
        view! {
            <td role="gridcell" aria-selected=move || (opened.get() == Some(day)).to_string()>
                <button
                    type="button" id=id_of(day) class="day number" aria-label=label
                    tabindex=move || if focused.get() == Some(day) { "0" } else { "-1" }
                    aria-disabled=move || (!bookable(day)).then_some("true")
                    aria-pressed=move || (opened.get() == Some(day)).to_string()
                    on:click=move |_| { if bookable(day) { open_day(Some(day)) } }
                >{format::day(day, format::Style::DayNumber)}</button>
            </td>
        }
    };
    view! {
        <div class="kern-card stack stack--tight">
            <div class="row row--spread">
                {arrow(false, IconName::Back, "appointments.month.previous")}
                <h3 id="month" aria-live="polite">{dynamic(move || month.get().map(|day| format::day(day, format::Style::Month)))}</h3>
                {arrow(true, IconName::Forward, "appointments.month.next")}
            </div>
            <table class="month" role="grid" aria-labelledby="month" on:keydown=press>
                <thead>
                    <tr role="row">{WEEK.into_iter().map(|weekday| view! {
                        <th scope="col" role="columnheader" aria-label=move || weekday_name(weekday, format::Style::LongWeekday)>
                            {move || weekday_name(weekday, column_style())}
                        </th>
                    }).collect_view()}</tr>
                </thead>
                <tbody>
                    {dynamic(move || weeks(month.get()).into_iter().map(|week| view! {
                        <tr role="row">{week.into_iter().map(|day| match day {
                            Some(day) => cell(day).part(),
                            None => view! { <td role="gridcell"></td> }.part(),
                        }).collect_view()}</tr>
                    }).collect_view())}
                </tbody>
            </table>
        </div>
    }
}

/// Arabic has no short names of the days; the whole ones do not fit over a column.
fn column_style() -> format::Style {
    match language() {
        Language::Ar => format::Style::NarrowWeekday,
        _ => format::Style::Weekday,
    }
}

fn id_of(day: Day) -> String {
    ["day-", &day.to_string()].concat()
}

fn focus_day(day: Day) {
    use wasm_bindgen::JsCast;
    let button = document().get_element_by_id(&id_of(day));
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A day that is no longer there leaves the focus where it is.
        let _ = button.focus();
    }
}

/// The weeks of a month, Monday first, with empty places around it.
fn weeks(month: Option<Day>) -> Vec<Vec<Option<Day>>> {
    let Some(first) = month else { return Vec::new() };
    let mut day = first.plus_days(-i32::from(first.weekday().from_monday()));
    let mut weeks = Vec::new();
    while day <= first.last_of_month() {
        weeks.push(
            (0..7).map(|n| Some(day.plus_days(n)).filter(|day| day.same_month(first))).collect(),
        );
        day = day.plus_days(7);
    }
    weeks
}
