//! Asking for free times.

use std::fmt::Write;

use super::{MOST_OF_ONE, ServiceCount, token};
use crate::error::ErrorCode;
use crate::wire::CaptchaToken;
use crate::{Day, OfficeId, ServiceId};

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

fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}
