//! A city with a ZMS of its own: our embedded backend plays it, and a server that fails in every way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use support::{key, server, server_with};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the failing server does next.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Say(&'static str),
    Reset,
    Half,
    Silence,
}

/// A server that answers every connection with the fault of the moment, and keeps what it was asked.
struct Failing {
    address: String,
    fault: Arc<Mutex<Fault>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Failing {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let fault = Arc::new(Mutex::new(Fault::Reset));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (now, log) = (fault.clone(), asked.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (now, log) = (now.clone(), log.clone());
                tokio::spawn(async move {
                    let mut buffer = vec![0; 16384];
                    let length = stream.read(&mut buffer).await.unwrap_or(0);
                    log.lock()
                        .unwrap()
                        .push(String::from_utf8_lossy(&buffer[..length]).to_lowercase());
                    let fault = *now.lock().unwrap();
                    match fault {
                        Fault::Reset => stream.set_zero_linger().unwrap(),
                        Fault::Silence => {
                            tokio::time::sleep(std::time::Duration::from_secs(30)).await;
                        }
                        Fault::Half => {
                            let _ = stream
                                .write_all(
                                    b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"offices\":[",
                                )
                                .await;
                        }
                        Fault::Say(text) => {
                            let _ = stream.write_all(text.as_bytes()).await;
                        }
                    }
                });
            }
        });
        Self { address, fault, asked }
    }

    fn now(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }
}

fn forwarded_to(base: &str) -> String {
    format!("appointments = \"http://{base}\"")
}

#[tokio::test]
async fn a_whole_booking_through_two_backends() {
    let zms = server().await;
    let front =
        server_with("", &forwarded_to(&format!("{}/api/appointments/", zms.api.host))).await;
    let api = &front.api;
    assert_eq!(
        api.zms_get("offices-and-services", "").await.json()["offices"].as_array().unwrap().len(),
        6
    );
    let key1 = api.filled_in(1, "a@example.org").await;
    assert_eq!(api.post("preconfirm-appointment", &key1).await.json()["status"], "preconfirmed");
    assert_eq!(api.post("confirm-appointment", &key1).await.json()["status"], "confirmed");
    assert_eq!(
        api.post("confirm-appointment", &key1).await.codes(),
        ["processNotPreconfirmedAnymore"]
    );
    let query =
        format!("processId={}&authKey={}", key1["processId"], key1["authKey"].as_str().unwrap());
    assert_eq!(
        zms.api.zms_get("appointment", &query).await.json()["status"],
        "confirmed",
        "the real one knows it"
    );
    assert_eq!(api.post("cancel-appointment", &key1).await.json()["status"], "deleted");
    assert_eq!(api.zms_get("my-appointments", "").await.status, StatusCode::UNAUTHORIZED);
    let start = api.free(1, 11, 1).await[0];
    let _ = key(&api.reserve(1, 11, 1, start).await.json());
    assert_eq!(api.reserve(1, 11, 1, start).await.codes(), ["appointmentNotAvailable"]);
    // Nothing but the twelve.
    for path in [
        "/api/appointments/scopes/",
        "/api/appointments/../../health/live",
        "/api/appointments/appointment/%2e%2e/%2e%2e/",
    ] {
        assert_eq!(api.get(path).await.status, 404, "{path}");
    }
    assert_eq!(api.zms_get("reserve-appointment", "").await.status, 405);
    // A catalogue that was asked for once stays readable without its source.
    let fresh = api.zms_get("offices-and-services", "").await;
    let host = zms.api.host.clone();
    zms.running.stop().await;
    front.running.app.clock.advance(400);
    let stale = api.zms_get("offices-and-services", "").await;
    assert_eq!((stale.status, &stale.body), (StatusCode::OK, &fresh.body), "{host}");
    assert_eq!(stale.header("x-stadtkern-upstream"), "unreachable");
    assert!(stale.header("age").parse::<u32>().unwrap() >= 400);
    let known = api
        .get_with(
            "/api/appointments/offices-and-services/",
            &[("if-none-match", stale.header("etag"))],
        )
        .await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let calendar = api.calendar(1, 11, 1, "").await;
    assert_eq!(
        (calendar.status, calendar.codes()),
        (StatusCode::SERVICE_UNAVAILABLE, vec!["serviceUnavailable".to_owned()])
    );
}

#[tokio::test]
async fn an_outage_is_never_an_empty_calendar() {
    let zms = Failing::start().await;
    let front =
        server_with("", &format!("{}\ntimeout_seconds = 1", forwarded_to(&zms.address))).await;
    for fault in [
        Fault::Reset,
        Fault::Half,
        Fault::Silence,
        Fault::Say(
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/html\r\n\r\n<html>Please sign in</html>",
        ),
        Fault::Say(
            "HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: https://login.example/\r\ncontent-length: 0\r\n\r\n",
        ),
        Fault::Say(
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"startDate\":\"\",\"endDate\":\"\",\"availableDays\":[]}",
        ),
        Fault::Say("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nnull"),
        Fault::Say("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
        Fault::Say("garbage\r\n\r\n"),
    ] {
        zms.now(fault);
        let answer = front.api.calendar(1, 11, 1, "").await;
        assert_eq!(
            (answer.status, answer.codes()),
            (StatusCode::SERVICE_UNAVAILABLE, vec!["serviceUnavailable".to_owned()])
        );
        assert_eq!(answer.header("x-stadtkern-upstream"), "unreachable");
        assert!(!answer.header("retry-after").is_empty());
    }
}

#[tokio::test]
async fn what_the_system_says_itself_is_passed_on() {
    let zms = Failing::start().await;
    let front = server_with("", &forwarded_to(&zms.address)).await;
    zms.now(Fault::Say("HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\nretry-after: 17\r\nx-ratelimit-limit: 60\r\nset-cookie: a=b\r\n\r\n{\"errors\":[{\"errorCode\":\"rateLimitExceeded\"}]}"));
    let limited = front.api.calendar(1, 11, 1, "").await;
    assert_eq!(
        (limited.status, limited.header("retry-after"), limited.header("x-ratelimit-limit")),
        (StatusCode::TOO_MANY_REQUESTS, "17", "60")
    );
    assert_eq!(limited.header("set-cookie"), "");
    zms.now(Fault::Say("HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\n\r\n{\"error\":{\"message\":\"An internal error has occurred.\",\"code\":0}}"));
    let second_shape = front.api.calendar(1, 11, 1, "").await;
    assert_eq!(
        (second_shape.status, second_shape.json()["error"]["code"].as_i64()),
        (StatusCode::INTERNAL_SERVER_ERROR, Some(0))
    );
    zms.now(Fault::Say("HTTP/1.1 520 x\r\nconnection: close\r\n\r\n{\"errors\":[{\"errorCode\":\"unknownError\",\"statusCode\":520}]}"));
    assert_eq!(front.api.calendar(1, 11, 1, "").await.status.as_u16(), 520);
}

#[tokio::test]
async fn nothing_about_the_person_travels_along() {
    let zms = Failing::start().await;
    zms.now(Fault::Say("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}"));
    let front = server_with("", &forwarded_to(&zms.address)).await;
    let headers = [
        ("cookie", "session=1"),
        ("authorization", "Bearer x"),
        ("user-agent", "Firefox"),
        ("x-forwarded-for", "192.0.2.1"),
        ("referer", "http://x/"),
    ];
    front
        .api
        .send(Method::POST, "/api/appointments/reserve-appointment/", &headers, "{}")
        .await
        .unwrap();
    front.api.send(Method::GET, "/api/appointments/my-appointments/", &headers, "").await.unwrap();
    let asked = zms.asked.lock().unwrap().clone();
    for unwanted in ["cookie", "firefox", "forwarded", "192.0.2.1", "127.0.0.1, ", "referer"] {
        assert!(
            !asked[0].contains(unwanted) && !asked[1].contains(unwanted),
            "{unwanted}: {asked:?}"
        );
    }
    assert!(!asked[0].contains("authorization"));
    assert!(asked[1].contains("authorization: bearer x"), "the one route that needs the sign-in");
    let large = "x".repeat(70_000);
    let refused = front
        .api
        .send(Method::POST, "/api/appointments/reserve-appointment/", &[], &large)
        .await
        .unwrap();
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(zms.asked.lock().unwrap().len(), 2, "it was not even asked");
}
