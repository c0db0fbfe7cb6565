//! What can go wrong in a call, and what a person does next.

mod code;
mod decode;

pub use code::{ErrorCode, Severity};
pub use decode::{Problem, parse_retry_after};

use crate::contact::Field;
use crate::keep::{self, Keep, field};
use serde_json::Value;

/// Why a call did not give what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The server refused and said why. Never empty.
    #[error("refused: {}", .0.iter().map(Problem::text).collect::<Vec<_>>().join(", "))]
    Refused(Vec<Problem>),
    /// Too many requests from this address.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait, if the server said so.
        retry_after: Option<u32>,
    },
    /// The city's system is being maintained (HTTP 503).
    #[error("maintenance")]
    Maintenance {
        /// Seconds to wait, if the server said so.
        retry_after: Option<u32>,
    },
    /// The server broke while working on the request (HTTP 5xx, with a body that names no known reason).
    /// Whether the request took effect is unknown.
    #[error("the server failed with HTTP {status}")]
    Broken {
        /// HTTP status.
        status: u16,
    },
    /// Something answered that is not the booking system: a login page, a proxy, an empty body.
    #[error("not an answer of the booking system, HTTP {status}")]
    NotReadable {
        /// HTTP status.
        status: u16,
    },
    /// No answer at all. Whether the request took effect is unknown.
    #[error("no answer")]
    NoAnswer,
    /// The calendar could not ask the system behind it; says nothing about free appointments.
    #[error("the calendar could not be asked")]
    CouldNotAsk,
}

/// What a client does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Choose another time; the selection stays.
    PickAnotherSlot,
    /// Solve the captcha again, in the background; nothing typed is lost.
    SolveCaptchaAgain,
    /// Correct these fields of the contact form.
    CorrectFields,
    /// Choose services or offices differently.
    ChangeSelection,
    /// Wait that many seconds, then repeat.
    Wait {
        /// Seconds.
        seconds: u32,
    },
    /// Sign in.
    SignIn,
    /// Begin a new booking; what was typed can be taken over.
    StartAgain,
    /// Ask for the appointment: it may already be confirmed.
    CheckWhetherConfirmed,
    /// Look for the right link: number and key do not belong together, or the appointment is gone.
    CheckLink,
    /// Cancel another appointment first.
    CancelAnother,
    /// Call the office: this can no longer be done here.
    ContactOffice,
    /// Try later; the fault is on the other side.
    TryLater,
    /// Check the connection and repeat.
    CheckConnection,
}

impl Keep for Failure {
    fn write(&self, text: &mut String) {
        let (name, retry_after, status) = match self {
            Self::Refused(problems) => return problems.write(text),
            Self::TooMany { retry_after } => ("tooMany", *retry_after, None),
            Self::Maintenance { retry_after } => ("maintenance", *retry_after, None),
            Self::Broken { status } => ("broken", None, Some(*status)),
            Self::NotReadable { status } => ("notReadable", None, Some(*status)),
            Self::NoAnswer => ("noAnswer", None, None),
            Self::CouldNotAsk => ("couldNotAsk", None, None),
        };
        text.push('{');
        keep::name(text, "is");
        keep::quote(text, name);
        keep::entry(text, "retryAfter", &retry_after);
        keep::entry(text, "status", &status);
        text.push('}');
    }

    fn read(value: &Value) -> Option<Self> {
        if value.is_array() {
            let problems: Vec<Problem> = Keep::read(value)?;
            return (!problems.is_empty()).then_some(Self::Refused(problems));
        }
        let retry_after = field(value, "retryAfter")?;
        let status: Option<u16> = field(value, "status")?;
        Some(match value.get("is")?.as_str()? {
            "tooMany" => Self::TooMany { retry_after },
            "maintenance" => Self::Maintenance { retry_after },
            "broken" => Self::Broken { status: status? },
            "notReadable" => Self::NotReadable { status: status? },
            "noAnswer" => Self::NoAnswer,
            "couldNotAsk" => Self::CouldNotAsk,
            _ => return None,
        })
    }
}

impl Failure {
    /// The most telling code the server sent.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            // A known code says more than an unknown one.
            Self::Refused(problems) => problems
                .iter()
                .map(|problem| problem.code)
                .find(|code| !matches!(code, ErrorCode::Unknown | ErrorCode::UnknownError))
                .or_else(|| problems.first().map(|problem| problem.code)),
            Self::TooMany { .. } => Some(ErrorCode::RateLimitExceeded),
            Self::Maintenance { .. } => Some(ErrorCode::ServiceUnavailable),
            _ => None,
        }
    }

    /// Whether the server sent this code, alone or among others.
    #[must_use]
    pub fn has(&self, code: ErrorCode) -> bool {
        match self {
            Self::Refused(problems) => problems.iter().any(|problem| problem.code == code),
            _ => self.code() == Some(code),
        }
    }

    /// What to do next.
    #[must_use]
    pub fn next_step(&self) -> NextStep {
        match self {
            Self::TooMany { retry_after } => NextStep::Wait { seconds: retry_after.unwrap_or(60) },
            Self::Maintenance { retry_after: Some(seconds) } => {
                NextStep::Wait { seconds: *seconds }
            }
            Self::NoAnswer => NextStep::CheckConnection,
            Self::Refused(_) => {
                if self.fields().next().is_some() {
                    return NextStep::CorrectFields;
                }
                self.code().map_or(NextStep::TryLater, ErrorCode::next_step)
            }
            _ => NextStep::TryLater,
        }
    }

    /// Key of the sentence that says what happened.
    #[must_use]
    pub fn message_key(&self) -> &'static str {
        match self {
            Self::Broken { .. } => ErrorCode::InternalError.message_key(),
            Self::NotReadable { .. } => "appointments.error.notReadable",
            Self::NoAnswer => "appointments.error.noAnswer",
            Self::CouldNotAsk => "appointments.error.couldNotAsk",
            _ => self.code().unwrap_or(ErrorCode::Unknown).message_key(),
        }
    }

    /// All fields of the contact form the server refused, each with its code.
    pub fn fields(&self) -> impl Iterator<Item = (Field, ErrorCode)> {
        let problems = match self {
            Self::Refused(problems) => problems.as_slice(),
            _ => &[],
        };
        problems.iter().filter_map(|problem| Some((problem.code.field()?, problem.code)))
    }

    /// Whether it is known that the request did nothing, so that repeating it is safe.
    #[must_use]
    pub fn took_no_effect(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::TooMany { .. } | Self::Maintenance { .. })
            && !self.has(ErrorCode::UnknownError)
            && !self.has(ErrorCode::InternalError)
            && !self.has(ErrorCode::ZmsClientCommunicationError)
    }
}
