//! One journey, checked: is it still there, and what became of its vehicles?
use super::keep::{self, KeptJourney};
use super::planner;
use super::state::{Transit, ask, minute, use_transit};
use crate::i18n::format;
use crate::task;
use leptos::prelude::*;
use std::collections::BTreeMap;
use transit::answer::{Journeys, Kind, TripRun};
use transit::journey::Trip;
use transit::query;
use transit::source::By;
use transit::{Alert, Journey, Moment, Question, Ride, Source, Trouble};

/// What is now known of a journey.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// Being looked up.
    Asking,
    /// This.
    Known(Box<Found>),
    /// It is not there any more.
    Gone,
    /// It could not be looked up.
    Trouble(Trouble),
}

/// A journey as it is now, and what concerns it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The journey.
    pub journey: Journey,
    /// What concerns it.
    pub alerts: Vec<Alert>,
    /// Who says so.
    pub source: Source,
}

/// Which journey it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The question that it answers.
    pub question: query::Journeys,
    /// Its key among the answers.
    pub key: String,
    /// As it was last seen, if it was seen on this device.
    pub seen: Option<Journey>,
    /// Who told it then.
    pub by: By,
}

impl Wanted {
    /// A kept one; `None` if its question is of another version.
    pub fn of(kept: &KeptJourney) -> Option<Self> {
        let Some(Question::Journeys(question)) = Question::parse(&kept.question) else {
            return None;
        };
        let (key, seen, by) = (kept.journey.key(), Some(kept.journey.clone()), kept.by);
        Some(Self { question, key, seen, by })
    }
}

/// How long before it begins the planner is asked how a journey really goes, in seconds.
const SOON: i64 = 3 * 3_600;

/// What the planner says of a journey.
#[derive(Debug, Clone, PartialEq)]
enum Theirs {
    /// It was not asked.
    Unasked,
    /// It is being asked.
    Asking,
    /// This.
    Found(Box<Found>),
    /// It has no such journey.
    Unknown,
    /// There is none, no network, or it failed.
    Silent(Option<Trouble>),
}

/// A journey, checked now and whenever timetable, real time or the minute changes; and why the planner did not help.
pub fn checked(wanted: Memo<Option<Wanted>>) -> (Memo<Checked>, Signal<Option<Trouble>>) {
    let state = use_transit();
    let (own, theirs) = (RwSignal::new(Checked::Asking), RwSignal::new(Theirs::Unasked));
    let minute = minute();
    let round = StoredValue::new(0_u32);
    Effect::new(move || {
        state.edition.track();
        minute.track();
        let Some(wanted) = wanted.get() else { return };
        round.update_value(|round| *round = round.wrapping_add(1));
        let mine = round.get_value();
        task::begin(async move {
            let found = of_device(&wanted).await;
            // The page may be gone, or it began anew meanwhile.
            if round.try_get_value() == Some(mine)
                && own.try_with_untracked(|own| *own != found) == Some(true)
            {
                own.set(found);
            }
        });
    });
    let asked = StoredValue::new(None::<(Wanted, Moment)>);
    Effect::new(move || {
        let (Some(wanted), at) = (wanted.get(), minute.get()) else { return };
        let this = Some((wanted.clone(), at));
        if !own.with(needs_planner) || asked.with_value(|asked| *asked == this) {
            return;
        }
        let is_other = asked.with_value(|asked| asked.as_ref().map(|(of, _)| of) != Some(&wanted));
        asked.set_value(this.clone());
        if is_other {
            theirs.set(Theirs::Asking);
        }
        task::begin(async move {
            let heard = match of_planner(&wanted).await {
                Some(Ok(Some(found))) => Theirs::Found(Box::new(found)),
                Some(Ok(None)) => Theirs::Unknown,
                Some(Err(trouble)) => planner::failure(trouble)
                    .map_or(Theirs::Unknown, |trouble| Theirs::Silent(Some(trouble))),
                None => Theirs::Silent(None),
            };
            if asked.try_with_value(|asked| *asked == this) == Some(true) {
                theirs.try_set(heard);
            }
        });
    });
    let shown = Memo::new(move |_| {
        let by = wanted.with(|wanted| wanted.as_ref().map_or(By::Device, |wanted| wanted.by));
        own.with(|own| theirs.with(|theirs| better(own, theirs, by)))
    });
    let failed = Signal::derive(move || {
        let own_stands = shown
            .with(|shown| matches!(shown, Checked::Known(found) if found.source.by == By::Device));
        theirs.with(|theirs| match theirs {
            Theirs::Silent(why) if own_stands => why.clone(),
            _ => None,
        })
    });
    (shown, failed)
}

/// What is shown of what the device and the planner know. `by` told it the last time.
fn better(own: &Checked, theirs: &Theirs, by: By) -> Checked {
    let helps = needs_planner(own);
    match (own, theirs) {
        (_, Theirs::Found(found)) if helps => Checked::Known(found.clone()),
        // Its word is worth waiting for where nothing else is known, or it told the last time.
        (Checked::Gone | Checked::Trouble(_), Theirs::Unasked | Theirs::Asking) => Checked::Asking,
        (Checked::Known(_), Theirs::Unasked | Theirs::Asking) if helps && by == By::Planner => {
            Checked::Asking
        }
        // What only the planner knows is not gone because it cannot be asked.
        (Checked::Gone, Theirs::Silent(_)) if by == By::Planner => {
            Checked::Trouble(Kind::Unreachable.into())
        }
        (own, _) => own.clone(),
    }
}

/// Looks up the kept journeys that begin soon or are under way, so that a list of them says what became of them. Only
/// what really runs counts: a plan takes nothing back.
pub async fn renew_kept(state: Transit) {
    let now = Moment(format::now());
    let is_soon = |kept: &&KeptJourney| {
        kept.journey.arrival() > now && kept.journey.departure().since(now) < SOON
    };
    let soon = state
        .journeys
        .with_untracked(|all| all.iter().filter(is_soon).cloned().collect::<Vec<_>>());
    for kept in soon {
        let Some(wanted) = Wanted::of(&kept) else { continue };
        if let Checked::Known(found) = of_device(&wanted).await
            && found.source.realtime.is_some()
        {
            keep::take(state, kept, *found).await;
        }
    }
}

/// Whether a planner may know more: the device knows nothing of it, or not what really runs, and it is soon.
fn needs_planner(own: &Checked) -> bool {
    match own {
        Checked::Asking => false,
        Checked::Gone | Checked::Trouble(_) => true,
        Checked::Known(found) => {
            let now = Moment(format::now());
            found.source.realtime.is_none()
                && found.journey.departure().since(now) < SOON
                && found.journey.arrival() > now
        }
    }
}

fn among(found: Journeys, wanted: &Wanted) -> Option<Found> {
    let Journeys { journeys, alerts, source, .. } = found;
    let is_it = |one: &Journey| match &wanted.seen {
        // With the next tram instead of the one that was missed it is another journey.
        Some(seen) => one.leaves_as(seen),
        None => one.key() == wanted.key,
    };
    let journey = journeys.into_iter().find(is_it)?;
    Some(Found { journey, alerts, source })
}

async fn of_device(wanted: &Wanted) -> Checked {
    let question = Question::Journeys(wanted.question.clone());
    let trouble = match ask::<Journeys>(&question).await {
        Ok(found) => match among(found, wanted) {
            Some(found) => return Checked::Known(Box::new(found)),
            None => None,
        },
        // Asked and answered: there is no such way any more.
        Err(trouble) => Some(trouble).filter(|trouble| trouble.kind != Kind::NoJourney),
    };
    // Who searches is not shown what is cancelled; who has chosen it must be told.
    let by_vehicles = match &wanted.seen {
        Some(seen) => by_vehicles(seen).await,
        None => None,
    };
    match (by_vehicles, trouble) {
        (Some(found), _) => Checked::Known(Box::new(found)),
        (None, Some(trouble)) => Checked::Trouble(trouble),
        (None, None) => Checked::Gone,
    }
}

/// What became of the vehicles of a journey, one after the other.
async fn by_vehicles(seen: &Journey) -> Option<Found> {
    let mut rides: BTreeMap<Trip, Ride> = BTreeMap::new();
    let mut alerts: Vec<Alert> = Vec::new();
    let mut source = None::<Source>;
    for ride in seen.rides() {
        let run = ask::<TripRun>(&Question::Trip(ride.trip.clone())).await.ok()?;
        alerts.extend(
            run.alerts.into_iter().filter(|alert| !alerts.contains(alert)).collect::<Vec<_>>(),
        );
        // Live, if anybody told of one of them.
        let real = source.as_ref().and_then(|source: &Source| source.realtime);
        source = Some(Source { realtime: run.source.realtime.max(real), ..run.source });
        rides.insert(ride.trip.clone(), run.ride);
    }
    let journey = seen.renewed(|trip| rides.get(trip).cloned())?;
    Some(Found { journey, alerts, source: source? })
}

/// The planner's word: `None` where it is not asked, `Ok(None)` if the journey is not among its answers.
async fn of_planner(wanted: &Wanted) -> Option<Result<Option<Found>, Trouble>> {
    let found = planner::ask::<Journeys>(&Question::Journeys(wanted.question.clone())).await?;
    Some(found.map(|found| among(found, wanted)))
}
