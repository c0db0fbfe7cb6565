//! The free times of a day, and what to look for among them.
use super::super::engine::dispatch;
use super::super::names;
use super::super::state::use_appointments;
use super::times::{WEEK, local};
use crate::i18n::{format, t, text};
use crate::ui::{Button, Icon, IconName, Look, announce, dynamic, when};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use zms::OfficeId;
use zms::booking::Event;
use zms::calendar::{DayPart, Slot, SlotFilter, by_office, group};
use zms::catalogue::Position;

/// The slots, by office and part of the day. One is chosen first and taken with a second press.
#[component]
pub fn Slots(slots: Memo<Vec<Slot>>, reserving: Signal<bool>) -> impl IntoView {
    let chosen = RwSignal::new(None::<Slot>);
    let button = move |slot: Slot| {
        let time = format::moment(slot.start.0, format::Style::Time);
        // Said with the office: the same time may be free in several.
        let label =
            text("appointments.slot", &[("time", &time), ("office", &names::office(slot.office))]);
        view! {
            <li>
                <button
                    type="button" class="slot number" aria-label=label
                    aria-pressed=move || (chosen.get() == Some(slot)).to_string()
                    on:click=move |_| {
                        chosen.set(Some(slot));
                        announce(&text("appointments.slot.chosen", &[("time", &names::moment(slot)), ("office", &names::office(slot.office))]));
                    }
                >{time.clone()}</button>
            </li>
        }
    };
    let take = Callback::new(move |()| {
        if let Some(slot) = chosen.get_untracked() {
            dispatch(Event::ChooseSlot(slot));
        }
    });
    // On a low screen what was chosen may stand below the window.
    Effect::new(move || {
        if chosen.get().is_some() {
            request_animation_frame(|| crate::ui::bring_into_view(".chosen"));
        }
    });
    view! {
        {dynamic(move || by_office(&slots.get()).into_iter().map(|(office, slots)| view! {
            <section class="kern-card stack stack--tight" aria-label=names::office(office)>
                <h4>{names::office(office)}</h4>
                {group(&slots, &local).into_iter().map(|group| view! {
                    <div class="slots">
                        <p class="muted small slots__part">{part(group.part)}</p>
                        <ul class="plain-list slots__list">{group.slots.into_iter().map(button).collect_view()}</ul>
                    </div>
                }).collect_view()}
            </section>
        }).collect_view())}
        {dynamic(move || chosen.get().filter(|slot| slots.with(|all| all.contains(slot))).map(|slot| view! {
            <div class="chosen">
                <p><strong>{names::moment(slot)}</strong><br/><span class="muted">{names::office(slot.office)}</span></p>
                <Button look=Look::Primary busy=reserving label=Signal::derive(t("appointments.times.take")) on_press=take/>
            </div>
        }))}
    }
}

fn part(part: DayPart) -> String {
    match part {
        DayPart::Morning => text("appointments.part.morning", &[]),
        DayPart::Afternoon => text("appointments.part.afternoon", &[]),
        DayPart::Hour(hour) => text("appointments.part.hour", &[("hour", &hour.to_string())]),
    }
}

/// Which offices, which weekdays, which time of day. Closed until it is wanted.
#[component]
pub fn Filters(filter: RwSignal<SlotFilter>) -> impl IntoView {
    let state = use_appointments();
    let here = RwSignal::new(None::<Position>);
    let refused = RwSignal::new(false);
    let offices = Memo::new(move |_| {
        state.catalogue.with(|all| {
            let mut offices: Vec<(OfficeId, Option<f64>)> = state.booking.with(|booking| {
                booking
                    .offices
                    .iter()
                    .map(|id| {
                        let place = all.office(*id).and_then(|office| office.position);
                        (*id, here.get().zip(place).map(|(here, place)| here.distance(place)))
                    })
                    .collect()
            });
            // The nearest first; where an office is not known is not near.
            #[allow(clippy::cast_possible_truncation)] // metres on the earth fit
            zms::sort_by_key(&mut offices, |(_, far)| (far.map_or(i64::MAX, |far| far as i64), 0));
            offices
        })
    });
    let times: [(&'static str, Option<u32>, Option<u32>); 3] = [
        ("appointments.filter.anytime", None, None),
        ("appointments.part.morning", None, Some(12 * 60)),
        ("appointments.part.afternoon", Some(12 * 60), None),
    ];
    let locate = Callback::new(move |()| {
        refused.set(false);
        position(move |place| match place {
            Some(place) => {
                here.try_set(Some(place));
            }
            None => {
                refused.try_set(true);
            }
        });
    });
    view! {
        <details class="kern-accordion">
            <summary>{t("appointments.filter")}<Icon name=IconName::Down/></summary>
            <div class="kern-accordion__body stack">
                <fieldset class="kern-fieldset">
                    <legend>{t("appointments.filter.offices")}</legend>
                    {dynamic(move || offices.get().into_iter().map(|(id, distance)| {
                        let checked = move || filter.with(|filter| filter.offices.is_empty() || filter.offices.contains(&id));
                        view! {
                            <label class="kern-form-check">
                                <input type="checkbox" prop:checked=checked on:change=move |_| toggle_office(filter, id, &offices.get_untracked())/>
                                <span>
                                    {names::office(id)}
                                    {distance.map(|metres| view! { <br/><span class="muted small">{format::distance(metres)}</span> })}
                                </span>
                            </label>
                        }
                    }).collect_view())}
                    <Button look=Look::Tertiary icon=IconName::Place label=Signal::derive(t("appointments.filter.near")) on_press=locate/>
                    {when(move || refused.get(), move || view! { <p class="muted" role="status">{t("appointments.filter.near.refused")}</p> })}
                </fieldset>
                <fieldset class="kern-fieldset">
                    <legend>{t("appointments.filter.weekdays")}</legend>
                    <div class="row">
                        {WEEK.into_iter().take(6).map(|weekday| view! {
                            <button
                                type="button" class="chip"
                                aria-pressed=move || filter.with(|filter| filter.weekdays.contains(&weekday)).to_string()
                                on:click=move |_| filter.update(|filter| toggle(&mut filter.weekdays, weekday))
                            >{dynamic(move || weekday_name(weekday, format::Style::Weekday))}</button>
                        }).collect_view()}
                    </div>
                </fieldset>
                <fieldset class="kern-fieldset stack stack--tight">
                    <legend>{t("appointments.filter.time")}</legend>
                    {times.into_iter().map(|(key, from, until)| view! {
                        <label class="choice">
                            <input
                                type="radio" name="time-of-day"
                                prop:checked=move || filter.with(|filter| (filter.from, filter.until) == (from, until))
                                on:change=move |_| filter.update(|filter| (filter.from, filter.until) = (from, until))
                            />
                            <span>{t(key)}</span>
                        </label>
                    }).collect_view()}
                </fieldset>
            </div>
        </details>
    }
}

fn toggle<T: PartialEq>(all: &mut Vec<T>, one: T) {
    match all.iter().position(|known| *known == one) {
        Some(at) => {
            all.remove(at);
        }
        None => all.push(one),
    }
}

/// An empty list means all offices, so the first click takes one away from all.
fn toggle_office(filter: RwSignal<SlotFilter>, id: OfficeId, offices: &[(OfficeId, Option<f64>)]) {
    filter.update(|filter| {
        if filter.offices.is_empty() {
            filter.offices = offices.iter().map(|(id, _)| *id).collect();
        }
        toggle(&mut filter.offices, id);
        if filter.offices.len() == offices.len() {
            filter.offices.clear();
        }
    });
}

/// The name of a weekday in the person's language.
pub fn weekday_name(weekday: zms::Weekday, style: format::Style) -> String {
    // 1970-01-05 was a Monday.
    format::day(zms::Day::from_epoch_days(4 + i64::from(weekday.from_monday())), style)
}

/// Asks the device where it is; `None` when the person or the device says no.
fn position(then: impl Fn(Option<Position>) + Clone + 'static) {
    let Ok(locator) = window().navigator().geolocation() else { return then(None) };
    let found = {
        let then = then.clone();
        Closure::once_into_js(move |place: web_sys::Position| {
            let at = place.coords();
            then(Position::new(at.latitude(), at.longitude()));
        })
    };
    let refused = {
        let then = then.clone();
        Closure::once_into_js(move |_: JsValue| then(None))
    };
    if locator
        .get_current_position_with_error_callback(
            found.unchecked_ref(),
            Some(refused.unchecked_ref()),
        )
        .is_err()
    {
        then(None);
    }
}
