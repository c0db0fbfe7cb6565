//! Starts the real backend with a small city, and asks it over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    dead_code,
    missing_docs
)]

pub mod openrosa;
pub mod patron;
pub mod postgres;
pub mod process;
#[macro_use]
pub mod stories;
pub mod survey;
pub mod upstream;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, Method, StatusCode};
use backend::Running;
use backend::config::{Config, Secrets};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

/// The project's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Office 1 is plain, 2 asks for a captcha, 3 takes one appointment for each address, 4 and 5 share
/// their slots, 6 has two counters and slots of 30 minutes.
pub fn catalogue() -> Value {
    let office = |id: u32, counters: u32, slot: u32, scope: Value, shared: Value| {
        let mut rules = json!({
            "id": id, "shortName": format!("S{id}"), "emailFrom": "termine@musterstadt.example",
            "telephoneActivated": true, "customTextfieldActivated": true, "customTextfieldLabel": "Bemerkung",
            "slotsPerAppointment": 4, "reservationDuration": 15, "activationDuration": 30, "hint": "<p>Eingang im Hof</p>"
        });
        for (key, value) in scope.as_object().unwrap() {
            rules[key] = value.clone();
        }
        json!({
            "id": id, "name": format!("Bürgerbüro {id}"),
            "address": {"street": "Marktplatz", "houseNumber": id.to_string(), "postalCode": "12345", "city": "Musterstadt"},
            "geo": {"lat": 51.2, "lon": 10.4}, "slotTimeInMinutes": slot, "startInDays": 1, "endInDays": 90, "scope": rules,
            "openingHours": [{"days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "08:00", "to": "12:00", "counters": counters}],
            "sharedBookingOfficeIds": shared
        })
    };
    json!({
        "offices": [
            office(1, 1, 10, json!({}), json!([])),
            office(2, 1, 10, json!({"captchaActivatedRequired": true}), json!([])),
            office(3, 1, 10, json!({"appointmentsPerMail": 1, "whitelistedMails": ["frei@example.org"]}), json!([])),
            office(4, 1, 10, json!({}), json!([4, 5])),
            office(5, 1, 10, json!({}), json!([4, 5])),
            office(6, 2, 30, json!({"telephoneRequired": true}), json!([])),
        ],
        "services": [
            {"id": 11, "name": "Personalausweis", "maxQuantity": 4, "combinable": [11, 12]},
            {"id": 12, "name": "Reisepass"},
        ],
        "relations": (1..=6).flat_map(|id| [json!({"office": id, "service": 11, "slots": 1}), json!({"office": id, "service": 12, "slots": 2})]).collect::<Vec<_>>(),
    })
}

/// A folder with a city package and a built app.
pub fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let city = place.path().join("cities/musterstadt");
    let dist = place.path().join("dist");
    for folder in [city.join("backend"), city.join("texts"), city.join("brand"), dist.join("texts")]
    {
        std::fs::create_dir_all(folder).unwrap();
    }
    let package = root().join("cities/musterstadt");
    std::fs::copy(package.join("city.json"), city.join("city.json")).unwrap();
    std::fs::copy(package.join("brand/icon.svg"), city.join("brand/icon.svg")).unwrap();
    std::fs::write(city.join("backend/appointments.json"), catalogue().to_string()).unwrap();
    std::fs::copy(
        package.join("backend/library-branches.json"),
        city.join("backend/library-branches.json"),
    )
    .unwrap();
    std::fs::write(city.join("texts/de.json"), r#"{"home.title": "Hallo Musterstadt"}"#).unwrap();
    std::fs::write(
        dist.join("texts/de.json"),
        r#"{"home.title": "Hallo", "home.search": "Suchen"}"#,
    )
    .unwrap();
    std::fs::create_dir(dist.join("texts/transit")).unwrap();
    std::fs::write(dist.join("texts/transit/de.json"), r#"{"transit.late": "zu spät"}"#).unwrap();
    std::fs::write(
        dist.join("index.html"),
        "<!doctype html><html lang=de><head><title>Stadtkern</title></head><body></body></html>",
    )
    .unwrap();
    std::fs::write(dist.join("app-0123456789abcdef.js"), "let a = 1;\n".repeat(200)).unwrap();
    std::fs::write(dist.join("boot.js"), "let b = 1;\n".repeat(200)).unwrap();
    std::fs::write(dist.join("app-0123456789abcdef_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
    place
}

/// The configuration for such a folder; `more` goes into the city's table.
pub fn config(place: &Path, top: &str, more: &str) -> Config {
    let text = format!(
        "listen = \"127.0.0.1:0\"\nrequests_per_minute = 100000\nlog = \"error\"\n{top}\n[[city]]\npackage = \"cities/musterstadt\"\nhosts = [\"localhost\", \"127.0.0.1\"]\n{more}\n"
    );
    let file = place.join("stadtkern.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(Some(&file), &Secrets::default()).unwrap()
}

/// A running backend and a way to ask it.
pub struct Server {
    pub running: Running,
    pub place: tempfile::TempDir,
    pub api: Api,
}

pub async fn server() -> Server {
    server_with("", "").await
}

pub async fn server_with(top: &str, more: &str) -> Server {
    let place = place();
    let mut config = config(place.path(), &top.replace("requests_per_minute = 5", ""), more);
    if top.contains("requests_per_minute = 5") {
        config.requests_per_minute = 5;
    }
    let running = backend::start(config).await.unwrap();
    let api = Api::new(running.address.to_string());
    Server { running, place, api }
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.body))
    }
    pub fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The error codes of a refusal.
    pub fn codes(&self) -> Vec<String> {
        self.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["errorCode"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Asks one server.
#[derive(Clone)]
pub struct Api {
    pub host: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Api {
    pub fn new(host: String) -> Self {
        Self { host, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, String> {
        let mut request =
            hyper::Request::builder().method(method).uri(format!("http://{}{path}", self.host));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body.to_owned()))).unwrap();
        let response = self.client.request(request).await.map_err(|error| error.to_string())?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await.unwrap()
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, "").await.unwrap()
    }

    pub async fn zms_get(&self, route: &str, query: &str) -> Answer {
        self.get(&format!("/api/appointments/{route}/?{query}")).await
    }

    pub async fn post(&self, route: &str, body: &Value) -> Answer {
        self.send(
            Method::POST,
            &format!("/api/appointments/{route}/"),
            &[("content-type", "application/json")],
            &body.to_string(),
        )
        .await
        .unwrap()
    }

    /// The free slots of the first bookable day.
    pub async fn free(&self, office: u32, service: u32, count: u32) -> Vec<i64> {
        let calendar = self.calendar(office, service, count, "").await.json();
        calendar["availableDays"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|day| day["offices"].as_array().unwrap().clone())
            .flat_map(|office| office["appointments"].as_array().unwrap().clone())
            .map(|start| start.as_i64().unwrap())
            .collect()
    }

    pub async fn calendar(&self, office: u32, service: u32, count: u32, more: &str) -> Answer {
        let (from, to) = (day(0), day(100));
        self.zms_get("available-calendar", &format!("officeIds={office}&serviceIds={service}&serviceCounts={count}&startDate={from}&endDate={to}{more}")).await
    }

    pub async fn reserve(&self, office: u32, service: u32, count: u32, start: i64) -> Answer {
        self.post("reserve-appointment", &json!({"timestamp": start.to_string(), "officeId": office, "serviceId": [service.to_string()], "serviceCount": [count]})).await
    }

    /// Reserves the first free slot and fills in the form.
    pub async fn filled_in(&self, office: u32, email: &str) -> Value {
        let start = self.free(office, 11, 1).await[0];
        let process = self.reserve(office, 11, 1, start).await.json();
        let key = key(&process);
        let mut form = key.clone();
        for (name, value) in [
            ("familyName", "Erika Muster"),
            ("email", email),
            ("telephone", "0301234567"),
            ("customTextfield", "Rollstuhl"),
        ] {
            form[name] = json!(value);
        }
        let updated = self.post("update-appointment", &form).await;
        assert_eq!(updated.status, 200, "{:?}", updated.body);
        key
    }
}

/// Number and key of an answer.
pub fn key(process: &Value) -> Value {
    json!({"processId": process["processId"], "authKey": process["authKey"]})
}

/// A day from today, UTC; exact enough for a range.
pub fn day(offset: i32) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    zms::Day::from_epoch_days(i64::try_from(now / 86_400).unwrap()).plus_days(offset).to_string()
}

/// The mails written so far, once there are at least `count`.
pub async fn mails(data: &Path, count: usize) -> Vec<String> {
    for _ in 0..200 {
        let mut found: Vec<_> = std::fs::read_dir(data.join("mails"))
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "eml"))
            .map(|entry| {
                (
                    entry.metadata().unwrap().modified().unwrap(),
                    std::fs::read_to_string(entry.path()).unwrap(),
                )
            })
            .collect();
        if found.len() >= count {
            found.sort();
            return found.into_iter().map(|(_, text)| text).collect();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{count} mails were not written in time");
}

/// The recorded answers, when they are there.
pub fn recorded() -> Option<PathBuf> {
    recorded_in("zms")
}

/// Recorded data of a kind, when it is there.
pub fn recorded_in(kind: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("STADTKERN_TEST_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from)
        .join(kind);
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: {} is absent, so recorded data cannot be used", folder.display());
        None
    }
}
