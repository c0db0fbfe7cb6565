//! The cards on this device: signing in and out, what each account says, and asking the library for something.
//!
//! A password is sent once and never kept. A token stays in memory; only where the person wants to stay signed in it
//! is kept, encrypted. What one card shows is kept under that card alone and goes with it.
use super::client;
use super::state::{Library, use_library, zone};
use crate::i18n::format;
use crate::offline::{self, Store};
use dates::Timestamp;
use json::keep;
use leptos::prelude::*;
use library::account::{Account, CardId};
use library::document::Document;
use library::failure::{Code, Failure};
use library::outcome::{Action, Outcome, outcomes};
use library::request::Wanted;
use library::scope::{Scope, Scopes, Session};
use library::wire::shapes::Secret;

const CARDS: &str = "cards";
/// How many cards a device holds: a family's.
pub const MOST_CARDS: usize = 12;
/// How many colours tell them apart.
pub const COLOURS: u8 = 6;

/// A library card on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCard {
    /// Made here; the card's number stands in no key.
    pub id: CardId,
    /// What the person calls it.
    pub name: String,
    /// Its number, which is also what one signs in with.
    pub number: String,
    /// One of [`COLOURS`].
    pub colour: u8,
    /// Kept only where the person wants to stay signed in.
    pub session: Option<Session>,
}

json::keep! { KeptCard { id, name, number, colour, session } }

fn account_key(card: &CardId) -> String {
    ["account/", &card.0].concat()
}

/// Reads the cards and what their accounts said last.
pub async fn read(state: Library) {
    let text = offline::load_secret::<String>(Store::Library, CARDS).await.ok().flatten();
    let cards: Vec<KeptCard> = text.and_then(|kept| keep::load(&kept.value)).unwrap_or_default();
    for card in &cards {
        let kept = offline::load_secret::<String>(Store::Library, &account_key(&card.id)).await;
        if let Ok(Some(kept)) = kept
            && let Some(account) = keep::load::<Account>(&kept.value)
        {
            put_account(state, account);
        }
        if let Some(session) = card.session.clone() {
            put_session(state, &card.id, session);
        }
    }
    // A card that was added while this was reading is newer.
    if state.cards.with_untracked(Vec::is_empty) && !cards.is_empty() {
        state.cards.set(cards);
    }
}

async fn save_cards(state: Library) {
    // A device that cannot keep them has them until the page is closed.
    let text = keep::save(&state.cards.get_untracked());
    let _ = offline::save_secret(Store::Library, CARDS, &text).await;
    offline::persist::ask().await;
}

fn put_account(state: Library, account: Account) {
    state.accounts.update(|all| {
        all.retain(|known| known.card != account.card);
        all.push(account);
    });
}

fn put_session(state: Library, card: &CardId, session: Session) {
    state.sessions.update(|all| {
        all.retain(|(known, _)| known != card);
        all.push((card.clone(), session));
    });
}

/// The session of a card, if there is one that has not run out.
pub fn session(state: Library, card: &CardId) -> Option<Session> {
    let now = Timestamp(format::now());
    state.sessions.with(|all| {
        let (_, session) = all.iter().find(|(known, _)| known == card)?;
        (!session.is_over(now)).then(|| session.clone())
    })
}

fn session_untracked(card: &CardId) -> Result<Session, Failure> {
    let state = use_library();
    untrack(|| session(state, card))
        .ok_or(Failure::Refused { code: Code::InvalidGrant, text: None })
}

/// What somebody typed to sign in.
pub struct SignIn {
    /// The card's number.
    pub number: String,
    /// The password; sent once.
    pub password: String,
    /// What to call the card; empty takes the name that the library has.
    pub name: String,
    /// Whether to stay signed in on this device.
    pub stay: bool,
}

/// Signs in, and asks for the account.
///
/// # Errors
/// Why the library refused, or could not be asked.
pub async fn sign_in(given: SignIn) -> Result<CardId, Failure> {
    let state = use_library();
    let number = given.number.trim().to_owned();
    let now = Timestamp(format::now());
    let answer = client::login(&number, &Secret::new(given.password)).await?;
    let session =
        Session::new(&answer, Scopes::wanted(), now).ok_or(Failure::NotReadable { status: 200 })?;
    let known = state.cards.with_untracked(|all| {
        all.iter().find(|card| card.number == number).map(|card| (card.id.clone(), card.colour))
    });
    let (id, colour) = known.unwrap_or_else(|| {
        let taken = state
            .cards
            .with_untracked(|all| all.iter().map(|card| card.colour).collect::<Vec<_>>());
        let free = (0..COLOURS).find(|colour| !taken.contains(colour)).unwrap_or_default();
        (new_id(), free)
    });
    put_session(state, &id, session.clone());
    let card = KeptCard {
        id: id.clone(),
        name: given.name.trim().to_owned(),
        number,
        colour,
        session: given.stay.then_some(session),
    };
    state.cards.update(|all| match all.iter_mut().find(|known| known.id == id) {
        Some(known) => {
            let name = if card.name.is_empty() { known.name.clone() } else { card.name.clone() };
            *known = KeptCard { name, ..card };
        }
        None => all.push(card),
    });
    // An account that cannot be had now is asked for again on its page, which says so.
    let _ = refresh(&id).await;
    state.cards.update(|all| {
        let patron = state.accounts.with_untracked(|accounts| {
            accounts
                .iter()
                .find(|one| one.card == id)
                .and_then(|one| one.patron.as_ref().map(|patron| patron.name.clone()))
        });
        if let Some(card) = all.iter_mut().find(|card| card.id == id && card.name.is_empty()) {
            card.name = patron.unwrap_or_default();
        }
    });
    save_cards(state).await;
    Ok(id)
}

/// A name for a card that says nothing about it.
fn new_id() -> CardId {
    let random = js_sys::Math::random().to_bits() ^ js_sys::Date::now().to_bits();
    CardId(format!("{random:016x}"))
}

/// Takes a card from this device: the library forgets the token, the device forgets everything of it.
pub async fn sign_out(card: &CardId) {
    let state = use_library();
    let session = session_untracked(card).ok();
    // Here first: whatever the network does, nothing of it stays.
    state.sessions.update(|all| all.retain(|(known, _)| known != card));
    state.accounts.update(|all| all.retain(|known| known.card != *card));
    state.troubles.update(|all| all.retain(|(known, _)| known != card));
    state.cards.update(|all| all.retain(|known| known.id != *card));
    let _ = offline::store::remove(Store::Library, &account_key(card)).await;
    if state.cards.with_untracked(Vec::is_empty) {
        let _ = offline::store::remove(Store::Library, CARDS).await;
    } else {
        save_cards(state).await;
    }
    if let Some(session) = session {
        // A token that cannot be given back runs out by itself.
        let _ = client::logout(&session).await;
    }
}

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
                let text = keep::save(&account);
                put_account(state, account);
                // A device that cannot keep it shows it until the page is closed.
                let _ = offline::save_secret(Store::Library, &account_key(card), &text).await;
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
fn trouble(card: &CardId, failure: &Failure) {
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
    let documents = client::items(&session).await?;
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
