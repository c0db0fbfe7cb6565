//! The words of an expression (XPath 1.0, section 3.7).

use crate::Problem;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    Number(f64),
    Text(Box<str>),
    /// A name, perhaps with a prefix.
    Name(Box<str>),
    /// A name in front of `(`.
    Call(Box<str>),
    /// A name in front of `::`.
    Axis(Box<str>),
    /// `and or mod div`, where they are operators.
    Word(&'static str),
    Sign(&'static str),
}

/// Longest first, so that `<=` is not `<`.
const SIGNS: [&str; 22] = [
    "//", "::", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=",
    "<", ">", "*", "$",
];

/// Letters beyond ASCII are taken as they come: a name that no node has leads nowhere.
fn begins_name(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_' || letter > '\u{bf}'
}

fn goes_on(letter: char) -> bool {
    begins_name(letter) || letter.is_ascii_digit() || matches!(letter, '-' | '.' | '\u{b7}')
}

/// Takes a text apart; every token with the byte at which it begins.
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Problem> {
    let mut found: Vec<(Token, usize)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let at = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(found) };
        let wrong = || Problem::Syntax(text.to_owned(), at);
        let (token, length) = if first == '"' || first == '\'' {
            let body = rest.get(1..).unwrap_or_default();
            let end = body.find(first).ok_or_else(wrong)?;
            (Token::Text(body.get(..end).unwrap_or_default().into()), end + 2)
        } else if first.is_ascii_digit() || (first == '.' && second_is_digit(rest)) {
            let whole = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
            let fraction =
                rest.get(whole..).and_then(|after| after.strip_prefix('.')).map(|after| {
                    after.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(after.len()) + 1
                });
            let length = whole + fraction.unwrap_or(0);
            let number = super::number::from_text(rest.get(..length).unwrap_or_default());
            (Token::Number(number), length)
        } else if begins_name(first) {
            name(rest, operator_expected(&found))
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).ok_or_else(wrong)?;
            (Token::Sign(sign), sign.len())
        };
        rest = rest.get(length..).unwrap_or_default();
        found.push((token, at));
    }
}

fn second_is_digit(text: &str) -> bool {
    text.chars().nth(1).is_some_and(|letter| letter.is_ascii_digit())
}

/// Behind a value, `*`, `and`, `or`, `mod` and `div` are operators and no names.
fn operator_expected(found: &[(Token, usize)]) -> bool {
    match found.last() {
        None | Some((Token::Call(_) | Token::Axis(_) | Token::Word(_), _)) => false,
        Some((Token::Sign(sign), _)) => matches!(*sign, ")" | "]" | "." | ".." | "*"),
        Some(_) => true,
    }
}

fn name(rest: &str, operator: bool) -> (Token, usize) {
    let mut end = rest.find(|letter| !goes_on(letter)).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    if operator
        && let Some(word) = ["and", "or", "mod", "div"].into_iter().find(|known| *known == word)
    {
        return (Token::Word(word), end);
    }
    let after = rest.get(end..).unwrap_or_default();
    if let Some(local) = after.strip_prefix(':').filter(|local| local.starts_with(begins_name)) {
        end += 1 + local.find(|letter| !goes_on(letter)).unwrap_or(local.len());
    }
    let name: Box<str> = rest.get(..end).unwrap_or_default().into();
    let after = rest.get(end..).unwrap_or_default().trim_start_matches([' ', '\t', '\r', '\n']);
    if after.starts_with('(') {
        (Token::Call(name), end)
    } else if after.starts_with("::") {
        (Token::Axis(name), end)
    } else {
        (Token::Name(name), end)
    }
}
