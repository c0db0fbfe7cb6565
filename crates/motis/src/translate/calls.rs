//! A vehicle at a stop.

use transit::{Call, Platform, Position, Running, StopId, Timing, Wheelchair};

use super::{Told, moment};
use crate::Moment;
use crate::wire::{Place, Stopping};

/// What is known about the vehicle, beside its times.
#[derive(Debug, Clone, Copy)]
pub struct Vehicle {
    /// The times are real.
    pub real_time: bool,
    /// It does not run at all.
    pub cancelled: bool,
}

/// A planned time and what became of it; nothing where there is no time at all.
pub fn timing(
    scheduled: Option<Moment>,
    expected: Option<Moment>,
    cancelled: bool,
    real_time: bool,
) -> Option<Timing> {
    let planned = moment(scheduled.or(expected)?);
    let running = match expected {
        _ if cancelled => Running::Cancelled,
        Some(real) if real_time => Running::At(moment(real)),
        _ => Running::Unknown,
    };
    Some(Timing { planned, running })
}

/// Where it stops, as planned and as it is.
pub fn platform(place: &Place) -> Platform {
    let name = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    match (name(&place.scheduled_track), name(&place.track)) {
        (Some(planned), Some(real)) if planned != real => {
            Platform { planned: Some(planned), real: Some(real) }
        }
        (planned, real) => Platform { planned: planned.or(real), real: None },
    }
}

pub fn position(place: &Place) -> Option<Position> {
    Position::from_degrees(place.lat?, place.lon?)
}

pub const fn wheelchair(accessible: Option<bool>) -> Wheelchair {
    match accessible {
        Some(true) => Wheelchair::Yes,
        Some(false) => Wheelchair::No,
        None => Wheelchair::Unknown,
    }
}

impl Told {
    /// The id of a place; one without is called by its position, so that two are told apart.
    pub(super) fn stop_id(&self, place: &Place) -> Option<StopId> {
        let id = place.stop_id.as_deref().map(|id| self.own(id).to_owned());
        id.or_else(|| Some(position(place)?.to_string())).map(StopId)
    }

    pub(super) fn call(&self, place: &Place, vehicle: Vehicle) -> Option<Call> {
        let cancelled = vehicle.cancelled || place.cancelled;
        let time = |scheduled, expected| timing(scheduled, expected, cancelled, vehicle.real_time);
        Some(Call {
            stop: self.stop_id(place)?,
            name: place.name.clone()?,
            position: position(place)?,
            arrival: time(place.scheduled_arrival, place.arrival),
            departure: time(place.scheduled_departure, place.departure),
            platform: platform(place),
            wheelchair: Wheelchair::Unknown,
            no_boarding: place.pickup_type == Stopping::NotAllowed,
            no_alighting: place.dropoff_type == Stopping::NotAllowed,
            on_request: false,
        })
    }
}
