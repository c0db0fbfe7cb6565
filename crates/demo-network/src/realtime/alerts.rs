//! Alerts. Their words are an operator's, not the app's: they come in five languages, as operators have them.

use timetable::{Day, Moment, realtime::wire};
use wire::{
    Alert, EntitySelector, FeedEntity, TimeRange, TranslatedString, Translation, cause, effect,
    severity,
};

use super::course;
use crate::{
    Network,
    calendar::{self, DayKind},
    places,
    stops::station_id,
};

/// The line whose road is being mended.
pub const DIVERTED_LINE: &str = "12";
/// The stop that it passes by then.
pub const SKIPPED_STOP: &str = "Welfenplatz";
/// From nine to three, while children are at school.
const DIVERTED: std::ops::Range<u32> = 32_400..54_000;
/// From this share of full streets on, the ring line is said to be late.
const CROWDED: u32 = 600;
/// How long the announcement of a delay holds, seconds.
const ANNOUNCED: i64 = 1800;

/// Whether the road is closed at that second of the service day.
pub fn is_diverted(day: Day, second: u32) -> bool {
    calendar::kind(day) == DayKind::Weekday && DIVERTED.contains(&second)
}

/// Every alert of a moment.
pub fn all(network: &Network, at: Moment) -> Vec<FeedEntity> {
    let day = calendar::day_at(at);
    if !network.covers(day) {
        return Vec::new();
    }
    let alerts =
        [("aufzug", Some(lift(day))), ("baustelle", diversion(day)), ("ring", crowded(day, at))];
    let entity = |(id, alert): (&str, Option<Alert>)| {
        Some(FeedEntity { id: format!("alert-{id}"), alert: Some(alert?), ..FeedEntity::default() })
    };
    alerts.into_iter().filter_map(entity).collect()
}

fn translated(texts: [(&str, &str); 5]) -> TranslatedString {
    let translation = texts.map(|(language, text)| Translation {
        text: text.to_owned(),
        language: Some(language.to_owned()),
    });
    TranslatedString { translation: translation.into() }
}

fn period(from: Moment, until: Moment) -> TimeRange {
    TimeRange { start: u64::try_from(from).ok(), end: u64::try_from(until).ok() }
}

fn stop(name: &str) -> EntitySelector {
    let stop_id = places::find(name).map(|(index, place)| match place.layout {
        places::Layout::Station => station_id(index),
        places::Layout::Street => format!("{}:1", station_id(index)),
    });
    EntitySelector { stop_id, ..EntitySelector::default() }
}

fn line(name: &str) -> EntitySelector {
    EntitySelector { route_id: Some(name.to_owned()), ..EntitySelector::default() }
}

/// The lift at the main station is out of order, week after week.
fn lift(day: Day) -> Alert {
    let monday = day.plus(-i32::from(day.weekday()));
    let start = calendar::start_of(monday);
    Alert {
        active_period: vec![period(start + 4 * 3600, start + 7 * 86_400)],
        informed_entity: vec![stop("Hauptbahnhof")],
        cause: Some(cause::MAINTENANCE),
        effect: Some(effect::ACCESSIBILITY_ISSUE),
        severity_level: Some(severity::WARNING),
        header_text: Some(translated([
            ("de", "Hauptbahnhof: Aufzug zu Gleis 3 und 4 außer Betrieb"),
            ("en", "Hauptbahnhof: lift to platforms 3 and 4 out of order"),
            ("tr", "Hauptbahnhof: 3. ve 4. peronlara giden asansör arızalı"),
            ("uk", "Hauptbahnhof: ліфт до колій 3 і 4 не працює"),
            ("ar", "Hauptbahnhof: مصعد الرصيفين 3 و4 معطّل"),
        ])),
        description_text: Some(translated([
            (
                "de",
                "Der Aufzug wird erneuert. Bitte steigen Sie mit Rollstuhl oder Kinderwagen in Musterstadt Ost um.",
            ),
            (
                "en",
                "The lift is being replaced. With a wheelchair or a pram, please change at Musterstadt Ost.",
            ),
            (
                "tr",
                "Asansör yenileniyor. Tekerlekli sandalye veya bebek arabasıyla lütfen Musterstadt Ost istasyonunda aktarma yapın.",
            ),
            (
                "uk",
                "Ліфт замінюють. З інвалідним візком або дитячою коляскою робіть пересадку на станції Musterstadt Ost.",
            ),
            (
                "ar",
                "يجري تجديد المصعد. يُرجى تبديل القطار في محطة Musterstadt Ost لمن يستخدم كرسيًا متحركًا أو عربة أطفال.",
            ),
        ])),
        ..Alert::default()
    }
}

fn diversion(day: Day) -> Option<Alert> {
    if calendar::kind(day) != DayKind::Weekday {
        return None;
    }
    let start = calendar::start_of(day);
    let mut other = stop(SKIPPED_STOP);
    other.stop_id = other.stop_id.map(|id| id.replace(":1", ":2"));
    Some(Alert {
        active_period: vec![period(
            start + i64::from(DIVERTED.start),
            start + i64::from(DIVERTED.end),
        )],
        informed_entity: vec![line(DIVERTED_LINE), stop(SKIPPED_STOP), other],
        cause: Some(cause::CONSTRUCTION),
        effect: Some(effect::MODIFIED_SERVICE),
        severity_level: Some(severity::INFO),
        url: Some(translated([
            ("de", "https://fahrplan.musterstadt.example/baustelle-welfenplatz"),
            ("en", "https://fahrplan.musterstadt.example/en/baustelle-welfenplatz"),
            ("tr", "https://fahrplan.musterstadt.example/tr/baustelle-welfenplatz"),
            ("uk", "https://fahrplan.musterstadt.example/uk/baustelle-welfenplatz"),
            ("ar", "https://fahrplan.musterstadt.example/ar/baustelle-welfenplatz"),
        ])),
        header_text: Some(translated([
            ("de", "Linie 12: Welfenplatz wird von 9 bis 15 Uhr nicht angefahren"),
            ("en", "Line 12 does not stop at Welfenplatz from 9 am to 3 pm"),
            ("tr", "12 numaralı hat 9.00–15.00 arasında Welfenplatz durağında durmuyor"),
            ("uk", "Маршрут 12 не зупиняється на Welfenplatz з 9:00 до 15:00"),
            ("ar", "الخط 12 لا يتوقف في Welfenplatz من الساعة 9 حتى 15"),
        ])),
        description_text: Some(translated([
            (
                "de",
                "Am Welfenplatz wird die Fahrbahn erneuert. Bitte nutzen Sie die Haltestellen Hohenzollernstraße und Südring.",
            ),
            (
                "en",
                "The road at Welfenplatz is being resurfaced. Please use the stops Hohenzollernstraße and Südring.",
            ),
            (
                "tr",
                "Welfenplatz’ta yol yenileniyor. Lütfen Hohenzollernstraße ve Südring duraklarını kullanın.",
            ),
            (
                "uk",
                "На Welfenplatz ремонтують дорогу. Користуйтеся зупинками Hohenzollernstraße та Südring.",
            ),
            (
                "ar",
                "تجري أعمال تجديد الطريق في Welfenplatz. يُرجى استخدام موقفي Hohenzollernstraße وSüdring.",
            ),
        ])),
        ..Alert::default()
    })
}

fn crowded(day: Day, at: Moment) -> Option<Alert> {
    let second = u32::try_from(at - calendar::start_of(day)).ok()?;
    if course::rush(day, second) < CROWDED {
        return None;
    }
    // Renewed every ten minutes while it lasts.
    let from = at - at.rem_euclid(600);
    Some(Alert {
        active_period: vec![period(from, from + ANNOUNCED)],
        informed_entity: vec![line("10")],
        cause: Some(cause::TECHNICAL_PROBLEM),
        effect: Some(effect::SIGNIFICANT_DELAYS),
        severity_level: Some(severity::SEVERE),
        header_text: Some(translated([
            ("de", "Ringlinie 10: Verspätungen bis zu 10 Minuten"),
            ("en", "Ring line 10: delays of up to 10 minutes"),
            ("tr", "10 numaralı çevre hattı: 10 dakikaya varan gecikmeler"),
            ("uk", "Кільцевий маршрут 10: запізнення до 10 хвилин"),
            ("ar", "الخط الدائري 10: تأخير يصل إلى 10 دقائق"),
        ])),
        description_text: Some(translated([
            ("de", "Eine Ampel am Ostring ist ausgefallen, der Verkehr staut sich."),
            ("en", "A traffic light at Ostring has failed and traffic is backing up."),
            ("tr", "Ostring’deki bir trafik ışığı arızalandı, trafik tıkalı."),
            ("uk", "На Ostring не працює світлофор, утворився затор."),
            ("ar", "تعطلت إشارة مرور في Ostring وحركة السير متوقفة."),
        ])),
        ..Alert::default()
    })
}
