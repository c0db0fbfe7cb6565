//! `stoptimes` as departures.

use transit::StopPlace;
use transit::answer::{Departure, Departures};

use super::alerts::{About, Alerts};
use super::calls::{platform, timing, wheelchair};
use super::{Named, Told, Translated, trip_of};
use crate::wire::{StopTime, StopTimes, Stopping};

/// What leaves one or more stops: `answers` are those for the stops, in their order.
pub fn departures(told: &Told, answers: &[(StopPlace, StopTimes)]) -> Translated<Departures> {
    let mut alerts = Alerts::default();
    let mut all: Vec<Departure> = Vec::new();
    let (mut left_out, mut real_time, mut looped) = (0, false, None);
    for (stop, answer) in answers {
        for time in &answer.stop_times {
            real_time |= time.real_time;
            looped = looped.or(time.looped_calendar_since.as_deref());
            match told.departure(time, stop, &mut alerts) {
                // Stops near each other are asked apart, and answer with each other's vehicles.
                Ok(Some(departure)) if all.iter().any(|known| is_same(known, &departure)) => {}
                Ok(Some(departure)) => all.push(departure),
                Ok(None) => {}
                Err(Nonsense) => left_out += 1,
            }
        }
    }
    all.sort_by_key(|departure| departure.timing.expected());
    let answer = Departures {
        stops: answers.iter().map(|(stop, _)| stop.clone()).collect(),
        departures: all,
        alerts: alerts.done(),
        next: None,
        source: told.source(real_time, looped),
    };
    Translated { answer, left_out }
}

fn is_same(one: &Departure, other: &Departure) -> bool {
    !one.trip.id.is_empty() && one.trip == other.trip && one.timing.planned == other.timing.planned
}

struct Nonsense;

impl Told {
    /// Nothing for a vehicle that ends here or takes nobody.
    fn departure(
        &self,
        time: &StopTime,
        asked: &StopPlace,
        alerts: &mut Alerts,
    ) -> Result<Option<Departure>, Nonsense> {
        let place = time.place.as_ref().ok_or(Nonsense)?;
        let ends_here = place.departure.is_none() && place.scheduled_departure.is_none();
        if ends_here && (place.arrival.is_some() || place.scheduled_arrival.is_some()) {
            return Ok(None);
        }
        if time.pickup_dropoff_type == Stopping::NotAllowed
            || place.pickup_type == Stopping::NotAllowed
        {
            return Ok(None);
        }
        let cancelled = time.cancelled || time.trip_cancelled || place.cancelled;
        let timing = timing(place.scheduled_departure, place.departure, cancelled, time.real_time)
            .ok_or(Nonsense)?;
        let line = self
            .line(
                Named {
                    id: time.route_id.as_deref(),
                    names: [
                        time.display_name.as_deref(),
                        time.route_short_name.as_deref(),
                        time.route_long_name.as_deref(),
                    ],
                    long_name: time.route_long_name.as_deref(),
                    colour: time.route_color.as_deref(),
                    operator: time.agency_name.as_deref(),
                },
                time.mode,
            )
            .ok_or(Nonsense)?;
        let end = time.trip_to.as_ref().and_then(|end| end.name.as_deref());
        let headsign = time.headsign.as_deref().or(end).unwrap_or_default().trim().to_owned();
        // Which of the platforms it is, is said by the platform; the stop is the one that was asked for.
        let stop = asked.id.clone();
        let alerts = alerts.take(&place.alerts, &About::Stop(&stop));
        Ok(Some(Departure {
            trip: trip_of(time.trip_id.as_deref(), timing.planned),
            line,
            headsign,
            stop,
            timing,
            platform: platform(place),
            wheelchair: wheelchair(time.wheelchair_accessible),
            extra: place.scheduled_departure.is_none(),
            every: None,
            on_request: false,
            alerts,
        }))
    }
}
