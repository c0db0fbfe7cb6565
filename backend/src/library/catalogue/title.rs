//! One title of the embedded catalogue.

use ::library::server::Kind;
use serde::{Deserialize, Serialize};

/// What carries a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A printed book.
    Book,
    /// A comic.
    Comic,
    /// One issue of a magazine.
    Magazine,
    /// A book read aloud, on disc.
    Audiobook,
    /// Music on disc.
    Music,
    /// A film on disc.
    Film,
    /// A board game.
    Game,
    /// A game for a console.
    Console,
    /// A book to read on a screen.
    Ebook,
    /// An audio book to download.
    Eaudio,
    /// A book that stays in the house.
    Reference,
}

impl Format {
    /// The value that filters use, as `VuFind`'s standard installation names it.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Book => "Book",
            Self::Comic => "Comic",
            Self::Magazine => "Journal",
            Self::Audiobook => "Audiobook",
            Self::Music => "CD",
            Self::Film => "DVD",
            Self::Game => "Board Game",
            Self::Console => "Console Game",
            Self::Ebook => "eBook",
            Self::Eaudio => "eAudio",
            Self::Reference => "Reference",
        }
    }

    /// Which rules of the house hold for it; `None` for what is lent over the network.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Book | Self::Comic => Some(Kind::Book),
            Self::Magazine => Some(Kind::Magazine),
            Self::Audiobook | Self::Music => Some(Kind::Audio),
            Self::Film => Some(Kind::Film),
            Self::Game | Self::Console => Some(Kind::Game),
            Self::Reference => Some(Kind::Reference),
            Self::Ebook | Self::Eaudio => None,
        }
    }
}

/// A title with everything the catalogue says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// Its number, from 1.
    pub number: u32,
    /// The main title.
    pub title: String,
    /// What follows it.
    pub subtitle: Option<String>,
    /// Who made it, "Last, First"; the main one first.
    pub authors: Vec<String>,
    /// What carries it.
    pub format: Format,
    /// ISO 639-1.
    pub language: String,
    /// Name and number within.
    pub series: Option<(String, String)>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Thirteen digits.
    pub isbn: Option<String>,
    /// When it appeared.
    pub year: i32,
    /// Name and place.
    pub publisher: String,
    /// Pages, discs, players.
    pub extent: String,
    /// Shelf mark; empty for what is on no shelf.
    pub mark: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Where it is read, for what is lent over the network.
    pub link: Option<String>,
    /// The branches of its copies, by their place in [`super::super::demo::house::BRANCHES`].
    pub copies: Vec<usize>,
}

/// The scheme of our own URIs.
const SCHEME: &str = "stadtkern:";

impl Title {
    /// The record's id.
    pub fn id(&self) -> String {
        id(self.number)
    }

    /// The edition's URI.
    pub fn uri(&self) -> String {
        format!("{SCHEME}edition:{}", self.id())
    }

    /// The URI of a copy, counted from 0.
    pub fn copy_uri(&self, copy: usize) -> String {
        format!("{SCHEME}item:{}-{}", self.id(), copy + 1)
    }

    /// Title and subtitle.
    pub fn whole(&self) -> String {
        match (&self.series, &self.subtitle) {
            (Some((name, number)), _) if !self.title.is_empty() => {
                format!("{name}. {number}: {}", self.title)
            }
            (_, Some(subtitle)) => format!("{} : {subtitle}", self.title),
            _ => self.title.clone(),
        }
    }

    /// In one line, as on a receipt: "title / who (year)".
    pub fn about(&self) -> String {
        let who = self.authors.first().map(|who| format!(" / {who}")).unwrap_or_default();
        format!("{}{who} ({})", self.whole(), self.year)
    }
}

fn id(number: u32) -> String {
    format!("m{number:05}")
}

/// The number in a record's id or an edition's URI.
pub fn number(text: &str) -> Option<u32> {
    let id = text.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix("edition:"));
    let digits = id.unwrap_or(text).strip_prefix('m')?;
    (digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

/// Number and copy, counted from 0, in a copy's URI.
pub fn copy(text: &str) -> Option<(u32, usize)> {
    let (id, copy) = text.strip_prefix(SCHEME)?.strip_prefix("item:")?.split_once('-')?;
    let copy: usize = copy.parse().ok().filter(|_| copy.bytes().all(|b| b.is_ascii_digit()))?;
    Some((number(id)?, copy.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_back_and_nothing_else_is() {
        assert_eq!(number("m00042"), Some(42));
        assert_eq!(number("stadtkern:edition:m00042"), Some(42));
        assert_eq!(copy("stadtkern:item:m00042-3"), Some((42, 2)));
        for wrong in ["", "m42", "m0004x", "42", "stadtkern:item:m00042-3", "x:edition:m00042"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        for wrong in [
            "stadtkern:item:m00042-0",
            "stadtkern:item:m00042-+1",
            "stadtkern:item:m00042",
            "m00042-1",
        ] {
            assert_eq!(copy(wrong), None, "{wrong}");
        }
    }
}
