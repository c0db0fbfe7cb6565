//! Another password for a card. Old and new one are sent once, as a form, and kept nowhere.
use super::super::changes;
use super::super::state::{self, use_library};
use super::parts::{FailureBox, NotHere, focus, parameter};
use crate::i18n::{t, text};
use crate::task;
use crate::ui::{
    Alert, Button, ErrorSummary, Field, FieldError, IntoPart, Look, Page, Severity, dynamic, when,
};
use leptos::prelude::*;
use library::failure::{Code, Failure};
use library::scope::Scope;

/// Whether it worked is not known.
const fn is_unclear(failure: &Failure) -> bool {
    matches!(failure, Failure::NoAnswer | Failure::Broken { .. } | Failure::NotReadable { .. })
}

/// The page.
#[component]
pub fn PasswordPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let id = parameter("id");
    let card = Memo::new(move |_| changes::card_that_may(state, id.get(), Scope::ChangePassword));
    let new_signal = || RwSignal::new(String::new());
    let (old, new, again) = (new_signal(), new_signal(), new_signal());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    // What the library says of the new password, in its own words.
    let said = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<Failure>);
    let (busy, done) = (RwSignal::new(false), RwSignal::new(false));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(card) = card.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        let mut wrong = Vec::new();
        let mut check = |field, message, is_wrong: bool| {
            if is_wrong {
                wrong.push(FieldError { field, message });
            }
        };
        check("password-old", "library.password.old.missing", old.with_untracked(String::is_empty));
        check("password-new", "library.password.new.missing", new.with_untracked(String::is_empty));
        let differs = new.get_untracked() != again.get_untracked();
        check("password-again", "library.password.again.differs", differs);
        let complete = wrong.is_empty();
        errors.set(wrong);
        said.set(None);
        failure.set(None);
        if !complete {
            return;
        }
        busy.set(true);
        task::begin(async move {
            let answer = changes::password(&card, old.get_untracked(), new.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    for field in [old, new, again] {
                        field.try_set(String::new());
                    }
                    done.try_set(true);
                    focus("#password-done");
                }
                Err(Failure::Refused { code: Code::AccessDenied, .. }) => {
                    let message = "library.password.old.wrong";
                    errors.try_set(vec![FieldError { field: "password-old", message }]);
                }
                Err(Failure::Refused { code: Code::InvalidRequest, text: words }) => {
                    let words = words.unwrap_or_else(|| text("library.password.refused", &[]));
                    said.try_set(Some(words));
                    focus("#password-new");
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    focus("#password-failed");
                }
            }
        });
    };
    let may = move || card.with(Option::is_some);
    view! {
        <Page title=Signal::derive(t("library.password")) lead=Signal::derive(t("library.password.lead")) usable=Signal::derive(move || state.restored.get())>
            {when(move || state.restored.get() && !may() && !done.get(), || view! { <NotHere/> })}
            <div id="password-done" class="said" tabindex="-1">{when(move || done.get(), || view! {
                <Alert severity=Severity::Success title=Signal::derive(t("library.password.done"))>
                    <p>{t("library.password.done.text")}</p>
                    <p><a href="/library/account">{t("library.account")}</a></p>
                </Alert>
            })}</div>
            {when(move || may() && !done.get(), move || view! {
                <form class="stack" on:submit=send novalidate="novalidate">
                    <ErrorSummary errors/>
                    <div id="password-failed" class="said" tabindex="-1">{dynamic(move || failure.get().map(|failure| {
                        let unclear = is_unclear(&failure);
                        view! {
                            <FailureBox failure/>
                            {unclear.then(|| view! { <p>{t("library.password.unclear")}</p> })}
                        }.part()
                    }))}</div>
                    <p><bdi>{move || card.with(|card| card.as_ref().map(|card| card.name.clone()))}</bdi></p>
                    <Field id="password-old" label=Signal::derive(t("library.password.old")) value=old errors kind="password" autocomplete="current-password"/>
                    <Field id="password-new" label=Signal::derive(t("library.password.new")) value=new errors said=Signal::derive(move || said.get()) kind="password" autocomplete="new-password"/>
                    <Field id="password-again" label=Signal::derive(t("library.password.again")) value=again errors kind="password" autocomplete="new-password"/>
                    <div><Button look=Look::Primary submit=true busy label=Signal::derive(t("library.password.go"))/></div>
                </form>
            })}
        </Page>
    }
}
