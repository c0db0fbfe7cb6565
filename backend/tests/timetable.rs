//! The city's timetable: from a feed to what the phone downloads, and what happens when the feed is wrong.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::path::Path;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use demo_network::{Network, day_at};
use serde_json::Value;
use support::upstream::{Reply, Upstream};
use support::{Answer, Api, Server, config, place, server_with};
use timetable::{Day, Timetable};

const TIMETABLE: &str = "/api/transit/timetable";

/// A feed with as many days from `first` on.
fn feed(seed: u64, first: Day, days: u32) -> Vec<u8> {
    Network::new(seed, first, days).zip().unwrap()
}

/// The real day; the feeds here are made around it.
fn today() -> Day {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    day_at(i64::try_from(now.as_secs()).unwrap())
}

/// Asks until the answer pleases; a timetable is compiled while the server answers already.
async fn until(api: &Api, path: &str, pleases: impl Fn(&Answer) -> bool) -> Answer {
    for _ in 0..600 {
        let answer = api.get(path).await;
        if pleases(&answer) {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} never pleased: {:?}", api.get(path).await.status);
}

async fn served(api: &Api) -> Answer {
    until(api, TIMETABLE, |answer| answer.status == StatusCode::OK).await
}

async fn status(api: &Api, pleases: impl Fn(&Value) -> bool) -> Value {
    until(api, "/api/transit/status", |answer| pleases(&answer.json()["sources"]["timetable"]))
        .await
        .json()
}

fn unpacked(answer: &Answer) -> Vec<u8> {
    let mut plain = Vec::new();
    match answer.header("content-encoding") {
        "br" => brotli::BrotliDecompress(&mut &answer.body[..], &mut plain).unwrap(),
        "gzip" => {
            std::io::Read::read_to_end(
                &mut flate2::read::GzDecoder::new(&answer.body[..]),
                &mut plain,
            )
            .map(drop)
            .unwrap();
        }
        _ => plain = answer.body.to_vec(),
    }
    plain
}

async fn server_of_file(path: &Path, more: &str) -> Server {
    server_with("", &format!("[city.transit]\ngtfs = {:?}\n{more}", path.display().to_string()))
        .await
}

#[tokio::test]
async fn the_demo_has_a_timetable_for_today_and_the_weeks_to_come() {
    let server = server_with("", "[city.transit]").await;
    let api = &server.api;
    // The server answers before there is one.
    let early = api.get(TIMETABLE).await;
    if early.status != StatusCode::OK {
        assert_eq!((early.status.as_u16(), early.header("retry-after")), (503, "10"));
        assert_eq!(early.json()["trouble"]["kind"], "noTimetable");
    }
    let plain = served(api).await;
    let timetable = Timetable::open(&plain.body).unwrap();
    assert!(timetable.place_count() > 100 && timetable.line_count() >= 14);
    let (first, last) = timetable.about().service_days;
    assert!(first <= today() && today().plus(60) <= last);

    let tag = plain.header("etag").to_owned();
    for encoding in ["br", "gzip"] {
        let packed = api.get_with(TIMETABLE, &[("accept-encoding", encoding)]).await;
        assert_eq!((packed.header("content-encoding"), packed.header("etag")), (encoding, &*tag));
        assert!(packed.body.len() * 2 < plain.body.len(), "{encoding}: {}", packed.body.len());
        assert_eq!(unpacked(&packed), plain.body);
    }
    let known =
        api.get_with(TIMETABLE, &[("if-none-match", &tag), ("accept-encoding", "br")]).await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let part = api.get_with(TIMETABLE, &[("range", "bytes=8-15"), ("accept-encoding", "br")]).await;
    assert_eq!((part.status, &part.body[..]), (StatusCode::PARTIAL_CONTENT, &plain.body[8..16]));
    let head = api.send(Method::HEAD, TIMETABLE, &[], "").await.unwrap();
    assert_eq!(head.header("content-length"), plain.body.len().to_string());
    assert_eq!(plain.header("content-type"), "application/octet-stream");

    let status = api.get("/api/transit/status").await.json();
    assert_eq!((&status["timetable"], &status["realtime"]), (&true.into(), &true.into()));
    assert_ne!(status["planner"], true);
    assert_eq!(status["sources"]["demo"], true);
    assert!(!status["attribution"].as_array().unwrap().is_empty());
    assert!(transit::json::load::<transit::api::Status>(&status.to_string()).is_some());
}

#[tokio::test]
async fn the_demo_is_renewed_every_day() {
    let server = server_with("", "[city.transit]").await;
    let tag = served(&server.api).await.header("etag").to_owned();
    server.running.app.clock.advance(86_400);
    let new = until(&server.api, TIMETABLE, |answer| answer.header("etag") != tag).await;
    assert_eq!(new.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_file_is_taken_and_a_wrong_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gtfs.zip");
    let server = server_of_file(
        &path,
        "credit = \"Verkehrsbetriebe\"\ncredit_link = \"https://v.example\"\nlicence = \"CC BY 4.0\"",
    )
    .await;
    let api = &server.api;
    let missing = status(api, |source| source["unreachable"].is_string()).await;
    assert_ne!(missing["timetable"], true);
    assert_eq!(api.get(TIMETABLE).await.status, StatusCode::SERVICE_UNAVAILABLE);

    std::fs::write(&path, feed(1, today(), 30)).unwrap();
    let first = served(api).await;
    let told = status(api, |source| source["unreachable"].is_null()).await;
    assert_eq!(told["attribution"][0]["text"], "Verkehrsbetriebe, CC BY 4.0");
    assert_eq!(told["attribution"][0]["link"], "https://v.example");
    assert_eq!(told["sources"]["timetable"]["first"], today().to_string());

    // A server's error page instead of the file, and a zip that broke off.
    let good = feed(2, today(), 30);
    for wrong in [&b"<html>Please sign in</html>"[..], &good[..good.len() / 2], b""] {
        std::fs::write(&path, wrong).unwrap();
        let told = status(api, |source| source["refused"].is_string()).await;
        let why = told["sources"]["timetable"]["refused"].as_str().unwrap().to_owned();
        assert!(why.contains("zip"), "{why}");
        assert!(!why.contains(&*folder.path().to_string_lossy()), "{why}");
        let still = api.get(TIMETABLE).await;
        assert_eq!((still.status, &still.body), (StatusCode::OK, &first.body));
    }
    std::fs::write(&path, &good).unwrap();
    let second = until(api, TIMETABLE, |now| now.header("etag") != first.header("etag")).await;
    assert!(Timetable::open(&second.body).is_ok());
    assert_eq!(
        api.get("/api/transit/status").await.json()["sources"]["timetable"]["refused"],
        Value::Null
    );

    std::fs::remove_file(&path).unwrap();
    status(api, |source| source["unreachable"].is_string()).await;
    assert_eq!(api.get(TIMETABLE).await.body, second.body, "what is there stays");
}

#[tokio::test]
async fn a_timetable_for_later_waits_and_one_that_is_over_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gtfs.zip");
    std::fs::write(&path, feed(1, today().plus(-3), 10)).unwrap();
    let server = server_of_file(&path, "").await;
    let first = served(&server.api).await;
    std::fs::write(&path, feed(2, today().plus(-30), 20)).unwrap();
    let told = status(&server.api, |source| source["refused"].is_string()).await;
    assert!(told["sources"]["timetable"]["refused"].as_str().unwrap().contains("ended"));
    std::fs::write(&path, feed(3, today().plus(2), 30)).unwrap();
    status(&server.api, |source| source["refused"].is_null()).await;
    assert_eq!(server.api.get(TIMETABLE).await.body, first.body, "today only the first one runs");
    server.running.app.clock.advance(2 * 86_400);
    let second =
        until(&server.api, TIMETABLE, |now| now.header("etag") != first.header("etag")).await;
    let timetable = Timetable::open(&second.body).unwrap();
    assert_eq!(timetable.about().service_days.0, today().plus(2));
}

#[tokio::test]
async fn the_last_good_one_is_there_at_once_after_a_start() {
    let feeds = Upstream::start().await;
    feeds.on("/gtfs.zip", Reply::Say(200, "etag: \"a\"\r\n", feed(1, today(), 20)));
    let transit = format!("[city.transit]\ngtfs = \"http://{}/gtfs.zip\"", feeds.address);
    let place = place();
    let running = backend::start(config(place.path(), "", &transit)).await.unwrap();
    let first = served(&Api::new(running.address.to_string())).await;
    running.stop().await;

    // The feed's server is gone, and asked again without hurry.
    feeds.on("/gtfs.zip", Reply::Reset);
    let running = backend::start(config(place.path(), "", &transit)).await.unwrap();
    let api = Api::new(running.address.to_string());
    let kept = served(&api).await;
    assert_eq!((kept.header("etag"), &kept.body), (first.header("etag"), &first.body));
    status(&api, |source| source["unreachable"].is_string()).await;
    let asked = feeds.asked_for("/gtfs.zip");
    running.app.clock.advance(50);
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(feeds.asked_for("/gtfs.zip"), asked, "not before a minute has passed");
    feeds.on("/gtfs.zip", Reply::Say(304, "etag: \"a\"\r\n", Vec::new()));
    running.app.clock.advance(60);
    status(&api, |source| source["unreachable"].is_null()).await;
    assert!(feeds.asked().last().unwrap().contains("if-none-match: \"a\""));
    running.stop().await;

    // Another source's must not be shown.
    let other = transit.replace("/gtfs.zip", "/other.zip");
    let running = backend::start(config(place.path(), "", &other)).await.unwrap();
    let api = Api::new(running.address.to_string());
    status(&api, |source| source["unreachable"].is_string()).await;
    assert_eq!(api.get(TIMETABLE).await.status, StatusCode::SERVICE_UNAVAILABLE);
    running.stop().await;
}

#[tokio::test]
async fn a_feed_on_the_web_is_fetched_when_it_is_new() {
    let feeds = Upstream::start().await;
    let moved = format!("location: http://{}/new.zip\r\n", feeds.address);
    feeds.on("/gtfs.zip", Reply::Say(302, Box::leak(moved.into_boxed_str()), Vec::new()));
    feeds.on("/new.zip", Reply::Say(200, "etag: \"a\"\r\n", feed(1, today(), 20)));
    let transit =
        format!("[city.transit]\ngtfs = \"http://{}/gtfs.zip?key=geheim\"", feeds.address);
    let server = server_with("", &transit).await;
    let first = served(&server.api).await;
    assert!(feeds.asked()[0].starts_with("GET /gtfs.zip?key=geheim "));
    for wrong in [Reply::html(), Reply::status(500), Reply::Half, Reply::bytes(b"")] {
        feeds.on("/new.zip", wrong);
        server.running.app.clock.advance(3601);
        let told = status(&server.api, |source| {
            source["unreachable"].is_string() || source["refused"].is_string()
        })
        .await;
        assert!(!told.to_string().contains("geheim"));
        assert_eq!(server.api.get(TIMETABLE).await.body, first.body);
    }
    feeds.on("/new.zip", Reply::Say(200, "etag: \"b\"\r\n", feed(2, today(), 20)));
    server.running.app.clock.advance(3601);
    until(&server.api, TIMETABLE, |now| now.header("etag") != first.header("etag")).await;
}

#[tokio::test]
async fn real_feeds_are_served() {
    let Some(folder) = support::recorded_in("gtfs") else { return };
    for name in ["kuopio.zip", "vvs751.zip", "catenary_weho.zip"] {
        let server = server_of_file(&folder.join(name), "").await;
        let timetable = Timetable::open(&served(&server.api).await.body).unwrap();
        assert!(timetable.trip_count() > 30, "{name}");
        let told = server.api.get("/api/transit/status").await.json();
        assert_eq!(told["sources"]["timetable"]["expired"], true, "{name}: long ago");
        server.running.stop().await;
    }
}

#[tokio::test]
async fn a_city_that_does_not_show_departures_compiles_nothing_until_it_does() {
    let place = place();
    let file = place.path().join("cities/musterstadt/city.json");
    let show = |on: bool| {
        let mut city: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        for module in city["modules"].as_array_mut().unwrap() {
            if module["slug"] == "transit" {
                module["on"] = on.into();
            }
        }
        std::fs::write(&file, city.to_string()).unwrap();
    };
    show(false);
    let running = backend::start(config(place.path(), "", "")).await.unwrap();
    let api = Api::new(running.address.to_string());
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(api.get(TIMETABLE).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let told = api.get("/api/transit/status").await.json();
    assert_eq!(told["sources"]["timetable"]["checked"], Value::Null, "it did not even look");
    show(true);
    served(&api).await;
    running.stop().await;
}
