#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::read::delay_of;
use super::*;
use crate::wire::daia as wire;
use proptest::prelude::*;

fn copies(items: &str) -> Vec<Copy> {
    let text = format!(r#"{{"document":[{{"id":"ex:d","item":{items}}}]}}"#);
    let answer = json::decode::<wire::Availabilities>(text.as_bytes()).unwrap().value;
    holdings(answer).remove(0).copies
}

#[test]
fn what_one_can_do_with_a_copy() {
    let all = copies(
        r#"[{"available":[{"service":"presentation"},{"service":"loan"}]},
        {"available":[{"service":"loan","href":"https://x/order"}]},
        {"available":[{"service":"presentation"}],
         "unavailable":[{"service":"loan","expected":"2026-12-09","queue":2,"href":"https://x/reserve"}]},
        {"available":[{"service":"presentation"}],"unavailable":[{"service":"loan"}]},
        {"available":[{"service":"remote","href":"https://x/e"}]},
        {"unavailable":[{"service":"loan","expected":"unknown"}]},
        {"available":[{"service":"reading aloud"}]}, {}]"#,
    );
    let states: Vec<_> = all.iter().map(Copy::state).collect();
    assert_eq!(states[0], CopyState::OnShelf);
    assert!(matches!(states[1], CopyState::Order(link) if link.as_str() == "https://x/order"));
    let CopyState::Lent { expected, queue, reserve } = &states[2] else {
        panic!("{:?}", states[2])
    };
    assert_eq!((*expected, *queue), (When::parse("2026-12-09").map(Expected::At), Some(2)));
    assert!(reserve.is_some());
    assert_eq!(states[3], CopyState::InLibrary);
    assert!(matches!(states[4], CopyState::Online(false, Some(_))));
    assert!(matches!(states[5], CopyState::Lent { expected: Some(Expected::Unknown), .. }));
    assert_eq!((&states[6], &states[7]), (&CopyState::Nothing, &CopyState::Nothing));
    assert_eq!(badge(all.iter()), Badge::OnShelf(1));
    assert_eq!(badge(all[1..].iter()), Badge::Order);
    assert_eq!(badge(all[2..].iter()), Badge::Remote);
    assert_eq!(badge(all[5..].iter()), Badge::Lent(None, None));
    assert_eq!(badge([].iter()), Badge::Unknown);
}

#[test]
fn of_many_lent_copies_the_first_one_back_counts() {
    let lent = copies(
        r#"[{"unavailable":[{"service":"loan","expected":"2026-12-09","queue":3}]},
        {"unavailable":[{"service":"loan","expected":"2026-12-02","queue":4}]}]"#,
    );
    assert_eq!(badge(lent.iter()), Badge::Lent(When::parse("2026-12-02"), Some(3)));
}

#[test]
fn delays_and_links() {
    let delay = |text| match delay_of(text) {
        Some(Delay::Seconds(seconds)) => Some(seconds),
        _ => None,
    };
    assert_eq!(delay("P1DT2H"), Some(93_600));
    assert_eq!(delay("PT0.5S"), Some(0));
    assert_eq!(delay_of("unknown"), Some(Delay::Unknown));
    assert_eq!((delay("P"), delay("tomorrow"), delay("P5")), (Some(0), None, None));
    let header = r#"<https://x/1>; rel="prev first", <https://x/2?id=a%7Cb>; title="a"; rel=next"#;
    assert_eq!(next_link(header), Some("https://x/2?id=a%7Cb"));
    assert_eq!(next_link(r#"<https://x/1>; rel="last""#), None);
    assert_eq!(next_link(r#"<https://x/9>; rel="next", <y>; rel="last""#), Some("https://x/9"));
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,60}", header in "[<>;=a-z\" ,]{0,60}", duration in "P?[0-9YMDTHS.]{0,12}") {
        let _ = next_link(&text);
        let _ = next_link(&header);
        let _ = delay_of(&duration);
        let _ = delay_of(&text);
    }
}
