//! Why an answer was not taken.

/// What the backend says, `error` in the JSON body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// 400: not the form of a request.
    #[error("the request could not be read; send it as multipart with an Idempotency-Key")]
    NotReadable,
    /// 404: no such item, or not in this version.
    #[error("there is no such survey in this version")]
    UnknownVersion,
    /// 413: more bytes than are taken.
    #[error("the answer is too large; leave out or shrink pictures and files")]
    TooLarge,
    /// 415: not multipart, or a file of a kind that is not taken.
    #[error("this kind of content is not taken")]
    WrongType,
    /// 422: no answer to this form.
    #[error("the answer does not fit the form")]
    NotValid,
    /// 403: the code for taking part is wrong, or was used.
    #[error("the code for taking part is not valid, or was used already")]
    Token,
    /// 409: another answer has this id.
    #[error("another answer with this id is stored already")]
    Conflict,
    /// 410: the time is over.
    #[error("the survey is closed")]
    Closed,
    /// 410: as many answers as are wanted.
    #[error("the survey has as many answers as it takes")]
    Full,
    /// 503, 423, 429: later.
    #[error("the answer cannot be taken right now; try again later")]
    Busy,
}

impl Refusal {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::NotReadable,
        Self::UnknownVersion,
        Self::TooLarge,
        Self::WrongType,
        Self::NotValid,
        Self::Token,
        Self::Conflict,
        Self::Closed,
        Self::Full,
        Self::Busy,
    ];

    /// Its name on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotReadable => "not-readable",
            Self::UnknownVersion => "unknown-version",
            Self::TooLarge => "too-large",
            Self::WrongType => "wrong-type",
            Self::NotValid => "not-valid",
            Self::Token => "token",
            Self::Conflict => "conflict",
            Self::Closed => "closed",
            Self::Full => "full",
            Self::Busy => "busy",
        }
    }

    /// The HTTP status that it is sent with.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::NotReadable => 400,
            Self::Token => 403,
            Self::UnknownVersion => 404,
            Self::Conflict => 409,
            Self::Closed | Self::Full => 410,
            Self::TooLarge => 413,
            Self::WrongType => 415,
            Self::NotValid => 422,
            Self::Busy => 503,
        }
    }

    /// By its name on the wire.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_code(refusal.code()), Some(refusal));
            assert!((400..=503).contains(&refusal.status()));
        }
        assert_eq!(Refusal::from_code("teapot"), None);
    }
}
