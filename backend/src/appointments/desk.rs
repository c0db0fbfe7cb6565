//! The embedded appointment desk of one city: reserve, update, preconfirm, confirm, cancel.
//!
//! Each step is one transaction, and a step that owes the person a mail puts it into the outbox in
//! that same transaction: what was acknowledged has its mail queued, and what failed left nothing.

mod steps;

use std::sync::Arc;

use jiff::tz::TimeZone;
use zms::error::ErrorCode;
use zms::request::CalendarQuery;
use zms::wire::{AvailableCalendar, Process};
use zms::{AppointmentKey, AuthKey};

use super::ApiError;
use super::answer::process;
use super::availability::Availability;
use super::captcha;
use super::catalogue::{Catalogue, Office};
use super::ics;
use super::record::{self, Record};
use crate::App;
use crate::cities::ServedCity;
use crate::mail::{self, Letter};
use crate::secret::{hash, same};
use crate::web::asset::Asset;
use crate::web::client::ClientAddress;

/// One request at the desk.
pub struct Desk<'a> {
    app: &'a App,
    city: &'a ServedCity,
    catalogue: Arc<Catalogue>,
    zone: TimeZone,
    now: i64,
    /// Who asks.
    pub client: ClientAddress,
    /// `https://host`, for links in mails.
    pub origin: String,
    /// The language the person reads.
    pub language: city::Language,
}

impl<'a> Desk<'a> {
    /// Opens the desk for one request.
    ///
    /// # Errors
    /// `serviceUnavailable` when the city has no usable catalogue or time zone.
    pub fn open(
        app: &'a App,
        city: &'a ServedCity,
        client: ClientAddress,
        origin: String,
        language: city::Language,
    ) -> Result<Self, ApiError> {
        let unavailable = |problem: String| {
            tracing::error!(city = city.slug(), problem, "appointments cannot be answered");
            ApiError::from(ErrorCode::ServiceUnavailable)
        };
        let catalogue = city.catalogue.get(city).map_err(unavailable)?;
        let zone = TimeZone::get(&city.city().time_zone)
            .map_err(|error| unavailable(error.to_string()))?;
        Ok(Self { app, city, catalogue, zone, now: app.clock.now(), client, origin, language })
    }

    /// `GET /available-calendar/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn calendar(&self, query: &CalendarQuery) -> Result<AvailableCalendar, ApiError> {
        let mut offices = Vec::new();
        for id in &query.offices {
            let office = self
                .catalogue
                .office(*id)
                .ok_or(ErrorCode::InvalidLocationAndServiceCombination)?;
            let slots = self
                .catalogue
                .slots_for(*id, &query.services)
                .ok_or(ErrorCode::InvalidLocationAndServiceCombination)?;
            if slots <= office.rules.most_slots
                && !offices.iter().any(|(known, _): &(&Office, i64)| known.id == *id)
            {
                offices.push((office, i64::from(slots) * office.slot_seconds));
            }
        }
        let captcha = query
            .offices
            .iter()
            .filter_map(|id| self.catalogue.office(*id))
            .any(|office| office.rules.captcha);
        self.check_captcha(captcha, query.captcha_token.as_ref())?;
        let availability =
            Availability::new(&self.app.store, self.city.slug(), &self.zone, self.now, offices);
        availability.answer(query).await.map_err(database)
    }

    /// `GET /appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn appointment(
        &self,
        process_id: Option<&str>,
        auth_key: Option<&str>,
    ) -> Result<Process, ApiError> {
        let key = AppointmentKey::check_query(process_id, auth_key).map_err(ApiError::of)?;
        let record = record::read(&self.app.store, self.city.slug(), key.process_id, self.now)
            .await
            .map_err(database)?;
        let record = check_key(record, &key)?;
        Ok(self.answer(&record, &key.auth_key, record.status.as_str(), self.token()))
    }

    /// `GET /offices-and-services/`
    pub fn catalogue_asset(&self) -> Option<Asset> {
        self.catalogue.asset()
    }

    fn answer(&self, record: &Record, key: &AuthKey, status: &str, captcha: String) -> Process {
        let ics = ics::of(self.city, &self.catalogue, record, self.now);
        process(&self.catalogue, record, key, status, captcha, Some(ics))
    }

    async fn find(
        &self,
        transaction: &mut sqlx::Transaction<'static, sqlx::Any>,
        key: &AppointmentKey,
    ) -> Result<Record, ApiError> {
        let found = record::find(transaction, self.city.slug(), key.process_id, self.now)
            .await
            .map_err(database)?;
        check_key(found, key)
    }

    /// An office that left the catalogue keeps its appointments, but nothing can be done with them here.
    fn office(&self, record: &Record) -> Result<&Office, ApiError> {
        self.catalogue.office(record.office).ok_or_else(|| ErrorCode::ProviderNotFound.into())
    }

    fn token(&self) -> String {
        captcha::token(&self.app.secret, self.client, self.now)
    }

    fn check_captcha(
        &self,
        asked: bool,
        token: Option<&zms::wire::CaptchaToken>,
    ) -> Result<(), ErrorCode> {
        if asked {
            captcha::check(
                &self.app.secret,
                self.client,
                token.map(zms::wire::CaptchaToken::expose),
                self.now,
            )
        } else {
            Ok(())
        }
    }

    async fn queue(
        &self,
        transaction: &mut sqlx::Transaction<'static, sqlx::Any>,
        kind: mail::Kind,
        record: &Record,
        key: &AppointmentKey,
        office: &Office,
    ) -> Result<(), ApiError> {
        if record.contact.email.is_empty() {
            return Ok(());
        }
        let guide = mail::Guide::of(self.city, self.language);
        let letter = Letter {
            kind,
            city: self.city,
            language: self.language,
            zone: &self.zone,
            origin: &self.origin,
            office,
            office_name: guide.office(office.id),
            services: record
                .services
                .iter()
                .map(|(id, count)| {
                    let name = guide.service(*id).or_else(|| self.catalogue.service(*id));
                    (name.unwrap_or_default(), *count)
                })
                .collect(),
            record,
            key,
            ics: (kind == mail::Kind::Confirm)
                .then(|| ics::of(self.city, &self.catalogue, record, self.now)),
        };
        let message = letter.compose(self.now).map_err(|problem| {
            tracing::warn!(city = self.city.slug(), problem, "a mail cannot be written");
            ErrorCode::InvalidEmail
        })?;
        mail::outbox::queue(transaction, self.city.slug(), kind, record.id, &message, self.now)
            .await
            .map_err(database)
    }
}

fn check_key(found: Option<Record>, key: &AppointmentKey) -> Result<Record, ApiError> {
    let record = found.ok_or(ErrorCode::AppointmentNotFound)?;
    if same(record.key_hash.as_bytes(), hash(key.auth_key.expose()).as_bytes()) {
        Ok(record)
    } else {
        Err(ErrorCode::AuthKeyMismatch.into())
    }
}

// Used in `map_err`, which hands the error over.
#[allow(clippy::needless_pass_by_value)]
fn database(error: sqlx::Error) -> ApiError {
    tracing::error!(%error, "the database did not do its work");
    ErrorCode::ServiceUnavailable.into()
}
