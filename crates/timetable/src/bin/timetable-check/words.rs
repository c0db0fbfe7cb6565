//! The words of the check, in German and English. They are for those who publish a timetable, not for citizens.

use timetable::{Mode, gtfs::Tongue};

/// The words of one language.
#[allow(missing_docs)] // each is what it says
pub struct Words {
    tongue: Tongue,
    pub usage: &'static str,
    pub no_file: &'static str,
    pub unusable: &'static str,
    pub good: &'static str,
    pub good_with_losses: &'static str,
    pub publisher: &'static str,
    pub unknown: &'static str,
    pub agencies: &'static str,
    pub attribution: &'static str,
    pub valid: &'static str,
    pub until: &'static str,
    pub days: &'static str,
    pub expired: &'static str,
    pub ends_soon: &'static str,
    pub busiest: &'static str,
    pub stops: &'static str,
    pub stations: &'static str,
    pub lines: &'static str,
    pub trips: &'static str,
    pub stop_times: &'static str,
    pub kinds: &'static str,
    pub repeated: &'static str,
    pub latest: &'static str,
    pub wheelchair: &'static str,
    pub of_stops: &'static str,
    pub of_trips: &'static str,
    pub rows: &'static str,
    pub dropped: &'static str,
    pub repaired: &'static str,
    pub noted: &'static str,
    pub packed: &'static str,
    pub trips_without_days: &'static str,
    pub transfers_of_lines_or_trips: &'static str,
    pub transfers_without_stops: &'static str,
    pub entrances_and_nodes: &'static str,
}

impl Words {
    /// Those of a language.
    #[rustfmt::skip] // a table
    pub const fn of(tongue: Tongue) -> Self {
        match tongue {
            Tongue::German => Self {
                tongue,
                usage: "Welche Datei? timetable-check FEED.zip [--de]",
                no_file: "Prüfen Sie den Namen der Datei.",
                unusable: "NICHT BRAUCHBAR",
                good: "Brauchbar, ohne Verluste.",
                good_with_losses: "Brauchbar, mit den Verlusten, die oben stehen. Geben Sie die Liste dem Herausgeber.",
                publisher: "Herausgeber",
                unknown: "nicht genannt",
                agencies: "Unternehmen",
                attribution: "Zu nennen",
                valid: "Gültig",
                until: "bis",
                days: "Tage mit Fahrten",
                expired: "ABGELAUFEN: Dieser Fahrplan gilt nicht mehr. Holen Sie beim Herausgeber den aktuellen",
                ends_soon: "Dieser Fahrplan endet bald. Fragen Sie den Herausgeber nach dem nächsten",
                busiest: "Am meisten fährt am",
                stops: "Haltestellen und Steige",
                stations: "Stationen",
                lines: "Linien",
                trips: "Fahrten",
                stop_times: "Halte",
                kinds: "Linien nach Art",
                repeated: "Fahrten im Takt (frequencies.txt)",
                latest: "Späteste Zeit eines Betriebstages",
                wheelchair: "Rollstuhl: bekannt bei",
                of_stops: "der Haltestellen",
                of_trips: "der Fahrten",
                rows: "Zeilen",
                dropped: "Weggelassen",
                repaired: "Richtiggestellt",
                noted: "Bemerkt",
                packed: "Die Datei für das Handy, alle Tage",
                trips_without_days: "Fahrten, die an keinem Tag fahren, sind nicht darin.",
                transfers_of_lines_or_trips: "Umsteigeregeln nur für einzelne Linien oder Fahrten sind nicht darin.",
                transfers_without_stops: "Umsteigeregeln und Wege zwischen Orten, an denen nichts hält, sind nicht darin.",
                entrances_and_nodes: "Eingänge und Wegpunkte: ihre Wege sind darin, sie selbst nicht.",
            },
            Tongue::English => Self {
                tongue,
                usage: "Which file? timetable-check FEED.zip [--de]",
                no_file: "Check the name of the file.",
                unusable: "NOT USABLE",
                good: "Usable, nothing lost.",
                good_with_losses: "Usable, with the losses above. Give the list to the publisher.",
                publisher: "Publisher",
                unknown: "not named",
                agencies: "Agencies",
                attribution: "To be named",
                valid: "Valid",
                until: "to",
                days: "days with service",
                expired: "EXPIRED: this timetable does not hold any more. Get the present one from the publisher",
                ends_soon: "This timetable ends soon. Ask the publisher for the next",
                busiest: "Busiest day",
                stops: "stops and platforms",
                stations: "stations",
                lines: "lines",
                trips: "trips",
                stop_times: "stop times",
                kinds: "Lines by kind",
                repeated: "Trips by headway (frequencies.txt)",
                latest: "Latest time of a service day",
                wheelchair: "Wheelchair: known for",
                of_stops: "of the stops",
                of_trips: "of the trips",
                rows: "rows",
                dropped: "Left out",
                repaired: "Put right",
                noted: "Noted",
                packed: "The file for the phone, all days",
                trips_without_days: "trips that run on no day are not in it.",
                transfers_of_lines_or_trips: "rules for changing between single lines or trips are not in it.",
                transfers_without_stops: "rules and ways between places where nothing stops are not in it.",
                entrances_and_nodes: "entrances and nodes: their ways are in it, they themselves are not.",
            },
        }
    }

    /// The name of a mode.
    pub const fn mode(&self, mode: Mode) -> &'static str {
        let (german, english) = match mode {
            Mode::Tram => ("Straßenbahn", "tram"),
            Mode::Subway => ("U-Bahn", "subway"),
            Mode::SuburbanRail => ("S-Bahn", "suburban rail"),
            Mode::RegionalRail => ("Bahn", "rail"),
            Mode::LongDistanceRail => ("Fernzug", "long-distance rail"),
            Mode::HighSpeedRail => ("Hochgeschwindigkeitszug", "high-speed rail"),
            Mode::NightRail => ("Nachtzug", "night rail"),
            Mode::Bus => ("Bus", "bus"),
            Mode::Coach => ("Fernbus", "coach"),
            Mode::Trolleybus => ("Oberleitungsbus", "trolleybus"),
            Mode::Ferry => ("Fähre", "ferry"),
            Mode::CableCar => ("Kabelstraßenbahn", "cable car"),
            Mode::AerialLift => ("Seilbahn", "aerial lift"),
            Mode::Funicular => ("Standseilbahn", "funicular"),
            Mode::Monorail => ("Einschienenbahn", "monorail"),
            Mode::Airplane => ("Flugzeug", "airplane"),
            Mode::Taxi => ("Taxi", "taxi"),
            Mode::Other => ("Sonstiges", "other"),
        };
        match self.tongue {
            Tongue::German => german,
            Tongue::English => english,
        }
    }
}

/// A number with its thousands apart.
pub fn grouped(number: u64, words: &Words) -> String {
    let separator = match words.tongue {
        Tongue::German => '.',
        Tongue::English => ',',
    };
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_thousands() {
        let (german, english) = (Words::of(Tongue::German), Words::of(Tongue::English));
        assert_eq!(grouped(8_000_304, &german), "8.000.304");
        assert_eq!(grouped(999, &english), "999");
        assert_eq!(grouped(1000, &english), "1,000");
    }
}
