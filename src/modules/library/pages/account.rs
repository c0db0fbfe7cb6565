//! Everything that is borrowed, reserved or owed, on all cards of this device, soonest first.
use super::super::account::{self, KeptCard};
use super::super::names;
use super::super::state::{self, use_library, zone};
use super::loans::Loans;
use super::parts::FailureBox;
use crate::i18n::{format, t, text};
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, Freshness, Icon, IconName, IntoPart, Look, Page, Part,
    Severity, announce, dynamic, when,
};
use leptos::prelude::*;
use library::account::{self as entries, Account, CardId, Entry};
use library::document::{Document, Possible};
use library::life::Status;
use library::outcome::{Action, Outcome};
use library::request::Wanted;

/// Seconds after which what was heard is asked for again.
const FRESH: i64 = 120;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    state::look();
    let state = use_library();
    let busy = RwSignal::new(false);
    let ask = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        task::begin(async move {
            let cards = state
                .cards
                .with_untracked(|all| all.iter().map(|card| card.id.clone()).collect::<Vec<_>>());
            for card in cards {
                // What went wrong stands beside the card.
                let _ = account::refresh(&card).await;
            }
            busy.try_set(false);
        });
    };
    let begun = StoredValue::new(false);
    Effect::new(move || {
        // Once what the device kept is there, and only what is not new.
        if state.restored.get() && !begun.get_value() {
            begun.set_value(true);
            let old = state.accounts.with_untracked(|all| {
                !state.heard.get_untracked()
                    || all.iter().any(|account| format::now() - account.at.0 > FRESH)
            });
            if old && state.cards.with_untracked(|all| !all.is_empty()) {
                ask();
            }
        }
    });
    let refresh = Callback::new(move |()| ask());
    let has_cards = Memo::new(move |_| state.cards.with(|all| !all.is_empty()));
    view! {
        <Page title=Signal::derive(t("library.account")) usable=Signal::derive(move || state.restored.get())>
            {when(move || state.restored.get() && !has_cards.get(), || view! {
                <p>{t("library.account.none")}</p>
                <p><ButtonLink look=Look::Primary href="/library/sign-in" label=Signal::derive(t("library.signIn"))/></p>
            })}
            {when(move || has_cards.get(), move || view! {
                <Troubles/>
                <Ready/>
                <Loans/>
                <Waiting/>
                <Fees/>
                <Messages/>
                <Cards/>
                <div class="row">
                    <Button busy label=Signal::derive(t("library.account.refresh")) on_press=refresh/>
                    <ButtonLink look=Look::Tertiary icon=IconName::Plus href="/library/sign-in" label=Signal::derive(t("library.cards.add"))/>
                </div>
                <AgeLine of=freshness()/>
            })}
        </Page>
    }
}

/// How fresh all accounts are: as the oldest of them.
pub fn freshness() -> Signal<Freshness> {
    let state = use_library();
    Signal::derive(move || {
        let oldest = state.accounts.with(|all| all.iter().map(|account| account.at.0).min());
        let failed = state.troubles.with(|all| !all.is_empty());
        match oldest {
            None if failed => Freshness::Unavailable,
            None => Freshness::Asking,
            Some(at) if failed || !state.heard.get() || state.now.get() - at > FRESH => {
                Freshness::Saved(at)
            }
            Some(at) => Freshness::Live(at),
        }
    })
}

/// What went wrong, card by card.
#[component]
fn Troubles() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        let troubles = state.troubles.get();
        let boxes = troubles.into_iter().filter_map(|(card, failure)| {
            let named = card_named(&card)?;
            let over = failure.next_step() == library::failure::NextStep::SignInAgain;
            let again = Callback::new({
                let card = card.clone();
                move |()| {
                    let card = card.clone();
                    task::begin(async move { drop(account::refresh(&card).await) });
                }
            });
            Some(if over {
                let href = ["/library/sign-in?card=", &card.0].concat();
                view! {
                    <Alert severity=Severity::Warning title=Signal::derive(t("library.signIn.over"))>
                        <p><bdi>{named.name}</bdi></p>
                        <p><ButtonLink href label=Signal::derive(t("library.signIn"))/></p>
                    </Alert>
                }
                .part()
            } else {
                view! { <FailureBox failure again/> }.part()
            })
        });
        boxes.collect::<Vec<_>>()
    })
}

/// A card of this device.
pub fn card_named(id: &CardId) -> Option<KeptCard> {
    use_library().cards.with(|all| all.iter().find(|card| card.id == *id).cloned())
}

/// The mark of a card: its colour and name. Left out where there is only one.
pub fn mark(id: &CardId) -> Option<Part> {
    let several = use_library().cards.with(|all| all.len() > 1);
    let card = card_named(id).filter(|_| several)?;
    let class = format!("card-mark card-mark--{}", card.colour);
    Some(view! { <span class=class><bdi>{card.name}</bdi></span> }.part())
}

/// Title and maker of a document.
pub fn heading(document: &Document) -> Part {
    let title = document.title().to_owned();
    let maker = document.maker().map(str::to_owned);
    view! {
        <bdi class="hit__title">{title}</bdi>
        {maker.map(|maker| view! { <bdi class="muted small">{maker}</bdi> })}
    }
    .part()
}

/// What is ready for pickup.
#[component]
fn Ready() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let ready = entries::ready(all, &zone);
            let rows: Vec<_> = ready.iter().map(ready_row).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="ready">
                        <h2 id="ready">{t("library.ready")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })
    })
}

fn ready_row(entry: &Entry<'_>) -> impl IntoView + use<> {
    let document = entry.document;
    let until = document.end.map(|end| text("library.ready.until", &[("day", &names::when(end))]));
    let place = names::place(document);
    view! {
        <li class="loan">
            <span class="hit__text">
                {heading(document)}
                <span class="kern-badge kern-badge--success">{text("library.status.provided", &[])}</span>
                {place.map(|place| view! { <span>{text("library.ready.place", &[("place", &place)])}</span> })}
                {until.map(|until| view! { <strong>{until}</strong> })}
                {mark(entry.card)}
            </span>
        </li>
    }
}

/// Reservations and orders.
#[component]
fn Waiting() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let mut waiting = entries::waiting(all, &zone);
            waiting.extend(entries::others(all, &zone));
            let rows: Vec<_> = waiting.iter().map(waiting_row).collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="waiting">
                        <h2 id="waiting">{t("library.waiting")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })
    })
}

fn waiting_row(entry: &Entry<'_>) -> impl IntoView + use<> {
    let document = entry.document;
    let state = use_library();
    let words = text(document.status.unwrap_or(Status::Rejected).message_key(), &[]);
    let expected =
        document.end.map(|end| text("library.waiting.expected", &[("day", &names::when(end))]));
    let queue = document.queue.filter(|queue| *queue > 0).map(|queue| {
        text("library.waiting.place", &[("place", &format::number(f64::from(queue)))])
    });
    let scopes = account::session(state, entry.card).map(|session| session.scopes);
    let cancellable =
        scopes.is_some_and(|scopes| document.can_be_cancelled(scopes) != Possible::No);
    let busy = RwSignal::new(false);
    let cancel = {
        let (card, wanted, title) =
            (entry.card.clone(), Wanted::of(document), document.title().to_owned());
        Callback::new(move |()| {
            let (card, wanted, title) = (card.clone(), wanted.clone(), title.clone());
            busy.set(true);
            task::begin(async move {
                let done = account::act(&card, Action::Cancel, vec![wanted]).await;
                let words = match done.as_ref().map(|all| all.first()) {
                    Ok(Some(outcome @ Outcome::Done(_))) => {
                        text(outcome.message_key(Action::Cancel), &[])
                    }
                    Ok(Some(outcome)) => outcome.text().map_or_else(
                        || text(outcome.message_key(Action::Cancel), &[]),
                        str::to_owned,
                    ),
                    Ok(None) => text("library.outcome.unclear", &[]),
                    Err(failure) => text(failure.message_key(), &[]),
                };
                announce(&[title.as_str(), ": ", &words].concat());
                let _ = account::refresh(&card).await;
                busy.try_set(false);
            });
        })
    };
    view! {
        <li class="loan">
            <span class="hit__text">
                {heading(document)}
                <span class="kern-badge kern-badge--info">{words}</span>
                {queue.map(|queue| view! { <span>{queue}</span> })}
                {expected.map(|expected| view! { <span class="muted">{expected}</span> })}
                {document.error.clone().map(|error| view! { <bdi>{error}</bdi> })}
                {mark(entry.card)}
            </span>
            {cancellable.then(|| view! { <Button look=Look::Tertiary busy label=Signal::derive(t("library.cancel")) on_press=cancel/> })}
        </li>
    }
}

/// What is owed.
#[component]
fn Fees() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let owed: Vec<_> = entries::owed(all).into_iter().filter(|sum| sum.is_none_or(|sum| sum.cents != 0)).collect();
            if owed.is_empty() {
                return ().part();
            }
            let sums: Vec<String> = owed
                .into_iter()
                .map(|sum| sum.map_or_else(|| text("library.fees.unknown", &[]), names::money))
                .collect();
            let rows: Vec<_> = all.iter().flat_map(fee_rows).collect();
            view! {
                <section class="stack stack--tight" aria-labelledby="fees">
                    <h2 id="fees">{t("library.fees")}</h2>
                    <p><strong>{text("library.fees.owed", &[("sum", &format::list(&sums))])}</strong></p>
                    <ul class="hits kern-card">{rows}</ul>
                </section>
            }
            .part()
        })
    })
}

fn fee_rows(account: &Account) -> Vec<Part> {
    let fees = account.fees.iter().flat_map(|fees| &fees.fees);
    let row = |fee: &library::patron::Fee| {
        let amount = fee.amount.map_or_else(|| text("library.fees.unknown", &[]), names::money);
        let about = fee.about.clone().or_else(|| fee.kind.clone()).unwrap_or_default();
        let date = fee.date.map(names::when);
        view! {
            <li class="loan">
                <span class="hit__text">
                    <bdi>{about}</bdi>
                    {date.map(|date| view! { <span class="muted small">{date}</span> })}
                    {mark(&account.card)}
                </span>
                <strong>{amount}</strong>
            </li>
        }
        .part()
    };
    fees.map(row).collect()
}

/// What the library writes.
#[component]
fn Messages() -> impl IntoView {
    let state = use_library();
    dynamic(move || {
        state.accounts.with(|all| {
            let messages = all.iter().flat_map(|account| {
                account.notifications.iter().map(move |message| (account, message))
            });
            let rows: Vec<_> = messages
                .map(|(account, message)| {
                    let date = message.date.map(names::when);
                    view! {
                        <li class="loan"><span class="hit__text">
                            <bdi>{message.about.clone()}</bdi>
                            {date.map(|date| view! { <span class="muted small">{date}</span> })}
                            {mark(&account.card)}
                        </span></li>
                    }
                })
                .collect();
            (!rows.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby="messages">
                        <h2 id="messages">{t("library.messages")}</h2>
                        <ul class="hits kern-card">{rows}</ul>
                    </section>
                }
            })
        })
    })
}

/// The cards, each with what the library says of it.
#[component]
fn Cards() -> impl IntoView {
    let state = use_library();
    let rows = move || {
        let accounts = state.accounts.get();
        let cards = state.cards.get();
        let rows = cards.into_iter().map(|card| {
            let patron = accounts.iter().find(|account| account.card == card.id).and_then(|account| account.patron.clone());
            let standing = patron.as_ref().and_then(|patron| patron.state).map(|state| text(state.message_key(), &[]));
            let expires = patron.as_ref().and_then(|patron| patron.expires).map(|day| text("library.cards.expires", &[("day", &names::when(day))]));
            let note = patron.and_then(|patron| patron.note);
            let href = ["/library/card?id=", &card.id.0].concat();
            let class = format!("card-mark card-mark--{}", card.colour);
            view! {
                <li><a href=href>
                    <span class="link-list__text">
                        <span class=class><bdi class="link-list__title">{card.name}</bdi></span>
                        {standing.map(|standing| view! { <span class="muted small">{standing}</span> })}
                        {expires.map(|expires| view! { <span class="muted small">{expires}</span> })}
                        {note.map(|note| view! { <bdi class="small">{note}</bdi> })}
                    </span>
                    <Icon name=IconName::Forward/>
                </a></li>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="stack stack--tight" aria-labelledby="cards">
            <h2 id="cards">{t("library.cards")}</h2>
            <ul class="link-list kern-card">{dynamic(rows)}</ul>
        </section>
    }
}
