//! A city with a journey planner: what it is asked, what the phone is told, and what happens when it fails.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::upstream::{Reply, Upstream};
use support::{Server, server, server_with};
use transit::answer::{Departures, Journeys, Kind, Outcome, Stops, Trouble};
use transit::json::load;
use transit::query::{Question, Via};
use transit::{Position, Spot, StopId, query};

const PLAN: &str = "/api/v6/plan";
const BOARD: &str = "/api/v6/stoptimes";

async fn server_of(motis: &Upstream, more: &str) -> Server {
    server_with("", &format!("[city.transit]\nmotis = \"http://{}/api\"\n{more}", motis.address))
        .await
}

fn spot(id: &str, north: f64) -> Spot {
    let position = Position::from_degrees(north, 10.4).unwrap();
    Spot { stop: Some(StopId(id.to_owned())), name: id.to_owned(), position }
}

fn asked(question: &Question) -> String {
    format!("{}{}", transit::api::ASK, question.address())
}

fn board(id: &str) -> String {
    let stops = vec![spot(id, 51.2)];
    let around = query::Around::Now;
    asked(&Question::Departures(query::Departures { stops, around, until: None, most: 10 }))
}

fn journey(from: &str) -> String {
    let question = query::Journeys::between(spot(from, 51.2), spot("B", 51.3));
    asked(&Question::Journeys(question))
}

fn tram() -> Value {
    json!({"stopTimes": [{
        "place": {"name": "Markt", "stopId": "de-X_1", "lat": 51.2, "lon": 10.4,
            "scheduledDeparture": "2026-09-09T18:11:00Z", "departure": "2026-09-09T18:14:00Z"},
        "mode": "TRAM", "realTime": true, "headsign": "Bahnhof", "routeShortName": "1"
    }]})
}

fn way() -> Value {
    json!({"itineraries": [{"legs": [{
        "mode": "BUS", "routeShortName": "5", "headsign": "B", "realTime": false,
        "from": {"name": "A", "lat": 51.2, "lon": 10.4, "scheduledDeparture": "2026-09-09T18:11:00Z"},
        "to": {"name": "B", "lat": 51.3, "lon": 10.4, "scheduledArrival": "2026-09-09T18:31:00Z"}
    }]}], "nextPageCursor": "LATER|1"})
}

fn trouble(body: &str) -> Trouble {
    load::<Outcome<Stops>>(body).unwrap().result().unwrap_err()
}

#[tokio::test]
async fn departures_are_told_in_our_words_with_whose_data_it_is() {
    let motis = Upstream::start().await;
    motis.on(
        BOARD,
        Reply::Say(
            200,
            "link: <https://transitous.org/sources/>; rel=\"license\"\r\nset-cookie: a=b\r\n",
            tram().to_string().into_bytes(),
        ),
    );
    let server = server_of(&motis, "motis_tag = \"de-X\"\ncontact = \"mobil@x.example\"").await;
    let answer = server.api.get(&board("1")).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::OK, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
    let told = load::<Outcome<Departures>>(&answer.text()).unwrap().result().unwrap();
    assert_eq!(told.departures[0].timing.delay(), Some(3));
    assert_eq!((told.stops[0].id.0.as_str(), told.departures[0].stop.0.as_str()), ("1", "1"));
    let links: Vec<_> = told.source.attribution.iter().map(|by| by.link.clone().unwrap()).collect();
    assert_eq!(
        links,
        ["https://transitous.org/sources/", "https://www.openstreetmap.org/copyright"]
    );
    assert!(told.source.realtime.is_some());
    let asked = &motis.asked()[0];
    assert!(asked.starts_with("GET /api/v6/stoptimes?stopId=de-X_1&center=51.200000%2C10.400000"));
    assert!(asked.contains("user-agent: stadtkern/0.1.0 (mobil@x.example)"), "{asked}");
}

#[tokio::test]
async fn nothing_about_the_person_travels_along() {
    let motis = Upstream::start().await;
    motis.on(BOARD, Reply::json(&tram()));
    let server = server_of(&motis, "").await;
    let headers = [
        ("cookie", "session=1"),
        ("user-agent", "Firefox"),
        ("x-forwarded-for", "192.0.2.1"),
        ("referer", "http://x/"),
        ("authorization", "Bearer x"),
    ];
    server.api.get_with(&board("1"), &headers).await;
    let asked = &motis.asked()[0];
    for unwanted in ["cookie", "firefox", "192.0.2.1", "forwarded", "referer", "authorization"] {
        assert!(!asked.contains(unwanted), "{unwanted}: {asked}");
    }
}

#[tokio::test]
async fn many_who_ask_the_same_are_one_question_and_half_a_minute_its_answer() {
    let motis = Upstream::start().await;
    let wait = Duration::from_millis(150);
    motis.on(BOARD, Reply::Slow(wait, Box::new(Reply::json(&tram()))));
    let server = server_of(&motis, "").await;
    let path = board("1");
    // The clock must not pass a full minute between the questions.
    let clock = &server.running.app.clock;
    clock.advance(60 - clock.now().rem_euclid(60));
    let one = || server.api.get(&path);
    let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
    assert_eq!([a, b, c, d].map(|answer| answer.status.as_u16()), [200; 4]);
    clock.advance(20);
    one().await;
    assert_eq!(motis.asked_for(BOARD), 1);
    clock.advance(11);
    one().await;
    assert_eq!(motis.asked_for(BOARD), 2);
}

#[tokio::test]
async fn every_failure_is_told_apart_and_nothing_is_an_empty_board() {
    let motis = Upstream::start().await;
    let server = server_of(&motis, "").await;
    let mut number = 0;
    for (reply, status, kind) in [
        (Reply::html(), 502, Kind::Garbled),
        (Reply::bytes(b""), 502, Kind::Garbled),
        (Reply::bytes(b"{}"), 502, Kind::Garbled),
        (Reply::bytes(b"\xff\x00garbage"), 502, Kind::Garbled),
        (Reply::status(500), 503, Kind::Unreachable),
        (Reply::status(403), 503, Kind::Unreachable),
        (Reply::status(302), 503, Kind::Unreachable),
        (Reply::Reset, 503, Kind::Unreachable),
        (Reply::Half, 503, Kind::Unreachable),
        (Reply::Say(400, "", b"{\"error\":\"bad\"}".to_vec()), 400, Kind::BadQuestion),
        (Reply::Say(404, "", b"{\"error\":\"no stop\"}".to_vec()), 404, Kind::UnknownStop),
    ] {
        number += 1;
        motis.on(BOARD, reply);
        let answer = server.api.get(&board(&number.to_string())).await;
        // Without a tag all ids ask for the same place: the failure before is kept for seconds only.
        server.running.app.clock.advance(6);
        assert_eq!(
            (answer.status.as_u16(), trouble(&answer.text()).kind),
            (status, kind),
            "{number}"
        );
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    }
}

#[tokio::test]
async fn silence_ends() {
    let motis = Upstream::start().await;
    motis.on(BOARD, Reply::Silence);
    let server = server_of(&motis, "").await;
    let start = std::time::Instant::now();
    let answer = server.api.get(&board("1")).await;
    assert_eq!((answer.status.as_u16(), trouble(&answer.text()).kind), (503, Kind::Unreachable));
    assert!(start.elapsed() < Duration::from_secs(12));
}

#[tokio::test]
async fn a_refused_question_is_passed_on_and_then_it_is_left_alone() {
    let motis = Upstream::start().await;
    motis.on(BOARD, Reply::Say(429, "retry-after: 40\r\n", Vec::new()));
    let server = server_of(&motis, "").await;
    let answer = server.api.get(&board("1")).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "40"));
    assert_eq!(trouble(&answer.text()).kind, Kind::Busy);
    motis.on(BOARD, Reply::json(&tram()));
    server.running.app.clock.advance(10);
    let answer = server.api.get(&board("1")).await;
    // The clock goes on while it is moved on: a second or two may be gone.
    let wait: u32 = answer.header("retry-after").parse().unwrap();
    assert!(answer.status.as_u16() == 429 && (25..=30).contains(&wait), "{wait}");
    assert_eq!(motis.asked().len(), 1, "it asked for silence");
    server.running.app.clock.advance(31);
    assert_eq!(server.api.get(&board("1")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn searches_are_limited_for_one_and_for_all() {
    let motis = Upstream::start().await;
    motis.on(PLAN, Reply::json(&way()));
    let server = server_with(
        "[proxy]\ntrusted = [\"127.0.0.1\"]",
        &format!("[city.transit]\nmotis = \"http://{}\"\nsearches_per_minute = 5", motis.address),
    )
    .await;
    let mut refused = Vec::new();
    for person in 1..=3 {
        for number in 0..3 {
            // Places apart from each other: without a tag they are asked by their position.
            let from = spot("A", 51.2 + f64::from(person * 10 + number) / 1000.0);
            let question = Question::Journeys(query::Journeys::between(from, spot("B", 51.3)));
            let from = format!("192.0.2.{person}");
            let answer =
                server.api.get_with(&asked(&question), &[("x-forwarded-for", &from)]).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                assert!((1..=60).contains(&answer.header("retry-after").parse::<u32>().unwrap()));
                refused.push((person, number));
            }
        }
    }
    // Five in all, three for one person.
    assert_eq!(refused, [(2, 2), (3, 0), (3, 1), (3, 2)]);
    assert_eq!(motis.asked_for(PLAN), 5);
    server.running.app.clock.advance(61);
    assert_eq!(server.api.get(&journey("C")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_server_that_knows_only_the_version_before_is_asked_in_it() {
    let motis = Upstream::start().await;
    motis.on("/api/v5/stoptimes", Reply::json(&tram()));
    motis.on("/api/v5/plan", Reply::json(&way()));
    let server = server_of(&motis, "").await;
    assert_eq!(server.api.get(&board("1")).await.status, StatusCode::OK);
    assert_eq!(server.api.get(&journey("A")).await.status, StatusCode::OK);
    let asked: Vec<String> = motis
        .asked()
        .iter()
        .map(|asked| asked.split([' ', '?']).nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(asked, [BOARD, "/api/v5/stoptimes", "/api/v5/plan"], "it is remembered");
    server.running.app.clock.advance(3700);
    motis.on(BOARD, Reply::json(&tram()));
    server.api.get(&board("1")).await;
    assert_eq!(motis.asked_for(BOARD), 2, "and forgotten when it may have been renewed");
}

#[tokio::test]
async fn journeys_stops_and_a_trip() {
    let motis = Upstream::start().await;
    motis.on(PLAN, Reply::json(&way()));
    motis.on("/api/v6/trip", Reply::json(&way()["itineraries"][0]));
    let markt = json!({"type": "STOP", "name": "Markt", "id": "x_1", "lat": 51.2, "lon": 10.4, "areas": []});
    motis.on("/api/v1/geocode", Reply::json(&json!([markt])));
    motis.on("/api/v1/reverse-geocode", Reply::json(&json!([markt])));
    let server = server_of(&motis, "").await;
    let answer = server.api.get(&journey("A")).await;
    let told = load::<Outcome<Journeys>>(&answer.text()).unwrap().result().unwrap();
    assert_eq!((told.journeys[0].seconds(), told.later.as_deref()), (1200, Some("LATER|1")));
    assert_eq!(told.source.realtime, None, "nothing is known but the plan");
    let names = |body: String| {
        let told = load::<Outcome<Stops>>(&body).unwrap().result().unwrap();
        told.stops.into_iter().map(|stop| stop.stop.name).collect::<Vec<_>>()
    };
    let find = server.api.get("/api/transit/stops?text=M%C3%A4rkt&near=51.2001,10.4001").await;
    assert_eq!(names(find.text()), ["Markt"]);
    assert_eq!(
        names(server.api.get("/api/transit/near?at=51.201,10.4&metres=500").await.text()),
        ["Markt"]
    );
    let far = server.api.get("/api/transit/near?at=51.3,10.4&metres=500").await;
    assert_eq!(names(far.text()), Vec::<String>::new());
    let trip = server.api.get("/api/transit/trip?trip=20260909_18:11_x_1&day=2026-09-09").await;
    assert!(load::<Outcome<transit::answer::TripRun>>(&trip.text()).unwrap().result().is_ok());
    let head = server.api.send(Method::HEAD, &journey("A"), &[], "").await.unwrap();
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn what_it_cannot_be_asked_is_said_before_it_is_asked() {
    let motis = Upstream::start().await;
    let server = server_of(&motis, "").await;
    let mut by = query::Journeys::between(spot("A", 51.2), spot("B", 51.3));
    by.via = vec![Via { spot: spot("C", 51.25), stay: 0 }];
    let nowhere = query::Journeys::between(spot("A", 51.2), spot("A", 51.2));
    for (path, status, kind) in [
        (asked(&Question::Journeys(by)), 400, Kind::BadQuestion),
        (asked(&Question::Journeys(nowhere)), 400, Kind::SamePlace),
        ("/api/transit/journeys?from=x".to_owned(), 400, Kind::BadQuestion),
        ("/api/transit/departures".to_owned(), 400, Kind::BadQuestion),
        (format!("/api/transit/stops?text={}", "x".repeat(9000)), 400, Kind::BadQuestion),
        ("/api/transit/lines".to_owned(), 404, Kind::Other),
        ("/api/transit/nothing".to_owned(), 404, Kind::Other),
        ("/api/transit/v6/plan".to_owned(), 404, Kind::Other),
    ] {
        let answer = server.api.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), trouble(&answer.text()).kind),
            (status, kind),
            "{path}"
        );
    }
    assert_eq!(motis.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn no_journey_is_an_answer_and_not_an_outage() {
    let motis = Upstream::start().await;
    motis.on(PLAN, Reply::json(&json!({"itineraries": []})));
    let server = server_of(&motis, "").await;
    let answer = server.api.get(&journey("A")).await;
    assert_eq!((answer.status, trouble(&answer.text()).kind), (StatusCode::OK, Kind::NoJourney));
}

#[tokio::test]
async fn without_a_planner_the_phone_is_told_to_use_its_own_timetable() {
    let server = server().await;
    for path in [board("1"), journey("A"), "/api/transit/stops?text=x".to_owned()] {
        let answer = server.api.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), trouble(&answer.text()).kind),
            (404, Kind::Other),
            "{path}"
        );
    }
    let posted = server.api.send(Method::POST, "/api/transit/journeys", &[], "x").await.unwrap();
    assert_eq!((posted.status.as_u16(), posted.header("allow")), (405, "GET, HEAD"));
    let foreign = [("sec-fetch-site", "cross-site")];
    let posted =
        server.api.send(Method::POST, "/api/transit/journeys", &foreign, "x").await.unwrap();
    assert_eq!(posted.status, StatusCode::FORBIDDEN);
    let unknown = server.api.get_with("/api/transit/status", &[("host", "evil.example")]).await;
    assert_eq!(unknown.status, StatusCode::MISDIRECTED_REQUEST);
}
