//! Small random networks, nasty on purpose: vehicles that overtake, loops, times past midnight and past the
//! next one, stops where one may only get off, equal times, rules for changing that make no sense.

use timetable::feed::*;
use timetable::overlay::*;
use timetable::search::*;
use timetable::{LineNumber, Modes, PlaceNumber, Position, StopNumber, Timetable, TripNumber};

/// Marsaglia's xorshift: the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % u64::from(end.max(1))) as u32
    }

    pub fn one_in(&mut self, number: u32) -> bool {
        self.below(number) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u32) as usize]
    }

    fn wheelchair(&mut self) -> Wheelchair {
        Wheelchair::from_number(self.below(3) as u8)
    }

    fn boarding(&mut self) -> Boarding {
        match self.below(10) {
            0 => Boarding::None,
            1 => Boarding::PhoneAgency,
            _ => Boarding::Regular,
        }
    }
}

/// Berlin's clocks around the end of March 2026.
pub fn zone() -> Zone {
    let offset = |from, seconds| UtcOffset { from, seconds };
    let offsets = vec![offset(1_761_440_400, 3600), offset(1_774_746_000, 7200)];
    Zone { name: "Europe/Berlin".into(), offsets }
}

/// The Saturday before the clocks change.
pub fn first_day() -> Day {
    Day::from_date(2026, 3, 28).unwrap()
}

pub fn feed(random: &mut Random) -> Feed {
    let mut feed = Feed { zone: zone(), ..Feed::default() };
    let stops = 2 + random.below(10);
    for number in 0..stops {
        feed.stops.push(Stop {
            id: format!("s{number}"),
            name: format!("Stop {}", random.below(stops)),
            // Some 180 metres between neighbours of the grid.
            latitude: 48.4 + f64::from(random.below(12)) * 0.0016,
            longitude: 9.98 + f64::from(random.below(8)) * 0.0024,
            wheelchair: random.wheelchair(),
            ..Stop::default()
        });
    }
    for number in 0..3 + random.below(3) {
        let days = (0..4).filter(|_| !random.one_in(3)).map(|day| first_day().plus(day)).collect();
        feed.services.push(Service { id: format!("service{number}"), days });
    }
    let lines = 1 + random.below(4);
    for number in 0..lines {
        let route_type = *random.pick(&[0, 3, 109]);
        feed.lines.push(Line { id: format!("l{number}"), route_type, ..Line::default() });
    }
    for number in 0..=random.below(6) {
        pattern(random, &mut feed, number);
    }
    for _ in 0..random.below(4) {
        let kind = match random.below(4) {
            0 => TransferKind::NotPossible,
            1 => TransferKind::Recommended,
            _ => TransferKind::MinimumTime(random.below(10) * 60),
        };
        feed.transfers.push(Transfer {
            from: Some(StopIndex(random.below(stops))),
            to: Some(StopIndex(random.below(stops))),
            kind,
            from_line: None,
            to_line: None,
            from_trip: None,
            to_trip: None,
        });
    }
    for _ in 0..random.below(3) {
        feed.pathways.push(Pathway {
            from: StopIndex(random.below(stops)),
            to: StopIndex(random.below(stops)),
            kind: *random.pick(&[PathwayKind::Stairs, PathwayKind::Walkway]),
            both_ways: random.one_in(2),
            length: None,
            seconds: Some(random.below(400)),
            stairs: None,
        });
    }
    feed
}

fn pattern(random: &mut Random, feed: &mut Feed, number: u32) {
    let (stops, lines) = (feed.stops.len() as u32, feed.lines.len() as u32);
    let length = 2 + random.below(5);
    let calls: Vec<StopIndex> = (0..length).map(|_| StopIndex(random.below(stops))).collect();
    let boarding: Vec<_> = (0..length).map(|_| (random.boarding(), random.boarding())).collect();
    let line = LineIndex(random.below(lines));
    for trip in 0..=random.below(7) {
        // Early, by day, past midnight, past the next one.
        let hour = *random.pick(&[0, 3, 7, 7, 8, 8, 8, 23, 24, 26, 31, 47]);
        let mut now = hour * 3600 + random.below(60) * 60;
        let mut stop_times = Vec::new();
        for (position, stop) in calls.iter().enumerate() {
            let arrival = now;
            now += random.below(3) * 60 * random.below(2);
            let (pickup, drop_off) = boarding[position];
            let (stop, sequence) = (*stop, position as u32 * 2 + 1);
            stop_times.push(StopTime { stop, sequence, arrival, departure: now, pickup, drop_off });
            now += random.below(12) * 60 + random.below(2) * 17;
        }
        let frequencies = if random.one_in(8) {
            let start = random.below(20) * 1800;
            let (end, headway) = (start + 3600, 600 + random.below(4) * 300);
            vec![Frequency { start, end, headway, exact: random.one_in(2) }]
        } else {
            Vec::new()
        };
        feed.trips.push(Trip {
            id: format!("trip-{number}-0{trip}"),
            line,
            service: ServiceIndex(random.below(feed.services.len() as u32)),
            headsign: String::new(),
            direction: Some(0),
            wheelchair: random.wheelchair(),
            stop_times,
            frequencies,
            ..Trip::default()
        });
    }
}

pub fn overlay(random: &mut Random, timetable: &Timetable) -> Overlay {
    overlay_of(random, timetable, |_| true, 2)
}

/// News of one in so many trips on some days.
pub fn overlay_of(
    random: &mut Random,
    timetable: &Timetable,
    days: impl Fn(Day) -> bool,
    one_in: u32,
) -> Overlay {
    let mut overlay =
        Overlay { timetable: timetable.fingerprint(), made_at: 1, ..Overlay::default() };
    let stops = timetable.stop_count() as u32;
    for trip in (0..timetable.trip_count() as u32).map(TripNumber) {
        for day in timetable.days_of(trip) {
            if !days(day) || !random.one_in(one_in) {
                continue;
            }
            let news = match random.below(8) {
                0 => News::Cancelled,
                1 => News::Deleted,
                _ => {
                    let mut news = Vec::new();
                    for position in 0..timetable.stops_of(trip).count() as u16 {
                        if random.one_in(3) {
                            let delay = |random: &mut Random| random.below(20) as i32 * 60 - 180;
                            let report = match random.below(6) {
                                0 => Report::Skipped,
                                1 => Report::Nothing,
                                2 => {
                                    Report::Times { arrival: Some(delay(random)), departure: None }
                                }
                                3 => {
                                    Report::Times { arrival: None, departure: Some(delay(random)) }
                                }
                                4 => Report::Times { arrival: None, departure: None },
                                _ => {
                                    let arrival = delay(random);
                                    Report::Times {
                                        arrival: Some(arrival),
                                        departure: Some(delay(random)),
                                    }
                                }
                            };
                            let stop = random.one_in(6).then(|| StopNumber(random.below(stops)));
                            news.push(StopNews { position, report, stop });
                        }
                    }
                    News::Runs(news)
                }
            };
            overlay.changes.push(TripChange { trip, day, news });
        }
    }
    for number in 0..random.below(3) {
        let mut now = (7 + random.below(3) as i32) * 3600;
        let calls = (0..2 + random.below(3)).map(|_| {
            let arrival = now;
            now += random.below(2) as i32 * 60;
            let departure = now;
            now += random.below(10) as i32 * 60;
            let (pickup, drop_off) = (!random.one_in(6), !random.one_in(6));
            AddedCall {
                stop: StopNumber(random.below(stops)),
                arrival,
                departure,
                pickup,
                drop_off,
            }
        });
        let calls = calls.collect();
        let line = random.one_in(2).then_some(LineNumber(0));
        let day = first_day().plus(random.below(3) as i32);
        let (id, headsign) = (format!("added{number}"), String::new());
        let wheelchair = random.wheelchair();
        overlay.added.push(AddedTrip { id, line, day, headsign, wheelchair, calls });
    }
    overlay
}

fn endpoint(random: &mut Random, timetable: &Timetable) -> Endpoint {
    match random.below(3) {
        0 => Endpoint::Position(Position {
            latitude: 48.4 + f64::from(random.below(1000)) * 0.000_018,
            longitude: 9.98 + f64::from(random.below(1000)) * 0.000_018,
        }),
        1 => Endpoint::Stop(StopNumber(random.below(timetable.stop_count() as u32))),
        _ => Endpoint::Place(PlaceNumber(random.below(timetable.place_count() as u32))),
    }
}

pub fn query(random: &mut Random, timetable: &Timetable) -> Query {
    let hour = *random.pick(&[6, 7, 7, 8, 8, 22, 25, 30, 31, 49]);
    let start = timetable.day_start(first_day()) + hour * 3600 + i64::from(random.below(60)) * 60;
    let end = start + i64::from(random.below(10)) * 1200;
    let when = match random.below(4) {
        0 => When::DepartAt(start),
        1 => When::ArriveBy(end),
        2 => When::DepartBetween(start, end),
        _ => When::ArriveBetween(start, end),
    };
    let (from, to) = (endpoint(random, timetable), endpoint(random, timetable));
    let mut query = Query::new(from, to, when);
    query.transfers = *random.pick(&[0, 1, 2, 5, 6]);
    query.longest = *random.pick(&[1800, 7200, 12 * 3600, 12 * 3600, 40 * 3600]);
    query.walking = Walking {
        speed: *random.pick(&[120, 120, 60, 160]),
        to_stop: *random.pick(&[0, 200, 520, 1000]),
        between: *random.pick(&[520, 520, 250, 0]),
        all_the_way: *random.pick(&[0, 0, 500, 2000]),
        slack: *random.pick(&[0, 0, 60, 300]),
    };
    if random.one_in(3) {
        query.choice.access = *random.pick(&[Access::Wheelchair, Access::WheelchairKnown]);
    }
    if random.one_in(4) {
        query.choice.modes =
            Modes::ALL.without(*random.pick(&[Mode::Bus, Mode::Tram, Mode::Other]));
    }
    if random.one_in(4) {
        query.exclude(LineNumber(random.below(timetable.line_count() as u32)));
    }
    if random.one_in(3) {
        for _ in 0..=random.below(2) {
            let stops = (0..=random.below(3))
                .map(|_| StopNumber(random.below(timetable.stop_count() as u32)));
            let stops = stops.collect();
            query.via.push(Via { stops, stay: *random.pick(&[0, 0, 120, 600]) });
        }
    }
    query
}
