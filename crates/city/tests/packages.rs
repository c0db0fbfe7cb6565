//! The packages of this repository are sound, and broken ones are named for what they are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use city::check::{Finding, Problem, Tongue, Weight, check, check_texts, is_servable};
use city::{Language, Package, PackagePath, folder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn musterstadt() -> Package {
    folder::load(&root().join("cities/musterstadt")).unwrap()
}

fn with(path: &str, bytes: &[u8]) -> Vec<Finding> {
    let mut package = musterstadt();
    package.insert(PackagePath::new(path).unwrap(), bytes.to_vec());
    check(&package)
}

/// Musterstadt with one part of `city.json` written in another way.
fn edited(from: &str, to: &str) -> Vec<Finding> {
    let package = musterstadt();
    let text = std::str::from_utf8(package.get("city.json").unwrap()).unwrap();
    assert!(text.contains(from), "{from}");
    with("city.json", text.replacen(from, to, 1).as_bytes())
}

fn without(path: &str) -> Vec<Finding> {
    let package: Package = musterstadt()
        .files()
        .filter(|(file, _)| file.as_str() != path)
        .map(|(file, bytes)| (file.clone(), bytes.to_vec()))
        .collect();
    check(&package)
}

/// The only finding, with its place.
fn only(findings: &[Finding]) -> (&str, &str, &Problem) {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    (&findings[0].file, &findings[0].field, &findings[0].problem)
}

#[test]
fn every_city_of_the_repository_is_without_findings() {
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("cities")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let findings = check(&folder::load(&path).unwrap());
            let sentences: Vec<_> =
                findings.iter().map(|finding| finding.sentence(Tongue::English)).collect();
            assert!(findings.is_empty(), "{}: {sentences:#?}", path.display());
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn a_slip_is_named_with_what_was_meant_and_its_line() {
    let findings = edited("\"accent\"", "\"acent\"");
    assert!(!is_servable(&findings));
    let unknown = findings.iter().find(|finding| finding.field == "theme.acent").unwrap();
    let likely = Some("accent".to_owned());
    assert_eq!(unknown.problem, Problem::UnknownField { likely });
    assert_eq!(unknown.line, Some(18));
    assert_eq!(
        unknown.sentence(Tongue::German),
        "city.json:18 theme.acent: Dieses Feld gibt es nicht. Meinten Sie „accent“?"
    );
    let missing = findings.iter().find(|finding| finding.field == "theme");
    assert!(matches!(missing.unwrap().problem, Problem::FieldMissing { .. }));
}

#[test]
fn all_mistakes_are_named_at_once() {
    let package = musterstadt();
    let text = std::str::from_utf8(package.get("city.json").unwrap())
        .unwrap()
        .replacen("#0a5a78", "petrol", 1)
        .replacen("\"transit\"", "\"transitt\"", 1)
        .replacen("Europe/Berlin", "Berlin", 1)
        .replacen("\"08:00\"", "\"8 Uhr\"", 1);
    let findings = with("city.json", text.as_bytes());
    let fields: Vec<_> = findings.iter().map(|finding| finding.field.as_str()).collect();
    assert_eq!(fields, ["timeZone", "theme.primary", "modules[1].slug", "openingHours[0].from"]);
}

#[test]
fn a_pale_primary_colour_is_refused_with_one_that_passes() {
    let findings = edited("#0a5a78", "#7fd3f0");
    let (_, field, problem) = only(&findings);
    assert_eq!(field, "theme.primary");
    let Problem::Contrast { nearest, .. } = problem else { panic!("{problem:?}") };
    assert_eq!(edited("#0a5a78", &nearest.to_string()), []);
}

#[test]
fn each_broken_city_json_gets_its_finding() {
    for (from, to, field, what) in [
        ("\"version\": 1", "\"version\": 7", "version", "OtherVersion"),
        ("\"de\", \"de-simple\"", "\"de\", \"de\"", "languages[1]", "Twice"),
        ("\"tr\", \"uk\"", "\"tr\", \"ukr\"", "languages[4]", "NoSuchChoice"),
        ("\"slug\": \"musterstadt\"", "\"slug\": \"../x\"", "slug", "WrongValue"),
        ("brand/icon.svg", "../../secret.svg", "brand.icon", "WrongValue"),
        ("brand/icon.svg", "brand/ikon.svg", "brand.icon", "FileMissing"),
        ("\"size\": 192", "\"size\": 180", "brand.icons[0].size", "OtherSize"),
        (
            r#"{ "slug": "participation" }"#,
            r#"{ "slug": "participation", "link": "javascript:alert(1)" }"#,
            "modules[3].link",
            "WrongValue",
        ),
        (
            "2027-04-01T00:00:00+02:00",
            "2026-04-01T00:00:00+02:00",
            "notices[0].until",
            "EndsBeforeItBegins",
        ),
        (
            "\"severity\": \"warning\"",
            "\"severity\": \"warnung\"",
            "notices[0].severity",
            "NoSuchChoice",
        ),
        ("buergerservice@musterstadt.example", "buergerservice", "contact.email", "WrongValue"),
        (
            "\"from\": \"08:00\"",
            "\"from\": \"13:00\"",
            "openingHours[0].until",
            "EndsBeforeItBegins",
        ),
        ("\"latitude\": 51.2277", "\"latitude\": 15.2277", "map.centre", "OutsideBounds"),
        ("\"latitude\": 51.2277", "\"latitude\": 512277", "map.centre.latitude", "WrongValue"),
        (", \"accessibility\"]", "]", "legal", "LegalPageMissing"),
        ("\"en\": \"Your city, in your hand.\"", "\"fr\": \"x\"", "claim.fr", "NoSuchLanguage"),
        ("\"en\": \"Your city, in your hand.\"", "\"en\": \"\"", "claim.en", "Empty"),
        ("\"slug\": \"library\"", "\"slug\": \"transit\"", "modules[2].slug", "Twice"),
        ("\"claim\": {", "\"claim\": [", "claim[0]", "NotJson"),
    ] {
        let findings = edited(from, to);
        let found = findings.iter().find(|finding| {
            finding.field == field && format!("{:?}", finding.problem).starts_with(what)
        });
        let found = found.unwrap_or_else(|| panic!("{to}: {findings:#?}"));
        assert_eq!(found.weight, Weight::Error, "{to}");
        assert!(found.line.is_some(), "{to}: {found:?}");
        for tongue in [Tongue::German, Tongue::English] {
            assert!(found.sentence(tongue).ends_with(['.', '?']), "{found:?}");
        }
    }
}

#[test]
fn a_missing_language_is_a_warning_and_served() {
    let findings = edited(",\n    \"ar\": \"مدينتك بين يديك.\"", "");
    assert!(is_servable(&findings));
    let language = "ar";
    assert_eq!(only(&findings), ("city.json", "claim", &Problem::LanguageMissing { language }));
}

#[test]
fn files_that_are_missing_are_named() {
    let findings = without("city.json");
    assert_eq!(only(&findings), ("city.json", "", &Problem::FileMissing));
    let findings = without("legal/privacy.de.md");
    assert_eq!(only(&findings), ("legal/privacy.de.md", "", &Problem::FileMissing));
    let findings = without("legal/privacy.tr.md");
    assert!(is_servable(&findings));
    assert_eq!(findings.len(), 1);
}

#[test]
fn files_that_are_not_what_they_say_are_named() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let big = vec![b' '; 400 * 1024];
    for (path, bytes, what) in [
        ("brand/logo.svg", svg.as_slice(), "SvgUnsafe"),
        ("brand/logo.svg", b"\xff\xfe<\0s\0v\0g\0".as_slice(), "NotText"),
        ("brand/icon-512.png", b"GIF89a".as_slice(), "NotPng"),
        ("legal/imprint.de.md", b"# Impressum\n<iframe>".as_slice(), "HtmlInMarkdown"),
        ("legal/imprint.de.md", b"# Impressum \xe4".as_slice(), "NotText"),
        ("texts/de.json", b"{\"a\": 1}".as_slice(), "WrongValue"),
        ("texts/de.json", b"{".as_slice(), "NotJson"),
        ("texts/fr.json", b"{}".as_slice(), "NoSuchLanguage"),
        ("texts/en.json", big.as_slice(), "TooLarge"),
        ("appointments/en.json", b" []".as_slice(), "WrongValue"),
        ("appointments/en.json", b"{]".as_slice(), "NotJson"),
        (
            "appointments/en.json",
            br#"{"services":{"1":{"name":"x","documents":["y"]}}}"#.as_slice(),
            "UnknownReference",
        ),
    ] {
        let findings = with(path, bytes);
        assert!(!is_servable(&findings), "{path} {what}");
        assert!(
            findings.iter().any(|finding| finding.file == path
                && format!("{:?}", finding.problem).starts_with(what)),
            "{path} {what}: {findings:#?}"
        );
    }
}

#[test]
fn a_guide_that_lacks_a_service_is_named_in_its_language() {
    let package = musterstadt();
    let text = std::str::from_utf8(package.get("appointments/tr.json").unwrap()).unwrap();
    let shorter: Vec<_> = text.lines().filter(|line| !line.starts_with("\"1060\"")).collect();
    let shorter = shorter.join("\n");
    let shorter = shorter.replace("},\n},\"offices\"", "}\n},\"offices\"");
    let findings = with("appointments/tr.json", shorter.as_bytes());
    let (file, _, problem) = only(&findings);
    assert_eq!(file, "appointments/tr.json");
    assert!(matches!(problem, Problem::GuideDiffers { name, .. } if name == "services.1060"));
}

/// The ids of a list of objects.
fn ids(list: &serde_json::Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|item| item["id"].to_string()).collect()
}

#[test]
fn the_guide_describes_exactly_what_the_catalogue_offers() {
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("cities")).unwrap() {
        let city = entry.unwrap().path();
        let Ok(catalogue) = std::fs::read(city.join("backend/appointments.json")) else { continue };
        let catalogue: serde_json::Value = serde_json::from_slice(&catalogue).unwrap();
        for guide in std::fs::read_dir(city.join("appointments")).unwrap() {
            let path = guide.unwrap().path();
            let guide: serde_json::Value =
                serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            for part in ["offices", "services"] {
                let described: BTreeSet<String> =
                    guide[part].as_object().unwrap().keys().cloned().collect();
                assert_eq!(described, ids(&catalogue[part]), "{} {part}", path.display());
            }
            count += 1;
        }
    }
    assert!(count > 0);
}

#[test]
fn the_texts_of_musterstadt_fit_those_of_the_app() {
    let package = musterstadt();
    let texts = root().join("public/texts");
    // The first view's texts, and those that come with the modules.
    let below = std::fs::read_dir(&texts).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = below.filter(|path| path.is_dir()).collect();
    folders.push(texts);
    let mut count = 0;
    for language in Language::ALL {
        let base = folders
            .iter()
            .flat_map(|folder| {
                let file = std::fs::read(folder.join(format!("{language}.json"))).unwrap();
                serde_json::from_slice::<BTreeMap<String, String>>(&file).unwrap()
            })
            .collect();
        assert_eq!(check_texts(&package, language, &base), []);
        count += 1;
    }
    assert!(count > 0);
}
