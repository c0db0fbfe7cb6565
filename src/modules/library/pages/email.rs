//! Another e-mail address for a card (PAIA core, PATCH of the patron), where the library lets people change it.
use super::super::changes;
use super::super::state::{self, use_library};
use super::parts::{FailureBox, NotHere, focus, parameter};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{
    Alert, Button, ErrorSummary, Field, FieldError, Look, Page, Severity, dynamic, when,
};
use leptos::prelude::*;
use library::failure::{Code, Failure};
use library::scope::Scope;

/// The page.
#[component]
pub fn EmailPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let id = parameter("id");
    let card =
        Memo::new(move |_| changes::card_that_may(state, id.get(), Scope::UpdatePatronEmail));
    let email = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    // What the library says of the address, in its own words.
    let said = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let (busy, done) = (RwSignal::new(false), RwSignal::new(false));
    // What the library knows stands in the field, until somebody types.
    Effect::new(move || {
        let Some(card) = card.get() else { return };
        let known = state.accounts.with_untracked(|all| {
            let account = all.iter().find(|account| account.card == card.id)?;
            account.patron.as_ref()?.email.clone()
        });
        if email.with_untracked(String::is_empty) {
            email.set(known.unwrap_or_default());
        }
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(card) = card.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        said.set(None);
        failure.set(None);
        done.set(false);
        let wanted = email.with_untracked(|email| email.trim().to_owned());
        if wanted.is_empty() {
            let message = "library.email.missing";
            errors.set(vec![FieldError { field: "email-new", message }]);
            return;
        }
        errors.set(Vec::new());
        busy.set(true);
        task::begin(async move {
            let answer = changes::email(&card.id, &wanted).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    done.try_set(true);
                    focus("#email-done");
                }
                Err(Failure::Refused { code: Code::InvalidRequest, text: words }) => {
                    said.try_set(Some(words.unwrap_or_else(|| text("library.email.refused", &[]))));
                    focus("#email-new");
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    focus("#email-failed");
                }
            }
        });
    };
    let may = move || card.with(Option::is_some);
    view! {
        <Page title=Signal::derive(t("library.email")) lead=Signal::derive(t("library.email.lead")) usable=Signal::derive(move || state.restored.get())>
            {when(move || state.restored.get() && !may(), || view! { <NotHere/> })}
            {when(may, move || view! {
                <div id="email-done" class="said" tabindex="-1">{when(move || done.get(), || view! {
                    <Alert severity=Severity::Success title=Signal::derive(t("library.email.done"))>
                        <p><a href="/library/account">{t("library.account")}</a></p>
                    </Alert>
                })}</div>
                <form class="stack" on:submit=send novalidate="novalidate">
                    <ErrorSummary errors/>
                    <div id="email-failed" class="said" tabindex="-1">{dynamic(move || failure.get().map(|failure| view! { <FailureBox failure/> }))}</div>
                    <p><bdi>{move || card.with(|card| card.as_ref().map(|card| card.name.clone()))}</bdi></p>
                    <Field id="email-new" label=Signal::derive(t("library.email.new")) value=email errors said=Signal::derive(move || said.get()) kind="email" autocomplete="email"/>
                    <div><Button look=Look::Primary submit=true busy label=Signal::derive(t("library.email.go"))/></div>
                </form>
            })}
        </Page>
    }
}
