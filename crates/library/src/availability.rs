//! Where it is and whether it can be had (DAIA).

use crate::patron::{said, uri, web};
use crate::wire::daia as wire;
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

/// The one line of a hit, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Badge {
    /// For everybody, online.
    OpenAccess,
    /// On a shelf; so many copies.
    OnShelf(usize),
    /// Can be ordered.
    Order,
    /// Online with a card.
    Remote,
    /// Only in the library.
    InLibrary,
    /// All lent; the first expected back and the shortest queue, as far as said.
    Lent(Option<When>, Option<u32>),
    /// The library says nothing about it.
    Unknown,
}

impl Badge {
    /// Key of its text.
    #[must_use]
    pub const fn message_key(&self) -> &'static str {
        match self {
            Self::OpenAccess => "library.availability.openAccess",
            Self::OnShelf(_) => "library.availability.onShelf",
            Self::Order => "library.availability.order",
            Self::Remote => "library.availability.remote",
            Self::InLibrary => "library.availability.inLibrary",
            Self::Lent(..) => "library.availability.lent",
            Self::Unknown => "library.availability.unknown",
        }
    }
}

impl Holdings {
    /// Whether it answers to this id; several may.
    #[must_use]
    pub fn answers(&self, id: &str) -> bool {
        self.id.as_str() == id || self.requested.as_deref() == Some(id)
    }
}

/// The one line for copies of one hit, all of its documents together.
#[must_use]
pub fn badge<'a>(copies: impl Iterator<Item = &'a Copy>) -> Badge {
    let states: Vec<CopyState<'_>> = copies.map(Copy::state).collect();
    let any = |wanted: fn(&CopyState<'_>) -> bool| states.iter().any(wanted);
    let shelf = states.iter().filter(|state| matches!(state, CopyState::OnShelf)).count();
    if any(|state| matches!(state, CopyState::Online(true, _))) {
        Badge::OpenAccess
    } else if shelf > 0 {
        Badge::OnShelf(shelf)
    } else if any(|state| matches!(state, CopyState::Order(_))) {
        Badge::Order
    } else if any(|state| matches!(state, CopyState::Online(false, _))) {
        Badge::Remote
    } else if any(|state| matches!(state, CopyState::InLibrary)) {
        Badge::InLibrary
    } else {
        lent(&states)
    }
}

fn lent(states: &[CopyState<'_>]) -> Badge {
    let mut found = None;
    for state in states {
        let CopyState::Lent { expected, queue, .. } = state else { continue };
        let (first, shortest) = found.unwrap_or((None, None));
        let when = match expected {
            Some(Expected::At(when)) => Some(*when),
            _ => None,
        };
        // Days are compared as texts of one form; a mixture of days and times is rare and near enough.
        let earlier = |a: When, b: When| if text_of(a) <= text_of(b) { a } else { b };
        let first = match (first, when) {
            (Some(a), Some(b)) => Some(earlier(a, b)),
            (a, b) => a.or(b),
        };
        let shortest = match (shortest, *queue) {
            (Some(a), Some(b)) => Some(u32::min(a, b)),
            (a, b) => a.or(b),
        };
        found = Some((first, shortest));
    }
    found.map_or(Badge::Unknown, |(first, shortest)| Badge::Lent(first, shortest))
}

fn text_of(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Local(local) => format!("{}T{}", local.day, local.time),
        When::At(at) => crate::when::utc(at),
    }
}

/// Out of an answer; documents without a URI are left out.
#[must_use]
pub fn holdings(answer: wire::Availabilities) -> Vec<Holdings> {
    let holdings = |document: wire::Document| {
        Some(Holdings {
            id: Uri::new(&document.id)?,
            requested: said(document.requested),
            about: said(document.about),
            link: web(document.href),
            copies: document.item.0.into_iter().map(copy).collect(),
        })
    };
    answer.document.into_iter().filter_map(holdings).collect()
}

fn copy(item: wire::Item) -> Copy {
    let place = |entity: Option<wire::Entity>| {
        let entity = entity?;
        let place = Place { id: uri(entity.id), name: said(entity.content) };
        (place != Place::default()).then_some(place)
    };
    let available = item.available.0.into_iter().filter_map(available);
    let offers = available.chain(item.unavailable.0.into_iter().filter_map(unavailable)).collect();
    Copy {
        id: uri(item.id),
        extent: match item.part.as_deref() {
            Some("narrower") => Extent::Narrower,
            Some("broader") => Extent::Broader,
            _ => Extent::Same,
        },
        label: said(item.label),
        about: said(item.about),
        volumes: item.chronology.and_then(|chronology| said(chronology.about)),
        department: place(item.department),
        storage: place(item.storage),
        offers,
    }
}

fn available(service: wire::Available) -> Option<Offer> {
    let delay = said(service.delay);
    Some(Offer {
        service: Service::parse(&service.service)?,
        state: OfferState::Available(delay.as_deref().and_then(delay_of)),
        link: web(service.href),
        limitations: limitations(service.limitation.0),
    })
}

fn unavailable(service: wire::Unavailable) -> Option<Offer> {
    let expected = said(service.expected).and_then(|text| match text.as_str() {
        "unknown" => Some(Expected::Unknown),
        date => When::parse(date).map(Expected::At),
    });
    let queue = service.queue.and_then(|queue| queue.try_into().ok());
    Some(Offer {
        service: Service::parse(&service.service)?,
        state: OfferState::Unavailable { expected, queue },
        link: web(service.href),
        limitations: limitations(service.limitation.0),
    })
}

fn limitations(entities: Vec<wire::Entity>) -> Vec<Limitation> {
    let limitation =
        |entity: wire::Entity| Limitation { id: uri(entity.id), text: said(entity.content) };
    let named = |limitation: &Limitation| limitation.id.is_some() || limitation.text.is_some();
    entities.into_iter().map(limitation).filter(named).collect()
}

/// Seconds of a day.
const DAY: u64 = 86_400;

/// An `xsd:duration` in seconds, a month as 30 days; or `unknown`.
fn delay_of(text: &str) -> Option<Delay> {
    if text == "unknown" {
        return Some(Delay::Unknown);
    }
    let (days, clock) = text.strip_prefix('P')?.split_once('T').unwrap_or((text.get(1..)?, ""));
    let part = |text: &str, units: &[(char, u64)]| {
        let (mut seconds, mut number) = (0u64, String::new());
        for character in text.chars() {
            if character.is_ascii_digit() || character == '.' {
                number.push(character);
            } else {
                let (_, length) = units.iter().find(|(unit, _)| *unit == character)?;
                let whole: u64 = number.split('.').next()?.parse().ok()?;
                seconds = seconds.checked_add(whole.checked_mul(*length)?)?;
                number.clear();
            }
        }
        number.is_empty().then_some(seconds)
    };
    let days = part(days, &[('Y', 365 * DAY), ('M', 30 * DAY), ('W', 7 * DAY), ('D', DAY)])?;
    let clock = part(clock, &[('H', 3600), ('M', 60), ('S', 1)])?;
    days.checked_add(clock).map(Delay::Seconds)
}

/// The address of the rest, where a server answered only some of the ids: `Link: <…>; rel="next"`.
#[must_use]
pub fn next_link(header: &str) -> Option<&str> {
    let mut rest = header;
    loop {
        let (_, from) = rest.split_once('<')?;
        let (url, after) = from.split_once('>')?;
        let end = after.find('<').unwrap_or(after.len());
        let (parameters, others) = after.split_at_checked(end)?;
        let next = parameters.split([';', ',']).any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or(("", ""));
            let mut words = value.trim().trim_matches('"').split(' ');
            name.trim().eq_ignore_ascii_case("rel") && words.any(|w| w.eq_ignore_ascii_case("next"))
        });
        if next {
            return Some(url.trim());
        }
        rest = others;
    }
}

#[cfg(test)]
#[path = "availability_tests.rs"]
mod tests;
