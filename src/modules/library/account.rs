//! The cards on this device: signing in and out, and what each account says.
//!
//! A password is sent once and never kept. A token stays in memory; only where the person wants to stay signed in it
//! is kept, encrypted. What one card shows is kept under that card alone and goes with it.
use super::state::{self, CARDS, Library, use_library};
use super::{asking, client, keep};
use crate::i18n::format;
use crate::offline;
use dates::Timestamp;
use leptos::prelude::*;
use library::account::{Account, CardId};
use library::failure::{Code, Failure};
use library::scope::{Scopes, Session};
use library::wire::shapes::Secret;

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

/// Under which key an account is kept.
pub fn account_key(card: &CardId) -> String {
    ["account/", &card.0].concat()
}

/// Reads the cards and what their accounts said last.
pub async fn read(state: Library) {
    let cards: Vec<KeptCard> = keep::load(CARDS).await.unwrap_or_default();
    for card in &cards {
        if let Some(account) = keep::load(&account_key(&card.id)).await {
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
    state::has_cards().set(true);
    // A device that cannot keep them has them until the page is closed.
    keep::save(CARDS, &state.cards.get_untracked()).await;
    offline::persist::ask().await;
}

/// What an account says now takes the place of what it said.
pub fn put_account(state: Library, account: Account) {
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

/// The same, not followed.
///
/// # Errors
/// "Sign in again", if there is none.
pub fn session_untracked(card: &CardId) -> Result<Session, Failure> {
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
    let _ = asking::refresh(&id).await;
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
    keep::remove(&account_key(card)).await;
    if state.cards.with_untracked(Vec::is_empty) {
        state::has_cards().set(false);
        keep::remove(CARDS).await;
    } else {
        save_cards(state).await;
    }
    if let Some(session) = session {
        // A token that cannot be given back runs out by itself.
        let _ = client::logout(&session).await;
    }
}

/// The person has deleted what lay under a key: it is forgotten here too, and with the cards what they show.
pub async fn deleted(state: Library, key: &str) {
    if key != CARDS {
        state.accounts.update(|all| all.retain(|account| account_key(&account.card) != key));
        return;
    }
    state::has_cards().set(false);
    let cards = state.cards.get_untracked();
    state.cards.set(Vec::new());
    state.sessions.set(Vec::new());
    state.troubles.set(Vec::new());
    state.accounts.set(Vec::new());
    for card in cards {
        keep::remove(&account_key(&card.id)).await;
    }
}
