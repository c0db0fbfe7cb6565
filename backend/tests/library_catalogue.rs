//! Searching, looking where it stands, covers and opening hours, over HTTP.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use ::library::branch::{Mode, branches};
use ::library::catalogue::Found;
use ::library::wire;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::patron::FORM;
use support::{Api, recorded_in, server, server_with};

async fn search(api: &Api, query: &str) -> Value {
    let answer = api.get(&format!("/api/library/catalogue/search?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query} {:?}", answer.body);
    answer.json()
}

#[tokio::test]
async fn search_and_record_in_the_form_of_vufind() {
    let server = server().await;
    let api = &server.api;
    let found =
        search(api, "lookfor=verwandlung+kafka&facet[]=format&facet[]=building&lng=de").await;
    assert_eq!(found["status"], "OK");
    let first = &found["records"][0];
    assert_eq!(first["title"], "Die Verwandlung");
    assert!(first["authors"]["primary"]["Kafka, Franz"].is_object());
    assert!(first["isbns"].is_null(), "only the usual fields");
    assert_eq!(found["facets"]["format"].as_array().unwrap().len(), 3);
    assert!(found["facets"]["format"].to_string().contains("\"translated\":\"Buch\""));
    let building = &found["facets"]["building"][0];
    assert_eq!(building["value"], "0/Musterstadt/");
    assert!(building["children"][0]["value"].as_str().unwrap().starts_with("1/Musterstadt/"));
    // What is absent there is absent here.
    let none = search(api, "lookfor=xyzzyqwert&facet[]=format").await;
    assert_eq!(none, json!({"resultCount": 0, "status": "OK"}));
    let applied = search(api, "filter[]=format:%22DVD%22&facet[]=format&limit=1").await;
    assert_eq!(applied["facets"]["format"][0]["isApplied"], 1);
    // By form, too.
    let form = api
        .send(
            Method::POST,
            "/api/library/catalogue/search",
            &[FORM],
            "lookfor=kafka&limit=2&field%5B%5D=id&field%5B%5D=cleanIsbn&field%5B%5D=recordPage",
        )
        .await
        .unwrap()
        .json();
    let record = &form["records"][0];
    assert_eq!(
        record.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["cleanIsbn", "id", "recordPage"]
    );
    let id = record["id"].as_str().unwrap();
    let one = api.get(&format!("/api/library/catalogue/record?id[]={id}&field[]=title&field[]=summary&field[]=callNumbers")).await.json();
    assert_eq!((&one["resultCount"], one["records"].as_array().unwrap().len()), (&json!(1), 1));
    for (path, status, message) in [
        ("record", 400, "Missing id"),
        ("record?id=m99999", 400, "Error loading record"),
        ("record?id=nothing", 400, "Error loading record"),
        ("search?limit=101", 400, "Invalid limit"),
        ("search?filter[]=owner:x", 400, "Invalid search"),
    ] {
        let answer = api.get(&format!("/api/library/catalogue/{path}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()),
            (status, json!({"status": "ERROR", "statusMessage": message})),
            "{path}"
        );
    }
    // What the app reads of it.
    let page = api.get("/api/library/catalogue/search?lookfor=garten&limit=100&facet[]=language&field[]=id&field[]=title&field[]=authors&field[]=formats&field[]=subjects&field[]=buildings&field[]=series&field[]=publicationDates").await;
    let read = json::decode::<wire::vufind::Answer>(&page.body).unwrap();
    assert_eq!(read.skipped, 0);
    let found = Found::from_wire(read.value);
    assert!(
        found.total > 20
            && found.records.iter().all(|record| !record.title.is_empty() && record.year.is_some())
    );
}

#[tokio::test]
async fn availability_holds_against_the_standards_schema() {
    let server = server().await;
    let api = &server.api;
    let schema = recorded_in("daia").map(|folder| {
        let text = std::fs::read(folder.join("daia.schema.json")).unwrap();
        let schema: Value = serde_json::from_slice(&text).unwrap();
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    });
    let mut kinds = std::collections::BTreeSet::new();
    for first in (1..3100).step_by(100) {
        let ids: Vec<String> = (first..first + 40).map(|number| format!("m{number:05}")).collect();
        let answer =
            api.get(&format!("/api/library/daia?id={}&format=json", ids.join("%7C"))).await;
        assert_eq!(
            (answer.status, answer.header("x-daia-version"), answer.header("cache-control")),
            (StatusCode::OK, "1.0.0", "no-store")
        );
        let body = answer.json();
        if let Some(schema) = &schema {
            let wrong: Vec<String> =
                schema.iter_errors(&body).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{wrong:?} {body}");
        }
        assert_eq!(body["document"].as_array().unwrap().len(), 40);
        let read = json::decode::<wire::daia::Availabilities>(&answer.body).unwrap();
        assert_eq!(read.skipped, 0);
        for holdings in ::library::availability::holdings(read.value) {
            kinds.insert(
                format!("{:?}", ::library::availability::badge(holdings.copies.iter()))
                    .split([' ', '(', '{'])
                    .next()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
    assert!(kinds.len() >= 3, "{kinds:?}");
    let mixed = api
        .get("/api/library/daia?id=m00001%7Cx%3Anothing%7Cstadtkern%3Aedition%3Am00002&format=json")
        .await
        .json();
    let documents = mixed["document"].as_array().unwrap();
    assert_eq!(
        (documents.len(), &documents[0]["requested"], documents[1]["requested"].is_null()),
        (2, &json!("m00001"), true)
    );
    let none = api.get("/api/library/daia?id=unknown&format=json").await;
    assert_eq!(
        (none.status, none.json()["document"].as_array().unwrap().len()),
        (StatusCode::OK, 0)
    );
    // Of too many it answers some, and says where the rest is.
    let ids: Vec<String> = (1..=60).map(|number| format!("m{number:05}")).collect();
    let first = api.get(&format!("/api/library/daia?id={}&format=json", ids.join("%7C"))).await;
    assert_eq!(first.json()["document"].as_array().unwrap().len(), 50);
    let next = ::library::availability::next_link(first.header("link")).unwrap();
    let rest = api.get(next).await;
    assert_eq!(rest.json()["document"][0]["requested"], "m00051");
    assert_eq!((rest.json()["document"].as_array().unwrap().len(), rest.header("link")), (10, ""));
    let missing = api.get("/api/library/daia?format=json").await;
    assert_eq!(
        (missing.status, &missing.json()["error"], &missing.json()["code"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_request"), &json!(400))
    );
    assert_eq!(
        api.get("/api/library/daia?id=m00001&format=xml").await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let hidden = api.get("/api/library/daia?suppress_response_codes=1").await;
    assert_eq!((hidden.status, &hidden.json()["code"]), (StatusCode::OK, &json!(400)));
}

#[tokio::test]
async fn every_branch_has_a_row_for_every_date_of_eight_weeks() {
    let server = server().await;
    let answer = server.api.get("/api/library/branches").await;
    assert_eq!(answer.status, StatusCode::OK);
    let read = json::decode::<wire::branches::Branches>(&answer.body).unwrap();
    assert_eq!(read.skipped, 0);
    let branches = branches(read.value);
    assert_eq!(branches.len(), 4);
    let app = &server.running.app;
    let city = app.cities.named("musterstadt").unwrap();
    let today = backend::library::http::today(city, app.clock.now());
    let mut modes = std::collections::BTreeSet::new();
    for branch in &branches {
        for days in 0..=56 {
            let day = branch.day(today.plus_days(days)).unwrap();
            modes.extend(day.spans.iter().map(|span| format!("{:?}", span.mode)));
            let (_, month, date) = day.date.parts();
            // Holidays of the whole country and of the city's state.
            if matches!((month, date), (1, 1 | 6) | (5 | 11, 1) | (10, 3) | (12, 25 | 26)) {
                assert!(day.spans.is_empty() && day.info.is_some(), "{} {}", branch.id, day.date);
            }
        }
    }
    for mode in [Mode::Staffed, Mode::Supervised, Mode::CardAccess] {
        assert!(modes.contains(&format!("{mode:?}")), "{modes:?}");
    }
    let bus = branches.iter().find(|branch| branch.mobile).unwrap();
    assert!(bus.days.iter().flat_map(|day| &day.spans).all(|span| span.stop.is_some()));
    assert!(branches.iter().any(|branch| branch.is("1/Musterstadt/Stadtteilbibliothek Nord/")));
    // The same again costs nothing.
    let tag = answer.header("etag").to_owned();
    let again = server.api.get_with("/api/library/branches", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    // A slip does not take the hours away; another day brings another row.
    let file = server.place.path().join("cities/musterstadt/backend/library-branches.json");
    std::fs::write(&file, "{").unwrap();
    assert_eq!(server.api.get("/api/library/branches").await.body, answer.body);
    std::fs::write(&file, r#"{"branches": [{"id": "z", "name": "Neu", "week": []}]}"#).unwrap();
    assert_eq!(server.api.get("/api/library/branches").await.json()["branches"][0]["name"], "Neu");
}

#[tokio::test]
async fn covers_are_pictures_or_missing() {
    let server = server().await;
    let (mut drawn, mut missing) = (0, 0);
    for number in 1..=40 {
        let answer = server
            .api
            .get(&format!("/api/library/covers/show?recordid=m{number:05}&size=large"))
            .await;
        assert!(answer.header("cache-control").starts_with("public, max-age="));
        match answer.status {
            StatusCode::OK => {
                drawn += 1;
                assert_eq!(answer.header("content-type"), "image/svg+xml");
                assert!(answer.header("content-security-policy").contains("default-src 'none'"));
                assert!(answer.text().contains("width=\"480\""));
            }
            StatusCode::NOT_FOUND => missing += 1,
            other => panic!("{other}"),
        }
    }
    assert!(drawn > 25 && missing > 0, "{drawn} {missing}");
    assert_eq!(server.api.get("/api/library/covers/show").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        server.api.get("/api/library/covers/show?recordid=x").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn reading_is_limited_and_says_how_long() {
    let server = server_with("requests_per_minute = 5", "").await;
    let mut refused = 0;
    for _ in 0..40 {
        let answer = server.api.get("/api/library/catalogue/search?lookfor=faust&limit=1").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            assert_eq!(answer.json()["status"], "ERROR");
            assert!((1..=60).contains(&answer.header("retry-after").parse::<i64>().unwrap()));
        }
    }
    assert_eq!(refused, 15, "five times the limit of an account passes");
    assert_eq!(server.api.get("/api/library/branches").await.status, StatusCode::OK);
    server.running.app.clock.advance(60);
    assert_eq!(
        server.api.get("/api/library/catalogue/search?lookfor=faust").await.status,
        StatusCode::OK
    );
}
