//! Reservations and orders: the place in the queue, and giving one up.
use super::super::parts::focus;
use super::{heading, mark};
use crate::i18n::{format, t, text};
use crate::modules::library::names;
use crate::modules::library::state::{use_library, zone};
use crate::modules::library::{account, asking};
use crate::task;
use crate::ui::{Alert, Button, Look, Severity, dynamic};
use leptos::prelude::*;
use library::account::{self as entries, CardId, Entry};
use library::document::{Document, Possible};
use library::life::Status;
use library::outcome::{Action, Outcome};
use library::request::Wanted;

/// Something that is waited for, and on which card.
type Waited = (CardId, Document);

/// What came of giving something up: how well it went, of what, and the words.
type Given = (Severity, String, String);

/// Reservations and orders.
#[component]
pub fn Waiting() -> impl IntoView {
    let state = use_library();
    // Drawn anew only when something differs: a button in it may have the focus.
    let waiting = Memo::new(move |_| {
        state.accounts.with(|all| {
            let mut waiting = entries::waiting(all, &zone);
            waiting.extend(entries::others(all, &zone));
            let of = |entry: &Entry<'_>| (entry.card.clone(), entry.document.clone());
            waiting.iter().map(of).collect::<Vec<Waited>>()
        })
    });
    let given = RwSignal::new(None::<Given>);
    view! {
        <div id="given-up" class="said" role="status" tabindex="-1">{dynamic(move || given.get().map(|(severity, title, words)| view! {
            <Alert severity title=Signal::stored(words)><p><bdi>{title}</bdi></p></Alert>
        }))}</div>
        {dynamic(move || {
            let rows: Vec<_> = waiting.get().into_iter().map(|waited| row(waited, given)).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="waiting">
                        <h2 id="waiting">{t("library.waiting")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })}
    }
}

fn row((card, document): Waited, given: RwSignal<Option<Given>>) -> impl IntoView + use<> {
    let state = use_library();
    let words = text(document.status.unwrap_or(Status::Rejected).message_key(), &[]);
    let expected =
        document.end.map(|end| text("library.waiting.expected", &[("day", &names::when(end))]));
    let queue = document.queue.filter(|queue| *queue > 0).map(|queue| {
        text("library.waiting.place", &[("place", &format::number(f64::from(queue)))])
    });
    let scopes = account::session(state, &card).map(|session| session.scopes);
    let cancellable =
        scopes.is_some_and(|scopes| document.can_be_cancelled(scopes) != Possible::No);
    let (heading, error, mark) = (heading(&document), document.error.clone(), mark(&card));
    let busy = RwSignal::new(false);
    let cancel = Callback::new(move |()| {
        let (card, document) = (card.clone(), document.clone());
        busy.set(true);
        task::begin(async move {
            let done = give_up(&card, &document).await;
            let _ = asking::refresh(&card).await;
            busy.try_set(false);
            given.try_set(Some(done));
            // The button is gone with its row.
            focus("#given-up");
        });
    });
    view! {
        <li class="loan">
            <span class="hit__text">
                {heading}
                <span class="kern-badge kern-badge--info">{words}</span>
                {queue.map(|queue| view! { <span>{queue}</span> })}
                {expected.map(|expected| view! { <span class="muted">{expected}</span> })}
                {error.map(|error| view! { <bdi>{error}</bdi> })}
                {mark}
            </span>
            {cancellable.then(|| view! { <Button look=Look::Tertiary busy label=Signal::derive(t("library.cancel")) on_press=cancel/> })}
        </li>
    }
}

async fn give_up(card: &CardId, document: &Document) -> Given {
    let answer = asking::act(card, Action::Cancel, vec![Wanted::of(document)]).await;
    let (severity, words) = match answer.as_ref().map(|all| all.first()) {
        Ok(Some(outcome @ Outcome::Done(_))) => {
            (Severity::Success, text(outcome.message_key(Action::Cancel), &[]))
        }
        Ok(Some(outcome)) => {
            let own = outcome.text().map(str::to_owned);
            let words = own.unwrap_or_else(|| text(outcome.message_key(Action::Cancel), &[]));
            (Severity::Warning, words)
        }
        Ok(None) => (Severity::Warning, text("library.outcome.unclear", &[])),
        Err(failure) => {
            let words = [text(failure.message_key(), &[]), names::next_step(failure)].join(". ");
            (Severity::Warning, words)
        }
    };
    (severity, document.title().to_owned(), words)
}
