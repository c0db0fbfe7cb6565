//! Writes one mail: plain text, simple HTML, and the calendar file when the appointment is booked.

use std::fmt::Write;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use city::{Direction, Language};
use jiff::tz::TimeZone;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use zms::AppointmentKey;

use super::Kind;
use super::words::Words;
use crate::appointments::catalogue::Office;
use crate::appointments::record::Record;
use crate::cities::ServedCity;
use crate::secret::random_hex;
use crate::web::pages::escape;

/// What a mail tells.
pub struct Letter<'a> {
    /// What it is about.
    pub kind: Kind,
    /// Who writes.
    pub city: &'a ServedCity,
    /// The language the person reads.
    pub language: Language,
    /// The city's time zone.
    pub zone: &'a TimeZone,
    /// `https://host`
    pub origin: &'a str,
    /// Where.
    pub office: &'a Office,
    /// Its name in the language of the mail, if the city's guide has one.
    pub office_name: Option<&'a str>,
    /// What for, with counts.
    pub services: Vec<(&'a str, u32)>,
    /// When and who.
    pub record: &'a Record,
    /// For the link.
    pub key: &'a AppointmentKey,
    /// The calendar file.
    pub ics: Option<String>,
}

/// A finished mail.
#[derive(Clone)]
pub struct Message {
    /// Its number in the outbox, part of its Message-ID.
    pub id: String,
    /// Envelope sender.
    pub sender: String,
    /// Envelope recipient.
    pub recipient: String,
    /// The whole message as it is sent.
    pub bytes: String,
}

impl Letter<'_> {
    /// Writes it.
    ///
    /// # Errors
    /// When an address is none, in words for a log without the address.
    pub fn compose(&self, now: i64) -> Result<Message, String> {
        let city = self.city.city();
        let words = Words::of(self.city, self.language);
        let name = city.name.get(self.language.tag());
        let scope = self.office.wire.scope.as_ref();
        let sender = scope.and_then(|scope| scope.email_from.clone()).unwrap_or_default();
        let sender: lettre::Address =
            sender.parse().map_err(|_| "emailFrom of the office is no address".to_owned())?;
        let recipient: lettre::Address = self
            .record
            .contact
            .email
            .parse()
            .map_err(|_| "the recipient is no address".to_owned())?;
        let id = random_hex::<16>().map_err(|error| error.to_string())?;
        let paragraphs = self.paragraphs(&words, name);
        let subject = words.text(
            &format!("mail.{}.subject", self.kind.as_str()),
            &[
                ("city", name),
                ("service", &self.service()),
                ("date", &self.date(&words)),
                ("time", &self.time()),
            ],
        );
        let parts = MultiPart::alternative_plain_html(
            plain(&paragraphs),
            html(&paragraphs, self.language, name, &city.theme.primary.to_string()),
        );
        let body = match &self.ics {
            Some(ics) => {
                let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
                    .map_err(|error| error.to_string())?;
                let file: SinglePart =
                    Attachment::new("termin.ics".to_owned()).body(ics.clone(), kind);
                MultiPart::mixed().multipart(parts).singlepart(file)
            }
            None => parts,
        };
        let date = UNIX_EPOCH + Duration::from_secs(u64::try_from(now).unwrap_or(0));
        let message = lettre::Message::builder()
            .from(Mailbox::new(Some(name.to_owned()), sender.clone()))
            .to(Mailbox::new(None, recipient.clone()))
            .date(date)
            .message_id(Some(format!("<{id}@{}>", sender.domain())))
            .subject(subject)
            .multipart(body)
            .map_err(|error| error.to_string())?;
        let bytes = String::from_utf8(message.formatted()).map_err(|error| error.to_string())?;
        Ok(Message { id, sender: sender.to_string(), recipient: recipient.to_string(), bytes })
    }

    fn paragraphs(&self, words: &Words, city: &str) -> Vec<Paragraph> {
        let kind = self.kind.as_str();
        let text = |key: &str, arguments: &[(&str, &str)]| words.text(key, arguments);
        let minutes = (self.office.rules.activation / 60).to_string();
        let person = self.record.contact.family_name();
        let mut all = vec![
            Paragraph::Text(text("mail.greeting", &[("name", &person)])),
            Paragraph::Text(text(
                &format!("mail.{kind}.text"),
                &[("city", city), ("minutes", &minutes)],
            )),
        ];
        let mut facts = vec![
            (text("mail.number", &[]), self.record.id.to_string()),
            (text("mail.service", &[]), self.service()),
            (
                text("mail.when", &[]),
                text("mail.dateTime", &[("date", &self.date(words)), ("time", &self.time())]),
            ),
            (text("mail.where", &[]), self.place()),
        ];
        if self.kind != Kind::Cancel
            && let Some(hint) =
                self.office.wire.scope.as_ref().and_then(|scope| scope.hint.as_deref())
        {
            facts.push((text("mail.hint", &[]), without_tags(hint)));
        }
        all.push(Paragraph::Facts(facts));
        match self.kind {
            Kind::Preconfirm => {
                all.push(Paragraph::Link(text("mail.preconfirm.link", &[]), self.link("confirm")));
            }
            Kind::Confirm => {
                all.push(Paragraph::Text(text("mail.confirm.change", &[])));
                all.push(Paragraph::Link(text("mail.confirm.link", &[]), self.link("open")));
            }
            Kind::Cancel => all.push(Paragraph::Link(
                text("mail.cancel.link", &[]),
                format!("{}/appointments", self.origin),
            )),
        }
        all.push(Paragraph::Text(text("mail.closing", &[("city", city)])));
        all.push(Paragraph::Small(text("mail.automatic", &[])));
        all
    }

    /// In the fragment, so that no server and no proxy on the way sees the key.
    fn link(&self, page: &str) -> String {
        let data = serde_json::json!({ "id": self.key.process_id.0, "authKey": self.key.auth_key.expose() });
        format!("{}/appointments/{page}#{}", self.origin, STANDARD.encode(data.to_string()))
    }

    fn service(&self) -> String {
        let each = self.services.iter().map(|(name, count)| {
            if *count > 1 { format!("{count} × {name}") } else { (*name).to_owned() }
        });
        each.collect::<Vec<_>>().join(", ")
    }

    fn place(&self) -> String {
        crate::appointments::place(self.office_name, &self.office.wire)
    }

    fn local(&self) -> Option<jiff::ZonedDateTime> {
        Some(
            jiff::Timestamp::from_second(self.record.time.0)
                .ok()?
                .to_zoned_datetime(self.zone.clone()),
        )
    }

    fn date(&self, words: &Words) -> String {
        let Some(local) = self.local() else { return String::new() };
        let weekday =
            words.text(&format!("mail.weekday.{}", local.weekday().to_monday_one_offset()), &[]);
        let month = words.text(&format!("mail.month.{}", local.month()), &[]);
        words.text(
            "mail.date",
            &[
                ("weekday", &weekday),
                ("day", &local.day().to_string()),
                ("month", &month),
                ("year", &local.year().to_string()),
            ],
        )
    }

    fn time(&self) -> String {
        self.local().map_or_else(String::new, |local| local.strftime("%H:%M").to_string())
    }
}

enum Paragraph {
    Text(String),
    Small(String),
    Facts(Vec<(String, String)>),
    Link(String, String),
}

fn plain(paragraphs: &[Paragraph]) -> String {
    paragraphs.iter().fold(String::new(), |mut text, paragraph| {
        let _ = match paragraph {
            Paragraph::Text(words) | Paragraph::Small(words) => write!(text, "{words}\n\n"),
            Paragraph::Link(words, link) => write!(text, "{words}:\n{link}\n\n"),
            Paragraph::Facts(facts) => {
                for (name, value) in facts {
                    let _ = writeln!(text, "{name}: {value}");
                }
                writeln!(text)
            }
        };
        text
    })
}

/// No images, no fonts, nothing that a mail program would fetch.
fn html(paragraphs: &[Paragraph], language: Language, city: &str, colour: &str) -> String {
    let (tag, direction) = (language.tag(), language.direction().attribute());
    let align = if language.direction() == Direction::RightToLeft { "right" } else { "left" };
    let mut body = String::new();
    for paragraph in paragraphs {
        let _ = match paragraph {
            Paragraph::Text(words) => write!(body, "<p>{}</p>", escape(words)),
            Paragraph::Small(words) => {
                write!(body, "<p style=\"font-size:14px;color:#555555\">{}</p>", escape(words))
            }
            Paragraph::Link(words, link) => write!(
                body,
                "<p><a href=\"{}\" style=\"display:inline-block;padding:12px 20px;border-radius:6px;background:{colour};color:#ffffff\">{}</a></p>",
                escape(link),
                escape(words)
            ),
            Paragraph::Facts(facts) => {
                body.push_str("<table role=\"presentation\">");
                for (name, value) in facts {
                    let _ = write!(
                        body,
                        "<tr><td style=\"padding:4px 12px 4px 0;text-align:{align};vertical-align:top\"><strong>{}</strong></td><td style=\"padding:4px 0\">{}</td></tr>",
                        escape(name),
                        escape(value)
                    );
                }
                write!(body, "</table>")
            }
        };
    }
    format!(
        "<!doctype html><html lang=\"{tag}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>{city}</title></head>\
         <body style=\"margin:0;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a\">\
         <div style=\"background:{colour};color:#ffffff;padding:16px 24px;font-size:20px\"><strong>{city}</strong></div>\
         <div style=\"padding:8px 24px;max-width:40em\">{body}</div></body></html>",
        city = escape(city),
    )
}

/// A hint may hold simple HTML; in a list of facts only its words count.
fn without_tags(html: &str) -> String {
    let mut inside = false;
    let text: String = html
        .chars()
        .filter_map(|c| {
            match c {
                '<' => inside = true,
                '>' if inside => {
                    inside = false;
                    return Some(' ');
                }
                _ => {}
            }
            (!inside).then_some(c)
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
