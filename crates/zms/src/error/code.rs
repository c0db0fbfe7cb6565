//! The error codes of ZMS.

use super::NextStep;
use crate::contact::Field;
use crate::keep::{self, Keep};
use serde::{Deserialize, Serialize};

/// How bad it is, by the server's own classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Severity {
    Error,
    Warning,
    Info,
}

macro_rules! codes {
    ($($name:ident $wire:literal $status:literal $severity:ident $step:ident,)*) => {
        /// A reason the server gives; each is one entry of its own list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $(#[doc = concat!("`", $wire, "`, HTTP ", $status, ".")] $name,)*
            /// A code that is not in the list.
            Unknown,
        }

        impl ErrorCode {
            /// Every code the server knows.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code for its name on the wire.
            #[must_use]
            pub fn from_wire(name: &str) -> Self {
                // A search, not a match: 68 comparisons written out weigh 2 KB in the app.
                let known = Self::ALL.iter().find(|code| code.wire() == name);
                known.copied().unwrap_or(Self::Unknown)
            }

            /// Its name on the wire.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self {
                    $(Self::$name => $wire,)*
                    Self::Unknown => "unknown",
                }
            }

            /// Key of the sentence that says what happened.
            #[must_use]
            pub const fn message_key(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("appointments.error.", $wire),)*
                    Self::Unknown => "appointments.error.unknown",
                }
            }

            /// The HTTP status the server gives it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                    Self::Unknown => 520,
                }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)*
                    Self::Unknown => Severity::Error,
                }
            }

            /// What a client does next.
            #[must_use]
            pub const fn next_step(self) -> NextStep {
                match self {
                    $(Self::$name => NextStep::$step,)*
                    Self::Unknown => NextStep::TryLater,
                }
            }
        }
    };
}

codes! {
    CaptchaExpired "captchaExpired" 400 Error SolveCaptchaAgain,
    CaptchaInvalid "captchaInvalid" 400 Error SolveCaptchaAgain,
    CaptchaMissing "captchaMissing" 400 Error SolveCaptchaAgain,
    CaptchaVerificationError "captchaVerificationError" 400 Error SolveCaptchaAgain,
    CaptchaVerificationFailed "captchaVerificationFailed" 400 Error SolveCaptchaAgain,
    EmptyServiceArrays "EMPTY_SERVICE_ARRAYS" 400 Warning ChangeSelection,
    MismatchedArrays "MISMATCHED_ARRAYS" 400 Warning ChangeSelection,
    InvalidApiClient "invalidApiClient" 400 Warning TryLater,
    InvalidAuthKey "invalidAuthKey" 400 Warning CheckLink,
    InvalidCustomTextfield "invalidCustomTextfield" 400 Warning CorrectFields,
    InvalidCustomTextfield2 "invalidCustomTextfield2" 400 Warning CorrectFields,
    InvalidDate "invalidDate" 400 Warning PickAnotherSlot,
    InvalidEmail "invalidEmail" 400 Warning CorrectFields,
    InvalidEndDate "invalidEndDate" 400 Warning PickAnotherSlot,
    InvalidFamilyName "invalidFamilyName" 400 Warning CorrectFields,
    InvalidLocationAndServiceCombination "invalidLocationAndServiceCombination" 400 Warning ChangeSelection,
    InvalidOfficeId "invalidOfficeId" 400 Warning ChangeSelection,
    InvalidProcessId "invalidProcessId" 400 Warning CheckLink,
    InvalidRequest "invalidRequest" 400 Warning TryLater,
    InvalidSchema "invalidSchema" 400 Warning TryLater,
    InvalidScopeId "invalidScopeId" 400 Warning ChangeSelection,
    InvalidServiceCount "invalidServiceCount" 400 Warning ChangeSelection,
    InvalidServiceId "invalidServiceId" 400 Warning ChangeSelection,
    InvalidSlotsStartDate "invalidSlotsStartDate" 400 Warning PickAnotherSlot,
    InvalidSlotsEndDate "invalidSlotsEndDate" 400 Warning PickAnotherSlot,
    InvalidStartDate "invalidStartDate" 400 Warning PickAnotherSlot,
    InvalidTelephone "invalidTelephone" 400 Warning CorrectFields,
    InvalidTimestamp "invalidTimestamp" 400 Warning PickAnotherSlot,
    PreconfirmationExpired "preconfirmationExpired" 400 Error StartAgain,
    ProcessInvalid "processInvalid" 400 Warning StartAgain,
    SlotsStartDateAfterEndDate "slotsStartDateAfterEndDate" 400 Warning PickAnotherSlot,
    TooManyServicesPerAppointment "tooManyServicesPerAppointment" 400 Error ChangeSelection,
    TooManySlotsPerAppointment "tooManySlotsPerAppointment" 400 Error ChangeSelection,
    IpBlacklisted "IP_BLACKLISTED" 403 Error ContactOffice,
    SecurityHeaderViolation "securityHeaderViolation" 403 Error TryLater,
    Unauthorized "unauthorized" 403 Error SignIn,
    AppointmentNotAvailable "appointmentNotAvailable" 404 Error PickAnotherSlot,
    AppointmentNotFound "appointmentNotFound" 404 Error CheckLink,
    DepartmentNotFound "departmentNotFound" 404 Error ChangeSelection,
    MailNotFound "mailNotFound" 404 Error TryLater,
    NoAppointmentForThisDay "noAppointmentForThisDay" 404 Info PickAnotherSlot,
    NoAppointmentForThisScope "noAppointmentForThisScope" 404 Info ChangeSelection,
    NotFound "notFound" 404 Error TryLater,
    OrganisationNotFound "organisationNotFound" 404 Error ChangeSelection,
    ProviderNotFound "providerNotFound" 404 Error ChangeSelection,
    RequestNotFound "requestNotFound" 404 Error ChangeSelection,
    ScopeNotFound "scopeNotFound" 404 Error ChangeSelection,
    ScopesNotFound "scopesNotFound" 404 Error ChangeSelection,
    SourceNotFound "sourceNotFound" 404 Info ChangeSelection,
    RequestMethodNotAllowed "requestMethodNotAllowed" 405 Warning TryLater,
    AppointmentCanNotBeCanceled "appointmentCanNotBeCanceled" 406 Warning ContactOffice,
    AuthKeyMismatch "authKeyMismatch" 406 Warning CheckLink,
    EmailIsRequired "emailIsRequired" 406 Warning CorrectFields,
    InvalidCredentials "invalidCredentials" 406 Warning SignIn,
    TelephoneIsRequired "telephoneIsRequired" 406 Warning CorrectFields,
    TooManyAppointmentsWithSameMail "tooManyAppointmentsWithSameMail" 406 Error CancelAnother,
    ProcessAlreadyCalled "processAlreadyCalled" 409 Warning ContactOffice,
    ProcessAlreadyExists "processAlreadyExists" 409 Warning StartAgain,
    ProcessNotPreconfirmedAnymore "processNotPreconfirmedAnymore" 409 Error CheckWhetherConfirmed,
    ProcessNotReservedAnymore "processNotReservedAnymore" 409 Error StartAgain,
    RequestEntityTooLarge "requestEntityTooLarge" 413 Warning TryLater,
    RateLimitExceeded "rateLimitExceeded" 429 Warning TryLater,
    InternalError "internalError" 500 Error TryLater,
    ProcessDeleteFailed "processDeleteFailed" 500 Error TryLater,
    NotImplemented "notImplemented" 501 Error TryLater,
    ServiceUnavailable "serviceUnavailable" 503 Error TryLater,
    ZmsClientCommunicationError "zmsClientCommunicationError" 503 Error TryLater,
    UnknownError "unknownError" 520 Error TryLater,
}

impl Keep for ErrorCode {
    fn write(&self, text: &mut String) {
        keep::quote(text, self.wire());
    }
    fn read(value: &serde_json::Value) -> Option<Self> {
        value.as_str().map(Self::from_wire)
    }
}

impl ErrorCode {
    /// The field of the contact form it speaks of.
    #[must_use]
    pub const fn field(self) -> Option<Field> {
        match self {
            Self::InvalidFamilyName => Some(Field::FamilyName),
            Self::InvalidEmail | Self::EmailIsRequired => Some(Field::Email),
            Self::InvalidTelephone | Self::TelephoneIsRequired => Some(Field::Telephone),
            Self::InvalidCustomTextfield => Some(Field::CustomTextfield),
            Self::InvalidCustomTextfield2 => Some(Field::CustomTextfield2),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_whole_list_of_the_contract() {
        // 67 reasons and the fallback `unknownError`.
        assert_eq!(ErrorCode::ALL.len(), 68);
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::from_wire(code.wire()), *code);
            assert_eq!(code.message_key(), format!("appointments.error.{}", code.wire()));
            assert_eq!(keep::load(&keep::save(code)), Some(*code));
            assert_eq!(code.field().is_some(), code.next_step() == NextStep::CorrectFields);
        }
        assert_eq!(ErrorCode::from_wire("nonsense"), ErrorCode::Unknown);
        assert_eq!(keep::load("\"new\""), Some(ErrorCode::Unknown));
    }
}
