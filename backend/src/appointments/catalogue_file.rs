//! `backend/appointments.json` as it may be written; docs/appointments-catalogue.md explains it.

use serde::Deserialize;

use super::closed::ClosedDay;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct File {
    #[serde(default)]
    pub closed: Vec<ClosedDay>,
    pub offices: Vec<Office>,
    pub services: Vec<Service>,
    pub relations: Vec<Relation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Office {
    pub id: u32,
    pub name: String,
    pub address: Address,
    pub geo: Option<Geo>,
    pub slot_time_in_minutes: u32,
    #[serde(default = "one")]
    pub priority: i64,
    #[serde(default)]
    pub start_in_days: u32,
    #[serde(default = "sixty")]
    pub end_in_days: u32,
    #[serde(default)]
    pub deallocation_duration: u32,
    pub scope: Scope,
    pub opening_hours: Vec<OpeningHours>,
    #[serde(default)]
    pub closed: Vec<ClosedDay>,
    #[serde(default)]
    pub shared_booking_office_ids: Vec<u32>,
    #[serde(default)]
    pub disabled_by_services: Vec<u32>,
    #[serde(default)]
    pub allow_disabled_services_mix: Vec<u32>,
    #[serde(default)]
    pub show_alternative_locations: bool,
    #[serde(default)]
    pub display_name_alternatives: Vec<String>,
    pub organization: Option<String>,
    pub organization_unit: Option<String>,
    pub parent_id: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Address {
    pub street: String,
    pub house_number: String,
    pub postal_code: String,
    pub city: String,
    #[serde(default)]
    pub hint: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geo {
    pub lat: f64,
    pub lon: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // the field's own words, each a question of its own
pub struct Scope {
    pub id: u32,
    pub short_name: String,
    pub email_from: String,
    #[serde(default = "yes")]
    pub email_required: bool,
    #[serde(default)]
    pub telephone_activated: bool,
    #[serde(default)]
    pub telephone_required: bool,
    #[serde(default)]
    pub custom_textfield_activated: bool,
    #[serde(default)]
    pub custom_textfield_required: bool,
    pub custom_textfield_label: Option<String>,
    #[serde(default)]
    pub custom_textfield2_activated: bool,
    #[serde(default)]
    pub custom_textfield2_required: bool,
    pub custom_textfield2_label: Option<String>,
    #[serde(default)]
    pub captcha_activated_required: bool,
    #[serde(default = "twenty_five")]
    pub slots_per_appointment: u32,
    pub appointments_per_mail: Option<u32>,
    #[serde(default)]
    pub whitelisted_mails: Vec<String>,
    #[serde(default = "fifteen")]
    pub reservation_duration: u32,
    #[serde(default = "thirty")]
    pub activation_duration: u32,
    pub hint: Option<String>,
    pub info_for_appointment: Option<String>,
    pub info_for_all_appointments: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OpeningHours {
    pub days: Vec<Weekday>,
    pub from: String,
    pub to: String,
    pub counters: u32,
    pub valid_from: Option<zms::Day>,
    pub valid_until: Option<zms::Day>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Service {
    pub id: u32,
    pub name: String,
    #[serde(default = "one")]
    pub max_quantity: i64,
    #[serde(default)]
    pub combinable: Vec<u32>,
    pub parent_id: Option<u32>,
    pub variant_id: Option<u32>,
    #[serde(default = "yes")]
    pub show_on_start_page: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Relation {
    pub office: u32,
    pub service: u32,
    pub slots: u32,
    #[serde(default)]
    pub max_quantity: i64,
    #[serde(default = "yes")]
    pub public: bool,
}

fn yes() -> bool {
    true
}
fn one() -> i64 {
    1
}
fn fifteen() -> u32 {
    15
}
fn twenty_five() -> u32 {
    25
}
fn thirty() -> u32 {
    30
}
fn sixty() -> u32 {
    60
}
