//! The city at run time: its package, asked for first, kept for the time without a network.
use crate::boot;
use crate::i18n::{format, language};
use ::city::{City, Localised, Module};
use std::cell::OnceCell;

// Read once at the start and never changed: a city is no signal.
thread_local! { static CITY: OnceCell<City> = const { OnceCell::new() }; }

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
    let city = City::from_json(early.as_bytes())?;
    // Set once; the app loads its city a single time.
    CITY.with(|place| drop(place.set(city.clone())));
    Ok(city)
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
pub fn notices() -> Vec<::city::Notice> {
    with(|city| city.notices_at(format::now()).into_iter().cloned().collect()).unwrap_or_default()
}
