//! Identifiers. Each has its own type, so that an office can never be asked for under a service's number.

use crate::keep::{self, Keep};
use json::keep_inside;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A text that is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct InvalidId(pub &'static str);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match text.parse() {
                    Ok(0) | Err(_) => Err(InvalidId(stringify!($name))),
                    Ok(number) => Ok(Self(number)),
                }
            }
        }

        impl $name {
            /// The identifier for a number from the wire; `None` unless it is a positive 32-bit number.
            #[must_use]
            pub fn new(number: i64) -> Option<Self> {
                u32::try_from(number).ok().filter(|n| *n > 0).map(Self)
            }
        }
    };
}

id! {
    /// An office ("location", "provider"): the place one goes to.
    OfficeId
}
id! {
    /// A service ("request"): what one comes for.
    ServiceId
}
id! {
    /// A scope: the queue of an office, which carries the rules of the contact form.
    ScopeId
}
id! {
    /// The number of an appointment ("process"); together with its [`AuthKey`] it opens the appointment.
    ProcessId
}

impl OfficeId {
    /// By number, each once.
    pub(crate) fn sort(offices: &mut Vec<Self>) {
        crate::sort_by_key(offices, |office| (office.0.into(), 0));
        offices.dedup();
    }
}

/// The secret that opens one appointment: 64 hexadecimal digits, 4 in old links.
///
/// Whoever has it can cancel the appointment, so neither `Debug` nor `Display` prints it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuthKey(String);

impl AuthKey {
    /// Checks the shape: 64 or 4 hexadecimal digits.
    ///
    /// # Errors
    /// [`InvalidId`] for anything else.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        if matches!(text.len(), 4 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId("AuthKey"))
        }
    }

    /// The digits, for a request or a link. Never for a log.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Keep for AuthKey {
    fn write(&self, text: &mut String) {
        keep::quote(text, &self.0);
    }
    fn read(value: &serde_json::Value) -> Option<Self> {
        Self::new(value.as_str()?).ok()
    }
}

impl TryFrom<String> for AuthKey {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::new(&text)
    }
}

impl From<AuthKey> for String {
    fn from(key: AuthKey) -> Self {
        key.0
    }
}

impl fmt::Debug for AuthKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthKey(…)")
    }
}

/// What opens one appointment: its number and its secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AppointmentKey {
    /// The number of the appointment.
    pub process_id: ProcessId,
    /// Its secret.
    pub auth_key: AuthKey,
}

crate::keep! { AppointmentKey { process_id, auth_key } }
keep_inside! { OfficeId ServiceId ScopeId ProcessId }

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn ids_are_positive_32_bit_numbers() {
        assert_eq!("17".parse(), Ok(OfficeId(17)));
        for bad in ["0", "-1", "", "a", "4294967296", "1.5"] {
            assert!(bad.parse::<OfficeId>().is_err(), "{bad}");
        }
        assert_eq!(ServiceId::new(0), None);
        assert_eq!(ServiceId::new(1 << 40), None);
    }

    #[test]
    fn the_secret_is_never_printed() {
        let key = AuthKey::new(&"ab".repeat(32)).unwrap();
        assert!(!format!("{key:?}").contains("ab"));
        let both = AppointmentKey { process_id: ProcessId(1), auth_key: key };
        assert!(!format!("{both:?}").contains("abab"));
    }

    #[test]
    fn only_four_or_sixty_four_hexadecimal_digits() {
        assert!(AuthKey::new("fb43").is_ok());
        for bad in ["", "fb4", "fb4g", "fb434", &"a".repeat(63), &"é".repeat(32)] {
            assert!(AuthKey::new(bad).is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<AuthKey>("\"zz\"").is_err());
    }
}
