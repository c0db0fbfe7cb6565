//! What is written is read; what is asked is understood; what comes from outside never panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use transit::alert::{Effect, Period, Severity};
use transit::answer::{self, Kind, Trouble};
use transit::journey::{AlertId, Trip};
use transit::json::{self, Json};
use transit::line::{Colour, LineId};
use transit::query::{
    Around, Departures, FindStops, Journeys, LineDay, MOST, Options, Pace, StopsNear, Via, When,
};
use transit::source::{Attribution, By};
use transit::{
    Alert, Call, Day, Journey, Leg, Line, Mode, Moment, Outcome, Platform, Position, Question,
    Ride, Running, Source, Spot, StopId, StopPlace, Timing, Walk, Wheelchair,
};

fn word<T: Copy + std::fmt::Debug + 'static>(
    all: &'static [(T, &'static str)],
) -> impl Strategy<Value = T> {
    (0..all.len()).prop_map(move |at| all[at].0)
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-zäöüß ;:,/&%+\"\\\\\u{1}-]{0,12}", "حديقة", "Університет"]
}

fn moment() -> impl Strategy<Value = Moment> {
    (0_i64..4_000_000_000).prop_map(Moment)
}

prop_compose! {
    fn position()(north in -90_000_000_i32..=90_000_000, east in -180_000_000_i32..=180_000_000) -> Position {
        Position::new(north, east).unwrap()
    }
}

fn day() -> impl Strategy<Value = Day> {
    (0_i32..40_000).prop_map(Day)
}

fn stop() -> impl Strategy<Value = StopId> {
    "[A-Za-z0-9_:; ä%-]{1,12}".prop_map(StopId)
}

fn wheelchair() -> impl Strategy<Value = Wheelchair> {
    word(Wheelchair::WORDS)
}

prop_compose! {
    fn spot()(stop in of(stop()), name in text(), position in position()) -> Spot {
        Spot { stop, name, position }
    }
}

prop_compose! {
    fn line()(id in text(), name in text(), long_name in of(text()), mode in word(Mode::WORDS),
              colour in of(any::<[u8; 3]>()), operator in of(text())) -> Line {
        Line { id: LineId(id), name, long_name, mode, colour: colour.map(Colour), operator }
    }
}

fn timing() -> impl Strategy<Value = Timing> {
    let running = prop_oneof![
        Just(Running::Unknown),
        Just(Running::Cancelled),
        moment().prop_map(Running::At)
    ];
    (moment(), running).prop_map(|(planned, running)| Timing { planned, running })
}

prop_compose! {
    fn platform()(planned in of(text()), real in of(text())) -> Platform { Platform { planned, real } }
}

prop_compose! {
    fn call()(stop in stop(), name in text(), position in position(), arrival in of(timing()),
              departure in of(timing()), platform in platform(), wheelchair in wheelchair(),
              flags in any::<[bool; 3]>()) -> Call {
        let [no_boarding, no_alighting, on_request] = flags;
        Call { stop, name, position, arrival, departure, platform, wheelchair, no_boarding, no_alighting, on_request }
    }
}

prop_compose! {
    fn trip()(id in text(), day in day()) -> Trip { Trip { id, day } }
}

fn alert_ids() -> impl Strategy<Value = Vec<AlertId>> {
    vec(text().prop_map(AlertId), 0..2)
}

prop_compose! {
    fn ride()(trip in trip(), line in line(), headsign in text(), calls in vec(call(), 2..5),
              wheelchair in wheelchair(), flags in any::<[bool; 2]>(), every in of(any::<u32>()),
              alerts in alert_ids()) -> Ride {
        let [extra, stay_seated] = flags;
        let last = calls.len() - 1;
        Ride {
            trip, line, headsign, board: calls[0].clone(), between: calls[1..last].to_vec(),
            alight: calls[last].clone(), wheelchair, extra, stay_seated, every, alerts,
        }
    }
}

prop_compose! {
    fn walk()(from in spot(), to in spot(), metres: u32, seconds: u32, start in moment()) -> Walk {
        Walk { from, to, metres, seconds, start }
    }
}

fn journey() -> impl Strategy<Value = Journey> {
    let leg = prop_oneof![ride().prop_map(Leg::Ride), walk().prop_map(Leg::Walk)];
    vec(leg, 1..4).prop_map(|legs| Journey::new(legs).unwrap())
}

prop_compose! {
    fn source()(by in word(By::WORDS), realtime in of(moment()), first in of(day()), last in of(day()),
                attribution in vec((text(), of(text())), 0..2)) -> Source {
        let attribution = attribution.into_iter().map(|(text, link)| Attribution { text, link }).collect();
        Source { by, realtime, first, last, attribution }
    }
}

prop_compose! {
    fn alert()(id in text(), severity in word(Severity::WORDS), effect in word(Effect::WORDS), title in text(),
               text in text(), language in of("[a-z]{2}"), link in of(text()),
               periods in vec((of(moment()), of(moment())), 0..2), lines in vec(text().prop_map(LineId), 0..2),
               stops in vec(stop(), 0..2)) -> Alert {
        let periods = periods.into_iter().map(|(from, until)| Period { from, until }).collect();
        Alert { id: AlertId(id), severity, effect, title, text, language, link, periods, lines, stops }
    }
}

prop_compose! {
    fn stop_place()(id in stop(), name in text(), area in of(text()), position in position(),
                    wheelchair in wheelchair(), lines in vec(line(), 0..2)) -> StopPlace {
        StopPlace { id, name, area, position, wheelchair, lines }
    }
}

prop_compose! {
    fn departure()(trip in trip(), line in line(), headsign in text(), stop in stop(), timing in timing(),
                   platform in platform(), wheelchair in wheelchair(), flags in any::<[bool; 2]>(),
                   every in of(any::<u32>()), alerts in alert_ids()) -> answer::Departure {
        let [extra, on_request] = flags;
        answer::Departure { trip, line, headsign, stop, timing, platform, wheelchair, extra, every, on_request, alerts }
    }
}

prop_compose! {
    fn trouble()(kind in word(Kind::WORDS), day in of(day()), retry_after in of(any::<u32>())) -> Trouble {
        Trouble { kind, day, retry_after }
    }
}

prop_compose! {
    fn options()(pace in 0..3_u8, change: Option<u8>, walk: Option<u32>, changes: Option<u8>, wheelchair: bool,
                 without in vec(word(Mode::WORDS), 0..3), without_lines in vec(text().prop_map(LineId), 0..2)) -> Options {
        let pace = [Pace::Slow, Pace::Normal, Pace::Fast][usize::from(pace)];
        Options { pace, change, walk, changes, wheelchair, without, without_lines }
    }
}

fn question() -> impl Strategy<Value = Question> {
    let around = prop_oneof![
        Just(Around::Now),
        moment().prop_map(Around::From),
        moment().prop_map(Around::Before)
    ];
    let when = prop_oneof![
        Just(When::Now),
        moment().prop_map(When::Depart),
        moment().prop_map(When::Arrive)
    ];
    let via = vec((spot(), any::<u16>()).prop_map(|(spot, stay)| Via { spot, stay }), 0..=2);
    prop_oneof![
        (text(), of(position()), 0..=MOST)
            .prop_map(|(text, near, most)| Question::FindStops(FindStops { text, near, most })),
        (position(), any::<u32>(), 0..=MOST).prop_map(|(position, metres, most)| {
            Question::StopsNear(StopsNear { position, metres, most })
        }),
        (vec(spot(), 1..4), around, of(moment()), 0..=MOST).prop_map(
            |(stops, around, until, most)| {
                Question::Departures(Departures { stops, around, until, most })
            }
        ),
        (spot(), spot(), via, when, options(), of(text())).prop_map(
            |(from, to, via, when, options, page)| {
                Question::Journeys(Journeys { from, to, via, when, options, page })
            }
        ),
        Just(Question::Lines),
        (text(), of(day()))
            .prop_map(|(line, day)| Question::Line(LineDay { line: LineId(line), day })),
        trip().prop_map(Question::Trip),
    ]
}

/// Written, it is JSON; read, it is the same; and a field of a later version does not disturb.
fn is_kept<T: Json + PartialEq + std::fmt::Debug>(value: &T) -> Result<(), TestCaseError> {
    let text = json::save(value);
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    let read = json::load::<T>(&text);
    prop_assert_eq!(read.as_ref(), Some(value));
    if let serde_json::Value::Object(mut fields) = tree {
        fields.insert("of a later version".to_owned(), serde_json::Value::Bool(true));
        let read = T::read(&fields.into());
        prop_assert_eq!(read.as_ref(), Some(value));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn journeys_are_kept(from in spot(), to in spot(), journeys in vec(journey(), 0..3), alerts in vec(alert(), 0..2),
                         earlier in of(text()), later in of(text()), source in source()) {
        is_kept(&Outcome::Ok(answer::Journeys { from, to, journeys, alerts, earlier, later, source }))?;
    }

    #[test]
    fn departures_are_kept(stops in vec(stop_place(), 0..3), departures in vec(departure(), 0..4),
                           alerts in vec(alert(), 0..2), next in of(moment()), source in source()) {
        is_kept(&Outcome::Ok(answer::Departures { stops, departures, alerts, next, source }))?;
    }

    #[test]
    fn lines_are_kept(line in line(), day in day(), headsign in text(), stop in stop_place(),
                      times in vec(of(moment()), 0..5), trip in trip(), cancelled: bool, source in source()) {
        let stop = answer::LineStop { id: stop.id, name: stop.name, position: stop.position };
        let runs = vec![answer::Run { trip, times, cancelled }];
        let directions = vec![answer::Direction { headsign, stops: vec![stop], runs }];
        is_kept(&answer::Lines { lines: vec![line.clone()], source: source.clone() })?;
        is_kept(&answer::LineTimetable { line, day, directions, alerts: Vec::new(), source })?;
    }

    #[test]
    fn the_rest_is_kept(stop in stop_place(), metres: Option<u32>, from: u32, length: u32, alerts in vec(alert(), 0..3),
                        at in of(moment()), ride in ride(), source in source(), trouble in trouble()) {
        let fits = vec![answer::Span { from, length }];
        is_kept(&answer::Stops { stops: vec![answer::FoundStop { stop, metres, fits }] })?;
        is_kept(&answer::Alerts { alerts: alerts.clone(), at })?;
        is_kept(&answer::TripRun { ride, alerts, source: source.clone() })?;
        is_kept(&answer::Opened { stops: from, lines: length, source: source.clone() })?;
        is_kept(&transit::api::Status {
            timetable: true, realtime: metres.is_some(), planner: false, attribution: source.attribution,
        })?;
        is_kept(&Outcome::<answer::Stops>::Trouble(trouble))?;
    }

    #[test]
    fn a_question_is_understood(question in question()) {
        let address = question.address();
        prop_assert!(address.is_ascii() && !address.contains([' ', '"', '<', '#']), "{address}");
        prop_assert_eq!(Question::parse(&address), Some(question));
    }

    #[test]
    fn addresses_of_strangers_never_panic(path in "stops|near|departures|journeys|line|trip|x", query: String, value in "[-0-9.,;:%A-F]{0,20}") {
        let _ = Question::parse(&format!("{path}?{query}"));
        for name in ["text", "at", "stop", "from", "to", "line", "trip", "day", "via"] {
            let _ = Question::parse(&format!("{path}?{name}={value}&to={value}&day={value}"));
        }
    }

    #[test]
    fn answers_of_strangers_never_panic(text in "[\\[\\]{}\":,a-z0-9]{0,60}") {
        let _ = json::load::<Outcome<answer::Journeys>>(&text);
        let _ = json::load::<Outcome<answer::Departures>>(&text);
    }

    #[test]
    fn a_journey_of_nonsense_times_can_still_be_shown(journey in journey(), now in moment()) {
        let _ = (journey.action(now), journey.transfers(), journey.seconds(), journey.is_broken());
        prop_assert!(journey.is_same(&journey));
        prop_assert!(journey.changes() < journey.rides().count().max(1));
    }
}
