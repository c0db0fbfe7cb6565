//! Reading what clients send. The standard wants a form at sign-in; others send JSON, and both are taken.

use crate::request::decode_form;
use crate::wire::paia::DocumentRequests;
use crate::wire::shapes::Secret;
use json::{Decoded, NotReadable};

/// What stands in a request of PAIA auth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credentials {
    /// `password` or `client_credentials`.
    pub grant_type: Option<String>,
    /// Card number.
    pub username: Option<Secret>,
    /// Password.
    pub password: Option<Secret>,
    /// The patron's identifier.
    pub patron: Option<Secret>,
    /// Scopes asked for.
    pub scope: Option<String>,
    /// The old password, at a change.
    pub old_password: Option<Secret>,
    /// The new one.
    pub new_password: Option<Secret>,
}

impl json::Read for Credentials {
    fn read(value: &json::Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = json::Fields::of(value, skipped)?;
        let read = Self {
            grant_type: fields.get("grant_type"),
            username: fields.get("username"),
            password: fields.get("password"),
            patron: fields.get("patron"),
            scope: fields.get("scope"),
            old_password: fields.get("old_password"),
            new_password: fields.get("new_password"),
        };
        fields.are_readable().then_some(read)
    }
}

/// Reads a body of PAIA auth, a form or JSON, whatever its content type says.
///
/// # Errors
/// It begins as JSON and is none.
pub fn credentials(body: &[u8]) -> Result<Credentials, NotReadable> {
    if body.trim_ascii_start().starts_with(b"{") {
        return json::decode(body).map(|decoded| decoded.value);
    }
    let mut form = decode_form(body);
    let mut take = |name: &str| {
        let at = form.iter().position(|(known, _)| known == name)?;
        Some(form.swap_remove(at).1)
    };
    Ok(Credentials {
        grant_type: take("grant_type"),
        username: take("username").map(Secret::new),
        password: take("password").map(Secret::new),
        patron: take("patron").map(Secret::new),
        scope: take("scope"),
        old_password: take("old_password").map(Secret::new),
        new_password: take("new_password").map(Secret::new),
    })
}

/// Reads the body of request, renew or cancel. What was skipped is to be refused: half of what was sent is not
/// what was meant.
///
/// # Errors
/// It is no JSON of that form.
pub fn document_requests(body: &[u8]) -> Result<Decoded<DocumentRequests>, NotReadable> {
    json::decode(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_and_json_say_the_same() {
        let form = credentials(b"grant_type=password&username=083&password=a%26b&scope=read_items")
            .unwrap();
        let json = credentials(
            br#" {"grant_type":"password","username":"083","password":"a&b","scope":"read_items"}"#,
        );
        assert_eq!(Ok(&form), json.as_ref());
        assert_eq!(form.password.as_ref().map(Secret::expose), Some("a&b"));
        assert!(!format!("{form:?}").contains("083"));
        assert_eq!(credentials(b"{"), Err(NotReadable));
        assert_eq!(credentials(b""), Ok(Credentials::default()));
    }

    #[test]
    fn the_apps_own_requests_are_read() {
        use crate::request::{Paia, Wanted};
        let session = crate::scope::Session {
            patron: crate::PatronId::new("1").unwrap(),
            token: Secret::new("t"),
            scopes: crate::scope::Scopes::wanted(),
            until: None,
        };
        let wanted = [Wanted::edition(crate::Uri::new("ex:1").unwrap())];
        let call = Paia::new("/c", "/a").request(&session, &wanted);
        let read = document_requests(call.body.content().unwrap().1.as_bytes()).unwrap();
        let first = &read.value.doc.first().unwrap();
        assert_eq!(
            first.confirm.as_ref().map(|confirm| confirm.0.len()),
            Some(0),
            "said, and nothing"
        );
    }
}
