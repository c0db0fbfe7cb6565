//! What the library writes, and deleting what was read.
use super::super::parts::{FailureBox, focus};
use super::mark;
use crate::i18n::{t, text};
use crate::modules::library::state::use_library;
use crate::modules::library::{account, changes, names};
use crate::task;
use crate::ui::{Alert, IntoPart, Severity, dynamic};
use leptos::prelude::*;
use library::account::CardId;
use library::failure::Failure;
use library::patron::Notification;
use library::scope::Scope;

/// What came of deleting a message.
type Deleted = Option<Result<(), Failure>>;

/// The messages.
#[component]
pub fn Messages() -> impl IntoView {
    let state = use_library();
    // Drawn anew only when something differs: a button in it may have the focus.
    let messages = Memo::new(move |_| {
        state.accounts.with(|all| {
            let of = |account: &library::account::Account| {
                let card = account.card.clone();
                account.notifications.clone().into_iter().map(move |one| (card.clone(), one))
            };
            all.iter().flat_map(of).collect::<Vec<_>>()
        })
    });
    let deleted = RwSignal::new(Deleted::None);
    view! {
        <div id="message-deleted" class="said" role="status" tabindex="-1">{dynamic(move || match deleted.get() {
            None => ().part(),
            Some(Ok(())) => view! { <Alert severity=Severity::Success title=Signal::derive(t("library.message.deleted"))/> }.part(),
            Some(Err(failure)) => view! { <FailureBox failure/> }.part(),
        })}</div>
        {dynamic(move || {
            let rows: Vec<_> = messages.get().into_iter().map(|(card, one)| row(card, one, deleted)).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="messages">
                        <h2 id="messages">{t("library.messages")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })}
    }
}

fn row(card: CardId, message: Notification, deleted: RwSignal<Deleted>) -> impl IntoView + use<> {
    let state = use_library();
    let date = message.date.map(names::when);
    let may = account::session(state, &card)
        .is_some_and(|session| session.scopes.has(Scope::DeleteNotifications));
    let label = text("library.message.delete.label", &[("message", &message.about)]);
    let mark = mark(&card);
    let busy = RwSignal::new(false);
    let delete = message.id.filter(|_| may).map(|id| {
        let press = move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let (card, id) = (card.clone(), id.clone());
            task::begin(async move {
                let done = changes::delete_message(&card, &id).await;
                busy.try_set(false);
                deleted.try_set(Some(done));
                // The button is gone with its row.
                focus("#message-deleted");
            });
        };
        view! {
            <button
                type="button" class="kern-btn kern-btn--tertiary" aria-label=label
                aria-disabled=move || busy.get().then_some("true") on:click=press
            >{t("library.message.delete")}</button>
        }
    });
    view! {
        <li class="loan">
            <span class="hit__text">
                <bdi>{message.about}</bdi>
                {date.map(|date| view! { <span class="muted small">{date}</span> })}
                {mark}
            </span>
            {delete}
        </li>
    }
}
