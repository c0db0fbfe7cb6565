//! What happens, and what is to be done.

use super::Reservation;
use crate::appointment::Status;
use crate::calendar::Slot;
use crate::catalogue::Selection;
use crate::contact::Contact;
use crate::error::Failure;
use crate::request::{Reserve, Update};
use crate::wire::CaptchaToken;
use crate::{AppointmentKey, OfficeId, ProcessId, Timestamp};

/// Something that happened: a click, an answer, the clock.
///
/// Answers carry the number of their call. Every call must be answered, also by a [`Failure`].
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Services and offices are chosen. Also from a later stage: what was reserved is given back.
    Select {
        /// What is wanted.
        selection: Selection,
        /// The offices to ask.
        offices: Vec<OfficeId>,
        /// Whether one of them wants a captcha.
        captcha: bool,
    },
    /// The captcha is solved.
    CaptchaSolved(CaptchaToken),
    /// The captcha could not be solved or was refused.
    CaptchaFailed(Failure),
    /// The person, or the app after a pause, tries the captcha again.
    CaptchaAgain,
    /// The captcha's time is over.
    CaptchaExpired,
    /// The calendar was shown.
    CalendarShown,
    /// The calendar could not be shown.
    CalendarFailed(Failure),
    /// A slot was chosen.
    ChooseSlot(Slot),
    /// Answer to [`Effect::Reserve`].
    Reserved(u32, Result<Reservation, Failure>),
    /// Something was typed into the form.
    Typed(Contact),
    /// The form was sent off. Check it with [`Contact::problems`] first.
    Submit,
    /// Answer to [`Effect::Update`].
    Updated(u32, Result<(), Failure>),
    /// Reviewed and consented.
    Book,
    /// Answer to [`Effect::Preconfirm`].
    Preconfirmed(u32, Result<Preconfirmation, Failure>),
    /// Answer to [`Effect::Confirm`].
    Confirmed(u32, Result<(), Failure>),
    /// Answer to [`Effect::Check`]: the state of the appointment.
    Checked(u32, Result<Status, Failure>),
    /// Ask again what became of the appointment.
    CheckAgain,
    /// The link of the mail was followed elsewhere: in another tab, on another device.
    ConfirmedElsewhere(ProcessId),
    /// Answer to [`Effect::CancelOld`].
    OldCancelled(u32, Result<(), Failure>),
    /// Try again to cancel the replaced appointment.
    CancelOldAgain,
    /// Back to the choice of services.
    BackToChoosing,
    /// Back to the calendar; the reservation stays until another slot is reserved.
    BackToCalendar,
    /// From the calendar back to the reservation that is still held.
    KeepReservation,
    /// From the review back to the form.
    BackToContact,
    /// The clock.
    Tick(Timestamp),
    /// The person leaves the booking or begins a new one; what was typed stays.
    Leave,
}

/// The server has sent the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preconfirmation {
    /// When it was sent.
    pub at: Timestamp,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Solve a captcha; answer with [`Event::CaptchaSolved`] or [`Event::CaptchaFailed`].
    SolveCaptcha,
    /// Load the calendar; answer with [`Event::CalendarShown`] or [`Event::CalendarFailed`].
    LoadCalendar,
    /// Reserve; answer with [`Event::Reserved`].
    Reserve(u32, Reserve),
    /// Send the form; answer with [`Event::Updated`]. Safe to repeat.
    Update(u32, Update),
    /// Book; answer with [`Event::Preconfirmed`].
    Preconfirm(u32, AppointmentKey),
    /// Confirm; answer with [`Event::Confirmed`].
    Confirm(u32, AppointmentKey),
    /// Ask for the appointment; answer with [`Event::Checked`].
    Check(u32, AppointmentKey),
    /// Give a reservation back. Nobody waits for the answer; if it is lost the reservation runs out.
    CancelQuietly(AppointmentKey),
    /// Cancel the replaced appointment; answer with [`Event::OldCancelled`].
    CancelOld(u32, AppointmentKey),
}
