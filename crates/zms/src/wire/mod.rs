//! What goes over the wire on the twelve routes of the ZMS citizen API, as it really looks.
//!
//! Nothing here is checked: fields may be missing, `null` or nonsense. Turn it into a domain type
//! ([`crate::catalogue::Catalogue`], [`crate::calendar::Calendar`], [`crate::appointment::Appointment`])
//! before thinking about it. The types serialise to exactly what ZMS sends, so that the embedded backend
//! answers with them.

mod calendar;
mod captcha;
mod offices_and_services;
mod process;

pub use calendar::{AvailableCalendar, AvailableDay, OfficeSlots};
pub use captcha::{CaptchaAnswer, CaptchaDetails, CaptchaMeta, CaptchaToken};
pub use json::{Decoded, NotReadable, Read, decode};
pub(crate) use json::{decode_tree, parse, wire};
pub use offices_and_services::{
    Address, Combinable, Contact as ProviderContact, Geo, Office, OfficesAndServices, Provider,
    Relation, Scope, Service,
};
pub use process::{Digits, Process, SubRequest};
