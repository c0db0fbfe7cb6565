//! Links in mails and between pages.
//!
//! A link to an appointment carries its number and its secret as Base64 of `{"id":…,"authKey":"…"}` in the
//! fragment, which no server sees. Mail clients percent-encode it again and again, so up to five layers are
//! taken off. The forms of ZMS' own front end are understood too:
//! `#/appointment/confirm/<base64>`, `#/appointment/<base64>`, `#/services/<id>`,
//! `#/services/<id>/locations/<id>`, with `?exclusiveLocation=1`.

use crate::keep;
use crate::wire::wire;
use crate::{AppointmentKey, AuthKey, OfficeId, ProcessId, ServiceId, base64};
use std::borrow::Cow;
use std::fmt::Write;

/// Layers of percent-encoding that are taken off.
const LAYERS: usize = 5;

/// Longest fragment that is looked at; a real one has some 250 characters, five times encoded.
const LONGEST: usize = 8192;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Confirm this appointment: the click in the mail.
    Confirm(AppointmentKey),
    /// Show this appointment.
    Open {
        /// Number and secret.
        key: AppointmentKey,
        /// What the person came for; never done without asking.
        wish: Wish,
    },
    /// Book this service.
    Service {
        /// The service.
        service: ServiceId,
        /// Choose this office first.
        office: Option<OfficeId>,
        /// Offer no other office.
        exclusive: bool,
    },
}

/// What a link to an appointment asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wish {
    /// To look at it.
    #[default]
    Look,
    /// To rebook it.
    Rebook,
    /// To cancel it, after a question.
    Cancel,
}

wire! {
    /// What is inside the Base64.
    Secret {
        /// The number.
        id: i64 = "id",
        /// The secret.
        auth_key: Option<AuthKey> = "authKey",
        /// `reschedule`, `cancel` or nothing.
        action: Option<String> = "action",
    }
}

/// The Base64 that stands for an appointment in a link; URL-safe, so that nothing needs to be encoded.
#[must_use]
pub fn encode(key: &AppointmentKey) -> String {
    encode_wish(key, Wish::Look)
}

/// The same with what the person came for.
#[must_use]
pub fn encode_wish(key: &AppointmentKey, wish: Wish) -> String {
    let mut json = "{".to_owned();
    keep::entry(&mut json, "id", &key.process_id);
    keep::entry(&mut json, "authKey", &key.auth_key);
    let action = match wish {
        Wish::Look => None,
        Wish::Rebook => Some("reschedule"),
        Wish::Cancel => Some("cancel"),
    };
    if let Some(action) = action {
        keep::name(&mut json, "action");
        keep::quote(&mut json, action);
    }
    json.push('}');
    base64::encode_url(json.as_bytes())
}

/// Number, secret and wish out of the Base64, which may be percent-encoded up to five times.
#[must_use]
pub fn decode(text: &str) -> Option<(AppointmentKey, Wish)> {
    peel(text).into_iter().find_map(|layer| {
        // In a query a plus sign may have become a space.
        let bytes = base64::decode(&layer.trim().replace(' ', "+"))?;
        let secret = crate::wire::decode::<Secret>(&bytes).ok()?.value;
        let wish = match secret.action.as_deref() {
            Some("reschedule") => Wish::Rebook,
            Some("cancel") => Wish::Cancel,
            _ => Wish::Look,
        };
        let process_id = ProcessId::new(secret.id)?;
        Some((AppointmentKey { process_id, auth_key: secret.auth_key? }, wish))
    })
}

/// Where a fragment of ZMS' form leads: everything after `#`, with or without it. `query` is the query of
/// the page, for links that put `exclusiveLocation` there.
#[must_use]
pub fn parse_fragment(fragment: &str, query: &str) -> Option<Target> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    peel(fragment).into_iter().find_map(|layer| parse_layer(&layer, query))
}

fn parse_layer(fragment: &str, query: &str) -> Option<Target> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (path, own_query) = fragment.split_once('?').unwrap_or((fragment, ""));
    // Standard Base64 may hold slashes, so the secret is all of the rest.
    if let Some(rest) = path.strip_prefix("/appointment/") {
        return if let Some(secret) = rest.strip_prefix("confirm/") {
            decode(secret).map(|(key, _)| Target::Confirm(key))
        } else {
            decode(rest).map(|(key, wish)| Target::Open { key, wish })
        };
    }
    let mut parts = path.strip_prefix("/services/")?.trim_end_matches('/').split('/');
    let service = parts.next()?.parse().ok()?;
    let office = match (parts.next(), parts.next(), parts.next()) {
        (None, _, _) => None,
        (Some("locations"), Some(office), None) => Some(office.parse().ok()?),
        _ => return None,
    };
    let exclusive = [own_query, query].iter().any(|query| {
        let query = query.strip_prefix('?').unwrap_or(query);
        query
            .split('&')
            .any(|pair| matches!(pair, "exclusiveLocation=1" | "exclusiveLocation=true"))
    });
    Some(Target::Service { service, office, exclusive: exclusive && office.is_some() })
}

/// The text and what is under each layer of percent-encoding.
fn peel(text: &str) -> Vec<Cow<'_, str>> {
    let mut layers: Vec<Cow<str>> = Vec::new();
    if text.len() > LONGEST {
        return layers;
    }
    layers.push(text.into());
    for _ in 0..LAYERS {
        let Some(decoded) = layers.last().and_then(|last| percent_decode(last)) else {
            break;
        };
        layers.push(decoded.into());
    }
    layers
}

/// One layer less; `None` if there is none or it does not hold UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Percent-encodes everything but unreserved characters.
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn key(id: u32, secret: &str) -> AppointmentKey {
        AppointmentKey { process_id: ProcessId(id), auth_key: AuthKey::new(secret).unwrap() }
    }

    #[test]
    fn the_link_in_the_recorded_calendar_file() {
        let target = parse_fragment("#/appointment/eyJpZCI6MTAwODIyLCJhdXRoS2V5IjoiOGNjZiJ9", "");
        assert_eq!(target, Some(Target::Open { key: key(100_822, "8ccf"), wish: Wish::Look }));
    }

    #[test]
    fn services_and_offices() {
        let service =
            |office, exclusive| Some(Target::Service { service: ServiceId(5), office, exclusive });
        assert_eq!(parse_fragment("#/services/5", ""), service(None, false));
        assert_eq!(parse_fragment("/services/5/", "?exclusiveLocation=1"), service(None, false));
        let here = Some(OfficeId(7));
        assert_eq!(parse_fragment("#/services/5/locations/7", ""), service(here, false));
        let only = service(here, true);
        assert_eq!(parse_fragment("#/services/5/locations/7?exclusiveLocation=1", ""), only);
        assert_eq!(parse_fragment("#/services/5/locations/7", "?a=1&exclusiveLocation=1"), only);
        assert_eq!(
            parse_fragment("%23%2Fservices%2F5%2Flocations%2F7", "exclusiveLocation=1"),
            only
        );
        for bad in [
            "",
            "#",
            "#/services/",
            "#/services/x",
            "#/services/5/7",
            "#/services/0",
            "#/services/5/locations/7/8",
            "#/appointment/",
            "#/appointment/confirm/e30",
        ] {
            assert_eq!(parse_fragment(bad, ""), None, "{bad}");
        }
    }

    #[test]
    fn an_action_is_only_a_wish() {
        let link = |action: &str| {
            let json = format!(r#"{{"id":"3","authKey":"fb43","action":"{action}"}}"#);
            parse_fragment(&format!("#/appointment/{}", base64::encode(json.as_bytes())), "")
        };
        let open = |wish| Some(Target::Open { key: key(3, "fb43"), wish });
        for wish in [Wish::Look, Wish::Rebook, Wish::Cancel] {
            let ours = encode_wish(&key(3, "fb43"), wish);
            assert_eq!(decode(&ours), Some((key(3, "fb43"), wish)));
        }
        assert_eq!(link("cancel"), open(Wish::Cancel));
        assert_eq!(link("reschedule"), open(Wish::Rebook));
        assert_eq!(link("explode"), open(Wish::Look));
    }

    proptest! {
        #[test]
        fn survives_up_to_five_encodings(
            id in 1_u32.., short: bool, digits in "[0-9a-f]{64}", times in 0_usize..=5, standard: bool,
            confirm: bool,
        ) {
            let key = key(id, if short { &digits[..4] } else { &digits });
            let secret = if standard {
                base64::encode(&base64::decode(&encode(&key)).unwrap())
            } else {
                encode(&key)
            };
            let path = if confirm { "/appointment/confirm/" } else { "/appointment/" };
            let (mut alone, mut fragment) = (secret.clone(), format!("#{path}{secret}"));
            let mut only_secret = secret;
            for _ in 0..times {
                alone = percent_encode(&alone);
                fragment = percent_encode(&fragment);
                only_secret = percent_encode(&only_secret);
            }
            prop_assert_eq!(decode(&alone), Some((key.clone(), Wish::Look)));
            let expected = if confirm {
                Target::Confirm(key)
            } else {
                Target::Open { key, wish: Wish::Look }
            };
            prop_assert_eq!(parse_fragment(&fragment, ""), Some(expected.clone()));
            prop_assert_eq!(parse_fragment(&format!("#{path}{only_secret}"), ""), Some(expected));
        }

        #[test]
        fn never_panics(fragment in "(.|%|[0-9A-F]|/){0,80}", query in ".{0,20}") {
            let _ = parse_fragment(&fragment, &query);
            let _ = decode(&fragment);
        }
    }
}
