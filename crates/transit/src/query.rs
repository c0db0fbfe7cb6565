//! Questions. Each has one form, an address: `journeys?from=…&to=…`. It is what the page sends to its worker, what
//! the backend is asked, and what people share as a link.

use crate::line::LineId;
use crate::url::{self, Parameters};
use crate::{Day, Mode, Moment, Position, Spot, StopId};

/// How many stops one question may name.
pub const MOST_STOPS: usize = 12;
/// How many departures, stops or lines an answer has at most.
pub const MOST: u16 = 1_000;
/// How many places one may want to pass through.
pub const MOST_VIA: usize = 2;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Stops by name, typed with slips: `Outcome<answer::Stops>`.
    FindStops(FindStops),
    /// Stops around a place, the nearest first: `Outcome<answer::Stops>`.
    StopsNear(StopsNear),
    /// What leaves some stops: `Outcome<answer::Departures>`.
    Departures(Departures),
    /// Ways from one place to another: `Outcome<answer::Journeys>`.
    Journeys(Journeys),
    /// All lines: `Outcome<answer::Lines>`.
    Lines,
    /// One line's day: `Outcome<answer::LineTimetable>`.
    Line(LineDay),
    /// One vehicle's whole way: `Outcome<answer::TripRun>`.
    Trip(crate::journey::Trip),
}

/// Stops by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindStops {
    /// What was typed.
    pub text: String,
    /// Where the person is: of two that fit as well, the nearer is first.
    pub near: Option<Position>,
    /// How many at most.
    pub most: u16,
}

/// Stops around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopsNear {
    /// The place.
    pub position: Position,
    /// How far at most, in metres as the crow flies.
    pub metres: u32,
    /// How many at most.
    pub most: u16,
}

/// Which part of the day's departures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// From now on.
    Now,
    /// From a moment on.
    From(Moment),
    /// The last ones before a moment.
    Before(Moment),
}

/// What leaves some stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Departures {
    /// The stops; those whose id is gone are found again by name and place.
    pub stops: Vec<Spot>,
    /// Which part.
    pub around: Around,
    /// Not later than this.
    pub until: Option<Moment>,
    /// How many at most, over all stops.
    pub most: u16,
}

/// When to travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Set out now.
    Now,
    /// Set out at this moment or later.
    Depart(Moment),
    /// Be there at this moment or before.
    Arrive(Moment),
}

/// How fast one walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    /// 0.8 metres a second.
    Slow,
    /// 1.2 metres a second.
    #[default]
    Normal,
    /// 1.6 metres a second.
    Fast,
}

impl Pace {
    /// Centimetres in a second.
    #[must_use]
    pub const fn centimetres_per_second(self) -> u32 {
        match self {
            Self::Slow => 80,
            Self::Normal => 120,
            Self::Fast => 160,
        }
    }
}

/// What the person can and wants.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// How fast they walk.
    pub pace: Pace,
    /// Minutes that a change must leave beside the walk; the timetable's own where none is given.
    pub change: Option<u8>,
    /// How far they walk at most in one piece, in metres.
    pub walk: Option<u32>,
    /// How often they change at most.
    pub changes: Option<u8>,
    /// Only what can be used with a wheelchair, as far as the timetable says.
    pub wheelchair: bool,
    /// Kinds of vehicles they do not want.
    pub without: Vec<Mode>,
    /// Lines they do not want.
    pub without_lines: Vec<LineId>,
}

/// A place to pass through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// The place.
    pub spot: Spot,
    /// How many minutes to stay there.
    pub stay: u16,
}

/// Ways from one place to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journeys {
    /// From where.
    pub from: Spot,
    /// To where.
    pub to: Spot,
    /// Through where, in order.
    pub via: Vec<Via>,
    /// When.
    pub when: When,
    /// How.
    pub options: Options,
    /// Which page of the answers: what the answer before said for earlier or later ones.
    pub page: Option<String>,
}

/// One line's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDay {
    /// The line.
    pub line: LineId,
    /// The day; today if none is given.
    pub day: Option<Day>,
}

/// A page of journeys of the device's own ([`Journeys::page`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What the question asks for.
    First,
    /// What leaves at this moment or later.
    Later(Moment),
    /// What leaves before this moment.
    Earlier(Moment),
}

impl Page {
    /// Out of its text; the first one if it is none of ours, such as a planner's.
    #[must_use]
    pub fn parse(text: Option<&str>) -> Self {
        let moment = |text: &str| text.parse().ok().map(Moment);
        let page = text.and_then(|text| match text.split_at_checked(1)? {
            ("l", at) => moment(at).map(Self::Later),
            ("e", at) => moment(at).map(Self::Earlier),
            _ => None,
        });
        page.unwrap_or(Self::First)
    }

    /// As text; the first one has none.
    #[must_use]
    pub fn text(self) -> Option<String> {
        match self {
            Self::First => None,
            Self::Later(at) => Some(["l", &at.0.to_string()].concat()),
            Self::Earlier(at) => Some(["e", &at.0.to_string()].concat()),
        }
    }
}

fn push_spot(query: &mut String, name: &str, spot: &Spot) {
    url::push(query, name, &spot_value(spot));
}

/// A spot as the value of a parameter: `52.100000,9.100000;<id>;<name>`, the id encoded once more so that it
/// holds no semicolon.
#[must_use]
pub fn spot_value(spot: &Spot) -> String {
    let mut value = spot.position.to_string();
    value.push(';');
    if let Some(stop) = &spot.stop {
        let mut id = String::new();
        url::encode(&mut id, &stop.0);
        value.push_str(&id.replace(';', "%3B"));
    }
    value.push(';');
    value.push_str(&spot.name);
    value
}

/// A spot out of the value of a parameter; a bare `52.1,9.1` is one too.
#[must_use]
pub fn parse_spot(value: &str) -> Option<Spot> {
    let mut parts = value.splitn(3, ';');
    let position = parts.next()?.parse().ok()?;
    let stop = parts.next().filter(|id| !id.is_empty()).map(|id| StopId(url::decode(id)));
    Some(Spot { stop, name: parts.next().unwrap_or_default().to_owned(), position })
}

impl Question {
    /// The word before the question mark.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        match self {
            Self::FindStops(_) => "stops",
            Self::StopsNear(_) => "near",
            Self::Departures(_) => "departures",
            Self::Journeys(_) => "journeys",
            Self::Lines => "lines",
            Self::Line(_) => "line",
            Self::Trip(_) => "trip",
        }
    }

    /// The address: path, question mark and parameters.
    #[must_use]
    pub fn address(&self) -> String {
        let mut query = String::new();
        match self {
            Self::FindStops(find) => {
                url::push(&mut query, "text", &find.text);
                if let Some(near) = find.near {
                    url::push(&mut query, "near", &near.to_string());
                }
                url::push(&mut query, "most", &find.most.to_string());
            }
            Self::StopsNear(near) => {
                url::push(&mut query, "at", &near.position.to_string());
                url::push(&mut query, "metres", &near.metres.to_string());
                url::push(&mut query, "most", &near.most.to_string());
            }
            Self::Departures(departures) => query = departures.query(),
            Self::Journeys(journeys) => query = journeys.query(),
            Self::Lines => {}
            Self::Line(line) => {
                url::push(&mut query, "line", &line.line.0);
                if let Some(day) = line.day {
                    url::push(&mut query, "day", &day.to_string());
                }
            }
            Self::Trip(trip) => {
                url::push(&mut query, "trip", &trip.id);
                url::push(&mut query, "day", &trip.day.to_string());
            }
        }
        if query.is_empty() { self.path().to_owned() } else { [self.path(), "?", &query].concat() }
    }

    /// The question of an address; `None` if it is none.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let given = Parameters::parse(query);
        let most = |usual: u16| given.number("most").unwrap_or(usual).min(MOST);
        Some(match path {
            "stops" => Self::FindStops(FindStops {
                text: given.get("text")?.to_owned(),
                near: given.get("near").and_then(|at| at.parse().ok()),
                most: most(10),
            }),
            "near" => Self::StopsNear(StopsNear {
                position: given.get("at")?.parse().ok()?,
                metres: given.number("metres").unwrap_or(1_000),
                most: most(20),
            }),
            "departures" => Self::Departures(Departures::parse(&given)?),
            "journeys" => Self::Journeys(Journeys::parse(&given)?),
            "lines" => Self::Lines,
            "line" => Self::Line(LineDay {
                line: LineId(given.get("line")?.to_owned()),
                day: given.get("day").and_then(|day| day.parse().ok()),
            }),
            "trip" => Self::Trip(crate::journey::Trip {
                id: given.get("trip")?.to_owned(),
                day: given.get("day")?.parse().ok()?,
            }),
            _ => return None,
        })
    }
}

impl Departures {
    /// Its parameters.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        for stop in &self.stops {
            push_spot(&mut query, "stop", stop);
        }
        match self.around {
            Around::Now => {}
            Around::From(from) => url::push(&mut query, "from", &from.0.to_string()),
            Around::Before(before) => url::push(&mut query, "before", &before.0.to_string()),
        }
        if let Some(until) = self.until {
            url::push(&mut query, "until", &until.0.to_string());
        }
        url::push(&mut query, "most", &self.most.to_string());
        query
    }

    fn parse(given: &Parameters) -> Option<Self> {
        let stops: Option<Vec<Spot>> = given.all("stop").map(parse_spot).collect();
        let stops = stops.filter(|stops| !stops.is_empty() && stops.len() <= MOST_STOPS)?;
        let around = match (given.number("from"), given.number("before")) {
            (Some(from), _) => Around::From(Moment(from)),
            (None, Some(before)) => Around::Before(Moment(before)),
            (None, None) => Around::Now,
        };
        let until = given.number("until").map(Moment);
        Some(Self { stops, around, until, most: given.number("most").unwrap_or(20).min(MOST) })
    }
}

impl Journeys {
    /// The usual question: now, without wishes.
    #[must_use]
    pub fn between(from: Spot, to: Spot) -> Self {
        Self { from, to, via: Vec::new(), when: When::Now, options: Options::default(), page: None }
    }

    /// Its parameters, also those of a link to share.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        push_spot(&mut query, "from", &self.from);
        push_spot(&mut query, "to", &self.to);
        for via in &self.via {
            let value = [&via.stay.to_string(), ";", &spot_value(&via.spot)].concat();
            url::push(&mut query, "via", &value);
        }
        match self.when {
            When::Now => {}
            When::Depart(at) => url::push(&mut query, "depart", &at.0.to_string()),
            When::Arrive(at) => url::push(&mut query, "arrive", &at.0.to_string()),
        }
        self.options.push(&mut query);
        if let Some(page) = &self.page {
            url::push(&mut query, "page", page);
        }
        query
    }

    /// Out of the parameters of an address; `None` without from and to.
    #[must_use]
    pub fn parse(given: &Parameters) -> Option<Self> {
        let via = |value: &str| {
            let (stay, spot) = value.split_once(';')?;
            Some(Via { spot: parse_spot(spot)?, stay: stay.parse().ok()? })
        };
        let via: Option<Vec<Via>> = given.all("via").map(via).collect();
        let when = match (given.number("depart"), given.number("arrive")) {
            (_, Some(at)) => When::Arrive(Moment(at)),
            (Some(at), None) => When::Depart(Moment(at)),
            (None, None) => When::Now,
        };
        Some(Self {
            from: parse_spot(given.get("from")?)?,
            to: parse_spot(given.get("to")?)?,
            via: via.filter(|via| via.len() <= MOST_VIA)?,
            when,
            options: Options::parse(given),
            page: given.get("page").map(str::to_owned),
        })
    }
}

impl Options {
    /// Appends its parameters; what is usual is not written.
    pub fn push(&self, query: &mut String) {
        match self.pace {
            Pace::Slow => url::push(query, "pace", "slow"),
            Pace::Normal => {}
            Pace::Fast => url::push(query, "pace", "fast"),
        }
        if let Some(minutes) = self.change {
            url::push(query, "change", &minutes.to_string());
        }
        if let Some(metres) = self.walk {
            url::push(query, "walk", &metres.to_string());
        }
        if let Some(changes) = self.changes {
            url::push(query, "changes", &changes.to_string());
        }
        if self.wheelchair {
            url::push(query, "wheelchair", "yes");
        }
        for mode in &self.without {
            url::push(query, "without", mode.word());
        }
        for line in &self.without_lines {
            url::push(query, "withoutLine", &line.0);
        }
    }

    /// Out of the parameters of an address.
    #[must_use]
    pub fn parse(given: &Parameters) -> Self {
        Self {
            pace: match given.get("pace") {
                Some("slow") => Pace::Slow,
                Some("fast") => Pace::Fast,
                _ => Pace::Normal,
            },
            change: given.number("change"),
            walk: given.number("walk"),
            changes: given.number("changes"),
            wheelchair: given.get("wheelchair") == Some("yes"),
            without: given.all("without").map(Mode::from_word).collect(),
            without_lines: given.all("withoutLine").map(|line| LineId(line.to_owned())).collect(),
        }
    }
}
