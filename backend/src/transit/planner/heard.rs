//! What came back from a planner, whatever it is, and what that means for the person who asked.

use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use motis::answer::{Failure, read};
use motis::wire::Answer;
use transit::answer::{Kind, Trouble};

use super::busy;
use crate::web::outside::{self, Unreachable};

/// Seconds of silence after a refusal that does not say how long.
const SILENCE: i64 = 60;

/// An answer, a refusal, or nothing.
#[derive(Debug, Clone)]
pub struct Heard {
    /// When.
    pub at: i64,
    /// Where the server says whose data it is.
    pub licence: Option<String>,
    status: StatusCode,
    body: Result<Bytes, Unreachable>,
    retry_after: Option<i64>,
}

/// Why it is no answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not known there, or not in this version.
    Unknown,
    /// The server wants silence for so many seconds.
    Limited(i64),
    /// It did not understand; our fault, or the person's.
    Refused,
    /// It is there, but broken.
    Failing,
    /// Nobody is there.
    Nobody,
    /// What came is something else.
    Garbled,
}

impl Heard {
    /// What was sent back, at `now`.
    pub fn new(answer: Result<outside::Answer, Unreachable>, now: i64) -> Self {
        match answer {
            Ok(answer) => Self {
                at: now,
                licence: licence(&answer.headers),
                status: answer.status,
                retry_after: retry_after(&answer.headers),
                body: Ok(answer.body),
            },
            Err(nothing) => Self {
                at: now,
                licence: None,
                status: StatusCode::SERVICE_UNAVAILABLE,
                retry_after: None,
                body: Err(nothing),
            },
        }
    }

    /// Whether it is an answer, to be told again to whoever asks the same.
    pub fn is_fine<T: Answer>(&self) -> bool {
        self.body.as_ref().is_ok_and(|body| read::<T>(self.status.as_u16(), body).is_ok())
    }

    /// For how many seconds the server does not want to be asked anything.
    pub fn silence(&self) -> Option<i64> {
        (self.body.is_ok() && self.status == StatusCode::TOO_MANY_REQUESTS)
            .then(|| self.retry_after.unwrap_or(SILENCE).clamp(1, 3600))
    }

    /// The answer in it.
    ///
    /// # Errors
    /// Why there is none; said in the log, but for what a person asked.
    pub fn read<T: Answer>(&self) -> Result<T, Problem> {
        let failure = match &self.body {
            Ok(body) => match read(self.status.as_u16(), body) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            },
            Err(Unreachable(why)) => {
                tracing::warn!(why, "the journey planner cannot be asked");
                return Err(Problem::Nobody);
            }
        };
        Err(match &failure {
            Failure::Unknown => return Err(Problem::Unknown),
            Failure::Limited => return Err(Problem::Limited(self.silence().unwrap_or(SILENCE))),
            // Its own words may repeat what a person typed: not for the log.
            Failure::Refused(_) => {
                tracing::warn!(
                    status = self.status.as_u16(),
                    "the journey planner refused a question"
                );
                return Err(Problem::Refused);
            }
            Failure::NotReadable(_) => {
                tracing::warn!(%failure, "the journey planner answers something else");
                Problem::Garbled
            }
            Failure::Forbidden(_) | Failure::Trouble(_) | Failure::Strange(_) => {
                tracing::warn!(%failure, "the journey planner does not answer");
                Problem::Failing
            }
        })
    }
}

impl Problem {
    /// What the phone is told.
    pub fn trouble(self) -> Trouble {
        match self {
            Self::Unknown => Kind::UnknownStop.into(),
            Self::Limited(seconds) => busy(seconds),
            Self::Refused => Kind::BadQuestion.into(),
            Self::Failing | Self::Nobody => Kind::Unreachable.into(),
            Self::Garbled => Kind::Garbled.into(),
        }
    }
}

/// `Link: <https://transitous.org/sources/>; rel="license"`
fn licence(headers: &HeaderMap) -> Option<String> {
    let links = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    links.flat_map(|value| value.split(',')).find_map(|link| {
        let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_licence = parameters.split(';').any(|parameter| {
            let rel = parameter.trim().strip_prefix("rel=");
            rel.is_some_and(|rel| rel.trim_matches('"').eq_ignore_ascii_case("license"))
        });
        let safe = address.starts_with("https://") && address.bytes().all(|b| b.is_ascii_graphic());
        (is_licence && safe).then(|| address.to_owned())
    })
}

/// In seconds; a date is not read, the usual silence is as good.
fn retry_after(headers: &HeaderMap) -> Option<i64> {
    headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_licence_is_a_link_of_its_own() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::LINK, text.parse().unwrap());
            licence(&headers)
        };
        let sources = Some("https://transitous.org/sources/".to_owned());
        assert_eq!(of("<https://transitous.org/sources/>; rel=\"license\""), sources);
        assert_eq!(
            of("</next>; rel=next, <https://transitous.org/sources/>; title=x; rel=license"),
            sources
        );
        for wrong in ["", "<javascript:x>; rel=license", "<https://a>; rel=next", "<https://a"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }
}
