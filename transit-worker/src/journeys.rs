//! From here to there.

use crate::desk::Known;
use crate::{find, tell};
use timetable::Modes;
use timetable::search::{self, Access, Endpoint, Query, Walking, When};
use transit::answer::{Journeys, Kind};
use transit::query::{self, Options, Page};
use transit::{Journey, Leg, Moment, Ride, Spot, Timing, Trouble, Walk};

/// How many journeys are shown at once.
const SHOWN: usize = 6;
/// How many make it not worth looking further.
const ENOUGH: usize = 3;
/// The windows that are looked through, in seconds, each only if the one before had too little.
const WINDOWS: [i64; 3] = [2 * 3_600, 6 * 3_600, 20 * 3_600];
/// How far a place on the way may be from its stops, in metres.
const VIA_WITHIN: f64 = 400.0;

/// An end as the search wants it, and as it is called.
struct End {
    endpoint: Endpoint,
    spot: Spot,
}

fn end(known: &Known, spot: &Spot) -> End {
    let timetable = known.timetable();
    match find::again(known, spot).and_then(|number| Some((number, timetable.place(number)?))) {
        Some((number, place)) => End {
            endpoint: Endpoint::Place(number),
            spot: Spot {
                stop: Some(transit::StopId(place.id.to_owned())),
                name: place.name.to_owned(),
                position: tell::position(place.position),
            },
        },
        // A stop that is gone is still a place to go to.
        None => End {
            endpoint: Endpoint::Position(find::degrees(spot.position)),
            spot: Spot { stop: None, ..spot.clone() },
        },
    }
}

/// Answers.
pub fn answer(
    known: &mut Known,
    question: &query::Journeys,
    now: Moment,
) -> Result<Journeys, Trouble> {
    let (from, to) = (end(known, &question.from), end(known, &question.to));
    if from.spot.is_same_place(&to.spot) {
        return Err(Kind::SamePlace.into());
    }
    let page = Page::parse(question.page.as_deref());
    let mut asked = Query::new(from.endpoint, to.endpoint, When::DepartAt(now.0));
    apply(known, &mut asked, &question.options);
    for via in &question.via {
        asked
            .via
            .push(search::Via { stops: around(known, &via.spot), stay: u32::from(via.stay) * 60 });
    }
    let moment = match (question.when, &page) {
        (_, Page::Later(at) | Page::Earlier(at)) => *at,
        (query::When::Depart(at) | query::When::Arrive(at), Page::First) => at,
        (query::When::Now, Page::First) => now,
    };
    let (found, on_foot) = look(known, &mut asked, question.when, &page, moment);
    if found.is_empty() && on_foot.is_none() {
        return Err(why_none(known, &asked, &from, &to, moment));
    }
    let mut journeys: Vec<Journey> =
        found.iter().filter_map(|found| told(known, found, &from.spot, &to.spot)).collect();
    let (first, last) =
        (journeys.first().map(Journey::departure), journeys.last().map(Journey::departure));
    if let (Some((metres, seconds)), Page::First) = (on_foot, &page) {
        journeys.extend(walk(&from.spot, &to.spot, metres, seconds, question.when, now));
    }
    let ids: Vec<_> =
        journeys.iter().flat_map(Journey::rides).flat_map(|ride| ride.alerts.clone()).collect();
    let stops: Vec<_> = journeys
        .iter()
        .flat_map(Journey::rides)
        .flat_map(|ride| [ride.board.stop.clone(), ride.alight.stop.clone()])
        .collect();
    let rides = journeys.iter().flat_map(Journey::rides);
    let source = known.source_of(rides.flat_map(times));
    Ok(Journeys {
        alerts: tell::alerts(known, &ids, &stops),
        from: from.spot,
        to: to.spot,
        journeys,
        earlier: first.and_then(|first| Page::Earlier(first).text()),
        later: last.and_then(|last| Page::Later(last.plus(1)).text()),
        source,
    })
}

/// Every time of a ride.
pub fn times(ride: &Ride) -> impl Iterator<Item = Option<Timing>> {
    ride.calls().flat_map(|call| [call.arrival, call.departure])
}

/// Searches in growing windows until there is enough to choose from.
fn look(
    known: &mut Known,
    asked: &mut Query,
    when: query::When,
    page: &Page,
    moment: Moment,
) -> (Vec<search::Journey>, Option<(u32, u32)>) {
    let arrive = matches!((when, page), (query::When::Arrive(_), Page::First));
    let mut found = Vec::new();
    let mut on_foot = None;
    for window in WINDOWS {
        asked.when = match page {
            _ if arrive => When::ArriveBetween(moment.0 - window, moment.0),
            Page::Earlier(_) => When::DepartBetween(moment.0 - window, moment.0 - 1),
            Page::First | Page::Later(_) => When::DepartBetween(moment.0, moment.0 + window),
        };
        let answer = known.planner.search(asked);
        (found, on_foot) = (answer.journeys, answer.on_foot);
        if found.len() >= ENOUGH {
            break;
        }
    }
    if arrive || matches!(page, Page::Earlier(_)) {
        // The last ones are those that are wanted.
        found.drain(..found.len().saturating_sub(SHOWN));
    } else {
        found.truncate(SHOWN);
    }
    (found, on_foot)
}

fn apply(known: &Known, asked: &mut Query, options: &Options) {
    let mut walking = Walking::default();
    walking.speed = u16::try_from(options.pace.centimetres_per_second()).unwrap_or(walking.speed);
    if let Some(metres) = options.walk {
        walking.to_stop = metres;
        walking.between = metres;
        walking.all_the_way = metres;
    }
    if let Some(minutes) = options.change {
        walking.slack = u32::from(minutes) * 60;
    }
    asked.walking = walking;
    if let Some(changes) = options.changes {
        asked.transfers = changes;
    }
    if options.wheelchair {
        asked.choice.access = Access::Wheelchair;
    }
    let unwanted = timetable::Mode::ALL.into_iter();
    asked.choice.modes = unwanted
        .filter(|mode| options.without.contains(&tell::mode(*mode)))
        .fold(Modes::ALL, Modes::without);
    for line in &options.without_lines {
        if let Some(number) = known.timetable().line_by_id(&line.0) {
            asked.exclude(number);
        }
    }
}

/// The stops of a place on the way: its own, or those around it.
fn around(known: &Known, spot: &Spot) -> Vec<timetable::StopNumber> {
    let timetable = known.timetable();
    let places = match find::again(known, spot) {
        Some(place) => vec![place],
        None => timetable
            .near(find::degrees(spot.position), VIA_WITHIN)
            .into_iter()
            .map(|(place, _)| place)
            .collect(),
    };
    places.into_iter().flat_map(|place| timetable.stops_of_place(place)).collect()
}

/// Why there is no journey: the honest reason.
fn why_none(known: &Known, asked: &Query, from: &End, to: &End, moment: Moment) -> Trouble {
    if let Some(trouble) = known.outside(moment) {
        return trouble;
    }
    let timetable = known.timetable();
    let reaches = |end: &End| match end.endpoint {
        Endpoint::Position(at) => !timetable.near(at, f64::from(asked.walking.to_stop)).is_empty(),
        _ => true,
    };
    let served = |end: &End| match end.endpoint {
        Endpoint::Place(place) => {
            timetable.stops_of_place(place).any(|stop| !timetable.lines_at(stop).is_empty())
        }
        _ => true,
    };
    if !served(from) || !served(to) {
        Kind::NotServed.into()
    } else if !reaches(from) {
        Kind::FarFromStart.into()
    } else if !reaches(to) {
        Kind::FarFromEnd.into()
    } else {
        Kind::NoJourney.into()
    }
}

/// All the way on foot: now, or so that one is there in time.
fn walk(
    from: &Spot,
    to: &Spot,
    metres: u32,
    seconds: u32,
    when: query::When,
    now: Moment,
) -> Option<Journey> {
    let start = match when {
        query::When::Now => now,
        query::When::Depart(at) => at,
        query::When::Arrive(at) => at.plus(-i64::from(seconds)),
    };
    let (from, to) = (from.clone(), to.clone());
    Journey::new(vec![Leg::Walk(Walk { from, to, metres, seconds, start })])
}

fn told(known: &Known, of: &search::Journey, from: &Spot, to: &Spot) -> Option<Journey> {
    let legs: Option<Vec<Leg>> = of.legs.iter().map(|leg| leg_told(known, leg, from, to)).collect();
    Journey::new(legs?)
}

fn leg_told(known: &Known, leg: &search::Leg, from: &Spot, to: &Spot) -> Option<Leg> {
    let timetable = known.timetable();
    match leg {
        search::Leg::Walk(walk) => {
            let spot = |end: search::End| match end {
                search::End::Origin => Some(from.clone()),
                search::End::Destination => Some(to.clone()),
                search::End::Stop(number) => {
                    let stop = timetable.stop(number)?;
                    Some(Spot {
                        stop: Some(tell::place_id(timetable, stop.place)),
                        name: stop.name.to_owned(),
                        position: tell::position(stop.position),
                    })
                }
            };
            Some(Leg::Walk(Walk {
                from: spot(walk.from)?,
                to: spot(walk.to)?,
                metres: walk.metres,
                seconds: u32::try_from(walk.arrival - walk.departure).unwrap_or_default(),
                start: Moment(walk.departure),
            }))
        }
        search::Leg::Ride(ride) => ride_told(known, ride).map(Leg::Ride),
    }
}

/// A ride with every stop.
pub fn ride_told(known: &Known, of: &search::Ride) -> Option<Ride> {
    let timetable = known.timetable();
    let last = of.calls.len().checked_sub(1).filter(|last| *last > 0)?;
    let calls: Option<Vec<_>> = of
        .calls
        .iter()
        .enumerate()
        .map(|(at, call)| tell::call(timetable, call, at == 0, at == last))
        .collect();
    let mut between = calls?;
    let alight = between.pop()?;
    let board = between.remove(0);
    let vehicle = tell::vehicle(known, of.trip, of.board);
    let start = board.timing().map_or(Moment::default(), transit::Timing::expected);
    Some(Ride {
        trip: tell::trip_name(known, of.trip, of.day),
        alerts: tell::alerts_of(known, &vehicle.line, start),
        line: vehicle.line,
        headsign: vehicle.headsign,
        board,
        between,
        alight,
        wheelchair: vehicle.wheelchair,
        extra: vehicle.extra,
        stay_seated: false,
        every: vehicle.every,
    })
}
