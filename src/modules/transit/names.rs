//! What lines, times, delays and places are called on the screen and read aloud.
use super::state;
use crate::i18n::{format, plural, text};
use transit::answer::{Departure, Kind};
use transit::source::{By, Freshness};
use transit::{
    Day, Journey, Line, Moment, Platform, Ride, Running, Source, Timing, Trouble, Wheelchair,
};

/// A line with its kind: "Bus 5".
pub fn line(line: &Line) -> String {
    text(&["transit.mode.", line.mode.word()].concat(), &[("name", &line.name)])
}

/// "Bus 5 to Hauptbahnhof".
pub fn line_to(of: &Line, headsign: &str) -> String {
    if headsign.is_empty() {
        return line(of);
    }
    text("transit.to", &[("line", &line(of)), ("headsign", headsign)])
}

/// The time of day.
pub fn time(moment: Moment) -> String {
    format::moment(moment.0, format::Style::Time)
}

/// Day and time, the day only if it is not today.
pub fn moment(moment: Moment) -> String {
    let time = time(moment);
    match format::local(moment.0) {
        Some((day, _)) if Some(day) != format::today() => {
            text("transit.moment", &[("day", &format::friendly_day(day)), ("time", &time)])
        }
        _ => time,
    }
}

/// How far the city's clock is ahead of UTC, in seconds.
fn ahead(moment: Moment) -> Option<i64> {
    let (day, minutes) = format::local(moment.0)?;
    let shown = i64::from(day.epoch_days()) * 86_400 + i64::from(minutes) * 60;
    // Seconds are not among what the clock shows.
    Some(shown - moment.0.div_euclid(60) * 60)
}

/// When the clock is changed between two moments, if it is: the first moment after.
pub fn clock_change(first: Moment, last: Moment) -> Option<Moment> {
    let before = ahead(first)?;
    if last <= first || ahead(last)? == before {
        return None;
    }
    // It changes at a full minute, and once.
    let (mut low, mut high) = (first.0.div_euclid(60), last.0.div_euclid(60));
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if ahead(Moment(middle * 60))? == before {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(Moment(high * 60))
}

/// The city's calendar day of a moment.
pub fn day_of(moment: Moment) -> Option<Day> {
    format::local(moment.0).map(|(day, _)| Day(day.epoch_days()))
}

/// A day of the timetable.
pub fn day(day: Day) -> String {
    format::day(zms::Day::from_epoch_days(i64::from(day.0)), format::Style::FullDay)
}

/// How long a journey takes: the difference of the two times that stand beside it.
pub fn length(journey: &Journey) -> String {
    duration(journey.arrival().clock_minutes_since(journey.departure()) * 60)
}

/// Minutes, as people speak: "4 minutes".
pub fn minutes(count: i64) -> String {
    plural("transit.minutes", number(count), &[])
}

/// How long, from seconds: "1 h 5 min", at least one minute.
pub fn duration(seconds: i64) -> String {
    let minutes = (seconds + 59) / 60;
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    if minutes < 60 {
        text("transit.min", &[("n", &minutes.max(1).to_string())])
    } else {
        text("transit.hours", &[("h", &hours), ("min", &rest)])
    }
}

#[allow(clippy::cast_precision_loss, reason = "numbers shown to people are small")]
fn number(count: i64) -> f64 {
    count as f64
}

/// How long until a moment, to be glanced at: "now", "4 min", "14:31".
pub fn countdown(until: Moment, now: Moment) -> String {
    match until.since(now).div_euclid(60) {
        minutes if minutes < 0 => text("transit.left", &[]),
        0 => text("transit.now", &[]),
        1..600 => duration(until.since(now).div_euclid(60) * 60),
        _ => moment(until),
    }
}

/// The same, to be read aloud: "in 4 minutes".
pub fn spoken_countdown(until: Moment, now: Moment) -> String {
    match until.since(now).div_euclid(60) {
        minutes @ 1..60 => format::relative(minutes, "minute"),
        _ => countdown(until, now),
    }
}

/// What became of the plan: "2 minutes late", "on time", "cancelled"; `None` if nothing is known.
pub fn delay(timing: Timing) -> Option<String> {
    if timing.is_cancelled() {
        return Some(text("transit.cancelled", &[]));
    }
    Some(match timing.delay()? {
        0 => text("transit.onTime", &[]),
        late @ 1.. => plural("transit.late", number(late), &[]),
        early => plural("transit.early", number(-early), &[]),
    })
}

/// Where at the stop: "platform 3", or that it is another one today.
pub fn platform(of: &Platform) -> Option<String> {
    let name = of.name()?;
    if of.has_changed() {
        let planned = of.planned.as_deref().unwrap_or_default();
        if !planned.is_empty() {
            return Some(text("transit.platform.changed", &[("name", name), ("planned", planned)]));
        }
    }
    Some(text("transit.platform", &[("name", name)]))
}

/// Parts of a sentence, those that are there.
pub fn join(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(&text("transit.comma", &[]))
}

/// A departure, to be read aloud: "Bus 5 to Hauptbahnhof, in 4 minutes, 2 minutes late, platform 3".
pub fn spoken(departure: &Departure, now: Moment) -> String {
    let timing = departure.timing;
    let when = if timing.is_cancelled() {
        time(timing.planned)
    } else {
        spoken_countdown(timing.expected(), now)
    };
    let notes = notes(departure);
    // On the screen a sign says the good news.
    let accessible =
        (departure.wheelchair == Wheelchair::Yes).then(|| text("transit.wheelchair.yes", &[]));
    join([
        Some(line_to(&departure.line, &departure.headsign)),
        Some(when),
        delay(timing),
        platform(&departure.platform),
        Some(notes),
        accessible,
    ])
}

/// What else is to be known of a departure.
pub fn notes(departure: &Departure) -> String {
    join([
        departure.extra.then(|| text("transit.extra", &[])),
        departure.every.map(every),
        departure.on_request.then(|| text("transit.request", &[])),
        (departure.wheelchair == Wheelchair::No).then(|| text("transit.wheelchair.no", &[])),
    ])
}

/// "every 10 minutes".
pub fn every(seconds: u32) -> String {
    plural("transit.every", f64::from(seconds.div_ceil(60)), &[])
}

/// Whether it can be used with a wheelchair, where that is known; unknown is said on the pages of stop and ride.
pub fn wheelchair(of: Wheelchair) -> Option<String> {
    match of {
        Wheelchair::Yes => Some(text("transit.wheelchair.yes", &[])),
        Wheelchair::No => Some(text("transit.wheelchair.no", &[])),
        Wheelchair::Unknown => None,
    }
}

/// The same, with what is not known.
pub fn wheelchair_known(of: Wheelchair) -> String {
    wheelchair(of).unwrap_or_else(|| text("transit.wheelchair.unknown", &[]))
}

/// A walk: "300 m, 4 min on foot".
pub fn walk(metres: u32, seconds: u32) -> String {
    let distance = format::distance(f64::from(metres));
    let duration = duration(i64::from(seconds));
    text("transit.walk", &[("distance", &distance), ("duration", &duration)])
}

/// A ride in short: "Bus 5 to Hauptbahnhof, 14:02".
pub fn ride(ride: &Ride) -> String {
    join([Some(line_to(&ride.line, &ride.headsign)), Some(time(ride.departure()))])
}

/// How fresh something is, in a sentence.
pub fn freshness(source: &Source, now: Moment) -> String {
    let how = match source.freshness(now, state::today()) {
        Freshness::Live(at) => text("transit.fresh.live", &[("time", &time(at))]),
        Freshness::Stale(at) => text("transit.fresh.stale", &[("time", &time(at))]),
        Freshness::Timetable => text("transit.fresh.timetable", &[]),
        Freshness::Expired(last) => text("transit.fresh.expired", &[("day", &day(last))]),
    };
    let by = match source.by {
        By::Device => text("transit.by.device", &[]),
        By::Planner => text("transit.by.planner", &[]),
    };
    [&how, " ", &by].concat()
}

/// A trouble in a sentence.
pub fn trouble(of: &Trouble) -> String {
    let day = of.day.map(day).unwrap_or_default();
    text(&["transit.trouble.", of.kind.word()].concat(), &[("day", &day)])
}

/// What to do about a trouble.
pub fn next_step(of: &Trouble) -> String {
    let key = match of.kind {
        Kind::NoTimetable | Kind::Unreachable => "transit.next.connection",
        Kind::Expired | Kind::NotYet => "transit.next.day",
        Kind::UnknownStop | Kind::UnknownLine | Kind::UnknownTrip => "transit.next.search",
        Kind::NotServed | Kind::FarFromStart | Kind::FarFromEnd => "transit.next.other",
        Kind::SamePlace => "transit.next.places",
        Kind::NoJourney => "transit.next.time",
        Kind::Busy | Kind::Garbled | Kind::BadQuestion | Kind::Other => "transit.next.later",
    };
    text(key, &[])
}

/// Whether a moment is only a plan, was confirmed or changed: a word for the style.
pub const fn state_of(timing: Timing) -> &'static str {
    match timing.running {
        Running::Unknown => "time",
        Running::Cancelled => "time time--cancelled",
        Running::At(_) => match timing.delay() {
            Some(1..) => "time time--late",
            _ => "time time--live",
        },
    }
}

/// A moment of the city's clock; the later of two where a clock set back shows it twice, the moment after where one
/// set forward leaves it out.
pub fn moment_of(day: zms::Day, minutes: u32) -> Moment {
    let wanted = i64::from(day.epoch_days()) * 86_400 + i64::from(minutes) * 60;
    // The clock is ahead of UTC by what it shows at that very moment; twice, because the first guess may lie on the
    // other side of a change.
    let mut guess = wanted;
    for _ in 0..2 {
        if let Some((day, minutes)) = format::local(guess) {
            let shown = i64::from(day.epoch_days()) * 86_400 + i64::from(minutes) * 60;
            guess += wanted - shown;
        }
    }
    Moment(guess)
}
