//! What runs on a line.

/// The kind of vehicle, as a person would name it.
///
/// The number is used in the file and in sets of modes; it never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Mode {
    Tram = 0,
    Subway = 1,
    SuburbanRail = 2,
    RegionalRail = 3,
    LongDistanceRail = 4,
    HighSpeedRail = 5,
    NightRail = 6,
    Bus = 7,
    Coach = 8,
    Trolleybus = 9,
    Ferry = 10,
    CableCar = 11,
    AerialLift = 12,
    Funicular = 13,
    Monorail = 14,
    Airplane = 15,
    Taxi = 16,
    Other = 17,
}

impl Mode {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 18] = [
        Self::Tram,
        Self::Subway,
        Self::SuburbanRail,
        Self::RegionalRail,
        Self::LongDistanceRail,
        Self::HighSpeedRail,
        Self::NightRail,
        Self::Bus,
        Self::Coach,
        Self::Trolleybus,
        Self::Ferry,
        Self::CableCar,
        Self::AerialLift,
        Self::Funicular,
        Self::Monorail,
        Self::Airplane,
        Self::Taxi,
        Self::Other,
    ];

    /// The mode of a GTFS `route_type`, base (0 to 12) or extended (100 to 1700); what is unknown is
    /// [`Mode::Other`], never dropped. Source: GTFS reference, routes.txt; Google's extended route types.
    #[must_use]
    pub const fn from_route_type(route_type: u16) -> Self {
        match route_type {
            0 | 900..=999 => Self::Tram,
            1 | 400..=404 | 500..=699 => Self::Subway,
            109 | 300..=399 => Self::SuburbanRail,
            2 | 100 | 103 | 104 | 106..=108 | 110..=199 => Self::RegionalRail,
            102 => Self::LongDistanceRail,
            101 => Self::HighSpeedRail,
            105 => Self::NightRail,
            3 | 700..=799 => Self::Bus,
            200..=299 => Self::Coach,
            11 | 800..=899 => Self::Trolleybus,
            4 | 1000..=1099 | 1200..=1299 => Self::Ferry,
            5 => Self::CableCar,
            6 | 1300..=1399 => Self::AerialLift,
            7 | 1400..=1499 => Self::Funicular,
            12 | 405 => Self::Monorail,
            1100..=1199 => Self::Airplane,
            1500..=1599 => Self::Taxi,
            _ => Self::Other,
        }
    }

    /// The mode of a number in the file.
    #[must_use]
    pub fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Other)
    }
}

/// A set of modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Modes(u32);

impl Modes {
    /// Every mode, also those of later versions.
    pub const ALL: Self = Self(u32::MAX);
    /// No mode: only walking is left.
    pub const NONE: Self = Self(0);

    /// The set with this mode too.
    #[must_use]
    pub const fn with(self, mode: Mode) -> Self {
        Self(self.0 | 1 << mode as u8)
    }

    /// The set without this mode.
    #[must_use]
    pub const fn without(self, mode: Mode) -> Self {
        Self(self.0 & !(1 << mode as u8))
    }

    /// Whether the mode is in it.
    #[must_use]
    pub const fn contains(self, mode: Mode) -> bool {
        self.0 & 1 << mode as u8 != 0
    }
}

/// Whether something can be used with a wheelchair. Feeds rarely say, so not knowing is an answer of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Wheelchair {
    /// The feed says nothing.
    #[default]
    Unknown,
    /// Yes, for at least some vehicles or paths.
    Yes,
    /// No.
    No,
}

impl Wheelchair {
    /// From GTFS `wheelchair_boarding` or `wheelchair_accessible`; what is not defined is unknown.
    #[must_use]
    pub const fn from_number(number: u8) -> Self {
        match number {
            1 => Self::Yes,
            2 => Self::No,
            _ => Self::Unknown,
        }
    }

    /// The number of the file: 0 unknown, 1 yes, 2 no.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Yes => 1,
            Self::No => 2,
        }
    }

    /// This, or what the other knows.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            known => known,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_there_and_back() {
        for mode in Mode::ALL {
            assert_eq!(Mode::from_number(mode as u8), mode);
            assert!(Modes::ALL.contains(mode));
            assert!(!Modes::ALL.without(mode).contains(mode));
            assert!(Modes::NONE.with(mode).contains(mode));
        }
        assert_eq!(Mode::from_route_type(3), Mode::Bus);
        assert_eq!(Mode::from_route_type(109), Mode::SuburbanRail);
        assert_eq!(Mode::from_route_type(54321), Mode::Other);
    }
}
