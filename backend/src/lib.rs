//! The shared backend of Stadtkern.
//!
//! One process serves the built app, the packages of many cities and one same-origin API for each
//! module. It exists so that the app needs no third party and one strict content security policy,
//! and so that a city without systems of its own can start with embedded ones. Everything that must
//! survive is in the database; any number of processes may share it and nothing else.
//!
//! Tests start it in their own process through [`start`].

pub mod appointments;
pub mod arguments;
pub mod cities;
pub mod clock;
pub mod config;
pub mod library;
pub mod mail;
pub mod participation;
pub mod secret;
pub mod server;
pub mod store;
pub mod transit;
pub mod web;

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use cities::{Cities, PackageError};
use clock::Clock;
use config::{Config, ConfigError};
use store::{OpenError, Store};
use web::dist::Folder;
use web::limits::Limiter;

/// What every request can reach. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct App(Arc<Parts>);

/// The parts of [`App`].
#[derive(Debug)]
pub struct Parts {
    /// The configuration.
    pub config: Config,
    /// The cities.
    pub cities: Cities,
    /// The built app.
    pub dist: Folder,
    /// The database.
    pub store: Store,
    /// Signs captchas; the same in every process.
    pub secret: String,
    /// Requests per minute and client.
    pub limiter: Limiter,
    /// Asks other servers.
    pub outside: web::outside::WebClient,
    /// The time.
    pub clock: Clock,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why the backend did not start; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A city package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The database, after it was opened.
    #[error("database: {0}. Check that it still runs")]
    Query(#[from] sqlx::Error),
    /// The address.
    #[error("listen: {0} cannot be used ({1}). Choose another with --listen, or stop what uses it")]
    Listen(SocketAddr, std::io::Error),
}

/// A running backend.
#[derive(Debug)]
pub struct Running {
    /// Where it listens; the port is the real one when 0 was asked for.
    pub address: SocketAddr,
    /// The same state the requests see.
    pub app: App,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Stops gracefully and waits for the end.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
        self.app.store.close().await;
    }
}

/// How often what has run out is deleted; until then it is only not seen any more.
const CLEAN_EVERY: Duration = Duration::from_mins(1);

async fn clean(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(CLEAN_EVERY) => {}
        }
        let now = app.clock.now();
        app.limiter.forget(now);
        for planner in app.cities.all().iter().filter_map(|city| city.transit.planner.as_ref()) {
            planner.forget(now);
        }
        for city in app.cities.all() {
            if let Err(error) = library::tick(&app, city).await {
                tracing::warn!(city = city.slug(), %error, "the demo library stands still; the next minute tries again");
            }
        }
        for city in app.cities.all() {
            participation::tick(&app, city);
        }
        match appointments::record::clean(&app.store, now).await {
            Ok(0) => {}
            Ok(vanished) => tracing::info!(vanished, "appointments ran out"),
            Err(error) => {
                tracing::warn!(%error, "what ran out could not be deleted; the next minute tries again");
            }
        }
    }
}

/// Opens everything without listening; what `--check` runs.
///
/// # Errors
/// The first thing that is wrong.
pub async fn open(config: Config) -> Result<App, StartError> {
    let cities = Cities::open(&config.cities, &config.data, config.requests_per_minute)?;
    let dist = Folder::new(config.dist.clone());
    let store = Store::open(&config.database, &config.data).await?;
    let secret = match &config.secret {
        Some(secret) => secret.clone(),
        None => store.shared_secret("captcha").await?,
    };
    let limiter = Limiter::new(config.requests_per_minute);
    Ok(App(Arc::new(Parts {
        config,
        cities,
        dist,
        store,
        secret,
        limiter,
        outside: web::outside::client(),
        clock: Clock::default(),
    })))
}

/// Starts the backend and returns once it listens.
///
/// # Errors
/// The first thing that is wrong.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let listen = config.listen;
    let app = open(config).await?;
    let listener =
        TcpListener::bind(listen).await.map_err(|error| StartError::Listen(listen, error))?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(listen, error))?;
    warn(&app);
    let (stop, stopped) = watch::channel(false);
    let router = web::router::router(app.clone());
    let mut tasks = vec![
        tokio::spawn(server::serve(listener, router, stopped.clone())),
        tokio::spawn(mail::sender::run(app.clone(), stopped.clone())),
        tokio::spawn(clean(app.clone(), stopped.clone())),
        tokio::spawn(library::warm(app.clone())),
        tokio::spawn(participation::warm(app.clone())),
        tokio::spawn(participation::forward::again::run(app.clone(), stopped.clone())),
    ];
    for city in app.cities.all() {
        tasks.push(tokio::spawn(transit::run(app.clone(), city.clone(), stopped.clone())));
    }
    Ok(Running { address, app, stop, tasks })
}

/// Says what works but is probably not meant.
fn warn(app: &App) {
    for city in app.cities.all() {
        let public = city.config.hosts.iter().any(|host| !host.is_local());
        if public && city.wants_transit() && city.config.transit.gtfs == config::Gtfs::Demo {
            tracing::warn!(
                city = city.slug(),
                "departures are those of an invented network: name the city's timetable with gtfs in [city.transit], or switch transit off in its package"
            );
        }
        if public && city.wants_library() && city.config.library.system.is_none() {
            tracing::warn!(
                city = city.slug(),
                "the library is an invented one with printed passwords: name the city's own in [city.library], or switch library off in its package"
            );
        }
        if public && matches!(city.config.mail, config::Mail::Folder) {
            tracing::warn!(
                city = city.slug(),
                "no mail server is configured ([city.smtp]): mails are written to a folder and reach nobody"
            );
        }
    }
    if !app.config.dist.join("index.html").exists() {
        tracing::warn!(
            "the folder of built files has no index.html: build the app with `cargo xtask serve`, or name it with --dist"
        );
    }
}
