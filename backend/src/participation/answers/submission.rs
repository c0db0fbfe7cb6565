//! An answer as it arrives: `multipart/form-data` (RFC 7578) with bounds on everything.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::participation::Refusal;
use axum::body::Body;
use bytes::Bytes;
use futures_util::StreamExt;
use multer::{Constraints, Field, Multipart, SizeLimit};
use tokio::sync::Semaphore;

use crate::participation::refused::{Refused, SOON};
use crate::secret::hex;

/// The part that holds the answer itself, as `OpenRosa` names it.
pub const XML: &str = "xml_submission_file";
/// The part with the version of the privacy notice that was agreed to.
const CONSENT: &str = "consent_version";
/// The part with the code for taking part.
const TOKEN: &str = "participation_token";
/// No form asks for more than that in words.
const LARGEST_XML: u64 = 1_000_000;
/// A version, a code.
const LARGEST_WORD: u64 = 200;
/// Files of one answer.
const MOST_FILES: usize = 50;

/// How large an answer may be.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// All of it, in bytes.
    pub whole: u64,
    /// One file, in bytes.
    pub file: u64,
}

/// What every answer is allowed.
pub const BOUNDS: Bounds = Bounds { whole: 20_000_000, file: 8_000_000 };

/// A file of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its media type, as the device said it.
    pub kind: String,
    /// Its bytes.
    pub content: Bytes,
}

/// What arrived, not yet compared with any form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submission {
    /// The answer, byte for byte.
    pub xml: String,
    /// Its files by name.
    pub attachments: BTreeMap<String, Attachment>,
    /// The privacy notice that was agreed to.
    pub consent: Option<String>,
    /// The code for taking part.
    pub token: Option<String>,
}

impl Submission {
    /// SHA-256 over the answer and its files, in hexadecimal digits: the same bytes have the same sum.
    pub fn sum(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut sum = Sha256::new();
        let mut add = |bytes: &[u8]| {
            // The length first, so that nothing can move from one part into the next.
            sum.update((bytes.len() as u64).to_be_bytes());
            sum.update(bytes);
        };
        add(self.xml.as_bytes());
        for (name, attachment) in &self.attachments {
            add(name.as_bytes());
            add(&attachment.content);
        }
        hex(&sum.finalize())
    }
}

/// The room that answers may take while they are read, all of them together.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

impl Room {
    /// So many bytes.
    pub fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes.min(Semaphore::MAX_PERMITS))))
    }
}

/// Bytes that are held; given back when the answer is dealt with.
#[derive(Debug)]
pub struct Held {
    room: Room,
    bytes: Arc<AtomicUsize>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.room.0.add_permits(self.bytes.load(Ordering::Acquire));
    }
}

#[derive(Debug, thiserror::Error)]
#[error("too many large answers at once")]
struct NoRoom;

/// Reads an answer. What is not known among the small parts is refused like a file that no question asked for.
///
/// # Errors
/// It is not multipart, too large, not whole, or there is no room for it now.
pub async fn read(
    content_type: &str,
    body: Body,
    bounds: Bounds,
    room: &Room,
) -> Result<(Submission, Held), Refused> {
    let boundary = multer::parse_boundary(content_type)
        .map_err(|_| Refused::new(Refusal::WrongType, "the content is not multipart/form-data"))?;
    let held = Held { room: room.clone(), bytes: Arc::default() };
    let (taken, permits) = (held.bytes.clone(), room.0.clone());
    let stream = body.into_data_stream().map(move |chunk| -> Result<Bytes, multer::Error> {
        let chunk = chunk.map_err(|error| multer::Error::StreamReadFailed(error.into()))?;
        let size = u32::try_from(chunk.len()).unwrap_or(u32::MAX);
        match permits.try_acquire_many(size) {
            Ok(permit) => permit.forget(),
            Err(_) => return Err(multer::Error::StreamReadFailed(NoRoom.into())),
        }
        taken.fetch_add(chunk.len(), Ordering::AcqRel);
        Ok(chunk)
    });
    let limits = SizeLimit::new()
        .whole_stream(bounds.whole)
        .per_field(bounds.file)
        .for_field(XML, LARGEST_XML.min(bounds.whole))
        .for_field(CONSENT, LARGEST_WORD)
        .for_field(TOKEN, LARGEST_WORD);
    let constraints = Constraints::new().size_limit(limits);
    let mut parts = Multipart::with_constraints(stream, boundary, constraints);
    let mut submission = Submission::default();
    let mut seen_xml = false;
    while let Some(field) = parts.next_field().await.map_err(|error| refused(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let once = |seen: bool| {
            let twice = || Refused::new(Refusal::NotReadable, "a part is there twice");
            if seen { Err(twice().at(name.as_str())) } else { Ok(()) }
        };
        match name.as_str() {
            XML => {
                once(std::mem::replace(&mut seen_xml, true))?;
                let kind = field.content_type().map(|kind| kind.essence_str().to_owned());
                if !matches!(kind.as_deref(), Some("text/xml" | "application/xml")) {
                    return Err(
                        Refused::new(Refusal::WrongType, "the answer is not text/xml").at(XML)
                    );
                }
                submission.xml = text(field, XML).await?;
            }
            CONSENT => {
                once(submission.consent.is_some())?;
                submission.consent = Some(text(field, CONSENT).await?);
            }
            TOKEN => {
                once(submission.token.is_some())?;
                submission.token = Some(text(field, TOKEN).await?);
            }
            _ => {
                once(submission.attachments.contains_key(&name))?;
                if !is_file_name(&name) || submission.attachments.len() >= MOST_FILES {
                    let detail = "a part has no name that a file can have, or there are too many";
                    return Err(Refused::new(Refusal::NotReadable, detail));
                }
                let kind = field
                    .content_type()
                    .map_or("application/octet-stream", |kind| kind.essence_str())
                    .to_owned();
                let content =
                    field.bytes().await.map_err(|error| refused(&error).at(name.as_str()))?;
                submission.attachments.insert(name, Attachment { kind, content });
            }
        }
    }
    if !seen_xml {
        return Err(
            Refused::new(Refusal::NotReadable, "the part with the answer is missing").at(XML)
        );
    }
    Ok((submission, held))
}

async fn text(field: Field<'_>, part: &str) -> Result<String, Refused> {
    let bytes = field.bytes().await.map_err(|error| refused(&error).at(part))?;
    let not_text = |_| Refused::new(Refusal::NotReadable, "the part is not UTF-8").at(part);
    String::from_utf8(bytes.into()).map_err(not_text)
}

/// A name that is one everywhere: no folder, nothing hidden, nothing that has to be quoted.
pub fn is_file_name(name: &str) -> bool {
    (1..=120).contains(&name.len())
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' '))
}

fn refused(error: &multer::Error) -> Refused {
    match error {
        multer::Error::FieldSizeExceeded { limit, .. } => {
            Refused::new(Refusal::TooLarge, format!("a part has more than {limit} bytes"))
        }
        multer::Error::StreamSizeExceeded { limit } => {
            Refused::new(Refusal::TooLarge, format!("the answer has more than {limit} bytes"))
        }
        multer::Error::StreamReadFailed(inner) if has_no_room(inner.as_ref()) => {
            Refused::later(SOON, "too many large answers arrive at once")
        }
        // Said to nobody in most cases: the connection is gone.
        multer::Error::StreamReadFailed(_) | multer::Error::IncompleteStream => {
            Refused::new(Refusal::NotReadable, "the answer broke off")
        }
        _ => Refused::new(Refusal::NotReadable, "the parts of the answer cannot be told apart"),
    }
}

fn has_no_room(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    if error.is::<NoRoom>() {
        return true;
    }
    // The library wraps an error of the stream once more.
    let inner = error.downcast_ref::<multer::Error>();
    matches!(inner, Some(multer::Error::StreamReadFailed(inner)) if inner.is::<NoRoom>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    const TYPE: &str = "multipart/form-data; boundary=b";

    fn part(name: &str, kind: &str, content: &str) -> String {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n{content}\r\n"
        )
    }

    fn room() -> Room {
        Room::new(1_000_000)
    }

    async fn read_parts(parts: &[String], bounds: Bounds) -> Result<Submission, Refused> {
        let body = parts.concat() + "--b--\r\n";
        read(TYPE, Body::from(body), bounds, &room()).await.map(|(submission, _)| submission)
    }

    #[tokio::test]
    async fn an_answer_with_files_and_words() {
        let parts = [
            part(XML, "text/xml", "<data/>"),
            part(CONSENT, "text/plain", "2026-10"),
            part(TOKEN, "text/plain", "ABCD"),
            part("bild 1.jpg", "image/jpeg", "\u{1}\u{2}"),
        ];
        let read = read_parts(&parts, BOUNDS).await.unwrap();
        assert_eq!((read.xml.as_str(), read.consent.as_deref()), ("<data/>", Some("2026-10")));
        assert_eq!(read.token.as_deref(), Some("ABCD"));
        assert_eq!(read.attachments["bild 1.jpg"].kind, "image/jpeg");
        let other = Submission { token: None, consent: None, ..read.clone() };
        assert_eq!(other.sum(), read.sum(), "neither code nor consent belong to the bytes");
        let without = Submission { attachments: BTreeMap::new(), ..read.clone() };
        assert_ne!(without.sum(), read.sum());
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_apart() {
        let xml = || part(XML, "text/xml", "<data/>");
        let small = Bounds { whole: 2000, file: 500 };
        let long = "x".repeat(600);
        for (parts, refusal) in [
            (vec![], Refusal::NotReadable),
            (vec![part("a.jpg", "image/jpeg", "x")], Refusal::NotReadable),
            (vec![xml(), xml()], Refusal::NotReadable),
            (vec![part(XML, "text/html", "<data/>")], Refusal::WrongType),
            (vec![xml(), part("../a", "image/png", "x")], Refusal::NotReadable),
            (vec![xml(), part(".a", "image/png", "x")], Refusal::NotReadable),
            (vec![xml(), part("a", "image/png", &long)], Refusal::TooLarge),
            (vec![xml(), part(TOKEN, "text/plain", &"x".repeat(201))], Refusal::TooLarge),
            (
                (0..7).map(|n| part(&n.to_string(), "a/b", &"x".repeat(400))).collect(),
                Refusal::TooLarge,
            ),
        ] {
            let refused = read_parts(&parts, small).await.unwrap_err();
            assert_eq!(refused.refusal, refusal, "{parts:?}");
        }
        for kind in ["", "text/xml", "multipart/form-data", "application/json"] {
            let refused = read(kind, Body::from("x"), BOUNDS, &room()).await.unwrap_err();
            assert_eq!(refused.refusal, Refusal::WrongType, "{kind}");
        }
        let half = part(XML, "text/xml", "<data/>");
        let refused = read(TYPE, Body::from(half), BOUNDS, &room()).await.unwrap_err();
        assert_eq!(refused.refusal, Refusal::NotReadable);
    }

    #[tokio::test]
    async fn room_is_taken_and_given_back() {
        let room = Room::new(400);
        let body = || part(XML, "text/xml", "<data/>") + "--b--\r\n";
        let first = read(TYPE, Body::from(body()), BOUNDS, &room).await.unwrap();
        let large = part(XML, "text/xml", &"x".repeat(300)) + "--b--\r\n";
        let refused = read(TYPE, Body::from(large), BOUNDS, &room).await.unwrap_err();
        assert_eq!((refused.refusal, refused.retry_after), (Refusal::Busy, Some(SOON)));
        drop(first);
        assert_eq!(room.0.available_permits(), 400);
    }

    #[tokio::test]
    async fn no_bytes_panic() {
        let whole = part(XML, "text/xml", "<data/>") + &part("a", "a/b", "x") + "--b--\r\n";
        for end in 0..whole.len() {
            let _ = read(TYPE, Body::from(whole[..end].to_owned()), BOUNDS, &room()).await;
        }
    }
}
