//! What really runs: GTFS-Realtime feeds that are fine, late, dead, or something else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::time::Duration;

use axum::http::StatusCode;
use demo_network::{Network, day_at};
use serde_json::Value;
use support::upstream::{Reply, Upstream};
use support::{Answer, Api, Server, server_with};
use timetable::Timetable;
use timetable::overlay::{Live, Overlay};
use transit::answer::{Alerts, Outcome};

const OVERLAY: &str = "/api/transit/realtime";
const ALERTS: &str = "/api/transit/alerts";

/// A server whose clock stands at noon of this day, when much is going on.
async fn at_noon(transit: &str) -> Server {
    let server = server_with("", transit).await;
    let clock = &server.running.app.clock;
    let noon = demo_network::start_of(day_at(clock.now())) + 43_200;
    clock.advance(noon - clock.now());
    server
}

async fn timetable(api: &Api) -> (Timetable, String) {
    for _ in 0..600 {
        let answer = api.get("/api/transit/timetable").await;
        if answer.status == StatusCode::OK {
            return (Timetable::open(&answer.body).unwrap(), answer.header("etag").to_owned());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no timetable");
}

/// Waits for the first answer: on a busy machine joining it with the timetable may take longer than a person waits.
async fn heard(api: &Api) {
    for _ in 0..100 {
        if api.get(OVERLAY).await.status == StatusCode::OK {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no real time");
}

fn overlay(answer: &Answer) -> Overlay {
    assert_eq!(answer.status, StatusCode::OK);
    Overlay::decode(&answer.body).unwrap()
}

fn told_at(answer: &Answer) -> i64 {
    answer.header("x-told-at").parse().unwrap()
}

async fn feeds_of(api: &Api) -> Vec<Value> {
    let status = api.get("/api/transit/status").await.json();
    status["sources"]["realtime"].as_array().unwrap().clone()
}

fn alerts(answer: &Answer) -> Alerts {
    transit::json::load::<Outcome<Alerts>>(&answer.text()).unwrap().result().unwrap()
}

#[tokio::test]
async fn the_demo_drifts_and_belongs_to_its_timetable() {
    let server = at_noon("[city.transit]").await;
    let (api, clock) = (&server.api, &server.running.app.clock);
    let (timetable, tag) = timetable(api).await;
    heard(api).await;
    let answer = api.get_with(OVERLAY, &[("accept-encoding", "br")]).await;
    assert_eq!(answer.header("x-timetable"), tag);
    assert!((0..60).contains(&(clock.now() - told_at(&answer))));
    assert!(answer.body.len() < 20_000, "small: {}", answer.body.len());

    let first = overlay(&api.get(OVERLAY).await);
    let live = Live::new(&timetable, &first);
    assert_eq!(live.left_out(), 0);
    assert!(first.changes.len() > 20, "{}", first.changes.len());
    clock.advance(600);
    let later = overlay(&api.get(OVERLAY).await);
    assert!(later.made_at > first.made_at && later.changes != first.changes);

    let german = alerts(&api.get_with(ALERTS, &[("accept-language", "de")]).await);
    let english = alerts(&api.get_with(ALERTS, &[("accept-language", "en")]).await);
    assert!(!german.alerts.is_empty());
    assert_ne!(german.alerts[0].title, english.alerts[0].title);
    assert_eq!(english.alerts[0].language.as_deref(), Some("en"));
    // They are about what the phone knows.
    let lift = english.alerts.iter().find(|alert| !alert.stops.is_empty()).unwrap();
    assert!(timetable.place_by_id(&lift.stops[0].0).is_some());
    let works = english.alerts.iter().find(|alert| !alert.lines.is_empty()).unwrap();
    assert!(timetable.line_by_id(&works.lines[0].0).is_some());
}

/// A timetable of Musterstadt as a file, and its control centre somewhere on the web.
struct Control {
    server: Server,
    network: Network,
    upstream: Upstream,
    _folder: tempfile::TempDir,
}

impl Control {
    async fn start(paths: &[&str]) -> Self {
        let upstream = Upstream::start().await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gtfs.zip");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let today = day_at(i64::try_from(now.as_secs()).unwrap());
        let network = Network::new(1, today, 20);
        std::fs::write(&path, network.zip().unwrap()).unwrap();
        let feeds: Vec<String> =
            paths.iter().map(|path| format!("\"http://{}{path}\"", upstream.address)).collect();
        let transit = format!(
            "[city.transit]\ngtfs = {:?}\nrealtime = [{}]",
            path.display().to_string(),
            feeds.join(", ")
        );
        let server = at_noon(&transit).await;
        timetable(&server.api).await;
        Self { server, network, upstream, _folder: folder }
    }

    fn now(&self) -> i64 {
        self.server.running.app.clock.now()
    }

    fn wait(&self, seconds: i64) {
        self.server.running.app.clock.advance(seconds);
    }

    /// The feed says what happens now.
    fn says(&self, path: &str) {
        self.upstream.on(path, Reply::bytes(&self.network.realtime_bytes(self.now())));
    }
}

#[tokio::test]
async fn a_dead_or_wrong_feed_leaves_the_last_good_one_with_its_age() {
    let control = Control::start(&["/rt"]).await;
    let api = &control.server.api;
    let none = api.get(OVERLAY).await;
    assert_eq!((none.status.as_u16(), none.header("retry-after")), (503, "30"), "never heard");
    assert_eq!(none.json()["trouble"]["kind"], "unreachable");
    control.wait(31);
    control.says("/rt");
    heard(api).await;
    let good = api.get(OVERLAY).await;
    let at = told_at(&good);
    assert!(overlay(&good).changes.len() > 20);
    for (wrong, why) in [
        (Reply::status(500), "500"),
        (Reply::status(429), "429"),
        (Reply::html(), "GTFS-Realtime"),
        (Reply::bytes(b""), "GTFS-Realtime"),
        (Reply::bytes(&[0xff; 100]), "GTFS-Realtime"),
        (Reply::Reset, "connection"),
        (Reply::Half, "broke off"),
    ] {
        control.upstream.on("/rt", wrong);
        control.wait(31);
        let still = api.get(OVERLAY).await;
        assert_eq!((told_at(&still), &still.body), (at, &good.body), "{why}");
        let status = &feeds_of(api).await[0];
        assert!(status["problem"].as_str().unwrap().contains(why), "{why}: {status}");
        assert!(status["age"].as_i64().unwrap() >= 31);
    }
    // However long ago: the phone is told how old it is and decides.
    control.wait(3600);
    assert_eq!(told_at(&api.get(OVERLAY).await), at);
    control.says("/rt");
    control.wait(31);
    assert!(told_at(&api.get(OVERLAY).await) > at);
    assert_eq!(feeds_of(api).await[0]["problem"], Value::Null);
}

#[tokio::test]
async fn a_slow_feed_keeps_nobody_waiting() {
    let control = Control::start(&["/rt"]).await;
    let api = &control.server.api;
    control.says("/rt");
    heard(api).await;
    let good = api.get(OVERLAY).await;
    control.wait(31);
    let news = Reply::bytes(&control.network.realtime_bytes(control.now()));
    control.upstream.on("/rt", Reply::Slow(Duration::from_secs(5), Box::new(news)));
    let start = std::time::Instant::now();
    let (one, two) = tokio::join!(api.get(OVERLAY), api.get(OVERLAY));
    assert!(start.elapsed() < Duration::from_millis(4500), "{:?}", start.elapsed());
    assert_eq!((&one.body, &two.body), (&good.body, &good.body));
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(told_at(&api.get(OVERLAY).await) > told_at(&good), "it came for the next one");
    assert_eq!(control.upstream.asked_for("/rt"), 2);
}

#[tokio::test]
async fn of_two_feeds_one_may_die() {
    let control = Control::start(&["/trips", "/alerts"]).await;
    let api = &control.server.api;
    let split = |alerts: bool| {
        let mut message = control.network.realtime(control.now());
        message.entity.retain(|entity| entity.alert.is_some() == alerts);
        Reply::bytes(&prost::Message::encode_to_vec(&message))
    };
    control.upstream.on("/trips", split(false));
    control.upstream.on("/alerts", split(true));
    heard(api).await;
    assert!(overlay(&api.get(OVERLAY).await).changes.len() > 20);
    let before = alerts(&api.get(ALERTS).await);
    assert!(!before.alerts.is_empty());
    control.upstream.on("/alerts", Reply::Reset);
    control.wait(400);
    control.upstream.on("/trips", split(false));
    let answer = api.get(OVERLAY).await;
    assert!(control.now() - told_at(&answer) < 5, "the trips are as fresh as their own feed");
    let after = alerts(&api.get(ALERTS).await);
    assert!(
        !after.alerts.is_empty() && after.at == before.at,
        "alerts hold longer, with their age"
    );
    let status = feeds_of(api).await;
    assert_eq!((status[0]["problem"].is_null(), status[1]["problem"].is_null()), (true, false));
}

#[tokio::test]
async fn feeds_are_asked_only_while_somebody_looks_and_not_too_often() {
    let control = Control::start(&["/rt"]).await;
    let api = &control.server.api;
    control.says("/rt");
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(control.upstream.asked_for("/rt"), 0, "nobody has asked yet");
    let ask = || api.get(OVERLAY);
    tokio::join!(ask(), ask(), ask(), ask());
    api.get(ALERTS).await;
    assert_eq!(control.upstream.asked_for("/rt"), 1);
    control.wait(20);
    ask().await;
    assert_eq!(control.upstream.asked_for("/rt"), 1);
    // Somebody still looks: it is asked again by itself.
    control.wait(15);
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(control.upstream.asked_for("/rt"), 2);
    control.wait(400);
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(control.upstream.asked_for("/rt"), 2, "nobody looks any more");
    ask().await;
    assert_eq!(control.upstream.asked_for("/rt"), 3);
}

#[tokio::test]
async fn a_city_without_feeds_says_so_without_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gtfs.zip");
    let server =
        server_with("", &format!("[city.transit]\ngtfs = {:?}", path.display().to_string())).await;
    let answer = server.api.get(OVERLAY).await;
    assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0));
    let told = alerts(&server.api.get(ALERTS).await);
    assert_eq!((told.alerts.len(), told.at), (0, None));
    assert_ne!(server.api.get("/api/transit/status").await.json()["realtime"], true);
}

#[tokio::test]
async fn real_feeds_with_their_timetables() {
    let Some(folder) = support::recorded_in("gtfs") else { return };
    for (zip, feeds, at_least) in [
        ("tlib_rt_bart-rt.zip", &["bart-trip-updates.pb", "bart-alerts.pb"][..], 70),
        ("tlib_rt_ct.zip", &["ct-trip-updates.pb", "ct-service-alerts.pb"][..], 15),
    ] {
        let upstream = Upstream::start().await;
        let mut addresses = Vec::new();
        for feed in feeds {
            let body = std::fs::read(folder.join("rt").join(feed)).unwrap();
            upstream.on(&format!("/{feed}"), Reply::bytes(&body));
            addresses.push(format!("\"http://{}/{feed}\"", upstream.address));
        }
        let path = folder.join(zip).display().to_string();
        let transit =
            format!("[city.transit]\ngtfs = {path:?}\nrealtime = [{}]", addresses.join(", "));
        let server = server_with("", &transit).await;
        let (timetable, _) = timetable(&server.api).await;
        heard(&server.api).await;
        let answer = server.api.get(OVERLAY).await;
        let overlay = overlay(&answer);
        let known = overlay.changes.len() + overlay.added.len();
        println!("{zip}: {known} trips, {} bytes", answer.body.len());
        assert!(known >= at_least, "{zip}: {known}");
        assert_eq!(Live::new(&timetable, &overlay).left_out(), 0, "{zip}");
        let age = server.running.app.clock.now() - told_at(&answer);
        assert!(age > 86_400 * 365, "{zip}: recorded long ago, and told so: {age}");
    }
    // What is no feed.
    let upstream = Upstream::start().await;
    let body = std::fs::read(folder.join("rt/invalid.pb")).unwrap();
    upstream.on("/rt", Reply::bytes(&body));
    let path = folder.join("vvs751.zip").display().to_string();
    let transit =
        format!("[city.transit]\ngtfs = {path:?}\nrealtime = [\"http://{}/rt\"]", upstream.address);
    let server = server_with("", &transit).await;
    timetable(&server.api).await;
    assert_eq!(server.api.get(OVERLAY).await.status, StatusCode::SERVICE_UNAVAILABLE);
}
