//! Where it is and whether it can be had (DAIA).

mod badge;
mod read;

pub use badge::{Badge, badge};
pub use read::{holdings, next_link};

use crate::{Uri, When};

/// What can be done with a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Service {
    /// Used in the library.
    Presentation,
    /// Taken home.
    Loan,
    /// Used online with a licence.
    Remote,
    /// Lent to another library.
    Interloan,
    /// Read online by everybody.
    OpenAccess,
    /// Another one, by its URI.
    Other(Uri),
}

impl Service {
    /// The service for its name; `None` for a name that is neither known nor a URI: the standard passes such
    /// over.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "presentation" => Self::Presentation,
            "loan" => Self::Loan,
            "remote" => Self::Remote,
            "interloan" => Self::Interloan,
            "openaccess" => Self::OpenAccess,
            other => Self::Other(Uri::new(other).filter(|uri| uri.as_str().contains(':'))?),
        })
    }
}

/// When something will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Then.
    At(When),
    /// The library says that it does not know.
    Unknown,
}

/// How long it takes until it can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// So many seconds.
    Seconds(u64),
    /// The library says that it does not know.
    Unknown,
}

/// One service of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub service: Service,
    /// Whether now.
    pub state: OfferState,
    /// Must be followed to order or to reserve it.
    pub link: Option<Uri>,
    /// Restrictions, in the library's words or as URIs.
    pub limitations: Vec<Limitation>,
}

/// Whether a service can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferState {
    /// Yes; perhaps after some time.
    Available(Option<Delay>),
    /// No.
    Unavailable {
        /// When it will be.
        expected: Option<Expected>,
        /// How many wait.
        queue: Option<u32>,
    },
}

/// A restriction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limitation {
    /// Its URI.
    pub id: Option<Uri>,
    /// In words.
    pub text: Option<String>,
}

/// The restrictions that have a name in the Document Service Ontology.
pub const LIMITATIONS: [(&str, &str); 7] = [
    ("http://purl.org/ontology/dso#ApprovalRequired", "library.limitation.approvalRequired"),
    ("http://purl.org/ontology/dso#ShortLoan", "library.limitation.shortLoan"),
    ("http://purl.org/ontology/dso#Stationary", "library.limitation.stationary"),
    ("http://purl.org/ontology/dso#PhysicalDelivery", "library.limitation.physicalDelivery"),
    ("http://purl.org/ontology/dso#PartialDelivery", "library.limitation.partialDelivery"),
    ("http://purl.org/ontology/dso#NoForeignCountry", "library.limitation.noForeignCountry"),
    ("http://purl.org/ontology/dso#PhysicalInterloan", "library.limitation.physicalInterloan"),
];

impl Limitation {
    /// Key of its name, if it is one of the known.
    #[must_use]
    pub fn message_key(&self) -> Option<&'static str> {
        let id = self.id.as_ref()?.as_str();
        LIMITATIONS.iter().find(|(known, _)| *known == id).map(|(_, key)| *key)
    }
}

/// A place or a part of the library.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Its URI.
    pub id: Option<Uri>,
    /// Its name.
    pub name: Option<String>,
}

/// How a copy relates to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// It is a copy of it.
    #[default]
    Same,
    /// It is a part of it.
    Narrower,
    /// It contains it.
    Broader,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Which.
    pub id: Option<Uri>,
    /// How it relates to the document.
    pub extent: Extent,
    /// Call number.
    pub label: Option<String>,
    /// A remark.
    pub about: Option<String>,
    /// Which volumes.
    pub volumes: Option<String>,
    /// The part of the library that owns it.
    pub department: Option<Place>,
    /// Where it stands.
    pub storage: Option<Place>,
    /// What can be done with it.
    pub offers: Vec<Offer>,
}

/// A document with its copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// Its URI.
    pub id: Uri,
    /// The id that was asked for.
    pub requested: Option<String>,
    /// What it is.
    pub about: Option<String>,
    /// Its page.
    pub link: Option<Uri>,
    /// Its copies.
    pub copies: Vec<Copy>,
}

/// What a person can do with a copy, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyState<'a> {
    /// Read it online, for everybody (`true`) or with a card.
    Online(bool, Option<&'a Uri>),
    /// Take it from the shelf and home.
    OnShelf,
    /// Order it; it is fetched.
    Order(&'a Uri),
    /// Use it in the library.
    InLibrary,
    /// Lent; it can be reserved where there is a link.
    Lent {
        /// When it is expected back.
        expected: Option<Expected>,
        /// How many wait.
        queue: Option<u32>,
        /// Where it is reserved.
        reserve: Option<&'a Uri>,
    },
    /// Nothing is said, or nothing can be done.
    Nothing,
}

impl Copy {
    /// What a person can do with it.
    #[must_use]
    pub fn state(&self) -> CopyState<'_> {
        let available = |service: &Service| {
            let mut offers = self.offers.iter();
            offers.find(|offer| offer.is_available() && offer.service == *service)
        };
        if let Some(open) = available(&Service::OpenAccess) {
            return CopyState::Online(true, open.link.as_ref());
        }
        match available(&Service::Loan).map(|loan| &loan.link) {
            Some(Some(link)) => return CopyState::Order(link),
            Some(None) => return CopyState::OnShelf,
            None => {}
        }
        if let Some(remote) = available(&Service::Remote) {
            return CopyState::Online(false, remote.link.as_ref());
        }
        let in_library = available(&Service::Presentation).is_some();
        let lent = self.offers.iter().find_map(|offer| match offer.state {
            OfferState::Unavailable { expected, queue } if offer.service == Service::Loan => {
                let said = expected.is_some() || queue.is_some() || offer.link.is_some();
                Some((said, CopyState::Lent { expected, queue, reserve: offer.link.as_ref() }))
            }
            _ => None,
        });
        match lent {
            // Never lent: what is only used in the house has no end of a loan.
            Some((true, lent)) => lent,
            _ if in_library => CopyState::InLibrary,
            Some((false, lent)) => lent,
            None => CopyState::Nothing,
        }
    }
}

impl Offer {
    /// Whether now.
    #[must_use]
    pub const fn is_available(&self) -> bool {
        matches!(self.state, OfferState::Available(_))
    }
}

impl Holdings {
    /// Whether it answers to this id; several may.
    #[must_use]
    pub fn answers(&self, id: &str) -> bool {
        self.id.as_str() == id || self.requested.as_deref() == Some(id)
    }
}

#[cfg(test)]
mod tests;
