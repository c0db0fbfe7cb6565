//! Somebody with a library card who asks the backend as the app does.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Answer, Api};

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
