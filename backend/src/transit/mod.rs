//! Transit: the city's timetable, what really runs, and a journey planner that is asked.
//!
//! | question | where |
//! |---|---|
//! | which addresses are there, and what do they answer? | [`http`], agreed in `transit::api` |
//! | the timetable: from GTFS to what the phone downloads | [`timetable`] |
//! | delays, cancellations, alerts | [`realtime`] |
//! | a journey planner (MOTIS) that the city names | [`planner`] |
//! | is everything well? | [`status`] |

pub mod http;
pub mod planner;
pub mod realtime;
pub mod status;
pub mod timetable;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ::transit::Day;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::App;
use crate::cities::ServedCity;
use crate::config;
use planner::Planner;
use realtime::Watch;
use timetable::Keeper;

/// How often it is asked whether something is due.
const TICK: Duration = Duration::from_secs(1);

/// One city's transit.
#[derive(Debug)]
pub struct CityTransit {
    /// As configured.
    pub config: config::Transit,
    /// The timetable.
    pub timetable: Keeper,
    /// What really runs.
    pub realtime: Arc<Watch>,
    /// Who else is asked.
    pub planner: Option<Planner>,
}

impl CityTransit {
    /// As configured; nothing is read or asked yet.
    pub fn new(config: &config::Transit, data: &Path, slug: &str) -> Self {
        let contact = config.contact.as_deref();
        Self {
            timetable: Keeper::new(config, data, slug),
            realtime: Arc::new(Watch::new(config)),
            planner: config.motis.as_ref().map(|motis| Planner::new(motis, contact)),
            config: config.clone(),
        }
    }
}

impl ServedCity {
    /// The city's day at `now`; by UTC if its time zone is unknown, which the start refuses.
    pub fn day_at(&self, now: i64) -> Day {
        let zone = jiff::tz::TimeZone::get(&self.city().time_zone).ok();
        let time = jiff::Timestamp::from_second(now).ok();
        let date = time.zip(zone).map(|(time, zone)| zone.to_datetime(time).date());
        let day = date.and_then(|date| {
            let part = |number: i8| u32::try_from(number).ok();
            Day::new(i32::from(date.year()), part(date.month())?, part(date.day())?)
        });
        day.unwrap_or(Day(i32::try_from(now.div_euclid(86_400)).unwrap_or_default()))
    }

    /// Whether departures are wanted here: the configuration says where from, or the app shows them.
    pub fn wants_transit(&self) -> bool {
        let shown = |module: &city::Module| module.slug == "transit" && module.on;
        self.transit.config.explicit || self.city().modules.iter().any(shown)
    }
}

/// Looks after a city's timetable and real time until `stop` turns true. Whatever happens here, the server
/// answers.
pub async fn run(app: App, city: Arc<ServedCity>, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let look = async {
        loop {
            ticks.tick().await;
            if city.wants_transit() {
                let now = app.clock.now();
                city.transit.timetable.look(now, city.day_at(now)).await;
            }
        }
    };
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listen = async {
        loop {
            ticks.tick().await;
            if let Some(served) = city.transit.timetable.current() {
                city.transit.realtime.keep(&served, app.clock.now()).await;
            }
        }
    };
    tokio::select! {
        _ = stop.wait_for(|stop| *stop) => {}
        () = look => {}
        () = listen => {}
    }
}
