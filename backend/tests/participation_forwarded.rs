//! A city with an ODK Central or `KoboToolbox` of its own: answers arrive there once, whatever it says and does.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use backend::config::{Config, Secrets};
use backend::participation::forward::again::round;
use backend::participation::tokens;
use serde_json::{Value, json};
use sqlx::Row;
use support::openrosa::{Mood, OpenRosa, Plays};
use support::postgres::Postgres;
use support::process::{Process, ready};
use support::survey::{answer, instance, item, multipart, vote, write};
use support::{Api, Server};

const XML: &str = "xml_submission_file";
const BOTH: [Plays; 2] = [Plays::Central, Plays::Kobo];

/// One `[[city.forward]]`.
fn table(item: &str, other: &OpenRosa, plays: Plays, more: &str) -> String {
    let address = &other.address;
    let place = match plays {
        Plays::Central => {
            format!("odk_central = \"http://{address}/v1/projects/7\"\nkey_env = \"KEY\"")
        }
        Plays::Kobo => format!("kobotoolbox = \"http://{address}/musterstadt\""),
    };
    format!("[[city.forward]]\nitem = \"{item}\"\n{place}\n{more}\n")
}

async fn server(items: &[Value], database: &str, forwards: &str) -> Server {
    let place = support::place();
    write(place.path(), items);
    let text = format!(
        "listen = \"127.0.0.1:0\"\nrequests_per_minute = 100000\nlog = \"error\"\n{database}\n[[city]]\npackage = \"cities/musterstadt\"\nhosts = [\"localhost\", \"127.0.0.1\"]\n{forwards}"
    );
    let file = place.path().join("stadtkern.toml");
    std::fs::write(&file, text).unwrap();
    let config = Config::load(Some(&file), &Secrets::of([("KEY", "geheim$1")])).unwrap();
    let running = backend::start(config).await.unwrap();
    let api = Api::new(running.address.to_string());
    Server { running, place, api }
}

/// A poll that is passed on, with changes to it and to the table.
async fn poll(plays: Plays, changes: &Value, more: &str) -> (Server, OpenRosa) {
    let other = OpenRosa::start(plays).await;
    let forwards = table("bench", &other, plays, more);
    (server(&[item("bench", "poll", "1", changes)], "", &forwards).await, other)
}

/// A vote, and what the device is told.
async fn send(server: &Server, number: u64) -> (u16, String) {
    let key = instance(number);
    let answer = server.api.answer("bench", "1", &key, &vote("park", &key)).await;
    let error = answer.json()["error"].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), error)
}

async fn rows(server: &Server, table: &str) -> Vec<sqlx::any::AnyRow> {
    let query = sqlx::AssertSqlSafe(format!("SELECT * FROM {table}"));
    sqlx::query(query).fetch_all(server.running.app.store.pool()).await.unwrap()
}

async fn count(server: &Server, table: &str) -> usize {
    rows(server, table).await.len()
}

/// What waits is tried again without the device.
async fn later(server: &Server, seconds: i64) {
    let app = &server.running.app;
    app.clock.advance(seconds);
    round(app, app.cities.named("musterstadt").unwrap()).await.unwrap();
}

#[tokio::test]
async fn an_answer_arrives_byte_for_byte_and_nothing_of_the_person_with_it() {
    for plays in BOTH {
        let other = OpenRosa::start(plays).await;
        let forwards = table("place", &other, plays, "");
        let server = server(&[item("place", "survey", "7", &json!({}))], "", &forwards).await;
        let key = instance(1);
        let xml = answer(&[("/data/consent", "OK"), ("/data/photo", "bild 1.jpg")], &key);
        let parts = [
            (XML, "text/xml", xml.as_str()),
            ("bild 1.jpg", "image/jpeg", "\u{1}ä\r\n--x?"),
            ("consent_version", "text/plain", "2026-10"),
        ];
        let headers = [
            ("content-type", "multipart/form-data; boundary=xx"),
            ("idempotency-key", key.as_str()),
            ("user-agent", "Spion/1.0"),
            ("cookie", "a=b"),
            ("x-forwarded-for", "198.51.100.7"),
            ("x-openrosa-device-id", "geraet"),
        ];
        let path = "/api/participation/v1/items/place/versions/7/responses?deviceID=geraet";
        let post = async || {
            let body = multipart(&parts);
            server.api.send(axum::http::Method::POST, path, &headers, &body).await.unwrap()
        };
        let first = post().await;
        assert_eq!(first.status, 201, "{first:?}");
        let again = post().await;
        assert_eq!((again.status.as_u16(), again.json()), (202, first.json()));
        let stored = other.stored();
        let there = &stored[&key];
        assert_eq!(there.xml, xml.as_bytes());
        assert_eq!(
            there.files,
            BTreeMap::from([("bild 1.jpg".to_owned(), "\u{1}ä\r\n--x?".as_bytes().to_vec())])
        );
        let asked = other.asked();
        assert_eq!(asked.len(), 1, "a repeat is known here");
        let expected = match plays {
            Plays::Central => "/v1/key/geheim$1/projects/7/submission",
            Plays::Kobo => "/musterstadt/submission",
        };
        assert_eq!((asked[0].path.as_str(), &asked[0].query), (expected, &None));
        let mut names: Vec<&str> =
            asked[0].headers.keys().map(axum::http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "accept",
                "content-length",
                "content-type",
                "host",
                "user-agent",
                "x-openrosa-version"
            ]
        );
        assert_eq!(asked[0].headers["user-agent"], "stadtkern-backend");
        // Nothing of what was said is left here.
        assert_eq!(count(&server, "participation_response").await, 0);
        assert_eq!(count(&server, "participation_attachment").await, 0);
        let row = &rows(&server, "participation_passed").await[0];
        for column in ["uuid", "xml", "consent", "token"] {
            assert_eq!(row.get::<String, _>(column), "", "{column}");
        }
        assert!(!row.get::<String, _>("instance").contains("0000"), "only a hash");
        // Other bytes with this id never get there.
        let changed = xml.replace("bild 1.jpg", "");
        assert_eq!(server.api.answer("place", "7", &key, &changed).await.status, 409);
        assert_eq!(other.asked().len(), 1);
        let list = server.api.items().await;
        assert!(list["items"][0]["results"]["url"].is_null(), "there is nothing to count");
    }
}

#[tokio::test]
async fn the_device_hears_what_the_contract_says() {
    let central = [
        (Mood::Closed, 410, "closed"),
        (Mood::Says(400), 422, "not-valid"),
        (Mood::Says(401), 503, "busy"),
        (Mood::Says(403), 503, "busy"),
        (Mood::Says(404), 404, "unknown-version"),
        (Mood::Says(413), 413, "too-large"),
        (Mood::Says(415), 415, "wrong-type"),
        (Mood::Says(429), 429, "busy"),
        (Mood::Says(500), 503, "busy"),
        (Mood::Says(200), 503, "busy"),
        (Mood::Page(200), 503, "busy"),
        (Mood::Page(201), 503, "busy"),
        (Mood::Page(404), 503, "busy"),
        (Mood::Moved, 503, "busy"),
    ];
    let kobo = [
        (Mood::Closed, 410, "closed"),
        (Mood::Says(404), 410, "closed"),
        (Mood::Says(400), 422, "not-valid"),
        (Mood::Says(401), 503, "busy"),
        (Mood::Says(402), 503, "busy"),
        (Mood::Says(409), 409, "conflict"),
        (Mood::Says(413), 413, "too-large"),
        (Mood::Says(423), 423, "busy"),
        (Mood::Says(503), 503, "busy"),
        (Mood::Page(200), 503, "busy"),
        (Mood::Page(409), 503, "busy"),
        (Mood::Moved, 503, "busy"),
    ];
    for (plays, moods) in [(Plays::Central, &central[..]), (Plays::Kobo, &kobo[..])] {
        let (server, other) = poll(plays, &json!({}), "").await;
        for (number, (mood, status, error)) in (1..).zip(moods) {
            other.now(*mood);
            let heard = send(&server, number).await;
            assert_eq!((heard.0, heard.1.as_str()), (*status, *error), "{plays:?} {mood:?}");
            let waits = count(&server, "participation_passed").await;
            assert_eq!(
                waits,
                usize::from(*error == "busy"),
                "{mood:?}: what is refused is forgotten"
            );
            // When all is well again the same bytes are taken.
            other.now(Mood::Works);
            assert_eq!(send(&server, number).await.0, 201, "{plays:?} after {mood:?}");
            sqlx::query("DELETE FROM participation_passed")
                .execute(server.running.app.store.pool())
                .await
                .unwrap();
        }
        assert_eq!(other.stored().len(), moods.len());
        assert!(
            other.asked().iter().all(|asked| asked.path != "/elsewhere"),
            "no redirect is followed"
        );
        other.now(Mood::Says(429));
        let key = instance(99);
        let busy = server.api.answer("bench", "1", &key, &vote("park", &key)).await;
        assert_eq!((busy.status.as_u16(), busy.header("retry-after")), (429, "9"));
    }
}

#[tokio::test]
async fn another_answer_with_this_id_over_there_is_a_conflict() {
    for plays in BOTH {
        let (server, other) = poll(plays, &json!({}), "").await;
        assert_eq!(send(&server, 1).await.0, 201);
        // As if this backend had lost its database.
        sqlx::query("DELETE FROM participation_passed")
            .execute(server.running.app.store.pool())
            .await
            .unwrap();
        let key = instance(1);
        let other_bytes = server.api.answer("bench", "1", &key, &vote("market", &key)).await;
        assert_eq!(other_bytes.status, 409);
        let same = send(&server, 1).await.0;
        assert_eq!(same, if plays == Plays::Kobo { 202 } else { 201 });
        assert_eq!(other.stored()[&key].xml, vote("park", &key).as_bytes());
        assert_eq!(other.stored()[&key].created, 1);
    }
}

#[tokio::test]
async fn what_nobody_knows_is_sent_again_and_stored_once() {
    for plays in BOTH {
        let (server, other) = poll(plays, &json!({}), "timeout_seconds = 1").await;
        for (number, mood) in
            [(1, Mood::StoresAndBreaks), (2, Mood::StoresAndSleeps(Duration::from_secs(3)))]
        {
            other.now(mood);
            assert_eq!(send(&server, number).await.0, 503, "{mood:?}");
        }
        other.now(Mood::Works);
        let again = if plays == Plays::Kobo { 202 } else { 201 };
        assert_eq!(send(&server, 1).await.0, again, "the device comes back");
        assert_eq!(send(&server, 1).await.0, 202);
        // The other phone does not come back; the backend does it alone.
        later(&server, 61).await;
        assert_eq!(
            backend::participation::forward::waiting::count(
                &server.running.app.store,
                "musterstadt",
                "bench"
            )
            .await
            .unwrap(),
            0
        );
        assert_eq!(send(&server, 2).await.0, 202);
        let stored = other.stored();
        assert_eq!(stored.len(), 2);
        assert!(stored.values().all(|one| one.created == 1));
    }
}

#[tokio::test]
async fn whoever_is_down_is_not_asked_for_each_answer_and_gets_all_of_them_later() {
    let (server, other) = poll(Plays::Kobo, &json!({}), "").await;
    other.now(Mood::Says(503));
    for number in 0..8 {
        assert_eq!(send(&server, number).await.0, 503);
    }
    let before = other.asked().len();
    later(&server, 61).await;
    assert_eq!(other.asked().len() - before, 1, "one asks for all");
    other.now(Mood::Works);
    later(&server, 61).await;
    later(&server, 120).await;
    assert_eq!(other.stored().len(), 8);
    // The whole way was two tries for the first; a day later nothing is sent any more.
    let asked = other.asked().len();
    later(&server, 86_400).await;
    assert_eq!(other.asked().len(), asked);
}

#[tokio::test]
async fn many_at_once_are_sent_one_after_the_other() {
    for plays in BOTH {
        let (server, other) = poll(plays, &json!({}), "").await;
        other.now(Mood::StoresAndSleeps(Duration::from_millis(300)));
        let all = futures_util::future::join_all((0..12).map(|_| send(&server, 1))).await;
        assert!(all.iter().all(|(status, _)| [201, 202, 423].contains(status)), "{all:?}");
        assert_eq!(all.iter().filter(|(status, _)| *status == 201).count(), 1);
        assert_eq!((other.most_at_once(), other.stored()[&instance(1)].created), (1, 1));
    }
}

#[tokio::test]
async fn codes_and_quota_hold_over_there_too() {
    let token = json!({"participation": {"mode": "token", "once": "token"}, "quota": 2});
    let (server, other) = poll(Plays::Central, &token, "").await;
    let store = &server.running.app.store;
    let codes = tokens::make(store, "musterstadt", "bench", 4).await.unwrap();
    let send = async |number: u64, code: &str| {
        let (key, xml) = (instance(number), vote("park", &instance(number)));
        let parts = [(XML, "text/xml", xml.as_str()), ("participation_token", "text/plain", code)];
        server.api.try_answer("bench", "1", &key, &parts).await.unwrap().status.as_u16()
    };
    let used = async || tokens::count(store, "musterstadt", "bench").await.unwrap().1;
    other.now(Mood::Closed);
    assert_eq!(
        (send(1, &codes[0]).await, used().await),
        (410, 0),
        "refused: the code is free again"
    );
    other.now(Mood::Says(500));
    assert_eq!(
        (send(1, &codes[0]).await, used().await),
        (503, 1),
        "it waits: the code is reserved"
    );
    assert_eq!(send(2, &codes[0]).await, 403);
    other.now(Mood::Works);
    assert_eq!((send(1, &codes[0]).await, send(1, &codes[0]).await), (201, 202));
    assert_eq!(send(2, &codes[0]).await, 403, "used");
    assert_eq!(send(2, &codes[1]).await, 201);
    assert_eq!(send(3, &codes[2]).await, 410, "the quota");
    assert_eq!(used().await, 2);
    for row in rows(&server, "participation_passed").await {
        assert_eq!(row.get::<String, _>("token"), "", "nothing leads from a code to an answer");
    }
    assert!(other.asked().iter().all(|asked| asked.query.is_none()));
}

#[tokio::test]
async fn what_is_kept_here_as_well_has_results() {
    let (server, other) = poll(Plays::Central, &json!({}), "keep_answers = true").await;
    for number in 0..6 {
        assert_eq!(send(&server, number).await.0, 201);
    }
    other.now(Mood::Says(503));
    assert_eq!(send(&server, 6).await.0, 503);
    server.running.app.clock.advance(20);
    let results = server.api.get("/api/participation/v1/items/bench/results").await.json();
    assert_eq!(results["responses"], 6, "what waits is not counted");
    assert_eq!(send(&server, 0).await.0, 202);
    assert_eq!(count(&server, "participation_response").await, 6);
}

#[tokio::test]
async fn after_the_end_repeats_are_known_for_a_while_and_then_forgotten() {
    let soon =
        json!({"phases": [{"id": "ask", "title": "x", "from": "2020-01-01", "to": "2999-01-01"}]});
    let (server, other) = poll(Plays::Kobo, &soon, "").await;
    assert_eq!(send(&server, 1).await.0, 201);
    other.now(Mood::Says(503));
    assert_eq!(send(&server, 2).await.0, 503, "finished in time");
    let over =
        json!({"phases": [{"id": "ask", "title": "x", "from": "2020-01-01", "to": "2020-02-01"}]});
    write(server.place.path(), &[item("bench", "poll", "1", &over)]);
    assert_eq!(send(&server, 1).await.0, 202);
    assert_eq!(send(&server, 3).await.0, 410);
    other.now(Mood::Works);
    assert_eq!(send(&server, 2).await.0, 201, "it waited here before the end");
    sqlx::query("UPDATE participation_passed SET until = 1")
        .execute(server.running.app.store.pool())
        .await
        .unwrap();
    later(&server, 1).await;
    assert_eq!(count(&server, "participation_passed").await, 0);
}

#[tokio::test]
async fn what_waits_is_kept_here_when_the_city_does_not_pass_on_any_more() {
    let token = json!({"participation": {"mode": "token", "once": "token"}});
    let (server, other) = poll(Plays::Kobo, &token, "").await;
    let codes = tokens::make(&server.running.app.store, "musterstadt", "bench", 1).await.unwrap();
    let (key, xml) = (instance(1), vote("park", &instance(1)));
    let parts = [(XML, "text/xml", xml.as_str()), ("participation_token", "text/plain", &codes[0])];
    other.now(Mood::Says(503));
    let waits = server.api.try_answer("bench", "1", &key, &parts).await.unwrap();
    assert_eq!(waits.status, 503);
    let Server { running, place, .. } = server;
    running.stop().await;
    let running = backend::start(support::config(place.path(), "", "")).await.unwrap();
    let api = Api::new(running.address.to_string());
    let mut told = 0;
    for _ in 0..100 {
        told = api.try_answer("bench", "1", &key, &parts).await.unwrap().status.as_u16();
        if told == 202 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(told, 202);
    let stored = sqlx::query("SELECT xml FROM participation_response")
        .fetch_all(running.app.store.pool())
        .await
        .unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].get::<String, _>("xml"), xml);
}

/// The process is killed after the other system has the answer and before the device is told.
async fn killed_in_the_middle(place: &Path, database: &str) {
    let other = OpenRosa::start(Plays::Kobo).await;
    write(place, &[item("bench", "poll", "1", &json!({}))]);
    let more = table("bench", &other, Plays::Kobo, "timeout_seconds = 2");
    let mut process = Process::start_with(place, database, &more);
    let api = Api::new(format!("127.0.0.1:{}", process.port));
    ready(&api).await;
    let key = instance(1);
    let xml = vote("park", &key);
    other.now(Mood::StoresAndSleeps(Duration::from_millis(1900)));
    for times in 1..=2 {
        let (api, key, xml) = (api.clone(), key.clone(), xml.clone());
        let phone = tokio::spawn(async move {
            loop {
                let parts = [(XML, "text/xml", xml.as_str())];
                let _ = api.try_answer("bench", "1", &key, &parts).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        while other.asked().len() < times || other.stored().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        process.kill();
        phone.abort();
        process.run();
    }
    ready(&api).await;
    other.now(Mood::Works);
    let mut told = Vec::new();
    for _ in 0..100 {
        let answer = api.answer("bench", "1", &key, &xml).await;
        told.push(answer.status.as_u16());
        if [201, 202].contains(told.last().unwrap()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (last, before) = told.split_last().unwrap();
    assert_eq!(*last, 202, "{told:?}");
    assert!(before.iter().all(|status| *status == 423), "{told:?}");
    assert_eq!(api.answer("bench", "1", &key, &xml).await.status, 202);
    let stored = other.stored();
    assert_eq!((stored.len(), stored[&key].created), (1, 1));
    assert_eq!(other.most_at_once(), 1, "never two at a time");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_on_sqlite() {
    let place = support::place();
    killed_in_the_middle(place.path(), "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_on_postgresql() {
    match Postgres::start() {
        Ok(postgres) => {
            let place = support::place();
            killed_in_the_middle(place.path(), &postgres.url).await;
            // And everything else on this database.
            let other = OpenRosa::start(Plays::Central).await;
            let forwards = table("bench", &other, Plays::Central, "keep_answers = true");
            let database = format!("database = \"{}\"", postgres.fresh("forwarded").await);
            let server =
                server(&[item("bench", "poll", "1", &json!({}))], &database, &forwards).await;
            assert_eq!((send(&server, 1).await.0, send(&server, 1).await.0), (201, 202));
            other.now(Mood::Closed);
            assert_eq!(send(&server, 2).await.0, 410);
            other.now(Mood::Says(503));
            assert_eq!(send(&server, 2).await.0, 503);
            other.now(Mood::Works);
            later(&server, 61).await;
            assert_eq!(send(&server, 2).await.0, 202);
            assert_eq!(count(&server, "participation_response").await, 2);
        }
        Err(why) => println!("skipped: {why}"),
    }
}
