//! A journey with a change, told by the clock.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use transit::journey::{Reach, Trip};
use transit::line::LineId;
use transit::now::Action;
use transit::{
    Call, Day, Journey, Leg, Line, Mode, Moment, Platform, Ride, Running, Spot, StopId, Timing,
    Walk, Wheelchair,
};

fn call(name: &str, planned: i64, delay: Option<i64>) -> Call {
    let running = delay.map_or(Running::Unknown, |delay| Running::At(Moment(planned + delay)));
    let timing = Some(Timing { planned: Moment(planned), running });
    Call {
        stop: StopId(name.into()),
        name: name.into(),
        position: "52.1,9.1".parse().unwrap(),
        arrival: timing,
        departure: timing,
        platform: Platform::default(),
        wheelchair: Wheelchair::Unknown,
        no_boarding: false,
        no_alighting: false,
        on_request: false,
    }
}

fn ride(line: &str, stops: &[(&str, i64)], delay: Option<i64>) -> Ride {
    let calls: Vec<Call> = stops.iter().map(|(name, at)| call(name, *at, delay)).collect();
    let last = calls.len() - 1;
    Ride {
        trip: Trip { id: line.into(), day: Day(20_000) },
        line: Line {
            id: LineId(line.into()),
            name: line.into(),
            long_name: None,
            mode: Mode::Bus,
            colour: None,
            operator: None,
        },
        headsign: stops[last].0.into(),
        board: calls[0].clone(),
        between: calls[1..last].to_vec(),
        alight: calls[last].clone(),
        wheelchair: Wheelchair::Unknown,
        extra: false,
        stay_seated: false,
        every: None,
        alerts: Vec::new(),
    }
}

fn walk(from: &str, to: &str, start: i64, seconds: u32) -> Leg {
    let spot =
        |name: &str| Spot { stop: None, name: name.into(), position: "52.1,9.1".parse().unwrap() };
    Leg::Walk(Walk {
        from: spot(from),
        to: spot(to),
        metres: seconds,
        seconds,
        start: Moment(start),
    })
}

/// Walk, bus 5 from A over B and C to D, change by 120 seconds on foot, bus 9 from E to F, walk.
fn journey(first_late: Option<i64>, second_late: Option<i64>) -> Journey {
    let first = ride("5", &[("A", 1000), ("B", 1200), ("C", 1400), ("D", 1600)], first_late);
    let arrival = first.arrival().0;
    let second = ride("9", &[("E", 1900), ("F", 2200)], second_late);
    let there = second.arrival().0;
    Journey::new(vec![
        walk("Home", "A", 700, 300),
        Leg::Ride(first),
        walk("D", "E", arrival, 120),
        Leg::Ride(second),
        walk("F", "Office", there, 100),
    ])
    .unwrap()
}

#[test]
fn its_figures() {
    let journey = journey(None, None);
    assert_eq!(
        (journey.departure(), journey.arrival(), journey.seconds()),
        (Moment(700), Moment(2300), 1600)
    );
    assert_eq!((journey.changes(), journey.metres_on_foot()), (1, 520));
    let transfers = journey.transfers();
    assert_eq!(transfers.len(), 1);
    assert_eq!(
        (transfers[0].walk, transfers[0].slack, transfers[0].reach()),
        (120, 180, Reach::Enough)
    );
    assert!(!journey.is_broken());
}

#[test]
fn delays_eat_the_change_or_save_it() {
    let reach = |first, second| journey(first, second).transfers()[0].reach();
    assert_eq!(reach(Some(60), None), Reach::Enough);
    assert_eq!(reach(Some(150), None), Reach::Tight);
    assert_eq!(reach(Some(180), None), Reach::Tight);
    assert_eq!(reach(Some(181), None), Reach::Missed);
    assert_eq!(reach(Some(181), Some(300)), Reach::Enough);
    assert!(journey(Some(181), None).is_broken());
}

#[test]
fn who_stays_seated_misses_nothing() {
    let mut second = ride("9", &[("D", 1500), ("F", 2200)], None);
    second.stay_seated = true;
    let first = ride("5", &[("A", 1000), ("D", 1600)], None);
    let journey = Journey::new(vec![Leg::Ride(first), Leg::Ride(second)]).unwrap();
    assert_eq!(journey.changes(), 0);
    assert!(!journey.is_broken());
}

#[test]
fn what_to_do_by_the_clock() {
    let journey = journey(None, None);
    let told = |now: i64| match journey.action(Moment(now)) {
        Action::SetOut(at) => format!("set out at {}", at.0),
        Action::Walk(walk) => format!("walk to {}", walk.to.name),
        Action::Board(ride) => format!("board {} at {}", ride.line.name, ride.board.name),
        Action::Ride { ride, next, stops } => {
            format!("{}: next {}, {stops} stops", ride.line.name, next.name)
        }
        Action::Alight(ride) => format!("get off at {}", ride.alight.name),
        Action::Arrived => "there".to_owned(),
    };
    let told: Vec<String> =
        [0, 700, 999, 1000, 1200, 1400, 1599, 1600, 1750, 1900, 2250, 2300].map(told).to_vec();
    assert_eq!(
        told,
        [
            "set out at 700",
            "walk to A",
            "walk to A",
            "5: next B, 3 stops",
            "5: next C, 2 stops",
            "get off at D",
            "get off at D",
            "walk to E",
            "board 9 at E",
            "get off at F",
            "walk to Office",
            "there",
        ]
    );
}

#[test]
fn a_change_that_no_longer_works_is_said_while_there_is_time() {
    let late = journey(Some(400), None);
    let broken = |now: i64| late.broken_ahead(Moment(now)).map(|ride| ride.line.name.as_str());
    assert_eq!((broken(0), broken(1500), broken(1899)), (Some("9"), Some("9"), Some("9")));
    assert_eq!(broken(1900), None, "gone: the clock cannot know whether one sits in it");
    assert_eq!(journey(None, None).broken_ahead(Moment(0)), None);
}

#[test]
fn a_cancelled_ride_is_said_until_it_would_have_arrived() {
    let mut first = ride("5", &[("A", 1000), ("D", 1600)], None);
    first.board.departure = Some(Timing { planned: Moment(1000), running: Running::Cancelled });
    let journey = Journey::new(vec![walk("Home", "A", 700, 300), Leg::Ride(first)]).unwrap();
    assert!(journey.is_broken());
    let broken = |now: i64| journey.broken_ahead(Moment(now)).is_some();
    assert_eq!((broken(0), broken(1200), broken(1600)), (true, true, false));
}

#[test]
fn the_same_vehicles_are_the_same_journey() {
    assert!(journey(None, None).is_same(&journey(Some(60), Some(0))));
    let other =
        Journey::new(vec![Leg::Ride(ride("5", &[("A", 1000), ("D", 1600)], None))]).unwrap();
    assert!(!journey(None, None).is_same(&other));
}

#[test]
fn a_kept_journey_takes_what_is_known_of_its_vehicles() {
    let kept = Journey::new(vec![
        walk("Home", "A", 0, 100),
        Leg::Ride(ride("5", &[("A", 100), ("B", 400)], None)),
        walk("B", "B", 400, 60),
        Leg::Ride(ride("2", &[("B", 600), ("C", 900)], None)),
        walk("C", "Work", 900, 50),
    ])
    .unwrap();
    let whole = |delay: Option<i64>| {
        move |trip: &Trip| {
            Some(match trip.id.as_str() {
                "5" => ride("5", &[("Z", 0), ("A", 100), ("B", 400), ("Y", 500)], delay),
                _ => ride("2", &[("B", 600), ("C", 900), ("D", 990)], None),
            })
        }
    };
    assert_eq!(kept.renewed(whole(None)).map(|journey| journey.is_same(&kept)), Some(true));

    // Three minutes late: the walk begins later, the change is missed, one sets out as before.
    let late = kept.renewed(whole(Some(180))).unwrap();
    let starts: Vec<i64> = late.legs().map(|leg| leg.start().0).collect();
    assert_eq!(starts, [0, 280, 580, 600, 900]);
    assert!(late.is_broken() && late.is_same(&kept));

    // Cancelled where one gets on.
    let cancelled = kept.renewed(|trip| {
        let mut ride = whole(None)(trip)?;
        for call in ride.between.iter_mut().filter(|call| call.name == "A") {
            call.departure =
                call.departure.map(|timing| Timing { running: Running::Cancelled, ..timing });
        }
        Some(ride)
    });
    assert!(cancelled.unwrap().rides().next().unwrap().is_cancelled());

    // Another time, another way, nothing at all: it is not that journey any more.
    for changed in
        [&[("A", 101), ("B", 400)][..], &[("A", 100), ("D", 400)], &[("B", 50), ("A", 100)]]
    {
        assert_eq!(kept.renewed(|_| Some(ride("5", changed, None))), None, "{changed:?}");
    }
    assert_eq!(kept.renewed(|_| None), None);
}

#[test]
fn a_page_is_read_as_it_is_written() {
    use transit::query::Page;
    for page in [Page::First, Page::Later(Moment(5)), Page::Earlier(Moment(-5))] {
        assert_eq!(Page::parse(page.text().as_deref()), page);
    }
    // A planner's cursor is none of ours.
    for other in ["LATER|1786723620", "l", "", "\u{e9}1", "later"] {
        assert_eq!(Page::parse(Some(other)), Page::First, "{other}");
    }
}
