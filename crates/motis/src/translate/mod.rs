//! From MOTIS' words to what a person is told ([`transit`]).
//!
//! What cannot be told truly is left out, never repaired by a guess: a departure without a time, a
//! journey of which one leg makes no sense. How many were left out is said beside the answer.

mod alerts;
mod ask;
mod calls;
mod departures;
mod journeys;
mod stops;

use transit::source::{Attribution, By};
use transit::{Line, Mode, Moment, Source, StopId};

pub use ask::{NotAskable, ask_near, ask_stops};
pub use departures::departures;
pub use journeys::{journeys, trip};
pub use stops::stops;

use crate::wire;

/// What the translation must know beside the answer.
#[derive(Debug, Clone)]
pub struct Told {
    /// What that server puts before the ids of the city's own feed.
    pub tag: Option<String>,
    /// When it answered.
    pub at: Moment,
    /// Whose data it is.
    pub attribution: Vec<Attribution>,
}

/// A translated answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated<T> {
    /// The answer.
    pub answer: T,
    /// How many parts of it made no sense.
    pub left_out: usize,
}

impl Told {
    /// An id of that server as the city's own timetable has it.
    fn own<'a>(&self, id: &'a str) -> &'a str {
        let tag = self.tag.as_deref();
        tag.and_then(|tag| id.strip_prefix(tag)?.strip_prefix('_')).unwrap_or(id)
    }

    /// A stop of the city's own timetable as that server calls it.
    pub fn theirs(&self, stop: &StopId) -> Option<String> {
        Some(format!("{}_{}", self.tag.as_deref()?, stop.0))
    }

    fn source(&self, has_real_time: bool, looped_since: Option<&str>) -> Source {
        Source {
            by: By::Planner,
            realtime: has_real_time.then_some(self.at),
            first: None,
            // From then on the server repeats old weeks: the timetable has ended.
            last: looped_since.and_then(|day| day.get(..10)?.parse().ok()),
            attribution: self.attribution.clone(),
        }
    }

    fn line(&self, named: Named<'_>, mode: wire::Mode) -> Option<Line> {
        let name =
            named.names.into_iter().flatten().map(str::trim).find(|name| !name.is_empty())?;
        let long_name = named.long_name.filter(|long| *long != name);
        Some(Line {
            id: transit::line::LineId(named.id.map_or(name, |id| self.own(id)).to_owned()),
            name: name.to_owned(),
            long_name: long_name.map(str::to_owned),
            mode: kind(mode),
            colour: named.colour.and_then(transit::line::Colour::from_hex),
            operator: named.operator.map(str::to_owned),
        })
    }
}

/// What an answer says about a line.
#[derive(Clone, Copy)]
struct Named<'a> {
    id: Option<&'a str>,
    /// The first that says something is what stands on the vehicle.
    names: [Option<&'a str>; 3],
    long_name: Option<&'a str>,
    colour: Option<&'a str>,
    operator: Option<&'a str>,
}

const fn kind(mode: wire::Mode) -> Mode {
    match mode {
        wire::Mode::Tram => Mode::Tram,
        wire::Mode::Subway => Mode::Subway,
        wire::Mode::Ferry => Mode::Ferry,
        wire::Mode::Airplane => Mode::Air,
        wire::Mode::Bus => Mode::Bus,
        wire::Mode::Coach => Mode::Coach,
        wire::Mode::Rail | wire::Mode::RegionalRail => Mode::Rail,
        wire::Mode::HighspeedRail | wire::Mode::LongDistance | wire::Mode::NightRail => {
            Mode::LongDistance
        }
        wire::Mode::Suburban => Mode::Suburban,
        wire::Mode::Funicular => Mode::Funicular,
        wire::Mode::AerialLift => Mode::CableCar,
        wire::Mode::Flex => Mode::OnDemand,
        wire::Mode::Walk | wire::Mode::Bike | wire::Mode::Other => Mode::Other,
    }
}

/// The words of MOTIS for a kind of vehicle; none where it knows no such kind.
pub const fn words(mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::Tram => &["TRAM"],
        Mode::Subway => &["SUBWAY"],
        Mode::Suburban => &["SUBURBAN"],
        Mode::Rail => &["REGIONAL_RAIL"],
        Mode::LongDistance => &["HIGHSPEED_RAIL", "LONG_DISTANCE", "NIGHT_RAIL"],
        Mode::Bus => &["BUS"],
        Mode::Coach => &["COACH"],
        Mode::Ferry => &["FERRY"],
        Mode::Funicular => &["FUNICULAR"],
        Mode::CableCar => &["AERIAL_LIFT"],
        Mode::Air => &["AIRPLANE"],
        Mode::Other => &["OTHER"],
        // There these are buses.
        Mode::Trolleybus | Mode::NightBus | Mode::OnDemand => &[],
    }
}

/// The words for all kinds but some; empty means all.
pub fn modes_without(without: &[Mode]) -> Vec<&'static str> {
    if without.is_empty() {
        return Vec::new();
    }
    let wanted = Mode::WORDS.iter().map(|(mode, _)| *mode).filter(|mode| !without.contains(mode));
    wanted.flat_map(words).copied().collect()
}

fn moment(time: crate::Moment) -> Moment {
    Moment(time.seconds())
}

/// The id of a vehicle's way, and its day: `20261004_17:41_de-DELFI_123`.
fn trip_of(id: Option<&str>, start: Moment) -> transit::journey::Trip {
    let day = id.and_then(|id| {
        let date = id.split('_').next().filter(|date| date.len() == 8)?;
        let number = |range: std::ops::Range<usize>| date.get(range)?.parse::<u32>().ok();
        let year = i32::try_from(number(0..4)?).ok()?;
        transit::Day::new(year, number(4..6)?, number(6..8)?)
    });
    // Without a date in the id the day in UTC is the nearest that can be said.
    let of_start = i32::try_from(start.0.div_euclid(86_400)).unwrap_or_default();
    transit::journey::Trip {
        id: id.unwrap_or_default().to_owned(),
        day: day.unwrap_or(transit::Day(of_start)),
    }
}
