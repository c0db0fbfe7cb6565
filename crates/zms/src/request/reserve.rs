//! Taking a free time.

use super::{MOST_OF_ONE, ServiceCount, post_body, token};
use crate::error::ErrorCode;
use crate::keep;
use crate::wire::{CaptchaToken, Decoded, wire};
use crate::{OfficeId, ServiceId, Timestamp};

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
