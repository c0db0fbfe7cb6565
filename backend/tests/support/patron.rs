//! Somebody with a library card who asks the backend as the app does.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Api, Server};

pub const FEE: &str = "http://purl.org/ontology/paia#FeeCondition";
pub const STORAGE: &str = "http://purl.org/ontology/paia#StorageCondition";
pub const PASSWORD: &str = "musterstadt";
pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub const JSON: (&str, &str) = ("content-type", "application/json");

pub async fn login(api: &Api, card: &str, password: &str, more: &str) -> Answer {
    let form = format!("grant_type=password&username={card}&password={password}{more}");
    api.send(Method::POST, "/api/library/paia/auth/login", &[FORM], &form).await.unwrap()
}

/// Signed in.
pub struct Patron {
    pub api: Api,
    pub card: String,
    pub token: String,
    pub scope: String,
}

impl Patron {
    pub async fn new(api: &Api, card: &str) -> Self {
        let answer = login(api, card, PASSWORD, "").await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        let body = answer.json();
        assert_eq!(body["patron"], card);
        Self {
            api: api.clone(),
            card: card.to_owned(),
            token: body["access_token"].as_str().unwrap().to_owned(),
            scope: body["scope"].as_str().unwrap().to_owned(),
        }
    }

    pub async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let path = format!("/api/library/paia/core/{}{path}", self.card);
        self.api
            .send(
                method,
                &path,
                &[("authorization", &bearer), JSON, ("accept-language", "en")],
                body,
            )
            .await
            .unwrap()
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.send(Method::GET, path, "").await;
        assert_eq!(answer.status, 200, "{path} {:?}", answer.body);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-paia-version"), "1.4.0");
        answer.json()
    }

    pub async fn items(&self) -> Vec<Value> {
        self.get("/items").await["doc"].as_array().unwrap().clone()
    }

    /// `request`, `renew` or `cancel` one document.
    pub async fn one(&self, action: &str, doc: Value) -> Value {
        let body = json!({"doc": [doc]}).to_string();
        let answer = self.send(Method::POST, &format!("/{action}"), &body).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        let doc = answer.json()["doc"].as_array().unwrap().clone();
        assert_eq!(doc.len(), 1);
        doc[0].clone()
    }
}

/// The documents with this status.
pub fn with_status(items: &[Value], status: i64) -> Vec<Value> {
    items.iter().filter(|doc| doc["status"] == status).cloned().collect()
}

/// Agreed to: fetched in the north, for a euro.
pub fn confirm() -> Value {
    json!({STORAGE: ["stadtkern:branch:nord"], FEE: ["http://purl.org/ontology/dso#Reservation"]})
}

/// A minute passes for the demo's readers.
pub async fn tick(server: &Server) {
    let app = &server.running.app;
    backend::library::tick(app, app.cities.named("musterstadt").unwrap()).await.unwrap();
}

/// A day from today, as the city's calendar has it, whatever the test did to the clock.
pub fn day(server: &Server, offset: i32) -> String {
    let app = &server.running.app;
    let city = app.cities.named("musterstadt").unwrap();
    backend::library::http::today(city, app.clock.now()).plus_days(offset).to_string()
}

/// A title whose copies invented readers have and for which nobody waits; whether one is back by tomorrow.
pub async fn all_lent(server: &Server, soon: bool) -> String {
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
