//! How full the branches of the invented library are. There is no counter: a day has its quiet and its busy hours.

use ::library::branch::Branch;
use ::library::occupancy::Level;
use ::library::opening;
use ::library::wire::branches::Texts;
use ::library::wire::occupancy::{Occupancies, Occupancy};
use dates::LocalTime;

use super::http::{self, Asked};
use super::reply::Reply;

/// Places where somebody counts; elsewhere nobody does.
const COUNTED: [(&str, i64); 2] = [("zentral", 180), ("nord", 45)];

/// Branches that are open now, as full as they are at such an hour.
pub fn answer(asked: &Asked<'_>) -> Reply {
    let now = http::local(asked.city, asked.now);
    let branches = asked.city.library.branches.branches(asked.city, now.day);
    let counted = branches.iter().filter_map(|branch| count(branch, now, asked.now));
    Reply::of(&Occupancies { branches: counted.collect() })
}

fn count(branch: &Branch, now: LocalTime, at: i64) -> Option<Occupancy> {
    let (_, capacity) = COUNTED.iter().find(|(id, _)| *id == branch.id)?;
    opening::state(branch, now).open()?;
    // A quarter in the morning, nearly full at four, and a little more or less every minute.
    let minutes = i64::from(now.time.minutes());
    let busy = (90 - (minutes - 16 * 60).abs() / 8).clamp(10, 90);
    let percent = (busy + minutes * 7 % 11 - 5).clamp(0, 100);
    let share = u8::try_from(percent).unwrap_or(100);
    let minute = at - at.rem_euclid(60);
    Some(Occupancy {
        branch: branch.id.clone(),
        at: jiff::Timestamp::from_second(minute).ok()?.to_string(),
        level: Some(Level::of_percent(share).wire().to_owned()),
        percent: Some(percent),
        capacity: Some(*capacity),
        source: Some(Texts(vec![(String::new(), "Musterstadt".to_owned())])),
    })
}
