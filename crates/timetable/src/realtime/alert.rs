//! Alerts with what they are about.

use super::{
    ignored::{Ignored, Reason},
    matcher::Matcher,
    trips,
    wire::{self, EntitySelector, FeedMessage, TranslatedString},
};
use crate::{Day, LineNumber, Mode, Moment, StopNumber, TripNumber};

/// A text in several languages: language tag (BCP 47), if given, and text as sent; it may hold HTML.
pub type Words = Vec<(Option<String>, String)>;

/// News about lines or stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// The id of the entity.
    pub id: String,
    /// When it holds, open sides without an end; empty for as long as it is told.
    pub periods: Vec<(Option<Moment>, Option<Moment>)>,
    /// What it is about: each scope on its own. Never empty.
    pub scopes: Vec<Scope>,
    /// `Alert.Cause`, as a number of the specification.
    pub cause: Option<i32>,
    /// `Alert.Effect`, as a number of the specification.
    pub effect: Option<i32>,
    /// `Alert.SeverityLevel`, as a number of the specification.
    pub severity: Option<i32>,
    /// Heading.
    pub header: Words,
    /// More words.
    pub description: Words,
    /// Heading to be read aloud.
    pub spoken_header: Words,
    /// More words to be read aloud.
    pub spoken_description: Words,
    /// Where to read more.
    pub url: Words,
}

/// What an alert is about. All that is named has to hold; nothing named is the whole network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// This line.
    pub line: Option<LineNumber>,
    /// In this direction.
    pub direction: Option<u8>,
    /// One of these stops.
    pub stops: Vec<StopNumber>,
    /// This trip, on this day if one is named.
    pub trip: Option<(TripNumber, Option<Day>)>,
    /// All lines of this mode.
    pub mode: Option<Mode>,
}

impl Scope {
    /// Whether it is the whole network.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

impl Matcher {
    /// The alerts of several feeds. What is about nothing in the timetable is left out and counted.
    #[must_use]
    pub fn alerts(&self, feeds: &[FeedMessage]) -> (Vec<Alert>, Ignored) {
        let mut ignored = Ignored::default();
        let mut alerts: Vec<Alert> = Vec::new();
        let entities = feeds.iter().flat_map(|feed| &feed.entity);
        for entity in entities.filter(|entity| entity.is_deleted != Some(true)) {
            let Some(alert) = &entity.alert else { continue };
            let header = words(alert.header_text.as_ref());
            let description = words(alert.description_text.as_ref());
            if header.is_empty() && description.is_empty() {
                ignored.note(Reason::AlertWithoutWords, &entity.id);
                continue;
            }
            let mut scopes: Vec<Scope> = Vec::new();
            for selector in &alert.informed_entity {
                let scope = self.scope(selector);
                scopes.extend(scope.filter(|scope| !scopes.contains(scope)));
            }
            if alert.informed_entity.is_empty() {
                scopes.push(Scope::default());
            }
            if scopes.is_empty() {
                ignored.note(Reason::AlertElsewhere, &entity.id);
                continue;
            }
            let moment = |seconds: Option<u64>| {
                // Zero is what some write for "open".
                seconds
                    .filter(|seconds| *seconds > 0)
                    .and_then(|seconds| Moment::try_from(seconds).ok())
            };
            let period = |range: &wire::TimeRange| (moment(range.start), moment(range.end));
            alerts.push(Alert {
                id: entity.id.clone(),
                periods: alert.active_period.iter().map(period).collect(),
                scopes,
                cause: alert.cause,
                effect: alert.effect,
                severity: alert.severity_level,
                header,
                description,
                spoken_header: words(alert.tts_header_text.as_ref()),
                spoken_description: words(alert.tts_description_text.as_ref()),
                url: words(alert.url.as_ref()),
            });
        }
        (alerts, ignored)
    }

    /// What a selector means here; `None` if it names something that is not in the timetable.
    fn scope(&self, selector: &EntitySelector) -> Option<Scope> {
        let mut scope = Scope::default();
        let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        if let Some(id) = named(&selector.route_id) {
            scope.line = Some(*self.lines.get(&id)?);
        }
        if let Some(id) = named(&selector.stop_id) {
            scope.stops = match self.places.get(&id) {
                // A place's id may also be that of its first stop, which then stands for itself.
                Some(stops) if !self.stops.contains_key(&id) => stops.clone(),
                _ => vec![*self.stops.get(&id)?],
            };
        }
        if let Some(descriptor) = &selector.trip {
            if let Some(id) = named(&descriptor.trip_id) {
                let trip = *self.trips.get(&id)?.first()?;
                scope.trip = Some((trip, descriptor.start_date.as_deref().and_then(trips::date)));
            } else {
                let line = named(&descriptor.route_id)?;
                scope.line = Some(*self.lines.get(&line)?);
            }
        }
        let direction = selector.direction_id;
        scope.direction =
            direction.and_then(|value| u8::try_from(value).ok()).filter(|_| scope.line.is_some());
        scope.mode = selector
            .route_type
            .and_then(|kind| u16::try_from(kind).ok())
            .map(Mode::from_route_type);
        // A selector with an agency only is about all that it runs: for one city, the network.
        Some(scope)
    }
}

fn words(text: Option<&TranslatedString>) -> Words {
    let all = text.map_or(&[][..], |text| text.translation.as_slice());
    let one = |translation: &wire::Translation| {
        let language = translation.language.clone().filter(|language| !language.is_empty());
        (language, translation.text.trim().to_owned())
    };
    all.iter().map(one).filter(|(_, text)| !text.is_empty()).collect()
}
