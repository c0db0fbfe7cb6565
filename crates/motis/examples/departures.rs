//! What a MOTIS server is asked for departures, and what a person is told of its answer.
//!
//!     cargo run -p motis --example departures -- answer.json

use motis::translate::{Told, departures};
use motis::wire::StopTimes;
use transit::query::{Around, Departures};
use transit::{Moment, Position, Spot, StopId, StopPlace, Wheelchair};

const ANSWER: &str = r#"{"stopTimes":[
 {"place":{"name":"Markt","scheduledDeparture":"2026-09-09T18:11:00Z","departure":"2026-09-09T18:14:00Z","track":"2"},
  "mode":"TRAM","realTime":true,"headsign":"Hauptbahnhof","routeShortName":"1","tripId":"20260909_18:00_de-X_7"},
 {"place":{"name":"Markt","scheduledDeparture":"2026-09-09T18:20:00Z"},
  "mode":"BUS","realTime":true,"tripTo":{"name":"Klinikum"},"routeShortName":"5","tripCancelled":true}]}"#;

fn main() {
    let Some(position) = Position::from_degrees(50.94, 6.96) else { return };
    let now = Moment(1_788_977_400);
    let told = Told { tag: Some("de-X".to_owned()), at: now, attribution: Vec::new() };
    let stop = Spot { stop: Some(StopId("42".into())), name: "Markt".into(), position };
    let question =
        Departures { stops: vec![stop.clone()], around: Around::Now, until: None, most: 10 };
    if let Ok(asked) = told.ask_departures(&question, &stop, now, "de") {
        println!("asked: {}", asked.address(motis::request::Version::V6));
    }
    let file = std::env::args().nth(1).and_then(|path| std::fs::read(path).ok());
    let body = file.unwrap_or_else(|| ANSWER.into());
    match motis::answer::read::<StopTimes>(200, &body) {
        Err(failure) => println!("no answer: {failure}"),
        Ok(answer) => {
            let stop = StopPlace {
                id: StopId("42".into()),
                name: stop.name,
                area: None,
                position,
                wheelchair: Wheelchair::Unknown,
                lines: Vec::new(),
            };
            let translated = departures(&told, &[(stop, answer)]);
            println!("told: {}", transit::json::save(&translated.answer));
            println!("left out: {}", translated.left_out);
        }
    }
}
