//! What a client sends, and how the server checks it.
//!
//! Each request serialises to the body ZMS expects, and `check` reads one as ZMS does, with its error codes
//! in its order; the embedded backend answers with them.

use crate::contact::{Contact, ContactRules, server_problems};
use crate::error::ErrorCode;
use crate::keep;
use crate::wire::{CaptchaToken, Decoded, decode, wire};
use crate::{AppointmentKey, AuthKey, Day, OfficeId, ProcessId, ServiceId, Timestamp};
use std::fmt::Write;

/// A service and how often it is wanted (1..25).
pub type ServiceCount = (ServiceId, u32);

/// Most of one service that may be asked for.
pub const MOST_OF_ONE: u32 = 25;

/// `GET /available-calendar/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarQuery {
    /// The offices; all peers of a shared calendar.
    pub offices: Vec<OfficeId>,
    /// The services.
    pub services: Vec<ServiceCount>,
    /// First day.
    pub start: Day,
    /// Last day, at most 365 days later.
    pub end: Day,
    /// The day (first, last) whose slots are wanted; the server shows one day.
    pub slots: Option<(Day, Day)>,
    /// Where an office asks for it.
    pub captcha_token: Option<CaptchaToken>,
}

impl CalendarQuery {
    /// The query part of the address, without the question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = format!(
            "startDate={}&endDate={}&officeIds={}&serviceIds={}&serviceCounts={}",
            self.start,
            self.end,
            joined(&self.offices),
            joined(self.services.iter().map(|(id, _)| id)),
            joined(self.services.iter().map(|(_, count)| count)),
        );
        if let Some((first, last)) = self.slots {
            let _ = write!(query, "&slotsStartDate={first}&slotsEndDate={last}");
        }
        if let Some(token) = &self.captcha_token {
            query.push_str("&captchaToken=");
            query.push_str(&crate::link::percent_encode(token.expose()));
        }
        query
    }

    /// Reads a query as the server does. `get` gives the decoded value of a parameter.
    ///
    /// # Errors
    /// All codes the server answers with. A start after the end and a span above 365 days are
    /// `unknownError` (HTTP 520), as on the real server.
    pub fn check<'q>(get: impl Fn(&str) -> Option<&'q str>) -> Result<Self, Vec<ErrorCode>> {
        let integers = |parameter: &str| {
            let numbers = get(parameter)?.split(',').map(|part| part.trim().parse::<u32>().ok());
            numbers.collect::<Option<Vec<u32>>>()
        };
        let positive =
            |parameter: &str| integers(parameter).filter(|ids| ids.iter().all(|id| *id > 0));
        let day = |parameter: &str| get(parameter).and_then(|text| text.parse::<Day>().ok());
        let optional_day = |parameter: &str| match get(parameter) {
            None | Some("") => Ok(None),
            Some(text) => text.parse::<Day>().map(Some),
        };
        let in_range = |numbers: &Vec<u32>| numbers.iter().all(|n| (1..=MOST_OF_ONE).contains(n));
        let (offices, services) = (positive("officeIds"), positive("serviceIds"));
        let (start, end) = (day("startDate"), day("endDate"));
        let counts = integers("serviceCounts").filter(in_range);
        let (first, last) = (optional_day("slotsStartDate"), optional_day("slotsEndDate"));
        let mut errors = Vec::new();
        let mut refuse = |wrong: bool, code| errors.extend(wrong.then_some(code));
        refuse(offices.is_none(), ErrorCode::InvalidOfficeId);
        refuse(services.is_none(), ErrorCode::InvalidServiceId);
        refuse(start.is_none(), ErrorCode::InvalidStartDate);
        refuse(end.is_none(), ErrorCode::InvalidEndDate);
        let span = start.zip(end).map_or(0, |(start, end)| end.days_since(start));
        refuse(!(0..=365).contains(&span), ErrorCode::UnknownError);
        refuse(counts.is_none(), ErrorCode::InvalidServiceCount);
        refuse(first.is_err(), ErrorCode::InvalidSlotsStartDate);
        refuse(last.is_err(), ErrorCode::InvalidSlotsEndDate);
        let slots = match (first.ok().flatten(), last.ok().flatten()) {
            (Some(first), Some(last)) => Some((first, last)),
            (Some(day), None) | (None, Some(day)) => Some((day, day)),
            (None, None) => None,
        };
        refuse(
            slots.is_some_and(|(first, last)| first > last),
            ErrorCode::SlotsStartDateAfterEndDate,
        );
        let lengths = services.as_ref().zip(counts.as_ref());
        refuse(
            lengths.is_some_and(|(ids, numbers)| ids.len() != numbers.len()),
            ErrorCode::InvalidServiceCount,
        );
        let (Some(offices), Some(services), Some(start), Some(end), Some(counts), true) =
            (offices, services, start, end, counts, errors.is_empty())
        else {
            return Err(errors);
        };
        Ok(Self {
            offices: offices.into_iter().map(OfficeId).collect(),
            services: services.into_iter().map(ServiceId).zip(counts).collect(),
            start,
            end,
            slots,
            captcha_token: token(get("captchaToken").map(str::to_owned)),
        })
    }
}

fn token(text: Option<String>) -> Option<CaptchaToken> {
    text.filter(|text| !text.is_empty()).map(CaptchaToken)
}

fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}

/// `POST /reserve-appointment/`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Reserve {
    /// Start of the slot.
    pub timestamp: Timestamp,
    /// The office that owns the slot.
    pub office: OfficeId,
    /// The services.
    pub services: Vec<ServiceCount>,
    /// Where the office asks for it.
    pub captcha_token: Option<CaptchaToken>,
}

impl Reserve {
    /// The body ZMS expects.
    #[must_use]
    pub fn body(&self) -> String {
        let (services, counts): (Vec<ServiceId>, Vec<u32>) = self.services.iter().copied().unzip();
        let mut text = "{".to_owned();
        keep::entry(&mut text, "timestamp", &self.timestamp.0.to_string());
        keep::entry(&mut text, "officeId", &self.office);
        keep::entry(&mut text, "serviceId", &services);
        keep::entry(&mut text, "serviceCount", &counts);
        keep::entry(&mut text, "captchaToken", &self.captcha_token);
        text.push('}');
        text
    }

    /// Reads a body as the server does.
    ///
    /// # Errors
    /// All codes the server answers with; `internalError` for lists of different length, where the real
    /// server crashes.
    pub fn check(body: &[u8], now: Timestamp) -> Result<Self, Vec<ErrorCode>> {
        let Decoded { value, skipped } = post_body::<ReserveBody>(body)?;
        let office = value.office_id.and_then(OfficeId::new);
        let services: Option<Vec<_>> = value.service_id.into_iter().map(ServiceId::new).collect();
        let services = services.filter(|ids| !ids.is_empty() && skipped == 0);
        let timestamp = value.timestamp.and_then(|text| text.trim().parse().ok()).map(Timestamp);
        let timestamp = timestamp.filter(|timestamp| *timestamp > now);
        let counts: Option<Vec<u32>> = value
            .service_count
            .filter(|counts| !counts.is_empty())
            .unwrap_or_else(|| vec![1])
            .into_iter()
            .map(|count| u32::try_from(count).ok().filter(|n| (1..=MOST_OF_ONE).contains(n)))
            .collect();
        let mut errors = Vec::new();
        let mut refuse = |wrong: bool, code| errors.extend(wrong.then_some(code));
        refuse(office.is_none(), ErrorCode::InvalidOfficeId);
        refuse(services.is_none(), ErrorCode::InvalidServiceId);
        refuse(timestamp.is_none(), ErrorCode::InvalidTimestamp);
        refuse(counts.is_none(), ErrorCode::InvalidServiceCount);
        let (Some(office), Some(services), Some(timestamp), Some(counts)) =
            (office, services, timestamp, counts)
        else {
            return Err(errors);
        };
        if services.len() != counts.len() {
            return Err(vec![ErrorCode::InternalError]);
        }
        Ok(Self {
            timestamp,
            office,
            services: services.into_iter().zip(counts).collect(),
            captcha_token: token(value.captcha_token.map(|token| token.0)),
        })
    }
}

wire! {
    /// The body on the wire.
    #[derive(Debug)]
    ReserveBody {
        /// A text or a number.
        timestamp: Option<String> = "timestamp",
        /// The office.
        office_id: Option<i64> = "officeId",
        /// The services.
        service_id: Vec<i64> = "serviceId",
        /// As many counts.
        service_count: Option<Vec<i64>> = "serviceCount",
        /// Captcha.
        captcha_token: Option<CaptchaToken> = "captchaToken",
    }
}

/// `POST /update-appointment/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Which appointment.
    pub key: AppointmentKey,
    /// Who comes. Sent without spaces around it; empty fields are not sent, since ZMS checks an empty
    /// telephone number but not a missing one.
    pub contact: Contact,
}

impl Update {
    /// The body ZMS expects.
    #[must_use]
    pub fn body(&self) -> String {
        let contact = self.contact.trimmed();
        let mut text = self.key.body();
        text.pop(); // goes on after number and secret
        keep::entry(&mut text, "familyName", &contact.family_name());
        for (name, answer) in [
            ("email", contact.email),
            ("telephone", contact.telephone),
            ("customTextfield", contact.custom_textfield),
            ("customTextfield2", contact.custom_textfield2),
        ] {
            if !answer.is_empty() {
                keep::entry(&mut text, name, &answer);
            }
        }
        text.push('}');
        text
    }

    /// Reads a body as the server does. `rules` gives the rules of the appointment's office, once number
    /// and key are known to be well-formed; `None` if there is no such appointment. The whole name ends up
    /// in [`Contact::last_name`].
    ///
    /// # Errors
    /// All codes the server answers with.
    pub fn check(
        body: &[u8],
        rules: impl FnOnce(&AppointmentKey) -> Option<ContactRules>,
    ) -> Result<Self, Vec<ErrorCode>> {
        let body = post_body::<UpdateBody>(body)?.value;
        let key = check_key(body.process_id, body.auth_key.as_deref())?;
        let rules = rules(&key).ok_or_else(|| vec![ErrorCode::AppointmentNotFound])?;
        let text = Option::unwrap_or_default;
        let contact = Contact {
            first_name: String::new(),
            last_name: text(body.family_name),
            email: text(body.email),
            telephone: text(body.telephone),
            custom_textfield: text(body.custom_textfield),
            custom_textfield2: text(body.custom_textfield2),
        };
        let problems = server_problems(
            &contact.last_name,
            &contact.email,
            &contact.telephone,
            &contact.custom_textfield,
            &contact.custom_textfield2,
            &rules,
        );
        if problems.is_empty() {
            Ok(Self { key, contact })
        } else {
            Err(problems.into_iter().map(crate::contact::FieldProblem::code).collect())
        }
    }
}

wire! {
    /// The body on the wire; also of the three routes that send only the key.
    UpdateBody {
        /// Number.
        process_id: Option<i64> = "processId",
        /// Secret.
        auth_key: Option<String> = "authKey",
        /// Whole name.
        family_name: Option<String> = "familyName",
        /// E-mail address.
        email: Option<String> = "email",
        /// Telephone number.
        telephone: Option<String> = "telephone",
        /// First answer.
        custom_textfield: Option<String> = "customTextfield",
        /// Second answer.
        custom_textfield2: Option<String> = "customTextfield2",
    }
}

impl AppointmentKey {
    /// The body of preconfirm, confirm and cancel.
    #[must_use]
    pub fn body(&self) -> String {
        let mut text = "{".to_owned();
        keep::entry(&mut text, "processId", &self.process_id);
        keep::entry(&mut text, "authKey", &self.auth_key);
        text.push('}');
        text
    }

    /// The query part of `GET /appointment/`, without the question mark.
    #[must_use]
    pub fn to_query(&self) -> String {
        format!("processId={}&authKey={}", self.process_id, self.auth_key.expose())
    }

    /// Reads the body of preconfirm, confirm and cancel as the server does.
    ///
    /// # Errors
    /// `invalidProcessId`, `invalidAuthKey` or both; `invalidRequest` for no body.
    pub fn check(body: &[u8]) -> Result<Self, Vec<ErrorCode>> {
        let body = post_body::<UpdateBody>(body)?.value;
        check_key(body.process_id, body.auth_key.as_deref())
    }

    /// Reads the two parameters of `GET /appointment/` as the server does.
    ///
    /// # Errors
    /// `invalidProcessId`, `invalidAuthKey` or both.
    pub fn check_query(
        process_id: Option<&str>,
        auth_key: Option<&str>,
    ) -> Result<Self, Vec<ErrorCode>> {
        check_key(process_id.and_then(|text| text.trim().parse().ok()), auth_key)
    }
}

fn check_key(
    process_id: Option<i64>,
    auth_key: Option<&str>,
) -> Result<AppointmentKey, Vec<ErrorCode>> {
    let process_id = process_id.and_then(ProcessId::new);
    let auth_key = auth_key.and_then(|key| AuthKey::new(key).ok());
    let mut errors = Vec::new();
    errors.extend(process_id.is_none().then_some(ErrorCode::InvalidProcessId));
    errors.extend(auth_key.is_none().then_some(ErrorCode::InvalidAuthKey));
    match (process_id, auth_key) {
        (Some(process_id), Some(auth_key)) => Ok(AppointmentKey { process_id, auth_key }),
        _ => Err(errors),
    }
}

/// The body of `POST /captcha-verify/`.
#[must_use]
pub fn captcha_verify_body(payload: &str) -> String {
    let mut text = "{".to_owned();
    keep::name(&mut text, "payload");
    keep::quote(&mut text, payload);
    text.push('}');
    text
}

/// A body that is no JSON object is an empty one to PHP, except when there is none at all.
fn post_body<T: crate::wire::Read>(body: &[u8]) -> Result<Decoded<T>, Vec<ErrorCode>> {
    let invalid = || vec![ErrorCode::InvalidRequest];
    match decode::<T>(body) {
        Ok(decoded) => Ok(decoded),
        Err(_) if body.trim_ascii() == b"[]" => decode::<T>(b"{}").map_err(|_| invalid()),
        Err(_) => Err(invalid()),
    }
}
