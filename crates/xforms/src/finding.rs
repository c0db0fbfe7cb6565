//! What is wrong with a form, or outside what is understood: always with its place.

use std::fmt;

/// What a finding means for the person who wants to fill the form in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The form works; something of it is not carried out and nobody loses anything.
    Remark,
    /// A valid form that needs what the profile does not have: open it elsewhere.
    Outside,
    /// The form itself is at fault: its author has to mend it.
    Broken,
}

/// One thing that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A path of the primary instance (`/data/x`), or the name of a part of the form.
    pub place: String,
    /// What it is.
    pub problem: Problem,
}

/// What can be found. [`Problem::key`] is a name for texts, the fields are what a text may quote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    // Outside the profile.
    /// Questions that are asked several times (section 60 of the specification).
    Repeat,
    /// An instance that is fetched from elsewhere (`src`).
    ExternalInstance(String),
    /// An action other than a value set when the form is first opened (section 65).
    Action(String),
    /// An element of the body that the profile does not have.
    Control(String),
    /// A file that is neither a picture nor any file: sound, film.
    Upload(String),
    /// A type of value that the profile does not have.
    Type(String),
    /// A way of asking that the profile does not have: `map`, `image-map`, `ex:…`, `signature`.
    Appearance(String),
    /// A function of XPath that the profile does not have; the specification may.
    Function(String),
    /// An axis, a node test or a variable that the profile does not have.
    Expression(String),
    /// Answers are to be encrypted on the device (section 100).
    Encryption,
    /// Entities are made of the answers (section 120).
    Entities,
    /// Sound or film beside a question.
    Media(String),
    /// A regular expression with something that is not understood (a look-around, say).
    Regex(String),
    // Broken.
    /// No XML, or too deep, or too large: line and column.
    Xml(String, u32, u32),
    /// A part that every form must have is missing.
    Missing(Part),
    /// The identity of the answer is missing, without which it could be stored twice.
    NoInstanceId,
    /// An expression that cannot be read: the text, and the byte at which it ends to make sense.
    Syntax(String, usize),
    /// A function with too few or too many arguments.
    Arguments(String),
    /// An expression, a bind or a question for a node that is not there.
    NoNode(String),
    /// A value that follows from itself, by way of these.
    Cycle(Vec<String>),
    /// Two elements of one name side by side that are not a repeat.
    Twice,
    /// Two questions for one node.
    AskedTwice,
    /// `instance('…')` of a name that is not there.
    NoInstance(String),
    /// `jr:itext('…')` of a name that is not there.
    NoText(String),
    /// A choice without choices.
    NoChoices,
    /// A range that has no steps.
    Range,
    /// A value with children, or a group that is asked.
    NotAValue,
    /// More of something than is sensible.
    TooMuch(String),
    // Remarks.
    /// What would say who the person or the device is; it stays empty.
    NotCollected(String),
    /// A language lacks this text; the form's own language stands in.
    Untranslated(String),
    /// An attribute or appearance without effect here.
    NoEffect(String),
}

/// A part of a form that must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `<model>`.
    Model,
    /// The primary instance with one root element.
    Instance,
    /// `<h:body>` with a question.
    Body,
    /// The `id` of the primary instance.
    Id,
}

impl Problem {
    /// How much it weighs.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        match self {
            Self::NotCollected(_) | Self::Untranslated(_) | Self::NoEffect(_) => Weight::Remark,
            Self::Repeat
            | Self::ExternalInstance(_)
            | Self::Action(_)
            | Self::Control(_)
            | Self::Upload(_)
            | Self::Type(_)
            | Self::Appearance(_)
            | Self::Function(_)
            | Self::Expression(_)
            | Self::Encryption
            | Self::Entities
            | Self::Media(_)
            | Self::Regex(_) => Weight::Outside,
            _ => Weight::Broken,
        }
    }

    /// A name for texts: small letters and `-`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Repeat => "repeat",
            Self::ExternalInstance(_) => "external-instance",
            Self::Action(_) => "action",
            Self::Control(_) => "control",
            Self::Upload(_) => "upload",
            Self::Type(_) => "type",
            Self::Appearance(_) => "appearance",
            Self::Function(_) => "function",
            Self::Expression(_) => "expression",
            Self::Encryption => "encryption",
            Self::Entities => "entities",
            Self::Media(_) => "media",
            Self::Regex(_) => "regex",
            Self::Xml(..) => "xml",
            Self::Missing(_) => "missing",
            Self::NoInstanceId => "no-instance-id",
            Self::Syntax(..) => "syntax",
            Self::Arguments(_) => "arguments",
            Self::NoNode(_) => "no-node",
            Self::Cycle(_) => "cycle",
            Self::Twice => "twice",
            Self::AskedTwice => "asked-twice",
            Self::NoInstance(_) => "no-instance",
            Self::NoText(_) => "no-text",
            Self::NoChoices => "no-choices",
            Self::Range => "range",
            Self::NotAValue => "not-a-value",
            Self::TooMuch(_) => "too-much",
            Self::NotCollected(_) => "not-collected",
            Self::Untranslated(_) => "untranslated",
            Self::NoEffect(_) => "no-effect",
        }
    }
}

/// Plain English for the command line; the app has texts of its own, by [`Problem::key`].
impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeat => write!(out, "repeat groups"),
            Self::ExternalInstance(from) => write!(out, "a list from elsewhere ({from})"),
            Self::Action(name) => write!(out, "the action {name}"),
            Self::Control(name) => write!(out, "a question of the kind <{name}>"),
            Self::Upload(kind) => write!(out, "a file of the kind {kind}"),
            Self::Type(name) => write!(out, "a value of the type {name}"),
            Self::Appearance(name) => write!(out, "the appearance {name}"),
            Self::Function(name) => write!(out, "the function {name}()"),
            Self::Expression(text) => write!(out, "{text} in an expression"),
            Self::Encryption => write!(out, "answers encrypted on the device"),
            Self::Entities => write!(out, "entities"),
            Self::Media(kind) => write!(out, "{kind} beside a question"),
            Self::Regex(text) => write!(out, "the regular expression {text}"),
            Self::Xml(text, line, column) => write!(out, "line {line}, column {column}: {text}"),
            Self::Missing(Part::Model) => write!(out, "there is no <model>"),
            Self::Missing(Part::Instance) => write!(out, "there is no primary instance"),
            Self::Missing(Part::Body) => write!(out, "there is no question"),
            Self::Missing(Part::Id) => write!(out, "the primary instance has no id"),
            Self::NoInstanceId => write!(out, "there is no meta/instanceID"),
            Self::Syntax(text, at) => write!(out, "cannot be read at character {at}: {text}"),
            Self::Arguments(name) => write!(out, "{name}() has too few or too many arguments"),
            Self::NoNode(path) => write!(out, "{path} is not there"),
            Self::Cycle(path) => write!(out, "follows from itself: {}", path.join(" <- ")),
            Self::Twice => write!(out, "stands there twice"),
            Self::AskedTwice => write!(out, "is asked twice"),
            Self::NoInstance(id) => write!(out, "there is no instance '{id}'"),
            Self::NoText(id) => write!(out, "there is no text '{id}'"),
            Self::NoChoices => write!(out, "a choice without choices"),
            Self::Range => write!(out, "start, end and step make no range"),
            Self::NotAValue => write!(out, "a group where a value is expected, or the reverse"),
            Self::TooMuch(what) => write!(out, "too much: {what}"),
            Self::NotCollected(what) => write!(out, "{what} is never collected and stays empty"),
            Self::Untranslated(language) => write!(out, "not translated into {language}"),
            Self::NoEffect(what) => write!(out, "{what} has no effect"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem.weight() {
            Weight::Outside => write!(out, "{} at {}", self.problem, self.place),
            _ => write!(out, "{}: {}", self.place, self.problem),
        }
    }
}

/// Everything that was found in a form that cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct Unusable(pub Vec<Finding>);

impl Unusable {
    /// The form is sound and only outside the profile: it can be offered elsewhere.
    #[must_use]
    pub fn works_elsewhere(&self) -> bool {
        self.0.iter().all(|finding| finding.problem.weight() < Weight::Broken)
    }
}

fn lines(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Where findings gather while a form is read.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub Vec<Finding>);

impl Findings {
    // In one place: it is called for everything that may be wrong.
    #[cold]
    #[inline(never)]
    pub fn add(&mut self, place: &str, problem: Problem) {
        let finding = Finding { place: place.to_owned(), problem };
        if self.0.len() < 500 && !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    pub fn are_fatal(&self) -> bool {
        self.0.iter().any(|finding| finding.problem.weight() > Weight::Remark)
    }
}
