//! No acknowledged answer is lost or doubled, whatever dies in the middle.
//!
//! Real server processes share one database, behind a round-robin. While clients send answers, processes are killed
//! (SIGKILL) and started again, connections are cut, and answers are sent twice at the same time. At the end the
//! database and what the clients were told are compared.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backend::participation::tokens;
use backend::store::Store;
use serde_json::json;
use sqlx::Row;
use support::Api;
use support::postgres::Postgres;
use support::process::{Process, next, ready};
use support::survey::{instance, item, multipart, vote, write};
use tokio::net::{TcpListener, TcpStream};

const CLIENTS: usize = 40;
/// Answers of each client to the poll that takes all.
const EACH: usize = 60;
/// Answers to the poll with a quota, and how many it takes.
const WANTED: usize = 400;
const QUOTA: usize = 150;
/// Codes; two answers come with each.
const CODES: usize = 120;
const KILLS: usize = 10;
/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// One thing that a client sends, the same bytes every time.
struct Sending {
    item: &'static str,
    key: String,
    token: Option<String>,
    photo: bool,
}

/// What a client was told in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Stored,
    Full,
    CodeUsed,
}

#[derive(Default)]
struct Counts {
    requests: AtomicUsize,
    broken: AtomicUsize,
    cut: AtomicUsize,
    created: Mutex<BTreeMap<String, usize>>,
}

impl Sending {
    fn body(&self) -> String {
        let xml = if self.photo {
            support::survey::answer(&[("/data/consent", "OK"), ("/data/photo", "1.jpg")], &self.key)
        } else {
            vote("park", &self.key)
        };
        let mut parts = vec![("xml_submission_file", "text/xml", xml.as_str())];
        let photo = "x".repeat(20_000);
        if self.photo {
            parts.push(("1.jpg", "image/jpeg", &photo));
        }
        if let Some(token) = &self.token {
            parts.push(("participation_token", "text/plain", token));
        }
        multipart(&parts)
    }

    /// Sends until there is an answer that says how it is.
    async fn send(&self, api: &Api, counts: &Counts, random: &mut u64) -> Told {
        let version = if self.photo { "7" } else { "1" };
        let path =
            format!("/api/participation/v1/items/{}/versions/{version}/responses", self.item);
        let body = self.body();
        loop {
            counts.requests.fetch_add(1, Ordering::Relaxed);
            let headers = [
                ("content-type", "multipart/form-data; boundary=xx"),
                ("idempotency-key", self.key.as_str()),
            ];
            // What is silent for long is asked again, as a phone does.
            let post = || async {
                let asked = api.send(axum::http::Method::POST, &path, &headers, &body);
                tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err("silent".to_owned()))
            };
            let answer = match next(random) % 8 {
                // The phone goes into a tunnel: the request breaks off at any point, also after it was worked on.
                0 => {
                    counts.cut.fetch_add(1, Ordering::Relaxed);
                    let wait = Duration::from_millis(u64::try_from(next(random) % 25).unwrap());
                    let answer = tokio::time::timeout(wait, post()).await;
                    let answer = answer.unwrap_or(Err("cut".to_owned()));
                    self.note(&answer, counts);
                    answer
                }
                // Two tabs send at the same time.
                1 => {
                    let (one, other) = tokio::join!(post(), post());
                    self.note(&one, counts);
                    self.note(&other, counts);
                    other.or(one)
                }
                _ => {
                    let answer = post().await;
                    self.note(&answer, counts);
                    answer
                }
            };
            match answer.as_ref().map(|answer| answer.status.as_u16()) {
                Ok(201 | 202) => return Told::Stored,
                Ok(410) => return Told::Full,
                Ok(403) => return Told::CodeUsed,
                Ok(status @ (400..=499)) => panic!("{status}: {answer:?}"),
                _ => {
                    counts.broken.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(40)).await;
                }
            }
        }
    }

    fn note(&self, answer: &Result<support::Answer, String>, counts: &Counts) {
        if answer.as_ref().is_ok_and(|answer| answer.status == 201) {
            *counts.created.lock().unwrap().entry(self.key.clone()).or_default() += 1;
        }
    }
}

/// Hands each connection to the next process, as a plain load balancer does; one that is dead is passed over.
async fn round_robin(ports: Vec<u16>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let turn = Arc::new(AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (ports, turn) = (ports.clone(), turn.clone());
            tokio::spawn(async move {
                for _ in 0..ports.len() {
                    let port = ports[turn.fetch_add(1, Ordering::Relaxed) % ports.len()];
                    if let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await {
                        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                        return;
                    }
                }
            });
        }
    });
    address
}

fn sendings(codes: &[String]) -> Vec<Sending> {
    let plain = |number: usize| Sending {
        item: if number.is_multiple_of(10) { "place" } else { "bench" },
        key: instance(number as u64),
        token: None,
        photo: number.is_multiple_of(10),
    };
    let few = |number: usize| Sending {
        item: "few",
        key: instance(1_000_000 + number as u64),
        token: None,
        photo: false,
    };
    let with_code = |number: usize| Sending {
        item: "coded",
        key: instance(2_000_000 + number as u64),
        token: Some(codes[number / 2].clone()),
        photo: false,
    };
    let mut all: Vec<Sending> = (0..CLIENTS * EACH).map(plain).collect();
    all.extend((0..WANTED).map(few));
    all.extend((0..codes.len() * 2).map(with_code));
    // Mixed, the same way each time.
    let mut random = 88_172_645_463_325_252;
    for at in (1..all.len()).rev() {
        all.swap(at, next(&mut random) % (at + 1));
    }
    all
}

async fn storm(name: &str, database: &str, place: &Path, processes: usize) {
    let token = json!({"participation": {"mode": "token", "once": "token"}});
    write(
        place,
        &[
            item("bench", "poll", "1", &json!({})),
            item("place", "survey", "7", &json!({})),
            item("few", "poll", "1", &json!({"quota": QUOTA})),
            item("coded", "poll", "1", &token),
        ],
    );
    let mut running: Vec<Process> =
        (0..processes).map(|_| Process::start(place, database)).collect();
    let apis: Vec<Api> =
        running.iter().map(|process| Api::new(format!("127.0.0.1:{}", process.port))).collect();
    for api in &apis {
        ready(api).await;
    }
    let store = Store::open(database, &place.join("data")).await.unwrap();
    let codes = tokens::make(&store, "musterstadt", "coded", CODES).await.unwrap();
    let front = round_robin(running.iter().map(|process| process.port).collect()).await;
    let work = Arc::new(Mutex::new(sendings(&codes)));
    let total = work.lock().unwrap().len();
    let counts = Arc::new(Counts::default());
    let told: Arc<Mutex<Vec<(Sending, Told)>>> = Arc::default();
    let done = Arc::new(AtomicBool::new(false));
    let begin = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (work, counts, told) = (work.clone(), counts.clone(), told.clone());
            let api = Api::new(front.clone());
            tokio::spawn(async move {
                let mut random = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(number as u64 + 1);
                loop {
                    let Some(sending) = work.lock().unwrap().pop() else { return };
                    let end = sending.send(&api, &counts, &mut random).await;
                    told.lock().unwrap().push((sending, end));
                }
            })
        })
        .collect();
    let watched = done.clone();
    let killer = tokio::spawn(async move {
        let mut random = 7;
        let mut kills = 0;
        while kills < KILLS || !watched.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(350)).await;
            if kills < KILLS {
                let at = next(&mut random) % running.len();
                running[at].kill();
                tokio::time::sleep(Duration::from_millis(150)).await;
                running[at].run();
                kills += 1;
            }
        }
        running
    });
    for client in clients {
        client.await.unwrap();
    }
    let took = begin.elapsed();
    done.store(true, Ordering::Relaxed);
    let running = killer.await.unwrap();
    let told = std::mem::take(&mut *told.lock().unwrap());
    assert_eq!(told.len(), total);
    examine(name, processes, &told, &counts, &store, took).await;
    drop(running);
}

async fn examine(
    name: &str,
    processes: usize,
    told: &[(Sending, Told)],
    counts: &Counts,
    store: &Store,
    took: Duration,
) {
    let rows = sqlx::query("SELECT instance, item, xml FROM participation_response")
        .fetch_all(store.pool())
        .await
        .unwrap();
    let stored: BTreeMap<String, (String, String)> =
        rows.iter().map(|row| (row.get("instance"), (row.get("item"), row.get("xml")))).collect();
    let doubled = rows.len() - stored.len();
    let acknowledged: BTreeSet<&str> = told
        .iter()
        .filter(|(_, told)| *told == Told::Stored)
        .map(|(sending, _)| sending.key.as_str())
        .collect();
    let lost: Vec<_> = acknowledged.iter().filter(|key| !stored.contains_key(**key)).collect();
    let unasked: Vec<_> =
        stored.keys().filter(|key| !acknowledged.contains(key.as_str())).collect();
    let changed = told.iter().filter(|(sending, _)| {
        stored.get(&sending.key).is_some_and(|(_, xml)| !sending.body().contains(xml.as_str()))
    });
    let changed = changed.count();
    let twice = counts.created.lock().unwrap().values().filter(|count| **count > 1).count();
    let of = |item: &str| stored.values().filter(|(found, _)| found == item).count();
    let files = sqlx::query("SELECT instance FROM participation_attachment")
        .fetch_all(store.pool())
        .await
        .unwrap()
        .len();
    let (_, used) = tokens::count(store, "musterstadt", "coded").await.unwrap();
    println!(
        "{name}: {} answers, {processes} processes, {KILLS} kills, {} requests ({} cut by the client, {} without an answer) in {:.1} s: \
         {} acknowledged, {} stored; lost {}, doubled {}, changed {changed}, stored without being told {}; \
         quota {QUOTA}: {} stored; codes {CODES}: {} stored, {used} used; {files} files for {} answers with one",
        told.len(),
        counts.requests.load(Ordering::Relaxed),
        counts.cut.load(Ordering::Relaxed),
        counts.broken.load(Ordering::Relaxed),
        took.as_secs_f32(),
        acknowledged.len(),
        stored.len(),
        lost.len(),
        doubled + twice,
        unasked.len(),
        of("few"),
        of("coded"),
        of("place"),
    );
    assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");
    assert_eq!((doubled, twice, changed), (0, 0, 0));
    assert!(unasked.is_empty(), "refused and stored all the same: {unasked:?}");
    assert_eq!((of("few"), of("coded")), (QUOTA, CODES));
    assert_eq!(used, i64::try_from(CODES).unwrap());
    assert_eq!(of("bench") + of("place"), CLIENTS * EACH);
    assert_eq!(files, of("place"));
    let rows = sqlx::query("SELECT item, answers FROM participation_item")
        .fetch_all(store.pool())
        .await
        .unwrap();
    for row in rows {
        let (item, answers): (String, i64) = (row.get("item"), row.get("answers"));
        assert_eq!(usize::try_from(answers).unwrap(), of(&item), "the counter of {item}");
    }
    assert!(
        counts.broken.load(Ordering::Relaxed) > counts.cut.load(Ordering::Relaxed) / 4,
        "the storm must have been one"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_two_processes_on_one_file() {
    let place = support::place();
    storm("SQLite", "", place.path(), 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_three_processes() {
    let postgres = match Postgres::start() {
        Ok(postgres) => postgres,
        Err(why) => {
            println!("skipped: {why}");
            return;
        }
    };
    let place = support::place();
    storm("PostgreSQL", &postgres.url, place.path(), 3).await;
}
