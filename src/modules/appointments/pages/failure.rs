//! A failure as a person reads it: what happened, what was kept, what to do.
use super::super::state::{load_catalogue, use_appointments};
use crate::i18n::{plural, t, text};
use crate::task;
use crate::ui::{Alert, Button, Freshness, Look, Severity, dynamic};
use leptos::prelude::*;
use zms::error::{Failure, NextStep};

/// The key of the sentence for a next step; empty where a button says it already.
const fn step_key(step: NextStep) -> &'static str {
    match step {
        NextStep::PickAnotherSlot => "appointments.next.slot",
        NextStep::SolveCaptchaAgain => "appointments.next.captcha",
        NextStep::CorrectFields => "appointments.next.fields",
        NextStep::ChangeSelection => "appointments.next.selection",
        NextStep::Wait { .. } => "appointments.next.wait",
        NextStep::SignIn => "appointments.next.signIn",
        NextStep::StartAgain => "appointments.next.startAgain",
        NextStep::CheckWhetherConfirmed => "appointments.next.check",
        NextStep::CheckLink => "appointments.next.link",
        NextStep::CancelAnother => "appointments.next.cancelAnother",
        NextStep::ContactOffice => "appointments.next.office",
        NextStep::TryLater => "appointments.next.later",
        NextStep::CheckConnection => "appointments.next.connection",
    }
}

/// Shows a failure with its next step, and a button to try again where that helps.
#[component]
pub fn FailureAlert(
    /// What went wrong.
    failure: Failure,
    /// Tries again.
    #[prop(optional)]
    retry: Option<Callback<()>>,
) -> impl IntoView {
    let severity = match &failure {
        Failure::Refused(_) => Severity::Danger,
        _ => Severity::Warning,
    };
    let (key, step) = (failure.message_key(), failure.next_step());
    let next = move || match step {
        NextStep::Wait { seconds } => plural("appointments.next.wait", f64::from(seconds), &[]),
        step => text(step_key(step), &[]),
    };
    view! {
        <Alert severity=severity title=Signal::derive(t(key))>
            <p>{next}</p>
            {retry.map(|retry| view! {
                <p><Button look=Look::Secondary label=Signal::derive(t("appointments.retry")) on_press=retry/></p>
            })}
        </Alert>
    }
}

/// Why there is no catalogue, with the way to ask again.
#[component]
pub fn CatalogueFailure() -> impl IntoView {
    let state = use_appointments();
    let retry = Callback::new(move |()| {
        state.failure.set(None);
        state.freshness.set(Freshness::Asking);
        task::begin(load_catalogue(state));
    });
    dynamic(move || state.failure.get().map(|failure| view! { <FailureAlert failure retry/> }))
}
