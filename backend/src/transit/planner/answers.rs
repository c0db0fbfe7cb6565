//! The questions a planner can answer, each in the form that the phone reads.

use motis::request::Question as Asked;
use motis::translate::{self, NotAskable, Told, Translated};
use motis::wire;
use transit::answer::{Departures, Journeys, Kind, Stops, TripRun, Trouble};
use transit::query::{self, Question};
use transit::{Moment, Spot, StopId, StopPlace, Wheelchair};

use super::Planner;
use super::heard::Heard;
use crate::web::limits::Caller;

/// Who asks, when, and in which language.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Whose questions are counted.
    pub caller: Caller,
    /// Seconds since the epoch.
    pub now: i64,
    /// Of alerts.
    pub language: &'static str,
}

/// An answer to one of the questions.
#[derive(Debug)]
#[allow(
    missing_docs,
    clippy::large_enum_variant,
    reason = "named after their questions; one at a time"
)]
pub enum Answered {
    Stops(Stops),
    Departures(Departures),
    Journeys(Journeys),
    Trip(TripRun),
}

impl Planner {
    /// Answers a question of the phone.
    ///
    /// # Errors
    /// Why there is no answer; the phone then uses its own timetable.
    pub async fn answer(&self, question: &Question, asking: &Asking) -> Result<Answered, Trouble> {
        match question {
            Question::FindStops(find) => {
                let asked = translate::ask_stops(find, asking.language);
                self.stops(&asked, find.near, find.most, asking).await.map(Answered::Stops)
            }
            Question::StopsNear(near) => {
                let asked = translate::ask_near(near);
                let mut found = self.stops(&asked, Some(near.position), near.most, asking).await?;
                found.stops.retain(|stop| stop.metres.is_none_or(|metres| metres <= near.metres));
                found.stops.sort_by_key(|stop| stop.metres);
                Ok(Answered::Stops(found))
            }
            Question::Departures(departures) => {
                self.departures(departures, asking).await.map(Answered::Departures)
            }
            Question::Journeys(journeys) => {
                self.journeys(journeys, asking).await.map(Answered::Journeys)
            }
            Question::Trip(trip) => {
                let asked = Asked::Trip(trip.id.clone());
                let (answer, heard) =
                    self.ask::<wire::Itinerary>(&asked, &asking.caller, asking.now).await?;
                let run = translate::trip(&self.told(&heard), &answer);
                run.map(Answered::Trip).ok_or_else(|| Kind::UnknownTrip.into())
            }
            // A planner knows no timetable of a line.
            Question::Lines | Question::Line(_) => Err(Kind::Other.into()),
        }
    }

    fn told(&self, heard: &Heard) -> Told {
        Told {
            tag: self.tag.clone(),
            at: Moment(heard.at),
            attribution: self.attribution(heard.licence.as_deref()),
        }
    }

    /// For asking only: nothing was heard yet.
    fn ids(&self, now: i64) -> Told {
        Told { tag: self.tag.clone(), at: Moment(now), attribution: Vec::new() }
    }

    async fn stops(
        &self,
        asked: &Asked,
        near: Option<transit::Position>,
        most: u16,
        asking: &Asking,
    ) -> Result<Stops, Trouble> {
        let (answer, heard) = self.ask::<wire::Matches>(asked, &asking.caller, asking.now).await?;
        let mut found = noted(translate::stops(&self.told(&heard), &answer, near));
        found.stops.truncate(usize::from(most));
        Ok(found)
    }

    /// Each stop is a question of its own; of several, those that fail leave the others as they are only
    /// when all of them are there: a board that lacks a stop would say that nothing leaves it.
    async fn departures(
        &self,
        question: &query::Departures,
        asking: &Asking,
    ) -> Result<Departures, Trouble> {
        let ids = self.ids(asking.now);
        let mut answers = Vec::with_capacity(question.stops.len());
        let mut last_heard = None;
        for stop in &question.stops {
            let asked = ids
                .ask_departures(question, stop, Moment(asking.now), asking.language)
                .map_err(not_askable)?;
            let (answer, heard) =
                self.ask::<wire::StopTimes>(&asked, &asking.caller, asking.now).await?;
            answers.push((stop_place(stop, &answer), answer));
            last_heard = Some(heard);
        }
        let heard = last_heard.ok_or(Kind::BadQuestion)?;
        let mut told = noted(translate::departures(&self.told(&heard), &answers));
        if let Some(until) = question.until {
            told.departures.retain(|departure| departure.timing.expected() <= until);
        }
        // The last ones before a moment are the end of the list.
        let most = usize::from(question.most);
        let surplus = told.departures.len().saturating_sub(most);
        if matches!(question.around, query::Around::Before(_)) {
            told.departures.drain(..surplus);
        }
        told.departures.truncate(most);
        Ok(told)
    }

    async fn journeys(
        &self,
        question: &query::Journeys,
        asking: &Asking,
    ) -> Result<Journeys, Trouble> {
        if question.from.is_same_place(&question.to) {
            return Err(Kind::SamePlace.into());
        }
        let asked = self
            .ids(asking.now)
            .ask_journeys(question, Moment(asking.now), asking.language)
            .map_err(not_askable)?;
        let (answer, heard) = self.ask::<wire::Plan>(&asked, &asking.caller, asking.now).await?;
        let ends = (question.from.clone(), question.to.clone());
        let mut told = noted(translate::journeys(&self.told(&heard), &answer, ends.0, ends.1));
        // It cannot be asked to leave out lines.
        let unwanted = &question.options.without_lines;
        told.journeys
            .retain(|journey| journey.rides().all(|ride| !unwanted.contains(&ride.line.id)));
        if told.journeys.is_empty() {
            return Err(Kind::NoJourney.into());
        }
        Ok(told)
    }
}

/// The stop as it was asked for, with the name it has now.
fn stop_place(asked: &Spot, answer: &wire::StopTimes) -> StopPlace {
    let name = answer.place.as_ref().and_then(|place| place.name.clone());
    StopPlace {
        id: asked.stop.clone().unwrap_or_else(|| StopId(asked.position.to_string())),
        name: if asked.name.is_empty() { name.unwrap_or_default() } else { asked.name.clone() },
        area: None,
        position: asked.position,
        wheelchair: Wheelchair::Unknown,
        lines: Vec::new(),
    }
}

fn not_askable(_: NotAskable) -> Trouble {
    Kind::BadQuestion.into()
}

fn noted<T>(translated: Translated<T>) -> T {
    if translated.left_out > 0 {
        tracing::debug!(left_out = translated.left_out, "parts of an answer made no sense");
    }
    translated.answer
}
