//! What runs where, how often.

/// How a line is run, which says its speed and its kind of stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Tram.
    Tram,
    /// Bus.
    Bus,
    /// Bus with few stops.
    Express,
    /// Bus after midnight.
    NightBus,
    /// Train.
    Train,
}

impl Kind {
    /// GTFS `route_type`.
    pub fn route_type(self) -> u16 {
        match self {
            Self::Tram => 0,
            Self::Train => 2,
            Self::Bus | Self::Express | Self::NightBus => 3,
        }
    }

    /// Metres a second between two stops, accelerating and braking included.
    pub fn speed(self) -> f64 {
        match self {
            Self::Tram => 6.4,
            Self::Bus => 6.0,
            Self::NightBus => 7.5,
            Self::Express => 10.0,
            Self::Train => 20.0,
        }
    }

    /// Seconds at a stop.
    pub fn dwell(self) -> u32 {
        match self {
            Self::Tram | Self::Bus | Self::NightBus => 0,
            Self::Express => 30,
            Self::Train => 60,
        }
    }
}

/// Departures from `from` until before `until`, seconds of the service day, every `every` seconds.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// The service it runs in.
    pub service: ServiceKind,
    /// First departure.
    pub from: u32,
    /// No departure from here on.
    pub until: u32,
    /// Seconds between two.
    pub every: u32,
}

/// The days on which a trip runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// Mondays to Fridays, no public holidays.
    Weekday,
    /// Saturdays, and 24 and 31 December if they are weekdays.
    Saturday,
    /// Sundays and public holidays.
    Sunday,
    /// Every day.
    Daily,
    /// In the nights before Saturdays, Sundays and public holidays.
    WeekendNight,
}

impl ServiceKind {
    /// All of them, in the order of the file.
    pub const ALL: [Self; 5] =
        [Self::Weekday, Self::Saturday, Self::Sunday, Self::Daily, Self::WeekendNight];

    /// `service_id`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Weekday => "mo-fr",
            Self::Saturday => "sa",
            Self::Sunday => "so-feiertag",
            Self::Daily => "taeglich",
            Self::WeekendNight => "wochenendnacht",
        }
    }
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Short name, also `route_id`.
    pub name: &'static str,
    /// Long name.
    pub long: &'static str,
    /// How it is run.
    pub kind: Kind,
    /// Colour, RRGGBB.
    pub color: &'static str,
    /// Colour of writing on it.
    pub text_color: &'static str,
    /// `wheelchair_accessible`: 1 yes, 2 no, empty for unknown.
    pub wheelchair: &'static str,
    /// Names of the stops in direction 0; direction 1 goes back.
    pub stops: &'static [&'static str],
    /// When.
    pub bands: &'static [Band],
}

impl Line {
    /// Whether the last stop is the first.
    pub fn is_ring(&self) -> bool {
        self.stops.first() == self.stops.last()
    }
}

const fn clock(hour: u32, minute: u32) -> u32 {
    hour * 3600 + minute * 60
}

const fn band(service: ServiceKind, from: (u32, u32), until: (u32, u32), every: u32) -> Band {
    Band { service, from: clock(from.0, from.1), until: clock(until.0, until.1), every: every * 60 }
}

use ServiceKind::{Daily, Saturday, Sunday, Weekday, WeekendNight};

const TRAM: &[Band] = &[
    band(Weekday, (4, 30), (6, 0), 15),
    Band { service: Weekday, from: clock(6, 0), until: clock(9, 0), every: 450 },
    band(Weekday, (9, 0), (14, 30), 10),
    Band { service: Weekday, from: clock(14, 30), until: clock(19, 0), every: 450 },
    band(Weekday, (19, 0), (21, 0), 15),
    band(Weekday, (21, 0), (24, 45), 20),
    band(Saturday, (5, 0), (9, 0), 20),
    band(Saturday, (9, 0), (19, 0), 10),
    band(Saturday, (19, 0), (24, 45), 20),
    band(Sunday, (6, 0), (10, 0), 30),
    band(Sunday, (10, 0), (19, 0), 15),
    band(Sunday, (19, 0), (24, 30), 30),
];

const BUS: &[Band] = &[
    band(Weekday, (5, 0), (6, 0), 30),
    band(Weekday, (6, 0), (19, 0), 15),
    band(Weekday, (19, 0), (23, 45), 30),
    band(Saturday, (6, 0), (9, 0), 30),
    band(Saturday, (9, 0), (18, 0), 20),
    band(Saturday, (18, 0), (23, 45), 30),
    band(Sunday, (7, 0), (23, 15), 30),
];

const VILLAGE: &[Band] = &[
    band(Weekday, (5, 15), (20, 0), 30),
    band(Weekday, (20, 0), (23, 30), 60),
    band(Saturday, (6, 15), (22, 0), 60),
    band(Sunday, (8, 15), (21, 0), 120),
];

const EXPRESS: &[Band] =
    &[band(Weekday, (5, 40), (20, 0), 20), band(Saturday, (8, 0), (18, 30), 60)];

const NIGHT: &[Band] =
    &[band(Daily, (23, 45), (28, 30), 60), band(WeekendNight, (24, 15), (28, 30), 60)];

const LOCAL_TRAIN: &[Band] = &[
    band(Daily, (4, 50), (24, 0), 60),
    band(Weekday, (6, 20), (9, 0), 60),
    band(Weekday, (15, 20), (19, 0), 60),
];

const FAST_TRAIN: &[Band] = &[
    band(Weekday, (5, 10), (22, 30), 60),
    band(Saturday, (6, 10), (22, 30), 60),
    band(Sunday, (7, 10), (22, 30), 120),
];

/// All lines.
#[rustfmt::skip] // the stops of a line read better as a text
pub const LINES: &[Line] = &[
    Line { name: "1", long: "Nordfriedhof – Rathaus – Waldsiedlung", kind: Kind::Tram, color: "C8102E", text_color: "FFFFFF", wheelchair: "1", bands: TRAM, stops: &[
        "Nordfriedhof", "Birkenweg", "Am Anger", "Nordpark", "Lindenallee", "Lerchenfeld", "Nordstraße", "Wasserturm",
        "Goetheplatz", "Theater", "Rathaus", "Stadtgraben", "Südtor", "Feuerwache", "Schillerstraße", "Stadtbad",
        "Ulmenhof", "Südring", "Südstadt", "Waldsiedlung",
    ] },
    Line { name: "2", long: "Weststadt – Rathaus – Hauptbahnhof – Gewerbepark Ost", kind: Kind::Tram, color: "00693C", text_color: "FFFFFF", wheelchair: "1", bands: TRAM, stops: &[
        "Weststadt", "Kleingärten", "Weststraße", "Mühlenweg", "Sportpark West", "Kastanienallee", "Westbahnhof",
        "Lutherplatz", "Marktplatz", "Rathaus", "Postplatz", "Bahnhofstraße", "Hauptbahnhof", "Güterstraße", "Gaswerk",
        "Schlachthof", "Industriestraße", "Ostkreuz", "Gewerbepark", "Gewerbepark Ost",
    ] },
    Line { name: "3", long: "Technologiepark – Universität – Rathaus – Klinikum – Bergwiese", kind: Kind::Tram, color: "0B5CAD", text_color: "FFFFFF", wheelchair: "1", bands: TRAM, stops: &[
        "Technologiepark", "Universität Nord", "Universität", "Mensa", "Botanischer Garten", "Ostertor", "Museum",
        "Rathaus", "Stadtgraben", "Stadthalle", "Rosengarten", "Klosterweg", "Klinikum", "Klinikum Süd",
        "Am Steinbruch", "Bergwiese",
    ] },
    Line { name: "10", long: "Ringlinie", kind: Kind::Bus, color: "F2A900", text_color: "000000", wheelchair: "1", bands: BUS, stops: &[
        "Lerchenfeld", "Ahornstraße", "Mensa", "Ostfriedhof", "Ostbad", "Ostring", "Messe", "Berufsschule", "Schlachthof",
        "Tierheim", "Südpark", "Ulmenhof", "Dahlienweg", "Klinikum", "Fliederweg", "Eichenring", "Sportpark West",
        "Heckenweg", "Kapellenweg", "Neue Mühle", "Seniorenheim Sonnenhang", "Sonnenhang", "Gymnasium Nord",
        "Kirschallee", "Lerchenfeld",
    ] },
    Line { name: "11", long: "Tannenhöhe – Rathaus – Hauptbahnhof – Hafen", kind: Kind::Bus, color: "7A1FA2", text_color: "FFFFFF", wheelchair: "1", bands: BUS, stops: &[
        "Tannenhöhe", "Wacholderweg", "Am Sonnenberg", "Grundschule Sonnenhang", "Sonnenhang", "Wiesenstraße",
        "Brunnenplatz", "Gartenstraße", "Schulgasse", "Rathaus", "Postplatz", "Hauptbahnhof", "Auenweg", "Flussbad",
        "Am Wehr", "Tierheim", "Auensiedlung", "Kiesgrube", "Hafen",
    ] },
    Line { name: "12", long: "Weststraße – Klinikum – Südring – Hafen", kind: Kind::Bus, color: "00838F", text_color: "FFFFFF", wheelchair: "", bands: BUS, stops: &[
        "Weststraße", "Rabenweg", "Finkenweg", "Am Weiher", "Klinikum", "Stauferstraße", "Hohenzollernstraße",
        "Welfenplatz", "Südring", "Südstadt", "Am Rosenhügel", "Kornblumenweg", "Gärtnerei", "Hafen",
    ] },
    Line { name: "13", long: "Stadtteilbibliothek Nord – Universität – Gewerbepark", kind: Kind::Bus, color: "8D4B1F", text_color: "FFFFFF", wheelchair: "1", bands: BUS, stops: &[
        "Nordpark", "Stadtteilbibliothek Nord", "Nordmarkt", "Eschenweg", "Sternwarte", "Studentendorf", "Universität",
        "Forstamt", "Hohlweg", "Ostheim Kirche", "Ostheim Schule", "Ostheim Süd", "Musterstadt Ost", "Recyclinghof", "Gewerbepark",
    ] },
    Line { name: "14", long: "Hauptbahnhof – Nordheim – Oberweiler", kind: Kind::Bus, color: "5A7D00", text_color: "FFFFFF", wheelchair: "1", bands: VILLAGE, stops: &[
        "Hauptbahnhof", "Bahnhofstraße", "Stadtbibliothek", "Rathaus", "Schulgasse", "Gartenstraße", "Gymnasium Nord", "Bachstraße",
        "Nordheim Siedlung", "Nordheim Schule", "Nordheim Kirche", "Nordheim Feuerwehr", "Lindhof", "Oberweiler Mitte",
        "Oberweiler Schule", "Oberweiler Wendeplatz",
    ] },
    Line { name: "15", long: "Hauptbahnhof – Westheim – Unterhausen", kind: Kind::Bus, color: "A0522D", text_color: "FFFFFF", wheelchair: "2", bands: VILLAGE, stops: &[
        "Hauptbahnhof", "Bahnhofstraße", "Stadtbibliothek", "Stadthalle", "Rosengarten", "Fliederweg", "Am Weiher", "Talweg", "Westheim Ost",
        "Westheim Kirche", "Alter Markt Westheim", "Westheim Sportplatz", "Ziegelei", "Unterhausen Abzweig",
        "Unterhausen Mitte", "Unterhausen Bahnhof", "Unterhausen Burg",
    ] },
    Line { name: "X20", long: "Technologiepark – Hauptbahnhof – Flugplatz – Neukirchen", kind: Kind::Express, color: "1A1A1A", text_color: "FFFFFF", wheelchair: "1", bands: EXPRESS, stops: &[
        "Technologiepark", "Universität", "Museum", "Hauptbahnhof", "Gewerbepark", "Gewerbepark Ost", "Zeppelinstraße",
        "Flugplatz", "Neukirchen Markt", "Neukirchen Bahnhof",
    ] },
    Line { name: "N1", long: "Nachtlinie Nord – Süd", kind: Kind::NightBus, color: "1D2B53", text_color: "FFD54A", wheelchair: "1", bands: NIGHT, stops: &[
        "Nordfriedhof", "Am Anger", "Lindenallee", "Nordstraße", "Goetheplatz", "Theater", "Rathaus", "Hauptbahnhof", "Stadtbibliothek",
        "Südtor", "Schillerstraße", "Ulmenhof", "Südring", "Waldsiedlung", "Försterei",
    ] },
    Line { name: "N2", long: "Nachtlinie West – Ost", kind: Kind::NightBus, color: "1D2B53", text_color: "FFD54A", wheelchair: "1", bands: NIGHT, stops: &[
        "Weststadt", "Weststraße", "Sportpark West", "Westbahnhof", "Marktplatz", "Rathaus", "Hauptbahnhof", "Museum",
        "Ostertor", "Mensa", "Universität", "Studentendorf", "Technologiepark",
    ] },
    Line { name: "RB 21", long: "Unterhausen – Musterstadt – Bergheim", kind: Kind::Train, color: "6C6C6C", text_color: "FFFFFF", wheelchair: "1", bands: LOCAL_TRAIN, stops: &[
        "Unterhausen Bahnhof", "Westbahnhof", "Hauptbahnhof", "Musterstadt Ost", "Neukirchen Bahnhof", "Altenfeld", "Bergheim",
    ] },
    Line { name: "RE 4", long: "Großhausen – Musterstadt – Talstadt", kind: Kind::Train, color: "E4002B", text_color: "FFFFFF", wheelchair: "1", bands: FAST_TRAIN, stops: &[
        "Großhausen Hbf", "Steinbach", "Hauptbahnhof", "Bergheim", "Waldkirch", "Talstadt Hbf",
    ] },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;

    #[test]
    fn every_stop_of_a_line_is_a_place_and_every_place_is_served() {
        for line in LINES {
            for stop in line.stops {
                assert!(places::find(stop).is_some(), "line {}: {stop}", line.name);
            }
        }
        for place in places::PLACES {
            let served = LINES.iter().any(|line| line.stops.contains(&place.name));
            assert!(served, "{} is served by nothing", place.name);
        }
        assert_eq!(LINES.len(), 14);
    }
}
