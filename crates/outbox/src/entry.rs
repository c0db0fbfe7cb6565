//! An entry: what was frozen, and where it stands.

use crate::state::State;

/// Something that the person has sent, as the device keeps it. All but [`Entry::state`] is frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    id: EntryId,
    url: String,
    content_type: String,
    body: BodyHash,
    size: u32,
    created: i64,
    /// Where it stands; changed only through [`crate::step`].
    pub state: State,
}

impl Entry {
    /// Freezes an entry made at `created` (seconds since the epoch) with a body of `size` bytes.
    ///
    /// # Errors
    /// [`EntryError::Url`] unless `url` is a path of our own origin, [`EntryError::ContentType`] if that is not a
    /// plain media type.
    pub fn new(
        id: EntryId,
        url: &str,
        content_type: &str,
        body: BodyHash,
        size: u32,
        created: i64,
    ) -> Result<Self, EntryError> {
        if !is_own_path(url) {
            return Err(EntryError::Url);
        }
        if !is_media_type(content_type) {
            return Err(EntryError::ContentType);
        }
        let (url, content_type) = (url.to_owned(), content_type.to_owned());
        Ok(Self { id, url, content_type, body, size, created, state: State::new() })
    }

    /// The id, made on the device; the server's idempotency key.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Where it goes: a path of our own origin.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The media type of the body.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The sum of the body at the moment it was frozen.
    pub fn body(&self) -> &BodyHash {
        &self.body
    }

    /// The size of the body in bytes.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// When the person sent it, in seconds since the epoch.
    pub fn created(&self) -> i64 {
        self.created
    }

    /// The same entry in another state.
    #[must_use]
    pub fn with_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }
}

fn is_own_path(url: &str) -> bool {
    url.starts_with('/')
        && !url.starts_with("//")
        && url.len() <= 2000
        && url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#')
}

fn is_media_type(text: &str) -> bool {
    text.len() <= 200
        && text.contains('/')
        && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// Why something cannot become an entry. Never the person's fault: a mistake in the calling code or broken storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The id is no UUID.
    #[error("the id is no UUID in lower case")]
    Id,
    /// The address is not a path of our own origin.
    #[error("the address is not a path of our own origin")]
    Url,
    /// The media type is none.
    #[error("the media type is not usable")]
    ContentType,
    /// The sum is not 64 hexadecimal digits.
    #[error("the body's sum is not a SHA-256 in lower-case hexadecimal")]
    Body,
}

/// A UUID made on the device, in its usual text form and lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(String);

impl EntryId {
    /// Takes a UUID such as `crypto.randomUUID()` makes.
    ///
    /// # Errors
    /// [`EntryError::Id`] if it is anything else.
    pub fn new(text: &str) -> Result<Self, EntryError> {
        let fits = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => is_hex(byte),
            });
        if fits { Ok(Self(text.to_owned())) } else { Err(EntryError::Id) }
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A SHA-256 in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyHash(String);

impl BodyHash {
    /// Takes the 64 digits.
    ///
    /// # Errors
    /// [`EntryError::Body`] if they are not.
    pub fn new(text: &str) -> Result<Self, EntryError> {
        if text.len() == 64 && text.bytes().all(is_hex) {
            Ok(Self(text.to_owned()))
        } else {
            Err(EntryError::Body)
        }
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}
