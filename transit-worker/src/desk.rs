//! Where questions are asked.

use crate::{departures, find, journeys, line, trip};
use std::sync::Arc;
use timetable::overlay::{Live, Overlay};
use timetable::search::Planner;
use timetable::{Day, Names, Timetable};
use transit::answer::{Alerts, Kind, Opened};
use transit::json::{self, Json};
use transit::source::{Attribution, By};
use transit::{Alert, Moment, Outcome, Question, Running, Source, StopId, Timing, Trouble};

/// A timetable that is open, and what is known beside it.
pub(crate) struct Known {
    pub planner: Planner,
    pub names: Names,
    /// When the city told what really runs; `None` if only the plan is known.
    pub told: Option<Moment>,
    /// Alerts, their stops as people know them.
    pub alerts: Vec<Alert>,
}

/// A desk that knows one timetable, or none yet.
#[derive(Default)]
pub struct Desk {
    known: Option<Known>,
    /// As the city told them, for the next timetable.
    alerts: Vec<Alert>,
}

fn say<T: Json>(answer: Result<T, Trouble>) -> String {
    json::save(&Outcome::from(answer))
}

impl Desk {
    /// Takes a new timetable; the old one stays if this one is damaged.
    pub fn open(&mut self, bytes: &[u8]) -> String {
        say(self.try_open(bytes))
    }

    fn try_open(&mut self, bytes: &[u8]) -> Result<Opened, Trouble> {
        let timetable = Timetable::open(bytes).map_err(|_| Trouble::from(Kind::Garbled))?;
        let timetable = Arc::new(timetable);
        let names = Names::new(&timetable);
        let planner = Planner::new(timetable);
        let mut known = Known { planner, names, told: None, alerts: Vec::new() };
        known.take_alerts(&self.alerts);
        Ok(self.known.insert(known).opened())
    }

    /// Takes what really runs, as told at a moment; no bytes mean that it is not known any more.
    pub fn live(&mut self, bytes: Option<&[u8]>, told: i64) -> String {
        say(self.try_live(bytes, told))
    }

    fn try_live(&mut self, bytes: Option<&[u8]>, told: i64) -> Result<Opened, Trouble> {
        let known = self.known.as_mut().ok_or(Kind::NoTimetable)?;
        match bytes {
            None => {
                known.planner.set_live(Arc::default());
                known.told = None;
            }
            Some(bytes) => {
                let overlay = Overlay::decode(bytes).map_err(|_| Trouble::from(Kind::Garbled))?;
                let timetable = Arc::clone(known.planner.timetable());
                if overlay.timetable != timetable.fingerprint() {
                    return Err(Kind::Garbled.into());
                }
                known.planner.set_live(Arc::new(Live::new(&timetable, &overlay)));
                known.told = Some(Moment(told));
            }
        }
        Ok(known.opened())
    }

    /// Takes the city's alerts, `Outcome<Alerts>` as text, so that answers can name those that concern them.
    pub fn alerts(&mut self, text: &str) -> String {
        let alerts = json::load::<Outcome<Alerts>>(text).and_then(|outcome| outcome.result().ok());
        let Some(alerts) = alerts else { return say::<Opened>(Err(Kind::Garbled.into())) };
        self.alerts = alerts.alerts;
        let Some(known) = &mut self.known else {
            return say::<Opened>(Err(Kind::NoTimetable.into()));
        };
        known.take_alerts(&self.alerts);
        say(Ok(known.opened()))
    }

    /// Answers a question at a moment (seconds since the epoch).
    pub fn ask(&mut self, address: &str, now: i64) -> String {
        let Some(question) = Question::parse(address) else {
            return say::<Opened>(Err(Kind::BadQuestion.into()));
        };
        let Some(known) = &mut self.known else {
            return say::<Opened>(Err(Kind::NoTimetable.into()));
        };
        let now = Moment(now);
        match question {
            Question::FindStops(question) => say(Ok(find::by_name(known, &question))),
            Question::StopsNear(question) => say(Ok(find::near(known, &question))),
            Question::Departures(question) => say(departures::answer(known, &question, now)),
            Question::Journeys(question) => say(journeys::answer(known, &question, now)),
            Question::Lines => say(Ok(line::all(known))),
            Question::Line(question) => say(line::of_a_day(known, &question, now)),
            Question::Trip(question) => say(trip::answer(known, &question)),
        }
    }
}

impl Known {
    pub fn timetable(&self) -> &Timetable {
        self.planner.timetable()
    }

    fn opened(&self) -> Opened {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let timetable = self.timetable();
        Opened {
            stops: count(timetable.place_count()),
            lines: count(timetable.line_count()),
            source: self.source(),
        }
    }

    /// Keeps the alerts with the stops' ids as answers have them.
    fn take_alerts(&mut self, alerts: &[Alert]) {
        let timetable = Arc::clone(self.planner.timetable());
        let place = |stop: &StopId| {
            let place = timetable.place_by_id(&stop.0).and_then(|number| timetable.place(number));
            place.map(|place| StopId(place.id.to_owned()))
        };
        let told = |alert: &Alert| {
            let stops = alert.stops.iter().filter_map(place).collect();
            Alert { stops, ..alert.clone() }
        };
        self.alerts = alerts.iter().map(told).collect();
    }

    /// First and last day on which anything is known.
    pub fn days(&self) -> (Day, Day) {
        let about = self.timetable().about();
        let (first, last) = about.service_days;
        let (from, until) = about.valid;
        (first.max(from).min(last), last.min(until).max(first))
    }

    /// Where answers come from.
    pub fn source(&self) -> Source {
        let (first, last) = self.days();
        let about = self.timetable().about();
        let whose = |text: &str, link: Option<&str>| Attribution {
            text: text.to_owned(),
            link: link.filter(|link| link.starts_with("https://")).map(str::to_owned),
        };
        let mut attribution: Vec<Attribution> =
            about.attributions.iter().map(|(text, link)| whose(text, *link)).collect();
        if attribution.is_empty() && !about.publisher.is_empty() {
            attribution.push(whose(about.publisher, about.publisher_url));
        }
        if let (Some(licence), Some(first)) = (about.licence, attribution.first_mut()) {
            // An address of a licence is where its name leads, words stand beside the name.
            if licence.starts_with("https://") {
                first.link.get_or_insert_with(|| licence.to_owned());
            } else {
                first.text = [&first.text, ", ", licence].concat();
            }
        }
        Source {
            by: By::Device,
            realtime: self.told,
            first: Some(transit::Day(first.0)),
            last: Some(transit::Day(last.0)),
            attribution,
        }
    }

    /// Where an answer comes from that holds these times: live only if anybody reported any of them. Tomorrow's
    /// departures are no more live for being told now.
    pub fn source_of(&self, times: impl IntoIterator<Item = Option<Timing>>) -> Source {
        let told = |timing: Timing| timing.running != Running::Unknown;
        let live = times.into_iter().flatten().any(told);
        let source = self.source();
        Source { realtime: source.realtime.filter(|_| live), ..source }
    }

    /// Why nothing is known about a moment, if the timetable does not reach it.
    pub fn outside(&self, moment: Moment) -> Option<Trouble> {
        let day = self.timetable().day_at(moment.0);
        let (first, last) = self.days();
        if day > last {
            Some(Trouble::of_day(Kind::Expired, transit::Day(last.0)))
        } else if day < first {
            Some(Trouble::of_day(Kind::NotYet, transit::Day(first.0)))
        } else {
            None
        }
    }
}
