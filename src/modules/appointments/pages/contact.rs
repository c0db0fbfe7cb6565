//! Who is coming: the form as the office wants it, all mistakes at once.
use super::super::engine::dispatch;
use super::super::state::use_appointments;
use super::failure::FailureAlert;
use super::frame::{Countdown, FollowBooking, Steps, Summary};
use crate::i18n::t;
use crate::navigation;
use crate::ui::{Button, ErrorSummary, Field, FieldError, IconName, IntoPart, Look, Page, dynamic};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use zms::booking::{Event, Stage};
use zms::contact::{Contact, ContactRules, Field as ContactField, Question, Rule};

/// The contact page.
#[component]
pub fn ContactPage() -> impl IntoView {
    let state = use_appointments();
    // From the review back to the form, or from a link without a reservation to the beginning.
    dispatch(Event::KeepReservation);
    dispatch(Event::BackToContact);
    let rules =
        state.booking.with_untracked(|booking| booking.reservation().map(|r| r.rules.clone()));
    let Some(rules) = rules else {
        navigation::replace("/appointments");
        return ().part();
    };
    view! { <Form rules/> }.part()
}

/// The id of a field of the form.
const fn id_of(field: ContactField) -> &'static str {
    match field {
        ContactField::FamilyName => "last-name",
        ContactField::Email => "email",
        ContactField::Telephone => "telephone",
        ContactField::CustomTextfield => "question-1",
        ContactField::CustomTextfield2 => "question-2",
    }
}

#[component]
fn Form(rules: ContactRules) -> impl IntoView {
    let state = use_appointments();
    let typed = state.booking.with_untracked(|booking| booking.contact.clone());
    let first_name = RwSignal::new(typed.first_name);
    let last_name = RwSignal::new(typed.last_name);
    let email = RwSignal::new(typed.email);
    let telephone = RwSignal::new(typed.telephone);
    let answer = RwSignal::new(typed.custom_textfield);
    let answer2 = RwSignal::new(typed.custom_textfield2);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let contact = move || Contact {
        first_name: first_name.get(),
        last_name: last_name.get(),
        email: email.get(),
        telephone: telephone.get(),
        custom_textfield: answer.get(),
        custom_textfield2: answer2.get(),
    };
    Effect::new(move |before: Option<()>| {
        let contact = contact();
        if before.is_some() {
            dispatch(Event::Typed(contact));
        }
    });
    // What the server refused stands beside the fields like our own findings.
    Effect::new(move || {
        let refused = state.booking.with(|booking| {
            booking
                .notice
                .iter()
                .flat_map(zms::error::Failure::fields)
                .map(|(field, code)| FieldError {
                    field: id_of(field),
                    message: code.message_key(),
                })
                .collect::<Vec<_>>()
        });
        if !refused.is_empty() {
            errors.set(refused);
        }
    });
    let busy = Signal::derive(move || {
        state.booking.with(|booking| matches!(booking.stage, Stage::Updating { .. }))
    });
    let failure = move || {
        state
            .booking
            .with(|booking| booking.notice.clone())
            .filter(|failure| failure.fields().next().is_none())
    };
    let check = rules.clone();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let contact = contact();
        let mut found: Vec<FieldError> = Vec::new();
        // A person who rebooks may have only one name; it stood so before.
        let one_name = state.booking.with_untracked(|booking| booking.old.is_some());
        if contact.first_name.trim().is_empty() && !one_name {
            found.push(FieldError {
                field: "first-name",
                message: "appointments.field.firstName.missing",
            });
        }
        if contact.last_name.trim().is_empty() {
            found.push(FieldError {
                field: "last-name",
                message: "appointments.field.name.missing",
            });
        }
        for problem in contact.problems(&check) {
            let field = id_of(problem.field);
            if found
                .iter()
                .all(|error| error.field != field && problem.field != ContactField::FamilyName)
            {
                found.push(FieldError { field, message: problem.message_key() });
            }
        }
        let clean = found.is_empty();
        errors.set(found);
        if clean {
            dispatch(Event::Typed(contact));
            dispatch(Event::Submit);
        }
    };
    let question = move |id: &'static str, question: Question, value: RwSignal<String>| {
        let label = question.label.clone();
        let words = Signal::derive(move || {
            if label.is_empty() { t("appointments.field.question")() } else { label.clone() }
        });
        (question.rule != Rule::Off).then(|| view! {
            <Field id=id label=words value=value errors=errors kind="area" optional=question.rule == Rule::Optional/>
        })
    };
    view! {
        <Page title=Signal::derive(t("appointments.contact.title")) lead=Signal::derive(t("appointments.contact.lead")) usable=Signal::stored(true)>
            <Steps at=3/>
            <Countdown/>
            <Summary/>
            {dynamic(move || failure().map(|failure| view! { <FailureAlert failure/> }))}
            <form class="stack" novalidate on:submit=send>
                <ErrorSummary errors=errors/>
                <Field id="first-name" label=Signal::derive(t("appointments.field.firstName")) value=first_name errors=errors autocomplete="given-name"/>
                <Field id="last-name" label=Signal::derive(t("appointments.field.lastName")) value=last_name errors=errors autocomplete="family-name"/>
                <Field
                    id="email" kind="email" autocomplete="email" label=Signal::derive(t("appointments.field.email"))
                    hint=Signal::derive(t("appointments.field.email.hint")) value=email errors=errors
                />
                {(rules.telephone != Rule::Off).then(|| view! {
                    <Field
                        id="telephone" kind="tel" autocomplete="tel" label=Signal::derive(t("appointments.field.telephone"))
                        hint=Signal::derive(t("appointments.field.telephone.hint")) value=telephone errors=errors
                        optional=rules.telephone == Rule::Optional
                    />
                })}
                {question("question-1", rules.custom_textfield.clone(), answer)}
                {question("question-2", rules.custom_textfield2.clone(), answer2)}
                <p class="row">
                    <Button look=Look::Primary submit=true busy=busy label=Signal::derive(t("appointments.contact.next"))/>
                    <Button
                        look=Look::Tertiary icon=IconName::Back label=Signal::derive(t("appointments.contact.otherTime"))
                        on_press=Callback::new(|()| dispatch(Event::BackToCalendar))
                    />
                </p>
            </form>
        </Page>
        <FollowBooking/>
    }
}
