//! What is on loan, ready and waited for, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[macro_use]
mod support;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use support::Server;
use support::patron::{FEE, Patron, STORAGE, all_lent, confirm, day, tick, with_status};

stories!(
    everything_that_a_patron_sees,
    what_can_be_renewed_and_why_not,
    a_reservation_from_the_choice_to_the_desk,
    after_a_week_everything_is_as_on_the_first_day,
    one_copy_is_never_promised_twice,
    whatever_patrons_do_the_life_of_a_document_is_the_standards,
);

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
    let held = with_status(&items, 3);
    let due: Vec<&str> = held.iter().map(|doc| doc["endtime"].as_str().unwrap()).collect();
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
    let confirm = confirm();
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
    server.running.app.clock.advance(61);
    tick(&server).await;
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

async fn one_copy_is_never_promised_twice(server: Server) {
    let edition = all_lent(&server, true).await;
    let confirm = confirm();
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
    tick(&server).await;
    let mut ready = 0;
    let mut waiting = Vec::new();
    for patron in &patrons {
        for doc in patron.items().await.iter().filter(|doc| doc["edition"] == edition.as_str()) {
            if doc["status"] == 4 {
                ready += 1;
            } else {
                waiting.push(doc["queue"].as_i64().unwrap());
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

/// Three patrons do what comes into their heads. Whatever became of it, the standard's table explains each change, and
/// a refusal changes nothing.
async fn whatever_patrons_do_the_life_of_a_document_is_the_standards(server: Server) {
    use ::library::life::{Change, Status, change};
    let wanted = all_lent(&server, true).await;
    let mut patrons = Vec::new();
    for card in ["10000018", "10000026", "10000034"] {
        patrons.push(Patron::new(&server.api, card).await);
    }
    let mut editions = vec![wanted, "stadtkern:edition:m00001".to_owned()];
    for doc in patrons[0].items().await.iter().chain(&patrons[1].items().await) {
        editions.push(doc["edition"].as_str().unwrap().to_owned());
    }
    let status = |items: &[Value], edition: &str| {
        let of_it = items.iter().filter(|doc| doc["edition"] == edition);
        let number = of_it.map(|doc| doc["status"].as_i64().unwrap()).next();
        Status::from_number(number.unwrap_or(0)).unwrap()
    };
    let (mut done, mut refused) = (0, 0);
    // The same walk every time, in which each step looks like chance.
    let mut chance: usize = 20_261_124;
    for _ in 0..90 {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let patron = &patrons[(chance >> 33) % patrons.len()];
        let edition = &editions[(chance >> 40) % editions.len()];
        let action = ["request", "renew", "cancel"][(chance >> 50) % 3];
        let mut before = Vec::new();
        for patron in &patrons {
            before.push(patron.items().await);
        }
        let answer = patron.one(action, json!({"edition": edition, "confirm": confirm()})).await;
        for (other, before) in patrons.iter().zip(&before) {
            let after = other.items().await;
            if answer["error"].is_string() {
                assert_eq!(&after, before, "a refusal changes nothing: {answer}");
                continue;
            }
            for edition in &editions {
                let (was, is) = (status(before, edition), status(&after, edition));
                assert_ne!(change(was, is), Change::Unusual, "{action} {edition}: {was:?} {is:?}");
                let nobody_else = other.card == patron.card || is == was || is == Status::Provided;
                assert!(nobody_else, "only what came free changes for others");
            }
        }
        let count = if answer["error"].is_string() { &mut refused } else { &mut done };
        *count += 1;
    }
    assert!(done > 8 && refused > 8, "{done} {refused}");
}
