//! The five steps of an appointment.

use zms::contact::{Contact, ContactRules};
use zms::error::ErrorCode;
use zms::request::{Reserve, Update};
use zms::wire::Process;
use zms::{AppointmentKey, AuthKey, ProcessId, Timestamp};

use super::super::ApiError;
use super::super::answer::process;
use super::super::availability::bookable;
use super::super::catalogue::Office;
use super::super::record::{self, CONFIRMED, Changed, Record, Status};
use super::super::slots::{OpenDay, day_of};
use super::{Desk, database};
use crate::mail;
use crate::secret::{hash, random_hex};
use crate::store::is_transient;

impl Desk<'_> {
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
}

/// Enough for chance; more would hide a mistake.
const TRIES: u32 = 8;

/// Eight digits: easy to read out at a counter, and too many to guess one that exists.
fn random_number() -> Result<ProcessId, ErrorCode> {
    let bits = getrandom::u32().map_err(|_| ErrorCode::InternalError)?;
    Ok(ProcessId(10_000_000 + bits % 90_000_000))
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
