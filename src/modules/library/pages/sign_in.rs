//! Signing in with card and password. The password is sent once and kept nowhere.
use super::super::account::{self, MOST_CARDS, SignIn};
use super::super::state::{self, use_library};
use super::parts::{FailureBox, parameter};
use crate::i18n::t;
use crate::navigation;
use crate::task;
use crate::ui::{
    Alert, Button, Check, ErrorSummary, Field, FieldError, Look, Page, Severity, dynamic, when,
};
use leptos::prelude::*;
use library::failure::Failure;

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let (number, password, name) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let stay = RwSignal::new(false);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    // Back to where somebody wanted to reserve something; only addresses of the library.
    let (back, again) = (parameter("back"), parameter("card"));
    // The card whose sign-in has run out is known, once what the device kept has been read.
    Effect::new(move || {
        let known = again.get().filter(|_| state.restored.get()).and_then(|again| {
            state.cards.with_untracked(|all| all.iter().find(|card| card.id.0 == again).cloned())
        });
        if let Some(card) = known {
            number.set(card.number);
            name.set(card.name);
            stay.set(card.session.is_some());
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let mut wrong = Vec::new();
        if number.with_untracked(|number| number.trim().is_empty()) {
            wrong.push(FieldError {
                field: "card-number",
                message: "library.signIn.number.missing",
            });
        }
        if password.with_untracked(String::is_empty) {
            wrong.push(FieldError {
                field: "card-password",
                message: "library.signIn.password.missing",
            });
        }
        let complete = wrong.is_empty();
        errors.set(wrong);
        if !complete {
            return;
        }
        busy.set(true);
        failure.set(None);
        let given = SignIn {
            number: number.get_untracked(),
            password: password.get_untracked(),
            name: name.get_untracked(),
            stay: stay.get_untracked(),
        };
        let back = back.get_untracked().filter(|back| back.starts_with("/library"));
        task::begin(async move {
            let done = account::sign_in(given).await;
            busy.try_set(false);
            match done {
                Ok(_) => {
                    // It is not needed any more.
                    password.try_set(String::new());
                    navigation::replace(back.as_deref().unwrap_or("/library/account"));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    let full = move || state.cards.with(|all| all.len() >= MOST_CARDS);
    view! {
        <Page title=Signal::derive(t("library.signIn")) lead=Signal::derive(t("library.signIn.lead"))>
            {when(full, || view! {
                <Alert severity=Severity::Information title=Signal::derive(t("library.cards.full"))><p>{t("library.cards.full.text")}</p></Alert>
            })}
            <form class="stack" on:submit=send novalidate="novalidate">
                <ErrorSummary errors/>
                {dynamic(move || failure.get().map(|failure| view! { <FailureBox failure/> }))}
                <Field id="card-number" label=Signal::derive(t("library.signIn.number")) value=number errors autocomplete="username" hint=Signal::derive(t("library.signIn.number.hint"))/>
                <Field id="card-password" label=Signal::derive(t("library.signIn.password")) value=password errors kind="password" autocomplete="current-password"/>
                <Field id="card-name" label=Signal::derive(t("library.signIn.name")) value=name errors optional=true hint=Signal::derive(t("library.signIn.name.hint"))/>
                <Check id="card-stay" label=Signal::derive(t("library.signIn.stay")) checked=stay errors/>
                <div><Button look=Look::Primary submit=true busy label=Signal::derive(t("library.signIn.go"))/></div>
            </form>
        </Page>
    }
}
