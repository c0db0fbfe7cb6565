//! Reads back the mails this backend wrote, for `/local/mails`: subject, recipient, plain text.
//!
//! Not a mail reader: it knows the few forms our own mails have and shows others as they are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What the page shows of a mail.
#[derive(Debug, PartialEq, Eq)]
pub struct Readable {
    /// Subject.
    pub subject: String,
    /// Recipient.
    pub to: String,
    /// Plain text.
    pub text: String,
}

/// Reads a whole message.
pub fn read(message: &str) -> Readable {
    let (head, body) = message.split_once("\r\n\r\n").unwrap_or((message, ""));
    let text = plain_part(body).unwrap_or_else(|| body.to_owned());
    Readable {
        subject: words(&header(head, "subject")),
        to: header(head, "to"),
        text: text.replace("\r\n", "\n"),
    }
}

/// The value of a header, unfolded.
fn header(head: &str, name: &str) -> String {
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    unfolded
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

/// `=?utf-8?b?…?=` in a header; the space between two such words means nothing.
fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?utf-8?b?") {
        let Some((encoded, tail)) = after.split_once("?=") else { break };
        if !before.trim().is_empty() {
            out.push_str(before);
        }
        let bytes = STANDARD.decode(encoded).unwrap_or_default();
        out.push_str(&String::from_utf8_lossy(&bytes));
        rest = tail;
    }
    out + rest
}

/// The first `text/plain` part, decoded.
fn plain_part(body: &str) -> Option<String> {
    let at = body.to_ascii_lowercase().find("content-type: text/plain")?;
    let part = body.get(at..)?;
    let (head, rest) = part.split_once("\r\n\r\n")?;
    let content = rest.split("\r\n--").next()?;
    let encoding = head.to_ascii_lowercase();
    if encoding.contains("quoted-printable") {
        Some(quoted_printable(content))
    } else if encoding.contains("base64") {
        let compact: String = content.chars().filter(|c| !c.is_whitespace()).collect();
        String::from_utf8(STANDARD.decode(compact).ok()?).ok()
    } else {
        Some(content.to_owned())
    }
}

fn quoted_printable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = tail
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let (b'=', Some(byte)) = (first, code) {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lettre::message::{Attachment, MultiPart, header::ContentType};
    use proptest::prelude::*;

    fn written(subject: &str, text: &str) -> String {
        let parts = MultiPart::alternative_plain_html(text.to_owned(), "<p>x</p>".to_owned());
        let file = Attachment::new("termin.ics".to_owned())
            .body("BEGIN:VCALENDAR".to_owned(), ContentType::TEXT_PLAIN);
        let message = lettre::Message::builder()
            .from("a@example.org".parse().unwrap())
            .to("b@example.org".parse().unwrap())
            .subject(subject)
            .multipart(MultiPart::mixed().multipart(parts).singlepart(file))
            .unwrap();
        String::from_utf8(message.formatted()).unwrap()
    }

    #[test]
    fn reads_what_we_write_in_every_script() {
        for text in [
            "plain",
            "Grüße aus Musterstadt, 20. März",
            "Підтвердьте, будь ласка, запис на прийом",
            "يرجى تأكيد موعدكم",
            "http://localhost:8080/appointments/confirm#eyJpZCI6MX0=",
        ] {
            let long = format!("{text}\n\n{}", format!("{text} ").repeat(30));
            let mail = read(&written(&long.replace('\n', " "), &long));
            assert_eq!(mail.text.trim(), long.trim());
            assert!(mail.subject.contains(text), "{}", mail.subject);
            assert_eq!(mail.to, "b@example.org");
        }
    }

    proptest! {
        #[test]
        fn garbage_is_shown_and_never_a_panic(text in "(\\PC|\r\n|=[0-9A-F]?|=\\?utf-8\\?b\\?){0,80}") {
            let _ = read(&text);
        }
    }
}
