//! A city with a library system of its own: our embedded library plays it, recorded answers of a real one do, and a
//! server that fails in every way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::patron::{FORM, Patron, login, with_status};
use support::upstream::{Reply, Upstream};
use support::{Server, recorded_in, server, server_with};

fn table(host: &str, base: &str, more: &str) -> String {
    format!(
        "[city.library]\ncatalogue = \"http://{host}{base}/catalogue\"\ndaia = \"http://{host}{base}/daia\"\n\
         paia_core = \"http://{host}{base}/paia/core\"\npaia_auth = \"http://{host}{base}/paia/auth\"\n\
         covers = \"http://{host}{base}/covers/show\"\ntimeout_seconds = 1\n{more}\n"
    )
}

async fn in_front_of(upstream: &Upstream, more: &str) -> Server {
    server_with("", &table(&upstream.address, "", more)).await
}

#[tokio::test]
async fn a_whole_visit_through_two_backends() {
    let library = server().await;
    // The library is made before the short time limit of the test counts.
    library.api.get("/api/library/catalogue/search?limit=0").await;
    let front = server_with(
        "",
        &table(&library.api.host, "/api/library", "")
            .replace("timeout_seconds = 1", "timeout_seconds = 20"),
    )
    .await;
    let erika = Patron::new(&front.api, "10000018").await;
    let items = erika.items().await;
    assert_eq!((items.len(), with_status(&items, 3).len()), (13, 9));
    assert_eq!(erika.get("").await["name"], "Erika Muster");
    assert_eq!(erika.get("/fees").await["amount"], "2.50 EUR");
    let renewable = items.iter().find(|doc| doc["canrenew"] == true).unwrap();
    let renewed = erika.one("renew", json!({"item": renewable["item"]})).await;
    assert!(renewed["error"].is_null() && renewed["item"] == renewable["item"]);
    let told = erika.get("/notifications").await["notification"][0]["id"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let gone = erika.send(Method::DELETE, &format!("/notifications/{told}"), "").await;
    assert_eq!((gone.status, gone.body.len()), (StatusCode::NO_CONTENT, 0));
    let over = format!("Bearer {}", erika.token);
    front
        .api
        .send(
            Method::POST,
            "/api/library/paia/auth/logout",
            &[FORM, ("authorization", &over)],
            "patron=10000018",
        )
        .await
        .unwrap();
    let refused = erika.send(Method::GET, "/items", "").await;
    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_grant"))
    );
    let found = front
        .api
        .get("/api/library/catalogue/search?lookfor=kafka&facet[]=format&limit=1")
        .await
        .json();
    assert_eq!(found["records"].as_array().unwrap().len(), 1);
    let id = found["records"][0]["id"].as_str().unwrap().to_owned();
    let daia = front.api.get(&format!("/api/library/daia?id={id}&format=json")).await;
    assert_eq!(
        (daia.json()["document"][0]["requested"].as_str(), daia.header("x-daia-version")),
        (Some(id.as_str()), "1.0.0")
    );
    // SVG is no cover of a server outside.
    assert_eq!(
        front.api.get(&format!("/api/library/covers/show?recordid={id}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn recorded_answers_of_a_real_server_pass_through() {
    let Some(folder) = recorded_in("paia") else { return };
    let upstream = Upstream::start().await;
    let recorded = |name: &str| {
        let text = std::fs::read_to_string(folder.join(format!("{name}.http")))
            .unwrap()
            .replace("\r\n", "\n");
        let (_, body) = text.split_once("\n\n").unwrap();
        Reply::Say(
            200,
            "content-type: application/json; charset=utf-8\r\nset-cookie: a=b\r\n",
            body.as_bytes().to_vec(),
        )
    };
    upstream.on("/paia/auth/login", recorded("login"));
    let front = in_front_of(&upstream, "").await;
    let answer = login(&front.api, "08301001001", "geheim", "").await;
    let body = answer.json();
    assert!(answer.header("set-cookie").is_empty());
    let scope = body["scope"].as_str().unwrap();
    assert!(
        scope.contains("read_items") && !scope.contains("read_availability"),
        "only what the city lists: {scope}"
    );
    let patron = Patron {
        api: front.api.clone(),
        card: body["patron"].as_str().unwrap().to_owned(),
        token: body["access_token"].as_str().unwrap().to_owned(),
        scope: scope.to_owned(),
    };
    for (name, path) in [("patron", ""), ("items", "/items"), ("fees", "/fees")] {
        upstream.on(&format!("/paia/core/{}{path}", patron.card), recorded(name));
        let answer = patron.send(Method::GET, path, "").await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        assert!(answer.json().is_object());
    }
    let items = patron.send(Method::GET, "/items", "").await;
    let read = json::decode::<::library::wire::paia::Documents>(&items.body).unwrap();
    assert!(!read.value.doc.is_empty());
    // Refused with HTTP 200, as that server does: the body is passed on, and counts.
    upstream.on("/paia/auth/login", recorded("login_bad"));
    let bad = login(&front.api, "08301001001", "falsch", "").await;
    assert_eq!(bad.json()["error"], "access_denied");
}

#[tokio::test]
async fn only_listed_paths_fields_and_scopes_go_out() {
    let upstream = Upstream::start().await;
    upstream.on("/paia/auth/login", Reply::json(&json!({"patron": "1", "access_token": "t0ken", "token_type": "Bearer", "scope": "read_patron write_items"})));
    upstream.on("/paia/core/1", Reply::json(&json!({"name": "A"})));
    upstream.on("/catalogue/search", Reply::json(&json!({"resultCount": 0, "status": "OK"})));
    upstream.on("/daia", Reply::Say(200, "content-type: application/json\r\nlink: <https://daia.example/?id=b%7Cc&format=json>; rel=\"next\"\r\n", b"{\"document\":[]}".to_vec()));
    let front = in_front_of(&upstream, "scopes = \"read_patron read_items\"").await;
    let answer =
        login(&front.api, "1", "pass word", "&scope=read_patron+write_items&client_secret=x").await;
    assert_eq!(answer.json()["scope"], "read_patron");
    let token = ("authorization", "Bearer t0ken");
    let cookie = ("cookie", "session=secret");
    let get = |path: &'static str| {
        let api = front.api.clone();
        async move {
            api.get_with(
                &format!("/api/library/{path}"),
                &[token, cookie, ("x-forwarded-for", "1.2.3.4")],
            )
            .await
        }
    };
    assert_eq!(get("paia/core/1").await.status, StatusCode::OK);
    let fees = get("paia/core/1/fees").await;
    assert_eq!(
        (fees.status, &fees.json()["error"]),
        (StatusCode::FORBIDDEN, &json!("insufficient_scope"))
    );
    assert_eq!(get("paia/core/1/secret").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get("paia/core/..%2F..%2Fadmin").await.status, StatusCode::NOT_FOUND);
    get("catalogue/search?lookfor=a%26b&callback=x&rawData=1&filter%5B%5D=format%3AB").await;
    let daia = get("daia?id=a%7Cb%7Cc&patron=1&format=xml&callback=x").await;
    assert_eq!(daia.header("link"), "</api/library/daia?id=b%7Cc&format=json>; rel=\"next\"");
    let asked = upstream.asked();
    assert!(asked[0].starts_with("POST /paia/auth/login "), "{asked:?}");
    assert!(asked.iter().all(|asked| !asked.contains("cookie")
        && !asked.contains("1.2.3.4")
        && !asked.contains("admin")));
    assert_eq!(
        asked.iter().filter(|asked| asked.contains("bearer t0ken")).count(),
        1,
        "the token goes to the account only"
    );
    assert!(
        asked.iter().any(|asked| asked
            .starts_with("GET /catalogue/search?lookfor=a%26b&filter%5B%5D=format%3AB HTTP")),
        "{asked:?}"
    );
    assert!(
        asked.iter().any(|asked| asked.starts_with("GET /daia?id=a%7Cb%7Cc&format=json HTTP")),
        "{asked:?}"
    );
}

#[tokio::test]
async fn an_outage_is_told_apart_from_a_refusal() {
    let upstream = Upstream::start().await;
    let front = in_front_of(&upstream, "").await;
    let items = || {
        let api = front.api.clone();
        async move {
            api.get_with(
                "/api/library/paia/core/1/items",
                &[("authorization", "Bearer t"), ("accept-language", "en")],
            )
            .await
        }
    };
    let error = |answer: &support::Answer| {
        (
            answer.status.as_u16(),
            answer.json()["error"].as_str().unwrap_or_default().to_owned(),
            answer.header("x-stadtkern-upstream").to_owned(),
        )
    };
    for reply in [
        Reply::Reset,
        Reply::Half,
        Reply::html(),
        Reply::bytes(b""),
        Reply::bytes(b"[1]"),
        Reply::bytes(b"{\"doc\":[}"),
        Reply::Say(302, "location: https://login.example/\r\n", Vec::new()),
        Reply::bytes(&vec![b' '; 5 * 1024 * 1024]),
    ] {
        let empty = matches!(&reply, Reply::Say(200, _, body) if body.is_empty());
        upstream.on("/paia/core/1/items", reply);
        let answer = items().await;
        if empty {
            assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0));
            continue;
        }
        assert_eq!(error(&answer), (502, "bad_gateway".into(), "unreachable".into()));
        assert_eq!(answer.header("retry-after"), "30");
        assert!(answer.json()["error_description"].as_str().unwrap().contains("cannot be reached"));
    }
    upstream.on(
        "/paia/core/1/items",
        Reply::Slow(Duration::from_secs(3), Box::new(Reply::json(&json!({"doc": []})))),
    );
    assert_eq!(error(&items().await), (504, "gateway_timeout".into(), "unreachable".into()));
    // What the server itself says stays as it is, with the time to wait.
    upstream.on(
        "/paia/core/1/items",
        Reply::Say(
            503,
            "content-type: application/json\r\nretry-after: 120\r\n",
            b"{\"error\":\"service_unavailable\",\"code\":\"503\"}".to_vec(),
        ),
    );
    let busy = items().await;
    assert_eq!(
        (error(&busy), busy.header("retry-after")),
        ((503, "service_unavailable".into(), String::new()), "120")
    );
    upstream.on("/paia/core/1/items", Reply::Say(429, "retry-after: 7\r\n", b"slow down".to_vec()));
    let slow = items().await;
    assert_eq!((slow.status, slow.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "7"));
    upstream.on("/catalogue/search", Reply::Reset);
    let search = front.api.get("/api/library/catalogue/search?lookfor=x").await;
    assert_eq!(
        (search.status, &search.json()["status"], search.header("x-stadtkern-upstream")),
        (StatusCode::BAD_GATEWAY, &json!("ERROR"), "unreachable")
    );
}

#[tokio::test]
async fn covers_are_looked_at_and_kept() {
    let upstream = Upstream::start().await;
    let front = in_front_of(&upstream, "").await;
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.resize(4000, 7);
    let get = |query: &'static str| {
        let api = front.api.clone();
        async move { api.get(&format!("/api/library/covers/show?{query}")).await }
    };
    // What it is is told by its bytes, whatever the server says.
    upstream.on(
        "/covers/show",
        Reply::Say(200, "content-type: text/html\r\nset-cookie: a=b\r\n", png.clone()),
    );
    let cover = get("recordid=a&isbn=978-0-306-40615-7&size=medium").await;
    assert_eq!(
        (cover.status, cover.header("content-type"), cover.header("set-cookie")),
        (StatusCode::OK, "image/png", "")
    );
    assert!(cover.header("cache-control").starts_with("public"));
    assert_eq!(cover.body, png);
    assert!(
        upstream.asked()[0]
            .starts_with("GET /covers/show?recordid=a&size=medium&isbn=9780306406157 ")
    );
    upstream.on("/covers/show", Reply::Reset);
    assert_eq!(get("recordid=a&isbn=9780306406157&size=medium").await.body, png, "kept");
    assert_eq!(upstream.asked_for("/covers/show"), 1);
    // A dot, a page, an SVG and a giant are no covers.
    let dot = b"GIF89a\x01\0\x01\0".to_vec();
    let mut giant = png.clone();
    giant.resize(600 * 1024, 7);
    let svg =
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", " ".repeat(500)).into_bytes();
    for (query, bytes) in [("recordid=b", dot), ("recordid=c", svg), ("recordid=d", giant)] {
        upstream.on("/covers/show", Reply::Say(200, "content-type: image/png\r\n", bytes));
        assert_eq!(get(query).await.status, StatusCode::NOT_FOUND, "{query}");
    }
    // After an outage it is asked again soon, after "there is none" it is not.
    upstream.on("/covers/show", Reply::Reset);
    assert_eq!(get("recordid=e").await.status, StatusCode::NOT_FOUND);
    upstream.on("/covers/show", Reply::bytes(&png));
    front.running.app.clock.advance(31);
    assert_eq!(get("recordid=e").await.status, StatusCode::OK);
    assert_eq!(get("recordid=b").await.status, StatusCode::NOT_FOUND);
    front.running.app.clock.advance(3601);
    assert_eq!(get("recordid=b").await.status, StatusCode::OK);
    assert_eq!(get("isbn=no-isbn").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn branches_from_the_web_are_kept_while_they_cannot_be_had() {
    let upstream = Upstream::start().await;
    let file = json!({"branches": [{"id": "z", "name": "Zentrale", "schedules": []}]});
    upstream.on("/branches.json", Reply::json(&file));
    let front = in_front_of(
        &upstream,
        &format!("branches = \"http://{}/branches.json\"", upstream.address),
    )
    .await;
    let get = || async { front.api.get("/api/library/branches").await };
    assert_eq!(get().await.json(), file);
    for reply in
        [Reply::Reset, Reply::html(), Reply::json(&json!({"branches": []})), Reply::status(404)]
    {
        upstream.on("/branches.json", reply);
        front.running.app.clock.advance(901);
        assert_eq!(get().await.json(), file);
    }
    assert_eq!(upstream.asked_for("/branches.json"), 5);
    let changed: Value = json!({"branches": [{"id": "z", "name": "Neu", "schedules": []}]});
    upstream.on("/branches.json", Reply::json(&changed));
    assert_eq!(get().await.json(), changed, "a failure is not kept");
}
