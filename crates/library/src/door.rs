//! "May I enter?" as the city's system answers it for one person. The app never opens a door; it says beforehand
//! what the door will say, and what to do about it.

use crate::When;
use crate::failure::Failure;
use crate::wire::door as wire;
use dates::TimeOfDay;

/// What the door will say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It opens.
    Granted,
    /// It stays closed.
    Refused(Refusal),
}

/// Why the door stays closed. The order is the one in which the system asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The terms of these hours are not accepted yet.
    TermsNotAccepted,
    /// The person was banned from these hours.
    Revoked,
    /// This kind of card does not open the door.
    CardKind,
    /// Too young.
    TooYoung,
    /// The card has expired; when.
    CardExpired(When),
    /// Not at this time; when it opens and closes.
    NotNow(Option<(TimeOfDay, TimeOfDay)>),
    /// Something else: the card is lost or blocked, fees are too high.
    Blocked,
}

/// Reads an answer. A refusal's `error` says why the door stays closed; it is no error of the question, as in every
/// other answer.
///
/// # Errors
/// Why the question was not answered.
pub fn permission(
    status: u16,
    retry_after: Option<&str>,
    body: &[u8],
) -> Result<Permission, Failure> {
    if let Ok(read) = json::decode::<wire::Permission>(body)
        && matches!(status, 200..=299)
    {
        return Ok(Permission::from_wire(&read.value));
    }
    Failure::check::<wire::Permission>(status, retry_after, body)
        .map(|read| Permission::from_wire(&read.value))
}

impl Permission {
    /// Out of an answer.
    #[must_use]
    pub fn from_wire(answer: &wire::Permission) -> Self {
        if answer.permission {
            return Self::Granted;
        }
        let code = answer.error.as_deref().and_then(|error| error.rsplit("::").next());
        let time = |text: &Option<String>| TimeOfDay::parse(text.as_deref()?.get(..5)?);
        let expired = answer.expired.as_deref().and_then(When::parse);
        Self::Refused(match (code, expired) {
            (Some("TACNotAccepted"), _) => Refusal::TermsNotAccepted,
            (Some("PermissionRevoked"), _) => Refusal::Revoked,
            (Some("BlockedBorrowerCategory"), _) => Refusal::CardKind,
            (Some("Underage"), _) => Refusal::TooYoung,
            (Some("OpeningHours"), _) => {
                Refusal::NotNow(time(&answer.start).zip(time(&answer.end)))
            }
            (_, Some(when)) => Refusal::CardExpired(when),
            _ => Refusal::Blocked,
        })
    }

    /// Key of the sentence that says what to do about it. That of an expired card has a `{day}` in it.
    #[must_use]
    pub const fn next_key(self) -> &'static str {
        match self {
            Self::Granted => "library.door.granted.next",
            Self::Refused(refusal) => match refusal {
                Refusal::TermsNotAccepted => "library.door.termsNotAccepted.next",
                Refusal::Revoked => "library.door.revoked.next",
                Refusal::CardKind => "library.door.cardKind.next",
                Refusal::TooYoung => "library.door.tooYoung.next",
                Refusal::CardExpired(_) => "library.door.cardExpired.next",
                Refusal::NotNow(_) => "library.door.notNow.next",
                Refusal::Blocked => "library.door.blocked.next",
            },
        }
    }

    /// Key of the sentence that says so.
    #[must_use]
    pub const fn message_key(self) -> &'static str {
        match self {
            Self::Granted => "library.door.granted",
            Self::Refused(refusal) => match refusal {
                Refusal::TermsNotAccepted => "library.door.termsNotAccepted",
                Refusal::Revoked => "library.door.revoked",
                Refusal::CardKind => "library.door.cardKind",
                Refusal::TooYoung => "library.door.tooYoung",
                Refusal::CardExpired(_) => "library.door.cardExpired",
                Refusal::NotNow(_) => "library.door.notNow",
                Refusal::Blocked => "library.door.blocked",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_closed_door_is_no_failure() {
        let closed = br#"{"permission":false,"error":"Koha::Exception::SelfService::Underage"}"#;
        assert_eq!(permission(200, None, closed), Ok(Permission::Refused(Refusal::TooYoung)));
        for (status, body) in [
            (200, r#"{"error":"internal_error"}"#),
            (401, r#"{"error":"invalid_grant"}"#),
            (500, r#"{"permission":true}"#),
            (200, "<html>"),
            (429, ""),
        ] {
            assert!(permission(status, None, body.as_bytes()).is_err(), "{status} {body}");
        }
    }

    #[test]
    fn every_reason_code() {
        let door = |text: &str| {
            Permission::from_wire(&json::decode::<wire::Permission>(text.as_bytes()).unwrap().value)
        };
        assert_eq!(door(r#"{"permission":1}"#), Permission::Granted);
        let refused = |code: &str| {
            door(&format!(r#"{{"permission":false,"error":"Koha::Exception::SelfService{code}"}}"#))
        };
        for (code, refusal) in [
            ("::TACNotAccepted", Refusal::TermsNotAccepted),
            ("::PermissionRevoked", Refusal::Revoked),
            ("::BlockedBorrowerCategory", Refusal::CardKind),
            ("::Underage", Refusal::TooYoung),
            ("::OpeningHours", Refusal::NotNow(None)),
            ("::Something", Refusal::Blocked),
            ("", Refusal::Blocked),
        ] {
            assert_eq!(refused(code), Permission::Refused(refusal), "{code}");
        }
        let night = door(
            r#"{"permission":false,"error":"Koha::Exception::SelfService::OpeningHours",
            "startTime":"06:00","endTime":"22:00:00"}"#,
        );
        let hours = TimeOfDay::parse("06:00").zip(TimeOfDay::parse("22:00"));
        assert_eq!(night, Permission::Refused(Refusal::NotNow(hours)));
        let old = door(r#"{"permission":false,"error":"x","expirationdate":"2026-01-31"}"#);
        let expired = Refusal::CardExpired(When::parse("2026-01-31").unwrap());
        assert_eq!(old, Permission::Refused(expired));
    }
}
