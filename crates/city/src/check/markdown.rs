//! Legal pages: simple Markdown, without HTML, with safe links.

use super::{Finding, Problem};
use crate::Link;

pub(super) fn check(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.push(Finding::new(file, "", Problem::NotText));
        return;
    };
    let mut found = |line: usize, problem| {
        let mut finding = Finding::new(file, "", problem);
        finding.line = Some(line + 1);
        findings.push(finding);
    };
    let first = text.lines().find(|line| !line.trim().is_empty());
    if !first.is_some_and(|line| line.starts_with("# ")) {
        found(0, Problem::NoHeading);
    }
    for (number, line) in text.lines().enumerate() {
        if has_tag(line) {
            found(number, Problem::HtmlInMarkdown);
        }
        for address in addresses(line) {
            if Link::new(address).is_none() {
                found(number, Problem::BadLink { address: address.chars().take(80).collect() });
            }
        }
    }
}

/// Whether something like `<b>`, `</b>` or `<!--` stands in the line.
fn has_tag(line: &str) -> bool {
    line.match_indices('<').any(|(at, _)| {
        line.get(at + 1..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
    })
}

/// The addresses of `[text](address)`.
fn addresses(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .map(|rest| rest.split_once(')').map_or(rest, |(address, _)| address).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(Option<usize>, Problem)> {
        let mut findings = Vec::new();
        check("legal/imprint.de.md", text.as_bytes(), &mut findings);
        findings.into_iter().map(|finding| (finding.line, finding.problem)).collect()
    }

    #[test]
    fn takes_simple_markdown() {
        assert_eq!(problems("# Imprint\n\n- [Mail](mailto:a@b.example)\n- 3 < 4\n"), []);
    }

    #[test]
    fn refuses_html_and_odd_links() {
        assert_eq!(
            problems("# A\n<script>\n[x](javascript:alert(1))"),
            [
                (Some(2), Problem::HtmlInMarkdown),
                (Some(3), Problem::BadLink { address: "javascript:alert(1".into() }),
            ]
        );
        assert_eq!(problems("Imprint"), [(Some(1), Problem::NoHeading)]);
    }
}
