//! "May I enter?": what the reader beside the door would say to this person now, in the words of Koha-Suomi's
//! self-service plugin. Nothing is opened here.

use ::library::branch::{Branch, Entry, Mode, Span};
use ::library::opening::{self, State};
use ::library::patron::AccountState;
use ::library::wire::door::Permission;
use dates::{Day, LocalTime, TimeOfDay};

use super::account::{self, Account};
use super::circulation::Circulation;
use super::http::{self, Asked};
use super::paia::auth::signed_in;
use super::reply::{Problem, Reply};

/// Has never agreed to the terms of the hours without staff.
const NO_TERMS: &str = "10000034";
/// Shared by several people: a door must know who comes.
const FAMILY: &str = "10000083";

/// Answers for the person whose token it is, at one branch.
///
/// # Errors
/// No branch is named, it is unknown or has no door of this kind; no token.
pub async fn answer(asked: &Asked<'_>, circulation: &Circulation<'_>) -> Result<Reply, Problem> {
    let wanted = asked.parameter("branch").ok_or_else(Problem::request)?;
    let mut connection = asked.app.store.pool().acquire().await?;
    let session = signed_in(&mut connection, asked, circulation).await?;
    let account = account::by_id(&mut connection, circulation.city, &session.patron).await?;
    let account = account.ok_or_else(Problem::not_found)?;
    let member = circulation.member(&mut connection, &account).await?;
    let now = http::local(asked.city, asked.now);
    let branches = asked.city.library.branches.branches(asked.city, now.day);
    let branch = branches.iter().find(|branch| branch.is(wanted)).ok_or_else(Problem::not_found)?;
    let who = Who::of(&account, circulation.house.state(&member, circulation.today));
    permission(branch, now, who).map(|said| Reply::of(&said)).ok_or_else(|| {
        Problem::new(::library::failure::Code::NotImplemented, "library.error.notImplemented")
    })
}

/// What the door wants to know of a person.
#[derive(Debug, Clone, Copy)]
struct Who {
    terms: bool,
    shared: bool,
    age: u8,
    expires: Day,
    state: AccountState,
}

impl Who {
    fn of(account: &Account, state: AccountState) -> Self {
        Self {
            terms: account.username != NO_TERMS,
            shared: account.username == FAMILY,
            age: if account.kind == "child" { 10 } else { 40 },
            expires: account.expires,
            state,
        }
    }
}

/// In the order in which the plugin asks: the person first, the hours last. `None` where no card opens anything.
fn permission(branch: &Branch, now: LocalTime, who: Who) -> Option<Permission> {
    let state = opening::state(branch, now);
    // With staff there is nothing to scan.
    if state.open().is_some_and(|span| span.entry == Entry::Anyone) {
        return Some(Permission { permission: true, ..Permission::default() });
    }
    let open = state.open().map(|span| (now.day, span));
    let (day, span) = open.or_else(|| next(branch, now))?;
    let refused = |code: &str| Permission {
        error: Some(format!("Koha::Exception::SelfService{code}")),
        ..Permission::default()
    };
    let is_expired = matches!(who.state, AccountState::Expired | AccountState::ExpiredAndFees);
    Some(if span.entry == Entry::Registered && !who.terms {
        refused("::TACNotAccepted")
    } else if who.shared {
        refused("::BlockedBorrowerCategory")
    } else if span.minimum_age.is_some_and(|least| who.age < least) {
        refused("::Underage")
    } else if is_expired {
        Permission { expired: Some(who.expires.to_string()), ..refused("") }
    } else if who.state != AccountState::Active {
        refused("")
    } else if matches!(state, State::Open(_)) {
        Permission { permission: true, ..Permission::default() }
    } else if day == now.day {
        let time = |minutes: u16| Some(TimeOfDay::from_minutes(minutes % 1440).to_string());
        Permission { start: time(span.from), end: time(span.until), ..refused("::OpeningHours") }
    } else {
        refused("::OpeningHours")
    })
}

/// The next hours for which a card is needed.
fn next(branch: &Branch, now: LocalTime) -> Option<(Day, &Span)> {
    let days = branch.days.iter().filter(|day| day.date >= now.day);
    let mut spans = days.flat_map(|day| day.spans.iter().map(|span| (day.date, span)));
    spans.find(|(day, span)| {
        span.mode == Mode::CardAccess && (*day > now.day || span.from > now.time.minutes())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn branch() -> Branch {
        let text = r#"{"branches":[{"id":"z","name":"Z","schedules":[{"date":"2026-11-25","times":[
            {"from":"08:00","to":"10:00","mode":"card","entry":"registered","minimumAge":16},
            {"from":"10:00","to":"19:00","status":1}]},{"date":"2026-11-26","times":[{"from":"08:00","to":"10:00","mode":"card"}]}]}]}"#;
        let read = json::decode::<::library::wire::branches::Branches>(text.as_bytes()).unwrap();
        ::library::branch::branches(read.value).into_iter().next().unwrap()
    }

    #[test]
    fn every_reason_in_the_plugins_order() {
        let branch = branch();
        let fine = Who {
            terms: true,
            shared: false,
            age: 40,
            expires: "2027-01-01".parse().unwrap(),
            state: AccountState::Active,
        };
        let says = |time: &str, who: Who| {
            let now = LocalTime {
                day: "2026-11-25".parse().unwrap(),
                time: TimeOfDay::parse(time).unwrap(),
            };
            let said = permission(&branch, now, who).unwrap();
            assert_eq!(said.permission, said.error.is_none());
            said.error.map_or_else(String::new, |code| code.rsplit("::").next().unwrap().to_owned())
        };
        assert_eq!(says("08:00", fine), "");
        assert_eq!(
            says("12:00", Who { terms: false, age: 3, ..fine }),
            "",
            "with staff anyone may"
        );
        let expired = Who { state: AccountState::Expired, ..fine };
        let worst = Who { terms: false, shared: true, age: 3, ..expired };
        assert_eq!(says("08:30", worst), "TACNotAccepted");
        assert_eq!(says("08:30", Who { terms: true, ..worst }), "BlockedBorrowerCategory");
        assert_eq!(says("08:30", Who { age: 15, ..fine }), "Underage");
        assert_eq!(says("08:30", expired), "SelfService");
        assert_eq!(says("08:30", Who { state: AccountState::Fees, ..fine }), "SelfService");
        assert_eq!(
            says("07:00", Who { age: 15, ..fine }),
            "Underage",
            "the person first, the hours last"
        );
        assert_eq!(says("07:00", fine), "OpeningHours");
        assert_eq!(says("20:00", fine), "OpeningHours");
        let now = |time| LocalTime {
            day: "2026-11-25".parse().unwrap(),
            time: TimeOfDay::parse(time).unwrap(),
        };
        let early = permission(&branch, now("07:00"), fine).unwrap();
        assert_eq!((early.start.as_deref(), early.end.as_deref()), (Some("08:00"), Some("10:00")));
        assert_eq!(permission(&branch, now("20:00"), fine).unwrap().start, None);
        let after = LocalTime { day: "2026-11-27".parse().unwrap(), time: TimeOfDay::MIDNIGHT };
        assert_eq!(permission(&branch, after, fine), None, "no door with a reader");
    }
}
