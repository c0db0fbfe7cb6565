//! What the fields say, held against each other and against the other files.

use super::{CITY_FILE, Finding, Problem, image};
use crate::read::read;
use crate::shape::{CITY, Kind};
use crate::theme::Theme;
use crate::{City, Language, LegalPage, Localised, Package, PackagePath, Purpose, position};
use serde_json::Value;

/// The most bytes of a file that a phone loads, by its ending.
const LIMITS: [(&str, usize); 5] = [
    ("svg", 100 * 1024),
    ("png", 300 * 1024),
    ("md", 100 * 1024),
    ("json", 300 * 1024),
    ("", 300 * 1024),
];

pub(super) fn check(package: &Package, city: &City, findings: &mut Vec<Finding>) {
    let start = findings.len();
    let mut found = |field: &str, problem| findings.push(Finding::new(CITY_FILE, field, problem));

    if let Err(refused) = Theme::derive(city.theme) {
        found(
            "theme.primary",
            Problem::Contrast {
                primary: refused.primary,
                ratio: refused.pair.ratio,
                needed: refused.pair.needed,
                nearest: refused.nearest,
            },
        );
    }
    brand(package, city, &mut found);
    modules_and_notices(city, &mut found);
    for page in LegalPage::ALL {
        if !city.legal.contains(&page) {
            found("legal", Problem::LegalPageMissing { page: page.slug() });
        }
    }
    for (index, hours) in city.opening_hours.iter().enumerate() {
        if hours.from >= hours.until {
            found(&format!("openingHours[{index}].until"), Problem::EndsBeforeItBegins);
        }
    }
    if let Some(map) = city.map {
        let (centre, bounds) = (map.centre, map.bounds);
        if !(bounds.south..=bounds.north).contains(&centre.latitude)
            || !(bounds.west..=bounds.east).contains(&centre.longitude)
        {
            found("map.centre", Problem::OutsideBounds);
        }
    }
    languages(package, city, &mut found);

    if let Some(bytes) = package.get(CITY_FILE) {
        for finding in findings.iter_mut().skip(start) {
            finding.line = position::line_of(bytes, &finding.field);
        }
    }
    legal(package, city, findings);
    texts(package, findings);
    sizes(package, findings);
}

fn brand(package: &Package, city: &City, found: &mut impl FnMut(&str, Problem)) {
    let brand = &city.brand;
    let files = [
        ("brand.logo", Some(&brand.logo)),
        ("brand.logoDark", brand.logo_dark.as_ref()),
        ("brand.icon", Some(&brand.icon)),
    ];
    let is_missing = |file: &PackagePath| package.get(file.as_str()).is_none();
    for (field, file) in files {
        if file.is_some_and(is_missing) {
            found(field, Problem::FileMissing);
        }
    }
    for (index, icon) in brand.icons.iter().enumerate() {
        match package.get(icon.file.as_str()) {
            None => found(&format!("brand.icons[{index}].file"), Problem::FileMissing),
            Some(bytes) => match image::png_size(bytes) {
                Some((width, height)) if (width, height) != (icon.size, icon.size) => found(
                    &format!("brand.icons[{index}].size"),
                    Problem::OtherSize { width, height, wanted: icon.size },
                ),
                _ => {}
            },
        }
    }
    for size in [192, 512] {
        let has = |icon: &crate::Icon| icon.size == size && icon.purpose == Purpose::Any;
        if !brand.icons.iter().any(has) {
            found("brand", Problem::IconMissing { size });
        }
    }
}

fn modules_and_notices(city: &City, found: &mut impl FnMut(&str, Problem)) {
    for (index, module) in city.modules.iter().enumerate() {
        let mut earlier = city.modules.iter().take(index);
        if earlier.any(|other| other.slug == module.slug) {
            found(&format!("modules[{index}].slug"), Problem::Twice);
        }
        if !module.on && module.reason.is_none() {
            found(&format!("modules[{index}]"), Problem::OffWithoutReason);
        }
    }
    for (index, notice) in city.notices.iter().enumerate() {
        let mut earlier = city.notices.iter().take(index);
        if earlier.any(|other| other.id == notice.id) {
            found(&format!("notices[{index}].id"), Problem::Twice);
        }
        if let (Some(from), Some(until)) = (notice.from, notice.until)
            && until <= from
        {
            found(&format!("notices[{index}].until"), Problem::EndsBeforeItBegins);
        }
    }
}

/// Every text must be there in every language on offer.
fn languages(package: &Package, city: &City, found: &mut impl FnMut(&str, Problem)) {
    let value = package
        .get(CITY_FILE)
        .and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok())
        .unwrap_or_default();
    each_localised(Kind::Object(CITY), &value, "", &mut |field, text| {
        for language in &city.languages {
            if !text.has(language.tag()) {
                found(field, Problem::LanguageMissing { language: language.tag() });
            }
        }
    });
}

fn each_localised(kind: Kind, value: &Value, path: &str, visit: &mut impl FnMut(&str, &Localised)) {
    match kind {
        Kind::Localised => {
            if let Ok(text) = read(value) {
                visit(path, &text);
            }
        }
        Kind::Object(fields) => {
            for field in fields {
                if let Some(value) = value.get(field.name) {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{}", field.name);
                    each_localised(field.kind, value, &path, visit);
                }
            }
        }
        Kind::List { item, .. } => {
            for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                each_localised(*item, value, &format!("{path}[{index}]"), visit);
            }
        }
        _ => {}
    }
}

fn legal(package: &Package, city: &City, findings: &mut Vec<Finding>) {
    for page in &city.legal {
        for language in &city.languages {
            let file = page.file(*language);
            if package.get(&file).is_none() {
                // The first language is the one all others fall back to.
                let problem = if *language == city.default_language() {
                    Problem::FileMissing
                } else {
                    Problem::LanguageMissing { language: language.tag() }
                };
                findings.push(Finding::new(file, "", problem));
            }
        }
    }
}

/// `texts/<language>.json`: an object from key to text.
fn texts(package: &Package, findings: &mut Vec<Finding>) {
    for (path, bytes) in package.files() {
        let Some(tag) =
            path.as_str().strip_prefix("texts/").and_then(|name| name.strip_suffix(".json"))
        else {
            continue;
        };
        if Language::from_tag(tag).is_none() {
            let likely =
                super::spelling::likely(tag, Language::ALL.iter().map(|language| language.tag()));
            findings.push(Finding::new(path.as_str(), "", Problem::NoSuchLanguage { likely }));
        }
        let texts: serde_json::Map<String, Value> = match serde_json::from_slice(bytes) {
            Ok(texts) => texts,
            Err(error) => {
                let detail = error.to_string();
                let mut finding = Finding::new(path.as_str(), "", Problem::NotJson { detail });
                finding.line = Some(error.line());
                findings.push(finding);
                continue;
            }
        };
        for (key, text) in &texts {
            if !text.is_string() {
                let problem = Problem::WrongValue {
                    found: text.to_string().chars().take(60).collect(),
                    kind: ("ein Text", "a text"),
                };
                let mut finding = Finding::new(path.as_str(), key, problem);
                finding.line = position::line_of(bytes, key);
                findings.push(finding);
            }
        }
    }
}

fn sizes(package: &Package, findings: &mut Vec<Finding>) {
    for (path, bytes) in package.files() {
        let limit = LIMITS
            .iter()
            .find(|(ending, _)| *ending == path.extension() || ending.is_empty())
            .map_or(usize::MAX, |(_, limit)| *limit);
        if bytes.len() > limit {
            let bytes = bytes.len();
            findings.push(Finding::new(path.as_str(), "", Problem::TooLarge { bytes, limit }));
        }
    }
}
