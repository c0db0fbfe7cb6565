//! SVG files: drawings only. Nothing that runs, nothing that loads from elsewhere.
//!
//! A list of what is allowed, not of what is forbidden: what nobody thought of is refused.

use super::{Finding, Problem};

const ELEMENTS: [&str; 23] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "use",
    "symbol",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "title",
    "desc",
    "text",
    "tspan",
    "view",
];

pub(super) fn check(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.push(Finding::new(file, "", Problem::NotText));
        return;
    };
    if let Err((at, problem)) = read(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        let mut finding = Finding::new(file, "", problem);
        let before = text.get(..at).unwrap_or(text);
        finding.line = Some(before.matches('\n').count() + 1);
        findings.push(finding);
    }
}

/// The first thing that is wrong, and its place in bytes.
fn read(text: &str) -> Result<(), (usize, Problem)> {
    let mut reader = Reader { text, at: 0 };
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    loop {
        let between = reader.until('<').unwrap_or_else(|| reader.rest());
        if open.is_empty() && !between.trim().is_empty() {
            return reader.fail(Problem::NotSvg);
        }
        entities(between).map_err(|problem| (reader.at, problem))?;
        if reader.rest().is_empty() {
            break;
        }
        if reader.skip("<!--") {
            reader.until_text("-->")?;
        } else if reader.skip("<?xml") && open.is_empty() && roots == 0 {
            reader.until_text("?>")?;
        } else if reader.skip("</") {
            let name = reader.until('>').unwrap_or_default().trim();
            if open.pop() != Some(name) || !reader.skip(">") {
                return reader.fail(Problem::NotSvg);
            }
        } else {
            reader.skip("<");
            let name = reader.name();
            let root = open.is_empty();
            roots += usize::from(root);
            if name.is_empty() || (root && (roots > 1 || name != "svg")) {
                // `<!DOCTYPE`, `<![CDATA[` and a second root end here, too.
                return reader.fail(Problem::NotSvg);
            }
            if !ELEMENTS.contains(&name) {
                return reader.fail(unsafe_part(format!("<{name}>")));
            }
            if !attributes(&mut reader)? {
                open.push(name);
            }
        }
        if open.len() > 64 {
            return reader.fail(Problem::NotSvg);
        }
    }
    if roots == 1 && open.is_empty() { Ok(()) } else { reader.fail(Problem::NotSvg) }
}

/// Reads the attributes up to the end of the tag; true if the element is closed at once.
fn attributes(reader: &mut Reader<'_>) -> Result<bool, (usize, Problem)> {
    loop {
        reader.spaces();
        if reader.skip("/>") {
            return Ok(true);
        }
        if reader.skip(">") {
            return Ok(false);
        }
        let name = reader.name();
        reader.spaces();
        let has_value = !name.is_empty() && reader.skip("=");
        reader.spaces();
        let quote = match reader.rest().chars().next() {
            Some(quote @ ('"' | '\'')) if has_value => quote,
            _ => return reader.fail(Problem::NotSvg),
        };
        reader.at += 1;
        let Some(value) = reader.until(quote) else {
            return reader.fail(Problem::NotSvg);
        };
        reader.at += 1;
        if value.contains('<') {
            return reader.fail(Problem::NotSvg);
        }
        attribute(name, value).map_err(|problem| (reader.at, problem))?;
    }
}

fn attribute(name: &str, value: &str) -> Result<(), Problem> {
    entities(value)?;
    let refused = || Err(unsafe_part(format!("{name}=\"{}\"", short(value))));
    let local = name.rsplit(':').next().unwrap_or(name);
    if name == "xmlns" || name.starts_with("xmlns:") {
        // Names of vocabularies; they load nothing.
        return Ok(());
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("on")
        || lower == "xml:base"
        || matches!(local, "src" | "from" | "to" | "values")
    {
        return refused();
    }
    if local == "href" && !value.starts_with('#') {
        return refused();
    }
    let flat: String = value
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let foreign = flat.match_indices("url(").any(|(at, _)| {
        !flat
            .get(at + 4..)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'']).starts_with('#'))
    });
    // A backslash could write `url(` in another way.
    if foreign
        || flat.contains('\\')
        || flat.contains("@import")
        || flat.contains("javascript:")
        || flat.contains("image(")
        || flat.contains("image-set(")
    {
        return refused();
    }
    Ok(())
}

/// Only entities that need no declaration; numbers could spell out a word that is looked for.
fn entities(text: &str) -> Result<(), Problem> {
    for (at, _) in text.match_indices('&') {
        let rest = text.get(at..).unwrap_or_default();
        let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
        if !known.iter().any(|entity| rest.starts_with(entity)) {
            return Err(unsafe_part(short(rest)));
        }
    }
    Ok(())
}

fn unsafe_part(what: impl Into<String>) -> Problem {
    Problem::SvgUnsafe { what: what.into() }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn fail<T>(&self, problem: Problem) -> Result<T, (usize, Problem)> {
        Err((self.at, problem))
    }

    fn skip(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        if found {
            self.at += prefix.len();
        }
        found
    }

    fn spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Everything before the next `end`, which stays; `None` and nothing read if there is none.
    fn until(&mut self, end: char) -> Option<&'a str> {
        let rest = self.rest();
        let Some(length) = rest.find(end) else {
            if end == '<' {
                self.at = self.text.len();
                return Some(rest);
            }
            return None;
        };
        self.at += length;
        rest.get(..length)
    }

    fn until_text(&mut self, end: &str) -> Result<(), (usize, Problem)> {
        match self.rest().find(end) {
            Some(length) => {
                self.at += length + end.len();
                Ok(())
            }
            None => self.fail(Problem::NotSvg),
        }
    }

    /// A name of letters, digits and `: - _ .`; may be empty.
    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && !":-_.".contains(letter))
            .unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn svg(inside: &str) -> String {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">{inside}</svg>")
    }

    #[test]
    fn takes_drawings() {
        for good in [
            svg("<path d='M0 0h1'/>"),
            svg(
                "<defs><linearGradient id=\"a\"><stop/></linearGradient></defs><rect fill=\"url(#a)\"/><use href=\"#a\"/>",
            ),
            svg("<title>Stadt &amp; Land</title><!-- drawn by hand -->"),
            format!("<?xml version=\"1.0\"?>\n{}\n", svg("")),
        ] {
            assert_eq!(read(&good), Ok(()), "{good}");
        }
    }

    #[test]
    fn refuses_what_runs_or_loads() {
        for bad in [
            svg("<script>alert(1)</script>"),
            svg("<SCRIPT/>"),
            svg("<foreignObject/>"),
            svg("<image href=\"https://x.example/a.png\"/>"),
            svg("<use href=\"https://x.example/a.svg#b\"/>"),
            svg("<use xlink:href=\"data:image/svg+xml,x\"/>"),
            svg("<path onload=\"alert(1)\"/>"),
            svg("<path ONCLICK='x'/>"),
            svg("<rect fill=\"url(https://x.example/#a)\"/>"),
            svg("<rect style=\"fill: u\\72l(https://x.example)\"/>"),
            svg("<rect style=\"background: URL( 'https://x.example')\"/>"),
            svg("<style>@import 'x'</style>"),
            svg("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>"),
            svg("<a href=\"javascript:alert(1)\"/>"),
            svg("<path d=\"&#106;avascript\"/>"),
        ] {
            assert!(matches!(read(&bad), Err((_, Problem::SvgUnsafe { .. }))), "{bad}");
        }
    }

    #[test]
    fn refuses_what_is_no_svg() {
        for bad in [
            "",
            "hello",
            "<html></html>",
            "<svg>",
            "<svg></g></svg>",
            "<svg a></svg>",
            "<svg a=b></svg>",
            "<svg/><svg/>",
            "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg>&a;</svg>",
            "<svg><![CDATA[x]]></svg>",
            "<svg><?php x ?></svg>",
            "<svg/>text",
            "<svg><!-- </svg>",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read(&"<svg>".repeat(100)).is_err());
    }

    proptest! {
        #[test]
        fn never_panics_and_lets_no_script_through(text in "[<>/a-z\"'=:#&;!?é -]{0,60}") {
            let whole = svg(&text);
            let _ = read(&text);
            if read(&whole).is_ok() {
                prop_assert!(!whole.contains("<script"));
            }
        }
    }
}
