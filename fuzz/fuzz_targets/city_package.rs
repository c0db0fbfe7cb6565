#![no_main]

use city::{City, Package, PackagePath};
use libfuzzer_sys::fuzz_target;

// The first byte chooses which file of a package the rest is.
fuzz_target!(|data: &[u8]| {
    let Some((kind, bytes)) = data.split_first() else { return };
    let name = ["city.json", "brand/logo.svg", "texts/de.json", "legal/imprint.de.md", "appointments/de.json"]
        [usize::from(*kind) % 5];
    if name == "city.json"
        && let Ok(city) = City::from_json(bytes)
    {
        // What was accepted can be used.
        assert!(!city.name.get(city.default_language().tag()).is_empty());
        let _ = city.notices_at(i64::MAX);
    }
    let mut package = Package::default();
    package.insert(PackagePath::new(name).unwrap(), bytes.to_vec());
    for finding in city::check::check(&package) {
        assert!(!finding.sentence(city::check::Tongue::German).is_empty());
    }
});
