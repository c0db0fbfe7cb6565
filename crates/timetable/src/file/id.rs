//! The names of the sections.

/// A section of the file. The numbers never change their meaning; new ones are added at the end.
/// What each holds is written in `docs/timetable-format.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
#[allow(missing_docs)]
pub enum Section {
    /// All texts, one after the other, UTF-8.
    Texts = 1,
    /// Bytes of each text; the first is the empty one.
    TextLength = 2,
    /// Numbers about the whole, see `About`.
    About = 3,
    /// Names and addresses of those who have to be named.
    Attribution = 4,
    /// Moments at which the clocks change, low and high halves.
    ZoneFrom = 5,
    ZoneOffset = 6,
    AgencyText = 7,
    LineId = 10,
    LineShortName = 11,
    LineLongName = 12,
    LineAgency = 13,
    LineRouteType = 14,
    LineColor = 15,
    LineTextColor = 16,
    LineUrl = 17,
    LineSort = 18,
    StopId = 20,
    StopName = 21,
    StopCode = 22,
    StopPlatform = 23,
    StopLatitude = 24,
    StopLongitude = 25,
    StopWheelchair = 26,
    StopPlace = 27,
    PlaceName = 30,
    PlaceId = 31,
    /// For each service the bits of its days.
    ServiceDays = 35,
    ServiceId = 36,
    PatternLine = 40,
    PatternDirection = 41,
    PatternLength = 42,
    PatternProfiles = 43,
    PatternTrips = 44,
    PatternStop = 45,
    PatternBoarding = 46,
    PatternSequence = 47,
    ProfileDwells = 50,
    /// Seconds from one stop to the next, in units.
    ProfileRun = 51,
    /// Seconds at a stop, in units.
    ProfileDwell = 52,
    TripService = 60,
    TripStart = 61,
    TripProfile = 62,
    TripHeadsign = 63,
    TripFlags = 64,
    TripName = 65,
    TripIdTemplate = 66,
    TripIdNumbers = 67,
    HeadsignLength = 70,
    HeadsignFrom = 71,
    HeadsignText = 72,
    TemplateText = 73,
    TemplateRule = 74,
    FrequencyTrip = 80,
    FrequencyHeadway = 81,
    TransferFrom = 90,
    TransferTo = 91,
    TransferSeconds = 92,
    TransferFlags = 93,
}
