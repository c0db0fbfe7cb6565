//! The contract of a module: one value of one type, read by the shell.
use crate::later::Call;
use crate::ui::{IconName, Part};

/// What a shared screen may show of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KioskPolicy {
    /// Everything.
    Whole,
    /// Looking, not acting.
    ReadOnly,
    /// Nothing.
    Hidden,
}

/// Something a module keeps on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeps {
    /// The key of the sentence that names it.
    pub what: &'static str,
    /// How long at most, in days; `None` until the person deletes it.
    pub days: Option<u32>,
}

/// Something that can be found from the home page's search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is called.
    pub title: String,
    /// One more line.
    pub detail: Option<String>,
    /// Where it is.
    pub href: String,
}

/// Somewhere in the city to go to.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    /// What it is called.
    pub title: String,
    /// One more line: the address.
    pub detail: Option<String>,
    /// Degrees north and east.
    pub position: (f64, f64),
}

/// A service of the city as the shell sees it.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// Its name in addresses and in the city package.
    pub slug: &'static str,
    /// The key of its title.
    pub title: &'static str,
    /// The key of its short title, for the navigation.
    pub short_title: &'static str,
    /// Its icon.
    pub icon: IconName,
    /// Whether its pages bring texts of their own: `public/texts/<slug>/`. The keys above are not among them.
    pub own_texts: bool,
    /// Begins its work; called once when the app is mounted.
    pub start: fn(),
    /// Its pages: the one for the segments of the address after the slug.
    pub page: fn(&[&str]) -> Option<Part>,
    /// The address in this app for a link of the city's own system: the fragment and the query
    /// with which a person arrived at the front page.
    pub link: fn((String, String)) -> Call<Option<String>>,
    /// What its tile on the home page says, under the title.
    pub tile: fn() -> Part,
    /// What of it is found by a search for some words. Called again when its data has come.
    pub search: fn(&str) -> Vec<Finding>,
    /// The places of it that fit some words, for other services that lead people there.
    pub destinations: fn(&str) -> Vec<Destination>,
    /// What a shared screen may show.
    pub kiosk: KioskPolicy,
    /// What it keeps on the device.
    pub keeps: &'static [Keeps],
    /// The key of the sentence that says what works without a network.
    pub offline: &'static str,
}

impl Module {
    /// The address of its first page.
    pub fn address(&self) -> String {
        ["/", self.slug].concat()
    }
}

/// For a module whose city's systems have no links of their own.
pub fn no_link(_: (String, String)) -> Call<Option<String>> {
    Box::pin(std::future::ready(Ok(None)))
}
