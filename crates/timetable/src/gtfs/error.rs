//! Why a feed cannot be used at all.

use super::{File, Tongue};

/// Why a feed cannot be used, with the next step for the person who published it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.sentence(Tongue::English))]
#[allow(missing_docs)] // the sentences below say it
pub enum GtfsError {
    NotAZip { detail: String },
    NoFeedInside { names: Vec<String> },
    FileMissing { file: File },
    CalendarMissing,
    ColumnMissing { file: File, column: &'static str },
    Damaged { file: File, detail: String },
    TooLarge { file: File, limit: u64 },
    TooManyRows { file: File, limit: u64 },
    RowTooLong { file: File, line: u64 },
    NoAgency,
    NoZone,
    UnknownZone { name: String },
    NoDays,
    NothingRuns,
}

impl GtfsError {
    /// Reason and next step.
    #[must_use]
    #[rustfmt::skip] // reason and next step side by side, language by language
    pub fn sentence(&self, tongue: Tongue) -> String {
        match tongue {
            Tongue::German => match self {
                Self::NotAZip { detail } => format!("Das ist keine lesbare Zip-Datei ({detail}). Laden Sie die Datei noch einmal herunter; oft hat ein Server statt der Datei eine Fehlerseite geschickt."),
                Self::NoFeedInside { names } => format!("In der Zip-Datei ist kein GTFS: stops.txt fehlt. Darin liegt: {}. Nehmen Sie die Zip-Datei mit den .txt-Dateien; eine Zip-Datei in der Zip-Datei muss einmal ausgepackt werden.", names.join(", ")),
                Self::FileMissing { file } => format!("{file} fehlt in der Zip-Datei. Ohne diese Datei gibt es keinen Fahrplan; bitten Sie den Herausgeber um eine vollständige Datei."),
                Self::CalendarMissing => "calendar.txt und calendar_dates.txt fehlen beide. Ohne eine von ihnen weiß niemand, an welchen Tagen etwas fährt.".to_owned(),
                Self::ColumnMissing { file, column } => format!("{file}: Die Spalte {column} fehlt. Prüfen Sie die erste Zeile der Datei; sie nennt die Spalten, durch Kommas getrennt, in UTF-8."),
                Self::Damaged { file, detail } => format!("{file} ist beschädigt ({detail}). Laden Sie die Zip-Datei noch einmal herunter."),
                Self::TooLarge { file, limit } => format!("{file} ist ausgepackt größer als {limit} Bytes. Das ist kein Fahrplan einer Stadt; prüfen Sie die Quelle."),
                Self::TooManyRows { file, limit } => format!("{file} hat mehr als {limit} Zeilen. Nehmen Sie einen Ausschnitt für Ihre Stadt."),
                Self::RowTooLong { file, line } => format!("{file}, Zeile {line}: Die Zeile nimmt kein Ende. Meist fehlt davor ein schließendes Anführungszeichen."),
                Self::NoAgency => "agency.txt nennt kein Unternehmen. Dort steht die Zeitzone, ohne die keine Uhrzeit stimmt.".to_owned(),
                Self::NoZone => "agency.txt: agency_timezone ist leer. Tragen Sie die Zeitzone ein, etwa Europe/Berlin.".to_owned(),
                Self::UnknownZone { name } => format!("agency.txt: Die Zeitzone „{name}“ gibt es nicht. Tragen Sie einen Namen der IANA-Liste ein, etwa Europe/Berlin."),
                Self::NoDays => "Der Kalender nennt keinen einzigen Tag. Prüfen Sie start_date, end_date und die Wochentage in calendar.txt.".to_owned(),
                Self::NothingRuns => "Keine einzige Fahrt ist brauchbar. Der Bericht nennt, warum; meist passen die Kennungen in trips.txt und stop_times.txt nicht zusammen.".to_owned(),
            },
            Tongue::English => match self {
                Self::NotAZip { detail } => format!("This is no readable zip file ({detail}). Download it again; often a server has sent an error page instead."),
                Self::NoFeedInside { names } => format!("There is no GTFS in the zip file: stops.txt is missing. It holds: {}. Take the zip with the .txt files; a zip inside a zip has to be unpacked once.", names.join(", ")),
                Self::FileMissing { file } => format!("{file} is missing in the zip file. Without it there is no timetable; ask the publisher for a complete feed."),
                Self::CalendarMissing => "calendar.txt and calendar_dates.txt are both missing. Without one of them nobody knows on which days anything runs.".to_owned(),
                Self::ColumnMissing { file, column } => format!("{file}: the column {column} is missing. Check the first line of the file; it names the columns, separated by commas, in UTF-8."),
                Self::Damaged { file, detail } => format!("{file} is damaged ({detail}). Download the zip file again."),
                Self::TooLarge { file, limit } => format!("{file} has more than {limit} bytes when unpacked. That is no city's timetable; check where it comes from."),
                Self::TooManyRows { file, limit } => format!("{file} has more than {limit} rows. Take an extract for your city."),
                Self::RowTooLong { file, line } => format!("{file}, line {line}: the line does not end. Usually a closing quotation mark is missing before."),
                Self::NoAgency => "agency.txt names no agency. It holds the time zone, without which no time is right.".to_owned(),
                Self::NoZone => "agency.txt: agency_timezone is empty. Enter the time zone, such as Europe/Berlin.".to_owned(),
                Self::UnknownZone { name } => format!("agency.txt: there is no time zone \"{name}\". Enter a name of the IANA list, such as Europe/Berlin."),
                Self::NoDays => "The calendar names not a single day. Check start_date, end_date and the weekdays in calendar.txt.".to_owned(),
                Self::NothingRuns => "Not a single trip is usable. The report says why; usually the ids in trips.txt and stop_times.txt do not match.".to_owned(),
            },
        }
    }
}
