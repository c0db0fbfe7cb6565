#![no_main]

use libfuzzer_sys::fuzz_target;
use motis::answer::read;
use motis::translate::{Told, departures, journeys, stops, trip};
use transit::{Moment, Position, Spot, StopId, StopPlace, Wheelchair, json};

fuzz_target!(|body: &[u8]| {
    let told = Told { tag: Some("x".to_owned()), at: Moment(0), attribution: Vec::new() };
    let position = Position::from_degrees(50.0, 7.0).unwrap();
    if let Ok(answer) = read(200, body) {
        let stop = StopPlace {
            id: StopId("1".to_owned()),
            name: "a".to_owned(),
            area: None,
            position,
            wheelchair: Wheelchair::Unknown,
            lines: Vec::new(),
        };
        let all = departures(&told, &[(stop, answer)]).answer;
        assert_eq!(json::load(&json::save(&all)), Some(all));
    }
    if let Ok(plan) = read(200, body) {
        let spot = Spot { stop: None, name: "b".to_owned(), position };
        let all = journeys(&told, &plan, spot.clone(), spot).answer;
        assert!(all.journeys.iter().all(|journey| journey.seconds() >= 0));
        assert_eq!(json::load(&json::save(&all)), Some(all));
    }
    if let Ok(matches) = read(200, body) {
        let all = stops(&told, &matches, Some(position)).answer;
        assert_eq!(json::load(&json::save(&all)), Some(all));
    }
    if let Ok(run) = read(200, body) {
        let run = trip(&told, &run);
        assert_eq!(run.as_ref().and_then(|run| json::load(&json::save(run))), run);
    }
});
