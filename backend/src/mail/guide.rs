//! What services and offices are called in the language of a mail: the city's guide knows, the catalogue
//! has one name for all.

use city::Language;
use serde_json::Value;
use zms::{OfficeId, ServiceId};

use crate::cities::ServedCity;

/// The guide of one language, `appointments/<language>.json` of the city package.
pub struct Guide(Value);

impl Guide {
    /// Reads it each time; mails are rare and the file is small. Empty where the city has none.
    pub fn of(city: &ServedCity, language: Language) -> Self {
        let path = city.config.package.join(format!("appointments/{}.json", language.tag()));
        let read = std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self(read.unwrap_or_default())
    }

    /// The name of a service.
    pub fn service(&self, id: ServiceId) -> Option<&str> {
        self.name("services", id.0)
    }

    /// The name of an office.
    pub fn office(&self, id: OfficeId) -> Option<&str> {
        self.name("offices", id.0)
    }

    fn name(&self, kind: &str, id: u32) -> Option<&str> {
        self.0.get(kind)?.get(id.to_string())?.get("name")?.as_str()
    }
}
