//! What a form asks, in all its languages: so that results and polls need no forms engine in the app.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use xforms::{Asks, Form, Moment, QuestionId, Session, Start, markdown};

/// A text in each language of a form, by the language's tag.
pub type Texts = BTreeMap<String, String>;

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The path of its value.
    pub path: String,
    /// How it is asked.
    pub asks: Asks,
    /// What it asks.
    pub label: Texts,
    /// What its group is called.
    pub group: Texts,
    /// What can be chosen: value and text.
    pub options: Vec<(String, Texts)>,
}

/// Every question that a person answers, in the order of the form. `language` is what a form without languages is in.
pub fn describe(form: &Arc<Form>, language: &str) -> Vec<Question> {
    let asked: Vec<QuestionId> =
        form.question_ids().filter(|question| form.asks(*question).is_question()).collect();
    let mut questions: Vec<Question> = asked
        .iter()
        .map(|question| Question {
            path: form.path(*question),
            asks: form.asks(*question).clone(),
            label: Texts::new(),
            group: Texts::new(),
            options: Vec::new(),
        })
        .collect();
    let now = Moment { unix_ms: 0, offset_minutes: 0 };
    let start = Start { now, seed: 0, instance_id: String::new() };
    let mut session = Session::start(Arc::clone(form), start);
    for number in 0..form.languages().len().max(1) {
        if session.set_language(number).is_err() {
            continue;
        }
        let named = form.languages().get(number);
        let tag = named.map_or(language, |named| named.tag.as_deref().unwrap_or(&named.name));
        let put = |texts: &mut Texts, text: &str| {
            let text = markdown::plain(text);
            if !text.trim().is_empty() {
                texts.insert(tag.to_owned(), text);
            }
        };
        for (question, id) in questions.iter_mut().zip(&asked) {
            put(&mut question.label, &session.label(*id).text);
            if let Some(group) = form.group_of(*id) {
                put(&mut question.group, &session.heading(group).text);
            }
            for choice in session.choices(*id) {
                let at = question.options.iter().position(|(value, _)| *value == choice.value);
                let at = at.unwrap_or_else(|| {
                    question.options.push((choice.value.clone(), Texts::new()));
                    question.options.len() - 1
                });
                if let Some((_, texts)) = question.options.get_mut(at) {
                    put(texts, &choice.label.text);
                }
            }
        }
    }
    questions
}

/// The one question of a poll; `None` if the form asks anything else.
pub fn poll(form: &Arc<Form>, language: &str) -> Option<Value> {
    let mut questions = describe(form, language);
    let question = questions.pop().filter(|question| matches!(question.asks, Asks::One(_)))?;
    let only = questions.is_empty() && question.options.len() > 1;
    let root = question.path.split('/').nth(1)?;
    let options =
        question.options.iter().map(|(value, label)| json!({ "value": value, "label": label }));
    only.then(|| {
        json!({
            "root": root,
            "formId": form.id(),
            "version": form.version(),
            "path": question.path,
            "label": question.label,
            "options": options.collect::<Vec<_>>(),
        })
    })
}
