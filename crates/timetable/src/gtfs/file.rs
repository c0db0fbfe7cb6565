//! The files of a feed.

/// A file that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // their names say it
pub enum File {
    Agency,
    Stops,
    Routes,
    Trips,
    StopTimes,
    Calendar,
    CalendarDates,
    Frequencies,
    Transfers,
    Pathways,
    FeedInfo,
    Attributions,
    /// The zip file itself.
    Archive,
}

impl File {
    /// Those inside the zip.
    pub(super) const INSIDE: [Self; 12] = [
        Self::Agency,
        Self::Stops,
        Self::Routes,
        Self::Trips,
        Self::StopTimes,
        Self::Calendar,
        Self::CalendarDates,
        Self::Frequencies,
        Self::Transfers,
        Self::Pathways,
        Self::FeedInfo,
        Self::Attributions,
    ];

    /// Its name in the feed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency.txt",
            Self::Stops => "stops.txt",
            Self::Routes => "routes.txt",
            Self::Trips => "trips.txt",
            Self::StopTimes => "stop_times.txt",
            Self::Calendar => "calendar.txt",
            Self::CalendarDates => "calendar_dates.txt",
            Self::Frequencies => "frequencies.txt",
            Self::Transfers => "transfers.txt",
            Self::Pathways => "pathways.txt",
            Self::FeedInfo => "feed_info.txt",
            Self::Attributions => "attributions.txt",
            Self::Archive => "zip",
        }
    }
}

impl std::fmt::Display for File {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}
