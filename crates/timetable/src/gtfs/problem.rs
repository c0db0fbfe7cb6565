//! What can be wrong in a feed without making it useless.

/// The language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// Deutsch.
    German,
    /// English.
    English,
}

/// What became of what was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Left out: a row, or what it says in one field.
    Dropped,
    /// Put right.
    Repaired,
    /// Nothing is lost; worth knowing.
    Noted,
}

/// One kind of mistake. Names are columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the sentences below say it
pub enum Problem {
    FileNotNeeded,
    FileUnknown,
    FileTwice,
    ColumnUnknown,
    ColumnTwice,
    FieldsMissing,
    FieldsTooMany,
    NotUtf8,
    IdMissing(&'static str),
    IdTwice(&'static str),
    RowTwice,
    /// The row needs what is named here, and it is not there.
    Dangling(&'static str),
    /// The row can do without; the reference was taken out.
    DanglingCleared(&'static str),
    /// The row is useless without.
    UnreadableRow(&'static str),
    /// The row can do without; the field counts as empty.
    Unreadable(&'static str),
    ZoneDiffers,
    NoPlace,
    PlaceOfParent,
    NameOfParent,
    NameMissing,
    ParentKind,
    StationServed,
    StationServedAlone,
    EntranceServed,
    OnDemand,
    LineWithoutName,
    ServiceNeverRuns,
    DaysTooMany,
    EndBeforeStart,
    TimesBlank,
    TimesBlankAtEnds,
    OneTimeBlank,
    TimeBackwards,
    SequenceTwice,
    TripTooShort,
    FrequencyOverlap,
    PathwayStation,
    TransferNoStop,
}

impl Problem {
    /// What became of it.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::FileTwice
            | Self::FieldsTooMany
            | Self::IdMissing(_)
            | Self::IdTwice(_)
            | Self::RowTwice
            | Self::Dangling(_)
            | Self::DanglingCleared(_)
            | Self::UnreadableRow(_)
            | Self::Unreadable(_)
            | Self::NoPlace
            | Self::ParentKind
            | Self::EntranceServed
            | Self::OnDemand
            | Self::DaysTooMany
            | Self::EndBeforeStart
            | Self::TimesBlankAtEnds
            | Self::SequenceTwice
            | Self::TripTooShort
            | Self::FrequencyOverlap
            | Self::PathwayStation
            | Self::TransferNoStop
            | Self::ColumnTwice => Outcome::Dropped,
            Self::NotUtf8
            | Self::ZoneDiffers
            | Self::PlaceOfParent
            | Self::NameOfParent
            | Self::StationServed
            | Self::StationServedAlone
            | Self::TimesBlank
            | Self::OneTimeBlank
            | Self::TimeBackwards => Outcome::Repaired,
            Self::FileNotNeeded
            | Self::FileUnknown
            | Self::ColumnUnknown
            | Self::FieldsMissing
            | Self::NameMissing
            | Self::LineWithoutName
            | Self::ServiceNeverRuns => Outcome::Noted,
        }
    }

    /// Whether a report names every case and not only the first: there are few.
    pub(super) const fn lists_names(self) -> bool {
        matches!(
            self,
            Self::FileNotNeeded | Self::FileUnknown | Self::ColumnUnknown | Self::ColumnTwice
        )
    }

    /// What it is, what was done, and what the publisher can do.
    #[must_use]
    pub fn sentence(self, tongue: Tongue) -> String {
        match tongue {
            Tongue::German => self.german(),
            Tongue::English => self.english(),
        }
    }

    #[rustfmt::skip] // one line a sentence
    fn german(self) -> String {
        match self {
            Self::FileNotNeeded => "Das braucht der Fahrplan nicht; es wurde nicht gelesen.".to_owned(),
            Self::FileUnknown => "Solche Dateien kennt GTFS nicht; sie wurden nicht gelesen. Sind die Namen richtig geschrieben?".to_owned(),
            Self::FileTwice => "Die Datei liegt mehrmals in der Zip-Datei; gelesen wurde die im obersten Ordner.".to_owned(),
            Self::ColumnUnknown => "Solche Spalten kennt GTFS nicht; sie wurden nicht gelesen. Sind die Namen richtig geschrieben?".to_owned(),
            Self::ColumnTwice => "Die Spalte kommt zweimal vor; gelesen wurde die erste.".to_owned(),
            Self::FieldsMissing => "Die Zeile hat weniger Felder als die Kopfzeile; die fehlenden gelten als leer.".to_owned(),
            Self::FieldsTooMany => "Die Zeile hat mehr Felder als die Kopfzeile; die überzähligen wurden weggelassen. Steht in einem Text ein Komma ohne Anführungszeichen?".to_owned(),
            Self::NotUtf8 => "Der Text ist nicht in UTF-8; er wurde als Windows-1252 gelesen. Speichern Sie die Datei in UTF-8.".to_owned(),
            Self::IdMissing(column) => format!("{column} ist leer; die Zeile wurde weggelassen."),
            Self::IdTwice(column) => format!("{column} kommt mehrmals vor; die erste Zeile gilt, die weiteren wurden weggelassen."),
            Self::RowTwice => "Die Zeile steht zweimal da; sie zählt einmal.".to_owned(),
            Self::Dangling(column) => format!("{column} nennt etwas, das es in diesem Datensatz nicht (oder nicht mehr) gibt; die Zeile wurde weggelassen."),
            Self::DanglingCleared(column) => format!("{column} nennt etwas, das es in diesem Datensatz nicht gibt; der Verweis wurde entfernt, die Zeile bleibt."),
            Self::UnreadableRow(column) => format!("{column} ist nicht lesbar; die Zeile wurde weggelassen."),
            Self::Unreadable(column) => format!("{column} ist nicht lesbar; das Feld gilt als leer."),
            Self::ZoneDiffers => "Die Zeitzone ist eine andere als die des ersten Unternehmens; GTFS erlaubt nur eine, die erste gilt.".to_owned(),
            Self::NoPlace => "Die Haltestelle hat keine Lage; sie wurde weggelassen, mit allem, was dort hält. Ergänzen Sie stop_lat und stop_lon.".to_owned(),
            Self::PlaceOfParent => "Ohne Lage; sie bekam die ihrer Station.".to_owned(),
            Self::NameOfParent => "Ohne Namen; sie bekam den ihrer Station.".to_owned(),
            Self::NameMissing => "Die Haltestelle hat keinen Namen; niemand wird sie finden.".to_owned(),
            Self::ParentKind => "parent_station nennt etwas, das keine Station (oder für eine boarding area kein Steig) ist; der Verweis wurde entfernt.".to_owned(),
            Self::StationServed => "Eine Fahrt hält an einer Station statt an einem Steig; der erste Steig der Station wurde genommen.".to_owned(),
            Self::StationServedAlone => "Eine Fahrt hält an einer Station ohne Steige; die Station gilt als Haltestelle.".to_owned(),
            Self::EntranceServed => "Eine Fahrt hält an einem Eingang oder Wegpunkt; der Halt wurde weggelassen.".to_owned(),
            Self::OnDemand => "Ein Halt auf Bestellung in einem Gebiet (GTFS-Flex); er wurde weggelassen, weil er keine Haltestelle hat.".to_owned(),
            Self::LineWithoutName => "Die Linie hat weder kurzen noch langen Namen.".to_owned(),
            Self::ServiceNeverRuns => "Fahrten mit dieser service_id fahren an keinem Tag.".to_owned(),
            Self::DaysTooMany => "Der Kalender reicht weiter, als irgendjemand plant; die späteren Tage wurden weggelassen.".to_owned(),
            Self::EndBeforeStart => "end_date liegt vor start_date; die Zeile nennt keine Tage.".to_owned(),
            Self::TimesBlank => "Ohne Zeit; sie wurde nach der Entfernung zwischen den Zeiten davor und danach berechnet.".to_owned(),
            Self::TimesBlankAtEnds => "Ohne Zeit vor der ersten oder nach der letzten Zeit der Fahrt; der Halt wurde weggelassen, weil sich nichts berechnen lässt.".to_owned(),
            Self::OneTimeBlank => "Nur Ankunft oder nur Abfahrt ist genannt; die andere wurde gleichgesetzt.".to_owned(),
            Self::TimeBackwards => "Die Zeit liegt vor der des Halts davor; sie wurde auf diese angehoben. Prüfen Sie die Fahrt, oft fehlt die 24 hinter Mitternacht.".to_owned(),
            Self::SequenceTwice => "stop_sequence kommt in der Fahrt mehrmals vor; der erste Halt gilt, die weiteren wurden weggelassen.".to_owned(),
            Self::TripTooShort => "Die Fahrt hat keine zwei brauchbaren Halte; sie wurde weggelassen.".to_owned(),
            Self::FrequencyOverlap => "Die Taktzeile überschneidet eine andere derselben Fahrt; sie wurde weggelassen.".to_owned(),
            Self::PathwayStation => "Der Weg beginnt oder endet an einer Station statt an einem Steig, Eingang oder Wegpunkt; er wurde weggelassen.".to_owned(),
            Self::TransferNoStop => "Die Umsteigeregel nennt keine Haltestelle; sie wurde weggelassen.".to_owned(),
        }
    }

    #[rustfmt::skip] // one line a sentence
    fn english(self) -> String {
        match self {
            Self::FileNotNeeded => "The timetable does not need this; it was not read.".to_owned(),
            Self::FileUnknown => "GTFS knows no such files; they were not read. Are the names spelt right?".to_owned(),
            Self::FileTwice => "The file is in the zip more than once; the one in the topmost folder was read.".to_owned(),
            Self::ColumnUnknown => "GTFS knows no such columns; they were not read. Are the names spelt right?".to_owned(),
            Self::ColumnTwice => "The column is there twice; the first was read.".to_owned(),
            Self::FieldsMissing => "The row has fewer fields than the header; the missing ones count as empty.".to_owned(),
            Self::FieldsTooMany => "The row has more fields than the header; those beyond were left out. Is there a comma in a text without quotation marks?".to_owned(),
            Self::NotUtf8 => "The text is not UTF-8; it was read as Windows-1252. Save the file as UTF-8.".to_owned(),
            Self::IdMissing(column) => format!("{column} is empty; the row was left out."),
            Self::IdTwice(column) => format!("{column} occurs more than once; the first row counts, the others were left out."),
            Self::RowTwice => "The row is there twice; it counts once.".to_owned(),
            Self::Dangling(column) => format!("{column} names something that is not (or no longer) in this feed; the row was left out."),
            Self::DanglingCleared(column) => format!("{column} names something that is not in this feed; the reference was taken out, the row stays."),
            Self::UnreadableRow(column) => format!("{column} cannot be read; the row was left out."),
            Self::Unreadable(column) => format!("{column} cannot be read; the field counts as empty."),
            Self::ZoneDiffers => "The time zone is not the first agency's; GTFS allows one only, the first counts.".to_owned(),
            Self::NoPlace => "The stop has no place; it was left out with everything that stops there. Add stop_lat and stop_lon.".to_owned(),
            Self::PlaceOfParent => "Without a place; it was given its station's.".to_owned(),
            Self::NameOfParent => "Without a name; it was given its station's.".to_owned(),
            Self::NameMissing => "The stop has no name; nobody will find it.".to_owned(),
            Self::ParentKind => "parent_station names something that is no station (or, for a boarding area, no platform); the reference was taken out.".to_owned(),
            Self::StationServed => "A trip stops at a station instead of a platform; the station's first platform was taken.".to_owned(),
            Self::StationServedAlone => "A trip stops at a station without platforms; the station counts as a stop.".to_owned(),
            Self::EntranceServed => "A trip stops at an entrance or a node; the stop was left out of the trip.".to_owned(),
            Self::OnDemand => "A stop on demand within an area (GTFS-Flex); it was left out because it has no stop.".to_owned(),
            Self::LineWithoutName => "The line has neither a short nor a long name.".to_owned(),
            Self::ServiceNeverRuns => "Trips with this service_id run on no day.".to_owned(),
            Self::DaysTooMany => "The calendar reaches further than anybody plans; the later days were left out.".to_owned(),
            Self::EndBeforeStart => "end_date is before start_date; the row names no days.".to_owned(),
            Self::TimesBlank => "Without a time; it was computed by distance from the times before and after.".to_owned(),
            Self::TimesBlankAtEnds => "Without a time before the trip's first or after its last; the stop was left out of the trip because nothing can be computed.".to_owned(),
            Self::OneTimeBlank => "Only arrival or only departure is given; the other was set equal.".to_owned(),
            Self::TimeBackwards => "The time is before the previous stop's; it was raised to that. Check the trip, often the 24 after midnight is missing.".to_owned(),
            Self::SequenceTwice => "stop_sequence occurs more than once in the trip; the first stop counts, the others were left out.".to_owned(),
            Self::TripTooShort => "The trip has no two usable stops; it was left out.".to_owned(),
            Self::FrequencyOverlap => "The row overlaps another of the same trip; it was left out.".to_owned(),
            Self::PathwayStation => "The way begins or ends at a station instead of a platform, entrance or node; it was left out.".to_owned(),
            Self::TransferNoStop => "The rule for changing names no stop; it was left out.".to_owned(),
        }
    }
}
