//! Reads an answer as the page gets it, and asks the next question.
//!
//! `cargo run -p transit --example tell`
use transit::answer::Departures;
use transit::query::{self, Around};
use transit::{Outcome, Question, json};

const ANSWER: &str = r#"{"ok":{"stops":[{"id":"de:1","name":"Markt","position":[52100000,9100000]}],
"departures":[{"trip":{"id":"t7","day":"2026-11-24"},"line":{"id":"5","name":"5","mode":"bus"},
"headsign":"Hauptbahnhof","stop":"de:1","timing":{"planned":1795590000,"real":1795590130},"platform":{"planned":"3"}}],
"source":{"realtime":1795589990,"last":"2026-12-12"}}}"#;

fn main() {
    let Some(Outcome::Ok(answer)) = json::load::<Outcome<Departures>>(ANSWER) else {
        return eprintln!("this is no answer");
    };
    for departure in &answer.departures {
        let platform = departure.platform.name().unwrap_or("?");
        println!("{} to {}, platform {platform}", departure.line.name, departure.headsign);
        match departure.timing.delay() {
            Some(minutes) => println!("  {minutes} minutes late"),
            None => println!("  nobody knows whether it is on time"),
        }
    }
    let stops = answer.stops.iter().map(transit::StopPlace::spot).collect();
    let later =
        answer.departures.last().map_or(Around::Now, |last| Around::From(last.timing.expected()));
    let question =
        Question::Departures(query::Departures { stops, around: later, until: None, most: 20 });
    println!("{}{}", transit::api::ASK, question.address());
}
