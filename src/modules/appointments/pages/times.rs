//! Choosing a time: the earliest appointment anywhere first, then other days and offices.
use super::super::engine::{dispatch, open_day};
use super::super::names;
use super::super::state::use_appointments;
use super::calendar::MonthCalendar;
use super::failure::FailureAlert;
use super::frame::{FollowBooking, Steps};
use super::slots::{Filters, Slots};
use crate::i18n::{format, t, text};
use crate::navigation;
use crate::ui::{
    Alert, Button, ButtonLink, IconName, IntoPart, Loading, Look, Page, Severity, dynamic, either,
    focus_heading, when,
};
use leptos::prelude::*;
use zms::booking::{Event, Stage};
use zms::calendar::{Slot, SlotFilter};
use zms::{Timestamp, Weekday};

/// The time page.
#[component]
pub fn Times() -> impl IntoView {
    let state = use_appointments();
    // Whoever comes here with a form behind them wants another time; without services there is nothing to ask.
    if state.booking.with_untracked(|booking| booking.selection.is_empty()) {
        navigation::replace("/appointments");
        return ().part();
    }
    dispatch(Event::BackToCalendar);
    let filter = RwSignal::new(SlotFilter::default());
    let failure = move || state.booking.with(|booking| booking.notice.clone());
    // The button that was pressed may be gone with its slot.
    Effect::new(move |before: Option<bool>| {
        let failed = state.booking.with(|booking| booking.notice.is_some());
        if failed && before == Some(false) {
            focus_heading();
        }
        failed
    });
    let solving =
        move || state.booking.with(|booking| matches!(booking.stage, Stage::SolvingCaptcha { .. }));
    let reserving = Signal::derive(move || {
        state.booking.with(|booking| matches!(booking.stage, Stage::Reserving { .. }))
    });
    let held = move || state.booking.with(|booking| booking.reservation().is_some());
    let ready = move || state.calendar.with(Option::is_some);
    let nothing = move || {
        state
            .calendar
            .with(|calendar| calendar.as_ref().is_some_and(zms::calendar::Calendar::nothing_free))
    };
    let retry = Callback::new(move |()| {
        if solving() {
            dispatch(Event::CaptchaAgain);
            return;
        }
        open_day(None);
    });
    let services =
        move || names::services(&state.booking.with(|booking| booking.selection.items().to_vec()));
    let keep = Callback::new(|()| dispatch(Event::KeepReservation));
    view! {
        <Page title=Signal::derive(t("appointments.times.title")) lead=Signal::derive(services) usable=Signal::derive(ready)>
            <Steps at=2/>
            {dynamic(move || failure().map(|failure| view! { <FailureAlert failure retry/> }))}
            {when(held, move || view! { <Alert severity=Severity::Information title=Signal::derive(t("appointments.times.held"))>
                    <p><Button label=Signal::derive(t("appointments.times.keep")) on_press=keep/></p>
                </Alert> })}
            {when(solving, move || view! { <p class="loading" role="status">{t("appointments.captcha.working")}</p> })}
            {when(move || !ready() && !solving() && failure().is_none(), move || view! { <Loading/> })}
            {when(nothing, move || view! { <Alert severity=Severity::Information title=Signal::derive(t("appointments.times.nothing"))>
                    <p>{t("appointments.times.nothing.text")}</p>
                    {dynamic(move || new_slots_hint().map(|hint| view! { <p>{hint}</p> }))}
                </Alert> })}
            {when(move || ready() && !nothing(), move || view! { <Earliest reserving/>
                <Filters filter/>
                <Days filter reserving/> })}
            <p><ButtonLink look=Look::Tertiary icon=IconName::Back href="/appointments" label=Signal::derive(t("appointments.times.back"))/></p>
        </Page>
        <FollowBooking/>
    }
    .part()
}

/// When the offices say they put new appointments online.
fn new_slots_hint() -> Option<String> {
    let state = use_appointments();
    state
        .catalogue
        .with(|all| {
            state.booking.with(|booking| {
                booking.offices.iter().find_map(|id| all.office(*id)?.info_for_all.clone())
            })
        })
        .map(|words| zms::plain_text(&words))
}

/// The earliest appointment anywhere, ready to take.
#[component]
fn Earliest(reserving: Signal<bool>) -> impl IntoView {
    let state = use_appointments();
    // Kept while other days are looked at: the earliest stays the earliest.
    let earliest = Memo::new(move |before: Option<&Option<Slot>>| {
        let now = state
            .calendar
            .with(|calendar| calendar.as_ref().and_then(zms::calendar::Calendar::earliest));
        match (before.copied().flatten(), now) {
            (Some(before), Some(now)) => Some(before.min(now)),
            (before, now) => now.or(before),
        }
    });
    dynamic(move || {
        earliest.get().map(|slot| {
        let take = Callback::new(move |()| dispatch(Event::ChooseSlot(slot)));
        view! {
            <section class="kern-card kern-card--interactive stack stack--tight" aria-labelledby="earliest">
                <h2 id="earliest">{t("appointments.times.earliest")}</h2>
                <p class="earliest">{dynamic(move || names::moment(slot))}</p>
                <p class="muted">{dynamic(move || names::office(slot.office))}</p>
                <p><Button look=Look::Primary icon=IconName::Appointment busy=reserving label=Signal::derive(t("appointments.times.take")) on_press=take/></p>
            </section>
        }
    })
    })
}

/// How the days are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    List,
    Month,
}

#[component]
fn Days(filter: RwSignal<SlotFilter>, reserving: Signal<bool>) -> impl IntoView {
    let shown = RwSignal::new(View::List);
    let button = move |view: View, key: &'static str| {
        view! {
            <button type="button" class="chip" aria-pressed=move || (shown.get() == view).to_string() on:click=move |_| shown.set(view)>
                {t(key)}
            </button>
        }
    };
    view! {
        <section class="stack" aria-labelledby="days">
            <div class="row row--spread">
                <h2 id="days">{t("appointments.times.days")}</h2>
                <div class="row" role="group" aria-label=t("appointments.times.view")>
                    {button(View::List, "appointments.times.list")}
                    {button(View::Month, "appointments.times.month")}
                </div>
            </div>
            {either(move || shown.get() == View::Month, move || view! { <MonthCalendar filter/> }, move || view! { <DayList filter/> })}
            <OpenedDay filter reserving/>
        </section>
    }
}

/// The bookable days as a row of buttons, and the way to later ones.
#[component]
fn DayList(filter: RwSignal<SlotFilter>) -> impl IntoView {
    let state = use_appointments();
    let days = move || {
        state.calendar.with(|calendar| {
            calendar
                .iter()
                .flat_map(|calendar| calendar.days.iter())
                .filter(|day| filter.with(|filter| filter.may_want(day)))
                .map(|day| day.day)
                .collect::<Vec<_>>()
        })
    };
    let opened = move || {
        state.calendar.with(|calendar| calendar.as_ref().and_then(|calendar| calendar.opened))
    };
    let (previous, next) = (
        move || {
            state.calendar.with(|calendar| calendar.as_ref().and_then(|calendar| calendar.previous))
        },
        move || {
            state.calendar.with(|calendar| calendar.as_ref().and_then(|calendar| calendar.next))
        },
    );
    view! {
        <ul class="plain-list days">
            {dynamic(move || previous().map(|day| view! {
                <li><button type="button" class="chip" on:click=move |_| open_day(Some(day))><crate::ui::Icon name=IconName::Back/>{t("appointments.times.earlier")}</button></li>
            }))}
            {dynamic(move || days().into_iter().map(|day| view! {
                <li>
                    <button type="button" class="chip" aria-pressed=move || (opened() == Some(day)).to_string() on:click=move |_| open_day(Some(day))>
                        {format::friendly_day(day)}
                    </button>
                </li>
            }).collect_view())}
            {dynamic(move || next().map(|day| view! {
                <li><button type="button" class="chip" on:click=move |_| open_day(Some(day))>{t("appointments.times.later")}<crate::ui::Icon name=IconName::Forward/></button></li>
            }))}
        </ul>
        {when(move || days().is_empty(), move || view! { <p role="status">{t("appointments.times.filtered")}</p> })}
    }
}

/// The slots of the opened day.
#[component]
fn OpenedDay(filter: RwSignal<SlotFilter>, reserving: Signal<bool>) -> impl IntoView {
    let state = use_appointments();
    let opened = Memo::new(move |_| {
        state.calendar.with(|calendar| calendar.as_ref().and_then(|calendar| calendar.opened))
    });
    let slots = Memo::new(move |_| {
        let Some(day) = opened.get() else { return Vec::new() };
        state.calendar.with(|calendar| {
            let slots = calendar
                .as_ref()
                .and_then(|calendar| calendar.day(day))
                .map(|day| day.slots.clone());
            let filter = filter.get();
            slots
                .unwrap_or_default()
                .into_iter()
                .filter(|slot| filter.wants(*slot, &local))
                .collect::<Vec<_>>()
        })
    });
    let emptied = move || {
        opened.get().is_some_and(|day| {
            state.calendar.with(|calendar| {
                calendar.as_ref().is_some_and(|calendar| calendar.turned_out_empty(day))
            })
        })
    };
    view! {
        <div class="stack" aria-busy=move || state.asking_calendar.get().to_string()>
            {dynamic(move || opened.get().map(|day| view! {
                <div role="status"><h3>{format::day(day, format::Style::FullDay)}</h3></div>
            }))}
            {when(move || state.asking_calendar.get(), move || view! { <Loading/> })}
            {when(emptied, move || view! { <p role="status">{t("appointments.times.emptied")}</p> })}
            {when(move || slots.with(Vec::is_empty) && !emptied() && !state.asking_calendar.get(), move || view! { <p role="status">{dynamic(move || text("appointments.times.filtered", &[]))}</p> })}
            <Slots slots reserving/>
        </div>
    }
}

/// Day and minutes of a slot in the city.
pub fn local(start: Timestamp) -> zms::calendar::LocalTime {
    format::local(start.0)
        .unwrap_or_else(|| (zms::Day::from_epoch_days(start.0.div_euclid(86_400)), 0))
}

/// The days of the week, Monday first.
pub const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];
