//! Journeys: walks and rides, and whether one reaches the next vehicle.

use crate::json::{Json, entry, field, inside, object};
use crate::line::Line;
use crate::{Call, Day, Moment, Spot, Wheelchair};
use serde_json::Value;

/// One vehicle's way on one day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trip {
    /// Its id, as whoever computed the answer names it.
    pub id: String,
    /// The service day.
    pub day: Day,
}

object! { Trip { id, day } }

/// The id of an alert in the same answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertId(pub String);

inside! { AlertId }

/// A ride in one vehicle, from where one gets on to where one gets off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ride {
    /// The vehicle's way.
    pub trip: Trip,
    /// The line.
    pub line: Line,
    /// What stands on the vehicle as its direction.
    pub headsign: String,
    /// Where one gets on.
    pub board: Call,
    /// The stops between.
    pub between: Vec<Call>,
    /// Where one gets off.
    pub alight: Call,
    /// Whether the vehicle can be used with a wheelchair.
    pub wheelchair: Wheelchair,
    /// It is not in the timetable: an extra one.
    pub extra: bool,
    /// The vehicle of the ride before goes on as this one: one stays seated.
    pub stay_seated: bool,
    /// It has no fixed times but comes every so many seconds.
    pub every: Option<u32>,
    /// Alerts that concern it.
    pub alerts: Vec<AlertId>,
}

object! { Ride {
    trip, line, headsign, board, between, alight, wheelchair, extra, stay_seated: "staySeated", every, alerts,
} }

impl Ride {
    /// When it leaves.
    #[must_use]
    pub fn departure(&self) -> Moment {
        self.board.timing().map_or_else(|| self.arrival(), crate::Timing::expected)
    }

    /// When it arrives.
    #[must_use]
    pub fn arrival(&self) -> Moment {
        let timing = self.alight.arrival.or(self.alight.departure);
        timing.map_or(Moment::default(), crate::Timing::expected)
    }

    /// Whether it does not take place, wholly or where one gets on or off.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let gone = |timing: Option<crate::Timing>| timing.is_some_and(crate::Timing::is_cancelled);
        gone(self.board.timing()) || gone(self.alight.arrival.or(self.alight.departure))
    }

    /// Every stop, from the first to the last.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        std::iter::once(&self.board).chain(&self.between).chain(std::iter::once(&self.alight))
    }
}

/// A walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// From where.
    pub from: Spot,
    /// To where.
    pub to: Spot,
    /// How far, in metres; zero for a change at one stop.
    pub metres: u32,
    /// How long, in seconds.
    pub seconds: u32,
    /// When it begins.
    pub start: Moment,
}

object! { Walk { from, to, metres, seconds, start } }

impl Walk {
    /// When it ends.
    #[must_use]
    pub const fn end(&self) -> Moment {
        self.start.plus(self.seconds as i64)
    }
}

/// One part of a journey. In JSON: `{"ride":{…}}` or `{"walk":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a journey has a handful of legs, most of them rides")]
pub enum Leg {
    /// In a vehicle.
    Ride(Ride),
    /// On foot.
    Walk(Walk),
}

impl Json for Leg {
    fn write(&self, text: &mut String) {
        text.push('{');
        match self {
            Self::Ride(ride) => entry(text, "ride", ride),
            Self::Walk(walk) => entry(text, "walk", walk),
        }
        text.push('}');
    }
    fn read(value: &Value) -> Option<Self> {
        match field::<Option<Ride>>(value, "ride")? {
            Some(ride) => Some(Self::Ride(ride)),
            None => field(value, "walk").map(Self::Walk),
        }
    }
}

impl Leg {
    /// When it begins, as far as is known.
    #[must_use]
    pub fn start(&self) -> Moment {
        match self {
            Self::Ride(ride) => ride.departure(),
            Self::Walk(walk) => walk.start,
        }
    }

    /// When it ends, as far as is known.
    #[must_use]
    pub fn end(&self) -> Moment {
        match self {
            Self::Ride(ride) => ride.arrival(),
            Self::Walk(walk) => walk.end(),
        }
    }

    /// The ride, if it is one.
    #[must_use]
    pub const fn ride(&self) -> Option<&Ride> {
        match self {
            Self::Ride(ride) => Some(ride),
            Self::Walk(_) => None,
        }
    }
}

/// A journey: at least one leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    first: Leg,
    rest: Vec<Leg>,
}

/// In JSON: `{"legs":[…]}`.
impl Json for Journey {
    fn write(&self, text: &mut String) {
        text.push_str("{\"legs\":[");
        for (place, leg) in self.legs().enumerate() {
            if place > 0 {
                text.push(',');
            }
            leg.write(text);
        }
        text.push_str("]}");
    }
    fn read(value: &Value) -> Option<Self> {
        Self::new(field(value, "legs")?)
    }
}

/// A change between two vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer<'j> {
    /// Where one gets off.
    pub from: &'j Call,
    /// Where one gets on.
    pub to: &'j Call,
    /// How far to walk, in metres.
    pub metres: u32,
    /// How long the walk takes, in seconds.
    pub walk: u32,
    /// What is left beside the walk, in seconds; negative if the next vehicle is gone before.
    pub slack: i64,
    /// One stays seated.
    pub stay_seated: bool,
}

/// Whether a change works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The next vehicle is gone before one is there.
    Missed,
    /// Less than a minute is left: the navigator warns below that.
    Tight,
    /// It works.
    Enough,
}

/// Below how many seconds of slack a change is tight.
const TIGHT: i64 = 60;

impl Transfer<'_> {
    /// Whether it works.
    #[must_use]
    pub const fn reach(&self) -> Reach {
        if self.stay_seated || self.slack >= TIGHT {
            Reach::Enough
        } else if self.slack >= 0 {
            Reach::Tight
        } else {
            Reach::Missed
        }
    }
}

impl Journey {
    /// A journey of these legs; `None` without any.
    #[must_use]
    pub fn new(legs: Vec<Leg>) -> Option<Self> {
        let mut legs = legs.into_iter();
        Some(Self { first: legs.next()?, rest: legs.collect() })
    }

    /// Its legs, in order.
    pub fn legs(&self) -> impl DoubleEndedIterator<Item = &Leg> + Clone {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// Its rides, in order.
    pub fn rides(&self) -> impl Iterator<Item = &Ride> + Clone {
        self.legs().filter_map(Leg::ride)
    }

    /// When one must set out.
    #[must_use]
    pub fn departure(&self) -> Moment {
        self.first.start()
    }

    /// When one is there.
    #[must_use]
    pub fn arrival(&self) -> Moment {
        self.rest.last().unwrap_or(&self.first).end()
    }

    /// How long it takes, in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.arrival().since(self.departure())
    }

    /// How often one changes.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.rides().filter(|ride| !ride.stay_seated).count().saturating_sub(1)
    }

    /// The whole way on foot, in metres.
    #[must_use]
    pub fn metres_on_foot(&self) -> u32 {
        let metres = self.legs().map(|leg| match leg {
            Leg::Walk(walk) => walk.metres,
            Leg::Ride(_) => 0,
        });
        metres.fold(0, u32::saturating_add)
    }

    /// The changes between its rides, in order.
    #[must_use]
    pub fn transfers(&self) -> Vec<Transfer<'_>> {
        let mut all = Vec::new();
        let mut before: Option<&Ride> = None;
        let (mut metres, mut walk) = (0_u32, 0_u32);
        for leg in self.legs() {
            match leg {
                Leg::Walk(leg) => {
                    metres = metres.saturating_add(leg.metres);
                    walk = walk.saturating_add(leg.seconds);
                }
                Leg::Ride(ride) => {
                    if let Some(before) = before {
                        let time = ride.departure().since(before.arrival());
                        all.push(Transfer {
                            from: &before.alight,
                            to: &ride.board,
                            metres,
                            walk,
                            slack: time.saturating_sub(i64::from(walk)),
                            stay_seated: ride.stay_seated,
                        });
                    }
                    (before, metres, walk) = (Some(ride), 0, 0);
                }
            }
        }
        all
    }

    /// Whether it cannot be made as it is: a ride is cancelled, or a change no longer works.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.rides().any(Ride::is_cancelled)
            || self.transfers().iter().any(|transfer| transfer.reach() == Reach::Missed)
    }

    /// What tells it from other answers to the same question, whatever reality has made of its times: when its
    /// first vehicle leaves by the timetable, and the lines. For one on foot, when one sets out.
    #[must_use]
    pub fn key(&self) -> String {
        let first = self.rides().next().and_then(|ride| ride.board.timing());
        let mut key = first.map_or(self.departure(), |timing| timing.planned).0.to_string();
        for ride in self.rides() {
            key.push('.');
            key.push_str(&ride.line.name);
        }
        key
    }

    /// Whether two take vehicles of the same lines that leave at the same times by the timetable, whatever reality
    /// has made of them and whatever their stops are called.
    #[must_use]
    pub fn leaves_as(&self, other: &Self) -> bool {
        let planned = |journey: &Self| {
            let rides =
                journey.rides().map(|ride| ride.board.timing().map(|timing| timing.planned));
            rides.collect::<Vec<_>>()
        };
        self.key() == other.key() && planned(self) == planned(other)
    }

    /// Whether two are the same journey, whatever reality has made of their times: the same vehicles, taken and
    /// left at the same stops.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let ends = |journey: &Self| {
            let names =
                journey.rides().map(|ride| (ride.board.name.clone(), ride.alight.name.clone()));
            names.collect::<Vec<_>>()
        };
        self.leaves_as(other) && ends(self) == ends(other)
    }
}
