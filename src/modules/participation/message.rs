//! An answer as it is sent: bytes that never change again.
use super::multipart::{self, Part};
use crate::offline::database::Change;
use crate::offline::outbox;

/// What an answer consists of.
#[derive(Debug, Default)]
pub struct Message {
    /// The answers.
    pub xml: String,
    /// The wording of the privacy notice that was agreed to or read.
    pub consent: String,
    /// The code for taking part.
    pub token: String,
    /// The files that it names.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Message {
    /// Freezes it into the outbox and lets the sender begin. `with` happens in the same moment.
    ///
    /// # Errors
    /// [`outbox::OutboxError`]; then nothing was kept and nothing is sent.
    pub async fn send(
        self,
        uuid: &str,
        to: &str,
        with: &[Change],
    ) -> Result<(), outbox::OutboxError> {
        let part = |name: &str, file: Option<String>, kind: &str, bytes: Vec<u8>| Part {
            name: name.to_owned(),
            file,
            kind: kind.to_owned(),
            bytes,
        };
        let xml = Some("submission.xml".to_owned());
        let mut parts = vec![part("xml_submission_file", xml, "text/xml", self.xml.into_bytes())];
        let plain = [("consent_version", self.consent), ("participation_token", self.token)];
        for (name, value) in plain {
            if !value.is_empty() {
                parts.push(part(name, None, "text/plain", value.into_bytes()));
            }
        }
        for (name, bytes) in self.files {
            let picture = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "jpg");
            let kind = if picture { "image/jpeg" } else { "application/octet-stream" };
            parts.push(part(&name, Some(name.clone()), kind, bytes));
        }
        let (body, kind) = multipart::body(uuid, &parts);
        outbox::enqueue_as(uuid, to, &kind, &body, with).await?;
        outbox::start();
        Ok(())
    }
}

/// Whether this device has sent an answer to an item, or is about to. A device that cannot be read says no.
pub async fn is_answered(item: &str) -> bool {
    let of_item = ["/items/", item, "/"].concat();
    let entries = outbox::entries().await.unwrap_or_default();
    entries.iter().any(|entry| entry.url().contains(&of_item))
}
