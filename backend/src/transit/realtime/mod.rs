//! What really runs: GTFS-Realtime feeds, fetched while somebody wants to know, checked, and merged into one
//! small overlay for the timetable that is served.

mod alerts;
mod feed;
mod told;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use timetable::realtime::wire::FeedMessage;
use tokio::task::JoinSet;
use transit::{Alert, Moment};

use super::timetable::{Served, compile};
use crate::config::{self, Gtfs};
use crate::web::outside::{self, WebClient};
use feed::{Feed, FeedError};
pub use told::Told;

/// Seconds between two questions to a feed: it changes as often (GTFS-Realtime best practices).
pub const REFRESH: i64 = transit::api::REFRESH as i64;
/// Seconds after the last person asked, until nobody is thought to look any more.
const WATCHED: i64 = 300;
/// How long a person waits for a first answer before the last one is told.
const PATIENCE: Duration = Duration::from_secs(3);

/// One city's real time.
#[derive(Debug)]
pub struct Watch {
    source: Source,
    client: WebClient,
    /// When somebody last wanted to know.
    wanted: AtomicI64,
    /// When the feeds were last asked.
    asked: AtomicI64,
    /// Held by whoever asks.
    asking: tokio::sync::Mutex<()>,
    feeds: RwLock<Vec<Feed>>,
    told: RwLock<Option<Arc<Told>>>,
}

#[derive(Debug)]
enum Source {
    /// The city names none.
    None,
    /// The demo's control centre, for the day for which its network was made last.
    Demo(Mutex<Option<(i32, Arc<demo_network::Network>)>>),
    /// Feeds.
    Web(Vec<String>),
}

/// What is known of a feed, for the status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedStatus {
    /// When the agency made its last good answer.
    pub at: Option<i64>,
    /// Why the newest is not used.
    pub problem: Option<String>,
}

impl Watch {
    /// As configured; nothing is asked before somebody wants to know.
    pub fn new(config: &config::Transit) -> Self {
        let source = match &config.gtfs {
            Gtfs::Demo => Source::Demo(Mutex::default()),
            _ if config.realtime.is_empty() => Source::None,
            _ => Source::Web(config.realtime.clone()),
        };
        let feeds = match &source {
            Source::None => 0,
            Source::Demo(_) => 1,
            Source::Web(addresses) => addresses.len(),
        };
        Self {
            source,
            client: outside::client(),
            wanted: AtomicI64::new(i64::MIN / 2),
            asked: AtomicI64::new(i64::MIN / 2),
            asking: tokio::sync::Mutex::default(),
            feeds: RwLock::new(vec![Feed::default(); feeds]),
            told: RwLock::default(),
        }
    }

    /// Whether the city is told what really runs.
    pub fn exists(&self) -> bool {
        !matches!(self.source, Source::None)
    }

    /// What is known of the feeds, in the order of the configuration.
    pub fn status(&self) -> Vec<FeedStatus> {
        let feeds = self.feeds.read().unwrap_or_else(PoisonError::into_inner);
        let status = |feed: &Feed| FeedStatus {
            at: feed.good.as_ref().map(|(_, at)| *at),
            problem: feed.problem.clone(),
        };
        feeds.iter().map(status).collect()
    }

    /// Somebody wants to know: what is told about this timetable, as fresh as it can be had without a long wait.
    pub async fn told(self: &Arc<Self>, served: &Arc<Served>, now: i64) -> Option<Arc<Told>> {
        self.wanted.fetch_max(now, Ordering::Relaxed);
        if self.is_due(served, now) {
            let (watch, served) = (self.clone(), served.clone());
            let asking = tokio::spawn(async move { watch.renew(&served, now).await });
            // Who waits too long gets what is there, with its age; the answer still comes, for the next one.
            let _ = tokio::time::timeout(PATIENCE, asking).await;
        }
        let told = self.told.read().unwrap_or_else(PoisonError::into_inner).clone();
        told.filter(|told| told.is_for(served))
    }

    /// The alerts among it, in a language.
    pub fn alerts(told: &Told, served: &Served, language: &str, now: i64) -> Vec<Alert> {
        alerts::all(&told.alerts, &served.timetable, language, Moment(now))
    }

    /// Asks the feeds if it is time and somebody wants to know; called every second.
    pub async fn keep(&self, served: &Arc<Served>, now: i64) {
        if now - self.wanted.load(Ordering::Relaxed) <= WATCHED {
            self.renew(served, now).await;
        }
    }

    /// Once for all who want it at the same time.
    async fn renew(&self, served: &Arc<Served>, now: i64) {
        if !self.exists() || !self.is_due(served, now) {
            return;
        }
        let _asking = self.asking.lock().await;
        // Whoever waited for the lock finds it done.
        if !self.is_due(served, now) {
            return;
        }
        let asked = now - self.asked.load(Ordering::Relaxed) < REFRESH;
        if !asked {
            self.hear(now).await;
            self.asked.store(now, Ordering::Relaxed);
        }
        let feeds = self.feeds.read().unwrap_or_else(PoisonError::into_inner).clone();
        let served = served.clone();
        let made = tokio::task::spawn_blocking(move || Told::make(&served, &feeds, now)).await;
        // Without any good answer the last one stays, if it is for this timetable.
        if let Ok(Some(told)) = made {
            *self.told.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(told));
        }
    }

    fn is_due(&self, served: &Served, now: i64) -> bool {
        let asked = now - self.asked.load(Ordering::Relaxed) < REFRESH;
        let told = self.told.read().unwrap_or_else(PoisonError::into_inner);
        let of_another = told.as_ref().is_some_and(|told| !told.is_for(served));
        !asked || of_another
    }

    /// Asks all feeds at once.
    async fn hear(&self, now: i64) {
        let mut answers: Vec<(usize, Result<FeedMessage, FeedError>)> = Vec::new();
        match &self.source {
            Source::None => {}
            Source::Demo(network) => {
                answers.push((0, Ok(demo(network, now).realtime(now))));
            }
            Source::Web(addresses) => {
                let mut asking = JoinSet::new();
                for (number, address) in addresses.iter().cloned().enumerate() {
                    let client = self.client.clone();
                    asking.spawn(async move { (number, feed::fetch(&client, &address).await) });
                }
                while let Some(answer) = asking.join_next().await {
                    answers.extend(answer.ok());
                }
            }
        }
        let mut feeds = self.feeds.write().unwrap_or_else(PoisonError::into_inner);
        for (number, answer) in answers {
            let Some(feed) = feeds.get_mut(number) else { continue };
            if let (Err(error), None) = (&answer, &feed.problem) {
                tracing::warn!(feed = number, %error, "a real-time feed cannot be used; its last good answer stays");
            }
            *feed = std::mem::take(feed).heard(answer, now);
        }
    }
}

/// The network of the day; made once a day.
fn demo(
    known: &Mutex<Option<(i32, Arc<demo_network::Network>)>>,
    now: i64,
) -> Arc<demo_network::Network> {
    let today = demo_network::day_at(now);
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    match &*known {
        Some((day, network)) if *day == today.0 => network.clone(),
        _ => {
            let network = Arc::new(compile::demo(today));
            *known = Some((today.0, network.clone()));
            network
        }
    }
}
