//! One question, asked and answered without the forms engine.

use crate::Texts;
use json::{Fields, Read, Value};

/// An answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollOption {
    /// What is sent.
    pub value: String,
    /// What it says.
    pub label: Texts,
}

impl Read for PollOption {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let option = Self { value: fields.get("value"), label: fields.get("label") };
        // Blanks separate values, so none may hold one.
        let sendable = !option.value.is_empty() && !option.value.contains(char::is_whitespace);
        (fields.are_readable() && sendable).then_some(option)
    }
}

/// One question: a form with a single `select1`, as the backend has read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// The name of the outermost element.
    root: String,
    /// The form's `id`.
    form: String,
    /// The form's `version`.
    version: Option<String>,
    /// The names from below the outermost element down to the question.
    path: Vec<String>,
    /// The question.
    pub label: Texts,
    /// What can be chosen.
    pub options: Vec<PollOption>,
}

impl Poll {
    /// The answer as it is sent: what the forms engine would write, but for namespaces that nothing in it uses.
    /// `instance` is `uuid:…`. `None` if the value is not offered.
    #[must_use]
    pub fn answer(&self, value: &str, instance: &str) -> Option<String> {
        self.options.iter().find(|option| option.value == value)?;
        let mut xml = format!("<{} id=\"", self.root);
        escape(&mut xml, &self.form);
        if let Some(version) = &self.version {
            xml.push_str("\" version=\"");
            escape(&mut xml, version);
        }
        xml.push_str("\">");
        for name in &self.path {
            xml.extend(["<", name, ">"]);
        }
        escape(&mut xml, value);
        for name in self.path.iter().rev() {
            xml.extend(["</", name, ">"]);
        }
        xml.push_str("<meta><instanceID>");
        escape(&mut xml, instance);
        xml.extend(["</instanceID></meta></", &self.root, ">"]);
        Some(xml)
    }
}

fn escape(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            _ => xml.push(c),
        }
    }
}

/// A name without a prefix: what a question can be called here.
fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

impl Read for Poll {
    fn read(value: &Value, skipped: &mut usize) -> Option<Self> {
        let mut fields = Fields::of(value, skipped)?;
        let path: String = fields.get("path");
        let form = fields.get("formId");
        let version = fields.get::<Option<String>>("version");
        let label = fields.get("label");
        let options: Vec<PollOption> = fields.get("options");
        let readable = fields.are_readable() && options.len() > 1;
        let mut names = path.strip_prefix('/')?.split('/').map(str::to_owned);
        let root = names.next()?;
        let path: Vec<String> = names.collect();
        let usable = is_name(&root) && !path.is_empty() && path.iter().all(|name| is_name(name));
        (readable && usable).then_some(Self { root, form, version, path, label, options })
    }
}
