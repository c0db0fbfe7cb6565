//! Whether an answer is one to its form.

use ::participation::Refusal;
use xforms::{Asks, Form, Mismatch, Moment, QuestionId, Response, Session, Start, Violation};

use super::submission::{Submission, XML};
use crate::participation::refused::Refused;
use std::sync::Arc;

/// Compares an answer with its form: elements, values and files, each with its place.
///
/// Values have to be of their type and among the choices. Whether everything was answered and the author's own
/// conditions are met was decided on the device at its time: with another clock and another chance they may come out
/// differently here, and an answer that a person has finished is not lost for that.
///
/// # Errors
/// The first thing that does not fit.
pub fn check(form: &Arc<Form>, submission: &Submission, key: &str) -> Result<Response, Refused> {
    let response =
        Response::read(form, &submission.xml).map_err(|mismatch| mismatched(&mismatch))?;
    let instance = response.instance_id(form);
    if instance != key {
        let detail = "the Idempotency-Key is not the answer's instanceID";
        return Err(Refused::new(Refusal::NotReadable, detail).at("Idempotency-Key"));
    }
    files(form, &response, submission)?;
    values(form, &response)?;
    Ok(response)
}

/// `uuid:` and a UUID in its usual form, small letters: what may stand in `Idempotency-Key`.
pub fn is_instance_id(text: &str) -> bool {
    let Some(uuid) = text.strip_prefix("uuid:") else { return false };
    let groups: Vec<&str> = uuid.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && uuid.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'))
}

fn mismatched(mismatch: &Mismatch) -> Refused {
    let place = match mismatch {
        Mismatch::Unknown(path) | Mismatch::Twice(path) => path.clone(),
        Mismatch::NoInstanceId => "meta/instanceID".to_owned(),
        Mismatch::Xml(_) | Mismatch::OtherForm(_) => XML.to_owned(),
    };
    Refused::new(Refusal::NotValid, mismatch.to_string()).at(place)
}

/// Every file that the answer names is there, and no other.
fn files(form: &Form, response: &Response, submission: &Submission) -> Result<(), Refused> {
    let named = response.files(form);
    if let Some(missing) = named.iter().find(|name| !submission.attachments.contains_key(*name)) {
        return Err(
            Refused::new(Refusal::NotValid, "a file of the answer is missing").at(missing.as_str())
        );
    }
    if let Some(more) = submission.attachments.keys().find(|name| !named.contains(name)) {
        return Err(Refused::new(Refusal::NotValid, "no question has this file").at(more.as_str()));
    }
    for question in form.question_ids() {
        let path = form.path(question);
        let name = response.value(form, &path).filter(|name| !name.is_empty());
        let Some(attachment) = name.and_then(|name| submission.attachments.get(name)) else {
            continue;
        };
        if matches!(form.asks(question), Asks::Photo { .. })
            && !attachment.kind.starts_with("image/")
        {
            return Err(Refused::new(Refusal::WrongType, "a photo is not image/…").at(path));
        }
    }
    Ok(())
}

/// Gives every value to a session of the form and asks whether it could be read.
fn values(form: &Arc<Form>, response: &Response) -> Result<(), Refused> {
    let start = Start {
        // No value depends on it: what does is calculated and not compared.
        now: Moment { unix_ms: 0, offset_minutes: 0 },
        seed: 0,
        instance_id: response.instance_id(form).to_owned(),
    };
    let mut session = Session::start(Arc::clone(form), start);
    let given: Vec<(QuestionId, &str)> = form
        .question_ids()
        .filter_map(|question| Some((question, response.value(form, &form.path(question))?)))
        .collect();
    // Twice: the choices of one question may hang on the answer to one further down.
    for _ in 0..2 {
        for (question, value) in &given {
            // What the form does not let anybody change is calculated.
            let _ = session.set(*question, value);
        }
    }
    for (question, _) in given {
        let why = match session.violation(question) {
            Some(Violation::Unreadable(why)) => why.key(),
            // What is not asked has no violation; only what could not be read still stands in its field.
            _ if !session.is_relevant(question) && !session.field(question).is_empty() => "value",
            _ => continue,
        };
        let detail = format!("the value is not one of its type ({why})");
        return Err(Refused::new(Refusal::NotValid, detail).at(form.path(question)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::participation::answers::submission::Attachment;
    use proptest::prelude::*;

    const KEY: &str = "uuid:4f4ff8e2-6e2f-4d0b-8f0c-0d3f6d1f9c11";

    fn form() -> Arc<Form> {
        let text = include_str!("../../../../crates/xforms/tests/forms/city-survey.xml");
        Arc::new(Form::read(text).unwrap())
    }

    fn session(form: &Arc<Form>) -> Session {
        let now = Moment { unix_ms: 1_764_000_000_000, offset_minutes: 60 };
        Session::start(form.clone(), Start { now, seed: 7, instance_id: KEY.to_owned() })
    }

    fn submission(xml: &str) -> Submission {
        Submission { xml: xml.to_owned(), ..Submission::default() }
    }

    fn refused(xml: &str) -> Refused {
        check(&form(), &submission(xml), KEY).unwrap_err()
    }

    #[test]
    fn what_a_session_makes_is_taken() {
        let form = form();
        let mut session = session(&form);
        for (path, value) in [
            ("/data/consent", "OK"),
            ("/data/you/who", "lives"),
            ("/data/you/years", "12"),
            ("/data/you/district", "mitte"),
            ("/data/you/street", "gasse"),
            ("/data/wish/many", "trees"),
            ("/data/where", "51.2 10.4"),
            ("/data/photo", "a.jpg"),
        ] {
            session.set(form.question_at(path).unwrap(), value).unwrap();
        }
        let xml =
            session.finish(Moment { unix_ms: 1_764_000_100_000, offset_minutes: 60 }).write(&form);
        let mut whole = submission(&xml);
        let missing = check(&form, &whole, KEY).unwrap_err();
        assert_eq!((missing.refusal, missing.place.as_str()), (Refusal::NotValid, "a.jpg"));
        let picture = Attachment { kind: "image/jpeg".to_owned(), content: "x".into() };
        whole.attachments.insert("a.jpg".to_owned(), picture.clone());
        assert_eq!(
            check(&form, &whole, KEY).unwrap().value(&form, "/data/you/street"),
            Some("gasse")
        );
        let other = "uuid:4f4ff8e2-6e2f-4d0b-8f0c-0d3f6d1f9c12";
        assert_eq!(check(&form, &whole, other).unwrap_err().refusal, Refusal::NotReadable);
        let mut more = whole.clone();
        more.attachments.insert("b.jpg".to_owned(), picture);
        assert_eq!(check(&form, &more, KEY).unwrap_err().place, "b.jpg");
        let film = Attachment { kind: "video/mp4".to_owned(), content: "x".into() };
        whole.attachments.insert("a.jpg".to_owned(), film);
        assert_eq!(check(&form, &whole, KEY).unwrap_err().refusal, Refusal::WrongType);
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        let meta = format!("<meta><instanceID>{KEY}</instanceID></meta>");
        let data = |inside: &str| format!("<data id=\"place\" version=\"7\">{inside}{meta}</data>");
        for (xml, place) in [
            ("<data".to_owned(), XML),
            (format!("<data id=\"other\" version=\"7\">{meta}</data>"), XML),
            (format!("<data id=\"place\" version=\"8\">{meta}</data>"), XML),
            ("<data id=\"place\" version=\"7\"/>".to_owned(), "meta/instanceID"),
            (data("<spy/>"), "/data/spy"),
            (data("<you><who>nobody</who></you>"), "/data/you/who"),
            (data("<you><years>many</years></you>"), "/data/you/years"),
            (data("<where>here</where>"), "/data/where"),
        ] {
            let refused = refused(&xml);
            assert_eq!(
                (refused.refusal, refused.place.as_str()),
                (Refusal::NotValid, place),
                "{xml}"
            );
        }
        assert!(check(&form(), &submission(&data("")), KEY).is_ok());
    }

    #[test]
    fn only_a_uuid_is_an_id() {
        assert!(is_instance_id(KEY));
        for wrong in [
            "",
            "uuid:",
            "uuid:4F4FF8E2-6e2f-4d0b-8f0c-0d3f6d1f9c11",
            &KEY.replace("uuid:", ""),
            &format!("{KEY}0"),
        ] {
            assert!(!is_instance_id(wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_arrives_panics(years in ".{0,20}", place in "[-0-9. ;]{0,30}", junk in "[<>a-z/&\"]{0,40}") {
            let meta = format!("<meta><instanceID>{KEY}</instanceID></meta>");
            let escaped = years.replace('&', "&amp;").replace('<', "&lt;");
            let xml = format!("<data id=\"place\" version=\"7\"><you><years>{escaped}</years></you><where>{place}</where>{junk}{meta}</data>");
            let _ = check(&form(), &submission(&xml), KEY);
        }
    }
}
