//! Every word a citizen reads is a text with a key. A word in the code would stay untranslated.

use crate::{failure::Failure, places};

use super::{
    Finding,
    rust_source::{EXCUSE, Literal},
    rust_sources,
};

/// Attributes whose value nobody reads.
const SILENT: [&str; 12] = [
    "class=",
    "d=",
    "viewBox=",
    "points=",
    "transform=",
    "rel=",
    "autocomplete=",
    "sizes=",
    "media=",
    "accept=",
    "style=",
    "stroke-dasharray=",
];

/// What developers read: the ends of code in front of such a literal.
const FOR_DEVELOPERS: [&str; 15] = [
    "error(",
    "reason =",
    "doc =",
    "panic!(",
    "unreachable!(",
    "js_sys::Error::new(",
    "expect(",
    "log!(",
    "warn!(",
    "error!(",
    "log_1(&",
    "warn_1(&",
    "error_1(&",
    "must_use =",
    "deprecated =",
];

/// Looks through the app's sources.
pub fn run() -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    for source in rust_sources(&places::root().join("src"))? {
        for literal in &source.literals {
            if is_for_citizens(literal) && !source.is_excused(literal.line) {
                findings.push(Finding::new(
                    &source.path,
                    literal.line,
                    format!(
                        "\"{}\" is a text: give it a key in public/texts, or say `// {EXCUSE} why`",
                        literal.value.escape_debug()
                    ),
                ));
            }
        }
    }
    Ok(findings)
}

fn is_for_citizens(literal: &Literal) -> bool {
    let before = literal.before.as_str();
    if !literal.value.chars().any(char::is_alphabetic)
        || FOR_DEVELOPERS.iter().any(|end| before.ends_with(end))
        || SILENT.iter().any(|name| before.ends_with(name))
    {
        return false;
    }
    let arrow = before.ends_with("=>") || before.ends_with("->");
    let is_node = (before.ends_with('>') && !arrow) || literal.after == Some('<');
    is_node || is_prose(&literal.value)
}

/// Two words or more, with a capital, an end of sentence or a letter that no class name has.
fn is_prose(text: &str) -> bool {
    // A word has two letters, no digit and no slash; the paths of icons and media types do.
    let is_word = |word: &&str| {
        !word.contains(|letter: char| letter.is_ascii_digit() || letter == '/')
            && word.chars().filter(|letter| letter.is_alphabetic()).count() > 1
    };
    let words = text.split_whitespace().filter(is_word).count();
    let marked = |letter: char| {
        letter.is_uppercase()
            || matches!(letter, '.' | '!' | '?' | ',' | '…')
            || (letter.is_alphabetic() && !letter.is_ascii())
    };
    words > 1 && text.chars().any(marked)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use crate::checks::RustSource;

    use super::*;

    fn found(code: &str) -> bool {
        let source = RustSource::read("x.rs".into(), code);
        source.literals.iter().any(is_for_citizens)
    }

    #[test]
    fn words_in_a_view_are_found() {
        assert!(found(r#"view! { <h1>"Termine"</h1> }"#));
        assert!(found(r#"view! { <p>{count} "left"</p> }"#));
        assert!(found(r#"<button aria-label="Close this dialog.">"#));
        assert!(found(r#"let message = "Bitte warten";"#));
        assert!(found(r#"set("потрібно зачекати")"#));
    }

    #[test]
    fn what_nobody_reads_is_not() {
        assert!(!found(r#"<div class="kern-btn kern-btn--primary">"#));
        assert!(!found(r#"class=move || if wide { "shell wide" } else { "shell" }"#));
        assert!(!found(r#"match code { 1 => "gone", _ => "other" }"#));
        assert!(!found("#[error(\"The answer is no JSON.\")]"));
        assert!(!found(r#"<path d="M4 16 L20 5z" />"#));
        assert!(!found(r#"Home => "M4 5h16v11h-9l-4 4v-4H4zM8 9h8M8 12h5","#));
        assert!(!found(r#"accept("application/json, application/xml")"#));
        assert!(!found(r#"<p>" · "</p>"#));
        assert!(!found(r#"t("appointments.title")"#));
    }
}
