//! The library: catalogue, availability and account, answered here or passed on.
//!
//! | question | where |
//! |---|---|
//! | which addresses are there? | [`route`], [`http`] |
//! | what is in the catalogue, what does a search find? | [`catalogue`] (`VuFind`) |
//! | is it on the shelf? | [`daia`] |
//! | sign in, loans, renew, reserve, fees, messages | [`paia`] |
//! | who has what, as the database keeps it | [`circulation`], [`account`] |
//! | the invented library of the demo city | [`demo`] |
//! | when is which branch open? | [`branches`] |
//! | may I enter? how full is it? | [`door`], [`occupancy`] |
//! | covers | [`covers`] |
//! | the city has a real library system | [`forward`] |

pub mod account;
pub mod branches;
pub mod catalogue;
pub mod circulation;
pub mod covers;
pub mod daia;
pub mod demo;
pub mod door;
pub mod forward;
pub mod http;
pub mod occupancy;
pub mod paia;
pub mod reply;
pub mod route;

use crate::App;
use crate::cities::ServedCity;
use crate::config;
use crate::web::limits::Limiter;
use branches::BranchesFile;
use covers::Covers;
use demo::Demo;
use forward::Upstream;

/// Sign-ins a minute of one household: a class with tablets, not a machine.
const SIGN_INS: u32 = 20;
/// A page of hits asks several times: search, availability, covers.
const READS: u32 = 5;

/// One city's library.
#[derive(Debug)]
pub struct CityLibrary {
    /// As configured.
    pub config: config::Library,
    /// Where answers come from.
    pub source: Source,
    /// When branches are open.
    pub branches: BranchesFile,
    /// Pictures.
    pub covers: Covers,
    /// Sign-ins of each household.
    pub sign_ins: Limiter,
    /// Questions without an account of each household.
    pub reads: Limiter,
}

/// Where a library's answers come from.
#[derive(Debug)]
pub enum Source {
    /// This backend's own database.
    Embedded(Box<Demo>),
    /// The city's library system.
    Forwarded(Box<Upstream>),
}

impl CityLibrary {
    /// As configured; nothing is read or asked yet.
    pub fn new(config: &config::Library, requests_per_minute: u32) -> Self {
        let source = match &config.system {
            None => Source::Embedded(Box::default()),
            Some(system) => Source::Forwarded(Box::new(Upstream::new(system))),
        };
        Self {
            source,
            branches: BranchesFile::new(config.branches.as_deref()),
            covers: Covers::new(config.system.as_ref().and_then(|system| system.covers.clone())),
            sign_ins: Limiter::new(SIGN_INS),
            reads: Limiter::new(requests_per_minute.saturating_mul(READS)),
            config: config.clone(),
        }
    }
}

impl ServedCity {
    /// Whether a library is wanted here: the configuration names one, or the app shows it.
    pub fn wants_library(&self) -> bool {
        let shown = |module: &city::Module| module.slug == "library" && module.on;
        self.library.config.system.is_some() || self.city().modules.iter().any(shown)
    }
}

/// What is done every minute: readers of the demo bring something back, tokens run out.
///
/// # Errors
/// The database.
pub async fn tick(app: &App, city: &ServedCity) -> Result<(), sqlx::Error> {
    let now = app.clock.now();
    city.library.sign_ins.forget(now);
    city.library.reads.forget(now);
    city.library.covers.forget(now);
    let Source::Embedded(demo) = &city.library.source else { return Ok(()) };
    demo.attempts.forget(now);
    if !demo.is_open().await {
        return Ok(());
    }
    let circulation = demo.open(&app.store, city.slug(), http::today(city, now), now).await?;
    let mut transaction = app.store.write().await?;
    circulation.take_turn(&mut transaction).await?;
    demo::night::tick(&mut transaction, &circulation).await?;
    sqlx::query("DELETE FROM library_session WHERE until <= $1")
        .bind(now)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// Makes the demo before the first citizen asks, where the app shows it.
pub async fn warm(app: App) {
    for city in app.cities.all().iter().filter(|city| city.wants_library()) {
        let Source::Embedded(demo) = &city.library.source else { continue };
        let now = app.clock.now();
        if let Err(error) = demo.open(&app.store, city.slug(), http::today(city, now), now).await {
            tracing::warn!(city = city.slug(), %error, "the demo library could not be made; the first question tries again");
        }
    }
}
