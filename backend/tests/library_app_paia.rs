//! The independent Perl client `App::PAIA` (gbv/App-PAIA) speaks with the embedded library: JSON at sign-in, and a PAIA
//! older than ours. It is not part of this project: `STADTKERN_APP_PAIA` names its folder, with `bin/paia` and `lib`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use support::{root, server};

fn client() -> Option<PathBuf> {
    let beside = root().join("../shared/data/app-paia");
    let folder = std::env::var_os("STADTKERN_APP_PAIA").map_or(beside, PathBuf::from);
    let script = folder.join("bin/paia");
    let lib = format!("-I{}", folder.join("lib").display());
    let loads = Command::new("perl").arg(lib).args(["-MApp::PAIA", "-e1"]).output();
    if script.exists() && loads.is_ok_and(|loads| loads.status.success()) {
        return Some(folder);
    }
    println!(
        "skipped: no App::PAIA at {} (STADTKERN_APP_PAIA), or no libapp-cmd-perl and liburi-perl",
        folder.display()
    );
    None
}

async fn run(folder: &Path, place: &Path, host: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("perl");
    command
        .current_dir(place)
        .env("LANGUAGE", "en")
        .arg(format!("-I{}", folder.join("lib").display()))
        .arg(folder.join("bin/paia"))
        .args(["--base", &format!("http://{host}/api/library/paia"), "--insecure"])
        .args(["--username", "10000018"])
        .args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

#[tokio::test]
async fn a_client_that_others_wrote_is_at_home() {
    let Some(folder) = client() else { return };
    let server = server().await;
    let place = tempfile::tempdir().unwrap();
    let host = server.api.host.clone();
    let paia = |arguments: &'static [&'static str]| {
        let (folder, place, host) = (folder.clone(), place.path().to_owned(), host.clone());
        async move {
            let all = [&["--password", "musterstadt"], arguments].concat();
            run(&folder, &place, &host, &all).await
        }
    };
    let login =
        json(&paia(&["login", "--scope", "read_patron,read_items,read_fees,write_items"]).await);
    assert_eq!(login["patron"], "10000018");
    assert_eq!(login["scope"], "read_patron read_fees read_items write_items");
    assert_eq!(json(&paia(&["patron"]).await)["name"], "Erika Muster");
    let items = json(&paia(&["items"]).await);
    let items = items["doc"].as_array().unwrap();
    assert_eq!(items.len(), 13);
    assert_eq!(json(&paia(&["fees"]).await)["amount"], "2.50 EUR");
    let renewable = |wanted: bool| {
        let loan = |doc: &&Value| doc["status"] == 3 && doc["canrenew"] == wanted;
        items.iter().find(loan).unwrap()["item"].as_str().unwrap().to_owned()
    };
    let with = |word: &'static str, uri: String| {
        let (folder, place, host) = (folder.clone(), place.path().to_owned(), host.clone());
        async move { run(&folder, &place, &host, &["--password", "musterstadt", word, &uri]).await }
    };
    let renewed = with("renew", renewable(true)).await;
    assert_eq!(json(&renewed)["doc"][0]["status"], 3);
    let refused = with("renew", renewable(false)).await;
    assert!(!refused.status.success() && !refused.stderr.is_empty(), "{refused:?}");
    let waits = items.iter().find(|doc| doc["status"] == 1).unwrap()["edition"].as_str().unwrap();
    let cancelled = with("cancel", format!("edition={waits}")).await;
    assert_eq!(json(&cancelled)["doc"][0]["status"], 0);
    // It knows no conditions: what must be agreed to is a refusal to it, and nothing happens.
    let requested = with("request", format!("edition={waits}")).await;
    assert!(!requested.status.success());
    assert_eq!(json(&paia(&["items"]).await)["doc"].as_array().unwrap().len(), 12);
    assert_eq!(json(&paia(&["logout"]).await)["patron"], "10000018");
}
