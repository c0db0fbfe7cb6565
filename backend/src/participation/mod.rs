//! Participation: what a city asks, answers that are stored once, and what came of them.
//!
//! | question | where |
//! |---|---|
//! | which addresses are there? | [`route`], [`http`] |
//! | what does the city ask, and how is that written? | [`items`] |
//! | an answer: read, compared with its form, stored once | [`answers`] |
//! | an answer that goes on to another system | [`forward`] |
//! | codes for taking part | [`tokens`] |
//! | what is shown of the answers | [`results`] |
//! | when does the demo city's survey begin anew? | [`demo`] |
//! | what is said when an answer is not taken | [`refused`] |
//! | export, texts, codes, new forms: commands for staff | [`staff`] |
//!
//! Of a person nothing is kept but the answer and the city's day: no address, no device, no time of day.

pub mod answers;
pub mod demo;
pub mod forward;
pub mod http;
pub mod items;
pub mod refused;
pub mod results;
pub mod route;
pub mod staff;
pub mod tokens;

use std::sync::Arc;

use crate::App;
use crate::cities::ServedCity;
use crate::library::http::today;
use crate::web::limits::Limiter;
use answers::submission::Room;
use items::author::Item;
use items::form::Ready;
use items::{Items, ItemsFile};
use results::Kept;

/// All answers that are being read together, of one city.
const ROOM: usize = 256 * 1024 * 1024;
/// A page asks for the list, forms, pictures and results.
const READS: u32 = 5;

/// One city's participation.
#[derive(Debug)]
pub struct CityParticipation {
    /// What it asks.
    pub items: ItemsFile,
    /// What is shown of the answers.
    pub results: Kept,
    /// Room for answers while they are read.
    pub room: Room,
    /// Answers of each household.
    pub sends: Limiter,
    /// Questions of each household.
    pub reads: Limiter,
}

impl CityParticipation {
    /// Nothing is read yet.
    pub fn new(requests_per_minute: u32) -> Self {
        Self {
            items: ItemsFile::default(),
            results: Kept::default(),
            room: Room::new(ROOM),
            sends: Limiter::new(requests_per_minute),
            reads: Limiter::new(requests_per_minute.saturating_mul(READS)),
        }
    }

    /// The items now.
    ///
    /// # Errors
    /// The database.
    pub async fn items(&self, app: &App, city: &ServedCity) -> Result<Arc<Items>, sqlx::Error> {
        let today = today(city, app.clock.now());
        self.items.get(app, city, today.epoch_days().into()).await
    }

    /// The form with which one begins now, and its version.
    pub fn current(&self, city: &ServedCity, item: &Item) -> Option<(String, Arc<Ready>)> {
        let version = item.version.clone()?;
        let form = self.form(city, item, &version)?;
        Some((version, form))
    }

    /// A version of an item's form, also one that was asked with before.
    pub fn form(&self, city: &ServedCity, item: &Item, version: &str) -> Option<Arc<Ready>> {
        item.version.as_ref()?;
        self.items.forms.get(city, &item.id, version).ok().flatten()
    }
}

/// What is done every minute: whoever asked is forgotten.
pub fn tick(app: &App, city: &ServedCity) {
    let now = app.clock.now();
    city.participation.sends.forget(now);
    city.participation.reads.forget(now);
}

/// Reads what a city asks before the first citizen does: so the log says at once what is wrong.
pub async fn warm(app: App) {
    for city in app.cities.all() {
        let items = match city.participation.items(&app, city).await {
            Ok(items) => items,
            Err(error) => {
                tracing::warn!(city = city.slug(), %error, "the surveys could not be prepared; the first question tries again");
                continue;
            }
        };
        for item in city.config.forwards.iter().map(|target| &target.item) {
            if items.get(item).is_none() {
                tracing::error!(
                    city = city.slug(),
                    item,
                    "[[city.forward]] names an item that is not asked; write its id as in participation/items.json"
                );
            }
        }
    }
}
