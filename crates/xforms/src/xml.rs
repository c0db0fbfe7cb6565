//! Reading XML: the names of the namespaces that forms use, and texts of elements.

use roxmltree::{Document, Node, ParsingOptions};

use crate::Problem;

/// `http://openrosa.org/javarosa`
pub(crate) const JAVAROSA: &str = "http://openrosa.org/javarosa";
/// `http://openrosa.org/xforms`; forms write it with and without a stroke at its end.
pub(crate) const OPENROSA: &str = "http://openrosa.org/xforms";
/// `http://www.w3.org/2002/xforms`
pub(crate) const XFORMS: &str = "http://www.w3.org/2002/xforms";

/// Bytes of a form or an answer.
const LARGEST: usize = 5_000_000;
/// Elements and texts of a form or an answer.
const MOST_NODES: u32 = 200_000;
/// Levels of elements.
const DEEPEST: usize = 48;

/// Reads a document that is neither too large nor too deep.
///
/// # Errors
/// [`Problem::Xml`] with the line and column, or [`Problem::TooMuch`].
pub(crate) fn read(text: &str) -> Result<Document<'_>, Problem> {
    if text.len() > LARGEST {
        return Err(Problem::TooMuch(format!("{} bytes of XML", text.len())));
    }
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        Problem::Xml(error.to_string(), at.row, at.col)
    })?;
    let mut depth = 0usize;
    let mut at = document.root();
    // Without recursion, so that a deep document is found and not felt.
    loop {
        if let Some(child) = at.first_child() {
            at = child;
            depth += 1;
            if depth > DEEPEST {
                return Err(Problem::TooMuch(format!("more than {DEEPEST} levels of elements")));
            }
            continue;
        }
        loop {
            if let Some(next) = at.next_sibling() {
                at = next;
                break;
            }
            match at.parent() {
                Some(parent) => {
                    at = parent;
                    depth = depth.saturating_sub(1);
                }
                None => return Ok(document),
            }
        }
    }
}

/// The child elements of this local name.
pub(crate) fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    elements(node).filter(move |child| child.tag_name().name() == name)
}

/// The first child element of this local name.
pub(crate) fn child<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// The child elements.
pub(crate) fn elements<'a, 'i: 'a>(
    node: Node<'a, 'i>,
) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    node.children().filter(Node::is_element)
}

/// All text directly inside an element.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}

/// An attribute in a namespace, whichever way that is written.
pub(crate) fn attribute<'a>(node: Node<'a, '_>, namespace: &str, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| {
            attribute.name() == name
                && attribute.namespace().is_some_and(|found| same(found, namespace))
        })
        .map(|attribute| attribute.value())
}

/// Whether two names of a namespace are one.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left.trim_end_matches('/').eq_ignore_ascii_case(right.trim_end_matches('/'))
}

/// Writes text between elements.
pub(crate) fn escape(text: &str, into: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            // A bare one would come back as a line feed.
            '\r' => into.push_str("&#13;"),
            letter => into.push(allowed(letter)),
        }
    }
}

/// Writes the value of an attribute.
pub(crate) fn escape_attribute(text: &str, into: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\n' => into.push_str("&#10;"),
            '\r' => into.push_str("&#13;"),
            '\t' => into.push_str("&#9;"),
            letter => into.push(allowed(letter)),
        }
    }
}

/// XML 1.0 has no way to write control characters and two others; nobody types them.
fn allowed(letter: char) -> char {
    match letter {
        '\t' | '\n' | '\r' => letter,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter => letter,
    }
}
