//! What a person asked for stands in no log, at any level, whatever fails.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::Method;
use support::server_with;
use support::upstream::{Reply, Upstream};
use tracing_subscriber::filter::LevelFilter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn places_and_words_of_a_person_are_not_logged() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    let motis = Upstream::start().await;
    let library = Upstream::start().await;
    let config = format!(
        "[city.library]\ncatalogue = \"http://{0}\"\ndaia = \"http://{0}/daia\"\npaia_core = \"http://{0}/core\"\npaia_auth = \"http://{0}/auth\"\ncovers = \"http://{0}/covers\"\n",
        library.address
    ) + &format!(
        "[city.transit]\nmotis = \"http://{}\"\ngtfs = \"http://{}/gtfs.zip?key=geheim\"",
        motis.address, motis.address
    );
    let server = server_with("", &config).await;
    for reply in [
        Reply::status(500),
        Reply::Reset,
        Reply::html(),
        Reply::Say(400, "", b"{\"error\":\"Frauenhaus 52.123 is no place\"}".to_vec()),
        Reply::bytes(b"{\"itineraries\":[]}"),
    ] {
        for path in ["/api/v6/plan", "/api/v6/stoptimes", "/api/v1/geocode"] {
            motis.on(path, reply.clone());
        }
        for question in [
            "journeys?from=52.123,9.1;;Frauenhaus&to=52.2,9.2",
            "departures?stop=52.123,9.1;x;Frauenhaus",
            "stops?text=Frauenhaus",
            "Frauenhaus",
        ] {
            server.api.get(&format!("/api/transit/{question}")).await;
        }
        server.running.app.clock.advance(61);
    }
    // A library of its own, and the invented one.
    let invented = server_with("", "").await;
    for reply in [Reply::status(500), Reply::Reset, Reply::html(), Reply::bytes(b"{\"doc\":[]}")] {
        for path in ["/auth/login", "/core/4711081500/items", "/search", "/daia", "/covers"] {
            library.on(path, reply.clone());
        }
        for api in [&server.api, &invented.api] {
            let form = "grant_type=password&username=4711081500&password=geheim";
            let form_type = ("content-type", "application/x-www-form-urlencoded");
            let login = "/api/library/paia/auth/login";
            api.send(Method::POST, login, &[form_type], form).await.unwrap();
            let token = ("authorization", "Bearer geheimer-schluessel");
            for path in [
                "paia/core/4711081500/items",
                "paia/core/4711081500/items?access_token=geheim",
                "catalogue/search?lookfor=Frauenhaus",
                "daia?id=Frauenhaus&format=json",
                "covers/show?recordid=Frauenhaus",
            ] {
                api.get_with(&format!("/api/library/{path}"), &[token]).await;
            }
        }
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        text.contains("transit-journeys")
            && text.contains("planner")
            && text.contains("library-items"),
        "{text}"
    );
    for private in ["Frauenhaus", "52.123", "52%2E123", "geheim", "4711081500", "127.0.0.1:"] {
        let found: Vec<&str> = text.lines().filter(|line| line.contains(private)).collect();
        // Which server is spoken to is no secret; what it is asked is.
        let found: Vec<&&str> =
            found.iter().filter(|line| private != "127.0.0.1:" || line.contains('?')).collect();
        assert!(found.is_empty(), "{private}: {found:?}");
    }
}
