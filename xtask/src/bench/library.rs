//! `cargo xtask bench library`: how soon the embedded catalogue answers a search, over HTTP, as the app asks; and in
//! Chromium with a slow processor, how soon a person sees the hits, and the account that the device keeps.

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use super::start;
use crate::{
    arguments::Arguments,
    backend::{Backend, Log},
    failure::Failure,
    http, places,
};

/// What people type: whole titles, beginnings, slips, other scripts, a subject with thousands of hits, nothing.
const SEARCHES: [&str; 10] = [
    "lookfor=die+verwandlung+kafka",
    "lookfor=gart",
    "lookfor=krimnalroman+bodense",
    "lookfor=moonlight+library+3",
    "lookfor=roman&filter%5B%5D=language:%22German%22",
    "lookfor=%D0%BA%D0%BE%D0%B1%D0%B7%D0%B0%D1%80",
    "lookfor=%D8%A3%D9%84%D9%81+%D9%84%D9%8A%D9%84%D8%A9",
    "lookfor=der+die+das&sort=title",
    "lookfor=",
    "lookfor=9783980000017&type=ISN",
];
/// What the app asks along with the words.
const ALWAYS: &str = "&limit=20&facet%5B%5D=building&facet%5B%5D=format&facet%5B%5D=language&facet%5B%5D=topic_facet";
/// Fewer in all than one client may ask in a minute.
const ROUNDS: usize = 20;
/// A person does not notice less.
const AIM: Duration = Duration::from_millis(100);

/// Measures the catalogue, and unless `--no-browser` is given what a person sees.
///
/// # Errors
/// The backend does not run, or a search is not answered.
pub fn run(given: &Arguments) -> Result<ExitCode, Failure> {
    let catalogue = catalogue()?;
    if given.has("--no-browser") {
        return Ok(catalogue);
    }
    let seen = start::measure("library", given)?;
    Ok(if catalogue == ExitCode::SUCCESS { seen } else { catalogue })
}

/// Starts the built backend with an empty database, waits for its library, and searches.
fn catalogue() -> Result<ExitCode, Failure> {
    let data = places::notes().join("bench-library");
    // What is left of another run would hide how long the first question takes.
    let _ = std::fs::remove_dir_all(&data);
    std::fs::create_dir_all(&data).map_err(|error| Failure::file(&data, &error))?;
    let backend = Backend::start(0, &data, Log::File)?;
    let begin = Instant::now();
    ask(&backend, "lookfor=faust")?;
    // The backend makes its library at once when it starts; this is what is left to wait for.
    println!("first question: {:.1?}", begin.elapsed());
    let mut all = Vec::new();
    for search in SEARCHES {
        let hits = ask(&backend, search)?;
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let begin = Instant::now();
            ask(&backend, search)?;
            times.push(begin.elapsed());
        }
        times.sort_unstable();
        println!(
            "{:>9.2?} median, {:>9.2?} longest, {hits:>5} hits  {search}",
            middle(&times),
            last(&times)
        );
        all.append(&mut times);
    }
    all.sort_unstable();
    let median = middle(&all);
    println!("{median:.2?} median of all, aim {AIM:?}");
    Ok(if median < AIM { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Asks, and says how many hits there are.
fn ask(backend: &Backend, search: &str) -> Result<u32, Failure> {
    let path = format!("/api/library/catalogue/search?{search}{ALWAYS}");
    let answer =
        http::get(backend.address, &path, "identity").filter(|answer| answer.status == 200);
    answer.and_then(|answer| hits(&answer.body)).ok_or_else(|| {
        Failure::new(
            format!("{path} is not answered."),
            "Look into target/xtask/backend.log; build the backend with cargo xtask build.",
        )
    })
}

fn hits(body: &[u8]) -> Option<u32> {
    let body = String::from_utf8_lossy(body);
    let (_, rest) = body.split_once("\"resultCount\":")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn middle(times: &[Duration]) -> Duration {
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn last(times: &[Duration]) -> Duration {
    times.last().copied().unwrap_or_default()
}
