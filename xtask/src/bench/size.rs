//! `cargo xtask bench size`: what goes over the wire, asked of the real backend.

use std::{collections::BTreeSet, net::SocketAddr, path::Path};

use crate::{
    backend::{Backend, Log},
    build,
    failure::Failure,
    http, places, transit_worker,
};

/// What the first view may weigh, with Brotli, in bytes: 200 KB for everything needed to start booking, and what
/// each further service of the demo city may add to it, 30 KB for buses and trains.
pub const BUDGET: usize = 200_000 + 30_000;

/// What the worker for timetables may weigh, wasm and script, with Brotli, in bytes.
pub const WORKER_BUDGET: usize = 90_000;

/// What opening a survey to fill it in may fetch, with Brotli, in bytes: the engine, its pages, and what they share
/// with other parts of the app. It may only go down.
pub const SURVEY_BUDGET: usize = 256_000;

/// What the first page fetches of the participation once it stands: the pieces for its tile, with Brotli, in bytes.
/// The aim is 25 KB; this is what was reached, and it may only go down.
pub const ASKING_BUDGET: usize = 58_500;

/// How the loader calls the part of the app with that tile.
const ASKING: &str = "__wasm_split_load_asking";

/// How the loader calls the part of the app with the surveys.
const SURVEY: &str = "__wasm_split_load_survey";

/// Weighed in this language; the others differ by some hundred bytes.
const LANGUAGE: &str = "de";

struct Weight {
    path: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    first_view: bool,
}

/// Prints every file of the app and the totals of the first view, of the worker and of a survey; whether all is
/// there, the first view within `limit` and the others within their budgets.
///
/// # Errors
/// Nothing is built, or the backend does not answer.
pub fn measure(limit: usize) -> Result<bool, Failure> {
    build::must_be_there()?;
    let data = places::notes().join("bench-data");
    let backend = Backend::start(0, &data, Log::File)?;
    let page = fetch(backend.address, "/", "identity")?;
    let first = first_view(backend.address, &String::from_utf8_lossy(&page))?;
    let mut all: BTreeSet<String> = files_of(&places::dist())?;
    all.extend(first.iter().cloned());

    let (mut survey, mut asking) = (Vec::new(), Vec::new());
    let mut weights = Vec::new();
    let mut missing = 0;
    for path in all {
        let Some(raw) = answered(backend.address, &path, "identity") else {
            println!(
                "MISSING {path}: the page needs it, so it has to be in dist/ or in the city's package"
            );
            missing += 1;
            continue;
        };
        if first.contains(&path) {
            let script = String::from_utf8_lossy(&raw);
            survey.extend(part(&script, SURVEY));
            asking.extend(part(&script, ASKING));
        }
        weights.push(Weight {
            raw: raw.len(),
            gzip: fetch(backend.address, &path, "gzip")?.len(),
            brotli: fetch(backend.address, &path, "br")?.len(),
            first_view: first.contains(&path),
            path,
        });
    }
    weights.sort_by(|a, b| b.first_view.cmp(&a.first_view).then(b.brotli.cmp(&a.brotli)));
    print(&weights);
    let sum = |wanted: &dyn Fn(&&Weight) -> bool| -> usize {
        weights.iter().filter(wanted).map(|file| file.brotli).sum()
    };
    let total = sum(&|file| file.first_view);
    let worker = sum(&|file| file.path.starts_with(&format!("/{}-", transit_worker::NAME)));
    let surveys = sum(&|file| survey.contains(&file.path));
    let asked = sum(&|file| asking.contains(&file.path));
    for (name, files) in [(SURVEY, &survey), (ASKING, &asking)] {
        if files.is_empty() {
            println!("MISSING {name}: the loader has no such part");
            missing += 1;
        }
    }
    let verdict = |weight: usize, budget: usize| {
        let words = if weight <= budget { "within the budget" } else { "OVER THE BUDGET" };
        format!("{weight} of {budget} bytes with Brotli, {words}")
    };
    println!("first view in {LANGUAGE}: {}", verdict(total, BUDGET));
    println!("worker for timetables: {}", verdict(worker, WORKER_BUDGET));
    println!("participation on the first page: {}", verdict(asked, ASKING_BUDGET));
    println!("filling in a survey: {}", verdict(surveys, SURVEY_BUDGET));
    let others = worker <= WORKER_BUDGET && asked <= ASKING_BUDGET && surveys <= SURVEY_BUDGET;
    Ok(total <= limit && others && missing == 0)
}

fn print(weights: &[Weight]) {
    println!("{:>10} {:>10} {:>10}  first view marked *", "raw", "gzip", "Brotli");
    for file in weights {
        let mark = if file.first_view { '*' } else { ' ' };
        println!("{:>10} {:>10} {:>10} {mark} {}", file.raw, file.gzip, file.brotli, file.path);
    }
}

/// The page, what it names, and what the loader asks for at once: city, texts, guide, logo.
fn first_view(backend: SocketAddr, page: &str) -> Result<BTreeSet<String>, Failure> {
    let mut first: BTreeSet<String> = named_by(page).into_iter().collect();
    first.insert("/".to_owned());
    let city = fetch(backend, "/city/city.json", "identity")?;
    let city: serde_json::Value = serde_json::from_slice(&city).map_err(|error| {
        Failure::new(format!("/city/city.json is no JSON: {error}"), "Check the city's package.")
    })?;
    first.insert("/city/city.json".to_owned());
    first.insert(format!("/city/texts/{LANGUAGE}.json"));
    first.insert(format!("/city/appointments/{LANGUAGE}.json"));
    if let Some(logo) = city.pointer("/brand/logo").and_then(serde_json::Value::as_str) {
        first.insert(format!("/city/{logo}"));
    }
    Ok(first)
}

/// Addresses on this server in the page's attributes, with quotes or, minified, without.
fn named_by(page: &str) -> Vec<String> {
    let mut named = Vec::new();
    for attribute in [" href=", " src=", " data-js=", " data-wasm="] {
        for rest in page.split(attribute).skip(1) {
            let value = rest.trim_start_matches('"');
            let end = value.find(['"', ' ', '>']).unwrap_or(value.len());
            let path = value.get(..end).unwrap_or_default();
            if path.starts_with('/') {
                named.push(path.to_owned());
            }
        }
    }
    named
}

/// The files of one part of the app, as the built script lists them for its loader.
fn part(script: &str, name: &str) -> Vec<String> {
    let list = script.split(name).skip(1).find_map(|after| {
        let after = after.trim_start_matches(['"', '\'', ':']);
        after.starts_with("[[").then(|| after.split("]]").next()).flatten()
    });
    let words = list.unwrap_or_default().split(['"', '\'', '[', ',']);
    words.filter(|word| word.starts_with('/')).map(str::to_owned).collect()
}

/// Every file of the built app by its address, without compressed twins and hidden notes.
fn files_of(dist: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut found = BTreeSet::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| Failure::file(&folder, &error))?;
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let twin = path.extension().is_some_and(|kind| kind == "br" || kind == "gz");
            let hidden =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                folders.push(path);
            } else if let (false, Ok(below)) = (twin || hidden, path.strip_prefix(dist)) {
                let address = format!("/{}", below.display());
                // The page stands for itself as "/", the base texts are merged under /city/texts.
                let of_module = address.matches('/').count() > 2
                    && address.ends_with(&format!("/{LANGUAGE}.json"));
                if of_module && address.starts_with("/texts/") {
                    found.insert(format!("/city{address}"));
                }
                if address != "/index.html" && !address.starts_with("/texts/") {
                    found.insert(address);
                }
            }
        }
    }
    Ok(found)
}

fn fetch(backend: SocketAddr, path: &str, encoding: &str) -> Result<Vec<u8>, Failure> {
    answered(backend, path, encoding).ok_or_else(|| {
        Failure::new(
            format!("The backend has no answer for {path}."),
            "Start it with `cargo xtask serve` and open that address.",
        )
    })
}

fn answered(backend: SocketAddr, path: &str, encoding: &str) -> Option<Vec<u8>> {
    http::get(backend, path, encoding)
        .filter(|answer| answer.status == 200)
        .map(|answer| answer.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_app_is_a_list_of_files() {
        let script = r#"f=g.__wasm_split_load_b;p({__wasm_split_load_a:[["/x.wasm","sha384-/1"]],"__wasm_split_load_b":[["/y.wasm","sha384-2"],['/z.wasm','sha384-3']],c:[]})"#;
        assert_eq!(part(script, "__wasm_split_load_b"), ["/y.wasm", "/z.wasm"]);
        assert_eq!(part(script, "__wasm_split_load_a"), ["/x.wasm"]);
        assert!(part(script, "__wasm_split_load_c").is_empty());
    }

    #[test]
    fn the_page_names_its_files() {
        let quoted = r#"<link href="/a.css"><script src="/boot.js" data-js="/app.js" data-wasm="/app.wasm"></script><a href="https://x">"#;
        let bare = quoted.replace('"', "");
        for page in [quoted, &bare] {
            assert_eq!(named_by(page), ["/a.css", "/boot.js", "/app.js", "/app.wasm"]);
        }
    }
}
