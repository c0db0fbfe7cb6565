#![no_main]

use dates::{Day, LocalTime, TimeOfDay, Timestamp};
use json::keep::{load, save};
use library::account::{Account, CardId, due, news, ready};
use library::document::Document;
use library::failure::Failure;
use library::patron::{Fees, Notification, Patron};
use library::scope::{Scopes, Session};
use library::wire::paia as wire;
use library::write::to_text;
use libfuzzer_sys::fuzz_target;

fn utc(at: Timestamp) -> LocalTime {
    LocalTime { day: Day::from_epoch_days(at.0.div_euclid(86_400)), time: TimeOfDay::MIDNIGHT }
}

fuzz_target!(|body: &[u8]| {
    let status = body.first().map_or(200, |byte| 200 + u16::from(*byte));
    if let Err(failure) = Failure::check::<wire::Documents>(status, None, body) {
        let _ = (failure.next_step(), failure.message_key());
    }
    let documents = json::decode::<wire::Documents>(body).map(|answer| answer.value);
    if let Ok(documents) = &documents {
        let again = json::decode::<wire::Documents>(to_text(documents).as_bytes()).unwrap();
        assert!(again.value == *documents && again.skipped == 0);
    }
    let account = Account {
        card: CardId("card".to_owned()),
        patron: json::decode(body).ok().map(|answer| Patron::from_wire(answer.value)),
        documents: documents.map(Document::all).unwrap_or_default(),
        fees: json::decode(body).ok().map(|answer| Fees::from_wire(answer.value)),
        notifications: json::decode::<wire::Notifications>(body).map_or(vec![], |answer| {
            answer.value.notification.into_iter().filter_map(Notification::from_wire).collect()
        }),
        at: Timestamp(0),
    };
    assert_eq!(load::<Account>(&save(&account)).as_ref(), Some(&account));
    assert_eq!(news(&account.documents, &[], &utc).len(), account.documents.len());
    let accounts = [account];
    let _ = (due(&accounts, &utc), ready(&accounts, &utc), library::account::owed(&accounts));
    if let Ok(login) = json::decode::<wire::Login>(body) {
        let _ = Session::new(&login.value, Scopes::wanted(), Timestamp(i64::MAX));
    }
});
