//! From a week's rules to one row for each date.

use ::library::wire::branches as wire;
use ::library::wire::branches::Texts;
use ::library::wire::shapes::{Many, Map};
use dates::Day;

use super::rules::{Branch, Exception, Rules, Span, Weeks, Words, weekday};
use crate::appointments::closed::ClosedDay;

/// Days before today: a week that has begun is shown whole.
const BEFORE: i32 = 7;
/// Days from today on: more than eight weeks.
const AHEAD: i32 = 70;

/// All branches with their rows.
pub fn branches(rules: &Rules, today: Day) -> wire::Branches {
    wire::Branches { branches: rules.branches.iter().map(|b| branch(rules, b, today)).collect() }
}

fn texts(words: &Words) -> Texts {
    match words {
        Words::One(text) => Texts(vec![(String::new(), text.clone())]),
        Words::Each(each) => {
            Texts(each.iter().map(|(tag, text)| (tag.clone(), text.clone())).collect())
        }
    }
}

fn branch(rules: &Rules, branch: &Branch, today: Day) -> wire::Branch {
    let days = (-BEFORE..=AHEAD).map(|days| day(rules, branch, today.plus_days(days)));
    wire::Branch {
        id: branch.id.clone(),
        name: texts(&branch.name),
        kind: branch.kind.clone(),
        address: branch.address.clone(),
        latitude: branch.latitude,
        longitude: branch.longitude,
        telephone: branch.telephone.clone(),
        email: branch.email.clone(),
        website: branch.website.clone(),
        services: Map(branch.services.iter().map(|(id, name)| (id.clone(), texts(name))).collect()),
        schedules: days.collect(),
        aliases: Many(branch.aliases.clone()),
    }
}

/// An exception beats a holiday, a holiday the week.
fn day(rules: &Rules, branch: &Branch, date: Day) -> wire::Day {
    let row = |info: Option<Texts>, times: Vec<wire::Time>| wire::Day {
        date: date.to_string(),
        closed: times.is_empty().then_some(true),
        info,
        times,
    };
    if let Some(exception) = branch.exceptions.iter().find(|exception| covers(exception, date)) {
        let times = exception.times.iter().map(time).collect();
        return row(exception.info.as_ref().map(texts), times);
    }
    if let Some(holiday) = rules.holidays.iter().find(|holiday| holiday.on.is(date)) {
        return row(Some(texts(&holiday.name)), Vec::new());
    }
    let today = date.weekday().from_monday();
    let comes = |span: &&Span| {
        span.days.iter().any(|day| weekday(day) == Some(today))
            && span.weeks.is_none_or(|weeks| (weeks == Weeks::Even) == (week(date) % 2 == 0))
    };
    row(None, branch.week.iter().filter(comes).map(time).collect())
}

fn covers(exception: &Exception, date: Day) -> bool {
    match (exception.on, exception.until) {
        (ClosedDay::Once(first), Some(last)) => (first..=last).contains(&date),
        (on, _) => on.is(date),
    }
}

fn time(span: &Span) -> wire::Time {
    let mode = span.mode.clone().unwrap_or_else(|| "staffed".to_owned());
    wire::Time {
        from: span.from.clone(),
        to: span.to.clone(),
        // For readers that know Kirkanta's numbers only.
        status: Some(match mode.as_str() {
            "closed" => 0,
            "staffed" => 1,
            _ => 2,
        }),
        mode: Some(mode),
        entry: span.entry.clone(),
        age: span.minimum_age,
        without: Many(span.without.clone()),
        stop: span.stop.as_ref().map(|stop| wire::Stop {
            name: stop.name.clone(),
            latitude: stop.latitude,
            longitude: stop.longitude,
        }),
        info: span.info.as_ref().map(texts),
    }
}

/// The week of the year (ISO 8601): the one that its Thursday is in.
fn week(date: Day) -> i32 {
    let thursday = date.plus_days(3 - i32::from(date.weekday().from_monday()));
    let first = Day::new(thursday.parts().0, 1, 1).unwrap_or(thursday);
    thursday.days_since(first) / 7 + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn weeks_as_the_calendar_counts_them() {
        for (day, number) in [
            ("2026-12-31", 53),
            ("2027-01-03", 53),
            ("2027-01-04", 1),
            ("2024-12-30", 1),
            ("2026-11-24", 48),
        ] {
            assert_eq!(week(date(day)), number, "{day}");
        }
    }

    fn rules(text: &str) -> Result<Rules, String> {
        let rules: Rules = serde_json::from_str(text).map_err(|error| error.to_string())?;
        rules.check().map(|()| rules)
    }

    #[test]
    fn exceptions_beat_holidays_and_holidays_the_week() {
        let rules = rules(
            r#"{"holidays": [{"on": "01-06", "name": "Heilige Drei Könige"}, {"on": "12-25", "name": "Weihnachten"}],
                "branches": [{"id": "z", "name": "Z", "week": [{"days": ["mon","tue","wed","thu","fri"], "from": "10:00", "to": "19:00"},
                  {"days": ["sat"], "weeks": "even", "from": "10:00", "to": "14:00", "mode": "card"}],
                  "exceptions": [{"on": "2027-01-05", "until": "2027-01-06", "info": "Umzug", "times": [{"from": "12:00", "to": "13:00"}]}]}]}"#,
        )
        .unwrap();
        let branch = rules.branches.first().unwrap();
        let on = |text: &str| day(&rules, branch, date(text));
        assert_eq!(on("2027-01-06").times.first().unwrap().from, "12:00");
        assert_eq!(on("2026-12-25").closed, Some(true));
        assert_eq!(on("2026-12-25").info.unwrap().get("de"), "Weihnachten");
        assert_eq!(on("2028-01-06").closed, Some(true), "a Thursday");
        assert_eq!(on("2026-11-28").times.first().unwrap().status, Some(2), "week 48");
        assert_eq!(on("2026-11-21").closed, Some(true), "week 47");
    }

    #[test]
    fn a_mistake_is_named() {
        let with = |week: &str| {
            rules(&format!(r#"{{"branches": [{{"id": "z", "name": "Z", "week": [{week}]}}]}}"#))
                .unwrap_err()
        };
        assert!(
            with(r#"{"days": ["mo"], "from": "10:00", "to": "11:00"}"#)
                .contains("\"mo\" is no day")
        );
        assert!(with(r#"{"days": ["mon"], "from": "10", "to": "11:00"}"#).contains("is no time"));
        assert!(
            with(r#"{"days": ["mon"], "from": "10:00", "to": "11:00", "mode": "open"}"#)
                .contains("mode")
        );
        assert!(
            with(r#"{"days": ["mon"], "from": "10:00", "to": "11:00", "without": ["x"]}"#)
                .contains("services")
        );
        assert!(with(r#"{"from": "10:00", "to": "11:00"}"#).contains("no days"));
    }
}
