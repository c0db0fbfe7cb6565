//! `plan` and `trip` as journeys.

use transit::answer::{Journeys, TripRun};
use transit::{Journey, Leg, Ride, Spot, Walk};

use super::alerts::{About, Alerts};
use super::calls::{Vehicle, position, timing, wheelchair};
use super::{Named, Told, Translated, moment, trip_of};
use crate::wire::{self, Itinerary, Mode, Place, Plan};

/// Ways from one place to another, as they were asked for.
pub fn journeys(told: &Told, plan: &Plan, from: Spot, to: Spot) -> Translated<Journeys> {
    let mut alerts = Alerts::default();
    let all = plan.direct.iter().chain(&plan.itineraries);
    let real_time = legs(all.clone()).any(|leg| leg.real_time);
    let looped = legs(all.clone()).find_map(|leg| leg.looped_calendar_since.as_deref());
    let ends = Ends { from: &from, to: &to };
    let mut journeys: Vec<Journey> = Vec::new();
    let mut left_out = 0;
    for itinerary in all {
        match told.journey(itinerary, &ends, &mut alerts) {
            Some(journey) if journeys.contains(&journey) => {}
            Some(journey) => journeys.push(journey),
            None => left_out += 1,
        }
    }
    journeys.sort_by_key(|journey| (journey.departure(), journey.arrival()));
    let answer = Journeys {
        journeys,
        alerts: alerts.done(),
        earlier: plan.previous_page_cursor.clone(),
        later: plan.next_page_cursor.clone(),
        source: told.source(real_time, looped),
        from,
        to,
    };
    Translated { answer, left_out }
}

/// The whole way of one vehicle; nothing when it is no ride from end to end.
pub fn trip(told: &Told, itinerary: &Itinerary) -> Option<TripRun> {
    let mut alerts = Alerts::default();
    let [leg] = itinerary.legs.as_slice() else { return None };
    let ride = told.ride(leg, &mut alerts)?;
    let source = told.source(leg.real_time, leg.looped_calendar_since.as_deref());
    Some(TripRun { ride, alerts: alerts.done(), source })
}

fn legs<'a>(all: impl Iterator<Item = &'a Itinerary>) -> impl Iterator<Item = &'a wire::Leg> {
    all.flat_map(|itinerary| &itinerary.legs)
}

/// A part that cannot be told.
struct Nonsense;

/// The places that were asked for; MOTIS calls them START and END.
struct Ends<'a> {
    from: &'a Spot,
    to: &'a Spot,
}

impl Told {
    /// Nothing when a part of it makes no sense: half a journey is worse than none.
    fn journey(
        &self,
        itinerary: &Itinerary,
        ends: &Ends<'_>,
        alerts: &mut Alerts,
    ) -> Option<Journey> {
        let last = itinerary.legs.len().checked_sub(1)?;
        let mut legs = Vec::with_capacity(itinerary.legs.len());
        for (index, leg) in itinerary.legs.iter().enumerate() {
            match leg.mode {
                Mode::Bike => return None,
                Mode::Walk => {
                    let from = (index == 0).then_some(ends.from);
                    let to = (index == last).then_some(ends.to);
                    legs.extend(self.walk(leg, from, to).ok()?.map(Leg::Walk));
                }
                _ => legs.push(Leg::Ride(self.ride(leg, alerts)?)),
            }
        }
        let journey = Journey::new(legs)?;
        // A day is longer than any journey in a city; backwards in time goes nobody.
        (0..=2 * 86_400).contains(&journey.seconds()).then_some(journey)
    }

    /// Nothing for a walk of nothing.
    fn walk(
        &self,
        leg: &wire::Leg,
        from: Option<&Spot>,
        to: Option<&Spot>,
    ) -> Result<Option<Walk>, Nonsense> {
        let times = leg.start_time.zip(leg.end_time).ok_or(Nonsense)?;
        let (start, end) = (moment(times.0), moment(times.1));
        let seconds = u32::try_from(end.since(start)).map_err(|_| Nonsense)?;
        let spot = |asked: Option<&Spot>, place: &Option<Place>| {
            let spot = asked.cloned().or_else(|| self.spot(place.as_ref()?));
            spot.ok_or(Nonsense)
        };
        let (from, to) = (spot(from, &leg.from)?, spot(to, &leg.to)?);
        let crow = from.position.metres_to(to.position);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from a float saturates"
        )]
        let metres =
            leg.distance.map_or(crow, |metres| metres.round().clamp(0.0, 100_000.0) as u32);
        let is_nothing = seconds == 0 && metres < 20;
        Ok((!is_nothing).then_some(Walk { from, to, metres, seconds, start }))
    }

    fn spot(&self, place: &Place) -> Option<Spot> {
        Some(Spot {
            stop: place.stop_id.is_some().then(|| self.stop_id(place)).flatten(),
            name: place.name.clone()?,
            position: position(place)?,
        })
    }

    fn ride(&self, leg: &wire::Leg, alerts: &mut Alerts) -> Option<Ride> {
        let (from, to) = (leg.from.as_ref()?, leg.to.as_ref()?);
        let vehicle = Vehicle { real_time: leg.real_time, cancelled: leg.cancelled };
        let (mut board, mut alight) = (self.call(from, vehicle)?, self.call(to, vehicle)?);
        // Older versions say the times of the leg only.
        if board.departure.is_none() {
            let cancelled = leg.cancelled || from.cancelled;
            board.departure =
                timing(leg.scheduled_start_time, leg.start_time, cancelled, leg.real_time);
        }
        if alight.arrival.is_none() {
            let cancelled = leg.cancelled || to.cancelled;
            alight.arrival = timing(leg.scheduled_end_time, leg.end_time, cancelled, leg.real_time);
        }
        let (departure, arrival) = (board.departure?, alight.arrival?);
        if arrival.planned < departure.planned {
            return None;
        }
        let line = self.line(
            Named {
                id: leg.route_id.as_deref(),
                names: [
                    leg.display_name.as_deref(),
                    leg.route_short_name.as_deref(),
                    leg.route_long_name.as_deref(),
                ],
                long_name: leg.route_long_name.as_deref(),
                colour: leg.route_color.as_deref(),
                operator: leg.agency_name.as_deref(),
            },
            leg.mode,
        )?;
        let end = leg.trip_to.as_ref().and_then(|end| end.name.as_deref());
        let headsign = leg.headsign.as_deref().or(end).unwrap_or_default().trim().to_owned();
        let between = leg
            .intermediate_stops
            .iter()
            .filter_map(|place| self.call(place, vehicle))
            .filter(|call| call.timing().is_some())
            .collect();
        let mut ids = alerts.take(&leg.alerts, &About::Line(&line.id));
        for (place, stop) in [(from, &board.stop), (to, &alight.stop)] {
            for id in alerts.take(&place.alerts, &About::Stop(stop)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        Some(Ride {
            trip: trip_of(leg.trip_id.as_deref(), departure.planned),
            line,
            headsign,
            board,
            between,
            alight,
            wheelchair: wheelchair(leg.wheelchair_accessible),
            extra: !leg.scheduled,
            stay_seated: leg.interline_with_previous_leg,
            every: None,
            alerts: ids,
        })
    }
}
