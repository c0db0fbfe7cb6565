//! A quick poll's answer is one that the forms engine takes.
#![allow(clippy::unwrap_used)]

use participation::Poll;
use xforms::{Form, Response};

const FORM: &str = r#"<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Markt</h:title><model><instance><data id="market &amp; more" version="1"><day/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/day" type="string" required="true()"/><bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid" xmlns:jr="http://openrosa.org/javarosa"/></model></h:head>
<h:body><select1 ref="/data/day"><label>Wann?</label><item><label>Sa</label><value>sat</value></item><item><label>Mi</label><value>wed</value></item></select1></h:body></h:html>"#;

const POLL: &str = r#"{"formId": "market & more", "version": "1", "path": "/data/day", "label": {"de": "Wann?"},
  "options": [{"value": "sat", "label": {"de": "Sa"}}, {"value": "wed", "label": {"de": "Mi"}}, {"value": "two words", "label": {}}]}"#;

fn poll(json: &str) -> Option<Poll> {
    json::decode(json.as_bytes()).ok().map(|read| read.value)
}

#[test]
fn the_engine_takes_it() {
    let poll = poll(POLL).unwrap();
    assert_eq!(poll.options.len(), 2, "a value with a blank cannot be sent");
    let xml = poll.answer("wed", "uuid:4f4ff8e2-6e2f-4d0b-8f0c-0d3f6d1f9c11").unwrap();
    let form = Form::read(FORM).unwrap();
    let response = Response::read(&form, &xml).unwrap();
    assert_eq!(response.value(&form, "/data/day"), Some("wed"));
    assert_eq!(response.instance_id(&form), "uuid:4f4ff8e2-6e2f-4d0b-8f0c-0d3f6d1f9c11");
    assert_eq!(poll.answer("sun", "uuid:1"), None);
}

#[test]
fn a_name_that_is_none_makes_no_poll() {
    for path in ["day", "/data", "/data/", "/data/a b", "/data/<x>", "/1/day", "/data/ä"] {
        assert!(poll(&POLL.replace("/data/day", path)).is_none(), "{path}");
    }
}
