//! Answers over HTTP: stored once, refused with the reason, and nothing kept of whoever sent them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use serde_json::{Value, json};
use sqlx::Row;
use support::survey::{POLL, SURVEY, answer, instance, item, vote, write};
use support::{Server, config};

const XML: &str = "xml_submission_file";

async fn server(items: &[Value]) -> Server {
    let place = support::place();
    write(place.path(), items);
    let running = backend::start(config(place.path(), "", "")).await.unwrap();
    let api = support::Api::new(running.address.to_string());
    Server { running, place, api }
}

fn poll(more: &Value) -> Value {
    item("bench", "poll", "1", more)
}

#[tokio::test]
async fn the_list_has_all_that_the_app_needs() {
    let elsewhere = json!({"id": "plan", "kind": "text", "title": "Plan", "external": {"url": "https://example.org/plan", "provider": "Decidim"}});
    let broken = item(
        "broken",
        "survey",
        "1",
        &json!({"phases": [{"id": "ask", "title": "x", "to": "gestern"}]}),
    );
    let server = server(&[
        poll(&json!({})),
        item("place", "survey", "7", &json!({"acceptUntil": "2999-01-01"})),
        elsewhere,
        broken,
    ])
    .await;
    let response = server.api.get("/api/participation/v1/items").await;
    let list = response.json();
    let ids: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["bench", "place", "plan"], "what is wrong is left out alone");
    let read = participation::items(&response.body).unwrap();
    assert_eq!((read.value.len(), read.skipped), (3, 0), "the app can read all of it");
    let now = dates::Timestamp(1_800_000_000);
    assert_eq!(read.value[0].offer(now), participation::Offer::Vote);
    let one = &list["items"][0];
    assert_eq!(
        one["poll"]["label"],
        json!({"de": "Wo soll die Bank stehen?", "en": "Where shall the bench be?"})
    );
    assert_eq!(one["phases"][0]["state"], "open");
    assert_eq!(one["languages"], json!(["de", "en"]));
    let form = server.api.get(one["definition"]["url"].as_str().unwrap()).await;
    assert_eq!(form.text(), POLL);
    assert_eq!(
        form.header("etag"),
        format!("\"{}\"", one["definition"]["sha256"].as_str().unwrap())
    );
    assert!(form.header("cache-control").contains("immutable"));
    assert_eq!(form.header("content-type"), "application/xml");
    let tag = response.header("etag").to_owned();
    let again =
        server.api.get_with("/api/participation/v1/items", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, 304);
    assert_eq!(
        server.api.get("/api/participation/v1/items/bench/versions/2/form.xml").await.status,
        404
    );
    assert_eq!(
        server.api.get("/api/participation/v1/items/broken/versions/1/form.xml").await.status,
        404
    );
    // An older version is there as long as its file is.
    let forms = server.place.path().join("cities/musterstadt/participation/forms/bench");
    std::fs::copy(forms.join("1.xml"), forms.join("0.9.xml")).unwrap();
    assert_eq!(
        server.api.get("/api/participation/v1/items/bench/versions/0.9/form.xml").await.status,
        200
    );
    // The poll's own answer is one to its form.
    let vote = read.value[0].poll.as_ref().unwrap().answer("park", &instance(1)).unwrap();
    assert_eq!(server.api.answer("bench", "1", &instance(1), &vote).await.status, 201);
}

#[tokio::test]
async fn a_form_that_cannot_be_shown_leads_elsewhere_where_that_is() {
    let external =
        json!({"external": {"url": "https://example.org/households", "provider": "Webformular"}});
    let place = support::place();
    let items =
        [item("households", "survey", "1", &external), item("alone", "survey", "1", &json!({}))];
    write(place.path(), &items);
    let repeats = SURVEY.replacen("<h:body>", "<h:body><repeat nodeset=\"/data/you\"></repeat>", 1);
    assert_ne!(repeats, SURVEY);
    for id in ["households", "alone"] {
        let form = format!("cities/musterstadt/participation/forms/{id}/1.xml");
        std::fs::write(place.path().join(form), &repeats).unwrap();
    }
    let running = backend::start(config(place.path(), "", "")).await.unwrap();
    let list = support::Api::new(running.address.to_string()).items().await;
    let [only] = list["items"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!(only["id"], "households");
    assert_eq!(only["external"]["provider"], "Webformular");
    assert!(only["definition"].is_null() && only["submit"].is_null(), "{only}");
}

#[tokio::test]
async fn once_however_often_it_is_sent() {
    let server = server(&[poll(&json!({}))]).await;
    let (key, xml) = (instance(1), vote("park", &instance(1)));
    let first = server.api.answer("bench", "1", &key, &xml).await;
    assert_eq!(first.status, 201, "{first:?}");
    assert_eq!(first.json()["receipt"], key.as_str());
    assert_eq!(first.json()["day"].as_str().unwrap().len(), 10);
    let again = server.api.answer("bench", "1", &key, &xml).await;
    assert_eq!((again.status.as_u16(), again.json()), (202, first.json()));
    let other = server.api.answer("bench", "1", &key, &vote("market", &key)).await;
    assert_eq!((other.status.as_u16(), other.json()["error"].as_str()), (409, Some("conflict")));
    // Many at once, with one id: one is stored, the others are the same.
    let (key, xml) = (instance(2), vote("park", &instance(2)));
    let all = futures_util::future::join_all(
        (0..12).map(|_| server.api.answer("bench", "1", &key, &xml)),
    )
    .await;
    let count = |status: u16| all.iter().filter(|answer| answer.status.as_u16() == status).count();
    assert_eq!((count(201), count(202)), (1, 11));
}

#[tokio::test]
async fn every_refusal_has_its_code() {
    let server = server(&[
        poll(&json!({})),
        item("place", "survey", "7", &json!({})),
        item(
            "later",
            "poll",
            "1",
            &json!({"phases": [{"id": "ask", "title": "x", "from": "2900-01-01"}]}),
        ),
    ])
    .await;
    let api = &server.api;
    let key = instance(1);
    let xml = vote("park", &key);
    let send = async |item: &str, version: &str, key: &str, parts: &[(&str, &str, &str)]| {
        let answer = api.try_answer(item, version, key, parts).await.unwrap();
        (answer.status.as_u16(), answer.json()["error"].as_str().unwrap().to_owned())
    };
    let good = [(XML, "text/xml", xml.as_str())];
    for (item, version, key, parts, wanted) in [
        ("bench", "1", "", &good[..], (400, "not-readable")),
        ("bench", "1", instance(2).as_str(), &good[..], (400, "not-readable")),
        ("bench", "1", key.as_str(), &[][..], (400, "not-readable")),
        ("bench", "2", key.as_str(), &good[..], (404, "unknown-version")),
        ("nothing", "1", key.as_str(), &good[..], (404, "unknown-version")),
        ("place", "7", key.as_str(), &good[..], (422, "not-valid")),
        ("bench", "1", key.as_str(), &[(XML, "text/html", "<data/>")][..], (415, "wrong-type")),
        (
            "bench",
            "1",
            key.as_str(),
            &[good[0], ("a.jpg", "image/jpeg", "x")][..],
            (422, "not-valid"),
        ),
        ("later", "1", key.as_str(), &good[..], (503, "busy")),
    ] {
        let found = send(item, version, key, parts).await;
        assert_eq!((found.0, found.1.as_str()), wanted, "{item} {version} {key} {parts:?}");
    }
    let large = "x".repeat(1_000_001);
    assert_eq!(send("bench", "1", &key, &[(XML, "text/xml", &large)]).await.0, 413);
    let wrong = vote("moon", &key);
    let refused = api.answer("bench", "1", &key, &wrong).await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["place"].as_str()),
        (422, Some("/data/where"))
    );
    let plain = api
        .send(
            axum::http::Method::POST,
            "/api/participation/v1/items/bench/versions/1/responses",
            &[("idempotency-key", &key)],
            "x",
        )
        .await
        .unwrap();
    assert_eq!(plain.status, 415);
    let foreign = [("origin", "https://evil.example"), ("idempotency-key", key.as_str())];
    let foreign = api
        .send(
            axum::http::Method::POST,
            "/api/participation/v1/items/bench/versions/1/responses",
            &foreign,
            "x",
        )
        .await
        .unwrap();
    assert_eq!(foreign.status, 403);
    let get = api.get("/api/participation/v1/items/bench/versions/1/responses").await;
    assert_eq!((get.status.as_u16(), get.header("allow")), (405, "POST, OPTIONS"));
    // Nothing of all that was stored, and the answer itself still can be.
    assert_eq!(api.answer("bench", "1", &key, &xml).await.status, 201);
}

#[tokio::test]
async fn closed_or_full_is_told_but_what_is_here_stays_here() {
    let server = server(&[
        poll(&json!({"quota": 1})),
        item("over", "poll", "1", &json!({"phases": [{"id": "ask", "title": "x", "to": "2021-01-01"}]})),
        item("grace", "poll", "1", &json!({"phases": [{"id": "ask", "title": "x", "to": "2021-01-01"}], "acceptUntil": "2999-01-01"})),
    ]).await;
    let api = &server.api;
    let first = |number| (instance(number), vote("park", &instance(number)));
    let (key, xml) = first(1);
    assert_eq!(api.items().await["items"][0]["quota"]["full"], false);
    assert_eq!(api.answer("bench", "1", &key, &xml).await.status, 201);
    let (other, second) = first(2);
    let full = api.answer("bench", "1", &other, &second).await;
    assert_eq!((full.status.as_u16(), full.json()["error"].as_str()), (410, Some("full")));
    assert_eq!(api.answer("bench", "1", &key, &xml).await.status, 202);
    assert_eq!(api.items().await["items"][0]["quota"]["full"], true);
    let closed = api.answer("over", "1", &other, &second).await;
    assert_eq!((closed.status.as_u16(), closed.json()["error"].as_str()), (410, Some("closed")));
    let (late, third) = first(3);
    assert_eq!(api.answer("grace", "1", &late, &third).await.status, 201, "the time of grace");
}

#[tokio::test]
async fn files_belong_to_the_answer() {
    let server = server(&[item("place", "survey", "7", &json!({}))]).await;
    let key = instance(1);
    let xml = answer(&[("/data/consent", "OK"), ("/data/photo", "1.jpg")], &key);
    let answer = (XML, "text/xml", xml.as_str());
    let photo = ("1.jpg", "image/jpeg", "\u{1}\u{2}\u{3}");
    let api = &server.api;
    let send = async |parts: &[(&str, &str, &str)]| {
        api.try_answer("place", "7", &key, parts).await.unwrap().status.as_u16()
    };
    assert_eq!(send(&[answer]).await, 422, "everything comes in one request");
    assert_eq!(send(&[answer, photo]).await, 201);
    assert_eq!(send(&[photo, answer]).await, 202, "in whichever order");
    assert_eq!(send(&[answer, ("1.jpg", "image/jpeg", "other")]).await, 409);
}

#[tokio::test]
async fn consent_and_codes() {
    let privacy = json!({"version": "2026-10", "controller": "Stadt", "consentRequired": true});
    let server = server(&[poll(
        &json!({"privacy": privacy, "participation": {"mode": "token", "once": "token"}}),
    )])
    .await;
    let store = &server.running.app.store;
    let codes =
        backend::participation::tokens::make(store, "musterstadt", "bench", 2).await.unwrap();
    let api = &server.api;
    let send = async |number: u64, more: &[(&str, &str)]| {
        let (key, xml) = (instance(number), vote("park", &instance(number)));
        let mut parts = vec![(XML, "text/xml", xml.as_str())];
        parts.extend(more.iter().map(|(name, text)| (*name, "text/plain", *text)));
        let answer = api.try_answer("bench", "1", &key, &parts).await.unwrap();
        (answer.status.as_u16(), answer.json()["place"].as_str().unwrap_or_default().to_owned())
    };
    let consent = ("consent_version", "2026-10");
    let code = ("participation_token", codes[0].as_str());
    assert_eq!(send(1, &[code]).await, (422, "consent_version".to_owned()));
    assert_eq!(send(1, &[consent]).await, (403, "participation_token".to_owned()));
    assert_eq!(send(1, &[consent, ("participation_token", "AAAA")]).await.0, 403);
    assert_eq!(send(1, &[consent, code]).await.0, 201);
    assert_eq!(send(1, &[consent, code]).await.0, 202, "a repeat with the same code");
    assert_eq!(send(2, &[consent, code]).await.0, 403, "once");
    let lower = codes[1].to_lowercase();
    assert_eq!(send(2, &[consent, ("participation_token", &lower)]).await.0, 201);
}

#[tokio::test]
async fn nothing_is_kept_of_whoever_sends() {
    let server = server(&[poll(&json!({}))]).await;
    let key = instance(1);
    let xml = vote("park", &key);
    let headers = [
        ("content-type", "multipart/form-data; boundary=xx"),
        ("idempotency-key", key.as_str()),
        ("user-agent", "Spion/1.0"),
        ("x-forwarded-for", "198.51.100.7"),
    ];
    let body = support::survey::multipart(&[(XML, "text/xml", &xml)]);
    let path = "/api/participation/v1/items/bench/versions/1/responses";
    let sent = server.api.send(axum::http::Method::POST, path, &headers, &body).await.unwrap();
    assert_eq!(sent.status, 201);
    let row = sqlx::query("SELECT * FROM participation_response")
        .fetch_one(server.running.app.store.pool())
        .await
        .unwrap();
    assert_eq!(row.len(), 8);
    assert_eq!(row.get::<String, _>("xml"), xml, "byte for byte");
    let day = row.get::<i64, _>("day");
    assert!((20_000..200_000).contains(&day), "a day and nothing finer: {day}");
}
