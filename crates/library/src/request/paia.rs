//! Requests to a PAIA server.

use super::encode::pairs;
use super::{Body, Call, Method, percent_encode};
use crate::condition::Confirm;
use crate::document::Document;
use crate::scope::{Scopes, Session};
use crate::wire::paia::{DocumentRequest, DocumentRequests};
use crate::wire::shapes::Secret;
use crate::write::to_text;
use crate::{PatronId, Uri};

/// Where a PAIA server is. Core and auth may be on different hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paia {
    core: String,
    auth: String,
}

/// A document with which something shall be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// The copy.
    pub item: Option<Uri>,
    /// The edition, where there is no certain copy.
    pub edition: Option<Uri>,
    /// What the person agreed to. Begins as "nothing", so that no fee is taken by default.
    pub confirm: Confirm,
    /// A remark to the library.
    pub comment: Option<String>,
}

impl Wanted {
    /// A document of the account, agreeing to nothing yet.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self { item: document.item.clone(), edition: document.edition.clone(), ..Self::default() }
    }

    /// An edition of the catalogue, any copy.
    #[must_use]
    pub fn edition(edition: Uri) -> Self {
        Self { edition: Some(edition), ..Self::default() }
    }

    /// Agreeing to this.
    #[must_use]
    pub fn confirming(self, confirm: Confirm) -> Self {
        Self { confirm, ..self }
    }

    /// Whether a document of the answer is the one that was wanted.
    #[must_use]
    pub fn is(&self, document: &Document) -> bool {
        let wanted = Document {
            item: self.item.clone(),
            edition: self.edition.clone(),
            ..Document::default()
        };
        wanted.is_same(document)
    }

    fn to_wire(&self) -> DocumentRequest {
        DocumentRequest {
            item: self.item.as_ref().map(Uri::to_string),
            edition: self.edition.as_ref().map(Uri::to_string),
            confirm: Some(self.confirm.to_wire()),
            comment: self.comment.clone(),
            storageid: None,
        }
    }
}

impl Paia {
    /// With the two base addresses; a slash at their end is the same as none.
    #[must_use]
    pub fn new(core: &str, auth: &str) -> Self {
        let base = |url: &str| url.trim_end_matches('/').to_owned();
        Self { core: base(core), auth: base(auth) }
    }

    /// Signing in with card number and password, as a form.
    #[must_use]
    pub fn login(&self, username: &str, password: &Secret, scopes: Scopes) -> Call {
        let scopes = scopes.to_string();
        self.auth(
            "login",
            None,
            &[
                ("grant_type", "password"),
                ("username", username),
                ("password", password.expose()),
                ("scope", &scopes),
            ],
        )
    }

    /// Signing out: the server forgets the token.
    #[must_use]
    pub fn logout(&self, session: &Session) -> Call {
        self.auth("logout", Some(session), &[("patron", session.patron.expose())])
    }

    /// Another password.
    #[must_use]
    pub fn change_password(
        &self,
        session: &Session,
        username: &str,
        old: &Secret,
        new: &Secret,
    ) -> Call {
        self.auth(
            "change",
            Some(session),
            &[
                ("patron", session.patron.expose()),
                ("username", username),
                ("old_password", old.expose()),
                ("new_password", new.expose()),
            ],
        )
    }

    /// A forgotten password (1.4).
    #[must_use]
    pub fn reset_password(&self, patron: &PatronId) -> Call {
        self.auth("reset", None, &[("patron", patron.expose())])
    }

    fn auth(&self, method: &str, session: Option<&Session>, form: &[(&str, &str)]) -> Call {
        let body = Body::Form(Secret::new(pairs(form.iter().copied())));
        let token = session.map(|session| &session.token);
        Call::post(format!("{}/{method}", self.auth), body, token)
    }

    fn of(&self, session: &Session, method: &str) -> String {
        format!("{}/{}{method}", self.core, percent_encode(session.patron.expose()))
    }

    /// The patron.
    #[must_use]
    pub fn patron(&self, session: &Session) -> Call {
        Call::get(self.of(session, ""), Some(&session.token))
    }

    /// Another e-mail address.
    #[must_use]
    pub fn change_email(&self, session: &Session, email: &str) -> Call {
        let mut body = "{".to_owned();
        json::keep::entry(&mut body, "email", &email.to_owned());
        body.push('}');
        Call { method: Method::Patch, body: Body::Json(Secret::new(body)), ..self.patron(session) }
    }

    /// Loans, reservations, orders.
    #[must_use]
    pub fn items(&self, session: &Session) -> Call {
        Call::get(self.of(session, "/items"), Some(&session.token))
    }

    /// Fees.
    #[must_use]
    pub fn fees(&self, session: &Session) -> Call {
        Call::get(self.of(session, "/fees"), Some(&session.token))
    }

    /// Messages.
    #[must_use]
    pub fn notifications(&self, session: &Session) -> Call {
        Call::get(self.of(session, "/notifications"), Some(&session.token))
    }

    /// Removes a message: the last part of its URI names it.
    #[must_use]
    pub fn delete_notification(&self, session: &Session, id: &Uri) -> Call {
        let local = id.as_str().rsplit('/').next().unwrap_or_default();
        let url = self.of(session, &format!("/notifications/{}", percent_encode(local)));
        Call { method: Method::Delete, ..Call::get(url, Some(&session.token)) }
    }

    /// Reserves or orders.
    #[must_use]
    pub fn request(&self, session: &Session, wanted: &[Wanted]) -> Call {
        self.documents(session, "/request", wanted)
    }

    /// Renews.
    #[must_use]
    pub fn renew(&self, session: &Session, wanted: &[Wanted]) -> Call {
        self.documents(session, "/renew", wanted)
    }

    /// Cancels reservations and orders.
    #[must_use]
    pub fn cancel(&self, session: &Session, wanted: &[Wanted]) -> Call {
        self.documents(session, "/cancel", wanted)
    }

    fn documents(&self, session: &Session, method: &str, wanted: &[Wanted]) -> Call {
        let doc = wanted.iter().map(Wanted::to_wire).collect();
        let body = Body::Json(Secret::new(to_text(&DocumentRequests { doc })));
        Call::post(self.of(session, method), body, Some(&session.token))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn session(patron: &str) -> Session {
        Session {
            patron: PatronId::new(patron).unwrap(),
            token: Secret::new("t0ken"),
            scopes: Scopes::wanted(),
            until: None,
        }
    }

    #[test]
    fn as_the_standard_asks() {
        let paia = Paia::new("https://lib.example/core/", "/auth");
        let login = paia.login("a b", &Secret::new("p&ss"), Scopes::parse("read_items"));
        assert_eq!(login.url, "/auth/login");
        let (kind, form) = login.body.content().unwrap();
        assert_eq!(kind, "application/x-www-form-urlencoded");
        assert_eq!(form, "grant_type=password&username=a%20b&password=p%26ss&scope=read_items");
        let renew = paia.renew(&session("1/2"), &[Wanted::edition(Uri::new("ex:$1").unwrap())]);
        assert_eq!(renew.url, "https://lib.example/core/1%2F2/renew");
        let body = renew.body.content().unwrap().1;
        assert_eq!(body, r#"{"doc":[{"edition":"ex:$1","confirm":{}}]}"#);
        let delete = paia
            .delete_notification(&session("1"), &Uri::new("http://x/1/notifications/a:b").unwrap());
        assert_eq!(
            (delete.method.name(), delete.url.as_str()),
            ("DELETE", "https://lib.example/core/1/notifications/a%3Ab")
        );
    }

    proptest! {
        #[test]
        fn nothing_secret_stands_in_an_address_or_a_log(password in "[A-Z]{9,20}", new in "[A-Z]{9,20}") {
            let paia = Paia::new("/core", "/auth");
            let (session, old, new) = (session("1"), Secret::new(&password), Secret::new(&new));
            let calls = [
                paia.login("1", &old, Scopes::wanted()),
                paia.change_password(&session, "1", &old, &new),
                paia.logout(&session),
                paia.items(&session),
                paia.patron(&session),
                paia.fees(&session),
                paia.notifications(&session),
                paia.renew(&session, &[]),
            ];
            for call in calls {
                let shown = format!("{call:?}");
                for secret in [&old, &new, &session.token] {
                    prop_assert!(!call.url.contains(secret.expose()) && !shown.contains(secret.expose()));
                }
            }
        }
    }
}
