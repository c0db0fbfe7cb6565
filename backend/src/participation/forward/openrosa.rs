//! `OpenRosa` form submission, as ODK Central and `KoboToolbox` understand it.
//!
//! Sources: docs.getodk.org/openrosa-form-submission; the API description of ODK Central ("OpenRosa Form Submission
//! API") with the problems of its `lib/util/problem.js`, which an answer names by its sentence only; the answers of
//! `KoboToolbox`' `submission` route.

use ::participation::Refusal;
use axum::http::header;
use bytes::Bytes;
use http_body_util::Full;

use super::waiting::Waiting;
use crate::config::{Forward, System};
use crate::participation::answers::submission::XML;
use crate::web::outside::{Answer, Bounds, Unreachable, WebClient, send};

/// An answer of these systems is a sentence.
const LARGEST_ANSWER: usize = 64 * 1024;

/// What the other system said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It has the answer now.
    Stored,
    /// It had it already.
    Again,
    /// It will never take it.
    Refused {
        /// How the device is told.
        refusal: Refusal,
        /// What it said, in our words.
        why: &'static str,
        /// What staff have to do.
        alarm: Option<&'static str>,
    },
    /// Not now, or nobody knows.
    Later {
        /// The status for the device.
        status: u16,
        /// Seconds that it asked to wait.
        seconds: Option<i64>,
        /// What it said, in our words.
        why: &'static str,
        /// What staff have to do.
        alarm: Option<&'static str>,
    },
}

/// Sends an answer, byte for byte as it came.
pub async fn post(client: &WebClient, target: &Forward, waiting: &Waiting) -> Told {
    let boundary = format!("stadtkern-{}", waiting.sum);
    let request = hyper::Request::post(target.address.as_str())
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .header("x-openrosa-version", "1.0")
        .header(header::ACCEPT, "text/xml, application/json")
        .header(header::USER_AGENT, "stadtkern-backend")
        .body(Full::new(body(&boundary, waiting)));
    let Ok(request) = request else {
        return later(503, "the address is wrong", Some("Mend [[city.forward]] in stadtkern.toml"));
    };
    let bounds = Bounds { time: target.time_limit, size: LARGEST_ANSWER };
    match send(client, request, bounds).await {
        Ok(answer) => understood(target.system, &answer),
        Err(Unreachable(why)) => later(503, why, None),
    }
}

fn body(boundary: &str, waiting: &Waiting) -> Bytes {
    let mut body = Vec::new();
    let mut part = |name: &str, file: &str, kind: &str, content: &[u8]| {
        body.extend_from_slice(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    part(XML, "submission.xml", "text/xml", waiting.xml.as_bytes());
    for (name, attachment) in &waiting.attachments {
        part(name, name, &attachment.kind, &attachment.content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body.into()
}

fn later(status: u16, why: &'static str, alarm: Option<&'static str>) -> Told {
    Told::Later { status, seconds: None, why, alarm }
}

fn refused(refusal: Refusal, why: &'static str, alarm: Option<&'static str>) -> Told {
    Told::Refused { refusal, why, alarm }
}

/// What an answer means. Only 201 and 202 mean that the answer is there: 200 is what a sign-in page says.
pub fn understood(system: System, answer: &Answer) -> Told {
    const LINK: &str = "Check address and key in [[city.forward]], and that the link or the form still takes answers without signing in";
    let said = String::from_utf8_lossy(&answer.body);
    let central = system == System::OdkCentral;
    let kind = answer.headers.get(header::CONTENT_TYPE).map(header::HeaderValue::as_bytes);
    let is_page = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with(b"text/html"));
    match answer.status.as_u16() {
        413 => refused(Refusal::TooLarge, "the other system takes no answers of this size", None),
        // Central and KoboToolbox speak XML or JSON here; a page is somebody's in between.
        status if is_page => {
            let alarm = (status < 500).then_some(LINK);
            later(503, "a page answered, not the system itself", alarm)
        }
        201 => Told::Stored,
        202 => Told::Again,
        200..=299 => later(503, "something answered that is not the system", Some(LINK)),
        300..=399 => later(503, "it has moved; answers are sent to no other place", Some(LINK)),
        400 | 422 => refused(Refusal::NotValid, "the other system cannot read the answer", None),
        401 | 403 => later(503, "it wants somebody to sign in", Some(LINK)),
        402 => later(
            503,
            "the account takes no more answers",
            Some("Raise the account's quota at KoboToolbox"),
        ),
        404 if central && said.contains("form version") => refused(
            Refusal::UnknownVersion,
            "the other system has not got this version of the form",
            Some("Publish the same form there, with the version it has here"),
        ),
        404 | 405 if central => later(503, "there is no such project or link", Some(LINK)),
        404 | 405 => refused(Refusal::Closed, "the form there takes no answers", Some(LINK)),
        409 if central && !said.contains("different XML") => {
            refused(Refusal::Closed, "the form there takes no answers any more", None)
        }
        409 => refused(Refusal::Conflict, "another answer has this id there", None),
        415 => {
            refused(Refusal::WrongType, "the other system does not take this kind of file", None)
        }
        status @ (423 | 429) => Told::Later {
            status,
            seconds: wait(answer),
            why: "the other system is busy",
            alarm: None,
        },
        _ => Told::Later {
            status: 503,
            seconds: wait(answer),
            why: "the other system does not work at the moment",
            alarm: None,
        },
    }
}

/// `Retry-After` in seconds.
fn wait(answer: &Answer) -> Option<i64> {
    answer.headers.get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, StatusCode};

    fn said(system: System, status: u16, kind: &'static str, body: &'static str) -> Told {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
        headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("7"));
        let status = StatusCode::from_u16(status).unwrap_or_default();
        understood(system, &Answer { status, headers, body: Bytes::from_static(body.as_bytes()) })
    }

    #[test]
    fn central_says_in_sentences_what_it_means() {
        let of = |status, body| match said(System::OdkCentral, status, "text/xml", body) {
            Told::Stored => "stored",
            Told::Again => "again",
            Told::Refused { refusal, .. } => refusal.code(),
            Told::Later { status: 423, .. } => "busy",
            Told::Later { .. } => "later",
        };
        let different = "A submission already exists with this ID, but with different XML.";
        assert_eq!(of(201, ""), "stored");
        assert_eq!(of(409, different), "conflict");
        assert_eq!(of(409, "This form is not currently accepting submissions."), "closed");
        assert_eq!(of(409, "This submission has been deleted. You may not resubmit it."), "closed");
        assert_eq!(
            of(404, "The form version specified in this submission '9' does not exist."),
            "unknown-version"
        );
        assert_eq!(of(404, "Could not find the resource you were looking for."), "later");
        for status in [200, 204, 301, 302, 401, 403, 405, 500, 502, 503, 504] {
            assert_eq!(of(status, ""), "later", "{status}");
        }
        assert_eq!(
            (of(400, ""), of(413, ""), of(415, "")),
            ("not-valid", "too-large", "wrong-type")
        );
    }

    #[test]
    fn kobotoolbox_says_it_with_statuses() {
        let of = |status| said(System::KoboToolbox, status, "text/xml", "");
        assert_eq!((of(201), of(202)), (Told::Stored, Told::Again));
        for (status, refusal) in [
            (400, Refusal::NotValid),
            (404, Refusal::Closed),
            (405, Refusal::Closed),
            (409, Refusal::Conflict),
        ] {
            assert!(matches!(of(status), Told::Refused { refusal: found, .. } if found == refusal));
        }
        assert!(matches!(of(423), Told::Later { status: 423, seconds: Some(7), .. }));
        assert!(matches!(of(503), Told::Later { status: 503, seconds: Some(7), alarm: None, .. }));
        assert!(matches!(of(402), Told::Later { status: 503, alarm: Some(_), .. }));
    }

    #[test]
    fn a_page_is_never_an_answer() {
        for status in [200, 201, 202, 302, 400, 404, 409, 500] {
            for system in [System::OdkCentral, System::KoboToolbox] {
                let told = said(system, status, "Text/HTML; charset=utf-8", "<html>");
                assert!(matches!(told, Told::Later { status: 503, .. }), "{status} {told:?}");
            }
        }
    }
}
