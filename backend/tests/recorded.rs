//! Our answers beside the recorded ones of the real ZMS: the same keys and JSON types at every
//! level, the same codes and status for every refusal. Goes over every file of the folder.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use support::{Answer, Api, key, recorded, server};

/// The type of a value, so that two answers can be compared without their content. `null` may stand
/// beside any type: which fields are empty depends on the office.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shape {
    Null,
    One(&'static str),
    List(Box<Shape>),
    Object(BTreeMap<String, Shape>),
}

fn shape(value: &Value) -> Shape {
    match value {
        Value::Null => Shape::Null,
        Value::Bool(_) => Shape::One("bool"),
        Value::Number(_) => Shape::One("number"),
        Value::String(_) => Shape::One("text"),
        Value::Array(items) => Shape::List(Box::new(
            items.iter().map(shape).reduce(|one, other| both(&one, &other)).unwrap_or(Shape::Null),
        )),
        Value::Object(object) => {
            Shape::Object(object.iter().map(|(key, value)| (key.clone(), shape(value))).collect())
        }
    }
}

fn both(one: &Shape, other: &Shape) -> Shape {
    match (one, other) {
        (Shape::Null, shape) | (shape, Shape::Null) => shape.clone(),
        (Shape::List(one), Shape::List(other)) => Shape::List(Box::new(both(one, other))),
        (Shape::Object(one), Shape::Object(other)) => {
            let mut all = one.clone();
            for (key, shape) in other {
                let known = all.get(key).map_or(shape.clone(), |known| both(known, shape));
                all.insert(key.clone(), known);
            }
            Shape::Object(all)
        }
        (one, _) => one.clone(),
    }
}

/// Every difference, as a path.
fn differences(theirs: &Shape, ours: &Shape, path: &str, found: &mut Vec<String>) {
    match (theirs, ours) {
        (Shape::Null, _) | (_, Shape::Null) => {}
        (Shape::List(theirs), Shape::List(ours)) => {
            differences(theirs, ours, &format!("{path}[]"), found);
        }
        // Combinable services are a table of numbers, not an object with fixed keys; empty it is a list.
        (Shape::Object(_), _) | (_, Shape::Object(_)) if path.ends_with(".combinable") => {}
        (Shape::Object(theirs), Shape::Object(ours)) => {
            for (key, shape) in theirs {
                match ours.get(key) {
                    Some(own) => differences(shape, own, &format!("{path}.{key}"), found),
                    None => found.push(format!("{path}.{key} is missing")),
                }
            }
            found.extend(
                ours.keys()
                    .filter(|key| !theirs.contains_key(*key))
                    .map(|key| format!("{path}.{key} is too much")),
            );
        }
        (theirs, ours) if theirs == ours => {}
        (theirs, ours) => found.push(format!("{path} is {ours:?}, not {theirs:?}")),
    }
}

/// Brings about what the recording shows and returns our answer to it.
async fn ours(api: &Api, name: &str, record: &Value) -> Option<Answer> {
    let (route, case) = name.split_once('.').unwrap_or((name, ""));
    let mut body = record["body"].clone();
    let recorded_key =
        json!({"processId": record["query"]["processId"], "authKey": record["query"]["authKey"]});
    Some(match (route, case) {
        ("munich-offices-and-services" | "offices-and-services", "") => {
            api.zms_get("offices-and-services", "").await
        }
        ("available-calendar", "") => api.calendar(1, 11, 1, "").await,
        ("available-calendar", "captcha-missing") => api.calendar(2, 11, 1, "").await,
        ("available-calendar", _) => {
            let query: Vec<String> = record["query"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(key, value)| format!("{key}={}", value.as_str().unwrap()))
                .collect();
            api.zms_get(route, &query.join("&")).await
        }
        ("reserve-appointment", "") => api.reserve(1, 11, 1, api.free(1, 11, 1).await[0]).await,
        ("reserve-appointment", "gone") => {
            let start = api.free(1, 11, 1).await[0];
            api.reserve(1, 11, 1, start).await;
            api.reserve(1, 11, 1, start).await
        }
        ("reserve-appointment", "too-many-slots") => {
            api.reserve(1, 12, 3, api.free(1, 11, 1).await[0]).await
        }
        ("reserve-appointment", _) => {
            let text = if body.is_null() { String::new() } else { body.to_string() };
            api.send(Method::POST, "/api/appointments/reserve-appointment/", &[], &text)
                .await
                .unwrap()
        }
        ("update-appointment", "") => {
            let key = key(&api.reserve(1, 11, 1, api.free(1, 11, 1).await[0]).await.json());
            body["processId"] = key["processId"].clone();
            body["authKey"] = key["authKey"].clone();
            api.post(route, &body).await
        }
        ("preconfirm-appointment", "too-many-mail") => {
            let first = api.filled_in(3, "b@example.org").await;
            api.post(route, &first).await;
            let second = api.filled_in(3, "b@example.org").await;
            api.post(route, &second).await
        }
        ("preconfirm-appointment" | "confirm-appointment" | "cancel-appointment", "") => {
            api.post(route, &api.filled_in(1, "a@example.org").await).await
        }
        ("confirm-appointment", "already") => {
            let key = api.filled_in(1, "a@example.org").await;
            api.post(route, &key).await;
            api.post(route, &key).await
        }
        ("appointment", "") => {
            let key = api.filled_in(1, "a@example.org").await;
            api.post("confirm-appointment", &key).await;
            api.zms_get(
                route,
                &format!(
                    "processId={}&authKey={}",
                    key["processId"],
                    key["authKey"].as_str().unwrap()
                ),
            )
            .await
        }
        ("appointment", "wrongkey") => {
            let key = api.filled_in(1, "a@example.org").await;
            api.zms_get(
                route,
                &format!(
                    "processId={}&authKey={}",
                    key["processId"],
                    recorded_key["authKey"].as_str().unwrap()
                ),
            )
            .await
        }
        ("appointment", _) => {
            api.zms_get(
                route,
                &format!(
                    "processId={}&authKey={}",
                    recorded_key["processId"].as_str().unwrap(),
                    recorded_key["authKey"].as_str().unwrap()
                ),
            )
            .await
        }
        ("captcha-details", "") => api.zms_get(route, "").await,
        ("captcha-verify", _) => api.post(route, &body).await,
        _ => return None,
    })
}

#[tokio::test]
async fn every_recorded_answer_has_our_shape() {
    let Some(folder) = recorded() else { return };
    let server = server().await;
    let mut wrong = Vec::new();
    let (mut compared, mut unknown) = (0, Vec::new());
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in
        files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "json"))
    {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bare = file.get("response").is_none();
        let Some(answer) = ours(&server.api, &name, &file).await else {
            unknown.push(name);
            continue;
        };
        let (status, theirs) =
            if bare { (200, &file) } else { (file["status"].as_u64().unwrap(), &file["response"]) };
        let ours = answer.json();
        compared += 1;
        if u64::from(answer.status.as_u16()) != status {
            wrong.push(format!("{name}: status {} instead of {status}: {ours}", answer.status));
        }
        let mut found = Vec::new();
        differences(&shape(theirs), &shape(&ours), "", &mut found);
        wrong.extend(found.into_iter().map(|difference| format!("{name}: {difference}")));
        if let Some(errors) = theirs["errors"].as_array() {
            let codes = |errors: &[Value]| {
                errors
                    .iter()
                    .map(|error| {
                        format!(
                            "{} {} {}",
                            error["errorCode"], error["statusCode"], error["errorType"]
                        )
                    })
                    .collect::<Vec<_>>()
            };
            let own = codes(ours["errors"].as_array().map_or(&[], Vec::as_slice));
            if codes(errors) != own {
                wrong.push(format!("{name}: {own:?} instead of {:?}", codes(errors)));
            }
        }
        if let Some(error) = theirs["meta"]["error"].as_str()
            && ours["meta"]["error"] != error
        {
            wrong.push(format!("{name}: {} instead of {error}", ours["meta"]["error"]));
        }
    }
    println!("{compared} recorded answers compared; no way to bring about: {unknown:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared > 0);
}

#[test]
fn the_comparison_sees_differences() {
    let compare = |theirs: Value, ours: Value| {
        let mut found = Vec::new();
        differences(&shape(&theirs), &shape(&ours), "", &mut found);
        found
    };
    assert_eq!(compare(json!({"a": "1"}), json!({"a": 1})).len(), 1);
    assert_eq!(compare(json!({"a": [{"b": 1}]}), json!({"a": [{"c": 1}]})).len(), 2);
    assert_eq!(compare(json!({"a": null}), json!({"a": 1})).len(), 0);
    assert_eq!(compare(json!([]), json!({})).len(), 1);
}
