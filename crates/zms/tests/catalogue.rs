//! The catalogue under nonsense, and its arithmetic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::{Value, json};
use zms::catalogue::{Catalogue, Selection, SelectionProblem, Variant};
use zms::{Minutes, OfficeId, ServiceId};

fn catalogue(value: &Value) -> Catalogue {
    Catalogue::decode(value.to_string().as_bytes()).unwrap()
}

fn small() -> Value {
    json!({
        "offices": [
            {"id": 1, "name": "Nord", "slotTimeInMinutes": 5, "slotsPerAppointment": "6", "priority": 1,
             "scope": {"id": 4, "captchaActivatedRequired": true, "reservationDuration": 0}},
            {"id": "2", "slotTimeInMinutes": "10", "slotsPerAppointment": "99", "priority": 9,
             "scope": {"provider": {"displayName": "Süd", "lat": 48.1, "lon": "11.5"}}},
        ],
        "services": [
            {"id": 10, "name": "Pass", "maxQuantity": 5, "combinable": {"2": {"12": [1, 7]}, "1": {"11": [1]}, "3": {"10": [1]}}},
            {"id": 11, "name": "Ausweis", "maxQuantity": 0, "combinable": []},
            {"id": 12, "name": "Pass am Telefon", "parentId": 10, "variantId": 2, "showOnStartPage": false},
        ],
        "relations": [
            {"officeId": 1, "serviceId": 10, "slots": 2, "maxQuantity": 0},
            {"officeId": 2, "serviceId": "10", "slots": 1, "maxQuantity": 2},
            {"officeId": 1, "serviceId": 11, "slots": 3},
            {"officeId": 1, "serviceId": 12, "slots": 1},
            {"officeId": 3, "serviceId": 10, "slots": 1},
        ],
    })
}

#[test]
fn durations_counts_and_budgets() {
    let catalogue = catalogue(&small());
    let pass = Selection::of(ServiceId(10));
    let order: Vec<u32> = catalogue.offices_for(&pass).iter().map(|office| office.id.0).collect();
    assert_eq!(order, [2, 1], "the more important first");
    assert_eq!(catalogue.dropped().relations, 1);
    assert_eq!(catalogue.duration_at(&pass, OfficeId(1)), Some(Minutes(10)));
    assert_eq!(catalogue.duration(&pass.with(ServiceId(10), 2)), Some(Minutes(20)));
    assert_eq!(catalogue.slot_budget(&pass), 6, "the smallest of its offices, at most 25");
    // Five by its own limit, two by the south's; six slots are three of two slots each in the north.
    assert_eq!(catalogue.max_count(&pass, ServiceId(10)), 3);
    let places = |count| -> Vec<u32> {
        let selection = pass.with(ServiceId(10), count);
        catalogue.places(&selection).iter().map(|place| place.shown.0).collect()
    };
    assert_eq!((places(2), places(3)), (vec![2, 1], vec![1]), "the south takes two at most");
    let both = pass.with(ServiceId(11), 1);
    assert_eq!(catalogue.duration(&both), Some(Minutes(25)));
    assert_eq!(
        catalogue.check(&both.with(ServiceId(10), 2)),
        Some(SelectionProblem::TooLong { most: 6 })
    );
    assert_eq!(catalogue.max_count(&both, ServiceId(10)), 1);
    assert_eq!(catalogue.check(&Selection::default()), Some(SelectionProblem::Empty));
    let far = pass.clone().only_at(OfficeId(77));
    assert_eq!(catalogue.check(&far), Some(SelectionProblem::NoOffice));
    assert!(catalogue.needs_captcha(&[OfficeId(2), OfficeId(1)]));
    assert!(!catalogue.needs_captcha(&[OfficeId(2)]));
    assert_eq!(catalogue.office(OfficeId(1)).unwrap().reservation, None, "0 is not said");
    let south = catalogue.office(OfficeId(2)).unwrap();
    assert_eq!(
        (south.name.as_str(), south.most_slots, south.position.is_some()),
        ("Süd", 25, true)
    );
}

#[test]
fn variants_and_combinations() {
    let catalogue = catalogue(&small());
    let kinds = |id: u32| -> Vec<(Variant, u32)> {
        catalogue
            .variants(ServiceId(id))
            .iter()
            .map(|(kind, service)| (*kind, service.id.0))
            .collect()
    };
    assert_eq!(kinds(10), [(Variant::OnSite, 10), (Variant::Telephone, 12)]);
    assert_eq!(kinds(12), kinds(10), "from either end");
    assert_eq!(kinds(11), [(Variant::OnSite, 11)]);
    let combinable: Vec<u32> =
        catalogue.combinable(ServiceId(10)).map(|(service, _)| service.id.0).collect();
    assert_eq!(combinable, [11, 12], "in the city's order, without itself");
    let offices: Vec<&[OfficeId]> =
        catalogue.combinable(ServiceId(10)).map(|(_, offices)| offices).collect();
    assert_eq!(offices[1], [OfficeId(1)], "an office that is not there is left out");
    let start: Vec<u32> = catalogue.services_for_start().map(|service| service.id.0).collect();
    assert_eq!(start, [10, 11]);
}

/// Any JSON, with a liking for the names the decoder knows.
fn nonsense() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..14).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[0-9a-z.-]{0,4}".prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "id",
        "name",
        "offices",
        "services",
        "relations",
        "officeId",
        "serviceId",
        "slots",
        "combinable",
        "maxQuantity",
        "scope",
        "provider",
        "geo",
        "lat",
        "lon",
        "slotTimeInMinutes",
        "parentId",
        "variantId",
        "allowDisabledServicesMix",
        "sharedBookingOfficeIds",
        "disabledByServices",
        "1",
        "2",
        "errors",
    ]);
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..8).prop_map(|pairs| {
                pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn nonsense_never_panics(offices in nonsense(), services in nonsense(), relations in nonsense()) {
        let all = json!({"offices": [offices.clone(), {"id": 1, "x": offices}],
            "services": [services.clone(), {"id": 2, "combinable": services}],
            "relations": [relations, {"officeId": 1, "serviceId": 2}]});
        let catalogue = catalogue(&all);
        for service in catalogue.services() {
            let selection = Selection::of(service.id);
            let _ = (catalogue.places(&selection), catalogue.check(&selection), catalogue.duration(&selection));
            prop_assert!(catalogue.max_count(&selection, service.id) <= 25);
        }
        for relation in catalogue.relations() {
            prop_assert!(catalogue.office(relation.office).is_some());
            prop_assert!(catalogue.service(relation.service).is_some());
        }
    }

    #[test]
    fn one_bad_element_does_not_lose_the_others(bad in nonsense(), at in 0_usize..4) {
        let mut value = small();
        let list = value["relations"].as_array_mut().unwrap();
        list.insert(at, json!({"officeId": bad.to_string() + "x"}));
        let with = catalogue(&value);
        let without = catalogue(&small());
        prop_assert_eq!(with.relations(), without.relations());
        prop_assert_eq!(with.dropped().unreadable, 1);
    }
}
