//! Everything once more, the consent, and then the booking.
use super::super::engine::dispatch;
use super::super::state::use_appointments;
use super::failure::FailureAlert;
use super::frame::{Countdown, Documents, FollowBooking, Steps, Summary};
use crate::i18n::t;
use crate::navigation;
use crate::ui::{
    Alert, Button, Check, ErrorSummary, FieldError, IconName, IntoPart, Loading, Look, Page,
    Severity, dynamic, when,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use zms::booking::{Event, OldAppointment, Stage};

/// The review page.
#[component]
pub fn Review() -> impl IntoView {
    let state = use_appointments();
    let here = state.booking.with_untracked(|booking| {
        matches!(
            booking.stage,
            Stage::Review { .. }
                | Stage::Preconfirming { .. }
                | Stage::Confirming { .. }
                | Stage::Checking { .. }
                | Stage::Unclear { .. }
        )
    });
    if !here {
        // A deep link, or the way back with the browser: the booking knows where it is.
        let page =
            state.booking.with_untracked(|booking| super::super::engine::address(&booking.stage));
        navigation::replace(page);
        return ().part();
    }
    let consent = RwSignal::new(false);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let busy = Signal::derive(move || state.booking.with(zms::booking::Booking::is_busy));
    let checking =
        move || state.booking.with(|booking| matches!(booking.stage, Stage::Checking { .. }));
    let unclear =
        move || state.booking.with(|booking| matches!(booking.stage, Stage::Unclear { .. }));
    let failure = move || state.booking.with(|booking| booking.notice.clone());
    let rebooking = state
        .booking
        .with_untracked(|booking| matches!(booking.old, Some(OldAppointment::Kept(_))));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        errors.set(if consent.get() {
            Vec::new()
        } else {
            vec![FieldError { field: "consent", message: "appointments.review.consent.missing" }]
        });
        if consent.get() {
            dispatch(Event::Book);
        }
    };
    let services = Signal::derive(move || {
        state.booking.with(|booking| booking.selection.items().iter().map(|(id, _)| *id).collect())
    });
    view! {
        <Page title=Signal::derive(t("appointments.review.title")) usable=Signal::stored(true)>
            <Steps at=4/>
            <Countdown/>
            {rebooking.then(|| view! { <Alert severity=Severity::Information title=Signal::derive(t("appointments.review.rebooking"))/> })}
            {dynamic(move || failure().map(|failure| view! { <FailureAlert failure/> }))}
            {when(checking, move || view! { <Loading/> })}
            {when(unclear, move || view! { <Alert severity=Severity::Warning title=Signal::derive(t("appointments.review.unclear"))>
                    <p><Button label=Signal::derive(t("appointments.retry")) on_press=Callback::new(|()| dispatch(Event::CheckAgain))/></p>
                </Alert> })}
            <Summary/>
            <Person/>
            <Documents services/>
            <form class="stack" novalidate on:submit=send>
                <ErrorSummary errors=errors/>
                <Check id="consent" label=Signal::derive(t("appointments.review.consent")) checked=consent errors=errors/>
                <p><a href="/legal/privacy">{t("appointments.review.privacy")}</a></p>
                <p class="row">
                    <Button
                        look=Look::Primary submit=true busy=busy
                        label=Signal::derive(t(if rebooking { "appointments.review.rebook" } else { "appointments.review.book" }))
                    />
                    <Button
                        look=Look::Tertiary icon=IconName::Back label=Signal::derive(t("appointments.review.change"))
                        on_press=Callback::new(|()| dispatch(Event::BackToContact))
                    />
                </p>
            </form>
        </Page>
        <FollowBooking/>
    }
    .part()
}

/// What was typed.
#[component]
fn Person() -> impl IntoView {
    let state = use_appointments();
    let contact = state.booking.with_untracked(|booking| booking.contact.clone());
    let rules = state
        .booking
        .with_untracked(|booking| booking.reservation().map(|r| r.rules.clone()))
        .unwrap_or_default();
    let question = |question: &zms::contact::Question| question.label.clone();
    let lines = [
        (Ok("appointments.field.name"), contact.family_name()),
        (Ok("appointments.field.email"), contact.email.clone()),
        (Ok("appointments.field.telephone"), contact.telephone.clone()),
        (Err(question(&rules.custom_textfield)), contact.custom_textfield.clone()),
        (Err(question(&rules.custom_textfield2)), contact.custom_textfield2.clone()),
    ];
    view! {
        <section class="kern-card" aria-label=t("appointments.review.person")>
            <dl class="kern-description-list">
                {lines.into_iter().filter(|(_, value)| !value.trim().is_empty()).map(|(label, value)| view! {
                    <div class="kern-description-list-item">
                        <dt class="kern-description-list-item__key">{match label {
                            Ok(key) => t(key).part(),
                            Err(own) if own.is_empty() => t("appointments.field.question").part(),
                            Err(own) => own.part(),
                        }}</dt>
                        <dd class="kern-description-list-item__value"><bdi>{value}</bdi></dd>
                    </div>
                }).collect_view()}
            </dl>
        </section>
    }
}
