//! From what a person asks to what MOTIS is asked.

use transit::query::{self, Around, When};
use transit::{Moment, Spot};

use super::{Told, modes_without};
use crate::request::{Departures, Journeys, Near, Question, Stops, Via, Where};

/// Journeys on one page.
const JOURNEYS: u32 = 5;

/// MOTIS cannot be asked this; the phone's own timetable can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the planner cannot be asked this")]
pub struct NotAskable;

/// Full minutes: what many ask in the same minute is one question.
fn minute(moment: Moment) -> Result<crate::Moment, NotAskable> {
    crate::Moment::new(moment.0.div_euclid(60) * 60).ok_or(NotAskable)
}

impl Told {
    /// What leaves one of the stops.
    ///
    /// # Errors
    /// A time that nobody means.
    pub fn ask_departures(
        &self,
        question: &query::Departures,
        stop: &Spot,
        now: Moment,
        language: &str,
    ) -> Result<Question, NotAskable> {
        let (time, earlier) = match question.around {
            Around::Now => (now, false),
            Around::From(from) => (from, false),
            Around::Before(before) => (before, true),
        };
        Ok(Question::Departures(Departures {
            stop: stop.stop.as_ref().and_then(|id| self.theirs(id)),
            position: Some(stop.position.degrees()),
            time: minute(time)?,
            earlier,
            count: u32::from(question.most.clamp(1, 100)),
            language: Some(language.to_owned()),
        }))
    }

    /// Ways from one place to another.
    ///
    /// # Errors
    /// A time that nobody means, or a place to pass through that is no stop there.
    pub fn ask_journeys(
        &self,
        question: &query::Journeys,
        now: Moment,
        language: &str,
    ) -> Result<Question, NotAskable> {
        let (time, arrive_by) = match question.when {
            When::Now => (now, false),
            When::Depart(at) => (at, false),
            When::Arrive(at) => (at, true),
        };
        let via = |via: &query::Via| {
            let stop = via.spot.stop.as_ref().and_then(|id| self.theirs(id));
            Ok(Via { stop: stop.ok_or(NotAskable)?, stay_minutes: u32::from(via.stay) })
        };
        let options = &question.options;
        let pace = options.pace.centimetres_per_second();
        Ok(Question::Journeys(Box::new(Journeys {
            from: self.place(&question.from),
            to: self.place(&question.to),
            via: question.via.iter().map(via).collect::<Result<_, _>>()?,
            time: minute(time)?,
            arrive_by,
            most_transfers: options.changes.map(u32::from),
            transfer_minutes: options.change.map(u32::from),
            walking_speed: Some(f64::from(pace) / 100.0),
            longest_walk: options.walk.map(|metres| metres.saturating_mul(100) / pace),
            wheelchair: options.wheelchair,
            modes: modes_without(&options.without),
            page: question.page.clone(),
            count: JOURNEYS,
            language: Some(language.to_owned()),
        })))
    }

    /// By its id where that server knows it, else by its place: ids that are only alike lead astray.
    fn place(&self, spot: &Spot) -> Where {
        let (lat, lon) = spot.position.degrees();
        let id = spot.stop.as_ref().and_then(|id| self.theirs(id));
        id.map_or(Where::Position { lat, lon }, Where::Stop)
    }
}

/// Stops by name.
pub fn ask_stops(question: &query::FindStops, language: &str) -> Question {
    Question::Stops(Stops {
        text: question.text.chars().take(100).collect(),
        near: question.near.map(transit::Position::degrees),
        language: Some(language.to_owned()),
        only_stops: true,
    })
}

/// Stops around a place.
pub fn ask_near(question: &query::StopsNear) -> Question {
    let count = u32::from(question.most.clamp(1, 100));
    Question::Near(Near { position: question.position.degrees(), count })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::request::Version;
    use transit::{Mode, Position, StopId, query::Pace};

    fn told(tag: Option<&str>) -> Told {
        Told { tag: tag.map(str::to_owned), at: Moment(0), attribution: Vec::new() }
    }

    fn spot(id: &str) -> Spot {
        let position = Position::from_degrees(50.5, 7.25).unwrap();
        Spot { stop: Some(StopId(id.to_owned())), name: id.to_owned(), position }
    }

    const NOW: Moment = Moment(1_786_722_799);

    #[test]
    fn a_stop_is_asked_by_the_id_that_server_knows_or_by_its_place() {
        let question = query::Journeys::between(spot("1"), spot("2"));
        let asked = told(Some("de-X")).ask_journeys(&question, NOW, "de").unwrap();
        let address = asked.address(Version::V6);
        assert!(address.contains("fromPlace=de-X_1&toPlace=de-X_2"), "{address}");
        assert!(address.contains("time=2026-08-14T15%3A53%3A00Z"), "the full minute: {address}");
        let asked = told(None).ask_journeys(&question, NOW, "de").unwrap();
        let address = asked.address(Version::V6);
        assert!(address.contains("fromPlace=50.500000%2C7.250000&toPlace=50.5"), "{address}");
    }

    #[test]
    fn wishes_are_handed_on() {
        let mut question = query::Journeys::between(spot("1"), spot("2"));
        question.when = When::Arrive(NOW);
        question.options.pace = Pace::Slow;
        question.options.walk = Some(800);
        question.options.change = Some(5);
        question.options.changes = Some(1);
        question.options.without = vec![Mode::Bus];
        question.via = vec![query::Via { spot: spot("3"), stay: 10 }];
        let asked = told(Some("x")).ask_journeys(&question, Moment(0), "uk").unwrap();
        let address = asked.address(Version::V6);
        for part in [
            "arriveBy=true",
            "maxTransfers=1",
            "minTransferTime=5",
            "pedestrianSpeed=0.80",
            "maxPreTransitTime=1000",
            "via=x_3&viaMinimumStay=10",
            "transitModes=TRAM,SUBWAY,SUBURBAN,REGIONAL_RAIL",
            "language=uk",
        ] {
            assert!(address.contains(part), "{part}: {address}");
        }
        assert!(!address.contains("BUS"));
        assert_eq!(
            told(None).ask_journeys(&question, NOW, "de"),
            Err(NotAskable),
            "via needs an id"
        );
        question.when = When::Depart(Moment(-5));
        assert_eq!(told(Some("x")).ask_journeys(&question, NOW, "de"), Err(NotAskable));
    }

    #[test]
    fn earlier_departures() {
        let stops = vec![spot("1")];
        let question =
            query::Departures { stops, around: Around::Before(NOW), until: None, most: 7 };
        let asked = told(None).ask_departures(&question, &spot("1"), NOW, "de").unwrap();
        let address = asked.address(Version::V6);
        assert!(
            address.contains("n=7&direction=EARLIER") && !address.contains("stopId"),
            "{address}"
        );
    }
}
