//! What is asked of the servers. Nothing secret ever stands in an address: the token goes into the header
//! `Authorization`, card number and password into the body.

mod catalogue;
mod encode;
mod paia;

pub use catalogue::{Cover, CoverSize, Search, availability, record, search};
pub use encode::percent_encode;
#[cfg(feature = "server")]
pub use encode::{decode_form, decode_query};
pub use paia::{Paia, Wanted};

use crate::wire::shapes::Secret;

/// How.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

impl Method {
    /// As HTTP writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What is sent along. Never shown by `Debug`: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Secret),
    /// A form.
    Form(Secret),
}

impl Body {
    /// Content type and text, if anything is sent.
    #[must_use]
    pub fn content(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::None => None,
            Self::Json(text) => Some(("application/json", text.expose())),
            Self::Form(text) => Some(("application/x-www-form-urlencoded", text.expose())),
        }
    }
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// How.
    pub method: Method,
    /// Where.
    pub url: String,
    /// With what.
    pub body: Body,
    /// For the header `Authorization: Bearer …`.
    pub token: Option<Secret>,
}

impl Call {
    fn get(url: String, token: Option<&Secret>) -> Self {
        Self { method: Method::Get, url, body: Body::None, token: token.cloned() }
    }

    fn post(url: String, body: Body, token: Option<&Secret>) -> Self {
        Self { method: Method::Post, url, body, token: token.cloned() }
    }
}
