//! Texts in their languages (section 70 of the specification), and those with values in them (`<output>`).

use roxmltree::Node;

use super::Program;
use crate::finding::{Findings, Problem};
use crate::tree::{Names, NodeId, Tree};
use crate::xml;
use crate::xpath::analyse::{resolve, resolve_anywhere, resolve_calculation};
use crate::xpath::parse;

/// A language of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// As its author wrote it: `Deutsch (de)`.
    pub name: String,
    /// What stands in brackets, or the name if it is a tag itself: `de`, `de-simple`.
    pub tag: Option<String>,
}

impl Language {
    fn new(name: &str) -> Self {
        let inside = name.rsplit_once('(').and_then(|(_, rest)| rest.trim_end().strip_suffix(')'));
        let tag = inside.unwrap_or(name).trim();
        let formed = (2..=12).contains(&tag.len())
            && tag.split('-').next().is_some_and(|first| (2..=3).contains(&first.len()))
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Self { name: name.to_owned(), tag: formed.then(|| tag.to_owned()) }
    }
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Plain(Box<str>),
    Output(Program),
}

/// One text in one language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Translation {
    pub parts: Vec<Part>,
    pub image: Option<Box<str>>,
}

/// Every text by its name, in every language.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub languages: Vec<Language>,
    /// The one that stands in for the others.
    pub default: usize,
    names: Names,
    /// By the number of their name, then by language.
    all: Vec<Vec<Option<Translation>>>,
}

impl Texts {
    pub fn has(&self, id: &str) -> bool {
        self.names.known(id).is_some()
    }

    fn named(&self, id: &str) -> &[Option<Translation>] {
        let translations = self.names.known(id).and_then(|name| self.all.get(name.0 as usize));
        translations.map_or(&[], Vec::as_slice)
    }

    /// The text in a language, or in the form's own.
    pub fn get(&self, id: &str, language: usize) -> Option<&Translation> {
        let translations = self.named(id);
        let of = |language: usize| translations.get(language).and_then(Option::as_ref);
        of(language).or_else(|| of(self.default)).or_else(|| translations.iter().flatten().next())
    }

    /// What the outputs of a text depend on, in any language.
    pub fn uses(&self, id: &str) -> Vec<NodeId> {
        let mut uses = Vec::new();
        for translation in self.named(id).iter().flatten() {
            uses_of(&translation.parts, &mut uses);
        }
        uses
    }

    /// Reads `<itext>`.
    pub fn read(itext: Node<'_, '_>, tree: &mut Tree, findings: &mut Findings) -> Self {
        let mut texts = Self::default();
        let translations: Vec<_> = xml::children(itext, "translation").collect();
        for (language, translation) in translations.iter().enumerate() {
            let name = translation.attribute("lang").unwrap_or_default();
            texts.languages.push(Language::new(name));
            if translation.attribute("default").is_some_and(|value| value.starts_with("true")) {
                texts.default = language;
            }
            for text in xml::children(*translation, "text") {
                let Some(id) = text.attribute("id") else { continue };
                let read = read_translation(text, id, tree, findings);
                let name = texts.names.intern(id).0 as usize;
                if name == texts.all.len() {
                    texts.all.push(translations.iter().map(|_| None).collect());
                }
                let place = texts.all.get_mut(name).and_then(|all| all.get_mut(language));
                if let Some(place) = place {
                    *place = Some(read);
                }
            }
        }
        let mut ids: Vec<&str> = texts.names.iter().collect();
        ids.sort_unstable();
        for id in ids {
            let all = texts.named(id).iter().zip(&texts.languages);
            let missing = all.filter(|(text, _)| text.is_none());
            let mut missing: Vec<&str> = missing.map(|(_, language)| &*language.name).collect();
            missing.sort_unstable();
            for language in missing {
                findings.add(id, Problem::Untranslated(language.to_owned()));
            }
        }
        texts
    }
}

fn read_translation(
    text: Node<'_, '_>,
    id: &str,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Translation {
    let mut translation = Translation::default();
    for value in xml::children(text, "value") {
        match value.attribute("form") {
            None | Some("long") => translation.parts = parts(value, None, id, tree, findings),
            Some("image" | "big-image") => {
                let name = xml::text(value);
                let name = name.trim().trim_start_matches("jr://images/");
                translation.image = (!name.is_empty() && name != "-").then(|| name.into());
            }
            Some(media @ ("audio" | "video")) => findings.add(id, Problem::Media(media.to_owned())),
            // `short`, `guidance`: for other media than a page.
            Some(_) => {}
        }
    }
    translation
}

/// The pieces of a label, a hint or a value. `None` for a text that many questions share.
pub(super) fn parts(
    element: Node<'_, '_>,
    node: Option<NodeId>,
    place: &str,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut first = true;
    let last = element.last_child();
    for child in element.children() {
        if child.is_text() {
            let lines = child.text().unwrap_or_default();
            let text = trimmed(lines, first, Some(child) == last);
            if !text.is_empty() {
                parts.push(Part::Plain(text.into()));
            }
        } else if child.is_element() && child.tag_name().name() == "output" {
            let source =
                child.attribute("value").or_else(|| child.attribute("ref")).unwrap_or_default();
            if let Some(program) = program(source, node, place, tree, findings) {
                parts.push(Part::Output(program));
            }
        }
        first = false;
    }
    parts
}

/// Without the white space that only indents the XML.
fn trimmed(text: &str, first: bool, last: bool) -> String {
    let mut out = String::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            while out.ends_with([' ', '\t']) {
                out.pop();
            }
            out.push('\n');
            out.push_str(line.trim_start());
        } else {
            out.push_str(line);
        }
    }
    let out = if first { out.trim_start() } else { &out };
    (if last { out.trim_end() } else { out }).to_owned()
}

/// Reads an expression and binds it to the nodes of the form.
pub(super) fn program(
    source: &str,
    node: Option<NodeId>,
    place: &str,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Program> {
    bound(source, node, place, tree, findings, false)
}

/// The same for a calculation, which may name its own value.
pub(super) fn calculation(
    source: &str,
    node: NodeId,
    place: &str,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Program> {
    bound(source, Some(node), place, tree, findings, true)
}

fn bound(
    source: &str,
    node: Option<NodeId>,
    place: &str,
    tree: &mut Tree,
    findings: &mut Findings,
    calculation: bool,
) -> Option<Program> {
    let mut expression = match parse(source, &mut tree.names) {
        Ok(expression) => expression,
        Err(problem) => {
            findings.add(place, problem);
            return None;
        }
    };
    let uses = match node {
        Some(node) if calculation => resolve_calculation(&mut expression, tree, node),
        Some(node) => resolve(&mut expression, tree, node),
        None => resolve_anywhere(&mut expression, tree),
    };
    for problem in uses.problems {
        findings.add(place, problem);
    }
    Some(Program {
        expression,
        uses: uses.nodes,
        choices: uses.choices,
        texts: uses.texts,
        itself: uses.itself,
    })
}

/// Adds what the outputs of a text depend on.
pub(super) fn uses_of(parts: &[Part], uses: &mut Vec<NodeId>) {
    for part in parts {
        if let Part::Output(program) = part {
            uses.extend_from_slice(&program.uses);
        }
    }
}
