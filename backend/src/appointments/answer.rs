//! An appointment as ZMS answers it (`ThinnedProcess`).

use zms::AuthKey;
use zms::wire::{CaptchaToken, Digits, Process, SubRequest};

use super::catalogue::Catalogue;
use super::record::Record;

/// Builds the answer. `status` is a word of its own because a cancelled appointment has none in
/// the database any more.
pub fn process(
    catalogue: &Catalogue,
    record: &Record,
    key: &AuthKey,
    status: &str,
    captcha: String,
    ics: Option<String>,
) -> Process {
    let office = catalogue.office(record.office);
    let mut services = record.services.iter();
    let first = services.next();
    let name = |id| catalogue.service(id).map(str::to_owned);
    let contact = &record.contact;
    Process {
        process_id: record.id.0.into(),
        timestamp: Some(Digits(record.time.0)),
        auth_key: Some(key.clone()),
        family_name: Some(contact.family_name()),
        custom_textfield: Some(contact.custom_textfield.clone()),
        custom_textfield2: Some(contact.custom_textfield2.clone()),
        email: Some(contact.email.clone()),
        telephone: Some(contact.telephone.clone()),
        office_name: office.and_then(|office| office.wire.name.clone()),
        office_id: Some(record.office.0.into()),
        scope: office.and_then(|office| office.wire.scope.clone()),
        sub_request_counts: services
            .map(|(id, count)| SubRequest {
                id: id.0.into(),
                name: name(*id),
                count: Some((*count).into()),
            })
            .collect(),
        service_id: Some(first.map_or(0, |(id, _)| id.0.into())),
        service_name: first.and_then(|(id, _)| name(*id)),
        service_count: Some(first.map_or(0, |(_, count)| (*count).into())),
        status: Some(status.to_owned()),
        captcha_token: Some(CaptchaToken(captcha)),
        slot_count: Some(record.slots.into()),
        display_number: None,
        ics_content: ics,
    }
}
