//! A draft: what was given, in lines that a later version of this crate can still read.
//!
//! ```text
//! stadtkern-draft 1
//! form 2cf24d…
//! instance uuid:…
//! seed 42
//! started 1764000000000 60
//! language de
//! = /data/uses yes
//! ? /data/age 12,
//! ```
//!
//! `=` is a stored value, `?` what was typed and is no value yet; `\n`, `\r` and `\\` stand for themselves.

use std::fmt::Write;
use std::sync::Arc;

use crate::answer::{given, stored};
use crate::form::Form;
use crate::session::{Session, Start};
use crate::tree::Tree;
use crate::xpath::moment::Moment;

const HEAD: &str = "stadtkern-draft 1";
/// Bytes of a draft.
const LARGEST: usize = 5_000_000;

/// Why a draft cannot be taken up with this form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRestored {
    /// No draft, or of a later version: it has to be kept as it is.
    #[error("this is no draft that can be read")]
    NotADraft,
    /// It was begun on another form or another version of it, with this sum.
    #[error("the draft belongs to the form {0}")]
    OtherForm(String),
}

/// The sum of the form that a draft was begun on, to fetch that very form.
#[must_use]
pub fn form_of(text: &str) -> Option<&str> {
    let mut lines = text.lines();
    (lines.next()? == HEAD).then_some(())?;
    lines.next()?.strip_prefix("form ")
}

/// Takes up a draft. Lines that say nothing are left out and counted.
///
/// # Errors
/// It is none of this form.
pub fn restore(form: &Arc<Form>, text: &str, now: Moment) -> Result<(Session, usize), NotRestored> {
    if text.len() > LARGEST {
        return Err(NotRestored::NotADraft);
    }
    let sum = form_of(text).ok_or(NotRestored::NotADraft)?;
    if sum != form.sum() {
        return Err(NotRestored::OtherForm(sum.to_owned()));
    }
    let line = |name: &str| {
        text.lines().skip(2).find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
    };
    let instance_id =
        line("instance").filter(|id| id.starts_with("uuid:")).ok_or(NotRestored::NotADraft)?;
    let seed = line("seed").and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let start = Start { now, seed, instance_id: instance_id.to_owned() };
    let mut session = Session::empty(Arc::clone(form), start);
    let started = line("started").and_then(|line| line.split_once(' '));
    if let Some((ms, offset)) = started
        && let (Ok(unix_ms), Ok(offset_minutes)) = (ms.parse(), offset.parse::<i16>())
    {
        session.started = Moment { unix_ms, offset_minutes: offset_minutes.clamp(-840, 840) };
    }
    let language = line("language");
    let known = form.languages().iter().position(|known| Some(known.name.as_str()) == language);
    session.language = known.unwrap_or(session.language);
    let mut skipped = 0;
    for line in text.lines().skip(2) {
        skipped += usize::from(!session.take(line));
    }
    let given = session.base.clone();
    session.run_all();
    session.put_over(&given);
    session.drop_mended();
    Ok((session, skipped))
}

impl Session {
    /// All that has to be kept: one text, the smaller part of it the form's own values.
    #[must_use]
    pub fn draft(&self) -> String {
        let form = &self.form;
        let language = form.languages().get(self.language).map_or("", |language| &language.name);
        let mut text = format!(
            "{HEAD}\nform {}\ninstance {}\nseed {}\nstarted {} {}\nlanguage {language}\n",
            form.sum(),
            self.instance_id,
            self.seed,
            self.started.unix_ms,
            self.started.offset_minutes,
        );
        for node in form.tree.subtree(Tree::DOCUMENT).filter(|node| form.tree.is_leaf(*node)) {
            let asks = form.asked_at(node).map(|question| form.asks(question));
            let value = self.base.get(node.index()).map_or("", |value| value);
            let own = stored(form.tree.text(node), asks, form.bind(node).value_type);
            if value != own {
                let _ = writeln!(text, "= {} {}", form.tree.path(node), escaped(value));
            }
            if let Some(typed) = self.typed.get(node.index()).and_then(Option::as_ref) {
                let _ = writeln!(text, "? {} {}", form.tree.path(node), escaped(&typed.0));
            }
        }
        text
    }

    /// One line; `false` when it says nothing.
    fn take(&mut self, line: &str) -> bool {
        let Some((sign, rest)) = line.split_once(' ') else { return false };
        if matches!(sign, "instance" | "seed" | "started" | "language") {
            return true;
        }
        let (path, value) = rest.split_once(' ').unwrap_or((rest, ""));
        let form = Arc::clone(&self.form);
        let Some(node) = form.tree.find(path).filter(|node| form.tree.is_primary(*node)) else {
            return false;
        };
        if !form.tree.is_leaf(node) || node == form.instance_id {
            return node == form.instance_id;
        }
        let question = form.asked_at(node);
        let of = form.bind(node).value_type;
        let value = unescaped(value);
        match (sign, question) {
            ("=", _) => {
                if let Some(place) = self.base.get_mut(node.index()) {
                    *place = stored(&value, question.map(|question| form.asks(question)), of);
                }
                true
            }
            ("?", Some(question)) => {
                // Whether it is one of the choices is known only when all is worked out.
                let why = given(&value, form.asks(question), of, self.now).err();
                let why = why.unwrap_or(match form.asks(question) {
                    crate::Asks::Rank => crate::Unreadable::Order,
                    _ => crate::Unreadable::Choice,
                });
                if let Some(place) = self.typed.get_mut(node.index()) {
                    *place = Some(Box::new((value, why)));
                }
                true
            }
            _ => false,
        }
    }

    /// What a person had answered over a calculation.
    fn put_over(&mut self, given: &[String]) {
        let form = Arc::clone(&self.form);
        for question in form.question_ids() {
            let node = form.question(question).node;
            let at = node.index();
            let open = !self.readonly.get(at).copied().unwrap_or(true);
            let calculated = self.calculated.get(at).is_some_and(Option::is_some);
            if let Some(value) = given.get(at)
                && calculated
                && open
                && self.base.get(at) != Some(value)
            {
                self.put(node, value);
            }
        }
    }

    /// What was noted as typed, but is a value by now.
    fn drop_mended(&mut self) {
        let form = Arc::clone(&self.form);
        for question in form.question_ids() {
            let at = form.question(question).node.index();
            let Some(typed) = self.typed.get(at).and_then(Option::as_ref) else { continue };
            let text = typed.0.clone();
            if self.readable(question, &text) {
                // Read-only by now: then what was typed is given up.
                let _ = self.set(question, &text);
                if let Some(place) = self.typed.get_mut(at) {
                    *place = None;
                }
            }
        }
        let mut changes = crate::Changes::default();
        self.review_all(&mut changes);
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(letter),
        }
    }
    out
}
