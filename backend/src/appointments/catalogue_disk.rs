//! The catalogue file of a city, read again when it changes.

use std::sync::{Arc, Mutex, PoisonError};

use super::catalogue::Catalogue;
use crate::cities::ServedCity;
use crate::web::dist::Stamp;

/// A catalogue with the stamp of the file it came from.
type Known = (Option<Stamp>, Arc<Catalogue>);

/// A catalogue that is read again when its file changes.
#[derive(Debug, Default)]
pub struct CatalogueFile(Mutex<Option<Known>>);

impl CatalogueFile {
    /// The catalogue as it lies on disk; after a mistake in a changed file the last good one.
    ///
    /// # Errors
    /// When there never was a good one.
    pub fn get(&self, city: &ServedCity) -> Result<Arc<Catalogue>, String> {
        let path = city.config.package.join("backend/appointments.json");
        let stamp = Stamp::of(&path);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seen, catalogue)) = &*known
            && *seen == stamp
        {
            return Ok(catalogue.clone());
        }
        let read = std::fs::read(&path)
            .map_err(|error| format!("cannot be read ({error})"))
            .and_then(|bytes| Catalogue::parse(&bytes).map_err(|error| error.to_string()));
        match (read, &mut *known) {
            (Ok(catalogue), known) => Ok(known.insert((stamp, Arc::new(catalogue))).1.clone()),
            (Err(problem), Some((seen, last_good))) => {
                tracing::error!(
                    city = city.slug(),
                    problem,
                    "the changed appointments.json is not used"
                );
                *seen = stamp;
                Ok(last_good.clone())
            }
            (Err(problem), None) => Err(format!("{}: {problem}", path.display())),
        }
    }
}
