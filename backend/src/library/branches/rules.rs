//! What a city writes about its branches.

use std::collections::BTreeMap;

use dates::TimeOfDay;
use serde::Deserialize;

use crate::appointments::closed::ClosedDay;

/// A text for every language, or one for all.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// For all.
    One(String),
    /// By language.
    Each(BTreeMap<String, String>),
}

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rules {
    /// Days on which every branch is closed, those of the state among them.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// One by one.
    pub branches: Vec<Branch>,
}

/// A holiday.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// `2026-12-24`, `12-25` or `easter+1`.
    pub on: ClosedDay,
    /// Its name.
    pub name: Words,
}

/// A branch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Branch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// `mobile` for a bookmobile.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Street and place.
    pub address: Option<String>,
    /// Degrees.
    pub latitude: Option<f64>,
    /// Degrees.
    pub longitude: Option<f64>,
    /// Telephone.
    pub telephone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Its page.
    pub website: Option<String>,
    /// Ids that other systems use for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Services with their names.
    #[serde(default)]
    pub services: BTreeMap<String, Words>,
    /// When it is open in a usual week.
    pub week: Vec<Span>,
    /// Days that differ; they beat holidays.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// A span that comes every week, or every second.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Span {
    /// `mon` to `sun`; none in an exception.
    #[serde(default)]
    pub days: Vec<String>,
    /// `even` or `odd` weeks (ISO 8601), where it comes every second.
    pub weeks: Option<Weeks>,
    /// `10:00`
    pub from: String,
    /// `19:00`
    pub to: String,
    /// `staffed` when nothing is said.
    pub mode: Option<String>,
    /// Who may enter.
    pub entry: Option<String>,
    /// Least age without staff.
    pub minimum_age: Option<i64>,
    /// Services that do not run.
    #[serde(default)]
    pub without: Vec<String>,
    /// Where a bookmobile stands.
    pub stop: Option<Stop>,
    /// What it is called.
    pub info: Option<Words>,
}

/// Which weeks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weeks {
    /// 2, 4, …
    Even,
    /// 1, 3, …
    Odd,
}

/// A stop.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// The place.
    pub name: String,
    /// Degrees.
    pub latitude: Option<f64>,
    /// Degrees.
    pub longitude: Option<f64>,
}

/// A day that differs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// `2026-12-24`, `12-31` or `easter+1`; until the day below, where there is one.
    pub on: ClosedDay,
    /// The last of several days (`2027-01-05`); only after a date with a year.
    pub until: Option<dates::Day>,
    /// Why.
    pub info: Option<Words>,
    /// When it is open then; nothing is closed.
    #[serde(default)]
    pub times: Vec<Span>,
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Monday is 0.
pub fn weekday(name: &str) -> Option<u8> {
    (0..).zip(DAYS).find(|(_, known)| *known == name).map(|(at, _)| at)
}

impl Rules {
    /// What the types cannot say.
    ///
    /// # Errors
    /// The first mistake, with the branch and what to write.
    pub fn check(&self) -> Result<(), String> {
        for branch in &self.branches {
            let wrong = |what: String| Err(format!("branch \"{}\": {what}", branch.id));
            let exceptions = branch.exceptions.iter().flat_map(|exception| &exception.times);
            for span in branch.week.iter().chain(exceptions) {
                if let Some(day) = span.days.iter().find(|day| weekday(day).is_none()) {
                    return wrong(format!(
                        "\"{day}\" is no day; write mon, tue, wed, thu, fri, sat or sun"
                    ));
                }
                if let Some(time) =
                    [&span.from, &span.to].into_iter().find(|t| TimeOfDay::parse(t).is_none())
                {
                    return wrong(format!("\"{time}\" is no time; write for example 09:30"));
                }
                let modes = ["staffed", "supervised", "card", "closed"];
                if let Some(mode) =
                    span.mode.as_ref().filter(|mode| !modes.contains(&mode.as_str()))
                {
                    return wrong(format!("mode \"{mode}\" is none of {}", modes.join(", ")));
                }
                let entries = ["anyone", "card", "registered"];
                if let Some(entry) =
                    span.entry.as_ref().filter(|entry| !entries.contains(&entry.as_str()))
                {
                    return wrong(format!("entry \"{entry}\" is none of {}", entries.join(", ")));
                }
                if let Some(service) =
                    span.without.iter().find(|id| !branch.services.contains_key(*id))
                {
                    return wrong(format!(
                        "without names \"{service}\", which is not among its services"
                    ));
                }
            }
            let weekly = branch.week.iter().any(|span| span.days.is_empty());
            if weekly {
                return wrong("a span of the week has no days".to_owned());
            }
            for exception in &branch.exceptions {
                let once = matches!(exception.on, ClosedDay::Once(_));
                if exception.until.is_some() && !once {
                    return wrong("until needs a date with a year in on".to_owned());
                }
            }
        }
        Ok(())
    }
}
