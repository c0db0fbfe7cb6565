//! What is answered.

use crate::day::{Day, Moment};
use crate::timetable::{LineNumber, StopNumber, TripNumber};

/// All that is worth knowing between two places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Journeys by departure; none of them is beaten by another in departure, arrival and changes, and none is
    /// slower than walking.
    pub journeys: Vec<Journey>,
    /// Walking all the way, if it is near enough: metres and seconds.
    pub on_foot: Option<(u32, u32)>,
}

/// A journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// When one has to leave.
    pub departure: Moment,
    /// When one is there.
    pub arrival: Moment,
    /// How often one changes.
    pub transfers: u8,
    /// Rides, and walks between them where there is something to walk.
    pub legs: Vec<Leg>,
}

/// A part of a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leg {
    /// On foot.
    Walk(Walk),
    /// In a vehicle.
    Ride(Ride),
}

/// Where a walk begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Where the journey begins.
    Origin,
    /// At a stop.
    Stop(StopNumber),
    /// Where the journey ends.
    Destination,
}

/// A walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// From here.
    pub from: End,
    /// To there.
    pub to: End,
    /// When one can begin.
    pub departure: Moment,
    /// When one is there. Before the next ride there may be time left.
    pub arrival: Moment,
    /// Metres, as far as is known; inside stations the feed often gives seconds only.
    pub metres: u32,
}

/// Which trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TripRef {
    /// One of the timetable.
    Planned(TripNumber),
    /// One of [`crate::overlay::Live::added`].
    Added(u32),
}

/// A ride.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ride {
    /// The trip.
    pub trip: TripRef,
    /// Its service day.
    pub day: Day,
    /// Its line; unknown for some added trips.
    pub line: Option<LineNumber>,
    /// Position in the trip at which one gets on; the first of `calls`.
    pub board: usize,
    /// Every stop from getting on to getting off.
    pub calls: Vec<Call>,
}

/// A vehicle at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Where.
    pub stop: StopNumber,
    /// Where it was planned, if elsewhere.
    pub planned_stop: Option<StopNumber>,
    /// Planned arrival; of added trips the expected one.
    pub planned_arrival: Moment,
    /// Planned departure.
    pub planned_departure: Moment,
    /// Expected arrival, if anybody reported it. Not known is not "on time".
    pub live_arrival: Option<Moment>,
    /// Expected departure, if anybody reported it.
    pub live_departure: Option<Moment>,
    /// Arrival that the search counts with: reported, or planned and kept in order with what is reported.
    pub arrival: Moment,
    /// The same for departure.
    pub departure: Moment,
    /// The vehicle does not stop here, or the trip does not run.
    pub cancelled: bool,
    /// Whether one can get on.
    pub pickup: bool,
    /// Whether one can get off.
    pub drop_off: bool,
}
