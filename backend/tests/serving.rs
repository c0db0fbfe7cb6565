//! What the backend serves, to whom, and with which headers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use axum::http::{Method, StatusCode};
use serde_json::json;
use support::{server, server_with};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn every_answer_has_the_strict_headers() {
    let server = server().await;
    let mut documents = 0;
    for (path, status) in [
        ("/", 200),
        ("/boot.js", 200),
        ("/missing.js", 404),
        ("/city/city.json", 200),
        ("/city/backend/appointments.json", 404),
        ("/api/appointments/offices-and-services/", 200),
        ("/api/nothing", 404),
        ("/health/live", 200),
        ("/health/ready", 200),
        ("/local/mails", 200),
    ] {
        let answer = server.api.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        let policy = answer.header("content-security-policy");
        let kind = answer.header("content-type");
        if ["application/json", "application/manifest+json", "text/css"]
            .iter()
            .any(|data| kind.starts_with(data))
        {
            assert_eq!(policy, "", "{path}: nothing that could be opened or run");
        } else {
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
                    && !policy.contains("unsafe-inline"),
                "{path}"
            );
            assert!(
                policy.contains("require-trusted-types-for 'script'; trusted-types default"),
                "{path}"
            );
            let says = |name| answer.header(name);
            assert_eq!(says("referrer-policy"), "strict-origin-when-cross-origin", "{path}");
            assert_eq!(says("cross-origin-opener-policy"), "same-origin", "{path}");
            assert!(says("permissions-policy").contains("geolocation=(self)"), "{path}");
            documents += 1;
        }
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "{path}: people come by http here"
        );
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
    assert!(documents >= 3, "pages and scripts have all of them");
}

#[tokio::test]
async fn an_unknown_host_gets_nothing_of_a_city() {
    let server = server().await;
    for path in [
        "/",
        "/city/city.json",
        "/city/texts/de.json",
        "/api/appointments/offices-and-services/",
        "/boot.js",
        "/local/mails",
    ] {
        for host in [
            "evil.example",
            "musterstadt.example",
            "localhost.evil.example",
            "localhost@evil.example",
        ] {
            let answer = server.api.get_with(path, &[("host", host)]).await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{path} {host}");
            assert!(!answer.text().contains("Musterstadt"), "{path} {host}");
        }
    }
    assert_eq!(server.api.get_with("/health/live", &[("host", "evil.example")]).await.status, 200);
}

#[tokio::test]
async fn the_app_answers_every_page_and_no_file() {
    let server = server().await;
    for path in ["/", "/index.html", "/appointments/open", "/settings?x=a.b", "/a/b/c/"] {
        let answer = server.api.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            answer.text().contains("<html lang=\"de\" dir=\"ltr\">")
                && answer.text().contains("<title>Musterstadt</title>"),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
    for path in [
        "/x.png",
        "/texts/xx.json",
        "/.env",
        "/appointments/x.y",
        "/..%2f..%2fstadtkern.toml",
        "/%2e%2e/stadtkern.toml",
        "/texts/%2e%2e/%2e%2e/stadtkern.toml",
    ] {
        let answer = server.api.get(path).await;
        assert!(!answer.text().contains("listen"), "{path}");
        assert_eq!(answer.status, 404, "{path}");
    }
    assert_eq!(server.api.get_with("/missing", &[("accept", "image/png")]).await.status, 404);
    let posted = server.api.send(Method::POST, "/", &[], "x").await.unwrap();
    assert_eq!(
        (posted.status, posted.header("allow")),
        (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD")
    );
}

/// A client library would tidy such a path up; an attacker does not.
#[tokio::test]
async fn a_raw_path_out_of_the_folder_leads_nowhere() {
    let server = server().await;
    for path in [
        "/../stadtkern.toml",
        "/texts/../../stadtkern.toml",
        "//etc/passwd",
        "/city/brand/../backend/appointments.json",
        "/city/brand/%2e%2e/backend/appointments.json",
        "/city/texts/../backend/appointments.json",
    ] {
        let mut stream = tokio::net::TcpStream::connect(server.running.address).await.unwrap();
        stream
            .write_all(
                format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .as_bytes(),
            )
            .await
            .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert!(
            !text.contains("listen =") && !text.contains("openingHours") && !text.contains("root:"),
            "{path}: {text}"
        );
    }
}

#[tokio::test]
async fn files_are_compressed_tagged_and_kept() {
    let server = server().await;
    let hashed =
        server.api.get_with("/app-0123456789abcdef.js", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(hashed.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(hashed.header("content-encoding"), "br");
    assert!(hashed.body.len() < 200);
    let plain = server.api.get("/boot.js").await;
    assert_eq!((plain.header("cache-control"), plain.header("content-encoding")), ("no-cache", ""));
    let again = server.api.get_with("/boot.js", &[("if-none-match", plain.header("etag"))]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let head = server.api.send(Method::HEAD, "/boot.js", &[], "").await.unwrap();
    assert_eq!(
        (head.header("content-length"), head.body.len()),
        (plain.body.len().to_string().as_str(), 0)
    );
    assert_eq!(
        server.api.get("/app-0123456789abcdef_bg.wasm").await.header("content-type"),
        "application/wasm"
    );
    // What the build compressed is used as it is.
    std::fs::write(server.place.path().join("dist/made.js"), "x".repeat(900)).unwrap();
    std::fs::write(server.place.path().join("dist/made.js.br"), "from the build").unwrap();
    let made = server.api.get_with("/made.js", &[("accept-encoding", "br")]).await;
    assert_eq!(made.text(), "from the build");
}

#[tokio::test]
async fn the_citys_words_lie_over_the_base_words() {
    let server = server().await;
    let texts = server.api.get("/city/texts/de.json").await;
    assert_eq!(texts.json(), json!({"home.title": "Hallo Musterstadt", "home.search": "Suchen"}));
    let overlay = server.place.path().join("cities/musterstadt/texts/de.json");
    std::fs::write(&overlay, r#"{"home.title": "Servus", "home.extra": "Neu"}"#).unwrap();
    assert_eq!(server.api.get("/city/texts/de.json").await.json()["home.title"], "Servus");
    // What a city says of a module lies over the module's own file, and nothing else does.
    assert_eq!(
        server.api.get("/city/texts/transit/de.json").await.json(),
        json!({"transit.late": "zu spät"})
    );
    std::fs::write(&overlay, r#"{"home.title": "Servus", "transit.late": "später"}"#).unwrap();
    assert_eq!(
        server.api.get("/city/texts/transit/de.json").await.json(),
        json!({"transit.late": "später"})
    );
    assert_eq!(server.api.get("/city/texts/library/de.json").await.status, 404);
    // A slip of an editor takes no word away.
    std::fs::write(&overlay, "{\"home.title\": ").unwrap();
    assert_eq!(server.api.get("/city/texts/de.json").await.json()["home.title"], "Hallo");
    assert_eq!(server.api.get("/city/texts/xx.json").await.status, 404);
    assert!(server.api.get("/city/theme.css").await.text().contains("#0a5a78"));
    assert_eq!(
        server.api.get("/city/icon").await.header("content-type"),
        "image/svg+xml; charset=utf-8"
    );
    assert!(server.api.get("/city/manifest.webmanifest").await.json()["icons"].is_array());
}

#[tokio::test]
async fn only_our_own_pages_may_change_something() {
    let server = server().await;
    let path = "/api/appointments/reserve-appointment/";
    for headers in [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")]] {
        let answer = server.api.send(Method::POST, path, &headers, "{}").await.unwrap();
        assert_eq!(
            (answer.status, answer.codes()),
            (StatusCode::FORBIDDEN, vec!["securityHeaderViolation".to_owned()])
        );
    }
    let own = format!("http://{}", server.api.host);
    let answer = server
        .api
        .send(Method::POST, path, &[("origin", &own), ("sec-fetch-site", "same-origin")], "{}")
        .await
        .unwrap();
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() {
    let server = server_with("requests_per_minute = 5", "").await;
    for left in (0..5).rev() {
        let answer = server.api.get("/api/appointments/captcha-details/").await;
        assert_eq!(
            (answer.status, answer.header("x-ratelimit-remaining")),
            (StatusCode::OK, left.to_string().as_str())
        );
    }
    let refused = server.api.get("/api/appointments/captcha-details/").await;
    assert_eq!(
        (refused.status, refused.codes()),
        (StatusCode::TOO_MANY_REQUESTS, vec!["rateLimitExceeded".to_owned()])
    );
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
    assert_eq!(server.api.get("/").await.status, 200, "the app itself is not limited");
    server.running.app.clock.advance(61);
    assert_eq!(server.api.get("/api/appointments/captcha-details/").await.status, 200);
}

#[tokio::test]
async fn the_local_page_is_for_this_machine() {
    let server = server().await;
    let key = server.api.filled_in(1, "a@example.org").await;
    server.api.post("preconfirm-appointment", &key).await;
    support::mails(&server.place.path().join("data"), 1).await;
    let page = server.api.get("/local/mails").await.text();
    assert!(
        page.contains(&format!("<a href=\"http://{}/appointments/confirm#", server.api.host)),
        "{page}"
    );
    assert_eq!(
        server.api.get_with("/local/mails", &[("x-forwarded-for", "192.0.2.1")]).await.status,
        404
    );
    let sent =
        server_with("", "[city.smtp]\nhost = \"localhost\"\nport = 1\nsecurity = \"none\"").await;
    assert_eq!(
        sent.api.get("/local/mails").await.status,
        404,
        "with a mail server there is nothing to see"
    );
}

#[tokio::test]
async fn a_stop_lets_requests_finish() {
    let server = server().await;
    let api = server.api.clone();
    // On a line that stands: a busy machine may take longer than the pause to open one, and then nothing was asked.
    assert_eq!(api.get("/health/live").await.status, StatusCode::OK);
    let asked = tokio::spawn(async move { api.free(1, 11, 1).await });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    server.running.stop().await;
    assert!(!asked.await.unwrap().is_empty());
    assert!(server.api.send(Method::GET, "/health/live", &[], "").await.is_err());
}

#[test]
fn a_wrong_configuration_ends_with_two_and_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stadtkern.toml");
    std::fs::write(&file, "[[city]]\npackage = \"cities/nowhere\"\nhosts = [\"a.de\"]\n").unwrap();
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_stadtkern-backend"))
            .args(arguments)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = run(&["--config", file.to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(text.contains("cities/nowhere") && text.contains("city.json"), "{text}");
    let (code, text) = run(&["--listen", "here"]);
    assert!(code == Some(2) && text.contains("127.0.0.1:8080"), "{text}");
    std::fs::write(&file, "lisen = 1\n").unwrap();
    let (code, text) = run(&["--config", file.to_str().unwrap(), "--check"]);
    assert!(
        code == Some(2) && text.contains("line 1") && text.contains("stadtkern.example.toml"),
        "{text}"
    );
}
