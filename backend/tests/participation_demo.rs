//! A demonstration has something to look at: invented answers, once, and anew when it begins anew.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use backend::Running;
use backend::participation::demo::rows::{Given, filled};
use serde_json::{Value, json};
use sqlx::Row;
use support::postgres::Postgres;
use support::survey::{instance, item, vote, write};
use support::{Api, config, root};
use tracing_subscriber::filter::LevelFilter;
use xforms::Form;

/// What all tests of this file log.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::WARN)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    log
});

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// 12 for the park, 8 for the market, two rows that do not fit.
fn rows() -> String {
    let park = "park\n".repeat(12);
    format!("where\nmoon\n{park}market,2\n{}", "market\n".repeat(8))
}

/// A poll that ran for ten days, a survey that is over, a poll with real dates.
fn package(place: &Path) {
    let open = json!({"phases": [{"id": "ask", "title": "x", "from": "-10d", "to": "+9d"}]});
    let over = json!({"phases": [{"id": "ask", "title": "x", "from": "-30d", "to": "-3d"}], "results": {"policy": "after-close"}});
    write(
        place,
        &[
            item("bench", "poll", "1", &open),
            item("place", "survey", "7", &over),
            item("real", "poll", "1", &json!({})),
        ],
    );
    let demo = place.join("cities/musterstadt/participation/demo");
    std::fs::create_dir(&demo).unwrap();
    std::fs::write(demo.join("bench.csv"), rows()).unwrap();
    std::fs::write(demo.join("real.csv"), rows()).unwrap();
    let wish = |n: u8| format!("OK,lives,12,trees,Wunsch {n},2,3");
    let wishes = (0..9).map(wish).collect::<Vec<_>>().join("\n");
    let head = "consent,you/who,you/years,wish/many,wish/why,sat/clean,sat/safe\n";
    std::fs::write(demo.join("place.csv"), format!("{head}{wishes}")).unwrap();
}

async fn start(place: &Path, database: &str) -> (Running, Api) {
    let running = backend::start(config(place, database, "")).await.unwrap();
    let api = Api::new(running.address.to_string());
    (running, api)
}

async fn stored(running: &Running, item: &str) -> BTreeSet<(String, i64)> {
    sqlx::query("SELECT instance, day FROM participation_response WHERE item = $1")
        .bind(item)
        .fetch_all(running.app.store.pool())
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get("instance"), row.get("day")))
        .collect()
}

fn counted(results: &Value) -> Vec<(String, Option<u64>)> {
    let options = results["questions"][0]["options"].as_array().unwrap();
    options
        .iter()
        .map(|one| (one["value"].as_str().unwrap().to_owned(), one["n"].as_u64()))
        .collect()
}

async fn story(database: &str) {
    LazyLock::force(&LOG);
    let place = support::place();
    package(place.path());
    // Several processes begin at the same time.
    let (one, two, three) = tokio::join!(
        start(place.path(), database),
        start(place.path(), database),
        start(place.path(), database)
    );
    for (_, api) in [&one, &two, &three] {
        let list = api.items().await;
        assert_eq!(list["items"][0]["results"]["url"], "/api/participation/v1/items/bench/results");
        let results = api.get("/api/participation/v1/items/bench/results").await.json();
        assert_eq!(results["responses"], 20);
        assert_eq!(counted(&results), [("market".into(), Some(8)), ("park".into(), Some(12))]);
        // The texts of what is over have been read; a group that is too small stays hidden.
        let over = api.get("/api/participation/v1/items/place/results").await.text();
        assert!(over.contains("Wunsch 3"), "{over}");
        assert_eq!(api.get("/api/participation/v1/items/real/results").await.status, 404);
    }
    let (running, api) = &one;
    let first = stored(running, "bench").await;
    assert_eq!(first.len(), 20);
    let days: BTreeSet<i64> = first.iter().map(|(_, day)| *day).collect();
    assert!(days.len() > 5 && days.len() <= 11, "spread over the days so far: {days:?}");
    assert!(stored(running, "real").await.is_empty(), "no demonstration");
    let log = String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap();
    for part in
        ["participation/demo/bench.csv", "row=2", "/data/where", "row=15", "2 cells under 1"]
    {
        assert!(log.contains(part), "{part} in {log}");
    }
    // A visitor answers as anywhere.
    let key = instance(1);
    assert_eq!(api.answer("bench", "1", &key, &vote("park", &key)).await.status, 201);
    // Another start changes nothing.
    two.0.stop().await;
    let (again, _) = start(place.path(), database).await;
    again.app.clock.advance(0);
    assert_eq!(stored(&again, "bench").await.len(), 21);
    again.stop().await;
    // When the dates are over it begins anew, with the same answers and without the visitor's.
    running.app.clock.advance(29 * 86_400);
    let results = api.get("/api/participation/v1/items/bench/results").await.json();
    assert_eq!(results["responses"], 20);
    let anew = stored(running, "bench").await;
    let ids =
        |all: &BTreeSet<(String, i64)>| all.iter().map(|one| one.0.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&anew), ids(&first));
    let latest = |all: &BTreeSet<(String, i64)>| all.iter().map(|one| one.1).max().unwrap();
    assert_eq!(latest(&anew) - latest(&first), 29);
    one.0.stop().await;
    three.0.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    story("").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgresql() {
    match Postgres::start() {
        Ok(postgres) => story(&format!("database = \"{}\"", postgres.url)).await,
        Err(why) => println!("skipped: {why}"),
    }
}

#[tokio::test]
async fn whoever_was_there_first_is_not_mixed_with_invented_answers() {
    let place = support::place();
    package(place.path());
    let demo = place.path().join("cities/musterstadt/participation/demo/bench.csv");
    let rows = std::fs::read_to_string(&demo).unwrap();
    std::fs::remove_file(&demo).unwrap();
    let (running, api) = start(place.path(), "").await;
    let key = instance(1);
    assert_eq!(api.answer("bench", "1", &key, &vote("park", &key)).await.status, 201);
    std::fs::write(&demo, rows).unwrap();
    running.stop().await;
    let (running, api) = start(place.path(), "").await;
    api.items().await;
    assert_eq!(stored(&running, "bench").await.len(), 1);
}

/// Every row that a package of this repository has fits its form.
#[test]
fn the_packages_own_rows_fit() {
    let mut checked = 0;
    for city in std::fs::read_dir(root().join("cities")).unwrap().flatten() {
        let folder = city.path().join("participation");
        let Ok(items) = std::fs::read(folder.join("items.json")) else { continue };
        let items: Value = serde_json::from_slice(&items).unwrap();
        for item in items["items"].as_array().unwrap() {
            let id = item["id"].as_str().unwrap();
            let Ok(rows) = std::fs::read_to_string(folder.join(format!("demo/{id}.csv"))) else {
                continue;
            };
            let version = item["version"].as_str().unwrap();
            let form = std::fs::read_to_string(folder.join(format!("forms/{id}/{version}.xml")));
            let form = Arc::new(Form::read(&form.unwrap()).unwrap());
            let given = |row: usize| Given { instance: instance(row as u64), day: 20_000 };
            let (answers, left_out) = filled(&form, &rows, given);
            println!("{id}: {} answers", answers.len());
            assert_eq!(left_out, [], "{id}");
            assert!(!answers.is_empty(), "{id}");
            checked += 1;
        }
    }
    println!("{checked} files of invented answers");
}
