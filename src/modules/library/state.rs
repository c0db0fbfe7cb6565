//! What the pages share: branches, the records seen last, the copies heard of, the clock.
use super::account::KeptCard;
use super::client;
use super::keep::{self, KeptSearch};
use super::names;
use crate::i18n::format;
use crate::module::Destination;
use crate::offline::{self, Store};
use crate::task;
use crate::ui::Freshness;
use dates::{Day, LocalTime, TimeOfDay, Timestamp};
use leptos::prelude::*;
use library::Uri;
use library::account::{Account, CardId};
use library::availability::Holdings;
use library::branch::Branch;
use library::catalogue::Record;
use library::failure::Failure;
use library::occupancy::Occupancy;
use library::opening::{Card, Visitor};
use library::patron::AccountState;
use library::scope::Session;
use library::settings::Settings;
use std::cell::{Cell, RefCell};
use std::time::Duration;

const BRANCHES: &str = "library-branches";
/// How long what was heard of branches counts as new, in seconds.
const BRANCHES_FRESH: i64 = 300;
/// How often a page looks at the clock.
const TICK: Duration = Duration::from_secs(15);

/// The signals of this module.
#[derive(Clone, Copy)]
pub struct Library {
    /// The branches with their hours; empty until they have come.
    pub branches: RwSignal<Vec<Branch>>,
    /// How fresh they are.
    pub freshness: RwSignal<Freshness>,
    /// Why they could not be had, the last time they were asked for.
    pub failure: RwSignal<Option<Failure>>,
    /// The records opened last, the newest first.
    pub seen: RwSignal<Vec<Record>>,
    /// The searches asked last with what they found, the newest first.
    pub searches: RwSignal<Vec<KeptSearch>>,
    /// The records that are kept in a list, the newest first.
    pub listed: RwSignal<Vec<Record>>,
    /// Whether what the device kept has been read.
    pub restored: RwSignal<bool>,
    /// How full branches are, as was heard last.
    pub occupancy: RwSignal<Vec<Occupancy>>,
    /// The copies heard of, by record. Not kept: a copy on the shelf an hour ago may be gone.
    pub holdings: RwSignal<Vec<(String, Vec<Holdings>)>>,
    /// The cards on this device.
    pub cards: RwSignal<Vec<KeptCard>>,
    /// What their accounts said last.
    pub accounts: RwSignal<Vec<Account>>,
    /// Whether the library was heard since the app began; before that everything is from the device.
    pub heard: RwSignal<bool>,
    /// Who is signed in.
    pub sessions: RwSignal<Vec<(CardId, Session)>>,
    /// What went wrong with a card when it was asked last.
    pub troubles: RwSignal<Vec<(CardId, Failure)>>,
    /// What the city says of its library: how cards are printed, what is renewed.
    pub settings: RwSignal<Settings>,
    /// Now, in seconds since the epoch, moved on while a page shows hours.
    pub now: RwSignal<i64>,
    /// What the city's clocks show now; changes with the minute while [`look`] runs.
    pub clock: Memo<LocalTime>,
}

/// A place to go to, and its names in all languages: the sign at the door is in one of them.
type Place = (Destination, Vec<String>);

thread_local! {
    static STATE: Cell<Option<Library>> = const { Cell::new(None) };
    /// Under what the signals live: the app, not the page that asks for them first.
    static APP: RefCell<Option<Owner>> = const { RefCell::new(None) };
    /// Whether there are cards on this device; apart from the others, because the home page asks.
    static HAS_CARDS: Cell<Option<RwSignal<bool>>> = const { Cell::new(None) };
    /// Whether what the device kept is being read, or was.
    static RESTORING: Cell<bool> = const { Cell::new(false) };
    /// Whether the city was asked what it says of its library.
    static ASKED: Cell<bool> = const { Cell::new(false) };
    /// Whether the branches are being asked for as places to go to.
    static LOADING: Cell<bool> = const { Cell::new(false) };
    /// The branches as places to go to; apart from the others, because the journeys ask.
    static PLACES: Cell<Option<RwSignal<Vec<Place>>>> = const { Cell::new(None) };
    /// Whether they follow the branches.
    static OFFERED: Cell<bool> = const { Cell::new(false) };
}

/// Where the cards of this device are kept.
pub const CARDS: &str = "cards";

/// Whether there are cards on this device.
pub fn has_cards() -> RwSignal<bool> {
    HAS_CARDS.get().unwrap_or_else(|| {
        let signal = RwSignal::new(false);
        HAS_CARDS.set(Some(signal));
        signal
    })
}

/// The branches as places to go to; empty until somebody looked for one.
pub fn places() -> RwSignal<Vec<Place>> {
    PLACES.get().unwrap_or_else(|| {
        let signal = in_app(|| RwSignal::new(Vec::new()));
        PLACES.set(Some(signal));
        signal
    })
}

/// Makes the branches places to go to, and asks for them where there are none yet.
pub fn offer_places() {
    let state = use_library();
    if !OFFERED.replace(true) {
        in_app(|| {
            Effect::new(move || {
                // A bookmobile stands elsewhere every day.
                let all = state.branches.get().into_iter().filter(|branch| !branch.mobile);
                let offered = all.filter_map(|branch| {
                    let title = names::own(&branch.name);
                    let names = branch.name.0.into_iter().map(|(_, name)| name).collect();
                    let (detail, position) = (branch.address, branch.position?);
                    Some((Destination { title, detail, position }, names))
                });
                places().set(offered.collect());
            })
        });
    }
    // Asked for with every letter that somebody types.
    if state.branches.with_untracked(Vec::is_empty) && !LOADING.replace(true) {
        task::begin(async {
            load_branches().await;
            LOADING.set(false);
        });
    }
}

/// Makes something that lives as long as the app, whichever page asks for it first.
fn in_app<T: 'static>(make: impl FnOnce() -> T) -> T {
    match APP.with_borrow(Clone::clone) {
        Some(app) => app.with(make),
        None => make(),
    }
}

/// The signals, made when they are first needed: a first view that shows no library carries none of their types.
pub fn use_library() -> Library {
    STATE.get().unwrap_or_else(|| in_app(make))
}

fn make() -> Library {
    let now = RwSignal::new(format::now());
    let state = Library {
        branches: RwSignal::new(Vec::new()),
        freshness: RwSignal::new(Freshness::Asking),
        failure: RwSignal::new(None),
        seen: RwSignal::new(Vec::new()),
        searches: RwSignal::new(Vec::new()),
        listed: RwSignal::new(Vec::new()),
        restored: RwSignal::new(false),
        occupancy: RwSignal::new(Vec::new()),
        holdings: RwSignal::new(Vec::new()),
        cards: RwSignal::new(Vec::new()),
        accounts: RwSignal::new(Vec::new()),
        heard: RwSignal::new(false),
        sessions: RwSignal::new(Vec::new()),
        troubles: RwSignal::new(Vec::new()),
        settings: RwSignal::new(Settings::default()),
        now,
        clock: Memo::new(move |_| zone(Timestamp(now.get()))),
    };
    STATE.set(Some(state));
    state
}

/// Begins. Everything waits until somebody opens the library, or has a card.
pub fn start() {
    APP.set(Owner::current());
    let known = has_cards();
    task::begin(async move {
        // A device that cannot say has none to show.
        known.set(offline::store::has(Store::Library, CARDS).await.unwrap_or_default());
    });
}

/// A text as part of an address.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// What the city's clocks show at a moment.
pub fn zone(at: Timestamp) -> LocalTime {
    // A browser that does not know the city's time zone shows the world's.
    let world = || (Day::from_epoch_days(at.0.div_euclid(86_400)), 0);
    let (day, minutes) = format::local(at.0).unwrap_or_else(world);
    LocalTime { day, time: TimeOfDay::from_minutes(u16::try_from(minutes).unwrap_or_default()) }
}

/// Today in the city; changes at midnight while [`look`] runs.
pub fn today() -> Day {
    use_library().clock.with(|now| now.day)
}

/// The branch with an id, or with any of the names that it has in other systems.
pub fn branch_of(id: &Uri) -> Option<Branch> {
    use_library().branches.with(|all| all.iter().find(|branch| branch.is(id.as_str())).cloned())
}

/// Who stands before the door: the best card on this device. Whether somebody was admitted to hours without staff, and
/// their age, the app does not know.
pub fn visitor() -> Visitor {
    let state = use_library();
    let today = today();
    let valid = state.cards.with(|cards| {
        state.accounts.with(|accounts| {
            let patron = |card: &KeptCard| {
                accounts.iter().find(|account| account.card == card.id)?.patron.as_ref()
            };
            let valid = |card: &KeptCard| {
                patron(card).is_none_or(|patron| {
                    patron.state != Some(AccountState::Inactive) && !patron.is_expired(today, &zone)
                })
            };
            (!cards.is_empty()).then(|| cards.iter().any(valid))
        })
    });
    let card = match valid {
        None => Card::None,
        Some(true) => Card::Valid,
        Some(false) => Card::Invalid,
    };
    Visitor { card, registered: None, age: None }
}

/// Reads what the device kept, once; afterwards follows what was deleted of it.
pub fn restore() {
    let state = use_library();
    if state.restored.get_untracked() {
        task::begin(keep::follow(state));
    } else if !RESTORING.replace(true) {
        task::begin(keep::read(state));
    }
}

/// A page looks: reads what the device has, once, asks for the branches when they are not new, follows the clock.
pub fn look() {
    let state = use_library();
    let tick = set_interval_with_handle(move || state.now.set(format::now()), TICK);
    on_cleanup(move || {
        // Without a timer the page shows the moment in which it was opened.
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    state.now.set(format::now());
    restore();
    if !ASKED.replace(true) {
        task::begin(async move {
            // Without the file there are no rules of our own to tell: the library's own answer counts.
            state.settings.set(client::settings().await.unwrap_or_default());
        });
    }
    let new = match state.freshness.get_untracked() {
        Freshness::Live(at) => format::now() - at < BRANCHES_FRESH,
        _ => false,
    };
    if !new {
        task::begin(load_branches());
    }
}

/// Asks for the branches, device and network at once.
pub async fn load_branches() {
    let state = use_library();
    task::begin(show_kept(state));
    match client::all_branches().await {
        Ok((all, text)) => {
            // Set only when it differs: a list that is drawn anew loses the focus in it.
            if state.branches.with_untracked(|known| *known != all) {
                state.branches.set(all);
            }
            state.failure.set(None);
            state.freshness.set(Freshness::Live(format::now()));
            // Without the copy the next start needs the network, nothing else is lost.
            let _ = offline::store::put(Store::Package, BRANCHES, &text).await;
        }
        Err(failure) => {
            // No complaint before it is known what the device has.
            show_kept(state).await;
            state.failure.set(Some(failure));
            state.freshness.update(|freshness| {
                if *freshness == Freshness::Asking {
                    *freshness = Freshness::Unavailable;
                }
            });
        }
    }
}

/// Shows the branches that the device keeps, unless there are some already.
async fn show_kept(state: Library) {
    let nothing = move || state.branches.with_untracked(Vec::is_empty);
    if nothing()
        && let Ok(Some(kept)) = offline::store::get(Store::Package, BRANCHES).await
        && let Some(all) = client::kept_branches(&kept.text)
        // The network may have been faster.
        && nothing()
    {
        state.branches.set(all);
        state.freshness.set(Freshness::Saved(kept.at));
    }
}

/// How many records one question about copies names.
const AT_ONCE: usize = 10;
/// Of how many records copies are remembered.
const REMEMBERED: usize = 200;

/// Asks for the copies of records, several at once; `fresh` asks even for those that are known.
pub async fn load_holdings(ids: Vec<String>, fresh: bool) -> Result<(), Failure> {
    let state = use_library();
    let wanted: Vec<String> = ids
        .into_iter()
        .filter(|id| {
            fresh || state.holdings.with_untracked(|all| all.iter().all(|(known, _)| known != id))
        })
        .collect();
    for ids in wanted.chunks(AT_ONCE) {
        let names: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = client::availability(&names).await?;
        state.holdings.update(|all| {
            all.retain(|(known, _)| !ids.contains(known));
            for id in ids {
                let of_this = found.iter().filter(|one| one.answers(id)).cloned().collect();
                all.insert(0, (id.clone(), of_this));
            }
            all.truncate(REMEMBERED);
        });
    }
    Ok(())
}

/// The copies of a record, if they were heard of.
pub fn holdings_of(id: &str) -> Option<Vec<Holdings>> {
    use_library()
        .holdings
        .with(|all| all.iter().find(|(known, _)| known == id).map(|(_, found)| found.clone()))
}
