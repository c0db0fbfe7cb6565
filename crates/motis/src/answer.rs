//! Telling apart what a server says, what stands in front of it says, and what is no answer at all.

use crate::wire::{self, Answer, NotReadable};

/// Why there is no answer. Whoever asked falls back to what it knows itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// 429: too many questions; ask again later.
    #[error("too many questions")]
    Limited,
    /// 404: the server knows no such stop or trip, or not this version of the API.
    #[error("not known there")]
    Unknown,
    /// 400, 422: it did not understand the question, with its reason.
    #[error("the question was refused ({0})")]
    Refused(String),
    /// 403 and the like: it does not want to be asked by us.
    #[error("the server does not let us ask ({0})")]
    Forbidden(u16),
    /// 5xx, from the server or from what stands in front of it.
    #[error("the server is in trouble ({0})")]
    Trouble(u16),
    /// A redirect, or another code that this API does not have.
    #[error("status {0} is no answer of this API")]
    Strange(u16),
    /// Something came, but not an answer.
    #[error(transparent)]
    NotReadable(#[from] NotReadable),
}

impl Failure {
    /// Whether asking an older version of the API may help.
    pub fn may_be_version(&self) -> bool {
        *self == Self::Unknown
    }
}

/// Reads what came.
///
/// # Errors
/// Whenever it is no answer to the question.
pub fn read<T: Answer>(status: u16, body: &[u8]) -> Result<T, Failure> {
    match status {
        200 => Ok(wire::decode(body)?),
        429 => Err(Failure::Limited),
        404 => Err(Failure::Unknown),
        400 | 422 => Err(Failure::Refused(wire::refusal(body).unwrap_or_default())),
        401 | 403 | 451 => Err(Failure::Forbidden(status)),
        500..=599 => Err(Failure::Trouble(status)),
        _ => Err(Failure::Strange(status)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Matches, Plan, StopTimes};

    #[test]
    fn every_kind_of_answer_is_told_apart() {
        let read = |status, body: &str| read::<StopTimes>(status, body.as_bytes());
        assert!(read(200, r#"{"stopTimes":[]}"#).is_ok());
        for (status, body, failure) in [
            (200, "", Failure::NotReadable(NotReadable("empty"))),
            (200, "<html>Please sign in</html>", Failure::NotReadable(NotReadable("no JSON"))),
            (200, "{}", Failure::NotReadable(NotReadable("JSON of another kind"))),
            (200, "[]", Failure::NotReadable(NotReadable("JSON of another kind"))),
            (200, r#"{"stopTimes":{}}"#, Failure::NotReadable(NotReadable("JSON of another kind"))),
            (429, "", Failure::Limited),
            (404, r#"{"error":"no such stop"}"#, Failure::Unknown),
            (400, r#"{"error":"bad time"}"#, Failure::Refused("bad time".to_owned())),
            (422, "x", Failure::Refused(String::new())),
            (403, "<html>", Failure::Forbidden(403)),
            (502, "<html>", Failure::Trouble(502)),
            (302, "", Failure::Strange(302)),
            (204, "", Failure::Strange(204)),
        ] {
            assert_eq!(read(status, body), Err(failure), "{status} {body}");
        }
    }

    #[test]
    fn kinds_are_not_mixed_up() {
        assert!(crate::answer::read::<Plan>(200, br#"{"stopTimes":[]}"#).is_err());
        assert!(
            crate::answer::read::<Matches>(200, b"[null, 1, {}]").is_ok_and(|m| m.0.len() == 1)
        );
    }
}
