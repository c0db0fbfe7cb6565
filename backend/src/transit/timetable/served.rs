//! A timetable that passed its checks, ready to be downloaded and to be matched with real time.

use std::sync::OnceLock;

use bytes::Bytes;
use timetable::realtime::Matcher;
use timetable::{OpenError, Timetable};
use transit::Day;
use transit::source::Attribution;

use crate::web::asset::Asset;

/// One version of a city's timetable.
#[derive(Debug)]
pub struct Served {
    /// The file in three encodings.
    pub asset: Asset,
    /// The same, opened.
    pub timetable: Timetable,
    /// The first day for which it answers.
    pub first: Day,
    /// The last day for which it answers.
    pub last: Day,
    /// Whose data it is.
    pub attribution: Vec<Attribution>,
    matcher: OnceLock<Matcher>,
}

impl Served {
    /// Opens a packed timetable and compresses it; takes a second for a large city.
    ///
    /// # Errors
    /// When the bytes are no timetable of this version.
    pub fn open(bytes: Vec<u8>) -> Result<Self, OpenError> {
        let timetable = Timetable::open(&bytes)?;
        let about = timetable.about();
        let (first, last) = about.valid;
        let attribution = attribution(&about);
        let (first, last) = (Day(first.0), Day(last.0));
        let asset = Asset::new("application/octet-stream", Bytes::from(bytes)).with_one_tag();
        Ok(Self { asset, timetable, first, last, attribution, matcher: OnceLock::new() })
    }

    /// Finds what real time names in it; made when it is needed first.
    pub fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| Matcher::new(&self.timetable))
    }

    /// Whether it says anything about a day.
    pub fn covers(&self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// The publisher and whoever has to be named, each once; the licence with the first of them.
fn attribution(about: &timetable::About<'_>) -> Vec<Attribution> {
    let https = |address: Option<&str>| {
        address.filter(|address| address.starts_with("https://")).map(str::to_owned)
    };
    let publisher = (about.publisher, about.publisher_url);
    let mut all: Vec<Attribution> = Vec::new();
    for (name, link) in about.attributions.iter().copied().chain([publisher]) {
        let name = name.trim();
        if !name.is_empty() && all.iter().all(|known| known.text != name) {
            all.push(Attribution { text: name.to_owned(), link: https(link) });
        }
    }
    if let Some(licence) = about.licence.map(str::trim).filter(|licence| !licence.is_empty()) {
        match all.first_mut() {
            Some(first) if !licence.starts_with("http") => {
                first.text = format!("{}, {licence}", first.text);
            }
            _ => all.push(Attribution { text: licence.to_owned(), link: https(Some(licence)) }),
        }
    }
    all
}
