//! Filling in a survey, step by step.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fmt::Write;
use std::sync::Arc;

use support::{NOW, begin, own};
use xforms::{Asks, Form, Look, Refused, Session, Standalone, Unreadable, Violation, draft};

fn city() -> (Arc<Form>, Session) {
    let text = std::fs::read_to_string(own().join("city-survey.xml")).unwrap();
    let form = Arc::new(Form::read(&text).unwrap());
    let session = begin(&form, 1);
    (form, session)
}

/// A form of questions `/data/<name>` with the attributes of their binds.
fn small(questions: &[(&str, &str)]) -> Arc<Form> {
    Arc::new(Form::read(&small_text(questions)).unwrap())
}

fn small_text(questions: &[(&str, &str)]) -> String {
    let (mut nodes, mut binds, mut body) = (String::new(), String::new(), String::new());
    for (name, bind) in questions {
        let _ = write!(nodes, "<{name}/>");
        let _ = write!(binds, "<bind nodeset=\"/data/{name}\" {bind}/>");
        let _ = write!(body, "<input ref=\"/data/{name}\"><label>{name}</label></input>");
    }
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\">\
         <h:head><h:title>t</h:title><model><instance><data id=\"t\">{nodes}<meta><instanceID/></meta></data></instance>{binds}</model></h:head>\
         <h:body>{body}</h:body></h:html>"
    )
}

#[test]
fn a_question_appears_and_goes_and_its_answer_comes_back() {
    let (form, mut session) = city();
    let at = |path: &str| form.question_at(path).unwrap();
    let (consent, who, years) = (at("/data/consent"), at("/data/you/who"), at("/data/you/years"));
    assert!(!session.is_relevant(who));
    let changes = session.set(consent, "OK").unwrap();
    assert!(changes.shown.contains(&who) && !changes.shown.contains(&years));
    assert_eq!(changes.violations, [consent, who], "the one is answered, the other is asked");
    let changes = session.set(who, "lives").unwrap();
    assert!(changes.shown.contains(&years) && changes.hidden.is_empty());
    session.set(years, "12").unwrap();
    let changes = session.set(who, "works").unwrap();
    assert!(changes.hidden.contains(&years));
    assert_eq!(session.value(years), "");
    assert!(!session.response().write(&form).contains("<years>"));
    session.set(who, "lives").unwrap();
    assert_eq!(session.value(years), "12");
    assert!(session.set(years, "12").unwrap().is_empty(), "nothing changed");
}

#[test]
fn what_cannot_be_read_is_kept_as_it_was_typed() {
    let (form, mut session) = city();
    let years = form.question_at("/data/you/years").unwrap();
    session.set(form.question_at("/data/consent").unwrap(), "OK").unwrap();
    session.set(form.question_at("/data/you/who").unwrap(), "lives").unwrap();
    session.set(years, "12").unwrap();
    let changes = session.set(years, "12 Jahre").unwrap();
    assert_eq!(changes.violations, [years]);
    assert_eq!((session.value(years), session.field(years)), ("", "12 Jahre"));
    assert_eq!(session.violation(years), Some(Violation::Unreadable(Unreadable::Whole)));
    let (again, _) = draft::restore(&form, &session.draft(), NOW).unwrap();
    assert_eq!(again.field(years), "12 Jahre");
    session.set(years, "130").unwrap();
    let complaints = session.check(&[years]);
    assert_eq!(
        complaints.first().unwrap().message.as_deref(),
        Some("Zwischen 0 und 120, nicht 130")
    );
    session.set_language(1).unwrap();
    let complaints = session.check(&[years]);
    assert_eq!(complaints.first().unwrap().message.as_deref(), Some("Das geht nicht: 130"));
    session.set(years, "13").unwrap();
    assert_eq!(session.violation(years), None);
}

#[test]
fn the_first_complaint_is_the_first_in_the_form() {
    let (form, mut session) = city();
    let first = session.check_all().first().unwrap().question;
    assert_eq!(form.path(first), "/data/consent");
    session.set(first, "OK").unwrap();
    assert_eq!(form.path(session.check_all().first().unwrap().question), "/data/you/who");
    let pages = form.pages();
    assert_eq!(pages.len(), 5);
    assert!(pages.iter().all(|page| session.check(&page.questions).len() <= page.questions.len()));
    let matrix =
        pages.iter().find(|page| page.group.is_some_and(|group| form.is_matrix(group))).unwrap();
    let asks: Vec<_> =
        matrix.questions.iter().map(|question| form.asks(*question).clone()).collect();
    assert_eq!(
        asks,
        [
            Asks::Note,
            Asks::One(Look::MatrixHead),
            Asks::One(Look::MatrixRow),
            Asks::One(Look::MatrixRow)
        ]
    );
}

#[test]
fn choices_follow_an_answer_and_their_language() {
    let (form, mut session) = city();
    let at = |path: &str| form.question_at(path).unwrap();
    let (district, street) = (at("/data/you/district"), at("/data/you/street"));
    session.set(at("/data/consent"), "OK").unwrap();
    let changes = session.set(district, "mitte").unwrap();
    assert_eq!(changes.choices, [street]);
    let labels = |session: &Session| -> Vec<String> {
        session.choices(street).into_iter().map(|choice| choice.label.text).collect()
    };
    assert_eq!(labels(&session), ["Markt", "Gasse"]);
    assert_eq!(session.label(street).text, "Straße in Mitte");
    session.set(street, "gasse").unwrap();
    session.set(street, "allee").unwrap();
    assert_eq!(session.violation(street), Some(Violation::Unreadable(Unreadable::Choice)));
    session.set(street, "gasse").unwrap();
    let changes = session.set(district, "west").unwrap();
    assert!(changes.values.contains(&street) && changes.texts.contains(&street));
    assert_eq!((labels(&session), session.value(street)), (vec!["Allee".to_owned()], ""));
    session.set_language(1).unwrap();
    assert_eq!(session.label(street).text, "Welche Straße in West?");
    assert_eq!(session.set_language(9), Err(Refused::NoLanguage));
}

#[test]
fn an_order_by_chance_stays() {
    let (form, mut session) = city();
    let many = form.question_at("/data/wish/many").unwrap();
    session.set(form.question_at("/data/consent").unwrap(), "OK").unwrap();
    session.set(form.question_at("/data/you/who").unwrap(), "works").unwrap();
    let order = |session: &Session| -> Vec<String> {
        session.choices(many).into_iter().map(|choice| choice.value).collect()
    };
    let (again, _) = draft::restore(&form, &session.draft(), NOW).unwrap();
    assert_eq!((order(&session).len(), order(&session)), (3, order(&again)));
    session.set(many, "water trees").unwrap();
    let words: Vec<String> = session.value(many).split(' ').map(str::to_owned).collect();
    let expected: Vec<String> = order(&session)
        .into_iter()
        .filter(|value| ["water", "trees"].contains(&value.as_str()))
        .collect();
    assert_eq!(words, expected, "in the order in which they are offered");
}

#[test]
fn the_answer_is_what_the_specification_wants() {
    let (form, mut session) = city();
    session.set(form.question_at("/data/consent").unwrap(), "OK").unwrap();
    session.set(form.question_at("/data/you/who").unwrap(), "visits").unwrap();
    session.set(form.question_at("/data/you/other").unwrap(), "Möhringen").unwrap();
    session.set(form.question_at("/data/photo").unwrap(), "platz.jpg").unwrap();
    assert_eq!(session.check_all(), []);
    let response = session.finish(NOW);
    assert_eq!(response.files(&form), ["platz.jpg"]);
    assert_eq!(
        response.write(&form),
        "<data xmlns:orx=\"http://openrosa.org/xforms\" id=\"place\" orx:version=\"7\"><intro/><consent>OK</consent>\
         <you><who>visits</who><other>Möhringen</other><district/></you><wish><many/><stars/><noise/>\
         <euros>2.5</euros></wish><where/><photo>platz.jpg</photo><when>2025-11-23</when><seed>42</seed><total/>\
         <start>2025-11-24T17:00:00.000+01:00</start><today>2025-11-24</today><hello>moin</hello><orx:meta>\
         <orx:instanceID>uuid:11111111-1111-4111-8111-111111111111</orx:instanceID></orx:meta></data>"
    );
}

#[test]
fn an_answer_over_a_calculation_stays_until_it_comes_to_something_else() {
    let form = small(&[("a", "type=\"int\""), ("b", "type=\"int\" calculate=\"/data/a * 2\"")]);
    let mut session = begin(&form, 1);
    let (a, b) = (form.question_at("/data/a").unwrap(), form.question_at("/data/b").unwrap());
    session.set(a, "4").unwrap();
    assert_eq!(session.value(b), "8");
    session.set(b, "9").unwrap();
    let (again, _) = draft::restore(&form, &session.draft(), NOW).unwrap();
    assert_eq!((session.value(b), again.value(b)), ("9", "9"));
    session.set(a, "5").unwrap();
    assert_eq!(session.value(b), "10");
}

#[test]
fn a_circle_is_named_with_its_way() {
    let text = small_text(&[
        ("a", "calculate=\"/data/b + 1\""),
        ("b", "relevant=\"/data/c = 1\""),
        ("c", "calculate=\"../a\""),
        ("d", "calculate=\"coalesce(., 'd')\""),
    ]);
    let said = Form::read(&text).unwrap_err().to_string();
    assert!(said.contains("/data/a <- /data/b <- /data/c <- /data/a"), "{said}");
    assert!(!said.contains("/data/d"), "a default is no circle: {said}");
}

#[test]
fn everything_is_found_at_once() {
    let text = small_text(&[
        ("a", "type=\"barcode\" constraint=\"nope(.)\""),
        ("b", "relevant=\"/data/nowhere = 1\" calculate=\"1 +\""),
        (
            "c",
            "constraint=\"regex(., '(?=x)')\" jr:preload=\"property\" jr:preloadParams=\"deviceid\"",
        ),
        ("d", "readonly=\"concat(1, @x)\" jr:constraintMsg=\"jr:itext('none')\""),
    ]);
    let unusable = Form::read(&text).unwrap_err();
    let found: Vec<_> =
        unusable.0.iter().map(|one| (one.place.as_str(), one.problem.key())).collect();
    for expected in [
        ("/data/a", "type"),
        ("/data/a", "function"),
        ("/data/b", "no-node"),
        ("/data/b", "syntax"),
        ("/data/c", "regex"),
        ("/data/c", "not-collected"),
        ("/data/d", "expression"),
        ("/data/d", "no-text"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}

#[test]
fn no_input_takes_for_ever() {
    let nested = format!("{}1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(Standalone::read(&nested).is_err());
    let long = vec!["1"; 5_000].join(" + ");
    assert!(Standalone::read(&long).is_err());
    let deep = format!("<a>{}</a>", "<b>".repeat(100_000));
    assert!(Form::read(&deep).is_err());
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>";
    assert!(Form::read(laughs).is_err());
    // Every value is joined with every other, over and over.
    let mut calculate = "concat(/data/a, /data/a)".to_owned();
    for _ in 0..30 {
        calculate = format!("concat({calculate}, {calculate})");
        if calculate.len() > 5_000 {
            break;
        }
    }
    let form = small(&[("a", ""), ("b", &format!("calculate=\"{calculate}\""))]);
    let mut session = begin(&form, 1);
    session.set(form.question_at("/data/a").unwrap(), &"x".repeat(90_000)).unwrap();
    assert!(
        session.ran_out() || session.value(form.question_at("/data/b").unwrap()).len() > 90_000
    );
    // A pattern for each of twenty thousand choices, and every one another.
    let items: String = (0..20_000).fold(String::new(), |mut all, at| {
        let _ = write!(all, "<item><name>n{at}</name></item>");
        all
    });
    let text = small_text(&[("a", "")])
        .replace("</instance>", &format!("</instance><instance id=\"l\"><root>{items}</root></instance>"))
        .replace(
            "</h:body>",
            "<select1 ref=\"/data/b\"><itemset nodeset=\"instance('l')/root/item[regex(/data/a, concat('(a{40}){30}', name))]\"><value ref=\"name\"/><label ref=\"name\"/></itemset></select1></h:body>",
        )
        .replace("<meta>", "<b/><meta>");
    let form = Arc::new(Form::read(&text).unwrap());
    let mut session = begin(&form, 1);
    session.set(form.question_at("/data/a").unwrap(), &"a".repeat(10_000)).unwrap();
    assert!(session.ran_out());
}

#[test]
fn the_specification_before_the_reference() {
    let text = |expression: &str| Standalone::read(expression).unwrap().text(NOW).unwrap();
    for (expression, expected) in [
        // XPath 1.0, 3.4: `and` and `or` are true or false.
        ("'a' and 'b'", "true"),
        ("'' or 'b'", "true"),
        // 4.2: what is no number is written so.
        ("concat('x', number('y'))", "xNaN"),
        // 3.3: unions, in document order.
        ("count(/data | /data)", "1"),
        // 4.4: no exponents, half up.
        ("number('1e3')", "NaN"),
        ("round(-2.5)", "-2"),
        ("round(2.5)", "3"),
        ("10000000000000000000000", "10000000000000000000000"),
        ("-5 mod 3", "-2"),
        ("string(0 div 0)", "NaN"),
        // Section 30.
        ("date('nonsense')", ""),
        ("decimal-time('12:00:00.000Z')", "0.5416666666666666"),
        ("selected('', '')", "true"),
        ("substr('äöü', 1)", "öü"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("normalize-space('\n a \t b ')", "a b"),
        ("weighted-checklist(2, -1, true(), 3)", "true"),
        ("int((date('2025-11-24') - date('2025-10-01')))", "54"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
}

#[test]
fn a_form_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Form>();
    shared::<Session>();
    let (form, mut session) = city();
    let text = std::thread::spawn(move || form.title().to_owned()).join().unwrap();
    assert_eq!(text, session.form().title());
    let moved = std::thread::spawn(move || session.finish(NOW)).join();
    assert!(moved.is_ok());
}
