//! The same forms, the same answers, in this engine and in the reference: npm's `@getodk/xforms-engine`.
//!
//! After every answer all nodes are compared: relevance, required, read-only, value, violation with its message,
//! label, hint and choices; and the whole answer as XML. Where the two decide otherwise, `docs/forms.md` names it and
//! [`differs_by_decision`] holds it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use serde_json::{Value, json};
use support::{Chance, NOW, answer, begin, forms, literals, others, own, with_identity};
use xforms::{Asks, Form, Session, Violation};

/// Sequences for each form, answers for each sequence; `SEQUENCES` asks for more.
const SEQUENCES: u64 = 4;
const ANSWERS: usize = 25;

struct Reference {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Reference {
    /// `None`, with a line that says so, without Node or the package.
    fn start() -> Option<Self> {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/oracle"));
        // Time zones of this name have their sign the other way round: an hour ahead of UTC, summer and winter.
        let node = || {
            let mut node = Command::new("node");
            node.current_dir(&folder).env("TZ", "Etc/GMT-1");
            node
        };
        let there = node()
            .args(["-e", "require.resolve('@getodk/xforms-engine'); require.resolve('jsdom')"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !there {
            println!(
                "skipped: node with npm's @getodk/xforms-engine is absent (npm ci in crates/xforms/oracle)"
            );
            return None;
        }
        let mut child = node()
            .arg("engine.mjs")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Some(Self { child, input, output })
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.input, "{request}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Labels are compared without the white space in which the XML was indented.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn violation(session: &Session, at: xforms::QuestionId) -> Option<&'static str> {
    session.violation(at).map(|violation| match violation {
        Violation::Constraint => "constraint",
        Violation::Required => "required",
        Violation::Unreadable(_) => "unreadable",
    })
}

/// What this engine decides otherwise, by the specification: see docs/forms.md.
fn differs_by_decision(path: &str, what: &str) -> bool {
    // The identity comes from outside, whatever the form says of it.
    path.ends_with("instanceID") && matches!(what, "value" | "readonly")
}

struct Comparison {
    name: String,
    text: String,
    history: Vec<String>,
    differences: Vec<String>,
    /// Choices in an order by chance, without a seed of the form's own.
    any_order: bool,
}

impl Comparison {
    fn same(&mut self, path: &str, what: &str, ours: &Value, theirs: &Value) {
        if ours != theirs && !differs_by_decision(path, what) && self.differences.len() < 40 {
            let bind = format!("nodeset=\"{path}\"");
            let logic =
                self.text.lines().find(|line| line.contains(&bind)).unwrap_or_default().trim();
            self.differences.push(format!(
                "{} {path} {logic} {what}: ours {ours}, theirs {theirs}\n    after {:?}",
                self.name,
                self.history.iter().rev().take(6).collect::<Vec<_>>()
            ));
        }
    }

    fn compare(&mut self, session: &Session, theirs: &Value) {
        if let Some(error) = theirs["error"].as_str() {
            self.differences.push(format!(
                "{}: theirs fails: {error} after {:?}",
                self.name,
                self.history.last()
            ));
            return;
        }
        let form = session.form();
        for node in theirs["nodes"].as_array().unwrap() {
            let path = node["path"].as_str().unwrap();
            let Some((relevant, readonly, required, value)) = session.state_at(path) else {
                self.differences.push(format!("{}: we have no {path}", self.name));
                continue;
            };
            self.same(path, "relevant", &json!(relevant), &node["relevant"]);
            self.same(path, "readonly", &json!(readonly), &node["readonly"]);
            self.same(path, "required", &json!(required), &node["required"]);
            // A file of a question that is not asked: the reference still shows its name, to expressions as well.
            let hidden_file = node["kind"] == "upload" && !relevant;
            if node["value"].is_string() && !hidden_file {
                self.same(path, "value", &json!(value), &node["value"]);
            }
            let Some(question) = form.question_at(path) else { continue };
            self.same(path, "violation", &json!(violation(session, question)), &node["violation"]);
            if let Some(complaint) = session.check(&[question]).first() {
                let theirs = node["message"].as_str().filter(|message| *message != "-");
                self.same(path, "message", &json!(complaint.message), &json!(theirs));
            }
            for (what, ours) in
                [("label", session.label(question)), ("hint", session.hint(question))]
            {
                let theirs = squeezed(node[what].as_str().unwrap_or_default());
                self.same(path, what, &json!(squeezed(&ours.text)), &json!(theirs));
            }
            if node["choices"].is_array() {
                let mut ours: Vec<Value> = session
                    .choices(question)
                    .into_iter()
                    .map(|choice| json!([choice.value, squeezed(&choice.label.text)]))
                    .collect();
                let mut theirs: Vec<Value> = node["choices"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| json!([one[0], squeezed(one[1].as_str().unwrap_or_default())]))
                    .collect();
                if self.any_order {
                    ours.sort_by_key(ToString::to_string);
                    theirs.sort_by_key(ToString::to_string);
                }
                self.same(path, "choices", &json!(ours), &json!(theirs));
            }
        }
        let without_identity = |xml: &str| {
            let xml = xml.replace(support::INSTANCE, "");
            xml.replace("<instanceID></instanceID>", "<instanceID/>")
                .replace("<orx:instanceID></orx:instanceID>", "<orx:instanceID/>")
        };
        let ours = session.response().write(form);
        let theirs = theirs["xml"].as_str().unwrap().to_owned();
        let theirs = match theirs.find("instanceID>uuid:") {
            Some(at) => format!("{}{}", &theirs[..at + 11], &theirs[at + 11 + 41..]),
            None => theirs,
        };
        self.same("", "xml", &json!(without_identity(&ours)), &json!(without_identity(&theirs)));
    }
}

#[test]
fn the_same_answers_lead_to_the_same_state() {
    let Some(mut reference) = Reference::start() else { return };
    let sequences =
        std::env::var("SEQUENCES").ok().and_then(|text| text.parse().ok()).unwrap_or(SEQUENCES);
    let mut all = forms(&own());
    if let Some(folder) = others() {
        all.extend(forms(&folder));
    }
    let (mut compared, mut answers, mut differences) = (0, 0, Vec::new());
    let mut refused_by_theirs = Vec::new();
    for (name, text) in all {
        let text = with_identity(&text);
        let Ok(form) = Form::read(&text) else { continue };
        let form = Arc::new(form);
        compared += 1;
        let words = literals(&text);
        let questions: Vec<_> =
            form.question_ids().filter(|question| form.asks(*question).is_question()).collect();
        for sequence in 1..=sequences {
            let mut chance = Chance(sequence * 0x9e37_79b9 + name.len() as u64);
            let mut comparison = Comparison {
                name: name.clone(),
                text: text.clone(),
                history: Vec::new(),
                differences: Vec::new(),
                any_order: name.ends_with("1-rank.xml"),
            };
            let mut session = begin(&form, sequence);
            let state = reference.ask(&json!({ "load": text, "now": NOW.unix_ms }));
            // The reference has no choices of another type than text.
            if state["error"].as_str().is_some_and(|error| error.starts_with("Selects of type")) {
                refused_by_theirs.push(name.clone());
                break;
            }
            comparison.compare(&session, &state);
            for turn in 0..ANSWERS {
                if questions.is_empty() || !comparison.differences.is_empty() {
                    break;
                }
                let languages = form.languages();
                let theirs = if turn % 9 == 8 && languages.len() > 1 {
                    let language = chance.below(languages.len());
                    session.set_language(language).unwrap();
                    comparison.history.push(languages[language].name.clone());
                    reference.ask(&json!({ "language": languages[language].name }))
                } else {
                    let question = chance.one(&questions);
                    let value = answer(&session, question, &words, &mut chance);
                    let path = form.path(question);
                    let refused = session.set(question, &value).is_err();
                    comparison.history.push(format!("{path}={value}"));
                    // The reference lets files be given where nothing may be changed; we do not.
                    if refused
                        && matches!(form.asks(question), Asks::Photo { .. } | Asks::File { .. })
                    {
                        continue;
                    }
                    let theirs = reference.ask(&json!({ "set": [path, value] }));
                    if refused {
                        assert!(theirs["error"].is_string(), "{name}: theirs takes {path}={value}");
                        continue;
                    }
                    theirs
                };
                answers += 1;
                comparison.compare(&session, &theirs);
            }
            differences.append(&mut comparison.differences);
        }
    }
    println!("{compared} forms, {answers} answers compared; theirs has not {refused_by_theirs:?}");
    assert!(refused_by_theirs.iter().all(|name| name == "odk/select/5-select-types.xml"));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(compared >= 2 && answers > 100);
}
