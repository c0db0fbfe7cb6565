//! The city's guide to its services: what to bring, other words for it, life situations.
//!
//! The booking system knows none of it, so it comes with the city package, one file a language.
use crate::i18n::language;
use crate::{boot, city};
use gloo_net::http::Request;
use serde_json::Value;
use zms::{OfficeId, ServiceId};

/// A guide. Everything in it is optional: without it the app shows what the booking system says.
#[derive(Debug, Clone, Default)]
pub struct Guide(Value);

/// A life situation, with the services it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Its name in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The services, the most useful first.
    pub services: Vec<ServiceId>,
}

impl Guide {
    /// Reads the guide in the person's language; empty when there is none.
    pub async fn load() -> Self {
        let address = city::file(&["appointments/", language().tag(), ".json"].concat());
        let words = match boot::take(&address).await.and_then(boot::Answer::file) {
            Some(words) => words,
            None => fetch(&address).await.unwrap_or_default(),
        };
        Self(serde_json::from_slice(words.as_bytes()).unwrap_or_default())
    }

    fn service(&self, id: ServiceId) -> &Value {
        read(read(&self.0, "services"), &id.to_string())
    }

    /// The name of a service in the person's language.
    pub fn name(&self, id: ServiceId) -> Option<&str> {
        read(self.service(id), "name").as_str()
    }

    /// One sentence about a service.
    pub fn short(&self, id: ServiceId) -> Option<&str> {
        read(self.service(id), "short").as_str()
    }

    /// What it costs, in cents.
    pub fn fee(&self, id: ServiceId) -> Option<f64> {
        read(self.service(id), "fee").as_f64()
    }

    /// Other words people use for a service.
    pub fn synonyms(&self, id: ServiceId) -> Vec<&str> {
        texts(read(self.service(id), "synonyms"))
    }

    /// What to bring, in words.
    pub fn documents(&self, id: ServiceId) -> Vec<&str> {
        let names = read(&self.0, "documents");
        texts(read(self.service(id), "documents"))
            .into_iter()
            .filter_map(|document| read(names, document).as_str())
            .collect()
    }

    /// The name of an office in the person's language.
    pub fn office(&self, id: OfficeId) -> Option<&str> {
        read(read(read(&self.0, "offices"), &id.to_string()), "name").as_str()
    }

    /// The life situations.
    pub fn situations(&self) -> Vec<Situation> {
        let situations =
            read(&self.0, "situations").as_array().map(Vec::as_slice).unwrap_or_default();
        situations
            .iter()
            .filter_map(|situation| {
                Some(Situation {
                    id: read(situation, "id").as_str()?.to_owned(),
                    title: read(situation, "title").as_str()?.to_owned(),
                    services: read(situation, "services")
                        .as_array()?
                        .iter()
                        .filter_map(|id| ServiceId::new(id.as_i64()?))
                        .collect(),
                })
            })
            .collect()
    }
}

async fn fetch(address: &str) -> Option<String> {
    let answer = Request::get(address).send().await.ok().filter(gloo_net::http::Response::ok)?;
    answer.text().await.ok()
}

fn read<'v>(value: &'v Value, key: &str) -> &'v Value {
    value.get(key).unwrap_or(&Value::Null)
}

fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_str)
        .collect()
}
