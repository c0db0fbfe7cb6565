//! A library card from signing in to signing out, on SQLite and on PostgreSQL, and every way it can be refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

/// Each story is a test on SQLite, and one test tells all of them on PostgreSQL.
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::server().await).await;
            })*
        }

        #[tokio::test]
        async fn all_on_postgresql() {
            let postgres = match Postgres::start() {
                Ok(postgres) => postgres,
                Err(why) => {
                    println!("skipped: {why}");
                    return;
                }
            };
            $($name(server_with(&format!("database = \"{}\"", postgres.fresh(stringify!($name)).await), "").await).await;)*
        }
    };
}

stories!(
    everything_that_a_patron_sees,
    what_can_be_renewed_and_why_not,
    a_reservation_from_the_choice_to_the_desk,
    every_state_of_an_account_has_its_scopes,
    two_patrons_never_see_each_others_answers,
    a_token_ends,
    another_password,
    every_error_as_the_standard_has_it,
    after_a_week_everything_is_as_on_the_first_day,
    one_copy_is_never_promised_twice,
);

use axum::http::{Method, StatusCode};
use backend::library;
use serde_json::{Value, json};
use support::patron::{FORM, JSON, PASSWORD, Patron, login, with_status};
use support::postgres::Postgres;
use support::{Server, server, server_with};

const FEE: &str = "http://purl.org/ontology/paia#FeeCondition";
const STORAGE: &str = "http://purl.org/ontology/paia#StorageCondition";

async fn everything_that_a_patron_sees(server: Server) {
    let erika = Patron::new(&server.api, "10000018").await;
    assert_eq!(
        erika.scope,
        "read_patron read_fees read_items write_items read_notifications delete_notifications"
    );
    let patron = erika.get("").await;
    assert_eq!((&patron["name"], &patron["status"]), (&json!("Erika Muster"), &json!(0)));
    assert!(patron["expires"].as_str().unwrap() > day(&server, 100).as_str());
    let items = erika.items().await;
    let count = |status| with_status(&items, status).len();
    assert_eq!((count(3), count(4), count(1), items.len()), (9, 2, 2, 13));
    let due: Vec<&str> = with_status(&items, 3)
        .iter()
        .map(|doc| doc["endtime"].as_str().unwrap().to_owned())
        .collect::<Vec<_>>()
        .leak()
        .iter()
        .map(String::as_str)
        .collect();
    assert!(due.is_sorted(), "{due:?}");
    let places: Vec<i64> =
        with_status(&items, 1).iter().map(|doc| doc["queue"].as_i64().unwrap()).collect();
    assert!(places.contains(&1) && places.contains(&3), "{places:?}");
    for doc in with_status(&items, 4) {
        assert!(
            doc["storage"].is_string()
                && doc["storageid"].as_str().unwrap().starts_with("stadtkern:branch:")
        );
        assert_eq!(doc["cancancel"], true);
    }
    let fees = erika.get("/fees").await;
    assert_eq!(fees["amount"], "2.50 EUR");
    assert_eq!(fees["fee"].as_array().unwrap().len(), 2);
    let told = erika.get("/notifications").await["notification"].as_array().unwrap().clone();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told.iter()
            .any(|message| message["about"].as_str().unwrap().starts_with("Ready for you: "))
    );
    let id = told[0]["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(erika.get(&format!("/notifications/{id}")).await["id"], told[0]["id"]);
    let path = format!("/notifications/{id}");
    assert_eq!(erika.send(Method::DELETE, &path, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(erika.send(Method::DELETE, &path, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(erika.send(Method::GET, &path, "").await.status, StatusCode::NOT_FOUND);
    // Everything decodes without a remainder into what the app reads.
    let answer = erika.send(Method::GET, "/items", "").await;
    let read = json::decode::<::library::wire::paia::Documents>(&answer.body).unwrap();
    assert_eq!((read.skipped, read.value.doc.len()), (0, 13));
}

async fn what_can_be_renewed_and_why_not(server: Server) {
    let erika = Patron::new(&server.api, "10000018").await;
    let items = with_status(&erika.items().await, 3);
    let all: Vec<Value> = items.iter().map(|doc| json!({"item": doc["item"]})).collect();
    let answer = erika.send(Method::POST, "/renew", &json!({"doc": all}).to_string()).await.json();
    let answer = answer["doc"].as_array().unwrap().clone();
    assert_eq!(answer.len(), 9);
    let mut reasons = Vec::new();
    for doc in &answer {
        let before = items.iter().find(|item| item["item"] == doc["item"]).unwrap();
        assert_eq!(doc["status"], 3);
        assert_eq!(before["canrenew"] == true, doc["error"].is_null(), "{before} {doc}");
        match doc["error"].as_str() {
            None => {
                assert!(doc["endtime"].as_str() >= before["endtime"].as_str());
                assert_eq!(
                    doc["renewals"].as_i64().unwrap(),
                    before["renewals"].as_i64().unwrap() + 1
                );
            }
            Some(reason) => reasons.push(reason.to_owned()),
        }
    }
    reasons.sort();
    assert_eq!(
        reasons,
        [
            "It has been renewed as often as allowed.",
            "Magazines are not renewed.",
            "Reserved by somebody else.",
            "The loan is overdue. Please return it.",
        ]
    );
    // What was not asked for has not changed, what was refused has not changed either.
    let after = erika.items().await;
    for doc in answer.iter().filter(|doc| doc["error"].is_string()) {
        let now = after.iter().find(|item| item["item"] == doc["item"]).unwrap();
        let before = items.iter().find(|item| item["item"] == doc["item"]).unwrap();
        assert_eq!(now, before);
    }
    // By edition, too; and one unknown document does not keep the others.
    let good = answer.iter().find(|doc| doc["error"].is_null()).unwrap();
    let both = json!({"doc": [{"item": "http://example.org/none"}, {"edition": good["edition"]}]});
    let both = erika.send(Method::POST, "/renew", &both.to_string()).await.json();
    assert_eq!(both["doc"][0]["error"], "There is no such thing here.");
    assert_eq!(both["doc"][0]["item"], "http://example.org/none");
    assert_eq!(both["doc"][1]["edition"], good["edition"]);
}

/// A day from today, as the city's calendar has it, whatever the test did to the clock.
fn day(server: &Server, offset: i32) -> String {
    let app = &server.running.app;
    let city = app.cities.named("musterstadt").unwrap();
    library::http::today(city, app.clock.now()).plus_days(offset).to_string()
}

/// A title whose copies invented readers have and for which nobody waits; whether one is back by tomorrow.
async fn all_lent(server: &Server, soon: bool) -> String {
    let pool = server.running.app.store.pool();
    server.api.get("/api/library/daia?id=m00001").await;
    let patrons: Vec<i64> =
        sqlx::query_scalar("SELECT title FROM library_out WHERE patron NOT LIKE 'reader-%'")
            .fetch_all(pool)
            .await
            .unwrap();
    for page in 1..=40 {
        let found = server
            .api
            .get(&format!(
                "/api/library/catalogue/search?limit=50&page={page}&filter[]=format:Book&field[]=id"
            ))
            .await
            .json();
        let ids: Vec<String> = found["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["id"].as_str().unwrap().to_owned())
            .collect();
        let daia = server
            .api
            .get(&format!("/api/library/daia?format=json&id={}", ids.join("%7C")))
            .await
            .json();
        for document in daia["document"].as_array().unwrap() {
            let items = document["item"].as_array().unwrap();
            let free = items.iter().any(|item| item["available"].is_array());
            let lacking = |item: &Value| {
                item["unavailable"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .find(|u| u["service"] == "loan")
                    .unwrap()
                    .clone()
            };
            let waited = items
                .iter()
                .any(|item| !item["unavailable"].is_array() || lacking(item)["queue"].is_number());
            let number: i64 = document["requested"].as_str().unwrap()[1..].parse().unwrap();
            if free || waited || patrons.contains(&number) {
                continue;
            }
            let back = lacking(&items[0])["expected"].as_str().unwrap().to_owned();
            if (back.as_str() <= day(server, 1).as_str()) == soon {
                return document["id"].as_str().unwrap().to_owned();
            }
        }
    }
    panic!("no such title");
}

async fn a_reservation_from_the_choice_to_the_desk(server: Server) {
    let olena = Patron::new(&server.api, "10000034").await;
    assert_eq!(olena.get("/items").await, json!({"doc": []}));
    let edition = all_lent(&server, true).await;
    // Nothing is agreed to by saying nothing, or by agreeing to nothing.
    for doc in [json!({"edition": edition}), json!({"edition": edition, "confirm": {}})] {
        let asked = olena.one("request", doc).await;
        assert_eq!(asked["status"], 0);
        assert!(asked["error"].is_string());
        assert_eq!(asked["condition"][FEE]["option"][0]["amount"], "1.00 EUR");
        assert_eq!(asked["condition"][STORAGE]["option"].as_array().unwrap().len(), 4);
    }
    assert_eq!(olena.get("/fees").await["amount"], "0.00 EUR");
    let confirm = json!({STORAGE: ["stadtkern:branch:nord"], FEE: ["http://purl.org/ontology/dso#Reservation"]});
    let reserved = olena
        .one("request", json!({"edition": edition, "confirm": confirm, "comment": "danke"}))
        .await;
    assert_eq!((&reserved["status"], &reserved["queue"]), (&json!(1), &json!(1)), "{reserved}");
    assert_eq!(
        (&reserved["storage"], &reserved["comment"]),
        (&json!("Stadtteilbibliothek Nord"), &json!("danke"))
    );
    assert_eq!(olena.get("/fees").await["amount"], "1.00 EUR");
    let again = olena.one("request", json!({"edition": edition, "confirm": {}})).await;
    assert_eq!(again["error"], "You already have this title or have reserved it.");
    assert_eq!(again["status"], 1);
    // Cancelled, and reserved again.
    let cancelled = olena.one("cancel", json!({"edition": edition})).await;
    assert_eq!((&cancelled["status"], cancelled["error"].is_null()), (&json!(0), true));
    assert!(olena.items().await.is_empty());
    olena.one("request", json!({"edition": edition, "confirm": confirm})).await;
    // The reader hears of it and brings it back.
    let app = &server.running.app;
    app.clock.advance(61);
    let city = app.cities.named("musterstadt").unwrap();
    library::tick(app, city).await.unwrap();
    let items = olena.items().await;
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0]["status"], &items[0]["storageid"]),
        (&json!(4), &json!("stadtkern:branch:nord"))
    );
    let told = olena.get("/notifications").await;
    assert!(told["notification"].to_string().contains("Ready for you: "), "{told}");
    // Not picked up for eight days: it is gone. (The demo begins anew after seven, so its end is looked at.)
    assert_eq!(items[0]["endtime"], day(&server, 7));
}

async fn every_state_of_an_account_has_its_scopes(server: Server) {
    let edition = all_lent(&server, false).await;
    for (card, status, writes) in [
        ("10000018", 0, true),
        ("10000042", 2, false),
        ("10000059", 3, false),
        ("10000067", 4, false),
        ("10000075", 1, false),
    ] {
        let patron = Patron::new(&server.api, card).await;
        assert_eq!(patron.get("").await["status"], status);
        assert_eq!(patron.scope.contains("write_items"), writes, "{card}");
        assert!(!patron.items().await.is_empty());
        let request = json!({"doc": [{"edition": edition, "confirm": {}}]}).to_string();
        let answer = patron.send(Method::POST, "/request", &request).await;
        assert_eq!(answer.status == StatusCode::OK, writes);
        if !writes {
            assert_eq!(
                (answer.status, &answer.json()["error"]),
                (StatusCode::FORBIDDEN, &json!("insufficient_scope"))
            );
            assert_eq!(answer.header("x-accepted-oauth-scopes"), "write_items");
            assert_eq!(answer.header("x-oauth-scopes"), patron.scope);
        }
    }
    let few = login(&server.api, "10000018", PASSWORD, "&scope=read_fees").await.json();
    assert_eq!(few["scope"], "read_fees");
    let bearer = format!("Bearer {}", few["access_token"].as_str().unwrap());
    let items = server
        .api
        .get_with("/api/library/paia/core/10000018/items", &[("authorization", &bearer)])
        .await;
    assert_eq!(items.status, StatusCode::FORBIDDEN);
    assert_eq!(
        login(&server.api, "10000018", PASSWORD, "&scope=made_up").await.status,
        StatusCode::FORBIDDEN
    );
    let many = Patron::new(&server.api, "10000083").await;
    assert_eq!(many.items().await.len(), 34);
}

async fn two_patrons_never_see_each_others_answers(server: Server) {
    let erika = Patron::new(&server.api, "10000018").await;
    let ali = Patron::new(&server.api, "10000026").await;
    let mine = erika.items().await;
    for path in ["", "/items", "/fees", "/notifications"] {
        let stranger = Patron {
            api: ali.api.clone(),
            card: erika.card.clone(),
            token: ali.token.clone(),
            scope: String::new(),
        };
        let answer = stranger.send(Method::GET, path, "").await;
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (StatusCode::FORBIDDEN, &json!("insufficient_scope"))
        );
        assert!(!answer.text().contains("Erika"));
    }
    let message = erika.get("/notifications").await["notification"][0]["id"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        ali.send(Method::GET, &format!("/notifications/{message}"), "").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        ali.send(Method::DELETE, &format!("/notifications/{message}"), "").await.status,
        StatusCode::NOT_FOUND
    );
    for action in ["renew", "cancel"] {
        for doc in &mine {
            let id = if doc["item"].is_string() {
                json!({"item": doc["item"]})
            } else {
                json!({"edition": doc["edition"]})
            };
            let answer = ali.one(action, id).await;
            assert_eq!(answer["status"], 0, "{answer}");
            assert!(answer["error"].is_string() && answer["endtime"].is_null());
        }
    }
    assert_eq!(erika.items().await, mine);
}

async fn a_token_ends(server: Server) {
    let erika = Patron::new(&server.api, "10000018").await;
    let logout = |token: String| {
        let api = server.api.clone();
        async move {
            let bearer = format!("Bearer {token}");
            api.send(
                Method::POST,
                "/api/library/paia/auth/logout",
                &[FORM, ("authorization", &bearer)],
                "patron=10000018",
            )
            .await
            .unwrap()
        }
    };
    let done = logout(erika.token.clone()).await;
    assert_eq!((done.status, done.json()), (StatusCode::OK, json!({"patron": "10000018"})));
    let over = erika.send(Method::GET, "/items", "").await;
    assert_eq!(
        (over.status, &over.json()["error"]),
        (StatusCode::UNAUTHORIZED, &json!("invalid_grant"))
    );
    assert!(over.header("www-authenticate").starts_with("Bearer"));
    assert_eq!(logout(erika.token.clone()).await.status, StatusCode::UNAUTHORIZED);
    let again = Patron::new(&server.api, "10000018").await;
    server.running.app.clock.advance(3599);
    again.items().await;
    server.running.app.clock.advance(1);
    assert_eq!(again.send(Method::GET, "/items", "").await.status, StatusCode::UNAUTHORIZED);
    // In the database there is no token and no password to be read.
    let known = sqlx::query_scalar::<_, String>("SELECT token FROM library_session")
        .fetch_all(server.running.app.store.pool())
        .await
        .unwrap();
    assert!(!known.contains(&again.token));
    library::tick(&server.running.app, server.running.app.cities.named("musterstadt").unwrap())
        .await
        .unwrap();
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM library_session")
        .fetch_one(server.running.app.store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}

async fn another_password(server: Server) {
    let scopes = "&scope=change_password+read_patron+update_patron_email";
    let body = login(&server.api, "10000034", PASSWORD, scopes).await.json();
    assert_eq!(body["scope"], "read_patron update_patron_email change_password");
    let other = Patron::new(&server.api, "10000034").await;
    let bearer = format!("Bearer {}", body["access_token"].as_str().unwrap());
    let change = |form: String, bearer: String| {
        let api = server.api.clone();
        async move {
            api.send(
                Method::POST,
                "/api/library/paia/auth/change",
                &[FORM, ("authorization", &bearer)],
                &form,
            )
            .await
            .unwrap()
        }
    };
    let form = |old: &str, new: &str| {
        format!("patron=10000034&username=10000034&old_password={old}&new_password={new}")
    };
    let error = |answer: &support::Answer| {
        (answer.status.as_u16(), answer.json()["error"].as_str().unwrap().to_owned())
    };
    assert_eq!(
        error(&change(form("wrong", "long enough"), bearer.clone()).await),
        (403, "access_denied".into())
    );
    assert_eq!(
        error(&change(form(PASSWORD, "short"), bearer.clone()).await),
        (422, "invalid_request".into())
    );
    assert_eq!(
        error(&change(form(PASSWORD, ""), bearer.clone()).await),
        (400, "invalid_request".into())
    );
    let unscoped = format!("Bearer {}", other.token);
    assert_eq!(
        error(&change(form(PASSWORD, "long enough"), unscoped).await),
        (403, "insufficient_scope".into())
    );
    let done = change(form(PASSWORD, "Gr%C3%BC%C3%9Fe+%26+Brot"), bearer.clone()).await;
    assert_eq!((done.status, done.json()), (StatusCode::OK, json!({"patron": "10000034"})));
    assert_eq!(login(&server.api, "10000034", PASSWORD, "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        login(&server.api, "10000034", "Gr%C3%BC%C3%9Fe+%26+Brot", "").await.status,
        StatusCode::OK
    );
    // Other devices are signed out, this one is not.
    assert_eq!(other.send(Method::GET, "", "").await.status, StatusCode::UNAUTHORIZED);
    let path = "/api/library/paia/core/10000034";
    let headers = [("authorization", bearer.as_str()), JSON];
    let patch = |body: &'static str| server.api.send(Method::PATCH, path, &headers, body);
    assert_eq!(
        patch(r#"{"email":"olena@example.org"}"#).await.unwrap().json()["email"],
        "olena@example.org"
    );
    assert_eq!(error(&patch(r#"{"email":"olena"}"#).await.unwrap()).0, 422);
    assert_eq!(
        error(&patch(r#"{"address":"Weg 1"}"#).await.unwrap()),
        (403, "insufficient_scope".into())
    );
    assert_eq!(error(&patch(r#"{"status":0}"#).await.unwrap()).0, 422);
    assert_eq!(error(&patch("{").await.unwrap()).0, 400);
}

async fn every_error_as_the_standard_has_it(server: Server) {
    let api = &server.api;
    let erika = Patron::new(api, "10000018").await;
    let post = |path: &str, body: &str| {
        let (api, path, body) = (api.clone(), format!("/api/library/paia/{path}"), body.to_owned());
        async move { api.send(Method::POST, &path, &[JSON], &body).await.unwrap() }
    };
    let check = |answer: &support::Answer, status: u16, error: &str| {
        let body = answer.json();
        assert_eq!(
            (answer.status.as_u16(), body["error"].as_str(), body["code"].as_u64()),
            (status, Some(error), Some(status.into()))
        );
        assert!(!body["error_description"].as_str().unwrap().contains("library."), "{body}");
        assert_eq!(answer.header("x-paia-version"), "1.4.0");
        assert_eq!(answer.header("cache-control"), "no-store");
    };
    check(
        &post("auth/login", r#"{"grant_type":"password","username":"10000018","password":"x"}"#)
            .await,
        403,
        "access_denied",
    );
    check(
        &post("auth/login", r#"{"grant_type":"password","username":"nobody","password":"x"}"#)
            .await,
        403,
        "access_denied",
    );
    check(
        &post("auth/login", r#"{"grant_type":"password","username":"10000018"}"#).await,
        400,
        "invalid_request",
    );
    check(
        &post("auth/login", r#"{"username":"10000018","password":"musterstadt"}"#).await,
        400,
        "invalid_request",
    );
    check(&post("auth/login", r#"{"grant_type":"#).await, 400, "invalid_request");
    check(&post("auth/reset", "patron=10000018").await, 501, "not_implemented");
    check(&post("auth/other", "").await, 404, "not_found");
    check(&post("core/10000018/items", "").await, 405, "invalid_request");
    check(&api.get("/api/library/paia/auth/login").await, 405, "invalid_request");
    check(&api.get("/api/library/paia/core/10000018/items").await, 401, "invalid_grant");
    check(
        &api.get("/api/library/paia/core/10000018/items?access_token=wrong").await,
        401,
        "invalid_grant",
    );
    check(&erika.send(Method::POST, "/renew", "{").await, 400, "invalid_request");
    check(&erika.send(Method::POST, "/renew", r#"{"doc":[]}"#).await, 422, "invalid_request");
    check(&erika.send(Method::POST, "/renew", r#"{"doc":[{}]}"#).await, 422, "invalid_request");
    check(
        &erika.send(Method::POST, "/renew", r#"{"doc":[{"item":[]}]}"#).await,
        422,
        "invalid_request",
    );
    check(
        &erika
            .send(Method::POST, "/renew", &format!("{{\"doc\":\"{}\"}}", "x".repeat(70_000)))
            .await,
        413,
        "invalid_request",
    );
    // JSON at sign-in, as older clients send it; the token in the address; codes only in the body.
    let json = post("auth/login", r#"{"grant_type":"password","username":"10000018","password":"musterstadt","scope":"read_items"}"#).await;
    assert_eq!(
        (json.status, &json.json()["token_type"], &json.json()["expires_in"]),
        (StatusCode::OK, &json!("Bearer"), &json!(3600))
    );
    let token = json.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(
        api.get(&format!("/api/library/paia/core/10000018/items?access_token={token}"))
            .await
            .status,
        StatusCode::OK
    );
    let hidden = api.get("/api/library/paia/core/10000018/items?suppress_response_codes=1").await;
    assert_eq!((hidden.status, &hidden.json()["code"]), (StatusCode::OK, &json!(401)));
    let head = api
        .send(
            Method::HEAD,
            &format!("/api/library/paia/core/10000018/items?access_token={token}"),
            &[],
            "",
        )
        .await
        .unwrap();
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    for path in ["paia/auth/login", "paia/core/1/renew", "daia", "catalogue/search"] {
        let options =
            api.send(Method::OPTIONS, &format!("/api/library/{path}"), &[], "").await.unwrap();
        assert_eq!(options.status, StatusCode::NO_CONTENT);
        assert!(options.header("access-control-allow-headers").contains("Authorization"));
        assert!(options.header("allow").contains("OPTIONS"));
    }
    // Five wrong passwords, and the card rests; nobody else does.
    for _ in 0..5 {
        login(api, "10000026", "wrong", "").await;
    }
    let rests = login(api, "10000026", PASSWORD, "").await;
    check(&rests, 429, "access_denied");
    assert!((200..=300).contains(&rests.header("retry-after").parse::<i64>().unwrap()));
    assert_eq!(login(api, "10000034", PASSWORD, "").await.status, StatusCode::OK);
    server.running.app.clock.advance(301);
    assert_eq!(login(api, "10000026", PASSWORD, "").await.status, StatusCode::OK);
    // So many sign-ins a minute from one household.
    let mut last = login(api, "10000034", PASSWORD, "").await;
    for _ in 0..25 {
        last = login(api, "10000034", PASSWORD, "").await;
    }
    check(&last, 429, "access_denied");
    assert!(!last.header("retry-after").is_empty());
}

async fn after_a_week_everything_is_as_on_the_first_day(server: Server) {
    let erika = Patron::new(&server.api, "10000018").await;
    let shape = |items: &[Value]| {
        let mut shape: Vec<(i64, bool, i64)> = items
            .iter()
            .map(|doc| {
                (
                    doc["status"].as_i64().unwrap(),
                    doc["canrenew"] == true,
                    doc["renewals"].as_i64().unwrap_or(-1),
                )
            })
            .collect();
        shape.sort_unstable();
        shape
    };
    let first = erika.items().await;
    let begin = day(&server, 0);
    let yesterday = day(&server, -1);
    server.running.app.clock.advance(2 * 86_400);
    assert!(begin < day(&server, 0));
    let erika = Patron::new(&server.api, "10000018").await;
    let later = erika.items().await;
    let dues = |items: &[Value]| {
        with_status(items, 3).iter().map(|doc| doc["endtime"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(dues(&first), dues(&later), "what is on loan stays due when it is");
    let overdue = with_status(&later, 3)
        .into_iter()
        .filter(|doc| doc["endtime"].as_str().unwrap() < day(&server, 0).as_str());
    assert_eq!(overdue.clone().count(), 2, "what was due tomorrow is overdue now");
    assert!(overdue.clone().all(|doc| doc["reminder"] == 1));
    server.running.app.clock.advance(5 * 86_400);
    let erika = Patron::new(&server.api, "10000018").await;
    let anew = erika.items().await;
    assert_eq!(shape(&anew), shape(&first));
    let first_due = |items: &[Value]| items[0]["endtime"].as_str().unwrap().to_owned();
    assert_eq!((first_due(&first), first_due(&anew)), (yesterday, day(&server, -1)));
}

/// Many at once reserve the same title: each has a place of its own, and nothing is lost.
async fn one_copy_is_never_promised_twice(server: Server) {
    let edition = all_lent(&server, true).await;
    let confirm = json!({STORAGE: ["stadtkern:branch:nord"], FEE: ["http://purl.org/ontology/dso#Reservation"]});
    let body = json!({"edition": edition, "confirm": confirm});
    let mut patrons = Vec::new();
    for card in ["10000018", "10000026", "10000034", "10000083"] {
        patrons.push(Patron::new(&server.api, card).await);
    }
    let all = futures(patrons.iter().flat_map(|patron| {
        [patron.one("request", body.clone()), patron.one("request", body.clone())]
    }))
    .await;
    let mut places: Vec<i64> = all
        .iter()
        .filter(|doc| doc["error"].is_null())
        .map(|doc| doc["queue"].as_i64().unwrap())
        .collect();
    places.sort_unstable();
    assert_eq!(places, [1, 2, 3, 4], "{all:?}");
    server.running.app.clock.advance(61);
    library::tick(&server.running.app, server.running.app.cities.named("musterstadt").unwrap())
        .await
        .unwrap();
    let mut ready = 0;
    let mut waiting = Vec::new();
    for patron in &patrons {
        for doc in patron.items().await.iter().filter(|doc| doc["edition"] == edition.as_str()) {
            if doc["status"] == 4 {
                ready += 1
            } else {
                waiting.push(doc["queue"].as_i64().unwrap())
            }
        }
    }
    waiting.sort_unstable();
    assert!(ready >= 1);
    assert_eq!(waiting, (1..=4 - ready).collect::<Vec<i64>>());
}

async fn futures<F: Future<Output = Value>>(all: impl Iterator<Item = F>) -> Vec<Value> {
    // Polled together on this thread; the server runs on others.
    let mut running: Vec<_> = all.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut open = false;
        for (future, done) in &mut running {
            if done.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *done = Some(value),
                    std::task::Poll::Pending => open = true,
                }
            }
        }
        if open { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    running.into_iter().filter_map(|(_, done)| done).collect()
}
