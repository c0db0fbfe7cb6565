//! One item of `items.json`, checked: what the backend must know of it, and what it passes on.

use ::participation::{Kind, Policy};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::dates::{Calendar, Side, relative};

/// Cells of results below this are not shown, where the city says nothing.
const USUAL_GROUP: u64 = 5;
/// A demo begins anew after so many days, or later if its dates reach further.
const DEMO_LASTS: i64 = 28;
/// What a city may write and the app reads as it stands.
const PASSED: [&str; 13] = [
    "id",
    "kind",
    "title",
    "summary",
    "topics",
    "districts",
    "minutes",
    "version",
    "participation",
    "privacy",
    "external",
    "phases",
    "outcome",
];

/// An item as it is asked now.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name in addresses.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The day from which its dates count, since 1970-01-01.
    pub began: i64,
    /// The version of the form with which one begins; none for what is asked elsewhere.
    pub version: Option<String>,
    /// From when on answers are taken.
    pub opens: Option<i64>,
    /// When nobody can begin any more.
    pub closes: Option<i64>,
    /// Until when an answer may still arrive.
    pub accept_until: Option<i64>,
    /// When each phase begins and ends, in the order of the file.
    pub phases: Vec<(Option<i64>, Option<i64>)>,
    /// Whether a code is needed.
    pub needs_token: bool,
    /// Whether a person has to agree to the privacy notice.
    pub needs_consent: bool,
    /// As many answers as are wanted.
    pub quota: Option<i64>,
    /// When results are shown.
    pub policy: Policy,
    /// Cells below this are not shown.
    pub least_group: u64,
    /// Its JSON without what is generated, with dates as moments.
    pub wire: Map<String, Value>,
}

impl Item {
    /// Whether an answer that has not arrived yet comes too late.
    pub fn is_closed(&self, now: i64) -> bool {
        self.accept_until.is_some_and(|until| until <= now)
    }

    /// Whether nobody can begin any more.
    pub fn is_over(&self, now: i64) -> bool {
        self.closes.is_some_and(|closes| closes <= now)
    }

    /// Whether results may be seen, if there are any.
    pub fn shows_results(&self, now: i64) -> bool {
        match self.policy {
            Policy::Never => false,
            Policy::AfterSubmit => true,
            Policy::AfterClose => self.is_over(now),
        }
    }
}

#[derive(Deserialize)]
struct Written {
    id: String,
    kind: String,
    version: Option<String>,
    #[serde(default)]
    phases: Vec<WrittenPhase>,
    #[serde(rename = "acceptUntil")]
    accept_until: Option<String>,
    #[serde(default)]
    participation: WrittenRules,
    quota: Option<WrittenQuota>,
    privacy: Option<WrittenPrivacy>,
    #[serde(default)]
    results: WrittenResults,
    external: Option<Value>,
}

#[derive(Deserialize)]
struct WrittenPhase {
    id: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Default, Deserialize)]
struct WrittenRules {
    mode: Option<String>,
    once: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenQuota {
    Answers(i64),
    Object { max: Option<i64>, answers: Option<i64> },
}

#[derive(Deserialize)]
struct WrittenPrivacy {
    #[serde(rename = "consentRequired")]
    consent_required: Option<bool>,
}

#[derive(Default, Deserialize)]
struct WrittenResults {
    policy: Option<String>,
    #[serde(rename = "minGroup")]
    least_group: Option<u64>,
}

/// A name that can stand in an address and in the name of a file.
pub fn is_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    (1..=80).contains(&name.len()) && name.bytes().all(known) && !name.starts_with('.')
}

/// The item's name, so that it can be spoken of.
///
/// # Errors
/// What is wrong.
pub fn id(value: &Value) -> Result<String, String> {
    let id = value.get("id").and_then(Value::as_str).ok_or("it has no id")?;
    let small = id.bytes().all(|byte| !byte.is_ascii_uppercase());
    if is_name(id) && small {
        Ok(id.to_owned())
    } else {
        Err(format!("\"{id}\" is no id: write small letters, digits and -"))
    }
}

/// Days after which a demo begins anew; `None` if no date counts from the beginning.
pub fn demo_lasts(value: &Value) -> Option<i64> {
    let phases = value.get("phases").and_then(Value::as_array).into_iter().flatten();
    let steps = value.get("outcome").and_then(Value::as_array).into_iter().flatten();
    let dates = phases
        .flat_map(|phase| [phase.get("from"), phase.get("to")])
        .chain([value.get("acceptUntil")])
        .chain(steps.map(|step| step.get("date")));
    let days = dates.flatten().filter_map(Value::as_str).filter_map(relative);
    days.max().map(|last| last.max(DEMO_LASTS))
}

/// Reads an item whose dates count from the calendar's beginning.
///
/// # Errors
/// What is wrong, for whoever wrote the file.
pub fn read(value: &Value, calendar: &Calendar) -> Result<Item, String> {
    let id = id(value)?;
    let written: Written = Written::deserialize(value).map_err(|error| error.to_string())?;
    debug_assert_eq!(written.id, id);
    let kind = Kind::ALL.iter().copied().find(|kind| kind.wire() == written.kind);
    let kind = kind.ok_or_else(|| format!("\"{}\" is no kind of item", written.kind))?;
    let moment = |text: &Option<String>, side, field: &str| {
        let Some(text) = text else { return Ok(None) };
        let moment = calendar.moment(text, side);
        moment.map(Some).ok_or_else(|| {
            format!("{field}: \"{text}\" is no date; write 2026-12-01, 2026-12-01T18:00 or +14d")
        })
    };
    let mut phases = Vec::new();
    for phase in &written.phases {
        let from = moment(&phase.from, Side::From, "from")?;
        let to = moment(&phase.to, Side::To, "to")?;
        if matches!((from, to), (Some(from), Some(to)) if to < from) {
            return Err(format!("the phase \"{}\" ends before it begins", phase.id));
        }
        phases.push((from, to));
    }
    let asking = written.phases.iter().position(|phase| phase.id == "ask").unwrap_or(0);
    let (opens, closes) = phases.get(asking).copied().unwrap_or_default();
    let accept_until = moment(&written.accept_until, Side::To, "acceptUntil")?.or(closes);
    if matches!((accept_until, closes), (Some(until), Some(closes)) if until < closes) {
        return Err(
            "acceptUntil is before the end of asking: it is the time for answers that arrive late"
                .to_owned(),
        );
    }
    let policy = match &written.results.policy {
        None => Policy::Never,
        Some(text) => Policy::ALL.iter().copied().find(|policy| policy.wire() == text).ok_or_else(|| {
            format!("results.policy \"{text}\" is not known; write never, after-submit or after-close")
        })?,
    };
    if let Some(version) = &written.version
        && !is_name(version)
    {
        return Err(format!("\"{version}\" cannot be a version: write letters, digits, . and -"));
    }
    if written.version.is_none()
        && written.external.is_none()
        && matches!(kind, Kind::Survey | Kind::Poll)
    {
        return Err(
            "it has neither a version of a form nor a place elsewhere (external)".to_owned()
        );
    }
    let token = [&written.participation.mode, &written.participation.once];
    let quota = written.quota.and_then(|quota| match quota {
        WrittenQuota::Answers(most) => Some(most),
        WrittenQuota::Object { max, answers } => max.or(answers),
    });
    if quota.is_some_and(|most| most < 1) {
        return Err("a quota of less than one answer would be full from the beginning".to_owned());
    }
    Ok(Item {
        wire: wire(value, calendar, &phases, accept_until)?,
        id,
        kind,
        began: calendar.began(),
        version: written.version,
        opens,
        closes,
        accept_until,
        phases,
        needs_token: token.iter().any(|text| text.as_deref() == Some("token")),
        needs_consent: written
            .privacy
            .is_some_and(|privacy| privacy.consent_required.unwrap_or(true)),
        quota,
        policy,
        least_group: written.results.least_group.unwrap_or(USUAL_GROUP).max(2),
    })
}

/// What goes out: what is known, with moments instead of dates.
fn wire(
    value: &Value,
    calendar: &Calendar,
    phases: &[(Option<i64>, Option<i64>)],
    accept_until: Option<i64>,
) -> Result<Map<String, Value>, String> {
    let empty = Map::new();
    let all = value.as_object().unwrap_or(&empty);
    let mut wire: Map<String, Value> = PASSED
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), all.get(*name)?.clone())))
        .collect();
    if let Some(Value::Array(written)) = wire.get_mut("phases") {
        for (phase, (from, to)) in written.iter_mut().zip(phases) {
            let Some(phase) = phase.as_object_mut() else { continue };
            for (name, moment) in [("from", from), ("to", to)] {
                if let Some(moment) = moment {
                    phase.insert(name.to_owned(), calendar.write(*moment).into());
                }
            }
        }
    }
    if let Some(Value::Array(steps)) = wire.get_mut("outcome") {
        for step in steps {
            let Some(Value::String(date)) = step.get_mut("date") else {
                return Err("a step of the outcome has no date".to_owned());
            };
            *date = calendar.day(date).ok_or_else(|| format!("outcome: \"{date}\" is no day"))?;
        }
    }
    if let Some(until) = accept_until {
        wire.insert("acceptUntil".to_owned(), calendar.write(until).into());
    }
    Ok(wire)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use serde_json::json;

    fn item() -> Value {
        json!({
            "id": "library-2026", "kind": "survey", "title": {"de": "Bibliothek"}, "version": "3",
            "phases": [{"id": "review", "title": {"de": "Auswertung"}, "from": "+14d"},
                       {"id": "ask", "title": {"de": "Befragung"}, "from": "-3d", "to": "+14d"}],
            "acceptUntil": "+17d", "quota": {"max": 500}, "results": {"policy": "after-submit"},
            "participation": {"mode": "anonymous", "once": "device"}, "outcome": [{"date": "-1d", "status": "checking", "text": "x"}],
            "submit": {"url": "//evil.example"}, "unknown": 1
        })
    }

    fn read_with(change: impl FnOnce(&mut Value)) -> Result<Item, String> {
        let mut value = item();
        change(&mut value);
        read(&value, &Calendar::new("Europe/Berlin", 20_000))
    }

    #[test]
    fn what_the_backend_must_know() {
        let item = read_with(|_| ()).unwrap();
        let day = 86_400;
        let (opens, closes) = (item.opens.unwrap(), item.closes.unwrap());
        assert_eq!(closes - opens, 17 * day);
        assert_eq!(item.accept_until, Some(closes + 3 * day));
        assert_eq!(
            (item.quota, item.policy, item.least_group),
            (Some(500), Policy::AfterSubmit, 5)
        );
        assert!(
            item.is_over(closes) && !item.is_closed(closes) && item.is_closed(closes + 3 * day)
        );
        assert!(!item.needs_token && !item.needs_consent);
        assert!(!item.wire.contains_key("submit") && !item.wire.contains_key("unknown"));
        assert_eq!(item.wire["phases"][0]["from"].as_str().unwrap().len(), 25);
        assert_eq!(demo_lasts(&self::item()), Some(28));
        assert_eq!(
            demo_lasts(&json!({"phases": [{"from": "2026-01-01", "to": "+40d"}]})),
            Some(40)
        );
        assert_eq!(demo_lasts(&json!({"phases": [{"from": "2026-01-01"}]})), None);
    }

    #[test]
    fn a_code_is_asked_for_in_either_way() {
        for rules in [json!({"mode": "token"}), json!({"once": "token"})] {
            assert!(read_with(|item| item["participation"] = rules).unwrap().needs_token);
        }
    }

    #[test]
    fn every_slip_is_named() {
        let wrong = |change: fn(&mut Value), says: &str| {
            let problem = read_with(change).unwrap_err();
            assert!(problem.contains(says), "{problem}");
        };
        wrong(|item| item["id"] = json!("../x"), "no id");
        wrong(|item| item["id"] = json!("Upper"), "no id");
        wrong(|item| item["kind"] = json!("quiz"), "no kind");
        wrong(|item| item["version"] = json!("a/b"), "version");
        wrong(|item| item["version"] = json!(null), "elsewhere");
        wrong(|item| item["phases"][1]["to"] = json!("soon"), "soon");
        wrong(|item| item["phases"][1]["to"] = json!("-9d"), "before it begins");
        wrong(|item| item["acceptUntil"] = json!("+1d"), "acceptUntil");
        wrong(|item| item["results"]["policy"] = json!("always"), "always");
        wrong(|item| item["quota"] = json!(0), "quota");
        wrong(|item| item["outcome"][0]["date"] = json!("x"), "no day");
        wrong(|item| item["phases"] = json!(7), "sequence");
    }
}
