//! Refusals in the ZMS shape: `{"errors":[{errorCode,errorMessage,statusCode,errorType}]}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use zms::error::{ErrorCode, Severity};

/// One or more reasons why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApiError {
    errors: Vec<Reason>,
    /// The HTTP status where it differs from the reasons' own.
    #[serde(skip)]
    status: Option<StatusCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Reason {
    error_code: &'static str,
    error_message: &'static str,
    status_code: u16,
    error_type: &'static str,
}

impl ApiError {
    /// Several reasons at once, in their order.
    pub fn of(codes: impl IntoIterator<Item = ErrorCode>) -> Self {
        let errors = codes
            .into_iter()
            .map(|code| Reason {
                error_code: code.wire(),
                error_message: message(code),
                status_code: code.status(),
                error_type: match code.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                },
            })
            .collect();
        Self { errors, status: None }
    }

    /// With another HTTP status than the reason's own, as ZMS does in places.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    /// The HTTP status: the highest of the reasons.
    pub fn status(&self) -> StatusCode {
        let highest = self.errors.iter().map(|reason| reason.status_code).max().unwrap_or(500);
        self.status
            .or_else(|| StatusCode::from_u16(highest).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The codes, for tests and logs.
    pub fn codes(&self) -> Vec<&'static str> {
        self.errors.iter().map(|reason| reason.error_code).collect()
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::of([code])
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The sentence for developers; people read the message file of their language.
fn message(code: ErrorCode) -> &'static str {
    use ErrorCode as Code;
    match code {
        Code::CaptchaExpired => "The captcha token has expired.",
        Code::CaptchaInvalid => "The captcha token is invalid.",
        Code::CaptchaMissing => "Missing captcha token.",
        Code::InvalidAuthKey => "authKey should be a string.",
        Code::InvalidCustomTextfield => {
            "customTextfield is required, or longer than 250 characters."
        }
        Code::InvalidCustomTextfield2 => {
            "customTextfield2 is required, or longer than 250 characters."
        }
        Code::InvalidEmail => "email should be a valid e-mail address.",
        Code::InvalidEndDate => "endDate is required and must be a valid date.",
        Code::InvalidStartDate => "startDate is required and must be a valid date.",
        Code::InvalidSlotsStartDate => "slotsStartDate must be a valid date.",
        Code::InvalidSlotsEndDate => "slotsEndDate must be a valid date.",
        Code::SlotsStartDateAfterEndDate => "slotsStartDate must not be after slotsEndDate.",
        Code::InvalidFamilyName => "familyName should not be empty.",
        Code::InvalidLocationAndServiceCombination => {
            "The provided services are not offered at the given office."
        }
        Code::InvalidOfficeId => "officeId should be a 32-bit integer.",
        Code::InvalidProcessId => "processId should be a positive 32-bit integer.",
        Code::InvalidRequest => "Invalid request.",
        Code::InvalidServiceCount => "serviceCounts should be an array of numeric values.",
        Code::InvalidServiceId => "serviceId should be a 32-bit integer.",
        Code::InvalidTelephone => "telephone should be a valid number.",
        Code::InvalidTimestamp => "timestamp should be a moment in the future.",
        Code::TooManySlotsPerAppointment => {
            "The services need more slots than one appointment may have."
        }
        Code::SecurityHeaderViolation => "The request does not come from a page of this origin.",
        Code::AppointmentNotAvailable => "The selected time is no longer available.",
        Code::AppointmentNotFound => {
            "There is no such appointment; it may have been cancelled or have expired."
        }
        Code::NotFound => "There is no such route.",
        Code::RequestMethodNotAllowed => "This route does not take this method.",
        Code::AppointmentCanNotBeCanceled => "The appointment can no longer be cancelled.",
        Code::AuthKeyMismatch => "Invalid authentication key.",
        Code::EmailIsRequired => "The office asks for an e-mail address.",
        Code::TelephoneIsRequired => "The office asks for a telephone number.",
        Code::TooManyAppointmentsWithSameMail => {
            "There are already as many open appointments with this e-mail address as the office allows."
        }
        Code::ProcessNotPreconfirmedAnymore => "The appointment is no longer preconfirmed.",
        Code::ProcessNotReservedAnymore => "The appointment is no longer reserved.",
        Code::RequestEntityTooLarge => "The request is too large.",
        Code::RateLimitExceeded => "Too many requests; wait a minute.",
        Code::InternalError => "An internal error has occurred.",
        Code::ServiceUnavailable => "The service is temporarily unavailable.",
        _ => "An unknown error occurred.",
    }
}
