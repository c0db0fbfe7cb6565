//! My appointments: on this device, also without a network.
use super::super::keep::{self, KeptAppointment};
use super::super::names;
use super::super::state::use_appointments;
use super::super::{client, engine};
use super::failure::FailureAlert;
use super::frame::Documents;
use crate::i18n::{format, t, text};
use crate::module::Finding;
use crate::modules::transit::module as transit;
use crate::navigation;
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, Dialog, FindingList, Freshness, Icon, IconName, IntoPart,
    Look, Page, Part, QrCode, Severity, announce, dynamic, either, when,
};
use leptos::prelude::*;
use zms::appointment::Appointment;
use zms::error::{ErrorCode, Failure};
use zms::link;
use zms::{ProcessId, Timestamp};

/// The list.
#[component]
pub fn Mine() -> impl IntoView {
    let kept = use_appointments().kept;
    view! {
        <Page title=Signal::derive(t("appointments.mine.title")) lead=Signal::derive(t("appointments.mine.lead")) usable=Signal::stored(true)>
            {either(move || kept.with(|all| !all.is_empty()), move || view! { <div class="kern-card">{dynamic(move || {
                    let entry = |kept: KeptAppointment| {
                        let appointment = kept.appointment;
                        let services = names::services(&appointment.service_counts());
                        Finding {
                            title: names::long_moment(appointment.start.map_or(0, |start| start.0)),
                            detail: Some([&services, " · ", &names::office_of(&appointment)].concat()),
                            href: format!("/appointments/mine/{}", appointment.key.process_id),
                        }
                    };
                    view! { <FindingList of=kept.get().into_iter().map(entry).collect()/> }
                })}</div> }, || view! { <Alert severity=Severity::Information title=Signal::derive(t("appointments.mine.none"))><p>{t("appointments.mine.none.text")}</p></Alert> })}
            <p><ButtonLink look=Look::Primary icon=IconName::Plus href="/appointments" label=Signal::derive(t("appointments.choose.title"))/></p>
        </Page>
    }
}

/// One appointment.
pub fn one(id: ProcessId) -> Part {
    let state = use_appointments();
    let found = Memo::new(move |_| {
        state
            .kept
            .with(|all| all.iter().find(|kept| kept.appointment.key.process_id == id).cloned())
    });
    dynamic(move || {
        match found.get() {
        Some(kept) => view! { <KeptPage kept/> }.part(),
        None => view! {
            <Page title=Signal::derive(t("appointments.mine.gone"))>
                <p>{t("appointments.mine.gone.text")}</p>
                <p><ButtonLink href="/appointments/mine" label=Signal::derive(t("appointments.mine.title"))/></p>
            </Page>
        }.part(),
    }
    })
    .part()
}

#[component]
fn KeptPage(kept: KeptAppointment) -> impl IntoView {
    let state = use_appointments();
    let appointment = kept.appointment;
    let key = appointment.key.clone();
    let id = key.process_id;
    let freshness = RwSignal::new(Freshness::Saved(kept.at));
    let failure = RwSignal::new(None::<Failure>);
    let gone = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let cancelling = RwSignal::new(false);
    // What is kept is shown at once; the city's system is asked whether it still stands.
    task::begin({
        let key = key.clone();
        async move {
            match client::appointment(&key).await {
                Ok(now) if now.status.is_gone() => {
                    gone.try_set(true);
                }
                Ok(_) => {
                    freshness.try_set(Freshness::Live(format::now()));
                }
                Err(refused)
                    if refused.has(ErrorCode::AppointmentNotFound)
                        || refused.has(ErrorCode::AuthKeyMismatch) =>
                {
                    gone.try_set(true);
                }
                Err(_) => {}
            }
        }
    });
    let cancel = Callback::new({
        let key = key.clone();
        move |()| {
            let key = key.clone();
            cancelling.set(true);
            task::begin(async move {
                let answer = client::cancel(&key).await;
                cancelling.try_set(false);
                asking.try_set(false);
                match answer {
                    Ok(_) => {
                        announce(&text("appointments.cancel.done", &[]));
                        keep::remove(state, id).await;
                    }
                    Err(why) => {
                        failure.try_set(Some(why));
                    }
                }
            });
        }
    });
    let rebook = Callback::new({
        let appointment = appointment.clone();
        move |()| {
            engine::rebook(&appointment);
            navigation::go("/appointments/times");
        }
    });
    let forget = Callback::new(move |()| task::begin(keep::remove(state, id)));
    let changeable = appointment.can_be_changed(Timestamp(format::now()));
    let origin = window().location().origin().unwrap_or_default();
    let address = [&origin, "/appointments/open#", &link::encode(&key)].concat();
    let share = address.clone();
    let calendar_file = appointment.ics.clone();
    let start = appointment.start.map_or(0, |start| start.0);
    let services: Vec<zms::ServiceId> =
        appointment.services.iter().map(|service| service.id).collect();
    view! {
        <Page title=Signal::derive(move || names::long_moment(start)) usable=Signal::stored(true)>
            <AgeLine of=freshness/>
            {when(move || gone.get(), move || view! { <Alert severity=Severity::Danger title=Signal::derive(t("appointments.mine.cancelled"))>
                    <p><Button label=Signal::derive(t("appointments.mine.forget")) on_press=forget/></p>
                </Alert> })}
            {dynamic(move || failure.get().map(|failure| view! { <FailureAlert failure/> }))}
            <Way appointment=appointment.clone()/>
            <Details appointment/>
            <Documents services=Signal::stored(services)/>
            <div class="row">
                {calendar_file.map(|file| view! { <CalendarFile file/> })}
                <ShareLink address=share/>
            </div>
            <section class="kern-card stack stack--tight" aria-labelledby="qr">
                <h2 id="qr">{t("appointments.mine.qr")}</h2>
                <p class="muted">{t("appointments.mine.qr.text")}</p>
                <QrCode of=address label=Signal::derive(t("appointments.mine.qr"))/>
            </section>
            {when(move || changeable && !gone.get(), move || view! { <p class="row">
                    <Button icon=IconName::Calendar label=Signal::derive(t("appointments.rebook")) on_press=rebook/>
                    <Button look=Look::Danger icon=IconName::Delete label=Signal::derive(t("appointments.cancel")) on_press=Callback::new(move |()| asking.set(true))/>
                </p> })}
            <Dialog open=asking title=Signal::derive(t("appointments.cancel.question"))>
                <p>{t("appointments.cancel.text")}</p>
                <p class="row">
                    <Button look=Look::Danger busy=cancelling label=Signal::derive(t("appointments.cancel.yes")) on_press=cancel/>
                    <Button label=Signal::derive(t("appointments.cancel.no")) on_press=Callback::new(move |()| asking.set(false))/>
                </p>
            </Dialog>
        </Page>
    }
}

/// How long before an appointment one should be there, in seconds: to find the room.
const MARGIN: i64 = 10 * 60;

/// How to get there in time, where the city has buses and trains.
#[component]
fn Way(appointment: Appointment) -> impl IntoView {
    let state = use_appointments();
    let start = appointment.start.map_or(0, |start| start.0);
    let position = Memo::new(move |_| {
        let office = appointment.office?;
        state.catalogue.with(|all| all.office(office)?.position)
    });
    let name = appointment.office_name.clone();
    let number = appointment.key.process_id.to_string();
    dynamic(move || {
        let position = position.get().filter(|_| start > format::now())?;
        let degrees = (position.latitude, position.longitude);
        Some(transit::way(&name, degrees, start - MARGIN, &number))
    })
}

/// The file for the person's own calendar, made from what the city's system sent.
#[component]
fn CalendarFile(file: String) -> impl IntoView {
    let address = crate::ui::file_address(&file, "text/calendar;charset=utf-8");
    let name = "termin.ics";
    on_cleanup({
        let address = address.clone();
        move || {
            // An address that stays only takes a little memory until the page is closed.
            let _ = web_sys::Url::revoke_object_url(&address);
        }
    });
    view! {
        <a class="kern-btn kern-btn--secondary" href=address download=name>
            <Icon name=IconName::Calendar/><span>{t("appointments.mine.calendar")}</span>
        </a>
    }
}

/// Gives the link on: by the device's own sharing where it has it, else to the clipboard.
#[component]
fn ShareLink(address: String) -> impl IntoView {
    let share = Callback::new(move |()| crate::ui::share(&address, "appointments.mine.copied"));
    view! { <Button icon=IconName::Share label=Signal::derive(t("appointments.mine.share")) on_press=share/> }
}

/// What an appointment is: number, services, place, hints.
#[component]
pub fn Details(appointment: Appointment) -> impl IntoView {
    let number = appointment
        .display_number
        .clone()
        .unwrap_or_else(|| appointment.key.process_id.to_string());
    let services = appointment.service_counts();
    let whole = appointment.clone();
    let name = move || names::office_of(&whole);
    let place = appointment.address.as_ref().map(names::address);
    let start = appointment.start.map_or(0, |start| start.0);
    let hint = appointment.hint.as_deref().map(zms::plain_text);
    let line = |key: &'static str, value: Signal<String>| {
        view! {
            <div class="kern-description-list-item">
                <dt class="kern-description-list-item__key">{t(key)}</dt>
                <dd class="kern-description-list-item__value">{value}</dd>
            </div>
        }
    };
    view! {
        <section class="kern-card" aria-label=t("appointments.visit.title")>
            <dl class="kern-description-list">
                {line("appointments.summary.time", Signal::derive(move || names::long_moment(start)))}
                {line("appointments.summary.service", Signal::derive(move || names::services(&services)))}
                {line("appointments.summary.place", Signal::derive(name))}
                {place.map(|place| line("appointments.summary.address", Signal::stored(place)))}
                {line("appointments.summary.number", Signal::stored(number))}
                {hint.map(|hint| line("appointments.summary.hint", Signal::stored(hint)))}
            </dl>
        </section>
    }
}
