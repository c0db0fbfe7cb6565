//! The parts of a booking as they are kept on the device.

use super::{Booking, Captcha, OldAppointment, Reservation, Stage};
use crate::calendar::Slot;
use crate::error::Failure;
use crate::keep::{self, Keep, field};
use crate::{AppointmentKey, Timestamp};
use serde_json::Value;

crate::keep! { Booking {
    selection, offices, captcha, contact, stage, old, notice, call, refused_captchas,
} }
crate::keep! { Reservation { key, slot, until, activation, rules } }

/// A token, or whether one is needed.
impl Keep for Captcha {
    fn write(&self, text: &mut String) {
        match self {
            Self::NotNeeded => text.push_str("false"),
            Self::Needed => text.push_str("true"),
            Self::Solved(token) => token.write(text),
        }
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(false) => Some(Self::NotNeeded),
            Value::Bool(true) => Some(Self::Needed),
            token => Keep::read(token).map(Self::Solved),
        }
    }
}

impl Keep for OldAppointment {
    fn write(&self, text: &mut String) {
        let (name, key, failure) = match self {
            Self::Kept(key) => ("kept", Some(key), None),
            Self::Cancelling(key) => ("cancelling", Some(key), None),
            Self::Cancelled => ("cancelled", None, None),
            Self::StillThere(key, failure) => ("stillThere", Some(key), Some(failure)),
        };
        begin(text, name);
        if let Some(key) = key {
            keep::entry(text, "key", key);
        }
        if let Some(failure) = failure {
            keep::entry(text, "failure", failure);
        }
        text.push('}');
    }
    fn read(value: &Value) -> Option<Self> {
        let key: Option<AppointmentKey> = field(value, "key")?;
        let failure: Option<Failure> = field(value, "failure")?;
        Some(match value.get("is")?.as_str()? {
            "kept" => Self::Kept(key?),
            "cancelling" => Self::Cancelling(key?),
            "cancelled" => Self::Cancelled,
            "stillThere" => Self::StillThere(key?, failure?),
            _ => return None,
        })
    }
}

/// A name, and which of three things belong to it.
impl Keep for Stage {
    fn write(&self, text: &mut String) {
        let (name, slot, reservation, until) = match self {
            Self::Choosing => ("choosing", None, None, None),
            Self::SolvingCaptcha { wanted, previous } => {
                ("solvingCaptcha", wanted.as_ref(), previous.as_ref(), None)
            }
            Self::Calendar { previous } => ("calendar", None, previous.as_ref(), None),
            Self::Reserving { slot, previous } => {
                ("reserving", Some(slot), previous.as_ref(), None)
            }
            Self::Contact { reservation } => ("contact", None, Some(reservation), None),
            Self::Updating { reservation } => ("updating", None, Some(reservation), None),
            Self::Review { reservation } => ("review", None, Some(reservation), None),
            Self::Preconfirming { reservation } => ("preconfirming", None, Some(reservation), None),
            Self::Confirming { reservation } => ("confirming", None, Some(reservation), None),
            Self::Checking { reservation } => ("checking", None, Some(reservation), None),
            Self::Unclear { reservation } => ("unclear", None, Some(reservation), None),
            Self::Preconfirmed { reservation, until } => {
                ("preconfirmed", None, Some(reservation), Some(until))
            }
            Self::Confirmed { reservation } => ("confirmed", None, Some(reservation), None),
            Self::Expired { slot } => ("expired", Some(slot), None, None),
        };
        begin(text, name);
        if let Some(slot) = slot {
            keep::entry(text, "slot", slot);
        }
        if let Some(reservation) = reservation {
            keep::entry(text, "reservation", reservation);
        }
        if let Some(until) = until {
            keep::entry(text, "until", until);
        }
        text.push('}');
    }

    fn read(value: &Value) -> Option<Self> {
        let slot: Option<Slot> = field(value, "slot")?;
        let until: Option<Timestamp> = field(value, "until")?;
        let previous: Option<Reservation> = field(value, "reservation")?;
        // Three stages can do without a reservation, two have none.
        let name = value.get("is")?.as_str()?;
        Some(match (name, previous) {
            ("choosing", _) => Self::Choosing,
            ("expired", _) => Self::Expired { slot: slot? },
            ("solvingCaptcha", previous) => Self::SolvingCaptcha { wanted: slot, previous },
            ("calendar", previous) => Self::Calendar { previous },
            ("reserving", previous) => Self::Reserving { slot: slot?, previous },
            ("contact", Some(reservation)) => Self::Contact { reservation },
            ("updating", Some(reservation)) => Self::Updating { reservation },
            ("review", Some(reservation)) => Self::Review { reservation },
            ("preconfirming", Some(reservation)) => Self::Preconfirming { reservation },
            ("confirming", Some(reservation)) => Self::Confirming { reservation },
            ("checking", Some(reservation)) => Self::Checking { reservation },
            ("unclear", Some(reservation)) => Self::Unclear { reservation },
            ("preconfirmed", Some(reservation)) => {
                Self::Preconfirmed { reservation, until: until? }
            }
            ("confirmed", Some(reservation)) => Self::Confirmed { reservation },
            _ => return None,
        })
    }
}

fn begin(text: &mut String, name: &str) {
    text.push('{');
    keep::name(text, "is");
    keep::quote(text, name);
}
