//! The city at run time: its package, asked for first, kept for the time without a network.
use crate::boot;
use crate::i18n::{format, language};
use crate::task;
use crate::ui::Freshness;
use ::city::{City, Localised, Module, Notice};
use gloo_net::http::Request;
use leptos::prelude::{ArcRwSignal, Set, With};
use std::cell::OnceCell;
use web_sys::RequestCache;

thread_local! {
    /// Read once at the start and never changed: a city is no signal.
    static CITY: OnceCell<City> = const { OnceCell::new() };
    /// Its notices are: they may matter within the hour.
    static NOTICES: ArcRwSignal<(Vec<Notice>, Freshness)> = ArcRwSignal::new((Vec::new(), Freshness::Asking));
}

/// Why the app cannot know which city it is.
#[derive(Debug, thiserror::Error)]
pub enum CityLoadError {
    /// Neither network nor device has the package.
    #[error("the city's package could not be had")]
    Unreachable,
    /// The package is wrong.
    #[error("{0}")]
    Damaged(#[from] ::city::CityError),
}

/// Reads the package that the loader asked for.
///
/// # Errors
/// See [`CityLoadError`].
pub async fn load() -> Result<City, CityLoadError> {
    let early = boot::file("city").await.ok_or(CityLoadError::Unreachable)?;
    let saved_at = early.saved_at;
    let text = early.file().ok_or(CityLoadError::Unreachable)?;
    let city = City::from_json(text.as_bytes())?;
    // Set once; the app loads its city a single time.
    CITY.with(|place| drop(place.set(city.clone())));
    match saved_at {
        None => hang_out(&city, Freshness::Live(format::now())),
        Some(at) => {
            hang_out(&city, Freshness::Saved(at));
            task::begin(renew_notices());
        }
    }
    Ok(city)
}

fn hang_out(city: &City, freshness: Freshness) {
    let notices = city.notices_at(format::now()).into_iter().cloned().collect();
    NOTICES.with(|place| place.set((notices, freshness)));
}

/// The copy on the device was shown at once. Now the network is asked, and without an answer the notices stay what they
/// are: saved, and since when.
async fn renew_notices() {
    let ask = Request::get("/city/city.json").cache(RequestCache::NoCache);
    let Ok(answer) = ask.send().await else { return };
    if let Ok(text) = answer.text().await
        && answer.ok()
        && let Ok(city) = City::from_json(text.as_bytes())
    {
        hang_out(&city, Freshness::Live(format::now()));
    }
}

/// Looks something up in the package.
pub fn with<T>(read: impl FnOnce(&City) -> T) -> Option<T> {
    CITY.with(|kept| kept.get().map(read))
}

/// The name of the city.
pub fn name() -> String {
    with(|city| localised(&city.name)).unwrap_or_default()
}

/// Uses the city's time zone.
pub fn with_time_zone<T>(read: impl FnOnce(&str) -> T) -> T {
    let zone = with(|city| city.time_zone.clone());
    read(zone.as_deref().unwrap_or("Europe/Berlin"))
}

/// A module as the city has set it.
pub fn module(slug: &str) -> Option<Module> {
    with(|city| city.module(slug).cloned()).flatten()
}

/// The text for the language of this moment.
pub fn localised(text: &Localised) -> String {
    text.get(language().tag()).to_owned()
}

/// The address of a file of the package.
pub fn file(path: &str) -> String {
    ["/city/", path].concat()
}

/// The notices to show now.
pub fn notices() -> Vec<Notice> {
    NOTICES.with(|place| place.with(|(notices, _)| notices.clone()))
}

/// How fresh the notices are.
pub fn notices_freshness() -> Freshness {
    NOTICES.with(|place| place.with(|(_, freshness)| freshness.clone()))
}
