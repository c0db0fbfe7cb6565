//! Signing in with a library card and every way it can be refused, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[macro_use]
mod support;

use axum::http::{Method, StatusCode};
use serde_json::json;
use support::Server;
use support::patron::{FORM, JSON, PASSWORD, Patron, all_lent, login, tick};

stories!(
    every_state_of_an_account_has_its_scopes,
    two_patrons_never_see_each_others_answers,
    a_token_ends,
    another_password,
    every_error_as_the_standard_has_it,
    older_and_stranger_clients_are_understood,
    wrong_passwords_and_many_sign_ins_have_to_wait,
);

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
    server.running.app.clock.advance(3570);
    again.items().await;
    server.running.app.clock.advance(31);
    assert_eq!(again.send(Method::GET, "/items", "").await.status, StatusCode::UNAUTHORIZED);
    // In the database there is no token and no password to be read.
    let known = sqlx::query_scalar::<_, String>("SELECT token FROM library_session")
        .fetch_all(server.running.app.store.pool())
        .await
        .unwrap();
    assert!(!known.contains(&again.token));
    tick(&server).await;
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
    let send = |body: &'static str| server.api.send(Method::PATCH, path, &headers, body);
    assert_eq!(
        send(r#"{"email":"olena@example.org"}"#).await.unwrap().json()["email"],
        "olena@example.org"
    );
    assert_eq!(error(&send(r#"{"email":"olena"}"#).await.unwrap()).0, 422);
    assert_eq!(
        error(&send(r#"{"address":"Weg 1"}"#).await.unwrap()),
        (403, "insufficient_scope".into())
    );
    assert_eq!(error(&send(r#"{"status":0}"#).await.unwrap()).0, 422);
    assert_eq!(error(&send("{").await.unwrap()).0, 400);
}

async fn every_error_as_the_standard_has_it(server: Server) {
    let api = &server.api;
    let erika = Patron::new(api, "10000018").await;
    let post = |path: &str, body: &str| {
        let (api, path, body) = (api.clone(), format!("/api/library/paia/{path}"), body.to_owned());
        async move { api.send(Method::POST, &path, &[JSON], &body).await.unwrap() }
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
}

async fn older_and_stranger_clients_are_understood(server: Server) {
    let api = &server.api;
    let post = |path: &str, body: &str| {
        let (api, path, body) = (api.clone(), format!("/api/library/paia/{path}"), body.to_owned());
        async move { api.send(Method::POST, &path, &[JSON], &body).await.unwrap() }
    };
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
}

async fn wrong_passwords_and_many_sign_ins_have_to_wait(server: Server) {
    let api = &server.api;
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

/// A refusal: status and code, the same number in the body, a sentence, and the headers of the standard.
fn check(answer: &support::Answer, status: u16, error: &str) {
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["error"].as_str(), body["code"].as_u64()),
        (status, Some(error), Some(status.into()))
    );
    assert!(!body["error_description"].as_str().unwrap().contains("library."), "{body}");
    assert_eq!(answer.header("x-paia-version"), "1.4.0");
    assert_eq!(answer.header("cache-control"), "no-store");
}
