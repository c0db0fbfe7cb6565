//! `GET /captcha-details/` and the answers of `POST /captcha-verify/`.
//! The challenge itself is in [`crate::altcha`].

use super::{Read, wire};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

wire! {
    /// Whether and where captchas are handed out.
    #[derive(Debug)]
    CaptchaDetails {
        /// Name of the city at its captcha service.
        site_key: Option<String> = "siteKey",
        /// Address of the challenge.
        captcha_challenge: Option<String> = "captchaChallenge",
        /// Address of the check.
        captcha_verify: Option<String> = "captchaVerify",
        /// Whether captchas are in use at all.
        captcha_enabled: Option<bool> = "captchaEnabled",
    }
}

wire! {
    /// The answer to a solved captcha; also what the challenge route sends, with status 200, when the
    /// captcha service could not be reached.
    #[derive(Debug)]
    CaptchaAnswer {
        /// Whether it went well.
        meta: Option<CaptchaMeta> = "meta",
        /// Only when it went well.
        token: Option<CaptchaToken> = "token",
    }
}

impl CaptchaAnswer {
    /// The token, if the captcha was accepted.
    #[must_use]
    pub fn accepted(self) -> Option<CaptchaToken> {
        let success = self.meta.and_then(|meta| meta.success) == Some(true);
        self.token.filter(|token| success && !token.expose().is_empty())
    }
}

wire! {
    /// Whether a captcha route went well.
    #[derive(Debug)]
    CaptchaMeta {
        /// Whether it went well.
        success: Option<bool> = "success",
        /// Why not (English, for a developer).
        error: Option<String> = "error",
    }
}

/// Proof of a solved captcha. Bound to the IP address and valid for some minutes; `Debug` does not print it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaptchaToken(pub String);

impl CaptchaToken {
    /// The token, for a request. Never for a log.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

json::keep_inside! { CaptchaToken }

impl fmt::Debug for CaptchaToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaptchaToken(…)")
    }
}

impl Read for CaptchaToken {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        value.as_str().map(|text| Self(text.to_owned()))
    }
}
