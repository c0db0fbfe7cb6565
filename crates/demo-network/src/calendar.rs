//! Which day is what: weekdays, public holidays, and what the clocks of Berlin show.

use timetable::{Day, Moment};

use crate::lines::ServiceKind;

/// What a day is for the timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday.
    Weekday,
    /// Saturday, or the day of Christmas Eve and of New Year's Eve.
    Saturday,
    /// Sunday or public holiday.
    Sunday,
}

/// What a day is for the timetable, public holidays considered.
pub fn kind(day: Day) -> DayKind {
    let (_, month, date) = day.date();
    match day.weekday() {
        6 => DayKind::Sunday,
        _ if is_holiday(day) => DayKind::Sunday,
        5 => DayKind::Saturday,
        _ if month == 12 && (date == 24 || date == 31) => DayKind::Saturday,
        _ => DayKind::Weekday,
    }
}

/// Whether a service runs on that day.
pub fn runs(service: ServiceKind, day: Day) -> bool {
    match service {
        ServiceKind::Weekday => kind(day) == DayKind::Weekday,
        ServiceKind::Saturday => kind(day) == DayKind::Saturday,
        ServiceKind::Sunday => kind(day) == DayKind::Sunday,
        ServiceKind::Daily => true,
        // A night belongs to the day on which it begins.
        ServiceKind::WeekendNight => matches!(day.weekday(), 4 | 5) || is_holiday(day.plus(1)),
    }
}

/// Whether a service runs on that day of the week when nothing is special (calendar.txt).
pub fn runs_usually(service: ServiceKind, weekday: u8) -> bool {
    match service {
        ServiceKind::Weekday => weekday < 5,
        ServiceKind::Saturday => weekday == 5,
        ServiceKind::Sunday => weekday == 6,
        ServiceKind::Daily => true,
        ServiceKind::WeekendNight => weekday == 4 || weekday == 5,
    }
}

/// The nine public holidays that all of Germany has, the same on which the demo city's offices are closed.
pub fn is_holiday(day: Day) -> bool {
    let (year, month, date) = day.date();
    if matches!((month, date), (1 | 5, 1) | (10, 3) | (12, 25 | 26)) {
        return true;
    }
    easter(year).is_some_and(|sunday| matches!(day.0 - sunday.0, -2 | 1 | 39 | 50))
}

/// Easter Sunday (Gregorian), after the anonymous algorithm published in 1876.
#[allow(clippy::many_single_char_names)] // the names of the published algorithm
fn easter(year: i32) -> Option<Day> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let date = (h + l - 7 * m + 114) % 31 + 1;
    Day::from_date(year, u32::try_from(month).ok()?, u32::try_from(date).ok()?)
}

/// Seconds by which Berlin's clocks are ahead of UTC: summer time from the last Sunday of March to the last of
/// October, both at 01:00 UTC (Directive 2000/84/EC).
pub fn offset(at: Moment) -> i64 {
    let day = Day(i32::try_from(at.div_euclid(86_400)).unwrap_or(0));
    let (year, _, _) = day.date();
    let change = |month| last_sunday(year, month).map_or(0, |day| i64::from(day.0) * 86_400 + 3600);
    if (change(3)..change(10)).contains(&at) { 7200 } else { 3600 }
}

fn last_sunday(year: i32, month: u32) -> Option<Day> {
    let last = Day::from_date(year, month, 31)?;
    Some(last.plus(-i32::from((last.weekday() + 1) % 7)))
}

/// The moment from which a service day's times are counted: noon minus twelve hours.
pub fn start_of(day: Day) -> Moment {
    let noon = i64::from(day.0) * 86_400 + 43_200;
    // Noon in UTC is on the same side of any change of the clocks as noon in Berlin.
    noon - offset(noon) - 43_200
}

/// The calendar's day at a moment, in Berlin.
pub fn day_at(at: Moment) -> Day {
    Day(i32::try_from((at + offset(at)).div_euclid(86_400)).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(year: i32, month: u32, date: u32) -> Day {
        Day::from_date(year, month, date).unwrap()
    }

    #[test]
    fn holidays_are_sundays_and_christmas_eve_a_saturday() {
        assert_eq!(kind(day(2026, 12, 24)), DayKind::Saturday); // a Thursday
        assert_eq!(kind(day(2026, 12, 25)), DayKind::Sunday);
        assert_eq!(kind(day(2027, 3, 26)), DayKind::Sunday); // Good Friday
        assert_eq!(kind(day(2027, 5, 6)), DayKind::Sunday); // Ascension Day
        assert_eq!(kind(day(2026, 11, 24)), DayKind::Weekday);
        assert!(runs(ServiceKind::WeekendNight, day(2026, 12, 24)));
        assert!(!runs(ServiceKind::WeekendNight, day(2026, 11, 24)));
    }

    #[test]
    fn service_days_begin_as_the_reference_says() {
        // The worked case of google/transit#325: 00:30 on the day on which the clocks go forward.
        assert_eq!(start_of(day(2021, 3, 28)) + 1800, 1_616_884_200);
        assert_eq!(start_of(day(2021, 3, 28)) + 6 * 3600 + 1800, 1_616_905_800);
        assert_eq!(day_at(1_616_884_200), day(2021, 3, 27));
        assert_eq!(offset(1_635_641_999), 7200);
        assert_eq!(offset(1_635_642_000), 3600);
    }
}
