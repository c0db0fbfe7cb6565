//! What is asked, as addresses below the server's base.

use std::fmt::Write as _;

use crate::Moment;

/// Version of the answers. v5 differs only in that an unknown level is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// Since MOTIS 2.10.
    #[default]
    V6,
    /// Since MOTIS 2.5: asked where v6 is not known (404).
    V5,
}

/// How dear a question is to the server; the usage policy of Transitous counts the two apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cost {
    /// A journey search: 20 a minute there.
    Search,
    /// Everything else: 1000 a minute there.
    Lookup,
}

/// A place in a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Where {
    /// A stop of the server.
    Stop(String),
    /// Degrees.
    Position {
        /// Latitude.
        lat: f64,
        /// Longitude.
        lon: f64,
    },
}

impl Where {
    fn text(&self) -> String {
        match self {
            Self::Stop(id) => id.clone(),
            // Six digits are a tenth of a metre; more would only tell cached answers apart.
            Self::Position { lat, lon } => format!("{lat:.6},{lon:.6}"),
        }
    }
}

/// Departures at a stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Departures {
    /// The server's id of the stop.
    pub stop: Option<String>,
    /// Where it is: asked when the id leads nowhere, because ids change.
    pub position: Option<(f64, f64)>,
    /// From when on.
    pub time: Moment,
    /// Those before `time` instead.
    pub earlier: bool,
    /// At least so many.
    pub count: u32,
    /// A language tag for alerts.
    pub language: Option<String>,
}

/// Stops around a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// Latitude and longitude.
    pub position: (f64, f64),
    /// How many.
    pub count: u32,
}

/// Metres around a position within which a stop counts as the one that is meant.
const RADIUS: u32 = 150;

/// A stop to pass through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// The server's id of it.
    pub stop: String,
    /// How long to stay at least.
    pub stay_minutes: u32,
}

/// Journeys from one place to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Journeys {
    /// From where.
    pub from: Where,
    /// To where.
    pub to: Where,
    /// At most two stops in between.
    pub via: Vec<Via>,
    /// Departure, or arrival.
    pub time: Moment,
    /// Whether `time` is when to be there.
    pub arrive_by: bool,
    /// At most so many changes.
    pub most_transfers: Option<u32>,
    /// Minutes for each change at least.
    pub transfer_minutes: Option<u32>,
    /// Metres per second on foot.
    pub walking_speed: Option<f64>,
    /// Seconds on foot to the first and from the last stop at most.
    pub longest_walk: Option<u32>,
    /// Without steps, and vehicles that take a wheelchair.
    pub wheelchair: bool,
    /// MOTIS words for modes (`TRAM`); empty for all.
    pub modes: Vec<&'static str>,
    /// From an earlier answer: its next or previous page.
    pub page: Option<String>,
    /// How many.
    pub count: u32,
    /// A language tag for alerts.
    pub language: Option<String>,
}

/// Places by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Stops {
    /// What was typed.
    pub text: String,
    /// Places near here come first.
    pub near: Option<(f64, f64)>,
    /// A language tag.
    pub language: Option<String>,
    /// Stops only, or addresses and places too.
    pub only_stops: bool,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// `stoptimes`
    Departures(Departures),
    /// `plan`
    Journeys(Box<Journeys>),
    /// `geocode`
    Stops(Stops),
    /// `reverse-geocode`
    Near(Near),
    /// `trip`: one run with all its stops.
    Trip(String),
}

impl Question {
    /// What it costs.
    pub const fn cost(&self) -> Cost {
        match self {
            Self::Journeys(_) => Cost::Search,
            _ => Cost::Lookup,
        }
    }

    /// Whether its answers differ between the versions.
    pub const fn has_versions(&self) -> bool {
        !matches!(self, Self::Stops(_) | Self::Near(_))
    }

    /// Path and query, to be put after the server's base (`https://api.transitous.org`).
    pub fn address(&self, version: Version) -> String {
        let version = match version {
            _ if !self.has_versions() => "v1",
            Version::V6 => "v6",
            Version::V5 => "v5",
        };
        match self {
            Self::Departures(question) => question.address(version),
            Self::Journeys(question) => question.address(version),
            Self::Stops(question) => question.address(version),
            Self::Near(near) => {
                let (lat, lon) = near.position;
                Address::new(version, "reverse-geocode")
                    .with("place", &format!("{lat:.4},{lon:.4}"))
                    .with("type", "STOP")
                    .with("numResults", &near.count.to_string())
                    .done()
            }
            Self::Trip(id) => Address::new(version, "trip").with("tripId", id).done(),
        }
    }
}

impl Departures {
    fn address(&self, version: &str) -> String {
        Address::new(version, "stoptimes")
            .maybe("stopId", self.stop.as_deref())
            .maybe("center", self.position.map(|(lat, lon)| Where::Position { lat, lon }.text()))
            .maybe("radius", self.position.map(|_| RADIUS.to_string()))
            .with("time", &self.time.write())
            .with("n", &self.count.to_string())
            .maybe("direction", self.earlier.then_some("EARLIER"))
            .maybe("language", self.language.as_deref())
            .done()
    }
}

impl Journeys {
    fn address(&self, version: &str) -> String {
        let minutes = |minutes: Option<u32>| minutes.map(|minutes| minutes.to_string());
        let walk = minutes(self.longest_walk);
        let via: Vec<&str> = self.via.iter().map(|via| via.stop.as_str()).collect();
        let stays: Vec<String> = self.via.iter().map(|via| via.stay_minutes.to_string()).collect();
        Address::new(version, "plan")
            .with("fromPlace", &self.from.text())
            .with("toPlace", &self.to.text())
            .list("via", &via)
            .list("viaMinimumStay", &stays)
            .with("time", &self.time.write())
            .with("arriveBy", if self.arrive_by { "true" } else { "false" })
            .maybe("maxTransfers", minutes(self.most_transfers))
            .maybe("minTransferTime", minutes(self.transfer_minutes))
            .maybe("pedestrianSpeed", self.walking_speed.map(|speed| format!("{speed:.2}")))
            .maybe("maxPreTransitTime", walk.as_deref())
            .maybe("maxPostTransitTime", walk)
            .maybe("pedestrianProfile", self.wheelchair.then_some("WHEELCHAIR"))
            .list("transitModes", &self.modes)
            .with("numItineraries", &self.count.to_string())
            // Without the lines on the map: a tenth of the bytes.
            .with("detailedLegs", "false")
            .with("detailedTransfers", "false")
            .maybe("pageCursor", self.page.as_deref())
            .maybe("language", self.language.as_deref())
            .done()
    }
}

impl Stops {
    fn address(&self, version: &str) -> String {
        let near = self.near.map(|(lat, lon)| format!("{lat:.3},{lon:.3}"));
        Address::new(version, "geocode")
            .with("text", &self.text)
            .maybe("type", self.only_stops.then_some("STOP"))
            .maybe("placeBias", near.is_some().then_some("1"))
            // A hundred metres: the server need not know where a person stands.
            .maybe("place", near)
            .maybe("language", self.language.as_deref())
            .done()
    }
}

struct Address {
    text: String,
    separator: char,
}

impl Address {
    fn new(version: &str, name: &str) -> Self {
        Self { text: format!("/api/{version}/{name}"), separator: '?' }
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.name(name);
        self.value(value);
        self
    }

    fn maybe(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with(name, value.as_ref()),
            None => self,
        }
    }

    /// Joined by commas; a comma within an item is written otherwise.
    fn list(mut self, name: &str, items: &[impl AsRef<str>]) -> Self {
        if items.is_empty() {
            return self;
        }
        self.name(name);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.value(item.as_ref());
        }
        self
    }

    fn name(&mut self, name: &str) {
        self.text.push(self.separator);
        self.separator = '&';
        self.text.push_str(name);
        self.text.push('=');
    }

    fn value(&mut self, value: &str) {
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                self.text.push(char::from(byte));
            } else {
                // Writing into a text does not fail.
                let _ = write!(self.text, "%{byte:02X}");
            }
        }
    }

    fn done(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn time() -> Moment {
        Moment::read("2026-08-14T15:53:00Z").unwrap()
    }

    #[test]
    fn departures_ask_by_id_and_by_place() {
        let question = Question::Departures(Departures {
            stop: Some("de-DELFI_de:08212:1001:1:1".to_owned()),
            position: Some((49.009_1, 8.4)),
            time: time(),
            earlier: false,
            count: 20,
            language: Some("de".to_owned()),
        });
        assert_eq!(
            question.address(Version::V6),
            "/api/v6/stoptimes?stopId=de-DELFI_de%3A08212%3A1001%3A1%3A1&center=49.009100%2C8.400000&radius=150&time=2026-08-14T15%3A53%3A00Z&n=20&language=de"
        );
        assert!(question.address(Version::V5).starts_with("/api/v5/stoptimes?"));
        assert_eq!(question.cost(), Cost::Lookup);
    }

    #[test]
    fn lists_are_joined_by_commas_that_nothing_inside_can_forge() {
        let question = Question::Journeys(Box::new(Journeys {
            from: Where::Position { lat: 51.2, lon: 10.4 },
            to: Where::Stop("a_1".to_owned()),
            via: [("a_2,3", 0), ("a_4&x=1", 5)]
                .map(|(stop, stay_minutes)| Via { stop: stop.to_owned(), stay_minutes })
                .to_vec(),
            time: time(),
            arrive_by: true,
            most_transfers: Some(0),
            transfer_minutes: None,
            walking_speed: Some(1.2),
            longest_walk: Some(900),
            wheelchair: true,
            modes: vec!["TRAM", "BUS"],
            page: Some("LATER|1786723620".to_owned()),
            count: 5,
            language: None,
        }));
        assert_eq!(
            question.address(Version::V6),
            "/api/v6/plan?fromPlace=51.200000%2C10.400000&toPlace=a_1&via=a_2%2C3,a_4%26x%3D1&viaMinimumStay=0,5&time=2026-08-14T15%3A53%3A00Z&arriveBy=true&maxTransfers=0&pedestrianSpeed=1.20&maxPreTransitTime=900&maxPostTransitTime=900&pedestrianProfile=WHEELCHAIR&transitModes=TRAM,BUS&numItineraries=5&detailedLegs=false&detailedTransfers=false&pageCursor=LATER%7C1786723620"
        );
        assert_eq!(question.cost(), Cost::Search);
    }

    #[test]
    fn names_are_asked_without_saying_exactly_where_one_stands() {
        let question = Question::Stops(Stops {
            text: "Köln Hbf".to_owned(),
            near: Some((50.941_278, 6.958_281)),
            language: None,
            only_stops: true,
        });
        for version in [Version::V6, Version::V5] {
            assert_eq!(
                question.address(version),
                "/api/v1/geocode?text=K%C3%B6ln%20Hbf&type=STOP&placeBias=1&place=50.941%2C6.958"
            );
        }
    }

    proptest! {
        #[test]
        fn no_value_breaks_out_of_its_parameter(id in "\\PC{0,40}") {
            let address = Question::Trip(id).address(Version::V6);
            let value = address.strip_prefix("/api/v6/trip?tripId=").unwrap();
            prop_assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        }
    }
}
