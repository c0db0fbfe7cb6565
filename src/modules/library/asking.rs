//! Asking the library for what is on a card, and to do something with it.
use super::account::{account_key, put_account, session_untracked};
use super::state::{use_library, zone};
use super::{client, keep};
use crate::i18n::format;
use dates::Timestamp;
use leptos::prelude::*;
use library::account::{Account, CardId};
use library::document::Document;
use library::failure::{Code, Failure};
use library::outcome::{Action, Outcome, outcomes};
use library::request::Wanted;
use library::scope::Scope;

/// Asks the library for what is on a card. What cannot be had stays as it was last known.
///
/// # Errors
/// Why the documents could not be had.
pub async fn refresh(card: &CardId) -> Result<(), Failure> {
    let state = use_library();
    let answer = ask(card).await;
    state.troubles.update(|all| all.retain(|(known, _)| known != card));
    match answer {
        Ok(account) => {
            state.heard.set(true);
            // It may have been taken from the device meanwhile.
            if state.cards.with_untracked(|all| all.iter().any(|known| known.id == *card)) {
                put_account(state, account.clone());
                keep::save(&account_key(card), &account).await;
            }
            Ok(())
        }
        Err(failure) => {
            trouble(card, &failure);
            Err(failure)
        }
    }
}

/// Remembers what went wrong with a card; a token that has run out is forgotten.
pub fn trouble(card: &CardId, failure: &Failure) {
    let state = use_library();
    if matches!(failure, Failure::Refused { code: Code::InvalidGrant, .. }) {
        state.sessions.update(|all| all.retain(|(known, _)| known != card));
    }
    state.troubles.update(|all| {
        all.retain(|(known, _)| known != card);
        all.push((card.clone(), failure.clone()));
    });
}

async fn ask(card: &CardId) -> Result<Account, Failure> {
    let session = session_untracked(card)?;
    let state = use_library();
    let before = state
        .accounts
        .with_untracked(|all| all.iter().find(|account| account.card == *card).cloned());
    let may = |scope| session.scopes.has(scope);
    let documents = match client::items(&session).await {
        // Some cards may read less than others: what they may is shown.
        Err(Failure::Refused { code: Code::InsufficientScope, .. }) if !may(Scope::ReadItems) => {
            Vec::new()
        }
        answer => answer?,
    };
    let mut account = Account {
        card: card.clone(),
        patron: None,
        documents,
        fees: None,
        notifications: Vec::new(),
        at: Timestamp(format::now()),
    };
    if may(Scope::ReadPatron) {
        account.patron = client::patron(&session)
            .await
            .ok()
            .or(before.as_ref().and_then(|one| one.patron.clone()));
    }
    if may(Scope::ReadFees) {
        account.fees =
            client::fees(&session).await.ok().or(before.as_ref().and_then(|one| one.fees.clone()));
    }
    if may(Scope::ReadNotifications) {
        account.notifications = client::notifications(&session).await.unwrap_or_default();
    }
    Ok(account)
}

/// Asks the library to do something with documents; what became of each, in the order in which they were sent.
///
/// # Errors
/// Why nothing of it was answered.
pub async fn act(
    card: &CardId,
    action: Action,
    wanted: Vec<Wanted>,
) -> Result<Vec<Outcome>, Failure> {
    let state = use_library();
    let session = session_untracked(card).inspect_err(|failure| trouble(card, failure))?;
    let before: Vec<Document> = state.accounts.with_untracked(|all| {
        all.iter()
            .find(|account| account.card == *card)
            .map(|account| account.documents.clone())
            .unwrap_or_default()
    });
    let answer = client::documents(&session, action, &wanted)
        .await
        .inspect_err(|failure| trouble(card, failure))?;
    Ok(outcomes(action, &wanted, &before, answer, &zone))
}
