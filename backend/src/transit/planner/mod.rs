//! A MOTIS server, asked within its usage policy: who we are and how to reach us, no more questions than
//! it allows, each once, and silence when it asks for silence (<https://transitous.org/api>).

mod answers;
mod flights;
mod heard;

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::http::{HeaderValue, header};
use http_body_util::Full;
use motis::request::{Cost, Question, Version};
use motis::wire::Answer;
use transit::answer::{Kind, Trouble};
use transit::source::Attribution;

use crate::config::Motis;
use crate::web::limits::{Caller, Limiter};
use crate::web::outside::{self, Bounds, Unreachable, WebClient};
pub use answers::{Answered, Asking};
use flights::Flights;
use heard::{Heard, Problem};

/// A search may take its time; a person waits that long for a journey, not for a board.
const SEARCH_LIMIT: Duration = Duration::from_secs(15);
const LOOKUP_LIMIT: Duration = Duration::from_secs(8);
/// A page of journeys has some hundred kilobytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// Real time changes there every minute; asking more often gains nothing.
const KEEP: i64 = 30;
/// After a failure the same question waits so long.
const KEEP_FAILURE: i64 = 5;
/// Lookups a minute, everybody together; Transitous allows 1000.
const LOOKUPS: u32 = 600;
/// How long a server that did not know v6 is asked in v5 at once.
const OLD_FOR: i64 = 3600;

/// One city's planner.
#[derive(Debug)]
pub struct Planner {
    base: String,
    tag: Option<String>,
    agent: HeaderValue,
    client: WebClient,
    /// With whether it is an answer.
    flights: Flights<(Heard, bool)>,
    searches: Limiter,
    searches_of_one: Limiter,
    lookups: Limiter,
    /// Until when it does not want to be asked.
    silent_until: AtomicI64,
    /// Until when it is taken for one that knows v5 only.
    old_until: AtomicI64,
}

impl Planner {
    /// For a server, with what it is to know of us.
    pub fn new(config: &Motis, contact: Option<&str>) -> Self {
        let agent = match contact {
            Some(contact) => format!("Stadtkern/{} ({contact})", env!("CARGO_PKG_VERSION")),
            None => format!("Stadtkern/{}", env!("CARGO_PKG_VERSION")),
        };
        let searches = config.searches_per_minute;
        Self {
            base: config.base.clone(),
            tag: config.tag.clone(),
            // The configuration lets only printable characters through.
            agent: HeaderValue::from_str(&agent).unwrap_or(HeaderValue::from_static("Stadtkern")),
            client: outside::client(),
            flights: Flights::default(),
            searches: Limiter::new(searches),
            // Nobody may take all of them.
            searches_of_one: Limiter::new(searches.div_ceil(2)),
            lookups: Limiter::new(LOOKUPS),
            silent_until: AtomicI64::new(0),
            old_until: AtomicI64::new(0),
        }
    }

    /// Forgets whose minute is over.
    pub fn forget(&self, now: i64) {
        self.searches_of_one.forget(now);
    }

    /// Whose data it is: what the server itself says, else the server, and the map's makers.
    fn attribution(&self, licence: Option<&str>) -> Vec<Attribution> {
        let host = |address: &str| {
            let host = address.split_once("://").map_or(address, |(_, rest)| rest);
            host.split(['/', ':']).next().unwrap_or_default().to_owned()
        };
        let own = licence.unwrap_or(&self.base);
        vec![
            Attribution {
                text: host(own),
                link: own.starts_with("https://").then(|| own.to_owned()),
            },
            Attribution {
                text: "OpenStreetMap".to_owned(),
                link: Some("https://www.openstreetmap.org/copyright".to_owned()),
            },
        ]
    }

    /// The attribution before anything was asked.
    pub fn attributions(&self) -> Vec<Attribution> {
        self.attribution(None)
    }

    /// Asks one question and reads the answer.
    async fn ask<T: Answer>(
        &self,
        question: &Question,
        caller: &Caller,
        now: i64,
    ) -> Result<(T, Heard), Trouble> {
        let is_old = now < self.old_until.load(Ordering::Relaxed);
        let version = if is_old { Version::V5 } else { Version::V6 };
        let heard = self.hear::<T>(question, version, caller, now).await?;
        match heard.read() {
            Ok(answer) => Ok((answer, heard)),
            Err(Problem::Unknown) if !is_old && question.has_versions() => {
                let heard = self.hear::<T>(question, Version::V5, caller, now).await?;
                let answer = heard.read().map_err(Problem::trouble)?;
                self.old_until.store(now + OLD_FOR, Ordering::Relaxed);
                Ok((answer, heard))
            }
            Err(problem) => Err(problem.trouble()),
        }
    }

    /// What the server says, or said less than half a minute ago.
    async fn hear<T: Answer>(
        &self,
        question: &Question,
        version: Version,
        caller: &Caller,
        now: i64,
    ) -> Result<Heard, Trouble> {
        let address = question.address(version);
        let keep = |(_, is_fine): &(Heard, bool)| if *is_fine { KEEP } else { KEEP_FAILURE };
        let ask = async {
            let silent_until = self.silent_until.load(Ordering::Relaxed);
            if now < silent_until {
                return Err(busy(silent_until - now));
            }
            self.allow(question.cost(), caller, now)?;
            let heard = self.fetch(&address, question.cost(), now).await;
            if let Some(seconds) = heard.silence() {
                tracing::warn!(seconds, "the journey planner wants to be left alone");
                self.silent_until.store(now + seconds, Ordering::Relaxed);
            }
            let is_fine = heard.is_fine::<T>();
            Ok((heard, is_fine))
        };
        Ok(self.flights.get(&address, now, keep, ask).await?.0)
    }

    /// The limits of the server, shared fairly.
    fn allow(&self, cost: Cost, caller: &Caller, now: i64) -> Result<(), Trouble> {
        let asked = match cost {
            Cost::Lookup => self.lookups.count(Caller::Others, now),
            Cost::Search => {
                let own = self.searches_of_one.count(caller.clone(), now);
                if own.passes { self.searches.count(Caller::Others, now) } else { own }
            }
        };
        if asked.passes { Ok(()) } else { Err(busy(asked.reset - now)) }
    }

    async fn fetch(&self, address: &str, cost: Cost, now: i64) -> Heard {
        let time = match cost {
            Cost::Search => SEARCH_LIMIT,
            Cost::Lookup => LOOKUP_LIMIT,
        };
        let request = hyper::Request::get(format!("{}{address}", self.base))
            .header(header::ACCEPT, "application/json")
            .header(header::USER_AGENT, self.agent.clone())
            .body(Full::default());
        let answer = match request {
            Ok(request) => {
                outside::send(&self.client, request, Bounds { time, size: LARGEST }).await
            }
            Err(_) => Err(Unreachable("the address is wrong")),
        };
        Heard::new(answer, now)
    }
}

fn busy(seconds: i64) -> Trouble {
    let retry_after = u32::try_from(seconds.clamp(1, 3600)).ok();
    Trouble { kind: Kind::Busy, day: None, retry_after }
}
