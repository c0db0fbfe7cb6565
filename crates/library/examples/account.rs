//! A morning with a library account, without network: what is due, what can be renewed and why not, what costs
//! something, and whether the library is open.
//!
//! `cargo run -p library --example account`

use dates::{Day, LocalTime, TimeOfDay, Timestamp};
use library::account::{Account, CardId, due, ready};
use library::barcode::{Barcode, Symbology};
use library::branch::branches;
use library::document::Document;
use library::failure::Failure;
use library::opening::{next, state};
use library::outcome::{Action, Outcome, outcomes};
use library::renew::{Renewable, Rules, Situation, renewable};
use library::request::{Paia, Wanted};
use library::scope::{Scopes, Session};
use library::wire::{branches as hours, paia as wire, shapes::Secret};

const ITEMS: &str = r#"{"doc":[
    {"status":3,"item":"ex:1","about":"Momo / Ende, Michael (1973)","endtime":"2026-12-01","queue":0},
    {"status":3,"item":"ex:2","about":"Faust / Goethe, Johann Wolfgang (1808)","endtime":"2026-11-26","queue":2},
    {"status":4,"item":"ex:3","about":"Catan","endtime":"2026-11-28","storage":"Zentralbibliothek"}]}"#;

const RENEWED: &str = r#"{"doc":[{"status":3,"item":"ex:1","error":"costs","condition":{
    "http://purl.org/ontology/paia#FeeCondition":{"option":[{"id":"ex:fee","about":"Verlängerung",
    "amount":"0.50 EUR"}]}}}]}"#;

const BRANCHES: &str = r#"{"branches":[{"id":"z","name":"Zentralbibliothek","schedules":[
    {"date":"2026-11-28","times":[{"from":"10:00","to":"14:00","status":1},
    {"from":"14:00","to":"19:00","mode":"supervised","without":["advice"],"info":"Extra-Zeit"}]}]}]}"#;

/// A city without summer time, at Greenwich.
fn zone(at: Timestamp) -> LocalTime {
    let minutes = u16::try_from(at.0.rem_euclid(86_400) / 60).unwrap_or(0);
    let day = Day::from_epoch_days(at.0.div_euclid(86_400));
    LocalTime { day, time: TimeOfDay::from_minutes(minutes) }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paia = Paia::new("https://library.example/core", "https://library.example/auth");
    let sign_in = paia.login("08301001001", &Secret::new("password"), Scopes::wanted());
    println!("{} {}", sign_in.method.name(), sign_in.url);
    let answer = br#"{"patron":"08301001001","access_token":"t","scope":"read_items write_items"}"#;
    let login = Failure::check::<wire::Login>(200, None, answer).map_err(Failure::at_sign_in)?;
    let session = Session::new(&login.value, Scopes::wanted(), Timestamp(0)).ok_or("no token")?;

    let items = Failure::check::<wire::Documents>(200, None, ITEMS.as_bytes())?.value;
    let accounts = [Account {
        card: CardId("mine".to_owned()),
        patron: None,
        documents: Document::all(items),
        fees: None,
        notifications: vec![],
        at: Timestamp(0),
    }];
    let today: Day = "2026-11-25".parse()?;
    let rules = Rules { most_renewals: Some(2), ..Rules::default() };
    let situation =
        Situation { scopes: session.scopes, patron: None, fees: None, rules: &rules, today };
    let mut renew = Vec::new();
    for entry in due(&accounts, &zone) {
        let can = renewable(entry.document, &situation, &zone);
        println!("{}: {:?}, {can:?}", entry.document.title(), entry.urgency(today, &zone));
        if !matches!(can, Renewable::No(_)) {
            renew.push(Wanted::of(entry.document));
        }
    }
    for entry in ready(&accounts, &zone) {
        println!("ready: {} at {:?}", entry.document.title(), entry.document.storage);
    }

    let call = paia.renew(&session, &renew);
    println!("{} {} {:?}", call.method.name(), call.url, call.body.content());
    let answer = Failure::check::<wire::Documents>(200, None, RENEWED.as_bytes())?.value;
    let results =
        outcomes(Action::Renew, &renew, &accounts[0].documents, Document::all(answer), &zone);
    for result in &results {
        println!("{}", result.message_key(Action::Renew));
        if let Outcome::Choose(_) = result {
            println!("  asks first: {:?}", result.conditions());
        }
    }

    let file = json::decode::<hours::Branches>(BRANCHES.as_bytes())?.value;
    for branch in branches(file) {
        let time = TimeOfDay::parse("17:00").ok_or("no time")?;
        let now = LocalTime { day: "2026-11-28".parse()?, time };
        println!("{}: {}", branch.name.get("de"), state(&branch, now).message_key());
        println!("next: {:?}", next(&branch, now).map(|(when, then)| (when, then.message_key())));
    }
    let (card, module) = Barcode::fitting(Symbology::Codabar, session.patron.expose(), 1080)?;
    println!("card {}: {} bars, {module} pixels a module", card.text, card.bars().count());
    Ok(())
}
