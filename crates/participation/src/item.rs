//! Something that the city asks.

use crate::parts::{moment, names};
use crate::{
    Definition, External, Mode, Outcome, Phase, Policy, Poll, Privacy, Published, Rules, Submit,
    Texts,
};
use dates::{Minutes, Timestamp};
use json::{Decoded, Fields, NotReadable, Read, Value, member};

names! {
    /// What it is.
    Kind {
        /// Several questions.
        Survey = "survey",
        /// One question.
        Poll = "poll",
        /// People write what they wish for.
        Ideas = "ideas",
        /// Money is given out.
        Budget = "budget",
        /// A plan is read and commented on.
        Text = "text",
        /// People meet.
        Event = "event",
        /// The city tells something.
        Info = "info",
    }
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Answers are taken from a moment on.
    Soon(Timestamp),
    /// Answers are taken, until a moment if the city says one.
    Open(Option<Timestamp>),
    /// Nobody can begin any more.
    Over,
}

/// What one can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Offer {
    /// Fill in the form.
    FillIn,
    /// Answer the one question.
    Vote,
    /// Go to another platform.
    Elsewhere,
    /// Wait until it begins.
    Wait(Timestamp),
    /// Nothing: it has as many answers as it takes.
    Full,
    /// Look at results, or at what became of it.
    Look,
    /// Nothing but read.
    Read,
}

/// Something that the city asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name in addresses: small letters, digits and hyphens.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: Texts,
    /// What it is about.
    pub summary: Texts,
    /// What it belongs to.
    pub topics: Vec<Texts>,
    /// Which parts of the city it is about; none means all.
    pub districts: Vec<Texts>,
    /// How long it takes.
    pub minutes: Option<Minutes>,
    /// Its way, in the order of time.
    pub phases: Vec<Phase>,
    /// Until when an answer that was finished in time may still arrive.
    pub accept_until: Option<Timestamp>,
    /// The version of its form.
    pub version: String,
    /// The languages of its form.
    pub languages: Vec<String>,
    /// Its form.
    pub definition: Option<Definition>,
    /// Where answers go.
    pub submit: Option<Submit>,
    /// Who may answer, and how often.
    pub rules: Rules,
    /// It has as many answers as it takes.
    pub full: bool,
    /// What a person has to know before.
    pub privacy: Option<Privacy>,
    /// Its results.
    pub results: Published,
    /// What became of it, the oldest first.
    pub outcome: Vec<Outcome>,
    /// Where it is, if not here.
    pub external: Option<External>,
    /// Its one question.
    pub poll: Option<Poll>,
}

impl Item {
    /// The phase in which people answer: `ask`, or else the first.
    #[must_use]
    pub fn asking(&self) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.id == "ask").or_else(|| self.phases.first())
    }

    /// The phase that is going on.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.is_on(now))
    }

    /// How far it has come. Without any phase it is open: the city has put it there and said no end.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match self.asking() {
            Some(asking) if asking.is_over(now) => State::Over,
            Some(Phase { from: Some(from), .. }) if *from > now => State::Soon(*from),
            asking => State::Open(asking.and_then(|asking| asking.to)),
        }
    }

    /// What one can do now.
    #[must_use]
    pub fn offer(&self, now: Timestamp) -> Offer {
        if let State::Soon(from) = self.state(now) {
            return Offer::Wait(from);
        }
        let open = matches!(self.state(now), State::Open(_));
        if self.external.is_some() {
            return if open { Offer::Elsewhere } else { self.afterwards(now) };
        }
        match (open, &self.submit) {
            (true, Some(_)) if self.full => Offer::Full,
            (true, Some(_)) if self.poll.is_some() && self.rules.mode == Mode::Anonymous => {
                Offer::Vote
            }
            (true, Some(_)) if self.definition.is_some() => Offer::FillIn,
            _ => self.afterwards(now),
        }
    }

    fn afterwards(&self, now: Timestamp) -> Offer {
        let to_see = self.shows_results(now, false) || !self.outcome.is_empty();
        if to_see { Offer::Look } else { Offer::Read }
    }

    /// Whether results may be shown to somebody who has answered, or has not.
    #[must_use]
    pub fn shows_results(&self, now: Timestamp, answered: bool) -> bool {
        let over = self.state(now) == State::Over;
        self.results.url.is_some()
            && match self.results.policy {
                Policy::Never => false,
                Policy::AfterSubmit => answered || over,
                Policy::AfterClose => over,
            }
    }

    /// Whether an answer that was finished at a moment may still arrive now. Before the device sends it: the backend
    /// decides by its own clock.
    #[must_use]
    pub fn takes_late(&self, now: Timestamp) -> bool {
        match (self.state(now), self.accept_until) {
            (State::Over, Some(until)) => now < until,
            (state, _) => matches!(state, State::Open(_)),
        }
    }
}

/// A name that can stand in an address.
fn is_id(id: &str) -> bool {
    let known = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_');
    (1..=80).contains(&id.len()) && id.bytes().all(known) && !id.starts_with('.')
}

struct Named<'v>(&'v Value);

impl Named<'_> {
    /// The words for some ids: `{"culture": {"de": "Kultur"}}`; an id without words stands for itself.
    fn of(&self, ids: Vec<String>, skipped: &mut usize) -> Vec<Texts> {
        let words = |id: String| {
            let named = Texts::read(member(self.0, &id), skipped).filter(|texts| !texts.is_empty());
            named.unwrap_or_else(|| [(String::new(), id)].into_iter().collect())
        };
        ids.into_iter().map(words).collect()
    }
}

fn item(
    value: &Value,
    topics: &Named<'_>,
    districts: &Named<'_>,
    skipped: &mut usize,
) -> Option<Item> {
    let mut fields = Fields::of(value, skipped)?;
    let kind = fields.get::<Option<Kind>>("kind")?;
    let topic_ids = fields.get("topics");
    let district_ids = fields.get("districts");
    let minutes =
        fields.get::<Option<i64>>("minutes").and_then(|minutes| u32::try_from(minutes).ok());
    let quota = fields.get::<Option<Quota>>("quota");
    let mut outcome: Vec<Outcome> = fields.get("outcome");
    outcome.sort_by_key(|step| step.day);
    let mut phases = fields.get::<Phases>("phases").0;
    // Without a beginning it has been going on for ever.
    phases.sort_by_key(|phase| phase.from.map_or(i64::MIN, |from| from.0));
    let mut item = Item {
        id: fields.get("id"),
        kind,
        title: fields.get("title"),
        summary: fields.get("summary"),
        topics: Vec::new(),
        districts: Vec::new(),
        minutes: minutes.filter(|minutes| *minutes > 0).map(Minutes),
        phases,
        accept_until: moment(&mut fields, "acceptUntil"),
        version: fields.get::<Option<String>>("version").unwrap_or_default(),
        languages: fields.get("languages"),
        definition: fields.get::<Option<_>>("definition"),
        submit: fields.get::<Option<_>>("submit"),
        rules: fields.get::<Option<_>>("participation").unwrap_or_default(),
        full: quota.is_some_and(|quota| quota.full),
        privacy: fields.get::<Option<_>>("privacy"),
        results: fields.get::<Option<_>>("results").unwrap_or_default(),
        outcome,
        external: fields.get::<Option<_>>("external"),
        poll: fields.get::<Option<_>>("poll"),
    };
    let readable = fields.are_readable() && is_id(&item.id) && !item.title.is_empty();
    item.topics = topics.of(topic_ids, skipped);
    item.districts = districts.of(district_ids, skipped);
    readable.then_some(item)
}

/// All of them or none: without its end a survey would be open for ever.
#[derive(Default)]
struct Phases(Vec<Phase>);

impl Read for Phases {
    fn read(value: &Value, _: &mut usize) -> Option<Self> {
        let mut skipped = 0;
        let phases = Vec::read(value, &mut skipped)?;
        (skipped == 0).then_some(Self(phases))
    }
}

struct Quota {
    full: bool,
}

impl Read for Quota {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        Some(Self { full: fields.get::<Option<bool>>("full").unwrap_or_default() })
    }
}

/// All that is asked, out of `GET /api/participation/v1/items` or out of a city's `items.json`:
/// `{"topics": {id: texts}, "districts": {id: texts}, "items": […]}`. An item that cannot be read is left out and
/// counted; of two with one id the first stays.
///
/// # Errors
/// The body is no JSON object with a list `items`.
pub fn items(body: &[u8]) -> Result<Decoded<Vec<Item>>, NotReadable> {
    let tree = json::parse(body)?;
    let Value::Array(list) = member(&tree, "items") else { return Err(NotReadable) };
    let (topics, districts) = (Named(member(&tree, "topics")), Named(member(&tree, "districts")));
    let mut skipped = 0;
    let mut items: Vec<Item> = Vec::new();
    for value in list {
        match item(value, &topics, &districts, &mut skipped) {
            Some(item) if items.iter().all(|other| other.id != item.id) => items.push(item),
            _ => skipped += 1,
        }
    }
    Ok(Decoded { value: items, skipped })
}
