//! The texts: every key that the code uses is there in every language, with the same placeholders
//! and the plural forms of that language, and no text is left over. A text that comes with a module's
//! pages is not asked for by what is there before them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{failure::Failure, places};

use super::{Finding, RustSource, plurals, rust_sources, walk};

const LANGUAGES: [&str; 6] = ["de", "de-simple", "en", "tr", "uk", "ar"];
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
const ASKING: [&str; 4] = ["t(", "text(", "plural(", "has("];

type Texts = BTreeMap<String, String>;
/// The module that a key comes with; empty where the first view has it.
type Homes = BTreeMap<String, String>;
type Plurals = BTreeMap<String, BTreeSet<String>>;

/// Reads the texts and the code and compares them.
pub fn run() -> Result<Vec<Finding>, Failure> {
    let root = places::root();
    let mut languages = BTreeMap::new();
    let mut findings = Vec::new();
    let mut homes = Homes::new();
    for language in LANGUAGES {
        let mut all = Texts::new();
        for slug in files_of(&root)? {
            let file = place(&slug, language);
            let path = root.join(&file);
            match std::fs::read(&path).map(|bytes| serde_json::from_slice::<Texts>(&bytes)) {
                Ok(Ok(texts)) => {
                    for (key, text) in texts {
                        if all.insert(key.clone(), text).is_some() {
                            findings.push(Finding::new(&path, 0, format!("{key} is in two files")));
                        }
                        homes.insert(key, slug.clone());
                    }
                }
                Ok(Err(error)) => {
                    findings.push(Finding::new(&path, error.line(), error.to_string()));
                }
                Err(error) => findings.push(Finding::new(&path, 0, error.to_string())),
            }
        }
        languages.insert(language.to_owned(), all);
    }
    if !findings.is_empty() {
        return Ok(findings);
    }
    let names: Vec<String> = languages.keys().cloned().collect();
    let plurals = plurals::categories(&names)?;
    let used = Used::read(&root)?;
    Ok(compare(&languages, &plurals, &used, &homes)
        .into_iter()
        .map(|(path, line, what)| Finding::new(&root.join(path), line, what))
        .collect())
}

/// The files of a language: the one of the first view (`""`), and one for each module with texts of its own.
fn files_of(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join("public/texts");
    let mut files = vec![String::new()];
    for entry in std::fs::read_dir(&folder).map_err(|error| Failure::file(&folder, &error))? {
        let entry = entry.map_err(|error| Failure::file(&folder, &error))?;
        if entry.path().is_dir() {
            files.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    files.sort();
    Ok(files)
}

fn place(slug: &str, language: &str) -> PathBuf {
    Path::new("public/texts").join(slug).join(format!("{language}.json"))
}

/// What the code says about keys.
#[derive(Default)]
struct Used {
    /// Keys given to the functions that look texts up, with their place.
    asked: BTreeMap<String, (PathBuf, usize)>,
    /// Every literal: one that equals a key uses it, wherever it stands.
    literals: BTreeSet<String>,
    /// Literals of the app by the module whose pages hold them; empty where they are needed before any module's pages.
    by_module: BTreeMap<String, BTreeSet<String>>,
    /// Files that are no Rust, searched as they are.
    others: String,
}

impl Used {
    fn read(root: &Path) -> Result<Self, Failure> {
        let mut used = Self::default();
        for folder in ["src", "crates", "backend/src"] {
            for source in rust_sources(&root.join(folder))? {
                let in_app = folder == "src";
                used.add(&source, in_app);
            }
        }
        let mut others = Vec::new();
        walk(&root.join("public"), &mut others)?;
        others.retain(|path| path.extension().is_some_and(|extension| extension == "js"));
        for path in others {
            used.others +=
                &std::fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
        }
        Ok(used)
    }

    fn add(&mut self, source: &RustSource, asks: bool) {
        let module = module_of(&source.path);
        for literal in &source.literals {
            if asks {
                let of_module = self.by_module.entry(module.clone()).or_default();
                of_module.insert(literal.value.clone());
            }
            if asks && ASKING.iter().any(|name| is_call(&literal.before, name)) {
                let place = (source.path.clone(), literal.line);
                self.asked.entry(literal.value.clone()).or_insert(place);
            }
            self.literals.insert(literal.value.clone());
        }
    }

    /// Where else than in this module's pages a key stands.
    fn elsewhere(&self, key: &str, module: &str) -> Option<&str> {
        let mut others = self.by_module.iter().filter(|(name, _)| name.as_str() != module);
        others.find(|(_, literals)| literals.contains(key)).map(|(name, _)| name.as_str())
    }

    fn uses(&self, key: &str) -> bool {
        let quoted = |quote: char| self.others.contains(&format!("{quote}{key}{quote}"));
        self.literals.contains(key)
            || self.put_together(key)
            || quoted('"')
            || quoted('\'')
            || quoted('`')
    }

    /// A key that the code builds starts with a literal ending in a dot or dash: `"error." + code`.
    fn put_together(&self, key: &str) -> bool {
        key.match_indices(['.', '-'])
            .any(|(place, _)| self.literals.contains(key.get(..=place).unwrap_or_default()))
    }
}

/// The module in whose pages a source file is; its contract with the shell is there before them.
fn module_of(path: &Path) -> String {
    let below = path.iter().skip_while(|part| *part != "modules").skip(1).collect::<Vec<_>>();
    match below.as_slice() {
        [module, inner, ..] if *inner != "module.rs" => module.to_string_lossy().into_owned(),
        _ => String::new(),
    }
}

fn is_call(before: &str, name: &str) -> bool {
    before.strip_suffix(name).is_some_and(|front| {
        !front.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    })
}

fn compare(
    languages: &BTreeMap<String, Texts>,
    plurals: &Plurals,
    used: &Used,
    homes: &Homes,
) -> Vec<(PathBuf, usize, String)> {
    let counted = plural_keys(languages);
    let all: BTreeSet<&str> =
        languages.values().flat_map(|texts| texts.keys()).map(|key| base(key, &counted)).collect();
    let mut findings = Vec::new();
    for (key, (path, line)) in &used.asked {
        // A literal ending in a dot is the beginning of a key that is put together.
        if !all.contains(key.as_str()) && !key.ends_with(['.', '-']) {
            findings.push((path.clone(), *line, format!("no language has the text {key}")));
        }
    }
    for key in all {
        let home = |key: &str| homes.get(key).map_or("", String::as_str);
        let home = if counted.contains(key) { home(&format!("{key}.other")) } else { home(key) };
        let file = |language: &str| place(home, language);
        if !used.uses(key) {
            findings.push((file("de"), 0, format!("{key} is used nowhere; remove it")));
        }
        if let Some(other) = (!home.is_empty()).then(|| used.elsewhere(key, home)).flatten() {
            let who = if other.is_empty() { "the first view" } else { other };
            let what =
                format!("{key} is asked for by {who}; move it to public/texts/<language>.json");
            findings.push((file("de"), 0, what));
        }
        let wanted = languages.get("de").map(|texts| placeholders(texts, key, &counted));
        for (language, texts) in languages {
            let mut say = |what: String| findings.push((file(language), 0, what));
            if counted.contains(key) {
                let has: BTreeSet<String> = CATEGORIES
                    .iter()
                    .filter(|form| texts.contains_key(&format!("{key}.{form}")))
                    .map(|form| (*form).to_owned())
                    .collect();
                let needs = plurals.get(language).cloned().unwrap_or_default();
                for form in needs.difference(&has) {
                    say(format!("{key}.{form} is missing: this language has that plural form"));
                }
                for form in has.difference(&needs) {
                    say(format!("{key}.{form} is too much: this language has no such plural form"));
                }
            } else if !texts.contains_key(key) {
                say(format!("{key} is missing"));
                continue;
            }
            let given = placeholders(texts, key, &counted);
            if let Some(wanted) = wanted.as_ref().filter(|wanted| **wanted != given) {
                say(format!("{key} has the placeholders {given:?}, in de.json {wanted:?}"));
            }
            let empty = texts.get(key).is_some_and(|text| text.trim().is_empty());
            if empty {
                say(format!("{key} is empty"));
            }
        }
    }
    findings
}

/// Keys with both `.one` and `.other` somewhere are counted; `.other` alone may be a plain word.
fn plural_keys(languages: &BTreeMap<String, Texts>) -> BTreeSet<String> {
    languages
        .values()
        .flat_map(|texts| {
            texts.keys().filter_map(|key| {
                let base = key.strip_suffix(".one")?;
                texts.contains_key(&format!("{base}.other")).then(|| base.to_owned())
            })
        })
        .collect()
}

fn base<'a>(key: &'a str, counted: &BTreeSet<String>) -> &'a str {
    match key.rsplit_once('.') {
        Some((front, form)) if CATEGORIES.contains(&form) && counted.contains(front) => front,
        _ => key,
    }
}

/// The placeholders of a text; of a counted one those of its `other`, the form that names all.
fn placeholders(texts: &Texts, key: &str, counted: &BTreeSet<String>) -> BTreeSet<String> {
    let text =
        if counted.contains(key) { texts.get(&format!("{key}.other")) } else { texts.get(key) };
    let parts = text.map(String::as_str).unwrap_or_default().split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
    }

    fn found(de: &[(&str, &str)], uk: &[(&str, &str)], code: &str) -> Vec<String> {
        let languages =
            BTreeMap::from([("de".to_owned(), texts(de)), ("uk".to_owned(), texts(uk))]);
        let forms = |all: &[&str]| all.iter().map(|form| (*form).to_owned()).collect();
        let plurals = BTreeMap::from([
            ("de".to_owned(), forms(&["one", "other"])),
            ("uk".to_owned(), forms(&["one", "few", "many", "other"])),
        ]);
        let mut used = Used::default();
        used.add(&RustSource::read("src/x.rs".into(), code), true);
        compare(&languages, &plurals, &used, &Homes::new())
            .into_iter()
            .map(|(_, _, what)| what)
            .collect()
    }

    #[test]
    fn complete_texts_are_accepted() {
        let de = [("home.title", "Hallo {city}"), ("n.one", "{n} Tag"), ("n.other", "{n} Tage")];
        let uk = [
            ("home.title", "{city}"),
            ("n.one", "{n}"),
            ("n.few", "{n}"),
            ("n.many", "{n}"),
            ("n.other", "{n}"),
        ];
        let code = r#"t("home.title"); plural("n", 2.0, &[])"#;
        assert_eq!(found(&de, &uk, code), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_or_left_over_is_named() {
        let findings =
            found(&[("a.b", "x {n}"), ("old", "x")], &[("a.b", "y {m}")], r#"t("a.b"); t("a.c")"#);
        let all = findings.join("\n");
        for part in
            ["text a.c", "old is used nowhere", "old is missing", "a.b has the placeholders"]
        {
            assert!(all.contains(part), "{part} in {all}");
        }
    }

    #[test]
    fn plural_forms_follow_the_language() {
        let forms = [("n.one", "1"), ("n.other", "{n}")];
        let findings = found(&forms, &forms, r#"plural("n", 1.0, &[])"#);
        assert_eq!(findings.len(), 2, "few and many in Ukrainian: {findings:?}");
    }

    #[test]
    fn keys_put_together_and_plain_words_named_other_are_used() {
        let both = [("error.gone", "x"), ("reason.other", "y")];
        let code = r#"text(&["error.", code].concat(), &[]); t("reason.other")"#;
        assert_eq!(found(&both, &both, code), Vec::<String>::new());
    }

    #[test]
    fn what_comes_with_a_module_is_not_asked_for_before_it() {
        let languages = BTreeMap::from([("de".to_owned(), texts(&[("bus.late", "spät")]))]);
        let homes = Homes::from([("bus.late".to_owned(), "bus".to_owned())]);
        let found = |place: &str| {
            let mut used = Used::default();
            used.add(&RustSource::read(place.into(), r#"t("bus.late")"#), true);
            compare(&languages, &Plurals::new(), &used, &homes).len()
        };
        assert_eq!(found("src/modules/bus/pages/stop.rs"), 0);
        for early in ["src/modules/bus/module.rs", "src/modules/tram/names.rs", "src/app.rs"] {
            assert_eq!(found(early), 1, "{early}");
        }
    }

    #[test]
    fn node_knows_arabic() {
        let forms = plurals::categories(&["ar".to_owned(), "de-simple".to_owned()]).unwrap();
        assert_eq!(forms["ar"].len(), 6);
        assert_eq!(forms["de-simple"].len(), 2);
    }
}
