//! No slot is given twice and no confirmation is lost, whatever dies in the middle.
//!
//! Real server processes share one database. 200 clients want 50 slots while processes are killed
//! (SIGKILL) and started again. At the end the database and what the clients were told are compared.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use backend::store::Store;
use serde_json::{Value, json};
use sqlx::Row;
use support::postgres::Postgres;
use support::process::{Process, next, ready};
use support::{Answer, Api, key};

const CLIENTS: usize = 200;
const SLOTS: usize = 50;
const COUNTERS: usize = 2;
const KILLS: usize = 8;

/// One office with two counters, 25 slots on each day; all clients want the same day.
fn few_slots() -> Value {
    let mut catalogue = support::catalogue();
    let mut office = catalogue["offices"][0].clone();
    office["openingHours"][0]["counters"] = json!(COUNTERS);
    office["openingHours"][0]["to"] = json!("12:10");
    office["scope"]["reservationDuration"] = json!(1);
    catalogue["offices"] = json!([office]);
    catalogue["relations"] = json!([{"office": 1, "service": 11, "slots": 1}]);
    catalogue
}

/// What the clients were told.
#[derive(Default)]
struct Told {
    /// Confirmed with HTTP 200: number and start.
    confirmed: BTreeMap<i64, i64>,
    /// Cancelled with HTTP 200, or nobody knows because the answer was lost.
    cancelled: BTreeSet<i64>,
}

struct Crowd {
    apis: Vec<Api>,
    slots: Vec<i64>,
    told: Mutex<Told>,
    broken: AtomicUsize,
    requests: AtomicUsize,
    done: AtomicBool,
    end: Instant,
}

impl Crowd {
    /// Asks some process until one answers; a broken connection or a 5xx is tried at the next one.
    async fn post(&self, random: &mut u64, route: &str, body: &Value) -> Option<(Answer, bool)> {
        let mut repeated = false;
        while Instant::now() < self.end {
            let api = &self.apis[next(random) % self.apis.len()];
            self.requests.fetch_add(1, Ordering::Relaxed);
            let path = format!("/api/appointments/{route}/");
            match api.send(axum::http::Method::POST, &path, &[], &body.to_string()).await {
                Ok(answer) if !answer.status.is_server_error() => return Some((answer, repeated)),
                _ => {
                    repeated = true;
                    self.broken.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
            }
        }
        None
    }

    /// Tries slots until one is booked or the time is over. Every tenth cancels what it booked and goes on.
    async fn client(&self, number: usize) {
        let mut random = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(number as u64 + 1);
        let mut changes_its_mind = number.is_multiple_of(10);
        while Instant::now() < self.end && !self.done.load(Ordering::Relaxed) {
            let start = self.slots[next(&mut random) % self.slots.len()];
            let wish =
                json!({"timestamp": start, "officeId": 1, "serviceId": [11], "serviceCount": [1]});
            let Some((reserved, _)) = self.post(&mut random, "reserve-appointment", &wish).await
            else {
                return;
            };
            if reserved.status != 200 {
                tokio::time::sleep(Duration::from_millis(
                    u64::try_from(next(&mut random) % 120).unwrap(),
                ))
                .await;
                continue;
            }
            let process = reserved.json();
            let key = key(&process);
            let id = process["processId"].as_i64().unwrap();
            let mut form = key.clone();
            form["familyName"] = json!(format!("Client {number}"));
            form["email"] = json!(format!("client{number}@example.org"));
            if self
                .post(&mut random, "update-appointment", &form)
                .await
                .is_none_or(|(answer, _)| answer.status != 200)
            {
                continue;
            }
            self.post(&mut random, "preconfirm-appointment", &key).await;
            let Some((confirmed, repeated)) =
                self.post(&mut random, "confirm-appointment", &key).await
            else {
                return;
            };
            // Refused the second time means that the first one, whose answer was lost, had worked.
            if confirmed.status != 200 && !(repeated && confirmed.status == 409) {
                continue;
            }
            if confirmed.status == 200 {
                self.told.lock().unwrap().confirmed.insert(id, start);
            }
            if !changes_its_mind {
                return;
            }
            changes_its_mind = false;
            self.told.lock().unwrap().cancelled.insert(id);
            self.post(&mut random, "cancel-appointment", &key).await;
        }
    }
}

async fn storm(name: &str, database: &str, place: &Path, processes: usize) {
    std::fs::write(
        place.join("cities/musterstadt/backend/appointments.json"),
        few_slots().to_string(),
    )
    .unwrap();
    let mut running: Vec<Process> =
        (0..processes).map(|_| Process::start(place, database)).collect();
    let apis: Vec<Api> =
        running.iter().map(|process| Api::new(format!("127.0.0.1:{}", process.port))).collect();
    for api in &apis {
        ready(api).await;
    }
    let slots = apis[0].free(1, 11, 1).await;
    assert_eq!(slots.len() * COUNTERS, SLOTS);
    let begin = Instant::now();
    let crowd = Arc::new(Crowd {
        apis,
        slots,
        told: Mutex::default(),
        broken: AtomicUsize::new(0),
        requests: AtomicUsize::new(0),
        done: AtomicBool::new(false),
        end: begin + Duration::from_secs(150),
    });
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let crowd = crowd.clone();
            tokio::spawn(async move { crowd.client(number).await })
        })
        .collect();
    for kill in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(400)).await;
        let at = kill % running.len();
        running[at].kill();
        tokio::time::sleep(Duration::from_millis(100)).await;
        running[at].run();
    }
    for api in &crowd.apis {
        ready(api).await;
    }
    // Until every slot is booked for good; what a killed process had reserved runs out after a minute.
    let data = place.join("data");
    let store = Store::open(database, &data).await.unwrap();
    while Instant::now() < crowd.end {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let row = sqlx::query("SELECT COUNT(*) AS n FROM appointment WHERE status = 'confirmed'")
            .fetch_one(store.pool())
            .await
            .unwrap();
        if usize::try_from(row.get::<i64, _>("n")).unwrap() == SLOTS {
            break;
        }
    }
    crowd.done.store(true, Ordering::Relaxed);
    for client in clients {
        client.await.unwrap();
    }
    let took = begin.elapsed();
    examine(name, &crowd, &store, took).await;
    drop(running);
}

async fn examine(name: &str, crowd: &Crowd, store: &Store, took: Duration) {
    let confirmed: BTreeMap<i64, i64> =
        sqlx::query("SELECT id, starts FROM appointment WHERE status = 'confirmed'")
            .fetch_all(store.pool())
            .await
            .unwrap()
            .iter()
            .map(|row| (row.get("id"), row.get("starts")))
            .collect();
    let mut by_slot: BTreeMap<i64, usize> = BTreeMap::new();
    for start in confirmed.values() {
        *by_slot.entry(*start).or_default() += 1;
    }
    let twice = by_slot.values().filter(|count| **count > COUNTERS).count();
    // Every confirmed appointment owns each of its pieces, and no piece has two owners.
    let mut without_place = 0;
    for id in confirmed.keys() {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM taken WHERE appointment = $1")
            .bind(*id)
            .fetch_one(store.pool())
            .await
            .unwrap();
        without_place += usize::from(row.get::<i64, _>("n") != 2);
    }
    let mailed: BTreeSet<i64> = sqlx::query("SELECT appointment FROM mail WHERE kind = 'confirm'")
        .fetch_all(store.pool())
        .await
        .unwrap()
        .iter()
        .map(|row| row.get("appointment"))
        .collect();
    let told = crowd.told.lock().unwrap();
    let lost: Vec<_> = told
        .confirmed
        .keys()
        .filter(|id| !told.cancelled.contains(id) && !confirmed.contains_key(id))
        .collect();
    let without_mail: Vec<_> = told.confirmed.keys().filter(|id| !mailed.contains(id)).collect();
    println!(
        "{name}: {CLIENTS} clients, {SLOTS} slots, {KILLS} kills, {} processes, {} requests ({} repeated) in {:.1} s: \
         {} booked, {} confirmations acknowledged, {} cancelled; given twice {twice}, lost {}, without mail {}",
        crowd.apis.len(),
        crowd.requests.load(Ordering::Relaxed),
        crowd.broken.load(Ordering::Relaxed),
        took.as_secs_f32(),
        confirmed.len(),
        told.confirmed.len(),
        told.cancelled.len(),
        lost.len(),
        without_mail.len(),
    );
    assert_eq!(twice, 0, "slots given twice");
    assert_eq!(without_place, 0, "confirmed without owning its place");
    assert!(lost.is_empty(), "confirmations lost: {lost:?}");
    assert!(without_mail.is_empty(), "confirmations without a mail: {without_mail:?}");
    assert_eq!(
        confirmed.len(),
        SLOTS,
        "the storm must have booked everything, otherwise it proves little"
    );
    assert!(crowd.broken.load(Ordering::Relaxed) > 0, "no client noticed a killed process");
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
