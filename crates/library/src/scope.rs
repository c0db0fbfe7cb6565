//! What a token may do. The page offers only that.

use crate::PatronId;
use crate::wire::paia::Login;
use crate::wire::shapes::Secret;
use dates::Timestamp;
use json::Value;
use json::keep::{Keep, quote};

macro_rules! scopes {
    ($($name:ident $wire:literal,)*) => {
        /// A right that a token can carry (PAIA core and auth; `read_availability` is DAIA's).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scope {
            $(#[doc = concat!("`", $wire, "`.")] $name,)*
        }

        impl Scope {
            /// Every scope that is known.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name on the wire.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$name => $wire,)* }
            }
        }
    };
}

scopes! {
    ReadPatron "read_patron",
    UpdatePatron "update_patron",
    UpdatePatronName "update_patron_name",
    UpdatePatronEmail "update_patron_email",
    UpdatePatronAddress "update_patron_address",
    ReadFees "read_fees",
    ReadItems "read_items",
    WriteItems "write_items",
    ReadNotifications "read_notifications",
    DeleteNotifications "delete_notifications",
    ChangePassword "change_password",
    ResetPassword "reset_password",
    ReadAvailability "read_availability",
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Scopes(u16);

impl Scopes {
    /// What the app asks for at sign-in: the standard's own list, and changing password and e-mail address.
    #[must_use]
    pub fn wanted() -> Self {
        let all = [
            Scope::ReadPatron,
            Scope::ReadFees,
            Scope::ReadItems,
            Scope::WriteItems,
            Scope::ReadNotifications,
            Scope::DeleteNotifications,
            Scope::ChangePassword,
            Scope::UpdatePatronEmail,
        ];
        all.into_iter().fold(Self::default(), Self::with)
    }

    /// The default scopes of the standard, for who asks for none (PAIA core).
    #[must_use]
    pub fn standard() -> Self {
        Self::wanted().without(Scope::ChangePassword).without(Scope::UpdatePatronEmail)
    }

    /// Reads a list separated by spaces or commas; unknown ones are passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let names = text.split([' ', ',']);
        let known =
            names.filter_map(|name| Scope::ALL.iter().find(|scope| scope.wire() == name.trim()));
        known.copied().fold(Self::default(), Self::with)
    }

    /// With one more.
    #[must_use]
    pub const fn with(self, scope: Scope) -> Self {
        Self(self.0 | 1 << scope as u16)
    }

    /// Without one.
    #[must_use]
    pub const fn without(self, scope: Scope) -> Self {
        Self(self.0 & !(1 << scope as u16))
    }

    /// Whether it is among them.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & 1 << scope as u16 != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut gap = "";
        for scope in Scope::ALL.iter().filter(|scope| self.has(**scope)) {
            write!(f, "{gap}{}", scope.wire())?;
            gap = " ";
        }
        Ok(())
    }
}

impl Keep for Scopes {
    fn write(&self, text: &mut String) {
        quote(text, &self.to_string());
    }
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(Self::parse)
    }
}

/// Signed in. `Debug` shows neither who nor the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub patron: PatronId,
    /// The token.
    pub token: Secret,
    /// What it may.
    pub scopes: Scopes,
    /// Until when, if the server said so.
    pub until: Option<Timestamp>,
}

json::keep! { Session { patron, token, scopes, until } }

impl Session {
    /// Out of the answer to a sign-in at `now` that asked for `wanted`. An answer that names no scopes grants
    /// what was asked for (RFC 6749, 5.1). `None` if it names no patron or no token.
    #[must_use]
    pub fn new(answer: &Login, wanted: Scopes, now: Timestamp) -> Option<Self> {
        if answer.access_token.expose().is_empty() {
            return None;
        }
        Some(Self {
            patron: PatronId::new(&answer.patron)?,
            token: answer.access_token.clone(),
            scopes: answer.scope.as_deref().map_or(wanted, Scopes::parse),
            until: answer.expires_in.filter(|seconds| *seconds > 0).map(|s| now.plus(s)),
        })
    }

    /// Whether the token has run out, as far as the server said.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// With what a later answer says the token still may (`X-OAuth-Scopes`). That header may leave out what
    /// belongs to signing in, so the password's scopes stay.
    #[must_use]
    pub fn reduced(mut self, header: &str) -> Self {
        let named = Scopes::parse(header);
        let kept = [Scope::ChangePassword, Scope::ResetPassword];
        let named =
            kept.into_iter().filter(|scope| self.scopes.has(*scope)).fold(named, Scopes::with);
        self.scopes = named;
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn scopes_are_sets_of_names() {
        let scopes = Scopes::parse("read_availability change_password,  write_items made_up");
        assert!(scopes.has(Scope::WriteItems) && scopes.has(Scope::ReadAvailability));
        assert!(!scopes.has(Scope::ReadItems));
        assert_eq!(Scopes::parse(&scopes.to_string()), scopes);
        for scope in Scope::ALL {
            assert_eq!(Scopes::parse(scope.wire()), Scopes::default().with(*scope));
        }
    }

    #[test]
    fn the_granted_scopes_count_not_the_wanted() {
        let answer = |text: &str| json::decode::<Login>(text.as_bytes()).unwrap().value;
        let now = Timestamp(1000);
        let fewer =
            answer(r#"{"patron":"1","access_token":"t","scope":"read_items","expires_in":"60"}"#);
        let session = Session::new(&fewer, Scopes::wanted(), now).unwrap();
        assert!(!session.scopes.has(Scope::WriteItems));
        assert!(!session.is_over(now) && session.is_over(Timestamp(1060)));
        let silent =
            Session::new(&answer(r#"{"patron":7,"access_token":"t"}"#), Scopes::wanted(), now);
        assert!(silent.unwrap().scopes.has(Scope::WriteItems));
        assert!(
            Session::new(&answer(r#"{"patron":" ","access_token":"t"}"#), Scopes::wanted(), now)
                .is_none()
        );
        let less = session.reduced("read_patron");
        assert!(!less.scopes.has(Scope::ReadItems) && less.scopes.has(Scope::ReadPatron));
    }
}
