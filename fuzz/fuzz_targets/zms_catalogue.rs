#![no_main]

use libfuzzer_sys::fuzz_target;
use zms::catalogue::{Catalogue, Selection};

fuzz_target!(|body: &[u8]| {
    if let Ok(catalogue) = Catalogue::decode(body) {
        for service in catalogue.services() {
            let selection = Selection::of(service.id);
            let places = catalogue.places(&selection);
            assert!(places.iter().all(|place| place.offices.contains(&place.shown)));
            assert!(catalogue.max_count(&selection, service.id) <= 25);
            let _ = (catalogue.duration(&selection), catalogue.variants(service.id));
            assert!(catalogue.combinable(service.id).all(|(other, _)| other.id != service.id));
        }
        assert!(catalogue.services_for_start().count() <= catalogue.services().len());
    }
});
