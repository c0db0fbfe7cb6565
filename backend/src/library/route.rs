//! The addresses below `/api/library/`.

use ::library::PatronId;
use ::library::scope::Scope;
use axum::http::Method;

use crate::web::dist::percent_decode;

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `paia/auth/…`
    Auth(Auth),
    /// `paia/core/{patron}…`
    Core(PatronId, Core),
    /// `daia`
    Daia,
    /// `catalogue/search`
    Search,
    /// `catalogue/record`
    Record,
    /// `covers/show`
    Cover,
    /// `branches`
    Branches,
    /// `door`
    Door,
    /// `occupancy`
    Occupancy,
}

/// The methods of PAIA auth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its name
pub enum Auth {
    Login,
    Logout,
    Change,
    Reset,
}

/// The methods of PAIA core.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // each is its name
pub enum Core {
    Patron,
    Items,
    Fees,
    Request,
    Renew,
    Cancel,
    Notifications,
    Notification(String),
}

impl Route {
    /// The address of a path below `/api/library/`, as it was sent: a patron's number may hold anything, so it is
    /// decoded only once it stands alone.
    pub fn find(path: &str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        Some(match path {
            "daia" => Self::Daia,
            "catalogue/search" => Self::Search,
            "catalogue/record" => Self::Record,
            "covers/show" => Self::Cover,
            "branches" => Self::Branches,
            "door" => Self::Door,
            "occupancy" => Self::Occupancy,
            "paia/auth/login" => Self::Auth(Auth::Login),
            "paia/auth/logout" => Self::Auth(Auth::Logout),
            "paia/auth/change" => Self::Auth(Auth::Change),
            "paia/auth/reset" => Self::Auth(Auth::Reset),
            _ => {
                let mut parts = path.strip_prefix("paia/core/")?.split('/');
                let patron = PatronId::new(&segment(parts.next()?)?)?;
                let core = match (parts.next(), parts.next(), parts.next()) {
                    (None, None, None) => Core::Patron,
                    (Some("items"), None, None) => Core::Items,
                    (Some("fees"), None, None) => Core::Fees,
                    (Some("request"), None, None) => Core::Request,
                    (Some("renew"), None, None) => Core::Renew,
                    (Some("cancel"), None, None) => Core::Cancel,
                    (Some("notifications"), None, None) => Core::Notifications,
                    (Some("notifications"), Some(id), None) => Core::Notification(segment(id)?),
                    _ => return None,
                };
                Self::Core(patron, core)
            }
        })
    }

    /// The methods it takes, as `Allow` lists them.
    pub const fn methods(&self) -> &'static str {
        match self {
            Self::Auth(_) | Self::Core(_, Core::Request | Core::Renew | Core::Cancel) => {
                "POST, OPTIONS"
            }
            Self::Core(_, Core::Patron) => "GET, HEAD, PATCH, OPTIONS",
            Self::Core(_, Core::Notification(_)) => "GET, HEAD, DELETE, OPTIONS",
            Self::Search | Self::Record => "GET, HEAD, POST, OPTIONS",
            Self::Core(..)
            | Self::Daia
            | Self::Cover
            | Self::Branches
            | Self::Door
            | Self::Occupancy => "GET, HEAD, OPTIONS",
        }
    }

    /// Whether it takes a method.
    pub fn takes(&self, method: &Method) -> bool {
        self.methods().split(", ").any(|known| known == method.as_str())
    }

    /// How a request for it is called in the log: never by anything from outside.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Auth(Auth::Login) => "library-login",
            Self::Auth(Auth::Logout) => "library-logout",
            Self::Auth(Auth::Change | Auth::Reset) => "library-password",
            Self::Core(_, Core::Patron) => "library-patron",
            Self::Core(_, Core::Items) => "library-items",
            Self::Core(_, Core::Fees) => "library-fees",
            Self::Core(_, Core::Request) => "library-request",
            Self::Core(_, Core::Renew) => "library-renew",
            Self::Core(_, Core::Cancel) => "library-cancel",
            Self::Core(_, Core::Notifications | Core::Notification(_)) => "library-notifications",
            Self::Daia => "library-daia",
            Self::Search => "library-search",
            Self::Record => "library-record",
            Self::Cover => "library-cover",
            Self::Branches => "library-branches",
            Self::Door => "library-door",
            Self::Occupancy => "library-occupancy",
        }
    }
}

impl Core {
    /// The scope that a token needs for it.
    pub fn scope(&self, method: &Method) -> Scope {
        match self {
            Self::Patron if *method == Method::PATCH => Scope::UpdatePatron,
            Self::Patron => Scope::ReadPatron,
            Self::Items => Scope::ReadItems,
            Self::Fees => Scope::ReadFees,
            Self::Request | Self::Renew | Self::Cancel => Scope::WriteItems,
            Self::Notification(_) if *method == Method::DELETE => Scope::DeleteNotifications,
            Self::Notifications | Self::Notification(_) => Scope::ReadNotifications,
        }
    }

    /// The scope that changing a field of the patron needs, beside the one for all; `None` for a field that PAIA does
    /// not let anybody change.
    pub fn field_scope(field: &str) -> Option<Scope> {
        Some(match field {
            "email" => Scope::UpdatePatronEmail,
            "address" => Scope::UpdatePatronAddress,
            "name" => Scope::UpdatePatronName,
            _ => return None,
        })
    }

    /// What follows the patron's number, for a server that is asked.
    pub fn path(&self) -> String {
        match self {
            Self::Patron => String::new(),
            Self::Items => "/items".to_owned(),
            Self::Fees => "/fees".to_owned(),
            Self::Request => "/request".to_owned(),
            Self::Renew => "/renew".to_owned(),
            Self::Cancel => "/cancel".to_owned(),
            Self::Notifications => "/notifications".to_owned(),
            Self::Notification(id) => {
                format!("/notifications/{}", ::library::request::percent_encode(id))
            }
        }
    }
}

impl Auth {
    /// Its name in the address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Logout => "logout",
            Self::Change => "change",
            Self::Reset => "reset",
        }
    }
}

/// One part of a path, decoded; nothing that would lead elsewhere.
fn segment(text: &str) -> Option<String> {
    let decoded = percent_decode(text)?;
    let fine = !decoded.trim().is_empty()
        && !decoded.split(['/', '\\']).any(|part| matches!(part, "." | ".."))
        && decoded.len() <= 200
        && !decoded.contains(char::is_control);
    fine.then_some(decoded)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_address_leads_elsewhere(patron in "[^/?#]{1,40}", rest in "[a-z/%.]{0,20}") {
            if let Some(Route::Core(patron, core)) = Route::find(&format!("paia/core/{patron}{rest}")) {
                let out = format!("{}{}", ::library::request::percent_encode(patron.expose()), core.path());
                proptest::prop_assert!(out.is_ascii() && !out.split('/').any(|part| matches!(part, "" | "." | "..")), "{}", out);
            }
        }
    }

    #[test]
    fn paths_of_paia_and_nothing_else() {
        let patron = |text: &str| PatronId::new(text).unwrap();
        assert_eq!(
            Route::find("paia/core/08%2F15"),
            Some(Route::Core(patron("08/15"), Core::Patron))
        );
        assert_eq!(Route::find("paia/core/1/items/"), Some(Route::Core(patron("1"), Core::Items)));
        assert_eq!(
            Route::find("paia/core/1/notifications/a%20b"),
            Some(Route::Core(patron("1"), Core::Notification("a b".to_owned())))
        );
        for path in [
            "",
            "paia",
            "paia/core",
            "paia/core/",
            "paia/core/%2e%2e/items",
            "paia/core/../items",
            "paia/core/..%2f..%2fadmin",
            "paia/core/a%2f..%5cb",
            "paia/core/1/x",
            "paia/core/1/items/2",
            "paia/core/1/notifications/2/3",
            "paia/auth",
            "paia/auth/token",
            "catalogue",
            "covers/a",
        ] {
            assert_eq!(Route::find(path), None, "{path}");
        }
        assert!(!Route::find("paia/core/1/renew").unwrap().takes(&Method::GET));
        assert!(Route::find("paia/core/1").unwrap().takes(&Method::PATCH));
    }
}
