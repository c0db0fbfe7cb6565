//! Results over HTTP: counted rightly, small groups hidden, texts only when approved.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use backend::participation::results::texts;
use participation::Tally;
use serde_json::{Value, json};
use support::survey::{answer, instance, item, vote, write};
use support::{Server, config};

async fn server(items: &[Value]) -> Server {
    let place = support::place();
    write(place.path(), items);
    let running = backend::start(config(place.path(), "", "")).await.unwrap();
    let api = support::Api::new(running.address.to_string());
    Server { running, place, api }
}

async fn results(server: &Server, item: &str) -> participation::Results {
    // Later than anything that is kept for some seconds.
    server.running.app.clock.advance(20);
    let answer = server.api.get(&format!("/api/participation/v1/items/{item}/results")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let read = participation::results(&answer.body).unwrap();
    assert_eq!(read.skipped, 0, "the app can read all of it");
    read.value
}

async fn votes(server: &Server, numbers: std::ops::Range<u64>, value: &str) {
    for number in numbers {
        let key = instance(number);
        assert_eq!(server.api.answer("bench", "1", &key, &vote(value, &key)).await.status, 201);
    }
}

fn counts(results: &participation::Results) -> Vec<Option<u64>> {
    match &results.questions[0].tally {
        Tally::Single(options) => options.iter().map(|option| option.count).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn small_groups_stay_hidden_and_single_answers_unseen() {
    let server = server(&[item("bench", "poll", "1", &json!({}))]).await;
    assert_eq!(server.api.get("/api/participation/v1/items/bench/results").await.status, 404);
    votes(&server, 0..3, "park").await;
    let few = results(&server, "bench").await;
    assert_eq!((few.responses, few.questions[0].answers), (3, None));
    assert_eq!(counts(&few), [None, None]);
    votes(&server, 3..12, "park").await;
    let one_sided = results(&server, "bench").await;
    assert_eq!(counts(&one_sided), [Some(0), Some(12)]);
    assert_eq!(one_sided.questions[0].label.text("en"), "Where shall the bench be?");
    votes(&server, 12..14, "market").await;
    let same = results(&server, "bench").await;
    assert_eq!(same.responses, 12, "two more are those of two people");
    votes(&server, 14..15, "market").await;
    votes(&server, 15..17, "park").await;
    let hidden = results(&server, "bench").await;
    assert_eq!(
        (hidden.responses, counts(&hidden)),
        (17, vec![None, None]),
        "3 of 17 could be worked out"
    );
    votes(&server, 17..25, "market").await;
    assert_eq!(counts(&results(&server, "bench").await), [Some(11), Some(14)]);
}

#[tokio::test]
async fn every_kind_of_question_is_counted() {
    let server = server(&[item("place", "survey", "7", &json!({}))]).await;
    for number in 0..30 {
        let key = instance(number);
        let (order, stars) =
            if number < 12 { ("trees benches", "5") } else { ("benches trees", "2") };
        let both = number % 2 == 0;
        let at = if number < 27 { "51.2277 10.4541" } else { "51.26 10.5" };
        let why = format!("Wunsch {number}");
        let mut values = vec![
            ("/data/consent", "OK"),
            ("/data/you/who", "lives"),
            ("/data/you/years", "12"),
            ("/data/wish/many", if both { "trees benches" } else { "trees" }),
            ("/data/wish/stars", stars),
            ("/data/where", at),
        ];
        if both {
            values.push(("/data/wish/order", order));
        }
        if number < 2 {
            values.push(("/data/wish/why", &why));
        }
        let sent = server.api.answer("place", "7", &key, &answer(&values, &key)).await;
        assert_eq!(sent.status, 201, "{sent:?}");
    }
    let found = results(&server, "place").await;
    let of = |results: &participation::Results, path: &str| {
        results.questions.iter().find(|question| question.path == path).unwrap().clone()
    };
    let Tally::Multiple(many) = of(&found, "/data/wish/many").tally else { panic!() };
    let many: Vec<_> = many.iter().map(|option| (option.value.as_str(), option.count)).collect();
    assert!(
        many.contains(&("trees", Some(30))) && many.contains(&("benches", Some(15))),
        "{many:?}"
    );
    let Tally::Rank(order) = of(&found, "/data/wish/order").tally else { panic!() };
    let order: Vec<_> =
        order.iter().map(|option| (option.value.as_str(), option.count, option.place)).collect();
    assert_eq!(order, [("benches", Some(9), Some(1.4)), ("trees", Some(6), Some(1.6))]);
    let Tally::Numbers { bins, mean } = of(&found, "/data/wish/stars").tally else { panic!() };
    assert_eq!(mean, Some(3.2));
    assert_eq!(bins.iter().filter_map(|bin| bin.count).sum::<u64>(), 30);
    let Tally::Points(cells) = of(&found, "/data/where").tally else { panic!() };
    assert_eq!(cells.len(), 1, "three in one place are few");
    assert_eq!(cells[0].count, 27);
    let Tally::Texts(nothing) = of(&found, "/data/wish/why").tally else { panic!() };
    assert!(nothing.is_empty(), "nobody has approved anything");
    // Staff approve one and reject the other.
    let app = &server.running.app;
    let city = app.cities.named("musterstadt").unwrap();
    let items = city.participation.items(app, city).await.unwrap();
    let survey = items.get("place").unwrap();
    let written = texts::written(app, city, survey).await.unwrap();
    let why: Vec<_> = written.iter().filter(|text| text.path == "/data/wish/why").collect();
    assert_eq!(why.len(), 2);
    for (text, approved) in why.iter().zip([true, false]) {
        texts::decide(app, "musterstadt", "place", (&text.instance, &text.path), approved)
            .await
            .unwrap();
    }
    let Tally::Texts(shown) = of(&results(&server, "place").await, "/data/wish/why").tally else {
        panic!()
    };
    assert_eq!(shown, [why[0].text.clone()]);
}

#[tokio::test]
async fn results_wait_for_the_end_where_the_city_says_so() {
    let later = json!({"results": {"policy": "after-close"}});
    let never = json!({"results": {"policy": "never"}});
    let server =
        server(&[item("bench", "poll", "1", &later), item("quiet", "poll", "1", &never)]).await;
    votes(&server, 0..6, "park").await;
    let key = instance(100);
    server.api.answer("quiet", "1", &key, &vote("park", &key)).await;
    for item in ["bench", "quiet"] {
        let path = format!("/api/participation/v1/items/{item}/results");
        assert_eq!(server.api.get(&path).await.status, 404, "{item}");
    }
    let list = server.api.items().await;
    assert!(list["items"][0]["results"]["url"].is_null());
    let over = json!({"results": {"policy": "after-close"}, "phases": [{"id": "ask", "title": "x", "to": "2021-01-01"}]});
    write(server.place.path(), &[item("bench", "poll", "1", &over)]);
    assert_eq!(counts(&results(&server, "bench").await), [Some(0), Some(6)]);
    let url = server.api.items().await["items"][0]["results"]["url"].clone();
    assert_eq!(url, "/api/participation/v1/items/bench/results");
}
