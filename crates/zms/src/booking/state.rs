//! What is so.

use crate::appointment::Appointment;
use crate::calendar::Slot;
use crate::catalogue::Selection;
use crate::contact::{Contact, ContactRules};
use crate::error::Failure;
use crate::wire::CaptchaToken;
use crate::{AppointmentKey, Minutes, OfficeId, Timestamp};

/// A booking. What lasts through all stages stands beside the stage, so that no change of stage can lose it.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    /// What is wanted.
    pub selection: Selection,
    /// The offices to ask.
    pub offices: Vec<OfficeId>,
    /// Proof of work, where an office wants it.
    pub captcha: Captcha,
    /// What the person typed.
    pub contact: Contact,
    /// Where the booking is.
    pub stage: Stage,
    /// The appointment that this booking replaces.
    pub old: Option<OldAppointment>,
    /// What went wrong last, until something goes right.
    pub notice: Option<Failure>,
    /// Number of the last call; an answer to an earlier one is late.
    pub(super) call: u32,
    /// Captchas refused in a row.
    pub(super) refused_captchas: u8,
}

/// Where a booking is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Services and offices are being chosen.
    Choosing,
    /// The captcha is being solved; then the slot is reserved, or the calendar is shown.
    SolvingCaptcha {
        /// The slot that was chosen when the captcha turned out to be void.
        wanted: Option<Slot>,
        /// A reservation to give back once another slot is reserved.
        previous: Option<Reservation>,
    },
    /// A slot is being chosen.
    Calendar {
        /// A reservation to give back once another slot is reserved.
        previous: Option<Reservation>,
    },
    /// A slot is being reserved.
    Reserving {
        /// The slot.
        slot: Slot,
        /// A reservation to give back once it is.
        previous: Option<Reservation>,
    },
    /// Reserved; the form is being filled in.
    Contact {
        /// The reservation.
        reservation: Reservation,
    },
    /// The form is being sent.
    Updating {
        /// The reservation.
        reservation: Reservation,
    },
    /// The form was taken; the person reviews and consents.
    Review {
        /// The reservation.
        reservation: Reservation,
    },
    /// The booking is being made; the server will send a mail.
    Preconfirming {
        /// The reservation.
        reservation: Reservation,
    },
    /// A rebooking is being confirmed, without a mail in between.
    Confirming {
        /// The reservation.
        reservation: Reservation,
    },
    /// An answer was lost: the server is being asked what became of the appointment.
    Checking {
        /// The reservation.
        reservation: Reservation,
    },
    /// Even that could not be found out. [`super::Event::CheckAgain`] tries again.
    Unclear {
        /// The reservation.
        reservation: Reservation,
    },
    /// Waiting for the click in the mail.
    Preconfirmed {
        /// The reservation.
        reservation: Reservation,
        /// Until when the link works.
        until: Timestamp,
    },
    /// Booked.
    Confirmed {
        /// What was reserved.
        reservation: Reservation,
    },
    /// The reservation or the link in the mail ran out. What was typed is still there.
    Expired {
        /// The slot that was lost.
        slot: Slot,
    },
}

/// A reserved slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Number and secret.
    pub key: AppointmentKey,
    /// The slot.
    pub slot: Slot,
    /// Until when it is held.
    pub until: Timestamp,
    /// How long the link in the mail will work.
    pub activation: Minutes,
    /// What the contact form asks.
    pub rules: ContactRules,
}

/// Minutes of a reservation whose office does not say (the default of ZMS' schema is 30; an early end is a
/// smaller harm than a late one).
const RESERVATION: Minutes = Minutes(15);
/// Minutes of the mail's link where the office does not say.
const ACTIVATION: Minutes = Minutes(30);

impl Reservation {
    /// The reservation out of the server's answer at `now`. `office` is what the catalogue says, for what
    /// the answer leaves out.
    #[must_use]
    pub fn new(
        answer: &Appointment,
        slot: Slot,
        now: Timestamp,
        office: Option<&crate::catalogue::Office>,
    ) -> Self {
        let reservation = answer.reservation.or(office.and_then(|office| office.reservation));
        let activation = answer.activation.or(office.and_then(|office| office.activation));
        Self {
            key: answer.key.clone(),
            slot,
            until: now.plus(reservation.unwrap_or(RESERVATION).seconds()),
            activation: activation.unwrap_or(ACTIVATION),
            rules: office.map_or_else(|| answer.rules.clone(), |office| office.contact.clone()),
        }
    }
}

/// Proof of work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Captcha {
    /// No office wants one.
    #[default]
    NotNeeded,
    /// One is needed.
    Needed,
    /// Solved.
    Solved(CaptchaToken),
}

/// The appointment that a rebooking replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldAppointment {
    /// It stands.
    Kept(AppointmentKey),
    /// The new one is confirmed, this one is being cancelled.
    Cancelling(AppointmentKey),
    /// It is cancelled.
    Cancelled,
    /// The new one is confirmed, but this one could not be cancelled.
    StillThere(AppointmentKey, Failure),
}

impl Default for Booking {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            offices: Vec::new(),
            captcha: Captcha::NotNeeded,
            contact: Contact::default(),
            stage: Stage::Choosing,
            old: None,
            notice: None,
            call: 0,
            refused_captchas: 0,
        }
    }
}

impl Booking {
    /// A booking that replaces an appointment: same services, same contact data, and its captcha token.
    #[must_use]
    pub fn rebook(appointment: &Appointment) -> Self {
        let selection = appointment
            .service_counts()
            .into_iter()
            .fold(Selection::default(), |selection, (id, count)| selection.with(id, count));
        Self {
            selection,
            offices: appointment.office.into_iter().collect(),
            captcha: appointment.captcha_token.clone().map_or(Captcha::NotNeeded, Captcha::Solved),
            contact: appointment.contact.clone(),
            old: Some(OldAppointment::Kept(appointment.key.clone())),
            ..Self::default()
        }
    }

    /// The reservation that is held for this booking, if any.
    #[must_use]
    pub fn reservation(&self) -> Option<&Reservation> {
        match &self.stage {
            Stage::Choosing | Stage::Expired { .. } => None,
            Stage::SolvingCaptcha { previous, .. }
            | Stage::Calendar { previous }
            | Stage::Reserving { previous, .. } => previous.as_ref(),
            Stage::Contact { reservation }
            | Stage::Updating { reservation }
            | Stage::Review { reservation }
            | Stage::Preconfirming { reservation }
            | Stage::Confirming { reservation }
            | Stage::Checking { reservation }
            | Stage::Unclear { reservation }
            | Stage::Preconfirmed { reservation, .. }
            | Stage::Confirmed { reservation } => Some(reservation),
        }
    }

    /// Seconds left of what is running out: the reservation, or the link in the mail. Never negative.
    #[must_use]
    pub fn seconds_left(&self, now: Timestamp) -> Option<u64> {
        match &self.stage {
            Stage::Preconfirmed { until, .. } => Some(until.seconds_left(now)),
            Stage::Confirmed { .. } => None,
            _ => Some(self.reservation()?.until.seconds_left(now)),
        }
    }

    /// Whether a call is under way that must not be interrupted.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(
            self.stage,
            Stage::Reserving { .. }
                | Stage::Updating { .. }
                | Stage::Preconfirming { .. }
                | Stage::Confirming { .. }
                | Stage::Checking { .. }
        )
    }

    /// The captcha token, if there is one.
    #[must_use]
    pub fn captcha_token(&self) -> Option<&CaptchaToken> {
        match &self.captcha {
            Captcha::Solved(token) => Some(token),
            _ => None,
        }
    }
}
