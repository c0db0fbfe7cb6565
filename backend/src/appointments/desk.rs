//! The embedded appointment desk of one city: reserve, update, preconfirm, confirm, cancel.
//!
//! Each step is one transaction, and a step that owes the person a mail puts it into the outbox in
//! that same transaction: what was acknowledged has its mail queued, and what failed left nothing.

use std::sync::Arc;

use jiff::tz::TimeZone;
use zms::contact::{Contact, ContactRules};
use zms::error::ErrorCode;
use zms::request::{CalendarQuery, Reserve, Update};
use zms::wire::{AvailableCalendar, Process};
use zms::{AppointmentKey, AuthKey, ProcessId, Timestamp};

use super::ApiError;
use super::answer::process;
use super::availability::{Availability, bookable};
use super::captcha;
use super::catalogue::{Catalogue, Office};
use super::ics;
use super::record::{self, CONFIRMED, Changed, Record, Status};
use super::slots::{OpenDay, day_of};
use crate::App;
use crate::cities::ServedCity;
use crate::mail::{self, Letter};
use crate::secret::{hash, random_hex, same};
use crate::store::is_transient;
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

    /// `POST /reserve-appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn reserve(&self, body: &[u8]) -> Result<Process, ApiError> {
        let wish = Reserve::check(body, Timestamp(self.now)).map_err(ApiError::of)?;
        let office = self
            .catalogue
            .office(wish.office)
            .ok_or(ErrorCode::InvalidLocationAndServiceCombination)?;
        let slots = self
            .catalogue
            .slots_for(wish.office, &wish.services)
            .ok_or(ErrorCode::InvalidLocationAndServiceCombination)?;
        self.check_captcha(office.rules.captcha, wish.captcha_token.as_ref())?;
        if slots > office.rules.most_slots {
            return Err(ErrorCode::TooManySlotsPerAppointment.into());
        }
        let start = wish.timestamp.0;
        let seconds = i64::from(slots) * office.slot_seconds;
        let counters =
            self.counters(office, start, seconds).ok_or(ErrorCode::AppointmentNotAvailable)?;
        let key = random_hex::<32>().map_err(|_| ErrorCode::InternalError)?;
        let mut record = Record {
            id: ProcessId(1),
            office: wish.office,
            time: (start, start + seconds),
            slots,
            services: wish.services,
            key_hash: hash(&key),
            status: Status::Reserved,
            expires: self.now + office.rules.reservation,
            contact: Contact::default(),
        };
        let key = AuthKey::new(&key).map_err(|_| ErrorCode::InternalError)?;
        for _ in 0..TRIES {
            record.id = random_number()?;
            match record::reserve(&self.app.store, self.city.slug(), &record, counters, self.now)
                .await
            {
                Ok(true) => {
                    return Ok(self.answer(
                        &record,
                        &key,
                        Status::Reserved.as_str(),
                        String::new(),
                    ));
                }
                Ok(false) => return Err(ErrorCode::AppointmentNotAvailable.into()),
                // The number is in use, or two transactions stood in each other's way.
                Err(sqlx::Error::RowNotFound) => {}
                Err(error) if is_transient(&error) => {}
                Err(error) => return Err(database(error)),
            }
        }
        Err(ErrorCode::InternalError.into())
    }

    /// The counters open for the whole appointment; `None` when none may start then.
    fn counters(&self, office: &Office, start: i64, seconds: i64) -> Option<u32> {
        let day = day_of(start, &self.zone)?;
        let today = day_of(self.now, &self.zone)?;
        if start <= self.now || !bookable(office, today, day) {
            return None;
        }
        let open = OpenDay::of(office, day, &self.zone);
        open.starts_at(start)
            .then(|| open.counters(start, seconds))
            .filter(|counters| *counters > 0)
    }

    /// `POST /update-appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn update(&self, body: &[u8]) -> Result<Process, ApiError> {
        // The rules of the form depend on the office, so the appointment is looked up between the two checks.
        let key = AppointmentKey::check(body).map_err(ApiError::of)?;
        let mut transaction = self.app.store.write().await.map_err(database)?;
        let mut record = self.find(&mut transaction, &key).await?;
        let scope =
            self.catalogue.office(record.office).and_then(|office| office.wire.scope.as_ref());
        let rules = scope.map(ContactRules::from_scope);
        let update = Update::check(body, |_| rules).map_err(ApiError::of)?;
        record.contact = update.contact;
        record.contact.email = record.contact.email.trim().to_owned();
        match record::update(&mut transaction, &record, self.now).await.map_err(database)? {
            Changed::Gone => Err(ErrorCode::ProcessNotReservedAnymore.into()),
            Changed::Done => {
                transaction.commit().await.map_err(database)?;
                Ok(self.answer(&record, &key.auth_key, record.status.as_str(), String::new()))
            }
        }
    }

    /// `POST /preconfirm-appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn preconfirm(&self, body: &[u8]) -> Result<Process, ApiError> {
        let key = AppointmentKey::check(body).map_err(ApiError::of)?;
        let mut transaction = self.app.store.write().await.map_err(database)?;
        let record = self.find(&mut transaction, &key).await?;
        if record.status != Status::Reserved {
            return Err(ErrorCode::ProcessNotReservedAnymore.into());
        }
        let office = self.office(&record)?;
        complete(office, &record)?;
        let email = record.contact.email.to_lowercase();
        if let Some(most) = office.rules.per_mail
            && !email.is_empty()
            && !office.rules.exempt.contains(&email)
            && record::open_with_mail(&mut transaction, self.city.slug(), &record, self.now)
                .await
                .map_err(database)?
                >= i64::from(most)
        {
            return Err(ErrorCode::TooManyAppointmentsWithSameMail.into());
        }
        let expires = self.now + office.rules.activation;
        let moved =
            record::advance(&mut transaction, &record, Status::Preconfirmed, expires, self.now)
                .await
                .map_err(database)?;
        if moved == Changed::Gone {
            return Err(ErrorCode::ProcessNotReservedAnymore.into());
        }
        self.queue(&mut transaction, mail::Kind::Preconfirm, &record, &key, office).await?;
        transaction.commit().await.map_err(database)?;
        Ok(self.answer(&record, &key.auth_key, Status::Preconfirmed.as_str(), String::new()))
    }

    /// `POST /confirm-appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn confirm(&self, body: &[u8]) -> Result<Process, ApiError> {
        let key = AppointmentKey::check(body).map_err(ApiError::of)?;
        let mut transaction = self.app.store.write().await.map_err(database)?;
        let record = self.find(&mut transaction, &key).await?;
        if record.status == Status::Confirmed {
            return Err(ErrorCode::ProcessNotPreconfirmedAnymore.into());
        }
        let office = self.office(&record)?;
        complete(office, &record)?;
        let moved =
            record::advance(&mut transaction, &record, Status::Confirmed, CONFIRMED, self.now)
                .await
                .map_err(database)?;
        if moved == Changed::Gone {
            return Err(ErrorCode::ProcessNotPreconfirmedAnymore.into());
        }
        self.queue(&mut transaction, mail::Kind::Confirm, &record, &key, office).await?;
        transaction.commit().await.map_err(database)?;
        Ok(self.answer(&record, &key.auth_key, Status::Confirmed.as_str(), self.token()))
    }

    /// `POST /cancel-appointment/`
    ///
    /// # Errors
    /// As ZMS.
    pub async fn cancel(&self, body: &[u8]) -> Result<Process, ApiError> {
        let key = AppointmentKey::check(body).map_err(ApiError::of)?;
        let mut transaction = self.app.store.write().await.map_err(database)?;
        let record = self.find(&mut transaction, &key).await?;
        if record.time.0 <= self.now {
            return Err(ErrorCode::AppointmentCanNotBeCanceled.into());
        }
        let office = self.office(&record)?;
        let blocked = if record.status == Status::Confirmed { office.deallocation } else { 0 };
        if record::cancel(&mut transaction, &record, blocked, self.now).await.map_err(database)?
            == Changed::Gone
        {
            return Err(ErrorCode::AppointmentNotFound.into());
        }
        if record.status != Status::Reserved {
            self.queue(&mut transaction, mail::Kind::Cancel, &record, &key, office).await?;
        }
        transaction.commit().await.map_err(database)?;
        Ok(process(&self.catalogue, &record, &key.auth_key, "deleted", String::new(), None))
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

/// Enough for chance; more would hide a mistake.
const TRIES: u32 = 8;

/// Eight digits: easy to read out at a counter, and too many to guess one that exists.
fn random_number() -> Result<ProcessId, ErrorCode> {
    let bits = getrandom::u32().map_err(|_| ErrorCode::InternalError)?;
    Ok(ProcessId(10_000_000 + bits % 90_000_000))
}

fn check_key(found: Option<Record>, key: &AppointmentKey) -> Result<Record, ApiError> {
    let record = found.ok_or(ErrorCode::AppointmentNotFound)?;
    if same(record.key_hash.as_bytes(), hash(key.auth_key.expose()).as_bytes()) {
        Ok(record)
    } else {
        Err(ErrorCode::AuthKeyMismatch.into())
    }
}

/// What the office asks for must be there before it is confirmed, whatever route was skipped.
fn complete(office: &Office, record: &Record) -> Result<(), ErrorCode> {
    let scope = office.wire.scope.as_ref();
    let contact = &record.contact;
    if contact.last_name.trim().is_empty() {
        return Err(ErrorCode::InvalidFamilyName);
    }
    if contact.email.is_empty() && scope.and_then(|scope| scope.email_required) == Some(true) {
        return Err(ErrorCode::EmailIsRequired);
    }
    let telephone = scope.is_some_and(|scope| {
        scope.telephone_activated == Some(true) && scope.telephone_required == Some(true)
    });
    if contact.telephone.is_empty() && telephone {
        return Err(ErrorCode::TelephoneIsRequired);
    }
    Ok(())
}

// Used in `map_err`, which hands the error over.
#[allow(clippy::needless_pass_by_value)]
fn database(error: sqlx::Error) -> ApiError {
    tracing::error!(%error, "the database did not do its work");
    ErrorCode::ServiceUnavailable.into()
}
