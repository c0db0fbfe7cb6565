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
pub mod server;
pub mod web;

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use cities::{Cities, PackageError};
use clock::Clock;
use config::{Config, ConfigError};
use web::dist::Folder;

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
    }
}

/// Opens everything without listening; what `--check` runs.
///
/// # Errors
/// The first thing that is wrong.
pub async fn open(config: Config) -> Result<App, StartError> {
    let cities = Cities::open(&config.cities)?;
    let dist = Folder::new(config.dist.clone());
    Ok(App(Arc::new(Parts { config, cities, dist, clock: Clock::default() })))
}

/// Starts the backend and returns once it listens.
///
/// # Errors
/// The first thing that is wrong.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let listen = config.listen;
    let app = open(config).await?;
    let listener = TcpListener::bind(listen).await.map_err(|error| StartError::Listen(listen, error))?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(listen, error))?;
    let (stop, stopped) = watch::channel(false);
    let router = web::router::router(app.clone());
    let tasks = vec![tokio::spawn(server::serve(listener, router, stopped))];
    Ok(Running { address, app, stop, tasks })
}
