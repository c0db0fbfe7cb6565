//! Every recorded answer decodes to what its status says.
//!
//! The files lie beside the project (`{method, query, body, status, response}`); `STADTKERN_TEST_DATA` names
//! another folder. They may come and go, so nothing about a single one is written down here, except what the
//! contract says about Munich's catalogue.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use serde_json::Value;
use std::path::PathBuf;
use zms::appointment::{Appointment, Status};
use zms::calendar::Calendar;
use zms::catalogue::{Catalogue, Selection};
use zms::error::{ErrorCode, Failure};
use zms::request::{CalendarQuery, Reserve};
use zms::{AppointmentKey, OfficeId, ServiceId, Timestamp, wire};

struct Recorded {
    /// File name without its ending.
    name: String,
    body: Value,
    query: Value,
    status: u16,
    response: Vec<u8>,
}

fn recorded() -> Vec<Recorded> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let folder =
        std::env::var_os("STADTKERN_TEST_DATA").map_or_else(|| beside.into(), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(folder.join("zms")) else {
        println!("skipped: no recorded answers at {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<Recorded> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            // The large catalogue is the bare answer.
            let bare = file.get("response").is_none();
            let part = |key: &str| file.get(key).cloned().unwrap_or(Value::Null);
            Recorded {
                body: part("body"),
                query: part("query"),
                status: part("status").as_u64().map_or(200, |status| status.try_into().unwrap()),
                response: if bare { file.to_string() } else { part("response").to_string() }
                    .into_bytes(),
                name,
            }
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn route(name: &str) -> &str {
    name.split('.').next().unwrap()
}

fn codes(failure: &Failure) -> Vec<ErrorCode> {
    match failure {
        Failure::Refused(problems) => problems.iter().map(|problem| problem.code).collect(),
        other => other.code().into_iter().collect(),
    }
}

fn expected_codes(response: &[u8]) -> Vec<ErrorCode> {
    let response: Value = serde_json::from_slice(response).unwrap();
    let list = response["errors"].as_array().cloned().unwrap_or_default();
    list.iter().map(|entry| ErrorCode::from_wire(entry["errorCode"].as_str().unwrap())).collect()
}

#[test]
fn every_answer_decodes_to_what_its_status_says() {
    for file in recorded() {
        let name = &file.name;
        if file.status != 200 {
            let failure = Failure::from_response(file.status, None, &file.response);
            assert!(!matches!(failure, Failure::NotReadable { .. }), "{name}: {failure:?}");
            if file.status != 401 {
                assert_eq!(codes(&failure), expected_codes(&file.response), "{name}");
            }
            assert!(!codes(&failure).contains(&ErrorCode::Unknown), "{name}: {failure:?}");
            continue;
        }
        match route(name) {
            "offices-and-services" | "munich-offices-and-services" => {
                let decoded = Failure::check::<wire::OfficesAndServices>(200, None, &file.response);
                let decoded = decoded.unwrap();
                assert_eq!(decoded.skipped, 0, "{name}");
                assert!(
                    is_same(&decoded.value, &file.response),
                    "{name}: we would answer the same"
                );
                assert!(!Catalogue::from_wire(decoded).offices().is_empty(), "{name}");
            }
            "available-calendar" => {
                let decoded = Failure::check::<wire::AvailableCalendar>(200, None, &file.response);
                let decoded = decoded.unwrap();
                assert!(
                    is_same(&decoded.value, &file.response),
                    "{name}: we would answer the same"
                );
                let empty = decoded.value.start_date.as_deref() == Some("");
                let calendar = Calendar::from_wire(decoded);
                assert_eq!(calendar.is_err(), empty, "{name}");
                if let Ok(calendar) = calendar {
                    assert_eq!(calendar.skipped, 0, "{name}");
                }
            }
            "captcha-details" => {
                let details =
                    Failure::check::<wire::CaptchaDetails>(200, None, &file.response).unwrap();
                assert!(details.value.captcha_enabled.is_some(), "{name}");
            }
            "captcha-challenge" => {
                let challenge = zms::altcha::Challenge::decode(&file.response);
                let down = String::from_utf8_lossy(&file.response).contains("\"success\":false");
                assert_eq!(challenge.is_err(), down, "{name}");
            }
            "captcha-verify" => {
                let answer =
                    Failure::check::<wire::CaptchaAnswer>(200, None, &file.response).unwrap().value;
                let success = answer.meta.as_ref().and_then(|meta| meta.success) == Some(true);
                assert_eq!(answer.accepted().is_some(), success, "{name}");
            }
            "my-appointments" => {
                let list = Failure::check::<Vec<wire::Process>>(200, None, &file.response).unwrap();
                assert_eq!(list.skipped, 0, "{name}");
            }
            _ => check_appointment(&file),
        }
    }
}

/// Whether what was read is written again as it came, `null`s and strings for numbers included.
fn is_same(read: &impl serde::Serialize, response: &[u8]) -> bool {
    serde_json::to_value(read).unwrap() == serde_json::from_slice::<Value>(response).unwrap()
}

fn check_appointment(file: &Recorded) {
    let name = &file.name;
    let process = Failure::check::<wire::Process>(200, None, &file.response).unwrap().value;
    assert!(is_same(&process, &file.response), "{name}: we would answer the same");
    let debug = format!("{process:?}");
    let secret = process.auth_key.clone().unwrap();
    assert!(!debug.contains(secret.expose()) && !debug.contains('@'), "{name}: {debug}");
    let appointment = Appointment::from_wire(process).unwrap();
    let kept = zms::keep::load::<Appointment>(&zms::keep::save(&appointment));
    assert_eq!(kept.as_ref(), Some(&appointment), "{}", file.name);
    let expected = match route(name) {
        "reserve-appointment" | "update-appointment" => Status::Reserved,
        "preconfirm-appointment" => Status::Preconfirmed,
        "confirm-appointment" => Status::Confirmed,
        "cancel-appointment" => Status::Deleted,
        _ => appointment.status,
    };
    assert_eq!(appointment.status, expected, "{name}");
    assert_ne!(appointment.status, Status::Unknown, "{name}");
    if appointment.status == Status::Reserved {
        assert!(appointment.contact.is_empty(), "{name}: the dummy is not shown");
    }
    if let Some(ics) = &appointment.ics {
        assert!(zms::ics::is_calendar(ics), "{name}");
    }
}

/// The checks of requests answer as the recorded server did.
#[test]
fn requests_are_refused_as_the_server_refused_them() {
    // Between the past and the future of the recorded requests.
    let now = Timestamp(1_700_000_000);
    for file in recorded() {
        let expected = expected_codes(&file.response);
        let body =
            if file.body.is_null() { Vec::new() } else { file.body.to_string().into_bytes() };
        let get = |key: &str| file.query.get(key).and_then(Value::as_str);
        let found = match route(&file.name) {
            "reserve-appointment" => Reserve::check(&body, now).err(),
            "available-calendar" => CalendarQuery::check(get).err(),
            "appointment" => AppointmentKey::check_query(get("processId"), get("authKey")).err(),
            "preconfirm-appointment" | "confirm-appointment" | "cancel-appointment" => {
                AppointmentKey::check(&body).err()
            }
            _ => continue,
        };
        if let Some(found) = found {
            assert_eq!(found, expected, "{}", file.name);
        } else {
            let form =
                |code: &ErrorCode| code.wire().starts_with("invalid") && code.status() == 400;
            let only_form = |code: &ErrorCode| {
                form(code) && *code != ErrorCode::InvalidLocationAndServiceCombination
            };
            assert!(!expected.iter().any(only_form), "{}: passed, but {expected:?}", file.name);
        }
    }
}

#[test]
fn requests_are_read_back() {
    for file in recorded().iter().filter(|file| file.status == 200) {
        let body = file.body.to_string().into_bytes();
        if route(&file.name) == "reserve-appointment" {
            let request = Reserve::check(&body, Timestamp(1)).unwrap();
            assert_eq!(Reserve::check(request.body().as_bytes(), Timestamp(1)), Ok(request));
        }
        if route(&file.name) == "available-calendar" {
            let get = |key: &str| file.query.get(key).and_then(Value::as_str);
            let query = CalendarQuery::check(get).unwrap();
            let text = query.to_query();
            let pairs: Vec<(&str, &str)> =
                text.split('&').filter_map(|pair| pair.split_once('=')).collect();
            let again = CalendarQuery::check(|key| {
                pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
            });
            assert_eq!(again, Ok(query));
        }
    }
}

/// What holds for every catalogue, counted from the raw answer.
#[test]
fn catalogues_join() {
    for file in recorded().iter().filter(|file| file.name.contains("offices-and-services")) {
        let raw: Value = serde_json::from_slice(&file.response).unwrap();
        let ids = |list: &str| -> Vec<i64> {
            let list = raw[list].as_array().unwrap();
            list.iter().map(|item| item["id"].as_i64().unwrap()).collect()
        };
        let (offices, services) = (ids("offices"), ids("services"));
        let relations = raw["relations"].as_array().unwrap();
        let dangling = relations.iter().filter(|relation| {
            !offices.contains(&relation["officeId"].as_i64().unwrap())
                || !services.contains(&relation["serviceId"].as_i64().unwrap())
        });
        let combinations = raw["services"].as_array().unwrap().iter().flat_map(|service| {
            let entries = service["combinable"].as_object().cloned().unwrap_or_default();
            entries
                .values()
                .flat_map(|entry| entry.as_object().unwrap().keys().cloned().collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
        let dangling_combinations =
            combinations.filter(|id| !services.contains(&id.parse::<i64>().unwrap()));
        let catalogue = Catalogue::decode(&file.response).unwrap();
        let dropped = catalogue.dropped();
        assert_eq!(dropped.relations, dangling.count(), "{}", file.name);
        assert_eq!(dropped.combinations, dangling_combinations.count(), "{}", file.name);
        assert_eq!((dropped.unreadable, dropped.unusable), (0, 0), "{}", file.name);
        assert_eq!(catalogue.offices().len(), offices.len());
        assert_eq!(catalogue.relations().len() + dropped.relations, relations.len());
        check_catalogue(&catalogue);
        if file.name == "munich-offices-and-services" {
            // What the contract says of this one.
            assert_eq!((dropped.relations, dropped.combinations), (106, 21));
            let without_any = offices.iter().filter(|office| {
                !relations.iter().any(|relation| relation["officeId"].as_i64() == Some(**office))
            });
            assert_eq!(without_any.count(), 3);
            check_munich(&catalogue);
        }
    }
}

fn check_catalogue(catalogue: &Catalogue) {
    for service in catalogue.services() {
        let selection = Selection::of(service.id);
        let offices = catalogue.offices_for(&selection);
        let places = catalogue.places(&selection);
        let asked: usize = places.iter().map(|place| place.offices.len()).sum();
        assert_eq!(asked, offices.len());
        for office in &offices {
            assert!(catalogue.relation(office.id, service.id).is_some());
            let (here, anywhere) =
                (catalogue.duration_at(&selection, office.id), catalogue.duration(&selection));
            assert!(here.is_none() || anywhere <= here);
        }
        let most = catalogue.max_count(&selection, service.id);
        assert!(most <= service.max_count);
        assert_eq!(most == 0, offices.is_empty(), "{}", service.name);
        if most > 0 {
            assert_eq!(catalogue.check(&selection.with(service.id, most)), None);
        }
        for (other, _) in catalogue.combinable(service.id) {
            assert!(catalogue.service(other.id).is_some() && other.id != service.id);
        }
        let found = zms::search::Index::new(
            catalogue.services().iter().map(|service| (service.id, service.name.as_str(), vec![])),
        );
        assert_eq!(found.find(&service.name)[0].distance, 0);
    }
}

/// The three arrangements at Ruppertstraße that look alike.
fn check_munich(catalogue: &Catalogue) {
    let main = OfficeId(10489);
    let exclusive = OfficeId(10502);
    let (passport, residence) = (ServiceId(1_063_453), ServiceId(1_063_475));
    let asked = |selection: &Selection| -> Vec<OfficeId> {
        catalogue.offices_for(selection).iter().map(|office| office.id).collect()
    };
    let passport_only = asked(&Selection::of(passport));
    assert!(!passport_only.contains(&main) && passport_only.contains(&exclusive));
    let mixed = asked(&Selection::of(residence).with(passport, 1));
    assert!(mixed.contains(&main) && !mixed.contains(&exclusive));
    let places = catalogue.places(&Selection::of(residence));
    let shared = places.iter().find(|place| place.offices.contains(&main)).unwrap();
    assert_eq!(shared.shown, main, "the lowest number of those that share a calendar");
    let only = asked(&Selection::of(passport).only_at(exclusive));
    assert_eq!(only, [exclusive]);
}
