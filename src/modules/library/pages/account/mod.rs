//! Everything that is borrowed, reserved or owed, on all cards of this device, soonest first.
mod calendar;
mod cards;
mod fees;
mod loans;
mod messages;
mod ready;
mod renewals;
mod waiting;

use super::parts::FailureBox;
use crate::i18n::{format, t};
use crate::modules::library::account::KeptCard;
use crate::modules::library::asking;
use crate::modules::library::state::{self, use_library};
use crate::task;
use crate::ui::{
    AgeLine, Alert, Button, ButtonLink, Freshness, IconName, IntoPart, Look, Page, Part, Severity,
    dynamic, when,
};
use leptos::prelude::*;
use library::account::CardId;
use library::document::Document;

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
                let _ = asking::refresh(&card).await;
            }
            busy.try_set(false);
        });
    };
    let begun = StoredValue::new(false);
    Effect::new(move || {
        // Once what the device kept is there, and only what is not new.
        if state.restored.get() && !begun.get_value() {
            begun.set_value(true);
            let cards = state.cards.with_untracked(Vec::len);
            let old = state.accounts.with_untracked(|all| {
                !state.heard.get_untracked()
                    || all.len() < cards
                    || all.iter().any(|account| format::now() - account.at.0 > FRESH)
            });
            if old && cards > 0 {
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
                <ready::Ready/>
                <loans::Loans/>
                <waiting::Waiting/>
                <fees::Fees/>
                <messages::Messages/>
                <cards::Cards/>
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
                    task::begin(async move { drop(asking::refresh(&card).await) });
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
