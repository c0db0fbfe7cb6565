//! Where Musterstadt's stops are.
//!
//! The offices of the demo city's package all have a stop within some hundred metres, a test holds that.
//! New stops go to the end of the list: a stop's number is its place in it, and favourites know stops by it.

use timetable::Wheelchair;

/// The Rathaus at Rathausplatz 1, from which the distances below are measured.
pub const CENTRE: (f64, f64) = (51.2281, 10.4539);

/// Metres of one degree of latitude.
const LATITUDE: f64 = 111_240.0;
/// Metres of one degree of longitude at this latitude.
const LONGITUDE: f64 = 69_800.0;

/// What a stop is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A pole on each side of the street, no station.
    Street,
    /// A station: platforms with letters for buses and trams, with numbers for trains.
    Station,
}

/// A stop as a person names it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Name.
    pub name: &'static str,
    /// Metres east of the centre.
    pub east: f64,
    /// Metres north of the centre.
    pub north: f64,
    /// What it is made of.
    pub layout: Layout,
    /// Whether one gets on with a wheelchair.
    pub wheelchair: Wheelchair,
}

impl Place {
    /// Latitude and longitude of a point beside the stop, in degrees (WGS 84).
    pub fn beside(&self, east: f64, north: f64) -> (f64, f64) {
        (CENTRE.0 + (self.north + north) / LATITUDE, CENTRE.1 + (self.east + east) / LONGITUDE)
    }
}

/// The stop's number in its ids.
pub fn number(index: usize) -> usize {
    101 + index
}

/// The stop of that name, with its position in the list.
pub fn find(name: &str) -> Option<(usize, &'static Place)> {
    PLACES.iter().enumerate().find(|(_, place)| place.name == name)
}

const fn at(name: &'static str, east: i32, north: i32, wheelchair: Wheelchair) -> Place {
    Place { name, east: east as f64, north: north as f64, layout: Layout::Street, wheelchair }
}

const fn yes(name: &'static str, east: i32, north: i32) -> Place {
    at(name, east, north, Wheelchair::Yes)
}

const fn no(name: &'static str, east: i32, north: i32) -> Place {
    at(name, east, north, Wheelchair::No)
}

const fn unknown(name: &'static str, east: i32, north: i32) -> Place {
    at(name, east, north, Wheelchair::Unknown)
}

const fn station(name: &'static str, east: i32, north: i32) -> Place {
    Place { layout: Layout::Station, ..yes(name, east, north) }
}

/// All stops.
#[rustfmt::skip] // a table reads better in columns
pub const PLACES: &[Place] = &[
    // The centre.
    station("Hauptbahnhof", 520, -640),
    station("Rathaus", 20, -30),
    yes("Marktplatz", -340, 10),
    yes("Bahnhofstraße", 330, -430),
    yes("Stadtgraben", -210, -215),
    yes("Stadtbibliothek", -70, -360),
    yes("Postplatz", 270, -230),
    no("Schulgasse", -130, 275),
    yes("Gartenstraße", -365, 490),
    yes("Theater", 120, 400),
    yes("Museum", 430, 270),
    no("Südtor", -265, -560),
    // Tram 1, from the north to the south.
    yes("Nordfriedhof", 620, 3300),
    unknown("Birkenweg", 590, 2950),
    yes("Am Anger", 560, 2620),
    yes("Nordpark", 515, 2330),
    yes("Lindenallee", 455, 2060),
    yes("Lerchenfeld", 420, 1720),
    no("Nordstraße", 350, 1380),
    unknown("Wasserturm", 280, 1060),
    yes("Goetheplatz", 190, 730),
    unknown("Feuerwache", -290, -900),
    no("Schillerstraße", -310, -1230),
    yes("Stadtbad", -330, -1560),
    yes("Ulmenhof", -345, -1930),
    yes("Südring", -370, -2340),
    yes("Südstadt", -390, -2700),
    yes("Waldsiedlung", -420, -3060),
    // Tram 2, from the west to the east.
    yes("Weststadt", -3200, -420),
    unknown("Kleingärten", -2860, -360),
    yes("Weststraße", -2530, -290),
    no("Mühlenweg", -2180, -240),
    yes("Sportpark West", -1830, -190),
    yes("Kastanienallee", -1480, -150),
    station("Westbahnhof", -1130, -110),
    no("Lutherplatz", -740, -60),
    unknown("Güterstraße", 740, -910),
    yes("Gaswerk", 900, -1200),
    yes("Schlachthof", 1040, -1500),
    yes("Industriestraße", 1200, -1790),
    unknown("Ostkreuz", 1600, -1680),
    yes("Gewerbepark", 1985, -1530),
    yes("Gewerbepark Ost", 2350, -1450),
    // Tram 3, from the north-east to the south-west.
    yes("Technologiepark", 2500, 2000),
    yes("Universität Nord", 2150, 1720),
    yes("Universität", 1800, 1430),
    yes("Mensa", 1480, 1150),
    unknown("Botanischer Garten", 1160, 880),
    no("Ostertor", 820, 600),
    yes("Stadthalle", -520, -480),
    unknown("Rosengarten", -830, -780),
    no("Klosterweg", -1120, -1080),
    yes("Klinikum", -1420, -1400),
    yes("Klinikum Süd", -1560, -1720),
    unknown("Am Steinbruch", -1760, -2040),
    unknown("Bergwiese", -1980, -2360),
    // Bus 10, the ring.
    unknown("Ahornstraße", 950, 1620),
    unknown("Ostfriedhof", 1750, 600),
    yes("Ostbad", 1800, 100),
    no("Ostring", 1700, -450),
    yes("Messe", 1480, -1000),
    unknown("Tierheim", 500, -1800),
    yes("Südpark", 50, -1960),
    unknown("Dahlienweg", -820, -1760),
    no("Fliederweg", -1700, -900),
    unknown("Eichenring", -1820, -520),
    unknown("Heckenweg", -1760, 340),
    no("Neue Mühle", -1500, 850),
    yes("Sonnenhang", -1100, 1250),
    yes("Gymnasium Nord", -600, 1500),
    unknown("Kirschallee", -90, 1680),
    // Bus 11, from the north-west to the south-east.
    unknown("Tannenhöhe", -2300, 2300),
    unknown("Wacholderweg", -2050, 2050),
    no("Am Sonnenberg", -1800, 1800),
    yes("Grundschule Sonnenhang", -1450, 1510),
    unknown("Wiesenstraße", -820, 980),
    yes("Brunnenplatz", -580, 740),
    unknown("Auenweg", 640, -1000),
    yes("Flussbad", 590, -1350),
    yes("Auensiedlung", 620, -2250),
    unknown("Kiesgrube", 780, -2600),
    yes("Hafen", 900, -2950),
    // Bus 12, through the south-west.
    unknown("Rabenweg", -2500, -650),
    unknown("Finkenweg", -2350, -1000),
    unknown("Am Weiher", -2050, -1270),
    yes("Stauferstraße", -1150, -1690),
    no("Hohenzollernstraße", -910, -2010),
    yes("Welfenplatz", -650, -2230),
    unknown("Kornblumenweg", 0, -2510),
    unknown("Gärtnerei", 370, -2660),
    // Bus 13, through the east.
    yes("Nordmarkt", 800, 2150),
    unknown("Eschenweg", 1150, 2210),
    unknown("Sternwarte", 1500, 2060),
    yes("Studentendorf", 1720, 1790),
    unknown("Forstamt", 2050, 1050),
    no("Hohlweg", 2150, 650),
    unknown("Ostheim Kirche", 2200, 250),
    yes("Ostheim Schule", 2220, -150),
    unknown("Ostheim Süd", 2200, -550),
    unknown("Recyclinghof", 2150, -1000),
    // Bus 14, to the villages in the north.
    unknown("Bachstraße", -340, 1930),
    yes("Nordheim Siedlung", -300, 2500),
    yes("Nordheim Schule", -350, 2900),
    no("Nordheim Kirche", -420, 3300),
    unknown("Nordheim Feuerwehr", -500, 3700),
    unknown("Lindhof", -700, 4300),
    yes("Oberweiler Mitte", -1000, 5000),
    unknown("Oberweiler Schule", -1100, 5370),
    no("Oberweiler Wendeplatz", -1250, 5720),
    // Bus 15, to the villages in the south-west.
    unknown("Talweg", -2600, -1500),
    unknown("Westheim Ost", -3100, -1650),
    yes("Westheim Kirche", -3500, -1750),
    unknown("Westheim Sportplatz", -3900, -1850),
    unknown("Ziegelei", -4500, -1950),
    no("Unterhausen Abzweig", -5200, -2060),
    yes("Unterhausen Mitte", -5700, -2120),
    unknown("Unterhausen Burg", -6100, -2230),
    // Bus X20, to the airfield.
    yes("Flugplatz", 4250, -1700),
    unknown("Neukirchen Markt", 6700, -1350),
    // Trains.
    station("Unterhausen Bahnhof", -5850, -2500),
    station("Musterstadt Ost", 2350, -880),
    station("Neukirchen Bahnhof", 7000, -1550),
    station("Altenfeld", 12_100, -600),
    station("Bergheim", 19_000, 1500),
    station("Waldkirch", 31_000, 6500),
    station("Talstadt Hbf", 45_000, 12_000),
    station("Steinbach", -21_000, 3500),
    station("Großhausen Hbf", -42_000, 8000),
    // What came later.
    yes("Stadtteilbibliothek Nord", 640, 2480),
    unknown("Am Rosenhügel", -60, -2840),
    unknown("Zeppelinstraße", 3100, -1620),
    no("Kapellenweg", -1380, 520),
    yes("Seniorenheim Sonnenhang", -1300, 1020),
    unknown("Alter Markt Westheim", -3650, -1560),
    yes("Berufsschule", 1320, -1120),
    unknown("Am Wehr", 430, -1560),
    unknown("Försterei", -640, -3350),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_stop() {
        let mut names: Vec<&str> = PLACES.iter().map(|place| place.name).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!((135..=145).contains(&all), "{all} stops");
    }
}
