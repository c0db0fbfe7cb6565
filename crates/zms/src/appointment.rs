//! An existing appointment, as the server answers it.

use crate::catalogue::{Address, Position};
use crate::contact::{Contact, ContactRules};
use crate::keep::{self, Keep};
use crate::request::ServiceCount;
use crate::wire::{CaptchaToken, NotReadable, Process};
use crate::{AppointmentKey, Minutes, OfficeId, ProcessId, ServiceId, Timestamp};

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $wire:literal,)*) => {
        /// The state of an appointment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Status {
            $($(#[$doc])* $name,)*
            /// One we do not know.
            Unknown,
        }

        impl Status {
            /// The state for its name on the wire.
            #[must_use]
            pub fn from_wire(name: &str) -> Self {
                match name {
                    $($wire => Self::$name,)*
                    _ => Self::Unknown,
                }
            }

            /// Its name on the wire.
            #[must_use]
            pub fn wire(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)*
                    Self::Unknown => "unknown",
                }
            }
        }
    };
}

states! {
    /// A free slot.
    Free "free",
    /// Held for some minutes, for somebody who fills in the form.
    Reserved "reserved",
    /// Waiting for the click in the mail.
    Preconfirmed "preconfirmed",
    /// Booked.
    Confirmed "confirmed",
    /// In the waiting room.
    Queued "queued",
    /// Called to the counter.
    Called "called",
    /// At the counter.
    Processing "processing",
    /// Set back.
    Pending "pending",
    /// Done.
    Finished "finished",
    /// Nobody came.
    Missed "missed",
    /// Set aside.
    Parked "parked",
    /// Kept for statistics.
    Archived "archived",
    /// Cancelled.
    Deleted "deleted",
    /// Kept without a person.
    Anonymized "anonymized",
    /// Not yet free again.
    Blocked "blocked",
    /// Outside the opening hours.
    Conflict "conflict",
}

impl Keep for Status {
    fn write(&self, text: &mut String) {
        keep::quote(text, self.wire());
    }
    fn read(value: &serde_json::Value) -> Option<Self> {
        value.as_str().map(Self::from_wire)
    }
}

impl Status {
    /// Whether the appointment is booked: the click in the mail has been made.
    #[must_use]
    pub fn is_booked(self) -> bool {
        matches!(
            self,
            Self::Confirmed
                | Self::Queued
                | Self::Called
                | Self::Processing
                | Self::Pending
                | Self::Finished
                | Self::Missed
                | Self::Parked
        )
    }

    /// Whether there is nothing left of it.
    #[must_use]
    pub fn is_gone(self) -> bool {
        matches!(
            self,
            Self::Deleted | Self::Anonymized | Self::Blocked | Self::Archived | Self::Free
        )
    }
}

/// A service of an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookedService {
    /// Its number.
    pub id: ServiceId,
    /// Its name, in the city's words; may be empty.
    pub name: String,
    /// How often.
    pub count: u32,
}

crate::keep! { BookedService { id, name, count } }

/// An existing appointment.
#[derive(Debug, Clone, PartialEq)]
pub struct Appointment {
    /// Number and secret.
    pub key: AppointmentKey,
    /// When it starts; not every answer says.
    pub start: Option<Timestamp>,
    /// Its state.
    pub status: Status,
    /// The office; not every answer says.
    pub office: Option<OfficeId>,
    /// The name of the office to show; may be empty.
    pub office_name: String,
    /// Where it is.
    pub address: Option<Address>,
    /// Where it is on the map.
    pub position: Option<Position>,
    /// The services, the first chosen first; not every answer says.
    pub services: Vec<BookedService>,
    /// Who comes: the whole name is in `last_name`. Empty for a mere reservation, which carries a dummy.
    pub contact: Contact,
    /// What the contact form of its office asks.
    pub rules: ContactRules,
    /// How long its office keeps a reservation, if it says so.
    pub reservation: Option<Minutes>,
    /// How long the link in the mail works, if it says so.
    pub activation: Option<Minutes>,
    /// Slots it takes.
    pub slots: Option<u32>,
    /// The number called in the waiting room.
    pub display_number: Option<String>,
    /// A fresh captcha token: rebooking needs no new captcha.
    pub captcha_token: Option<CaptchaToken>,
    /// The calendar file the server made.
    pub ics: Option<String>,
    /// HTML of the city: how to find the office.
    pub hint: Option<String>,
}

crate::keep! { Appointment {
    key, start, status, office, office_name, address, position, services, contact, rules, reservation,
    activation, slots, display_number, captcha_token, ics, hint,
} }

/// What a reservation carries instead of an address.
const DUMMY_MAIL: &str = "test@muenchen.de";

impl Appointment {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`NotReadable`] without a number or a secret: nothing can be done with it.
    pub fn from_wire(process: Process) -> Result<Self, NotReadable> {
        let process_id = ProcessId::new(process.process_id).ok_or(NotReadable)?;
        let key = AppointmentKey { process_id, auth_key: process.auth_key.ok_or(NotReadable)? };
        let status = Status::from_wire(process.status.as_deref().unwrap_or_default());
        let scope = process.scope.as_ref();
        let provider = scope.and_then(|scope| scope.provider.as_ref());
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let main = (process.service_id, &process.service_name, process.service_count);
        let further = process.sub_request_counts.iter().map(|s| (Some(s.id), &s.name, s.count));
        let services = std::iter::once(main)
            .chain(further)
            .filter_map(|(id, name, count)| {
                let count = crate::catalogue::positive(count).unwrap_or(1);
                Some(BookedService { id: ServiceId::new(id?)?, name: text(name), count })
            })
            .collect();
        // What stands in a reservation before the form was sent is the server's filling.
        let is_dummy = status == Status::Reserved && process.email.as_deref() == Some(DUMMY_MAIL);
        let contact = Contact {
            first_name: String::new(),
            last_name: text(&process.family_name),
            email: text(&process.email),
            telephone: text(&process.telephone),
            custom_textfield: text(&process.custom_textfield),
            custom_textfield2: text(&process.custom_textfield2),
        };
        Ok(Self {
            key,
            start: process.timestamp.map(|time| Timestamp(time.0)).filter(|time| time.0 > 0),
            status,
            office: process.office_id.and_then(OfficeId::new),
            office_name: provider
                .and_then(|provider| filled(&provider.display_name))
                .or_else(|| filled(&process.office_name))
                .or_else(|| filled(&provider?.name))
                .unwrap_or_default(),
            address: provider
                .and_then(|provider| provider.contact.as_ref())
                .map(Address::from_provider),
            position: provider.and_then(|provider| Position::new(provider.lat?, provider.lon?)),
            services,
            contact: if is_dummy { Contact::default() } else { contact },
            rules: scope.map(ContactRules::from_scope).unwrap_or_default(),
            reservation: scope
                .and_then(|scope| crate::catalogue::positive(scope.reservation_duration))
                .map(Minutes),
            activation: scope
                .and_then(|scope| crate::catalogue::positive(scope.activation_duration))
                .map(Minutes),
            slots: crate::catalogue::positive(process.slot_count),
            display_number: filled(&process.display_number),
            captcha_token: process.captcha_token.filter(|token| !token.expose().is_empty()),
            ics: filled(&process.ics_content),
            hint: scope.and_then(|scope| filled(&scope.hint)),
        })
    }

    /// The services as they are asked for in a request.
    #[must_use]
    pub fn service_counts(&self) -> Vec<ServiceCount> {
        self.services.iter().map(|service| (service.id, service.count)).collect()
    }

    /// Whether it can still be cancelled or rebooked here: booked, and not over.
    #[must_use]
    pub fn can_be_changed(&self, now: Timestamp) -> bool {
        matches!(self.status, Status::Confirmed | Status::Preconfirmed)
            && self.start.is_none_or(|start| start > now)
    }
}
