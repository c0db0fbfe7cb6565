//! Entries as text in storage: written strictly, read tolerantly, because a newer or older app may have written them.

use serde_json::{Map, Value, json};

use crate::entry::{BodyHash, Entry, EntryError, EntryId};
use crate::state::{Attempt, Reason, State};

/// Why a stored text is no entry. What cannot be read is kept aside by the caller, never deleted silently.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The text is no JSON object.
    #[error("the stored text is no JSON object")]
    NoObject,
    /// A frozen part is missing or unusable; without it nothing can be sent.
    #[error("the stored entry is not usable: {0}")]
    Frozen(#[from] EntryError),
}

impl Entry {
    /// The text for storage.
    pub fn to_json(&self) -> String {
        json!({
            "id": self.id().as_str(),
            "url": self.url(),
            "contentType": self.content_type(),
            "body": self.body().as_str(),
            "size": self.size(),
            "created": self.created(),
            "state": state_to_json(&self.state),
        })
        .to_string()
    }

    /// Reads a stored text.
    ///
    /// The frozen parts must be whole. A state that is missing or unknown becomes [`State::Waiting`]: sending again
    /// what the server may already have is safe, forgetting it is not.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_json(text: &str) -> Result<Self, DecodeError> {
        let Ok(Value::Object(stored)) = serde_json::from_slice(text.as_bytes()) else {
            return Err(DecodeError::NoObject);
        };
        let mut entry = Self::new(
            EntryId::new(string(&stored, "id"))?,
            string(&stored, "url"),
            string(&stored, "contentType"),
            BodyHash::new(string(&stored, "body"))?,
            u32::try_from(number(&stored, "size")).unwrap_or(0),
            number(&stored, "created"),
        )?;
        if let Some(Value::Object(state)) = stored.get("state") {
            entry.state = state_from_json(state);
        }
        Ok(entry)
    }
}

fn state_to_json(state: &State) -> Value {
    match state {
        State::Waiting { tries, next_try, not_before } => {
            json!({ "kind": "waiting", "tries": tries, "nextTry": next_try, "notBefore": not_before })
        }
        State::Sending { tries, attempt } => {
            json!({ "kind": "sending", "tries": tries, "by": attempt.by, "since": attempt.since })
        }
        State::Sent { receipt, at } => json!({ "kind": "sent", "receipt": receipt, "at": at }),
        State::NeedsAttention { reason, tries, at } => {
            let status = if let Reason::Refused(status) = reason { Some(status) } else { None };
            json!({ "kind": "attention", "reason": reason.code(), "status": status, "tries": tries, "at": at })
        }
    }
}

fn state_from_json(stored: &Map<String, Value>) -> State {
    let tries = u32::try_from(number(stored, "tries")).unwrap_or(0);
    match string(stored, "kind") {
        "waiting" => State::Waiting {
            tries,
            next_try: number(stored, "nextTry"),
            not_before: number(stored, "notBefore"),
        },
        "sending" => {
            let attempt =
                Attempt { by: string(stored, "by").to_owned(), since: number(stored, "since") };
            State::Sending { tries, attempt }
        }
        "sent" => {
            let receipt = stored.get("receipt").and_then(Value::as_str).map(str::to_owned);
            State::Sent { receipt, at: number(stored, "at") }
        }
        "attention" => State::NeedsAttention {
            reason: reason_from_json(stored),
            tries,
            at: number(stored, "at"),
        },
        _ => State::new(),
    }
}

fn reason_from_json(stored: &Map<String, Value>) -> Reason {
    match string(stored, "reason") {
        "not-allowed" => Reason::NotAllowed,
        "conflict" => Reason::Conflict,
        "closed" => Reason::Closed,
        "damaged" => Reason::Damaged,
        _ => Reason::Refused(u16::try_from(number(stored, "status")).unwrap_or(0)),
    }
}

fn string<'a>(stored: &'a Map<String, Value>, key: &str) -> &'a str {
    stored.get(key).and_then(Value::as_str).unwrap_or("")
}

/// A whole number within what a calendar needs; anything else is 0.
fn number(stored: &Map<String, Value>, key: &str) -> i64 {
    let far = 1_i64 << 52;
    stored
        .get(key)
        .and_then(Value::as_i64)
        .filter(|number| (-far..=far).contains(number))
        .unwrap_or(0)
}
