//! Alerts: collected over an answer, each once.

use transit::alert::{Effect, Period, Severity};
use transit::journey::AlertId;
use transit::line::LineId;
use transit::{Alert, StopId};

use super::moment;
use crate::wire;

/// More than that on one page helps nobody.
const MOST: usize = 100;
/// Characters of one text; more is no message any more.
const LONGEST: usize = 8_000;

/// The alerts of an answer.
#[derive(Debug, Default)]
pub struct Alerts {
    all: Vec<Alert>,
}

/// What an alert was found at, and so is about.
pub enum About<'a> {
    Stop(&'a StopId),
    Line(&'a LineId),
}

impl Alerts {
    /// Takes those of a place or leg; gives the ids to refer to them by.
    pub fn take(&mut self, alerts: &[wire::Alert], about: &About<'_>) -> Vec<AlertId> {
        let mut ids = Vec::new();
        for alert in alerts.iter().filter_map(read) {
            let id = alert.id.clone();
            if self.all.iter().all(|known| known.id != id) && self.all.len() < MOST {
                self.all.push(alert);
            }
            let Some(kept) = self.all.iter_mut().find(|known| known.id == id) else { continue };
            match about {
                About::Stop(stop) if !kept.stops.contains(stop) => kept.stops.push((*stop).clone()),
                About::Line(line) if !kept.lines.contains(line) => kept.lines.push((*line).clone()),
                _ => {}
            }
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// All of them.
    pub fn done(self) -> Vec<Alert> {
        self.all
    }
}

fn read(alert: &wire::Alert) -> Option<Alert> {
    let words = |text: &Option<String>| {
        let text = transit::text::plain(text.as_deref().unwrap_or_default());
        match text.char_indices().nth(LONGEST) {
            None => text,
            Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        }
    };
    let (mut title, mut text) = (words(&alert.header_text), words(&alert.description_text));
    if title.is_empty() {
        (title, text) = match text.split_once('\n') {
            Some((first, rest)) => (first.to_owned(), rest.to_owned()),
            None => (text, String::new()),
        };
    }
    if title.is_empty() {
        return None;
    }
    let given = if alert.impact_period.is_empty() {
        &alert.communication_period
    } else {
        &alert.impact_period
    };
    let periods: Vec<Period> = given
        .iter()
        .filter(|range| range.start.zip(range.end).is_none_or(|(start, end)| start < end))
        .map(|range| Period { from: range.start.map(moment), until: range.end.map(moment) })
        .collect();
    Some(Alert {
        id: AlertId(name(&[&title, &text, &format!("{periods:?}")])),
        severity: match alert.severity_level {
            wire::Severity::UnknownSeverity => Severity::Unknown,
            wire::Severity::Info => Severity::Info,
            wire::Severity::Warning => Severity::Warning,
            wire::Severity::Severe => Severity::Severe,
        },
        effect: effect(alert.effect.as_deref().unwrap_or_default()),
        title,
        text,
        language: None,
        link: alert.url.as_deref().and_then(link),
        periods,
        lines: Vec::new(),
        stops: Vec::new(),
    })
}

/// An address that may stand behind a link.
fn link(text: &str) -> Option<String> {
    let text = text.trim();
    let host = text.strip_prefix("https://")?;
    let fine = host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.len() <= 2_000
        && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\".contains(&byte));
    fine.then(|| text.to_owned())
}

fn effect(word: &str) -> Effect {
    match word {
        "NO_SERVICE" => Effect::NoService,
        "REDUCED_SERVICE" => Effect::ReducedService,
        "SIGNIFICANT_DELAYS" => Effect::Delays,
        "DETOUR" => Effect::Detour,
        "ADDITIONAL_SERVICE" => Effect::AdditionalService,
        "MODIFIED_SERVICE" => Effect::ModifiedService,
        "STOP_MOVED" => Effect::StopMoved,
        "ACCESSIBILITY_ISSUE" => Effect::Accessibility,
        "NO_EFFECT" => Effect::NoEffect,
        _ => Effect::Other,
    }
}

/// A name that the same alert has in every answer; MOTIS gives none (FNV-1a).
fn name(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
