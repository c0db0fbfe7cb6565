//! Changing what the library has of a person: the password, the e-mail address, messages that were read.
use super::account::{self, KeptCard};
use super::state::Library;
use super::{asking, client};
use leptos::prelude::*;
use library::Uri;
use library::account::CardId;
use library::failure::{Code, Failure};
use library::scope::{Scope, Scopes, Session};
use library::wire::shapes::Secret;

/// Whether a token may change the e-mail address: the whole patron, or that alone.
pub fn may(scopes: Scopes, scope: Scope) -> bool {
    scopes.has(scope) || scope == Scope::UpdatePatronEmail && scopes.has(Scope::UpdatePatron)
}

/// A card of this device that is signed in and may do something.
pub fn card_that_may(state: Library, id: Option<String>, scope: Scope) -> Option<KeptCard> {
    let id = id?;
    let card = state.cards.with(|all| all.iter().find(|card| card.id.0 == id).cloned())?;
    let session = account::session(state, &card.id)?;
    may(session.scopes, scope).then_some(card)
}

fn session(card: &CardId) -> Result<Session, Failure> {
    account::session_untracked(card).inspect_err(|failure| asking::trouble(card, failure))
}

/// Another password. The one that is not right is "access denied", whatever the server calls it.
///
/// # Errors
/// Why the library refused, or could not be asked.
pub async fn password(card: &KeptCard, old: String, new: String) -> Result<(), Failure> {
    let session = session(&card.id)?;
    let (old, new) = (Secret::new(old), Secret::new(new));
    client::change_password(&session, &card.number, &old, &new).await
}

/// Another e-mail address; the account is asked for again, so that it shows what the library has now.
///
/// # Errors
/// Why the library refused, or could not be asked.
pub async fn email(card: &CardId, email: &str) -> Result<(), Failure> {
    let session = session(card)?;
    client::change_email(&session, email).await?;
    // What cannot be had stays as it was last known.
    let _ = asking::refresh(card).await;
    Ok(())
}

/// Removes a message; one that is gone already is fine.
///
/// # Errors
/// Why the library refused, or could not be asked.
pub async fn delete_message(card: &CardId, id: &Uri) -> Result<(), Failure> {
    let session = session(card)?;
    match client::delete_notification(&session, id).await {
        Err(Failure::Refused { code: Code::NotFound, .. }) | Ok(()) => {
            let _ = asking::refresh(card).await;
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}
