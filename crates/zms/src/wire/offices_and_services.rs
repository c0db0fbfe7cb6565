//! `GET /offices-and-services/`.

use super::{Read, wire};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

wire! {
    /// The whole catalogue of a city.
    #[derive(Debug, Default)]
    OfficesAndServices {
        /// The offices.
        offices: Vec<Office> = "offices",
        /// The services.
        services: Vec<Service> = "services",
        /// Which office offers which service. May name offices and services that are not in the lists.
        relations: Vec<Relation> = "relations",
    }
}

wire! {
    /// An office.
    #[derive(Debug)]
    Office {
        /// Its number.
        id: i64 = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Where it is.
        address: Option<Address> = "address",
        /// Whether other offices may be offered beside it.
        show_alternative_locations: Option<bool> = "showAlternativeLocations",
        /// Other names it is known by.
        display_name_alternatives: Vec<String> = "displayNameAlternatives",
        /// The organisation it belongs to.
        organization: Option<String> = "organization",
        /// The department it belongs to.
        organization_unit: Option<String> = "organizationUnit",
        /// Minutes of one slot.
        slot_time_in_minutes: Option<i64> = "slotTimeInMinutes",
        /// Coordinates; texts on the wire.
        geo: Option<Geo> = "geo",
        /// Services it does not take on their own.
        disabled_by_services: Vec<i64> = "disabledByServices",
        /// Higher comes first.
        priority: Option<i64> = "priority",
        /// Its queue, with the rules of the contact form.
        scope: Option<Scope> = "scope",
        /// Most slots of one appointment; a text on the wire.
        slots_per_appointment: Option<String> = "slotsPerAppointment",
        /// The office this one belongs to.
        parent_id: Option<i64> = "parentId",
        /// The group of offices of which only one is asked.
        allow_disabled_services_mix: Option<Vec<i64>> = "allowDisabledServicesMix",
        /// The group of offices that share one calendar.
        shared_booking_office_ids: Option<Vec<i64>> = "sharedBookingOfficeIds",
    }
}

wire! {
    /// A postal address.
    #[derive(Debug)]
    Address {
        /// House number.
        house_number: Option<String> = "house_number",
        /// City.
        city: Option<String> = "city",
        /// Postal code.
        postal_code: Option<String> = "postal_code",
        /// Street.
        street: Option<String> = "street",
        /// A hint on finding it; `false` when there is none.
        hint: Option<bool> = "hint",
    }
}

wire! {
    /// Coordinates, written as texts.
    #[derive(Debug)]
    Geo {
        /// Degrees north.
        lat: Option<String> = "lat",
        /// Degrees east.
        lon: Option<String> = "lon",
    }
}

wire! {
    /// A service.
    #[derive(Debug)]
    Service {
        /// Its number.
        id: i64 = "id",
        /// Its name.
        name: Option<String> = "name",
        /// How often it may be chosen for one appointment.
        max_quantity: Option<i64> = "maxQuantity",
        /// What it can be combined with.
        combinable: Combinable = "combinable",
        /// The service of which this is a variant.
        parent_id: Option<i64> = "parentId",
        /// Which variant it is.
        variant_id: Option<i64> = "variantId",
        /// The service whose description applies.
        root_parent_id: Option<i64> = "rootParentId",
        /// Whether it can be chosen first.
        show_on_start_page: Option<bool> = "showOnStartPage",
    }
}

wire! {
    /// An office offers a service.
    #[derive(Debug)]
    Relation {
        /// The office.
        office_id: i64 = "officeId",
        /// The service.
        service_id: i64 = "serviceId",
        /// Slots it takes there.
        slots: Option<i64> = "slots",
        /// Whether it is offered to everyone.
        public: Option<bool> = "public",
        /// How often it may be chosen there; 0 means no limit of its own.
        max_quantity: Option<i64> = "maxQuantity",
    }
}

wire! {
    /// The queue of an office (`ThinnedScope`).
    #[derive(Debug)]
    Scope {
        /// Its number; 0 when unknown.
        id: Option<i64> = "id",
        /// The office behind it.
        provider: Option<Provider> = "provider",
        /// Its short name.
        short_name: Option<String> = "shortName",
        /// Sender of its mails.
        email_from: Option<String> = "emailFrom",
        /// Whether an e-mail address is required.
        email_required: Option<bool> = "emailRequired",
        /// Whether it asks for a telephone number.
        telephone_activated: Option<bool> = "telephoneActivated",
        /// Whether that is required.
        telephone_required: Option<bool> = "telephoneRequired",
        /// Whether it asks a question of its own.
        custom_textfield_activated: Option<bool> = "customTextfieldActivated",
        /// Whether an answer is required.
        custom_textfield_required: Option<bool> = "customTextfieldRequired",
        /// The question.
        custom_textfield_label: Option<String> = "customTextfieldLabel",
        /// Whether it asks a second question.
        custom_textfield2_activated: Option<bool> = "customTextfield2Activated",
        /// Whether an answer is required.
        custom_textfield2_required: Option<bool> = "customTextfield2Required",
        /// The second question.
        custom_textfield2_label: Option<String> = "customTextfield2Label",
        /// Whether it wants a solved captcha.
        captcha_activated_required: Option<bool> = "captchaActivatedRequired",
        /// HTML shown with an appointment.
        info_for_appointment: Option<String> = "infoForAppointment",
        /// HTML on when new appointments are published.
        info_for_all_appointments: Option<String> = "infoForAllAppointments",
        /// Most slots of one appointment; a text on the wire.
        slots_per_appointment: Option<String> = "slotsPerAppointment",
        /// Most appointments for one e-mail address; a text on the wire.
        appointments_per_mail: Option<String> = "appointmentsPerMail",
        /// Addresses without that limit.
        whitelisted_mails: Option<String> = "whitelistedMails",
        /// Minutes a reservation lasts; 0 or `null` when not said.
        reservation_duration: Option<i64> = "reservationDuration",
        /// Minutes the mail's link works.
        activation_duration: Option<i64> = "activationDuration",
        /// HTML on how to find the place.
        hint: Option<String> = "hint",
    }
}

wire! {
    /// The office behind a scope.
    #[derive(Debug)]
    Provider {
        /// Its number; 0 when unknown.
        id: Option<i64> = "id",
        /// Its internal name.
        name: Option<String> = "name",
        /// The name to show.
        display_name: Option<String> = "displayName",
        /// Degrees north.
        lat: Option<f64> = "lat",
        /// Degrees east.
        lon: Option<f64> = "lon",
        /// The data source it comes from.
        source: Option<String> = "source",
        /// Where it is.
        contact: Option<Contact> = "contact",
    }
}

wire! {
    /// The address of a provider.
    #[derive(Debug)]
    Contact {
        /// City.
        city: Option<String> = "city",
        /// Country.
        country: Option<String> = "country",
        /// Name.
        name: Option<String> = "name",
        /// Postal code.
        postal_code: Option<String> = "postalCode",
        /// Region.
        region: Option<String> = "region",
        /// Street.
        street: Option<String> = "street",
        /// House number.
        street_number: Option<String> = "streetNumber",
    }
}

/// Services that can be combined with one, in order, and the offices where that goes:
/// `{"1": {"<serviceId>": [officeId, …]}, "2": …}`; `[]` when there are none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Combinable(pub Vec<(i64, Vec<i64>)>);

impl Read for Combinable {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut entries = Vec::new();
        // An array of the same entries is what PHP would send if the keys started at 0.
        match value {
            Value::Object(object) => {
                for (order, entry) in object {
                    entries.push((order.parse().unwrap_or(u32::MAX), entry));
                }
            }
            Value::Array(array) => entries.extend(array.iter().map(|entry| (0, entry))),
            _ => {}
        }
        crate::sort_by_key(&mut entries, |(order, _)| (i64::from(*order), 0));
        let mut list = Vec::new();
        for (_, entry) in entries {
            let Some(object) = entry.as_object() else {
                *skipped += 1;
                continue;
            };
            for (service, offices) in object {
                match service.parse() {
                    Ok(id) => list.push((id, Vec::read(offices, skipped)?)),
                    Err(_) => *skipped += 1,
                }
            }
        }
        Some(Self(list))
    }
}

impl Serialize for Combinable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            return serializer.serialize_seq(Some(0))?.end();
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (place, (service, offices)) in self.0.iter().enumerate() {
            let entry = std::collections::BTreeMap::from([(service.to_string(), offices)]);
            map.serialize_entry(&(place + 1).to_string(), &entry)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use crate::wire::decode;

    #[test]
    fn combinable_is_an_object_or_an_empty_array() {
        let read = |json: &str| decode::<Combinable>(json.as_bytes()).unwrap().value;
        assert_eq!(read("[]"), Combinable::default());
        assert_eq!(read("null"), Combinable::default());
        let ten: Vec<String> = (1..=10).map(|n| format!("\"{n}\":{{\"{n}\":[1,2]}}")).collect();
        let read = read(&format!("{{{}}}", ten.join(",")));
        let order: Vec<i64> = read.0.iter().map(|(id, _)| *id).collect();
        assert_eq!(order, (1..=10).collect::<Vec<_>>(), "10 comes after 9, not after 1");
        let json = serde_json::to_string(&read).unwrap();
        assert_eq!(decode::<Combinable>(json.as_bytes()).unwrap().value, read);
        assert_eq!(serde_json::to_string(&Combinable::default()).unwrap(), "[]");
    }

    #[test]
    fn an_office_without_a_number_is_skipped_and_counted() {
        let json = br#"{"offices":[{"id":"7","geo":{"lat":48.1}},{"name":"x"},5],"services":null,"new":1}"#;
        let decoded = decode::<OfficesAndServices>(json).unwrap();
        assert_eq!(decoded.skipped, 2);
        assert_eq!(decoded.value.offices[0].id, 7);
        let geo = decoded.value.offices[0].geo.as_ref().unwrap();
        assert_eq!((geo.lat.as_deref(), geo.lon.as_deref()), (Some("48.1"), None));
    }
}
