//! What a city or the backend writes, and what is made of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use dates::Timestamp;
use dates::when::When;
use participation::{Item, Kind, Mode, Offer, Once, State, items};
use proptest::prelude::*;

const ITEMS: &str = r#"{
  "generatedAt": "2026-11-22T10:00:00Z",
  "topics": {"culture": {"de": "Kultur", "en": "Culture"}},
  "districts": {"nord": {"de": "Nord"}},
  "items": [
    {"id": "library-2026", "kind": "survey", "title": {"de": "Bibliotheksumfrage", "en": "Library survey"},
     "summary": {"de": "Was wünschen Sie sich?"}, "topics": ["culture", "books"], "districts": ["nord"], "minutes": 5,
     "phases": [
       {"id": "review", "title": {"de": "Auswertung"}, "from": "2026-12-01T00:00:00+01:00", "to": "2027-01-15T00:00:00+01:00"},
       {"id": "ask", "title": {"de": "Befragung"}, "from": "2026-11-01T00:00:00+01:00", "to": "2026-12-01T00:00:00+01:00", "state": "open"}],
     "acceptUntil": "2026-12-04T00:00:00+01:00", "version": "3", "languages": ["de", "en"],
     "definition": {"type": "odk-xform", "url": "/api/participation/v1/items/library-2026/versions/3/form.xml",
       "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bytes": 11802, "media": []},
     "submit": {"url": "/api/participation/v1/items/library-2026/versions/3/responses", "maxBytes": 20000000, "maxFileBytes": 8000000},
     "participation": {"mode": "anonymous", "once": "device", "kiosk": true}, "quota": {"full": false}, "encryptionKey": null,
     "privacy": {"version": "2026-10", "controller": "Stadt", "purpose": {"de": "Planung"}, "legalBasis": "Art. 6", "retention": {"de": "ein Jahr"},
       "text": {"de": "…"}, "consentRequired": true},
     "results": {"policy": "after-submit", "url": "/api/participation/v1/items/library-2026/results"},
     "outcome": [{"date": "2027-02-01", "status": "adopted", "text": {"de": "…"}}, {"date": "2027-01-20", "status": "checking", "text": {"de": "…"}, "link": "javascript:alert(1)"}],
     "external": null},
    {"id": "library-2026", "kind": "info", "title": {"de": "noch einmal"}},
    {"id": "../etc", "kind": "info", "title": {"de": "böse"}},
    {"id": "unknown-kind", "kind": "riddle", "title": {"de": "?"}},
    {"id": "endless", "kind": "survey", "title": {"de": "?"}, "phases": [{"id": "ask", "title": {}, "from": "2026-11-01T00:00:00+01:00", "to": "bald"}]},
    {"id": "elsewhere", "kind": "ideas", "title": "Ideen", "external": {"url": "https://ideen.musterstadt.example/1", "provider": "Decidim"}},
    {"id": "bare", "kind": "info", "title": {"de": "Nur zu lesen"}, "external": {"url": "http://unsafe.example", "provider": "x"}}
  ]}"#;

fn read() -> Vec<Item> {
    let read = items(ITEMS.as_bytes()).unwrap();
    assert_eq!(read.skipped, 4, "twice, no id, no kind, no end");
    read.value
}

fn at(text: &str) -> Timestamp {
    match When::parse(text) {
        Some(When::At(at)) => at,
        _ => panic!("{text}"),
    }
}

#[test]
fn an_item_says_what_one_can_do_now() {
    let all = read();
    let item = &all[0];
    assert_eq!(item.kind, Kind::Survey);
    assert_eq!(
        item.topics.iter().map(|topic| topic.text("en")).collect::<Vec<_>>(),
        ["Culture", "books"]
    );
    assert_eq!(item.phases[0].id, "ask", "in the order of time");
    assert_eq!((item.rules.mode, item.rules.once), (Mode::Anonymous, Once::Device));
    assert_eq!(item.outcome[0].link, None, "no script is a link");
    assert!(item.outcome[0].day < item.outcome[1].day);

    let begin = at("2026-11-01T00:00:00+01:00");
    let end = at("2026-12-01T00:00:00+01:00");
    assert_eq!(item.offer(Timestamp(begin.0 - 1)), Offer::Wait(begin));
    assert_eq!(item.offer(begin), Offer::FillIn);
    assert_eq!(item.state(begin), State::Open(Some(end)));
    assert_eq!(item.offer(end), Offer::Look);
    assert_eq!(item.phase(end).map(|phase| phase.id.as_str()), Some("review"));
    // Whoever has finished in the tunnel arrives three days later.
    assert!(item.takes_late(end) && item.takes_late(at("2026-12-03T23:59:59+01:00")));
    assert!(!item.takes_late(at("2026-12-04T00:00:00+01:00")));
    assert!(
        item.shows_results(begin, true)
            && !item.shows_results(begin, false)
            && item.shows_results(end, false)
    );

    let full = Item { full: true, ..item.clone() };
    assert_eq!(full.offer(begin), Offer::Full);
}

#[test]
fn what_is_elsewhere_says_so_and_what_is_unsafe_is_no_link() {
    let all = read();
    assert_eq!(all[1].offer(Timestamp(0)), Offer::Elsewhere);
    assert_eq!(all[2].external, None, "only https is a link");
    assert_eq!(all[2].offer(Timestamp(0)), Offer::Read);
}

#[test]
fn no_list_is_an_error_and_an_empty_one_is_not() {
    assert!(items(b"{\"items\": []}").is_ok());
    for bad in ["", "[]", "{}", "{\"items\": {}}", "<html>"] {
        assert!(items(bad.as_bytes()).is_err(), "{bad}");
    }
}

proptest! {
    /// Soon, open, over: never back.
    #[test]
    fn an_item_only_grows_older(from in proptest::option::of(0i64..1_000), length in proptest::option::of(0i64..1_000), mut times in proptest::collection::vec(-10i64..2_100, 2..20)) {
        let mut item = read().remove(0);
        item.phases.retain(|phase| phase.id == "ask");
        item.phases[0].from = from.map(Timestamp);
        item.phases[0].to = length.map(|length| Timestamp(from.unwrap_or(0) + length));
        times.sort_unstable();
        let age = |state| match state { State::Soon(_) => 0, State::Open(_) => 1, State::Over => 2 };
        let ages: Vec<u8> = times.iter().map(|time| age(item.state(Timestamp(*time)))).collect();
        prop_assert!(ages.is_sorted(), "{ages:?}");
    }

    #[test]
    fn nothing_that_is_sent_breaks_it(cut in 0usize..ITEMS.len(), put in "[ -~]{0,3}") {
        prop_assume!(ITEMS.is_char_boundary(cut));
        let mut text = ITEMS.to_owned();
        text.insert_str(cut, &put);
        if let Ok(read) = items(text.as_bytes()) {
            for item in read.value {
                let _ = (item.offer(Timestamp(0)), item.takes_late(Timestamp(0)));
                prop_assert!(item.submit.is_none_or(|submit| submit.url.starts_with('/') && !submit.url.starts_with("//")));
            }
        }
    }
}
