//! Services and who offers them.

use crate::{OfficeId, ServiceId};
use serde::{Deserialize, Serialize};

/// How an appointment is held, or for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Variant {
    /// At the office; also when nothing is said.
    OnSite,
    /// By telephone: no address.
    Telephone,
    /// By video: no address.
    Video,
    /// For one person.
    Single,
    /// For a family.
    Family,
    /// For a small client.
    SmallClient,
    /// For a large client.
    LargeClient,
    /// A variant we do not know.
    Other(u32),
}

impl Variant {
    /// The variant for its number on the wire.
    #[must_use]
    pub fn from_wire(number: i64) -> Option<Self> {
        Some(match u32::try_from(number).ok()? {
            0 => return None,
            1 => Self::OnSite,
            2 => Self::Telephone,
            3 => Self::Video,
            4 => Self::Single,
            5 => Self::Family,
            6 => Self::SmallClient,
            7 => Self::LargeClient,
            other => Self::Other(other),
        })
    }

    /// Its number on the wire.
    #[must_use]
    pub fn wire(self) -> u32 {
        match self {
            Self::OnSite => 1,
            Self::Telephone => 2,
            Self::Video => 3,
            Self::Single => 4,
            Self::Family => 5,
            Self::SmallClient => 6,
            Self::LargeClient => 7,
            Self::Other(number) => number,
        }
    }

    /// Whether one goes to an address for it.
    #[must_use]
    pub fn has_address(self) -> bool {
        !matches!(self, Self::Telephone | Self::Video)
    }

    /// Key of its name.
    #[must_use]
    pub fn message_key(self) -> &'static str {
        match self {
            Self::OnSite => "appointments.variant.onSite",
            Self::Telephone => "appointments.variant.telephone",
            Self::Video => "appointments.variant.video",
            Self::Single => "appointments.variant.single",
            Self::Family => "appointments.variant.family",
            Self::SmallClient => "appointments.variant.smallClient",
            Self::LargeClient => "appointments.variant.largeClient",
            Self::Other(_) => "appointments.variant.other",
        }
    }
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its number.
    pub id: ServiceId,
    /// Its name, in the city's words.
    pub name: String,
    /// How often it may be chosen for one appointment, at least 1.
    pub max_count: u32,
    /// What it can be combined with, in the city's order.
    pub combinable: Vec<Combination>,
    /// The service of which it is a variant.
    pub parent: Option<ServiceId>,
    /// Which variant.
    pub variant: Option<Variant>,
    /// The service whose description applies.
    pub root: ServiceId,
    /// Whether it can be chosen first.
    pub on_start_page: bool,
}

/// A service that can be booked together with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    /// The service.
    pub service: ServiceId,
    /// The offices where that goes.
    pub offices: Vec<OfficeId>,
}

/// An office offers a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The office.
    pub office: OfficeId,
    /// The service.
    pub service: ServiceId,
    /// Slots it takes there, at least 1.
    pub slots: u32,
    /// How often it may be chosen there, if the office says so.
    pub max_count: Option<u32>,
    /// Whether it is offered to everyone, not only on a preview host.
    pub public: bool,
}
