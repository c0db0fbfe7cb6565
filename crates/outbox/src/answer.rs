//! What a server's answer means for an entry. Source: the participation contract's table of answers.

use crate::state::Reason;

/// An answer as far as the outbox cares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Whether the body is HTML. Our servers never send that here, captive portals and broken proxies do.
    pub html: bool,
    /// Seconds from the Retry-After header, if there was one that could be read.
    pub retry_after: Option<i64>,
    /// What the person can keep as proof: the server's own id of what it stored.
    pub receipt: Option<String>,
}

impl Answer {
    /// An answer with nothing but a status.
    pub fn new(status: u16) -> Self {
        Self { status, ..Self::default() }
    }
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The server has it.
    Stored,
    /// Not now; nothing is wrong with the entry.
    Later,
    /// It will never be taken as it is: the person has to know.
    Attention(Reason),
}

/// Judges an answer.
///
/// Only 201 (new) and 202 (same bytes again) mean stored: a captive portal answers everything with 200 and a page.
pub fn judge(answer: &Answer) -> Verdict {
    if answer.html {
        return Verdict::Later;
    }
    match answer.status {
        201 | 202 => Verdict::Stored,
        401 | 403 => Verdict::Attention(Reason::NotAllowed),
        409 => Verdict::Attention(Reason::Conflict),
        410 => Verdict::Attention(Reason::Closed),
        408 | 423 | 425 | 429 => Verdict::Later,
        status @ 400..=499 => Verdict::Attention(Reason::Refused(status)),
        _ => Verdict::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_table() {
        use Verdict::{Attention, Later, Stored};
        for (status, verdict) in [
            (200, Later),
            (201, Stored),
            (202, Stored),
            (204, Later),
            (302, Later),
            (400, Attention(Reason::Refused(400))),
            (401, Attention(Reason::NotAllowed)),
            (403, Attention(Reason::NotAllowed)),
            (404, Attention(Reason::Refused(404))),
            (409, Attention(Reason::Conflict)),
            (410, Attention(Reason::Closed)),
            (413, Attention(Reason::Refused(413))),
            (415, Attention(Reason::Refused(415))),
            (422, Attention(Reason::Refused(422))),
            (423, Later),
            (429, Later),
            (500, Later),
            (503, Later),
            (520, Later),
            (0, Later),
        ] {
            assert_eq!(judge(&Answer::new(status)), verdict, "{status}");
        }
    }

    #[test]
    fn a_page_is_never_an_answer_to_us() {
        for status in [200, 201, 202, 403, 404, 409, 410, 500] {
            assert_eq!(
                judge(&Answer { html: true, ..Answer::new(status) }),
                Verdict::Later,
                "{status}"
            );
        }
    }
}
