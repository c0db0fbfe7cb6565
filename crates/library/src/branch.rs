//! Branches: where they are and when they are open, one row a date.

use crate::Uri;
use crate::patron::{said, web};
use crate::wire::branches::{self as wire, Texts};
use dates::{Day, TimeOfDay};

/// A branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Texts,
    /// Whether it is a bookmobile.
    pub mobile: bool,
    /// Street and place.
    pub address: Option<String>,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// Telephone.
    pub telephone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Its page.
    pub website: Option<Uri>,
    /// Services by their ids, with names.
    pub services: Vec<(String, Texts)>,
    /// Ids that catalogue, DAIA and PAIA use for it.
    pub aliases: Vec<String>,
    /// The days that are known, sorted, each once.
    pub days: Vec<BranchDay>,
}

/// What a branch is on one date. A date without one is unknown, not closed.
#[derive(Debug, Clone, PartialEq)]
pub struct BranchDay {
    /// The date.
    pub date: Day,
    /// What is special about it, such as a holiday's name.
    pub info: Option<Texts>,
    /// Its hours, sorted; empty is closed all day.
    pub spans: Vec<Span>,
}

/// A part of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// From so many minutes after the midnight at which the date begins.
    pub from: u16,
    /// Until so many minutes after the same midnight, exclusive; more than 1440 is the next day.
    pub until: u16,
    /// In which mode.
    pub mode: Mode,
    /// Who may enter.
    pub entry: Entry,
    /// Least age in years to enter.
    pub minimum_age: Option<u8>,
    /// Services that do not run.
    pub without: Vec<String>,
    /// Where the bookmobile stands.
    pub stop: Option<Stop>,
    /// What this time is called, such as "Extra-Zeit".
    pub info: Option<Texts>,
}

/// How a branch is open, the best for a person first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// With staff.
    Staffed,
    /// Supervised, without service.
    Supervised,
    /// With the card at the door, without anybody.
    CardAccess,
    /// Closed for a while, in the middle of the day: between staffed and other hours everybody leaves.
    TemporarilyClosed,
}

/// Who may enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Anyone.
    Anyone,
    /// Whoever has a valid card.
    CardHolders,
    /// Whoever has a valid card and was admitted to these hours.
    Registered,
}

/// Where a bookmobile stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The place.
    pub name: String,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
}

impl Branch {
    /// Out of the file. Days that are no dates and hours that are none are left out.
    #[must_use]
    pub fn from_wire(answer: wire::Branch) -> Self {
        let mut days: Vec<BranchDay> =
            answer.schedules.into_iter().filter_map(BranchDay::from_wire).collect();
        days.sort_by_key(|day| day.date);
        // Of two rows for one date the later one corrects the earlier.
        days.reverse();
        days.dedup_by_key(|day| day.date);
        days.reverse();
        Self {
            name: answer.name,
            mobile: answer.kind.as_deref() == Some("mobile"),
            address: said(answer.address),
            position: position(answer.latitude, answer.longitude),
            telephone: said(answer.telephone),
            email: said(answer.email),
            website: web(answer.website),
            services: answer.services.0,
            aliases: answer.aliases.0,
            days,
            id: answer.id,
        }
    }

    /// Whether this id of another system means this branch.
    #[must_use]
    pub fn is(&self, id: &str) -> bool {
        self.id == id || self.aliases.iter().any(|alias| alias == id)
    }

    /// What is known of a date.
    #[must_use]
    pub fn day(&self, date: Day) -> Option<&BranchDay> {
        let at = self.days.binary_search_by_key(&date, |day| day.date).ok()?;
        self.days.get(at)
    }

    /// Names of the services that run during a span, by id.
    pub fn running<'a>(&'a self, span: &'a Span) -> impl Iterator<Item = &'a (String, Texts)> {
        self.services.iter().filter(|(id, _)| !span.without.contains(id))
    }
}

impl BranchDay {
    fn from_wire(answer: wire::Day) -> Option<Self> {
        let closed = answer.closed.unwrap_or(false);
        let times = if closed { Vec::new() } else { answer.times };
        let mut spans: Vec<Span> = times.into_iter().filter_map(Span::from_wire).collect();
        spans.sort_by_key(|span| (span.from, span.until));
        Some(Self { date: answer.date.trim().parse().ok()?, info: answer.info, spans })
    }
}

impl Span {
    fn from_wire(answer: wire::Time) -> Option<Self> {
        let time = |text: &str| TimeOfDay::parse(text.trim().get(..5)?).map(TimeOfDay::minutes);
        let (from, until) = (time(&answer.from)?, time(&answer.to)?);
        let mode = match (answer.mode.as_deref(), answer.status) {
            (Some("staffed"), _) | (None, Some(1) | None) => Mode::Staffed,
            (Some("supervised"), _) => Mode::Supervised,
            (Some("card"), _) | (None, Some(2)) => Mode::CardAccess,
            // What we do not know is no invitation.
            _ => Mode::TemporarilyClosed,
        };
        let usual = if mode == Mode::CardAccess { Entry::CardHolders } else { Entry::Anyone };
        Some(Self {
            from,
            until: if until <= from { until + 1440 } else { until },
            mode,
            entry: match answer.entry.as_deref() {
                Some("anyone") => Entry::Anyone,
                Some("card") => Entry::CardHolders,
                Some("registered") => Entry::Registered,
                _ => usual,
            },
            minimum_age: answer.age.and_then(|age| age.try_into().ok()),
            without: answer.without.0,
            stop: answer.stop.map(|stop| Stop {
                name: stop.name,
                position: position(stop.latitude, stop.longitude),
            }),
            info: answer.info,
        })
    }
}

fn position(latitude: Option<f64>, longitude: Option<f64>) -> Option<(f64, f64)> {
    let (latitude, longitude) = (latitude?, longitude?);
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}

/// All branches of the file.
#[must_use]
pub fn branches(answer: wire::Branches) -> Vec<Branch> {
    answer.branches.into_iter().map(Branch::from_wire).collect()
}
