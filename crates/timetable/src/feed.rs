//! A feed as the reader hands it over: clean, complete, in the field's own words.
//!
//! The GTFS reader makes it, the packer takes it. References are positions in the lists of [`Feed`];
//! a reference that points nowhere is refused by the packer. Whatever a feed may leave open (blank stop
//! times, inherited flags, unknown services) has been settled by the reader and is counted in its report.
//! Sections named below are those of the GTFS Schedule reference.

pub use crate::day::{Day, Moment};
pub use crate::mode::{Mode, Wheelchair};

/// A position in [`Feed::agencies`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyIndex(pub u32);
/// A position in [`Feed::stops`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StopIndex(pub u32);
/// A position in [`Feed::lines`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIndex(pub u32);
/// A position in [`Feed::services`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceIndex(pub u32);
/// A position in [`Feed::trips`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TripIndex(pub u32);

/// Everything that a city's timetable says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Feed {
    /// Who runs the lines (agency.txt). May be empty.
    pub agencies: Vec<Agency>,
    /// Stops, stations, entrances and path nodes (stops.txt).
    pub stops: Vec<Stop>,
    /// Lines (routes.txt).
    pub lines: Vec<Line>,
    /// On which days what runs (calendar.txt and `calendar_dates.txt`).
    pub services: Vec<Service>,
    /// Journeys of vehicles (trips.txt, `stop_times.txt`, frequencies.txt).
    pub trips: Vec<Trip>,
    /// Rules for changing (transfers.txt).
    pub transfers: Vec<Transfer>,
    /// Ways inside stations (pathways.txt).
    pub pathways: Vec<Pathway>,
    /// The agency's time zone, with what it means on the days of this feed.
    pub zone: Zone,
    /// Who published it, when it is valid, under which licence.
    pub about: About,
}

/// Who runs lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agency {
    /// `agency_id`; empty if the feed has a single one without.
    pub id: String,
    /// Name as the public knows it.
    pub name: String,
    /// Web page, if given.
    pub url: Option<String>,
}

/// What a row of stops.txt stands for (`location_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StopKind {
    /// 0: where vehicles stop; a platform when it has a parent.
    #[default]
    Stop,
    /// 1: a station, the parent of platforms and entrances. Trips never name it.
    Station,
    /// 2: an entrance.
    Entrance,
    /// 3: a node of pathways.
    Node,
    /// 4: a part of a platform. Its parent is a platform.
    BoardingArea,
}

/// A stop, platform, station, entrance or node.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stop {
    /// `stop_id`: what real time and other servers call it.
    pub id: String,
    /// Name. The reader fills in the parent's for platforms without; may be empty for nodes.
    pub name: String,
    /// `stop_code`: the short number on the pole.
    pub code: Option<String>,
    /// `platform_code`: "3", "A".
    pub platform: Option<String>,
    /// What it is.
    pub kind: StopKind,
    /// Latitude in degrees, WGS 84. A row without a place takes its parent's; without one either it is dropped.
    pub latitude: f64,
    /// Longitude in degrees, WGS 84.
    pub longitude: f64,
    /// The station of a platform, entrance or node; the platform of a boarding area.
    pub parent: Option<StopIndex>,
    /// Whether a wheelchair can board here, with inheritance from the parent already applied.
    pub wheelchair: Wheelchair,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// `route_id`.
    pub id: String,
    /// Who runs it.
    pub agency: Option<AgencyIndex>,
    /// `route_short_name`: "5", "U2". Empty if there is none.
    pub short_name: String,
    /// `route_long_name`. Empty if there is none.
    pub long_name: String,
    /// `route_type` as given, base or extended; [`Mode::from_route_type`] says what it means.
    pub route_type: u16,
    /// `route_color` as 0xRRGGBB; `None` if missing or no colour.
    pub color: Option<u32>,
    /// `route_text_color` as 0xRRGGBB; `None` if missing or no colour.
    pub text_color: Option<u32>,
    /// `route_sort_order`; lines without come last.
    pub sort_order: Option<u32>,
    /// `route_url`.
    pub url: Option<String>,
}

/// On which days something runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Service {
    /// `service_id`.
    pub id: String,
    /// The days, ascending, each once; exceptions already applied. May be empty.
    pub days: Vec<Day>,
}

/// How one gets on or off at a stop (`pickup_type`, `drop_off_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(u8)]
pub enum Boarding {
    /// 0: as usual.
    #[default]
    Regular = 0,
    /// 1: not possible.
    None = 1,
    /// 2: only after a call to the agency.
    PhoneAgency = 2,
    /// 3: only by arrangement with the driver.
    AskDriver = 3,
}

/// A vehicle at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StopTime {
    /// Where. Always a [`StopKind::Stop`] or [`StopKind::BoardingArea`].
    pub stop: StopIndex,
    /// `stop_sequence` as given: real time names it. Ascending within a trip.
    pub sequence: u32,
    /// Seconds after noon minus 12 h of the service day; may pass 24 h. Blank times are interpolated.
    pub arrival: u32,
    /// The same for departure; never before [`StopTime::arrival`], and no arrival before the last departure.
    pub departure: u32,
    /// Getting on.
    pub pickup: Boarding,
    /// Getting off.
    pub drop_off: Boarding,
}

/// From a stop on, the vehicle shows another headsign (`stop_headsign`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HeadsignChange {
    /// Position in [`Trip::stop_times`] from which it is shown.
    pub from: u32,
    /// What is shown; the trip's own headsign to return to it.
    pub headsign: String,
}

/// A trip that is repeated (frequencies.txt).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frequency {
    /// First departure from the first stop, seconds as in [`StopTime::arrival`].
    pub start: u32,
    /// No departure at this second or later.
    pub end: u32,
    /// Seconds between two departures, more than 0.
    pub headway: u32,
    /// Whether the departures are at these seconds (`exact_times` = 1) or only about so often (0).
    pub exact: bool,
}

/// A journey of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trip {
    /// `trip_id`.
    pub id: String,
    /// The line.
    pub line: LineIndex,
    /// The days.
    pub service: ServiceIndex,
    /// `trip_headsign`. Empty if there is none: the packer takes the last stop's name.
    pub headsign: String,
    /// `trip_short_name`: a train's number.
    pub short_name: Option<String>,
    /// `direction_id`: 0 or 1.
    pub direction: Option<u8>,
    /// `block_id`: trips of one block on one day are run by the same vehicle.
    pub block: Option<String>,
    /// `wheelchair_accessible`.
    pub wheelchair: Wheelchair,
    /// `bikes_allowed`: 1 yes, 2 no; `None` when unknown.
    pub bikes: Option<bool>,
    /// Stops in order of travel; at least two. For a trip with frequencies only the differences matter.
    pub stop_times: Vec<StopTime>,
    /// Changes of the headsign on the way, ascending; usually none.
    pub headsign_changes: Vec<HeadsignChange>,
    /// Repetitions; empty for an ordinary trip.
    pub frequencies: Vec<Frequency>,
}

/// What a rule for changing says (`transfer_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TransferKind {
    /// 0: recommended here.
    Recommended,
    /// 1: the departing vehicle waits.
    Timed,
    /// 2: needs at least these seconds (`min_transfer_time`).
    MinimumTime(u32),
    /// 3: not possible.
    NotPossible,
    /// 4: the passenger stays seated (both trips are named).
    StaySeated,
    /// 5: both trips are run by one vehicle, but one has to get off and on.
    LeaveSeat,
}

/// A rule for changing between two stops; a station stands for all of its platforms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Transfer {
    /// From here; `None` only for [`TransferKind::StaySeated`] and [`TransferKind::LeaveSeat`].
    pub from: Option<StopIndex>,
    /// To there; `None` as above.
    pub to: Option<StopIndex>,
    /// What holds.
    pub kind: TransferKind,
    /// Only when arriving with this line.
    pub from_line: Option<LineIndex>,
    /// Only when leaving with this line.
    pub to_line: Option<LineIndex>,
    /// Only when arriving with this trip.
    pub from_trip: Option<TripIndex>,
    /// Only when leaving with this trip.
    pub to_trip: Option<TripIndex>,
}

/// What a way inside a station is (`pathway_mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathwayKind {
    /// 1.
    Walkway,
    /// 2.
    Stairs,
    /// 3.
    MovingSidewalk,
    /// 4.
    Escalator,
    /// 5.
    Elevator,
    /// 6: into the paid area.
    FareGate,
    /// 7: out of the paid area.
    ExitGate,
}

/// A way inside a station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pathway {
    /// From: any kind of stop but a station.
    pub from: StopIndex,
    /// To.
    pub to: StopIndex,
    /// What it is.
    pub kind: PathwayKind,
    /// Whether it leads back too.
    pub both_ways: bool,
    /// Metres, if given.
    pub length: Option<f32>,
    /// Seconds, if given.
    pub seconds: Option<u32>,
    /// Steps, negative for downwards, if given.
    pub stairs: Option<i32>,
}

/// A time zone, as far as the feed's days need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Zone {
    /// IANA name, `agency_timezone`: "Europe/Berlin".
    pub name: String,
    /// What its clocks show, ascending by `from`. At least one; the first also holds for what is before.
    /// Must reach from a week before the first service day to a week after the last.
    pub offsets: Vec<UtcOffset>,
}

/// From a moment on, clocks are this far ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UtcOffset {
    /// The moment.
    pub from: Moment,
    /// Seconds ahead of UTC: 3600 for Berlin in winter, negative west of Greenwich.
    pub seconds: i32,
}

/// Who published the feed, when it is valid, under which licence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// `feed_publisher_name`; empty if unknown.
    pub publisher: String,
    /// `feed_publisher_url`.
    pub publisher_url: Option<String>,
    /// `feed_version`.
    pub version: Option<String>,
    /// `feed_lang` or `agency_lang`: language of names, as a tag ("de").
    pub language: Option<String>,
    /// `feed_start_date`. Without one the first service day counts.
    pub first_day: Option<Day>,
    /// `feed_end_date`. Without one the last service day counts.
    pub last_day: Option<Day>,
    /// Licence, as a name or an address. Not part of GTFS: the city's configuration says.
    pub licence: Option<String>,
    /// attributions.txt, and what the city's configuration adds.
    pub attributions: Vec<Attribution>,
}

/// Who has to be named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Attribution {
    /// `organization_name`.
    pub name: String,
    /// `attribution_url`.
    pub url: Option<String>,
}

impl Default for LineIndex {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Default for ServiceIndex {
    fn default() -> Self {
        Self(u32::MAX)
    }
}
