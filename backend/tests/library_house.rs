//! The building: may I enter, and how full is it; from the embedded library and from a city's own systems.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[macro_use]
mod support;

use ::library::branch::{Branch, Entry};
use ::library::opening;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::patron::Patron;
use support::upstream::{Reply, Upstream};
use support::{Answer, Server, server_with};

stories!(a_door_with_a_reader, only_open_branches_are_counted);

fn branches(server: &Server) -> (Vec<Branch>, dates::LocalTime) {
    let app = &server.running.app;
    let city = app.cities.named("musterstadt").unwrap();
    let now = backend::library::http::local(city, app.clock.now());
    (city.library.branches.branches(city, now.day), now)
}

/// Lets time go by until the central library is open as wanted.
fn until(server: &Server, wanted: impl Fn(Option<Entry>) -> bool) {
    for _ in 0..48 * 14 {
        let (all, now) = branches(server);
        let state = opening::state(&all[0], now);
        if wanted(state.open().map(|span| span.entry)) {
            return;
        }
        server.running.app.clock.advance(1800);
    }
    panic!("it is never open like that");
}

async fn door(patron: &Patron, branch: &str) -> Answer {
    let bearer = format!("Bearer {}", patron.token);
    let path = format!("/api/library/door?branch={branch}");
    patron.api.get_with(&path, &[("authorization", &bearer)]).await
}

async fn a_door_with_a_reader(server: Server) {
    server.api.get("/api/library/daia?id=m00001").await;
    until(&server, |entry| entry == Some(Entry::Registered));
    for (card, says) in [
        ("10000018", ""),
        ("10000026", "SelfService::Underage"),
        ("10000034", "SelfService::TACNotAccepted"),
        ("10000042", "SelfService"),
        ("10000059", "SelfService"),
        ("10000075", "SelfService"),
        ("10000083", "SelfService::BlockedBorrowerCategory"),
    ] {
        let patron = Patron::new(&server.api, card).await;
        let answer = door(&patron, "zentral").await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        let said = answer.json();
        assert_eq!(said["permission"], says.is_empty(), "{card}");
        let code = said["error"].as_str().unwrap_or_default();
        assert_eq!(code.strip_prefix("Koha::Exception::").unwrap_or(code), says, "{card}");
        assert_eq!(said["expirationdate"].is_string(), card == "10000042");
    }
    // By any of its names, and only what there is.
    let erika = Patron::new(&server.api, "10000018").await;
    assert_eq!(door(&erika, "stadtkern:branch:zentral").await.json()["permission"], true);
    assert_eq!(door(&erika, "west").await.status, StatusCode::NOT_IMPLEMENTED, "no reader there");
    assert_eq!(door(&erika, "mars").await.status, StatusCode::NOT_FOUND);
    let nobody = server.api.get("/api/library/door?branch=zentral").await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    // Closed: the hours are told. With staff: anyone may, the child too.
    until(&server, |entry| entry.is_none());
    let erika = Patron::new(&server.api, "10000018").await;
    let closed = door(&erika, "zentral").await.json();
    assert_eq!(closed["error"], "Koha::Exception::SelfService::OpeningHours");
    until(&server, |entry| entry == Some(Entry::Anyone));
    let child = Patron::new(&server.api, "10000026").await;
    assert_eq!(door(&child, "zentral").await.json(), json!({"permission": true}));
}

async fn only_open_branches_are_counted(server: Server) {
    let counted = || async {
        let answer = server.api.get("/api/library/occupancy").await;
        assert_eq!(answer.status, StatusCode::OK);
        let read = json::decode::<::library::wire::occupancy::Occupancies>(&answer.body).unwrap();
        ::library::occupancy::occupancies(read.value)
    };
    until(&server, |entry| entry == Some(Entry::Anyone));
    let all = counted().await;
    let now = dates::Timestamp(server.running.app.clock.now());
    let one = all.iter().find(|one| one.branch == "zentral").unwrap();
    assert!(one.is_fresh(now) && one.percent.is_some());
    until(&server, |entry| entry.is_none());
    assert!(counted().await.iter().all(|one| one.branch != "zentral"));
}

fn table(host: &str, more: &str) -> String {
    format!(
        "[city.library]\ncatalogue = \"http://{host}/catalogue\"\ndaia = \"http://{host}/daia\"\n\
         paia_core = \"http://{host}/core\"\npaia_auth = \"http://{host}/auth\"\ntimeout_seconds = 1\n{more}\n"
    )
}

#[tokio::test]
async fn a_citys_own_door_and_counter() {
    let upstream = Upstream::start().await;
    let host = upstream.address.clone();
    let more = format!(
        "door = \"http://{host}/ssstatus\"\noccupancy = \"http://{host}/count\"\nscopes = \"read_patron update_patron_email\""
    );
    let front = server_with("", &table(&host, &more)).await;
    let refused = json!({"permission": false, "error": "Koha::Exception::SelfService::Underage", "name": "Ada"});
    upstream.on("/ssstatus", Reply::json(&refused));
    upstream.on("/count", Reply::json(&json!({"branches": [{"branch": "z", "at": "2026-11-25T12:00:00Z", "level": "low", "camera": "7"}]})));
    let token = ("authorization", "Bearer t0ken");
    let ask = |path: &'static str, headers: Vec<(&'static str, &'static str)>| {
        let api = front.api.clone();
        async move { api.get_with(path, &headers).await }
    };
    let said = ask("/api/library/door?branch=a%26b&card=1", vec![token, ("cookie", "a=b")]).await;
    let plain: Value = said.json();
    assert_eq!(plain["error"], refused["error"]);
    assert!(plain["name"].is_null(), "nothing that is not read");
    assert_eq!(ask("/api/library/door?branch=z", vec![]).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ask("/api/library/door", vec![token]).await.status, StatusCode::BAD_REQUEST);
    let count = ask("/api/library/occupancy", vec![token]).await;
    assert_eq!(
        count.json(),
        json!({"branches": [{"branch": "z", "at": "2026-11-25T12:00:00Z", "level": "low"}]})
    );
    let asked = upstream.asked();
    assert!(asked.iter().any(|asked| asked.starts_with("GET /ssstatus?branch=a%26b HTTP")
        && asked.contains("bearer t0ken")));
    assert!(asked.iter().all(|asked| !asked.contains("cookie")));
    assert!(
        asked.iter().filter(|asked| asked.contains("/count")).all(|asked| !asked.contains("t0ken"))
    );
    upstream.on("/ssstatus", Reply::html());
    let out = ask("/api/library/door?branch=z", vec![token]).await;
    assert_eq!(
        (out.status, out.header("x-stadtkern-upstream")),
        (StatusCode::BAD_GATEWAY, "unreachable")
    );

    // One field of the patron has a scope of its own.
    upstream.on("/core/1", Reply::json(&json!({"name": "A", "email": "a@b.example"})));
    let patch = |body: &'static str| {
        let api = front.api.clone();
        async move {
            api.send(Method::PATCH, "/api/library/paia/core/1", &[token], body)
                .await
                .unwrap()
                .status
        }
    };
    assert_eq!(patch(r#"{"email":"a@b.example"}"#).await, StatusCode::OK);
    assert_eq!(patch(r#"{"email":"a@b.example","address":"x"}"#).await, StatusCode::FORBIDDEN);
    assert_eq!(patch(r#"{"status":0}"#).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(patch("{}").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(patch("[").await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_city_without_them_says_so() {
    let upstream = Upstream::start().await;
    let front = server_with("", &table(&upstream.address, "")).await;
    for path in ["/api/library/door?branch=z", "/api/library/occupancy"] {
        let answer = front.api.get_with(path, &[("authorization", "Bearer t")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(upstream.asked(), Vec::<String>::new());
}
