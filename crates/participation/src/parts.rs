//! The parts of an item.

use crate::Texts;
use dates::when::When;
use dates::{Day, Timestamp};
use json::{Fields, Read, Value};

/// A named choice as it stands on the wire; what is not known reads as nothing.
macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $( $(#[$about:meta])* $variant:ident = $wire:literal, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[$about])* $variant, )* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )*];

            /// Its name on the wire.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $( Self::$variant => $wire, )* }
            }
        }

        impl Read for $name {
            fn read(value: &Value, _: &mut usize) -> Option<Self> {
                let text = value.as_str()?;
                Self::ALL.iter().copied().find(|one| one.wire() == text)
            }
        }
    };
}
pub(crate) use names;

names! {
    /// Who may answer.
    Mode {
        /// Anybody.
        Anonymous = "anonymous",
        /// Whoever has a code from the city.
        Token = "token",
    }
}

names! {
    /// How often one may answer.
    Once {
        /// As often as one likes.
        No = "none",
        /// Once on this device, which only the device knows.
        Device = "device",
        /// Once for each code.
        Token = "token",
    }
}

names! {
    /// When results are shown.
    Policy {
        /// Not in the app.
        Never = "never",
        /// To whoever has answered, and to all when it is over.
        AfterSubmit = "after-submit",
        /// When it is over.
        AfterClose = "after-close",
    }
}

names! {
    /// What became of a result.
    Status {
        /// The city looks at it.
        Checking = "checking",
        /// It is done as wanted.
        Adopted = "adopted",
        /// A part of it is done.
        Partly = "partly",
        /// It is not done; the text says why.
        Rejected = "rejected",
        /// It is being built or worked on.
        Started = "started",
        /// It is finished.
        Done = "done",
    }
}

/// A moment, or nothing. What stands there and is no moment makes the whole unreadable: without its end a survey
/// would be open for ever. A bare day or a time without a zone is none, because only the city knows its zone.
#[derive(Default)]
struct Moment(Option<Timestamp>);

impl Read for Moment {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        let at = match value {
            Value::Null => return Some(Self(None)),
            Value::String(text) => match When::parse(text)? {
                When::At(at) => at,
                When::Day(_) | When::Local(_) => return None,
            },
            seconds => Timestamp(seconds.as_i64()?),
        };
        Some(Self(Some(at)))
    }
}

pub(crate) fn moment(fields: &mut Fields<'_, '_>, name: &str) -> Option<Timestamp> {
    fields.get::<Moment>(name).0
}

/// A part of the way: asking, evaluating, building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// `ask` is the one in which people answer.
    pub id: String,
    /// Its name.
    pub title: Texts,
    /// Its first moment; `None` if the city does not say.
    pub from: Option<Timestamp>,
    /// The moment after its last.
    pub to: Option<Timestamp>,
}

impl Phase {
    /// Whether it is going on.
    #[must_use]
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && !self.is_over(now)
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.to.is_some_and(|to| to <= now)
    }
}

impl Read for Phase {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let phase = Self {
            id: fields.get("id"),
            title: fields.get("title"),
            from: moment(&mut fields, "from"),
            to: moment(&mut fields, "to"),
        };
        // One that ends before it begins says nothing that could be shown.
        let in_order = !matches!((phase.from, phase.to), (Some(from), Some(to)) if to < from);
        (fields.are_readable() && in_order).then_some(phase)
    }
}

/// An address on this server: a path from the root, never another host (`//host` would be one).
pub(crate) fn own_address(text: String) -> Option<String> {
    let path = text.strip_prefix('/')?;
    let plain =
        !path.starts_with(['/', '\\']) && text.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    plain.then_some(text)
}

/// An address elsewhere that may be opened: `https` only.
pub(crate) fn web_address(text: String) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    let plain = rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    plain.then_some(text)
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Its name in the form.
    pub name: String,
    /// Where it is, on this server.
    pub url: String,
    /// Its length.
    pub bytes: u64,
}

impl Read for Medium {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let name: String = fields.get("name");
        let url: String = fields.get("url");
        let bytes = length(&mut fields, "bytes").unwrap_or_default();
        let readable = fields.are_readable() && !name.is_empty();
        readable.then_some(Self { name, url: own_address(url)?, bytes })
    }
}

fn length(fields: &mut Fields<'_, '_>, name: &str) -> Option<u64> {
    fields.get::<Option<i64>>(name).and_then(|bytes| u64::try_from(bytes).ok())
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Where it is, on this server.
    pub url: String,
    /// Its SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Its files.
    pub media: Vec<Medium>,
}

impl Read for Definition {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let kind: String = fields.get("type");
        let url: String = fields.get("url");
        let sha256: String = fields.get("sha256");
        let bytes = length(&mut fields, "bytes").unwrap_or_default();
        let media = fields.get("media");
        let hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_sum = sha256.len() == 64 && sha256.bytes().all(hexadecimal);
        let readable = fields.are_readable() && kind == "odk-xform" && is_sum;
        readable.then_some(Self { url: own_address(url)?, sha256, bytes, media })
    }
}

/// Where answers go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submit {
    /// The address, on this server.
    pub url: String,
    /// How long an answer may be with its files.
    pub most_bytes: u64,
    /// How long one file may be.
    pub most_file_bytes: u64,
}

impl Read for Submit {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let url: String = fields.get("url");
        let most_bytes = length(&mut fields, "maxBytes").unwrap_or(20_000_000);
        let most_file_bytes = length(&mut fields, "maxFileBytes").unwrap_or(8_000_000);
        let readable = fields.are_readable();
        readable.then_some(Self { url: own_address(url)?, most_bytes, most_file_bytes })
    }
}

/// Who may answer, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Who.
    pub mode: Mode,
    /// How often.
    pub once: Once,
    /// Whether at a shared screen too.
    pub kiosk: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { mode: Mode::Anonymous, once: Once::No, kiosk: false }
    }
}

impl Read for Rules {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let own = Self::default();
        Some(Self {
            // What is not understood must not open a survey that wants a code.
            mode: match fields.get::<Option<String>>("mode").as_deref() {
                None | Some("anonymous") => Mode::Anonymous,
                Some(_) => Mode::Token,
            },
            once: fields.get::<Option<Once>>("once").unwrap_or(own.once),
            kiosk: fields.get::<Option<bool>>("kiosk").unwrap_or(own.kiosk),
        })
    }
}

/// What a person has to know before answering (Art. 13 of the General Data Protection Regulation).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Privacy {
    /// Which wording it is; sent along with the answer.
    pub version: String,
    /// Who is responsible.
    pub controller: String,
    /// What for.
    pub purpose: Texts,
    /// By which law.
    pub legal_basis: String,
    /// For how long.
    pub retention: Texts,
    /// Everything else.
    pub text: Texts,
    /// Whether the person has to agree.
    pub consent_required: bool,
}

impl Read for Privacy {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let privacy = Self {
            version: fields.get("version"),
            controller: fields.get("controller"),
            purpose: fields.get("purpose"),
            legal_basis: fields.get::<Option<String>>("legalBasis").unwrap_or_default(),
            retention: fields.get("retention"),
            text: fields.get("text"),
            // Asking once too often harms nobody.
            consent_required: fields.get::<Option<bool>>("consentRequired").unwrap_or(true),
        };
        fields.are_readable().then_some(privacy)
    }
}

/// Where results are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// When they are shown.
    pub policy: Policy,
    /// The address, on this server; `None` while there is nothing to be had.
    pub url: Option<String>,
}

impl Default for Published {
    fn default() -> Self {
        Self { policy: Policy::Never, url: None }
    }
}

impl Read for Published {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        Some(Self {
            policy: fields.get::<Option<Policy>>("policy").unwrap_or(Policy::Never),
            url: fields.get::<Option<String>>("url").and_then(own_address),
        })
    }
}

/// A step of what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// When it was told.
    pub day: Day,
    /// How it stands.
    pub status: Status,
    /// In words.
    pub text: Texts,
    /// More, elsewhere.
    pub link: Option<String>,
}

impl Read for Outcome {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let day: String = fields.get("date");
        let status: Option<Status> = fields.get("status");
        let text = fields.get("text");
        let link = fields.get::<Option<String>>("link").and_then(web_address);
        let readable = fields.are_readable();
        readable.then_some(Self { day: day.parse().ok()?, status: status?, text, link })
    }
}

/// A platform that this app cannot speak to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// Its page for this item, `https`.
    pub url: String,
    /// What it is called, as the city writes it.
    pub provider: String,
}

impl Read for External {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let url: String = fields.get("url");
        let provider = fields.get::<Option<String>>("provider").unwrap_or_default();
        let readable = fields.are_readable();
        readable.then_some(Self { url: web_address(url)?, provider })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_where_they_belong() {
        for own in ["/api/x", "/api/participation/v1/items/a-b/results?x=1"] {
            assert_eq!(own_address(own.to_owned()).as_deref(), Some(own));
        }
        for foreign in [
            "",
            "api",
            "//evil.example/x",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/\u{a0}",
        ] {
            assert_eq!(own_address(foreign.to_owned()), None, "{foreign}");
        }
        assert!(web_address("https://mitmachen.musterstadt.example/p/1".to_owned()).is_some());
        for wrong in
            ["http://a.example", "javascript:alert(1)", "https://", "https:///x", "https://a\\b"]
        {
            assert_eq!(web_address(wrong.to_owned()), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_not_understood_opens_nothing() {
        let rules = |json: &str| json::decode::<Rules>(json.as_bytes()).map(|read| read.value);
        assert_eq!(rules("{}"), Ok(Rules::default()));
        assert_eq!(rules(r#"{"mode":"passport"}"#).map(|rules| rules.mode), Ok(Mode::Token));
        let published =
            |json: &str| json::decode::<Published>(json.as_bytes()).map(|read| read.value.policy);
        assert_eq!(published(r#"{"policy":"maybe"}"#), Ok(Policy::Never));
    }
}
