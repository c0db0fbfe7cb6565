//! Look into your mail; booked; or the time ran out.
use super::super::engine::{dispatch, select};
use super::super::names;
use super::super::state::use_appointments;
use super::failure::FailureAlert;
use super::frame::{Countdown, Documents, FollowBooking, Summary};
use crate::i18n::t;
use crate::navigation;
use crate::ui::{
    Alert, Button, ButtonLink, IconName, IntoPart, Look, Page, Severity, dynamic, either,
};
use leptos::prelude::*;
use zms::booking::{Event, OldAppointment, Stage};

/// After the booking was sent: the mail must be answered, or it is done already.
#[component]
pub fn Done() -> impl IntoView {
    let state = use_appointments();
    match state.booking.with_untracked(|booking| booking.stage.clone()) {
        Stage::Preconfirmed { .. } | Stage::Confirmed { .. } => {
            // Once booked it stays so on this page, also when the next booking begins.
            let booked = Memo::new(move |before: Option<&bool>| {
                let now = || state.booking.with(|now| matches!(now.stage, Stage::Confirmed { .. }));
                before == Some(&true) || now()
            });
            either(move || booked.get(), || view! { <Booked/> }, || view! { <CheckMail/> }).part()
        }
        other => {
            let page = super::super::engine::address(&other);
            navigation::replace(page);
            ().part()
        }
    }
}

/// The mail is on its way and must be answered in time.
#[component]
fn CheckMail() -> impl IntoView {
    let state = use_appointments();
    let email = state.booking.with_untracked(|booking| booking.contact.email.clone());
    view! {
        <Page title=Signal::derive(t("appointments.mail.title"))>
            <Alert severity=Severity::Warning title=Signal::derive(t("appointments.mail.not.yet"))>
                <p>{t("appointments.mail.text")}</p>
                <p><strong><bdi>{email}</bdi></strong></p>
            </Alert>
            <Countdown/>
            <Summary/>
            <p class="muted">{t("appointments.mail.spam")}</p>
            <p><ButtonLink href="/" label=Signal::derive(t("elsewhere.home"))/></p>
        </Page>
        <FollowBooking/>
    }
}

/// Booked: a rebooking, which needs no mail in between, or the mail was answered elsewhere.
#[component]
fn Booked() -> impl IntoView {
    let state = use_appointments();
    let old = move || state.booking.with(|booking| booking.old.clone());
    let services = Signal::derive(move || {
        state.booking.with(|booking| booking.selection.items().iter().map(|(id, _)| *id).collect())
    });
    view! {
        <Page title=Signal::derive(t("appointments.booked.title"))>
            {dynamic(move || match old() {
                Some(OldAppointment::StillThere(_, failure)) => view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("appointments.booked.old.stays"))>
                        <p><Button label=Signal::derive(t("appointments.retry")) on_press=Callback::new(|()| dispatch(Event::CancelOldAgain))/></p>
                    </Alert>
                    <FailureAlert failure/>
                }.part(),
                Some(OldAppointment::Cancelled) => view! {
                    <Alert severity=Severity::Success title=Signal::derive(t("appointments.booked.old.cancelled"))/>
                }.part(),
                _ => ().part(),
            })}
            <Summary/>
            <Documents services/>
            <p class="row">
                <ButtonLink look=Look::Primary icon=IconName::Appointment href="/appointments/mine" label=Signal::derive(t("appointments.mine.title"))/>
                <ButtonLink href="/" label=Signal::derive(t("elsewhere.home"))/>
            </p>
        </Page>
        <FollowBooking/>
    }
}

/// The reservation or the link in the mail ran out. What was typed is still there.
#[component]
pub fn Expired() -> impl IntoView {
    let state = use_appointments();
    let Some(slot) = state.booking.with_untracked(|booking| match &booking.stage {
        Stage::Expired { slot } => Some(*slot),
        _ => None,
    }) else {
        navigation::replace("/appointments");
        return ().part();
    };
    let again = Callback::new(move |()| {
        select(state.booking.with_untracked(|booking| booking.selection.clone()));
        navigation::go("/appointments/times");
    });
    view! {
        <Page title=Signal::derive(t("appointments.expired.title"))>
            <Alert severity=Severity::Warning title=Signal::derive(move || names::long_moment(slot.start.0))>
                <p>{t("appointments.expired.text")}</p>
            </Alert>
            <p class="row">
                <Button look=Look::Primary icon=IconName::Calendar label=Signal::derive(t("appointments.expired.again")) on_press=again/>
                <ButtonLink href="/" label=Signal::derive(t("elsewhere.home"))/>
            </p>
        </Page>
        <FollowBooking/>
    }
    .part()
}
