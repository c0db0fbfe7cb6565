//! The legs of a journey, each with its stops, and the changes between them with their slack.
use super::super::names;
use super::ends::name_of;
use super::parts::{LineSign, times};
use super::trip::Calls;
use crate::i18n::text;
use crate::ui::{Icon, IconName, IntoPart, Part};
use leptos::prelude::*;
use transit::journey::{Reach, Transfer};
use transit::{Journey, Leg, Ride};

/// Every leg and change, in order, as entries of a list.
pub fn legs(journey: &Journey) -> Vec<Part> {
    let transfers: Vec<Change> = journey.transfers().iter().map(Change::of).collect();
    let mut rides = 0_usize;
    let mut legs = Vec::new();
    for leg in journey.legs() {
        if leg.ride().is_some() {
            let change = rides.checked_sub(1).and_then(|at| transfers.get(at));
            legs.extend(change.map(Change::shown));
            rides += 1;
        }
        legs.push(leg_shown(leg));
    }
    legs
}

/// A change, ready to be shown.
struct Change {
    words: String,
    reach: Reach,
}

impl Change {
    fn of(transfer: &Transfer<'_>) -> Self {
        let reach = transfer.reach();
        let words = if transfer.stay_seated {
            text("transit.staySeated", &[])
        } else {
            let slack = match reach {
                Reach::Missed => text("transit.change.missed", &[]),
                Reach::Tight => text("transit.change.tight", &[]),
                Reach::Enough => text(
                    "transit.change.slack",
                    &[("minutes", &names::minutes(transfer.slack.div_euclid(60)))],
                ),
            };
            names::join([
                Some(text("transit.change", &[])),
                Some(slack),
                names::platform(&transfer.to.platform),
            ])
        };
        Self { words, reach }
    }

    fn shown(&self) -> Part {
        let (class, icon) = match self.reach {
            Reach::Missed => ("leg leg--change leg--missed", IconName::Danger),
            Reach::Tight => ("leg leg--change leg--tight", IconName::Warning),
            Reach::Enough => ("leg leg--change", IconName::Clock),
        };
        let words = self.words.clone();
        view! { <li class=class><Icon name=icon/><span>{words}</span></li> }.part()
    }
}

fn leg_shown(leg: &Leg) -> Part {
    match leg {
        Leg::Walk(walk) if walk.metres == 0 => ().part(),
        Leg::Walk(walk) => {
            let to = text("transit.walk.to", &[("to", &name_of(&walk.to))]);
            view! {
                <li class="leg leg--walk">
                    <span class="number">{names::time(walk.start)}</span>
                    <span><strong>{to}</strong><br/><span class="muted">{names::walk(walk.metres, walk.seconds)}</span></span>
                </li>
            }
            .part()
        }
        Leg::Ride(ride) => ride_shown(ride),
    }
}

fn ride_shown(ride: &Ride) -> Part {
    let board = ride.board.clone();
    let alight = ride.alight.clone();
    let ends = |call: &transit::Call, timing: Option<transit::Timing>| {
        let platform = names::platform(&call.platform);
        view! {
            <p class="leg__end">
                <span class="number">{timing.map(times)}</span>
                <span><strong><bdi>{call.name.clone()}</bdi></strong>
                    {platform.map(|platform| view! { " " <span class="kern-badge">{platform}</span> })}
                </span>
            </p>
        }
    };
    let stops = ride.between.len() + 1;
    #[allow(clippy::cast_precision_loss, reason = "a vehicle has no millions of stops")]
    let count = crate::i18n::plural("transit.stopsLeft", stops as f64, &[]);
    let notes = names::join([
        Some(names::wheelchair_known(ride.wheelchair)),
        ride.extra.then(|| text("transit.extra", &[])),
        ride.every.map(names::every),
    ]);
    let at = ride.board.stop.0.clone();
    view! {
        <li class="leg leg--ride" class:leg--cancelled=ride.is_cancelled() style:--line-colour=ride.line.colour.map(transit::line::Colour::hex)>
            {ends(&board, board.timing())}
            <div class="leg__ride stack stack--tight">
                <p class="row"><LineSign line=ride.line.clone()/><strong>{names::line_to(&ride.line, &ride.headsign)}</strong></p>
                <p class="small muted">{notes}</p>
                <details class="kern-accordion">
                    <summary><span>{count} " · " {names::duration(ride.arrival().since(ride.departure()))}</span><Icon name=IconName::Down/></summary>
                    <Calls ride=ride.clone() at/>
                </details>
            </div>
            {ends(&alight, alight.arrival.or(alight.departure))}
        </li>
    }
    .part()
}
