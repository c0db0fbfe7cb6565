//! Which plural forms a language has, as CLDR says; Node's Intl knows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    failure::Failure,
    run::{self, program},
};

const SCRIPT: &str = "const of = tag => new Intl.PluralRules(tag.replace(/-simple$/, '')).resolvedOptions().pluralCategories;\
    console.log(JSON.stringify(Object.fromEntries(process.argv.slice(1).map(tag => [tag, of(tag)]))));";

/// The plural categories of each language, by its tag.
pub fn categories(languages: &[String]) -> Result<BTreeMap<String, BTreeSet<String>>, Failure> {
    let answer = run::answer(program("node").arg("--eval").arg(SCRIPT).arg("--").args(languages));
    answer.and_then(|json| serde_json::from_str(&json).ok()).ok_or_else(|| {
        Failure::new(
            "Node cannot say which plural forms the languages have.",
            "Install Node 20 or newer (Debian: nodejs) with its full set of languages.",
        )
    })
}
